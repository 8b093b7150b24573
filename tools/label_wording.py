"""Names and descriptions of topics in the language of their documents."""

from __future__ import annotations

from collections.abc import Sequence

from .language import to_simplified
from .tokens import has_han


def language_of(keywords: Sequence[str], texts: Sequence[str]) -> str:
    """The language a topic is named in: "zh-Hant", "zh" or "en" (every other language too)."""
    if 2 * sum(has_han(word) for word in keywords) < max(len(keywords), 1):
        return "en"
    sample = "".join(text[:300] for text in texts)
    converted = to_simplified(sample)
    different = sum(old != new for old, new in zip(sample, converted, strict=False))
    return "zh-Hant" if different > 0.05 * len(sample) else "zh"


def join_parts(parts: Sequence[str], language: str) -> str:
    """Parts as one name: "a and b", 甲与乙; three or more with commas."""
    if len(parts) == 1:
        return parts[0]
    word = {"en": " and ", "zh": "与", "zh-Hant": "與"}[language]
    comma = ", " if language == "en" else "、"
    return comma.join(parts[:-1]) + word + parts[-1]


def describe(keywords: Sequence[str], language: str) -> str:
    """One plain sentence on what the texts of a topic speak of."""
    if not keywords:
        return ""
    words = join_parts(keywords, language)
    if language == "en":
        return f"These texts speak of {words}."
    return f"這些文本主要談到{words}。" if language == "zh-Hant" else f"这些文本主要谈到{words}。"
