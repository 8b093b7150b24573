"""What a report says around the figures, in English and Chinese."""

from __future__ import annotations

_WORDS = {
    "title": ("Topics of {n:,} documents", "{n:,} 篇文档的主题"),
    "summary": (
        "{topics} topics found by {algorithm} in {documents:,} documents (model {model}).",
        "用 {algorithm} 在 {documents:,} 篇文档中得到 {topics} 个主题（模型 {model}）。",
    ),
    "dates": ("The documents are of {first} to {last}.", "文档的日期从 {first} 到 {last}。"),
    "id": ("ID", "编号"),
    "topic": ("Topic", "主题"),
    "keywords": ("Keywords", "关键词"),
    "documents": ("Documents", "文档数"),
    "share": ("Share", "占比"),
    "map": ("Map", "地图"),
    "tree": ("Which topics are close", "主题的远近"),
    "tree_read": (
        "The farther right two branches join, the more alike the words of their topics. Below: "
        "the mean Jensen-Shannon distance, from 0 (the same words) to 1 (none in common).",
        "两个分支在越靠右处相接，其主题的用词越相似。下方是平均 Jensen-Shannon 距离，"
        "从 0（用词相同）到 1（毫无共同的词）。",
    ),
    "tree_label": ("Tree of {n} topics", "{n} 个主题的树"),
    "time": ("Over time", "随时间的变化"),
    "time_read": (
        "Share of each topic in the documents of a {by}, all on one scale.",
        "每个主题在各{by}文档中的占比，各图比例相同。",
    ),
    "time_band": (
        "The band is the 95% interval of a period's share.",
        "色带是各时期占比的 95% 区间。",
    ),
    "time_undated": (
        "{n:,} documents have no date that is precise enough.",
        "{n:,} 篇文档没有足够精确的日期。",
    ),
    "rising": ("rises", "上升"),
    "falling": ("falls", "下降"),
    "period.day": ("day", "日"),
    "period.week": ("week", "周"),
    "period.month": ("month", "月"),
    "period.year": ("year", "年"),
    "mood": ("Sentiment", "情感"),
    "mood_read": (
        "Mean from -1 (negative) to 1 (positive), and the shares of negative (left) and positive "
        "documents (right). The scores come from word lists: read them as a tendency.",
        "平均值从 -1（负面）到 1（正面），以及负面（左）和正面（右）文档的占比。"
        "分数来自词表，只能看作倾向。",
    ),
    "mean": ("Mean", "平均"),
    "mood_label": ("{negative:.0%} negative, {positive:.0%} positive",
                   "负面 {negative:.0%}，正面 {positive:.0%}"),
    "each": ("Topic by topic", "逐个主题"),
    "method": ("Method", "方法"),
    "paste": ("Ready to be pasted into a paper.", "可直接粘贴到论文中。"),
    "other": ("中文：", "In English:"),
    "references": ("References", "参考文献"),
    "figures": ("Figures", "指标"),
    "metric.npmi": ("NPMI coherence", "NPMI 连贯度"),
    "metric.c_v": ("c_v coherence", "c_v 连贯度"),
    "metric.u_mass": ("U-Mass coherence", "U-Mass 连贯度"),
    "metric.diversity": ("Topic diversity", "主题多样性"),
    "metric.coverage": ("Documents with known words", "含已知词的文档"),
    "metric.perplexity": ("Perplexity per word", "每词困惑度"),
    "metric.perplexity_held_out": ("Perplexity in unseen texts", "未见文本的困惑度"),
    "metric.stability": ("Stability", "稳定度"),
}  # fmt: skip


def say(key: str, language: str, **values: object) -> str:
    """A sentence in "en" or "zh"; a metric without a name keeps its own."""
    if key not in _WORDS and key.startswith("metric."):
        return key.removeprefix("metric.")
    return _WORDS[key][language == "zh"].format(**values)
