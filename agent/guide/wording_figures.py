"""Analyses in words: overview, quality, trends, sentiment, comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .wording_moods import compare, sentiment
from .wording_parts import MOST, bullets, topic_name
from .wording_trends import trends
from .words import Words, plain

_METRICS = {
    "npmi": ("coherence of the topics' words (NPMI, −1 to 1; above 0.1 is good)",
             "主题词的连贯度（NPMI，−1 到 1，0.1 以上为好）"),
    "diversity": ("share of words that stand in one topic only (diversity)", "主题词互不重复的比例（多样性）"),
    "c_v": ("coherence by c_v (0 to 1; above 0.5 is good)", "连贯度 c_v（0 到 1，0.5 以上为好）"),
    "u_mass": ("coherence by U-Mass (0 is best)", "连贯度 U-Mass（越接近 0 越好）"),
    "perplexity": ("perplexity of the other half of each text (lower is better)",
                   "用半篇文本预测另外半篇的困惑度（越低越好）"),
    "perplexity_held_out": ("the same for texts that the topics never saw", "对训练时没有见过的文本的困惑度"),
    "coverage": ("share of documents with known words (coverage)", "有已知词语的文档比例（覆盖率）"),
    "stability": ("agreement when trained again (stability)", "重新训练时主题的一致程度（稳定度）"),
    "accuracy": ("accuracy of telling the labels from the topics", "由主题推断标签的准确率"),
    "nmi": ("agreement with the labels (NMI)", "与标签的一致程度（NMI）"),
    "ari": ("agreement with the labels (adjusted Rand index)", "与标签的一致程度（调整兰德指数）"),
    "purity": ("purity against the labels", "与标签相比的纯度"),
}  # fmt: skip


def figures(words: Words, result: Mapping[str, Any]) -> str:
    """An AnalysisResult in words."""
    writer = {
        "overview": _overview,
        "quality": _quality,
        "trends": trends,
        "sentiment": sentiment,
        "compare": compare,
    }[result["kind"]]
    parts = [*writer(words, result["data"]), words.note(result)]
    return "\n\n".join(part for part in parts if part)


def _overview(words: Words, data: Mapping[str, Any]) -> list[str]:
    n, dates, lengths = data["documents"], data["dates"], data["lengths"]
    head = words.say(
        f"{words.documents(n)} {'is' if n == 1 else 'are'} loaded, {words.languages(data['languages'])}. "
        f"Half of them are longer than {lengths['median']:,.0f} characters; the longest has "
        f"{lengths['longest']:,}.",
        f"已载入 {n:,} 篇文档，{words.languages(data['languages'])}。长度的中位数是 "
        f"{lengths['median']:,.0f} 个字符，最长的有 {lengths['longest']:,} 个。",
    )
    lines = [
        _dates(words, dates, n),
        _counted(words, "labels", data),
        _counted(words, "sources", data),
    ]
    topics = sorted(data.get("topics") or (), key=lambda topic: -topic["share"])
    if topics:
        named = [f"{topic_name(words, t)} {words.percent(t['share'])}" for t in topics[:MOST]]
        lines.append(words.say(f"{len(topics)} topics; the largest are {words.listed(named)}.",
                               f"有 {len(topics)} 个主题，最大的是{words.listed(named)}。"))  # fmt: skip
    else:
        lines.append(words.say("Topics have not been found yet: say “find topics”.",
                               "还没有找过主题：可以说“找出主题”。"))  # fmt: skip
    if data.get("covered") is not None:
        lines.append(words.say(f"Search by meaning covers {data['covered']:.0%} of the texts.",
                               f"按含义查找覆盖 {data['covered']:.0%} 的文本。"))  # fmt: skip
    return [head, bullets([line for line in lines if line])]


def _dates(words: Words, dates: Mapping[str, Any], n: int) -> str:
    if not dates.get("first"):
        return words.say("None of them has a date.", "文档都没有日期。")
    without = dates.get("undated") or 0
    undated = (
        words.say(f"; {without:,} without a date", f"，{without:,} 篇没有日期") if without else ""
    )
    return words.say(f"Dated from {dates['first']} to {dates['last']}{undated}.",
                     f"日期从 {dates['first']} 到 {dates['last']}{undated}。")  # fmt: skip


def _counted(words: Words, name: str, data: Mapping[str, Any]) -> str:
    counts = data.get(name) or {}
    if not counts:
        return ""
    shown = words.listed([f"{plain(str(k))} ({v:,})" for k, v in list(counts.items())[:8]])
    return words.say(f"{name.capitalize()}: {shown}.",
                     f"{'标签' if name == 'labels' else '来源'}：{shown}。")  # fmt: skip


def _quality(words: Words, data: Mapping[str, Any]) -> list[str]:
    metrics = data["metrics"]
    known = [(key, metrics[key]) for key in _METRICS if metrics.get(key) is not None]
    lines = [f"{words.say(*_METRICS[key])}{words.say(': ', '：')}**{_number(key, value)}**"
             for key, value in known]  # fmt: skip
    coherence = metrics.get("npmi")
    verdict = ""
    if coherence is not None:
        good = "good" if coherence >= 0.1 else "fair" if coherence >= 0.03 else "weak"
        advice = {"good": ("The topics hold together well.", "主题的词语结合得好，可以放心使用。"),
                  "fair": ("The topics hold together fairly well; fewer or more of them may read better.",
                           "主题的词语结合得还可以；换一个数目也许更好。"),
                  "weak": ("The topics hold together only loosely: try another number, or load more texts.",
                           "主题的词语结合得较松：可以换一个数目，或载入更多文本。")}  # fmt: skip
        verdict = words.say(*advice[good])
    return [verdict, bullets(lines)]


def _number(key: str, value: float) -> str:
    return f"{value:,.0f}" if key.startswith("perplexity") else f"{value:.2f}"
