"""The small parts of an answer: counts, percentages, labels, quoted passages, notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ...tools.chinese_messages import in_chinese

_LANGUAGES = {
    "en": ("English", "英文"),
    "zh": ("Simplified Chinese", "简体中文"),
    "zh-Hant": ("Traditional Chinese", "繁体中文"),
    "mixed": ("mixed", "中英混合"),
    "other": ("another language", "其他语言"),
}
_QUOTE = 260
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


class Words:
    """Says things in ``language``, "en" or "zh"."""

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, english: str, chinese: str) -> str:
        return chinese if self.language == "zh" else english

    def run_on(self, *sentences: str) -> str:
        """Sentences one after another; Chinese has no spaces between them."""
        return self.say(" ", "").join(sentence for sentence in sentences if sentence)

    def listed(self, parts: Sequence[str]) -> str:
        """ "a, b and c", or a、b和c."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say(", ", "、").join(parts[:-1]) + self.say(" and ", "和") + parts[-1]

    def words(self, words: Sequence[str]) -> str:
        return self.listed([plain(word) for word in words])

    def documents(self, n: int) -> str:
        return self.say(f"{n:,} document{'' if n == 1 else 's'}", f"{n:,} 篇文档")

    def percent(self, share: float) -> str:
        return f"{share:.0%}" if share >= 0.095 or share == 0 else f"{share:.1%}"

    def label(self, topic: Mapping[str, Any]) -> str:
        """The label in this language where there is one."""
        labels = topic.get("labels") or {}
        own = topic.get("label_source") == "person"
        return plain(str(topic["label"] if own else labels.get(self.language) or topic["label"]))

    def languages(self, counts: Mapping[str, int]) -> str:
        ranked = sorted(counts.items(), key=lambda item: -item[1])
        if len(ranked) == 1:
            return self.say(f"all in {self.language_name(ranked[0][0])}",
                            f"全部是{self.language_name(ranked[0][0])}")  # fmt: skip
        return self.listed(
            [self.say(f"{n:,} in {self.language_name(code)}", f"{self.language_name(code)} {n:,} 篇")
             for code, n in ranked]
        )  # fmt: skip

    def language_name(self, code: str) -> str:
        return self.say(*_LANGUAGES.get(code, (code, code)))

    def issue(self, issue: Mapping[str, Any]) -> str:
        where = plain(str(issue["file"]))
        if issue.get("line"):
            where += self.say(f", line {issue['line']}", f" 第 {issue['line']} 行")
        message = str(issue["message"])
        told = self.say(message, in_chinese(message))
        return f"- {where}{self.say(': ', '：')}{plain(told)}"

    def passage(self, entry: Mapping[str, Any]) -> str:
        """Title, date and quoted passage of a document, with its number."""
        title, text = plain(str(entry.get("title") or "")), str(entry.get("passage") or "")
        date = f" ({entry['date']})" if entry.get("date") else ""
        number = f" [{entry['number']}]" if entry.get("number") else ""
        quote = plain(_cut(text, entry.get("matches") or ()))
        if not quote or _same(title, quote):
            return f"**{title}**{date}{number}"
        beginning = title.rstrip("…")
        if beginning and quote.startswith(beginning):  # a title made of the text's beginning
            return f"{self.say('“', '“')}{quote}”{date}{number}"
        return f"**{title}**{date}: “{quote}”{number}"

    def note(self, result: Mapping[str, Any]) -> str:
        """The note of a result, in Chinese where it is known how to say it."""
        text = str(result.get("note") or "")
        told = self.say(text, in_chinese(text))
        return told if self.language == "en" or re.search(r"[\u4e00-\u9fff]", told) else ""


def plain(text: str) -> str:
    """Corpus text on one line that Markdown leaves as it is."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _same(title: str, quote: str) -> bool:
    return title.rstrip("….。 ") == quote.rstrip("….。 ")


def _cut(text: str, matches: Sequence[Sequence[int]]) -> str:
    """At most _QUOTE characters of the passage, around the first matched word."""
    if len(text) <= _QUOTE:
        return text
    first = int(matches[0][0]) if matches else 0
    start = max(0, min(first - _QUOTE // 3, len(text) - _QUOTE))
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start - 1].isascii():
        start += 1
    end = min(len(text), start + _QUOTE)
    while start < end < len(text) and text[end].isalnum() and text[end].isascii():
        end -= 1
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
