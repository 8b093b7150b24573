"""The reason for a recommendation as a sentence, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_NUMBERS = ["a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_ZH_NUMBERS = "一两三四五六七八九十"
_DID = {"liked": "liked", "read": "read", "pasted": "gave"}
_DID_ZH = {"liked": "喜欢", "read": "读过", "pasted": "给出了"}


def reason(because: Mapping[str, Any], language: str) -> str:
    """``because`` of a :class:`~topicllama.tools.results.Recommendation` in words.

    "You read three texts on central banks; this one is 71% that topic. It also mentions rates."
    """
    chinese = language == "zh"
    words = list(because.get("words") or ())
    if because.get("topic") is None:
        return (_without_topic_zh if chinese else _without_topic)(because, words)
    topic = (_topic_zh if chinese else _topic)(because)
    if not words:
        return topic
    also = f"它还提到{_listed_zh(words)}。" if chinese else f" It also mentions {_listed(words)}."
    return topic + also


def _label(because: Mapping[str, Any], language: str) -> str:
    labels = because.get("labels") or {}
    return str(labels.get(language) or because.get("topic_label") or "")


def _topic(because: Mapping[str, Any]) -> str:
    number = int(because.get("read") or 1)
    many = _NUMBERS[number - 1] if number <= len(_NUMBERS) else f"{number:,}"
    label = _label(because, "en") or f"topic {because['topic']}"
    texts = f"{many} {'text' if number == 1 else 'texts'} on {label}"
    if number == 1 and because.get("title"):
        texts += f" (“{because['title']}”)"
    did = _DID[because.get("action") or "liked"]
    return f"You {did} {texts}; this one is {because['share']:.0%} that topic."


def _topic_zh(because: Mapping[str, Any]) -> str:
    number = int(because.get("read") or 1)
    many = _ZH_NUMBERS[number - 1] if number <= len(_ZH_NUMBERS) else f" {number:,} "
    label = _label(because, "zh")
    about = f"关于“{label}”" if label else f"主题 {because['topic']} "
    texts = f"{many}篇{about}的文章"
    if number == 1 and because.get("title"):
        texts += f"（《{because['title']}》）"
    did = _DID_ZH[because.get("action") or "liked"]
    return f"你{did}{texts}；这一篇有 {because['share']:.0%} 属于该主题。"


def _without_topic(because: Mapping[str, Any], words: Sequence[str]) -> str:
    action, title = because.get("action") or "liked", because.get("title")
    what = f"“{title}”, which you {_DID[action]}" if title else f"what you {_DID[action]}"
    if not words:
        return f"It is about the same as {what}."
    return f"It mentions {_listed(words)}, like {what}."


def _without_topic_zh(because: Mapping[str, Any], words: Sequence[str]) -> str:
    title = because.get("title")
    what = f"你{_DID_ZH[because.get('action') or 'liked']}的"
    what = what.replace("了的", "的") + (f"《{title}》" if title else "文本")
    return f"它和{what}一样提到{_listed_zh(words)}。" if words else f"它和{what}内容相近。"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _listed_zh(words: Sequence[str]) -> str:
    """After a character, Latin letters stand apart."""
    return (" " if words[0][:1].isascii() else "") + "、".join(words)
