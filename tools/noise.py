"""Words that a person marked as noise: found among the topics' words, and left out of them.

The model remembers them (parameter "noise": matching form to display form), so undo takes them
back with the version, the next training leaves them out too, and documents that are inferred or
folded in later are read without them. A phrase is a word of its own: "New York" stays when "new"
is noise, and can be marked itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .algorithms import mixtures
from .bow import BagOfWords, counts_for, tokenizer
from .chinese_words import simplified
from .editing import Floats, alpha_of, places, rebuilt
from .errors import TopicLlamaError
from .inference import document_topics
from .tokens import TextConfig, Tokenizer, has_han
from .topic_model import Topic, TopicModel

PARAMETER = "noise"
_LEAST_LEFT = 1e-4  # of a topic's words; what is left below it is only its prior
_SEPARATORS = re.compile(r"[,，、;；\n]")
_QUOTES = " \t\"'“”‘’「」『』《》"


def noise_of(model: TopicModel | None) -> dict[str, str]:
    """The noise words of a model: matching forms and how they are shown."""
    return dict(model.parameters.get(PARAMETER, {})) if model is not None else {}


def mark_noise(model: TopicModel, bow: BagOfWords, text: str) -> TopicModel:
    """The model without the words that ``text`` lists (between commas).

    They leave the vocabulary and the topics' words are made to sum to 1 again. Documents that
    hold one get their topics anew, the others keep theirs. Ids stay; so do labels, unless one was
    made from such a word (a person's name never goes). TopicLlamaError when no topic knows any of
    them, or when a topic has no other words.
    """
    columns = columns_of(model, listed(text))
    kept = np.setdiff1d(np.arange(len(model.terms)), columns)
    left = model.topic_word[:, kept].sum(axis=1)
    if (left < _LEAST_LEFT).any():
        topic = model.topics[int(left.argmin())]
        raise TopicLlamaError(
            f"Topic {topic.id} would have no words left.", "Delete the topic instead."
        )
    topic_word = model.topic_word[:, kept] / left[:, None]
    marked = {model.terms[column]: model.vocabulary[column] for column in columns}
    changed = rebuilt(
        model, topic_word, _weights(model, bow, topic_word, columns), model.topics,
        action=f"noise {', '.join(marked.values())}",
        terms=[model.terms[column] for column in kept],
        vocabulary=[model.vocabulary[column] for column in kept],
        parameters={PARAMETER: {**noise_of(model), **marked}},
        bow=bow,
        keywords_of=_touched(model, marked),
    )  # fmt: skip
    return changed.with_topics(_without_their_labels(changed, marked))


def listed(text: str) -> list[str]:
    """The words between commas, without quotation marks; TopicLlamaError when there is none."""
    words = [word.strip(_QUOTES) for word in _SEPARATORS.split(text)]
    words = [word for word in words if word]
    if not words:
        raise TopicLlamaError(
            "It is not clear which words are noise.",
            "Name them with commas, for example: say, year.",
        )
    return words


def columns_of(model: TopicModel, words: Sequence[str]) -> list[int]:
    """The columns of the words in any of their forms ("says" is "say", 報道 is 报道)."""
    reader = tokenizer(TextConfig.from_settings(model.parameters.get("text", {})))
    index = {term: column for column, term in enumerate(model.terms)}
    shown = {_folded(word): column for column, word in enumerate(model.vocabulary)}
    found = dict.fromkeys(
        column
        for word in words
        for column in (_column(word, index, shown, reader),)
        if column is not None
    )
    if not found:
        raise _unknown(model, words, reader)
    return list(found)


def _column(
    word: str, index: Mapping[str, int], shown: Mapping[str, int], reader: Tokenizer
) -> int | None:
    """The column of a word or phrase as a person writes it, or None."""
    parts = [token.term for token in reader.topic_tokens(word)]
    written = "_".join(reader.term(part) for part in word.split())
    for form in (reader.term(word), written, "_".join(parts)):
        if form in index:
            return index[form]
    return shown.get(_folded(word))


def _folded(word: str) -> str:
    return simplified(" ".join(word.split())).casefold()


def _unknown(model: TopicModel, words: Sequence[str], reader: Tokenizer) -> TopicLlamaError:
    gone = noise_of(model)
    named = ", ".join(words)
    if all(reader.term(word) in gone for word in words):
        return TopicLlamaError(f"{named}: marked as noise already.", "Mark another word.")
    return TopicLlamaError(
        f"No topic knows the word {named}.", "Name a word as the topics' keywords show it."
    )


def unknown_words(model: TopicModel, text: str) -> list[str]:
    """Those of the listed words that no topic knows."""
    reader = tokenizer(TextConfig.from_settings(model.parameters.get("text", {})))
    index = {term: column for column, term in enumerate(model.terms)}
    shown = {_folded(word): column for column, word in enumerate(model.vocabulary)}
    return [word for word in listed(text) if _column(word, index, shown, reader) is None]


def phrases_with(model: TopicModel, terms: Iterable[str]) -> list[str]:
    """The phrases among the topics' keywords that hold one of these words."""
    wanted = set(terms)
    shown = {word for topic in model.topics for word in topic.keywords}
    return [
        word
        for term, word in zip(model.terms, model.vocabulary, strict=True)
        if "_" in term and word in shown and not wanted.isdisjoint(term.split("_"))
    ]


def _weights(
    model: TopicModel, bow: BagOfWords, topic_word: Floats, columns: Sequence[int]
) -> Floats:
    """p(topic | document) (D, K): inferred anew where one of the words stood."""
    here = places(model.document_ids, bow.document_ids)
    counts = counts_for(model.terms, bow)
    holds = np.zeros(counts.shape[0], bool)
    holds[counts[:, columns].tocoo().row] = True
    affected = np.flatnonzero((here >= 0) & holds[here])
    others = np.setdiff1d(np.arange(counts.shape[1]), columns)
    weights = model.document_topic.copy()
    weights[affected] = document_topics(
        counts[here[affected]][:, others], topic_word, alpha_of(model),
        own=mixtures(model.algorithm, model.parameters),
    )  # fmt: skip
    return weights


def _touched(model: TopicModel, marked: Mapping[str, str]) -> list[int]:
    """The topics that show one of the words."""
    words = set(marked.values())
    return [topic.id for topic in model.topics if not words.isdisjoint(topic.keywords)]


def _without_their_labels(model: TopicModel, marked: Mapping[str, str]) -> list[Topic]:
    reader = tokenizer(TextConfig.from_settings(model.parameters.get("text", {})))
    return [
        replace(topic, label="", label_source="keywords", labels={}, description="")
        if topic.label_source != "person" and any(holds_noise(name, marked, reader)
                                                  for name in (topic.label, *topic.labels.values()))
        else topic
        for topic in model.topics
    ]  # fmt: skip


def holds_noise(text: str, noise: Mapping[str, str], reader: Tokenizer) -> bool:
    """Whether one of the words stands in a text, in whatever form."""
    terms = [token.term for token in reader.topic_tokens(text)]
    pairs = [f"{first}_{second}" for first, second in zip(terms, terms[1:], strict=False)]
    if not noise.keys().isdisjoint((*terms, *pairs)):
        return True
    plain = _folded(text)  # a label is too short to be cut as its documents were
    return any(_folded(word) in plain for word in noise.values() if has_han(word))


def labelling_settings(model: TopicModel) -> dict[str, Any]:
    """The model's text settings with the noise words as stop words, for naming topics."""
    text = dict(model.parameters.get("text", {}))
    words = [*text.get("stop_words", ()), *noise_of(model)]
    return {**text, "stop_words": words}
