"""Hot events as they are told: dates, words, documents with their best passages, topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .bow import BagOfWords, tokenizer
from .corpus import Corpus
from .documents import Document
from .events import Event, shown_words
from .passages import Passage, split
from .topic_model import TopicModel

MOST_EVENTS = 60  # that are told
_SHOWN, _QUOTED = 10, 3  # documents of an event that are listed, and those with a passage
_PASSAGE = 80  # word pieces
_NAMED = 3  # words of a name


def told(
    event: Event, bow: BagOfWords, labels: Sequence[str], model: TopicModel,
    weights: NDArray[np.float32], corpus: Corpus, rows: Sequence[int],
) -> dict[str, Any]:  # fmt: skip
    """An event under the names of docs/cli.md. ``labels`` (T) name the periods; ``weights`` (N, K)
    and ``rows`` (N, in the bag of words) are those of the documents it was found in."""
    words = shown_words(event, bow)
    ids = [bow.document_ids[rows[at]] for at in event.documents]
    topic = model.topics[topic_of(event, weights)]
    documents = corpus.get(ids[:_SHOWN])
    terms = {bow.terms[word]: 1.0 / place for place, word in enumerate(event.words[:20], 1)}
    # A story that was sent again is quoted once.
    headings = {d.heading: name for name, d in reversed(documents.items())}
    quoted = [name for name in documents if headings[documents[name].heading] == name][:_QUOTED]
    return {
        "name": ", ".join(words[:_NAMED]),
        "start": labels[event.start],
        "peak": labels[event.peak],
        "end": labels[event.end],
        "words": words,
        "topic": topic.id,
        "label": topic.label,
        "score": round(event.score, 2),
        "total": len(ids),
        "documents": [
            _document(document, terms if name in quoted else {}, bow)
            for name, document in documents.items()
        ],
    }


def topic_of(event: Event, weights: NDArray[np.float32]) -> int:
    """The row of the topic that its documents have most of."""
    return int(weights[list(event.documents)].sum(axis=0).argmax())


def _document(document: Document, terms: Mapping[str, float], bow: BagOfWords) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": document.id, "title": document.heading, "date": document.date}
    best = _best_passage(document.text, terms, bow) if terms else None
    if best is not None:
        entry |= {"passage": best.text, "start": best.start, "end": best.end}
    return entry


def _best_passage(text: str, terms: Mapping[str, float], bow: BagOfWords) -> Passage | None:
    """The passage with most of the event's words, the earliest of equals."""
    cut = tokenizer(bow.config)

    def weight(passage: Passage) -> float:
        found = {token.term for token in cut.topic_tokens(passage.text)}
        return sum(w for term, w in terms.items() if set(term.split("_")) <= found)

    return max(split(text, _PASSAGE, 0), key=weight, default=None)
