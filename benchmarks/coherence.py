"""Coherence of 50 topics of 20 Newsgroups, side by side with gensim's CoherenceModel."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from .measure import table
from .topic_counts import bag_of

TOPICS = 50


def main() -> None:
    bow = bag_of("newsgroups20")
    if bow is None:
        return
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    from topicllama.tools import coherence
    from topicllama.tools.first_look import look
    from topicllama.tools.ranking import best_words

    words = look(bow.counts[np.diff(bow.counts.indptr) > 0]).words(TOPICS)
    topics = best_words(words, bow.vocabulary, 10)
    texts = [[bow.terms[column] for column in part] for part in np.split(bow.words, bow.ends[:-1])]
    dictionary = Dictionary(texts)
    corpus = [dictionary.doc2bow(text) for text in texts]
    named = [[bow.terms[column] for column in each] for each in topics]

    def theirs(measure: str) -> float:
        model = CoherenceModel(
            topics=named, texts=texts, corpus=corpus, dictionary=dictionary, coherence=measure,
            processes=1,
        )  # fmt: skip
        return float(model.get_coherence())

    ours: dict[str, Callable[..., Any]] = {
        "c_npmi": coherence.npmi, "u_mass": coherence.u_mass, "c_v": coherence.c_v,
    }  # fmt: skip
    rows = []
    for measure, function in ours.items():
        mine, quick = _timed(lambda f=function: f(topics, bow))
        other, slow = _timed(lambda m=measure: theirs(m))
        rows.append([measure, f"{mine:.6f}", f"{other:.6f}", f"{abs(mine - other):.1e}",
                     f"{quick:.2f}", f"{slow:.2f}", f"{slow / quick:.0f}"])  # fmt: skip
    print(f"### Coherence of {TOPICS} topics of 20 Newsgroups, CPU seconds\n")
    table(["measure", "TopicLlama", "gensim", "difference", "s", "gensim s", "times faster"], rows)


def _timed(call: Callable[[], Any]) -> tuple[float, float]:
    started = time.process_time()
    value = call()
    return float(value), time.process_time() - started
