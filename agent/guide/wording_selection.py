"""What chosen documents are about, in full sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .words import Words, plain

Result = Mapping[str, Any]
_TOPICS = 4


def selection(words: Words, result: Result) -> str:
    """Their number, topics and dates, then the most typical passages."""
    chosen = result["selection"]
    number = int(chosen["documents"])
    head = words.say(f"You selected {words.documents(number)}.", f"你选了 {number:,} 篇文档。")
    told = words.run_on(head, _topics(words, chosen, number), _dates(words, chosen))
    lines = [f"{n}. {words.passage(hit)}" for n, hit in enumerate(result["results"], 1)]
    typical = words.say("Most typical of them:", "最有代表性的是：")
    if number == 1:
        typical = words.say("What is typical of it:", "其中有代表性的一段：")
    return "\n\n".join(
        part for part in (told, "\n".join([typical, *lines]) if lines else "") if part
    )


def _topics(words: Words, chosen: Result, number: int) -> str:
    topics = chosen["topics"][:_TOPICS]
    if not topics:
        return ""
    named = words.listed([
        words.say(f"{plain(topic['label'])} ({topic['documents']:,})",
                  f"“{plain(topic['label'])}”（{topic['documents']:,} 篇）")
        for topic in topics
    ])  # fmt: skip
    if number == 1:
        only = plain(topics[0]["label"])
        return words.say(f"It is about {only}.", f"主题是“{only}”。")
    return words.say(f"They are about {named}.", f"主题是{named}。")


def _dates(words: Words, chosen: Result) -> str:
    first, last = chosen["dates"]["first"], chosen["dates"]["last"]
    if not first:
        return ""
    if first == last:
        return words.say(f"The date is {first}.", f"日期是 {first}。")
    return words.say(f"The dates go from {first} to {last}.", f"日期从 {first} 到 {last}。")


def none_in_selection(words: Words, number: int, about: str) -> str:
    return words.say(
        f"None of the documents you selected ({number:,}) matches{about}. Try other words, or "
        "ask about all documents.",
        f"所选的 {number:,} 篇文档中没有{about}的。可以换个说法，或改为对全部文档提问。",
    )


def of_selection(words: Words, result: Result) -> str:
    """The head of recommendations: others like them, or some of them."""
    number = int(result["selected"])
    if result.get("like_selected"):
        return words.say(f"Like the documents you selected ({number:,}), you could read these:",
                         f"与所选的 {number:,} 篇相近，接着可以读这些：")  # fmt: skip
    return words.say(f"Of the documents you selected ({number:,}), you could read these:",
                     f"在所选的 {number:,} 篇中，可以读这些：")  # fmt: skip
