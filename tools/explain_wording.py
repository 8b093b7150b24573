"""A topic explained in sentences, English or Chinese, from figures alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .results import TopicsResult

_WORDS = 6
_SHARED = 3


def explanation(result: TopicsResult, num_topics: int, rank: int, language: str) -> str:
    """What the topic is about, how large it is, what sets it apart, how it moved, and a sentence
    of its documents. ``rank`` is its place by size, from 1."""
    say = Sayings(result, language)
    parts = [say.about(), say.size(num_topics, rank), say.apart(), say.moved(), say.quoted()]
    return ("" if language == "zh" else " ").join(part for part in parts if part)


def percent(share: float) -> str:
    return f"{share:.1%}"


class Sayings:
    """The sentences of an explanation one by one; each is empty where there is nothing to say."""

    def __init__(self, result: TopicsResult, language: str) -> None:
        self.result, self.topic = result, result.topics[0]
        self.chinese = language == "zh"
        self.label = (
            self.topic.label if self.topic.label_source == "person"
            else self.topic.labels.get(language) or self.topic.label or self.topic.keywords[0]
        )  # fmt: skip

    def listed(self, words: Sequence[str]) -> str:
        if len(words) < 2:
            return "".join(words)
        comma, last = ("、", "和") if self.chinese else (", ", " and ")
        return comma.join(words[:-1]) + last + words[-1]

    def about(self) -> str:
        words = self.listed(self.topic.keywords[:_WORDS])
        if self.chinese:
            return f"主题 {self.topic.id}“{self.label}”讲的是{words}。"
        return f"Topic {self.topic.id}, {self.label}, is about {words}."

    def size(self, num_topics: int, rank: int) -> str:
        documents, share = self.topic.documents, percent(self.topic.share)
        place = self._place(num_topics, rank)
        if self.chinese:
            return (f"它是 {self.result.documents:,} 篇文档中 {documents:,} 篇的主要主题，"
                    f"占全部文字的 {share}{place}。")  # fmt: skip
        return (f"It is the main topic of {documents:,} of {self.result.documents:,} documents and "
                f"makes up {share} of all text{place}.")  # fmt: skip

    def _place(self, num_topics: int, rank: int) -> str:
        if num_topics == 1:
            return ""
        if self.chinese:
            ends = {1: "，是最大的主题", num_topics: "，是最小的主题"}
            return ends.get(rank, f"，在 {num_topics} 个主题中排第 {rank}")
        ends = {1: ", the largest topic", num_topics: ", the smallest topic"}
        return ends.get(rank, f", number {rank} of {num_topics}")

    def apart(self) -> str:
        """The topics closest to it, and the words that they share and that set it apart."""
        near = self.result.neighbours[:2]
        if not near:
            return ""
        told = [self._near(other.label, other.id, other.shared[:_SHARED]) for other in near]
        if self.chinese:
            said = f"与它最接近的是{self.listed(told)}。"
            words = self.listed(self.result.distinctive)
            return said + (f"把它和这些主题区分开的词是{words}。" if words else "")
        verb = "topics closest to it are" if len(near) > 1 else "topic closest to it is"
        said = f"The {verb} {self.listed(told)}."
        words = self.listed(self.result.distinctive)
        return said + (f" What sets it apart from them: {words}." if words else "")

    def _near(self, label: str, topic: int, shared: Sequence[str]) -> str:
        words = self.listed(shared)
        if self.chinese:
            return f"主题 {topic}“{label}”" + (f"（共有的词：{words}）" if words else "")
        return f"{label} (topic {topic}" + (f"; both have {words})" if words else ")")

    def moved(self) -> str:
        """First, highest and last share, and whether it rises or falls."""
        trend = self.result.trend
        if not trend.get("dated"):
            return ""
        if "first" not in trend:
            n = trend["dated"]
            if self.chinese:
                return f"只有 {n} 篇文档有足够精确的日期，太少，看不出随时间的变化。"
            return (f"Only {n} documents have a date that is precise enough, too few to say how it "
                    "moved over time.")  # fmt: skip
        return self._line(trend) + ("" if self.chinese else " ") + self._direction(trend)

    def _line(self, trend: dict[str, Any]) -> str:
        first, peak, last = ((trend[name]["period"], percent(trend[name]["share"]))
                             for name in ("first", "peak", "last"))  # fmt: skip
        if self.chinese:
            unit = " 年" if trend["by"] == "year" else " "
            first, peak, last = ((f"{when}{unit}", share) for when, share in (first, peak, last))
            top = f"，最高是 {peak[0].strip()}（{peak[1]}）" if peak not in (first, last) else ""
            return f"它在 {first[0]}占 {first[1]}{top}，到 {last[0]}占 {last[1]}。"
        top = f", peaked in {peak[0]} ({peak[1]})" if peak not in (first, last) else ""
        return f"It had {first[1]} of the text in {first[0]}{top} and {last[1]} in {last[0]}."

    def _direction(self, trend: dict[str, Any]) -> str:
        """The test is that of a line through all documents' weights (:mod:`trends`)."""
        direction = trend["direction"]
        if direction == "steady":
            return ("整体没有显著的上升或下降。" if self.chinese else
                    "Overall it neither rises nor falls significantly.")  # fmt: skip
        p = "p < 0.001" if trend["p"] < 0.001 else f"p = {trend['p']:.3f}"
        if self.chinese:
            return f"整体显著{'上升' if direction == 'rising' else '下降'}（{p}）。"
        return f"Overall it is {direction} significantly ({p})."

    def quoted(self) -> str:
        shown = next((passage for passage in self.result.representative if passage.quote), None)
        if shown is None:
            return ""
        words = " ".join(shown.quote.split())
        return (f"代表性的一句：“{words}”（{shown.title}）" if self.chinese else
                f"Typical of it: “{words}” ({shown.title})")  # fmt: skip
