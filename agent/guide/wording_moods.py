"""Sentiment and comparisons in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .wording_parts import MOST, bullets, topic_name
from .words import Words, plain


def sentiment(words: Words, data: Mapping[str, Any]) -> list[str]:
    topics = sorted(data["topics"], key=lambda topic: -(topic["mean"] or 0))
    head = ""
    if len(topics) > 1:
        head = words.say(
            f"The most positive is {topic_name(words, topics[0])}, the most negative "
            f"{topic_name(words, topics[-1])}. The mean runs from −1 to 1:",
            f"最积极的是{topic_name(words, topics[0])}，最消极的是{topic_name(words, topics[-1])}。平均值从 −1 到 1：",
        )
    lines = [
        words.say(
            f"{topic_name(words, t)}: mean {t['mean'] or 0:+.2f} (spread {t['spread']:.2f}), "
            f"{t['positive']:.0%} of its documents positive, {t['negative']:.0%} negative",
            f"{topic_name(words, t)}：平均 {t['mean'] or 0:+.2f}（离散 {t['spread']:.2f}），正面 "
            f"{t['positive']:.0%}，负面 {t['negative']:.0%}",
        )
        for t in topics
    ]
    best, worst = _extremes(words, topics[0], "positive"), _extremes(words, topics[-1], "negative")
    checked = _check(words, data.get("check") or {})
    return [checked, head, bullets(lines), best, worst, _moods(words, data)]


def _check(words: Words, check: Mapping[str, Any]) -> str:
    """How far the Llama agreed with the word lists, and where it did not."""
    if not check.get("answered"):
        return ""
    kappa = "–" if check["kappa"] is None else f"{check['kappa']:.2f}"
    told = words.say(
        f"{plain(check['model'])} judged {check['answered']} documents and agrees with the word lists "
        f"on **{check['agreement']:.0%}** of them (Cohen’s kappa {kappa}; 0 is chance, 1 is perfect).",
        f"{plain(check['model'])} 判断了 {check['answered']} 篇文档，其中 **{check['agreement']:.0%}** 与词表一致"
        f"（Cohen’s kappa {kappa}，0 为偶然，1 为完全一致）。",
    )
    name = {"positive": "正面", "negative": "负面", "neutral": "中性"}
    lines = [
        words.say(
            f"{words.passage(entry)} — word lists: {entry['lists']}, Llama: {entry['llama']}",
            f"{words.passage(entry)} —— 词表：{name[entry['lists']]}，Llama：{name[entry['llama']]}",
        )
        for entry in check["differ"][:MOST]
    ]
    differ = words.say("They differ on:", "不一致的有：")
    return "\n".join([told, "", differ, bullets(lines)]) if lines else told


def _extremes(words: Words, topic: Mapping[str, Any], side: str) -> str:
    """The strongest passages of a topic: several, or of an older result the one."""
    entries = (topic.get("passages") or {}).get(side)
    if entries is None:
        entries = [entry] if (entry := topic.get(f"most_{side}")) else []
    name = {"positive": ("Most positive", "最正面的"), "negative": ("Most negative", "最负面的")}
    told = [f"- {words.passage(entry)}" for entry in entries if entry.get("passage")]
    return "\n".join([words.say(f"{name[side][0]}:", f"{name[side][1]}："), *told]) if told else ""


def _moods(words: Words, data: Mapping[str, Any]) -> str:
    """How the mean of each topic went from its first period to its last."""
    periods = data.get("periods") or ()
    labels = {topic["id"]: topic.get("label", "") for topic in data["topics"]}
    lines = []
    for series in data.get("series") or ():
        known = [(p, m) for p, m in zip(periods, series["means"], strict=True) if m is not None]
        if len(known) < 2:
            continue
        (first, start), (last, end) = known[0], known[-1]
        entry = {"topic": series["topic"], "label": labels.get(series["topic"], "")}
        lines.append(words.say(
            f"{topic_name(words, entry)}: {start:+.2f} in {first}, {end:+.2f} in {last}",
            f"{topic_name(words, entry)}：{first} 为 {start:+.2f}，{last} 为 {end:+.2f}",
        ))  # fmt: skip
    if not lines:
        return ""
    return "\n".join([words.say("Over time (means):", "随时间的变化（平均值）："), bullets(lines)])


def compare(words: Words, data: Mapping[str, Any]) -> list[str]:
    groups = data["groups"]
    named = words.listed([f"{_group(words, data, g['name'])} ({g['documents']:,})" for g in groups])
    head = words.say(
        f"I compared {len(groups)} groups: {named}.", f"比较了 {len(groups)} 组：{named}。"
    )
    if data.get("split"):
        sides = [f"{_group(words, data, g['name'])}{words.say(': ', '：')}{words.documents(g['documents'])}"
                 for g in groups]  # fmt: skip
        head = words.say("; ", "；").join(sides) + words.say(".", "。")
    ranked = sorted(data["topics"], key=lambda topic: -abs(topic["effect"] or 0))
    clear = [topic for topic in ranked if topic.get("clear", True)][:6]
    lines = [_difference(words, data, topic) for topic in clear]
    told = words.say("They differ most in these topics:", "差别最大的主题：")
    if not clear:
        told = words.say("In no topic do they differ more than by chance.",
                         "它们在主题上没有超出偶然的差别。")  # fmt: skip
    sides = [_contrast(words, data, side) for side in (data.get("contrasts") or ())[:MOST]]
    return [
        head,
        "\n".join([told, bullets(lines)]).strip(),
        _apart(words, [s for s in sides if s]),
    ]


def _apart(words: Words, sides: Sequence[str]) -> str:
    told = words.say(
        "What each has clearly more of than the others:", "与其他组相比，各组明显较多的："
    )
    return "\n".join([told, bullets(sides)]) if sides else ""


def _group(words: Words, data: Mapping[str, Any], name: str) -> str:
    """A group's name; a side of a date in words."""
    side, _, date = name.partition(" ")
    if data.get("split") and side in ("before", "since"):
        return words.say(*{"before": (f"before {date}", f"{date} 之前"),
                           "since": (f"from {date} on", f"{date} 起")}[side])  # fmt: skip
    return plain(str(name))


