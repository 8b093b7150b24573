"""A question about the texts, answered without a language model: the sentences of the documents
that fit it best, arranged, each with its number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .words import Words, plain

Result = Mapping[str, Any]
_CLOSEST = 2
_SHORT = 3  # words of a query that is named in the first sentence
_CLOSE = 0.25  # of the question's words; what has less is not worth showing
# Against the best passage: what has less of the question's words speaks of something else.
_BESIDE = 0.5


def answer(words: Words, result: Result, hits: Sequence[Result]) -> str:
    """The answer to ``result["question"]`` from the hits to be shown, or that there is none."""
    if not result.get("answered"):
        return _not_answered(words, result, hits)
    best = max(float(hit.get("fit") or 0) for hit in hits)
    kept = [hit for hit in hits if float(hit.get("fit") or 0) >= _BESIDE * best]
    if result.get("asks"):
        return _first_and_others(words, kept)
    return "\n\n".join([_head(words, result, kept), *_groups(words, kept)])


def _head(words: Words, result: Result, hits: Sequence[Result]) -> str:
    shown = len(hits)
    total = max(int(result.get("total") or 0), shown)
    about = plain(str(result.get("query") or ""))
    if len(re.findall(r"[A-Za-z0-9]+|[\u4e00-\u9fff]{2}", about)) > _SHORT:
        about = ""  # a whole clause reads badly there
    english = f" about “{about}”" if about else ""
    chinese = f"关于“{about}”，" if about else ""
    beside = []
    if total > shown:
        beside.append(words.say(f"the best {shown} of {total:,} documents",
                                f"{total:,} 篇中最好的 {shown} 篇"))  # fmt: skip
    if len(hits) > 1 and _dated(hits):
        beside.append(words.say("earliest first", "从早到晚"))
    told = words.say(f" ({', '.join(beside)})", f"（{'，'.join(beside)}）") if beside else ""
    return words.say(f"What the texts say{english or ' on this'}{told}:",
                     f"{chinese or '关于这个问题，'}文档里是这样说的{told}：")  # fmt: skip


def _dated(hits: Sequence[Result]) -> bool:
    return all(hit.get("date") for hit in hits)


def _first_and_others(words: Words, hits: Sequence[Result]) -> str:
    """A date, a number or a name was asked for: the sentence that answers it best comes first."""
    first = words.say("The sentence that answers it best: ", "最能回答这个问题的一句：")
    parts = [first + _quoted(words, hits[0])]
    if len(hits) > 1:
        others = [f"- {_quoted(words, hit)}" for hit in hits[1:]]
        parts.append("\n".join([words.say("Others on it:", "其他有关的句子："), *others]))
    return "\n\n".join(parts)


def _groups(words: Words, hits: Sequence[Result]) -> list[str]:
    """By topic where several have more than one, the topic of the best sentence first; by date
    where all are dated."""
    topics: dict[Any, list[Result]] = {}
    for hit in hits:
        topics.setdefault(hit.get("topic"), []).append(hit)
    if len(topics) == 1 or len(topics) == len(hits):
        return ["\n".join(f"- {_quoted(words, hit)}" for hit in _in_time(hits))]
    return [_group(words, _in_time(group)) for group in topics.values()]


def _in_time(hits: Sequence[Result]) -> Sequence[Result]:
    return sorted(hits, key=lambda hit: str(hit["date"])) if _dated(hits) else hits


def _group(words: Words, hits: Sequence[Result]) -> str:
    label = plain(str(hits[0].get("topic_label") or ""))
    head = words.say("Elsewhere", "其他") if not label else f"**{label}**"
    return "\n".join([head, "", *(f"- {_quoted(words, hit)}" for hit in hits)])


def _quoted(words: Words, hit: Result) -> str:
    """The sentence that fits best, with title, date and number."""
    return words.passage({**hit, "passage": hit.get("quote") or hit["passage"], "matches": ()})


def _not_answered(words: Words, result: Result, hits: Sequence[Result]) -> str:
    parts = [words.run_on(words.say("The texts do not answer that.", "这些文本没有回答这个问题。"),
                          _why(words, result))]  # fmt: skip
    close = sorted(hits, key=lambda hit: -float(hit.get("fit") or 0))[:_CLOSEST]
    close = [hit for hit in close if float(hit.get("fit") or 0) >= _CLOSE]
    if close:
        head = words.say("What comes closest:", "最接近的是：")
        parts.append("\n".join([head, *(f"- {_quoted(words, hit)}" for hit in close)]))
    else:
        parts.append(words.say("Try other words, or ask “which topics are most common?”.",
                               "可以换个说法，或者问“哪些主题最常见？”。"))  # fmt: skip
    return "\n\n".join(parts)


def _why(words: Words, result: Result) -> str:
    missing = [plain(word) for word in result.get("missing") or ()]
    if missing:
        named = words.listed([f"“{word}”" for word in missing])
        either = named.replace(" and ", " or ")
        return words.say(f"No document mentions {either}.", f"没有一篇文档提到{named}。")
    if not result["results"]:
        return words.say("No document has these words.", "没有一篇文档有这些词。")
    return words.say("No passage speaks of all of it.", "没有哪一段完整谈到它。")
