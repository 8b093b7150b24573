"""What the parts of the LDA recipe do, judged on texts that nothing was made from: topics are
trained and their keywords ranked on one half of a corpus, figures are of the other half."""

from __future__ import annotations

import numpy as np

from .measure import DATA, table
from .topic_counts import bag_of

CORPORA = ("octis/BBC_News", "octis/M10")
NUMBERS = (10, 30, 50)


def main() -> None:
    from threadpoolctl import threadpool_limits

    rows = []
    with threadpool_limits(1):
        for name in CORPORA:
            rows += _rows(name)
    print(f"### The recipe in halves, LDA, means over {NUMBERS} topics\n")
    table(["corpus", "starts from", "keywords by", "NPMI, same half", "NPMI, other half",
           "diversity", "NMI, other half"], rows)  # fmt: skip


def _rows(name: str) -> list[list[str]]:
    from topicllama.tools.association import attraction, ppmi
    from topicllama.tools.first_look import FirstLook
    from topicllama.tools.nmf import tf_idf
    from topicllama.tools.sampling import halves

    bow = bag_of(name)
    if bow is None:
        return []
    lines = (DATA / name / "corpus.tsv").read_text("utf-8").splitlines()
    own, other = halves(bow)
    labels = [lines[int(number)].split("\t")[2] for number in other.document_ids]
    rows = []
    for basis, weigh in (("tf-idf", tf_idf), ("PPMI", ppmi), ("weighted PPMI", attraction)):
        first = FirstLook(weigh(own.counts), basis)
        for ranked in ("lift", "lift and company"):
            found = [_figures(first, number, own, other, labels, ranked) for number in NUMBERS]
            means = np.mean(found, axis=0)
            rows.append([name, basis, ranked, *(f"{value:.3f}" for value in means)])
    return rows


def _figures(first, number, own, other, labels, ranked):  # type: ignore[no-untyped-def]
    from sklearn.metrics import normalized_mutual_info_score

    from topicllama.tools.coherence import npmi
    from topicllama.tools.inference import document_topics
    from topicllama.tools.lda import settings_for, train_lda, word_prior
    from topicllama.tools.metrics import diversity
    from topicllama.tools.ranking import best_words

    prior = word_prior(first.words(number), own.counts)
    topics = train_lda(own.counts, prior, settings_for(len(own.ends)))
    asked = own if ranked == "lift and company" else None
    words = best_words(topics, own.vocabulary, 10, asked)
    assigned = document_topics(other.counts, topics).argmax(axis=1)
    return (npmi(words, own), npmi(words, other), diversity(words),
            normalized_mutual_info_score(labels, assigned))  # fmt: skip
