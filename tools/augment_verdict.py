"""Whether topics with extra words are kept: the rule, and its reason in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Figures = Mapping[str, float]
KEEP = ("auto", "always", "never")

# figure: (least gain that counts, name in English, in Chinese). Perplexity counts in logarithms:
# half a percent. A diversity of 0.01 is two words of twenty topics.
_COUNTED = {
    "npmi": (0.003, "coherence (NPMI)", "连贯度（NPMI）"),
    "c_v": (0.003, "coherence (c_v)", "连贯度（c_v）"),
    "diversity": (0.01, "diversity", "多样性"),
    "accuracy": (0.003, "classification accuracy", "分类准确率"),
    "stability": (0.003, "stability", "稳定度"),
    "npmi_held_out": (0.003, "coherence (NPMI) in unseen texts", "未见文本的连贯度（NPMI）"),
    "c_v_held_out": (0.003, "coherence (c_v) in unseen texts", "未见文本的连贯度（c_v）"),
    "accuracy_held_out": (0.003, "classification accuracy in unseen texts", "未见文本的分类准确率"),
    "perplexity_held_out": (0.005, "perplexity of unseen texts", "未见文本的困惑度"),
}
_CLEARLY = 5  # times the least gain: so much worse, and the topics are not kept


@dataclass(frozen=True, slots=True)
class Verdict:
    """``before`` and ``after`` are means over seeds; ``better`` and ``worse`` name the figures that
    moved with every seed, ``much_worse`` those of the worse that forbid keeping."""

    before: dict[str, float]
    after: dict[str, float]
    better: list[str] = field(default_factory=list)
    worse: list[str] = field(default_factory=list)
    much_worse: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Better in more than half of the figures, and clearly worse in none."""
        return 2 * len(self.better) > len(self.before) and not self.much_worse


def judge(before: Sequence[Figures], after: Sequence[Figures]) -> Verdict:
    """The verdict on trainings without and with extra words, a pair for each seed.

    A figure is better (or worse) when it moved that way with every seed, so by more than the
    seeds differ, and on average by at least 0.003 (diversity 0.01, perplexity 0.5 %); it is
    clearly worse from five times that.
    """
    names = [name for name in _COUNTED if all(name in one for one in (*before, *after))]
    better, worse, much = list[str](), list[str](), list[str]()
    for name in names:
        gains = [_gain(name, old[name], new[name]) for old, new in zip(before, after, strict=True)]
        mean, least = sum(gains) / len(gains), _COUNTED[name][0]
        if min(gains) > 0 and mean >= least:
            better.append(name)
        elif max(gains) < 0 and mean <= -least:
            worse.append(name)
            much += [name] if mean <= -_CLEARLY * least else []
    return Verdict(_means(names, before), _means(names, after), better, worse, much)


def _gain(name: str, old: float, new: float) -> float:
    return math.log(old / new) if name.startswith("perplexity") else new - old


def _means(names: Sequence[str], runs: Sequence[Figures]) -> dict[str, float]:
    return {name: round(sum(one[name] for one in runs) / len(runs), 4) for name in names}


def figure_name(name: str, language: str) -> str:
    _, english, chinese = _COUNTED[name]
    return chinese if language == "zh" else english


def in_words(verdict: Verdict, keep: str, kept: bool, language: str) -> str:
    """Two sentences: what the figures say, and what was done."""
    chinese = language == "zh"
    return _figures(verdict, chinese) + ("" if chinese else " ") + _done(keep, kept, chinese)


def _figures(verdict: Verdict, chinese: bool) -> str:
    better, every, worse = len(verdict.better), len(verdict.before), len(verdict.worse)
    listed = [_moved(verdict, name, chinese) for name in (verdict.much_worse or verdict.better)[:2]]
    told = ("，" if chinese else ", ").join(listed)
    if verdict.much_worse:
        if chinese:
            return f"{every} 项指标中有 {better} 项变好、{worse} 项变差，其中明显变差：{told}。"
        are = "is" if better == 1 else "are"
        return f"Of {every} figures {better} {are} better and {worse} worse, clearly so: {told}."
    aside = (f"（{told}）" if chinese else f" ({told})") if told else ""
    if chinese:
        return f"{every} 项指标中有 {better} 项变好{aside}、{worse} 项变差，没有明显变差的。"
    are = "is" if better == 1 else "are"
    return f"Of {every} figures {better} {are} better{aside}, {worse} worse and none clearly worse."


def _moved(verdict: Verdict, name: str, chinese: bool) -> str:
    form = "{:,.0f}" if name.startswith("perplexity") else "{:.3f}"
    old, new = form.format(verdict.before[name]), form.format(verdict.after[name])
    return f"{figure_name(name, 'zh' if chinese else 'en')} {old} → {new}"


def _done(keep: str, kept: bool, chinese: bool) -> str:
    if kept and keep == "always":
        return (
            "按要求采用了新主题（topicllama edit undo 可撤销）。" if chinese else
            "The new topics are kept as you asked; topicllama edit undo takes them back."
        )  # fmt: skip
    if kept:
        return (
            "超过半数变好，因此采用了新主题（topicllama edit undo 可撤销）。" if chinese else
            "More than half are better, so the new topics are kept; "
            "topicllama edit undo takes them back."
        )  # fmt: skip
    if keep == "never":
        return (
            "按要求没有采用，主题保持不变。" if chinese else
            "As you asked, the topics stay as they were."
        )  # fmt: skip
    return (
        "需要超过半数变好且没有明显变差的才采用，因此主题保持不变。" if chinese else
        "More than half must be better and none clearly worse, so the topics stay as they were."
    )  # fmt: skip