def _contrast(words: Words, data: Mapping[str, Any], side: Mapping[str, Any]) -> str:
    """What a group has clearly more of, and with more than two groups also less."""
    parts = [
        _more(words, side["over"], ("more of {}", "较多的主题：{}")),
        _more(words, side["words"]["over"], ("the words {} are more frequent", "较常用的词：{}")),
    ]
    if len(data["groups"]) > 2:
        parts.append(_more(words, side["under"], ("less of {}", "较少的主题：{}")))
    told = words.say("; ", "；").join(part for part in parts if part)
    return f"**{_group(words, data, side['name'])}**{words.say(': ', '：')}{told}" if told else ""


def _more(words: Words, entries: Sequence[Mapping[str, Any]], form: tuple[str, str]) -> str:
    if not entries:
        return ""
    if "word" in entries[0]:
        return words.say(*form).format(words.words([entry["word"] for entry in entries[:6]]))
    named = [
        f"{topic_name(words, e)}{words.say(' (', '（')}{e['effect']:+.2f}{words.say(')', '）')}"
        for e in entries[:2]
    ]
    return words.say(*form).format(words.listed(named))


def _difference(words: Words, data: Mapping[str, Any], topic: Mapping[str, Any]) -> str:
    shares = sorted(topic["shares"].items(), key=lambda item: -item[1])
    (most, high), (least, low) = shares[0], shares[-1]
    most, least = _group(words, data, most), _group(words, data, least)
    return words.say(
        f"{topic_name(words, topic)}: {words.percent(high)} in {most}, {words.percent(low)} in "
        f"{least} (effect {abs(topic['effect'] or 0):.2f})",
        f"{topic_name(words, topic)}：{most} 占 {words.percent(high)}，{least} 占 "
        f"{words.percent(low)}（效应量 {abs(topic['effect'] or 0):.2f}）",
    )
