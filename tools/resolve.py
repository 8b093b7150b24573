"""Which topic a person means: by number, by label in any language, or by a word of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from .bow import tokenizer
from .errors import TopicLlamaError
from .ranking import word_scores
from .tokens import TextConfig, Tokenizer, has_han
from .topic_model import Topic, TopicModel

_NUMBER = re.compile(
    r"(?:(?:the\s+)?topic|主题|主題|话题|話題|第)?\s*(?:no\.?|number|#|号|號)?\s*"
    r"(\d+|[零〇一二两兩三四五六七八九十百]+)\s*(?:号|號|个|個)?\s*(?:主题|主題|话题|話題)?",
    re.I,
)
_CLEARLY = 1.5  # a word belongs to the topic where it scores that many times the next best


def resolve_topic(model: TopicModel, text: str | int) -> int:
    """The id of the topic that ``text`` names: an id, "topic 3", 主题三, a label, or a keyword.

    Labels match exactly, then without regard to case, then when one's words are all in the other;
    then the topic whose best words are named. TopicLlamaError lists the candidates when it is
    none or more than one.
    """
    wanted = str(text).strip().strip("\"'“”‘’「」《》")
    number = _number(wanted)
    if number is not None:
        return model.topic(number).id
    words = tokenizer(TextConfig.from_settings(model.parameters.get("text", {})))
    for match in _label_matches(wanted, words):
        found = [topic for topic in model.topics if any(map(match, _names(topic)))]
        if len(found) == 1:
            return found[0].id
        if found:
            raise _unclear(wanted, found, "more than one topic")
    return _by_keyword(model, wanted, words)


def names_topic(model: TopicModel, text: str) -> int | None:
    """The topic whose number or whole label this is; None for any other text."""
    number = _number(text.strip())
    for topic in model.topics:
        names = [name.casefold() for name in _names(topic)]
        if topic.id == number or text.strip().casefold() in names:
            return topic.id
    return None


def _number(text: str) -> int | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    if match[1].isdigit():
        return int(match[1])
    from cn2an import cn2an

    return int(cn2an(match[1].replace("〇", "零").replace("兩", "两"), "smart"))


def _names(topic: Topic) -> Iterable[str]:
    return (name for name in (topic.label, *topic.labels.values()) if name)


def _label_matches(wanted: str, words: Tokenizer) -> list[Callable[[str], bool]]:
    terms = _terms(wanted, words)

    def contained(name: str) -> bool:
        own = _terms(name, words)
        return bool(terms and own) and (terms <= own or own <= terms)

    return [
        lambda name: name == wanted,
        lambda name: name.casefold() == wanted.casefold(),
        contained,
    ]


def _terms(text: str, words: Tokenizer) -> set[str]:
    """Terms without the sub-words that search adds to Chinese ones."""
    if has_han(text):
        return {token.term for token in words.topic_tokens(text)} or {text}
    return set(words.search_terms(text))


def _by_keyword(model: TopicModel, wanted: str, words: Tokenizer) -> int:
    terms = [token.term for token in words.topic_tokens(wanted)]
    columns = [column for column, term in enumerate(model.terms) if term in set(terms)]
    if not columns:
        raise _unclear(wanted, model.topics, "no topic")
    scores = np.maximum(word_scores(model.topic_word), 0)
    scores = scores / np.maximum(scores.max(axis=1, keepdims=True), 1e-12)
    named = scores[:, columns].sum(axis=1)
    order = np.argsort(-named, kind="stable")
    if named[order[0]] < 0.02:
        raise _unclear(wanted, model.topics, "no topic")
    second = float(named[order[1]]) if len(order) > 1 else 0.0
    if named[order[0]] < _CLEARLY * second:
        raise _unclear(wanted, [model.topics[row] for row in order[:3]], "more than one topic")
    return model.topics[int(order[0])].id


def _unclear(wanted: str, topics: Sequence[Topic], what: str) -> TopicLlamaError:
    listed = "; ".join(f"{topic.id} ({topic.label or topic.keywords[0]})" for topic in topics[:12])
    more = "; …" if len(topics) > 12 else ""
    if what == "no topic":
        return TopicLlamaError(f"No topic is called “{wanted}”.", f"The topics are {listed}{more}.")
    return TopicLlamaError(
        f"“{wanted}” could be more than one topic.", f"Say which by its number: {listed}{more}."
    )
