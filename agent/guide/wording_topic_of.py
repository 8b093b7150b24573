"""Which topic something belongs to, told by the documents that were found about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from .documents import what_topic
from .past import Step
from .request import Request
from .words import Words, plain

Result = Mapping[str, Any]


def asks_for_topic(step: Step) -> bool:
    """The person asked which topic is about what was searched for."""
    return bool(what_topic(Request(step.user)))


def has_topics(result: Result) -> bool:
    return any(hit.get("topic") is not None for hit in result["results"])


def topic_of(words: Words, result: Result) -> str:
    """The topic that most of the best documents belong to, and the others; then the documents."""
    hits = result["results"]
    counts = Counter(int(hit["topic"]) for hit in hits if hit.get("topic") is not None)
    labels = {hit["topic"]: plain(str(hit.get("topic_label") or "")) for hit in hits}
    (first, most), *others = counts.most_common()
    lines = [f"{n}. {words.passage(hit)}" for n, hit in enumerate(hits, 1)]
    about = plain(str(result.get("query") or ""))
    told = words.run_on(
        _first(words, about, _named(words, first, labels[first]), most, len(hits)),
        _others(words, [(_named(words, n, labels[n]), count) for n, count in others]),
    )
    return "\n\n".join([told, "\n".join(lines)])


def _named(words: Words, topic: int, label: str) -> str:
    return words.say(f"topic {topic} (**{label}**)", f"主题 {topic}“**{label}**”")


def _first(words: Words, about: str, topic: str, most: int, shown: int) -> str:
    if shown == 1:
        return words.say(f"The one document that matches “{about}” is in {topic}.",
                         f"只有 1 篇文档与“{about}”相符，它属于{topic}。")  # fmt: skip
    if most == shown:
        return words.say(f"That is {topic}: all {shown} documents that match “{about}” best are in it.",
                         f"是{topic}：与“{about}”最相符的 {shown} 篇文档都在其中。")  # fmt: skip
    if 2 * most > shown:
        return words.say(f"Mostly {topic}: {most} of the {shown} documents that match “{about}” best "
                         "are in it.",
                         f"主要是{topic}：与“{about}”最相符的 {shown} 篇文档中有 {most} 篇。")  # fmt: skip
    return words.say(f"No single topic: of the {shown} documents that match “{about}” best, {most} "
                     f"{'is' if most == 1 else 'are'} in {topic}.",
                     f"不止一个主题：与“{about}”最相符的 {shown} 篇文档中，{topic}有 {most} 篇。")  # fmt: skip


def _others(words: Words, others: list[tuple[str, int]]) -> str:
    if not others:
        return ""
    named = words.listed(
        [words.say(f"{topic} has {n}", f"{topic}有 {n} 篇") for topic, n in others]
    )
    return words.say(f"{named[0].upper()}{named[1:]}.", f"{named}。")
