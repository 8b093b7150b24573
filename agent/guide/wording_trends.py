"""Topics over time in words: shares, what rises and falls, bursts, events, a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .wording_parts import MOST, bullets, topic_name
from .words import Words, plain


def trends(words: Words, data: Mapping[str, Any]) -> list[str]:
    periods = data["periods"]
    unit = {"day": ("day", "天"), "week": ("week", "周"), "month": ("month", "月"),
            "year": ("year", "年")}.get(data.get("by", ""), ("period", "时段"))  # fmt: skip
    head = words.say(f"I looked at {periods[0]} to {periods[-1]} by {unit[0]}.",
                     f"按{unit[1]}看了 {periods[0]} 到 {periods[-1]} 的变化。")  # fmt: skip
    moving = [_moving(words, data, "rising"), _moving(words, data, "falling")]
    if not any(data.get(key) for key in ("rising", "falling")):
        moving = [words.say("No topic rises or falls clearly; the differences could be chance.",
                            "没有哪个主题明显上升或下降，差异可能只是偶然。")]  # fmt: skip
    if len(data["series"]) == 1:
        moving.insert(0, _course(words, periods, data["series"][0]))
    if data.get("moment"):
        head, moving = "", _moment(words, data["moment"])
    bursts = [_burst(words, burst) for burst in (data.get("bursts") or ())[:MOST]]
    if bursts:
        bursts.insert(0, words.say("Bursts:", "突然变热的时候："))
    undated = data.get("undated") or 0
    left = words.say(f"{words.documents(undated)} without a usable date left out.",
                     f"{undated:,} 篇没有可用日期的文档未计入。") if undated else ""  # fmt: skip
    shown = "\n".join([*bursts[:1], bullets(bursts[1:])]) if bursts else ""
    return [head, *moving, _events(words, data), shown, left]


def _moment(words: Words, moment: Mapping[str, Any]) -> list[str]:
    """What was hot at a time: its topics and words against the rest."""
    since, until, n = moment["since"] or "…", moment["until"] or "…", moment["documents"]
    when = since if since == until else words.say(f"{since} to {until}", f"{since} 至 {until}")
    head = words.say(f"{when} has {words.documents(n)}.", f"{when} 有 {words.documents(n)}。")
    topics = [
        f"{topic_name(words, t)}{words.say(': ', '：')}"
        + words.say(f"{words.percent(t['share'])}, at other times {words.percent(t['elsewhere'])}",
                    f"{words.percent(t['share'])}，其余时间 {words.percent(t['elsewhere'])}")
        for t in moment["topics"][:MOST]
    ]  # fmt: skip
    if topics:
        told = words.say("More than at other times:", "比其余时间多的主题：")
        told = "\n".join([told, bullets(topics)])
    else:
        told = words.say("No topic was clearly more frequent than at other times.",
                         "没有哪个主题明显比其余时间多。")  # fmt: skip
    typical = words.words(moment["words"])
    said = words.say(f"Words of that time: {typical}.", f"当时的词语：{typical}。")
    return [head, told, said if typical else ""]


def _events(words: Words, data: Mapping[str, Any]) -> str:
    """The hottest events, each with its dates and documents."""
    if "events" not in data:
        return ""
    if not data["events"]:
        return words.say("No hot event stands out.", "没有突出的热点事件。")
    lines = [words.say("Hot events:", "热点事件：")]
    for event in data["events"][:MOST]:
        lines.append(f"- {_event(words, event)}")
        lines += [f"  - {words.passage(d)}" for d in event["documents"][:2] if d.get("passage")]
    return "\n".join(lines)


def _event(words: Words, event: Mapping[str, Any]) -> str:
    name = plain(words.say(", ", "、").join(event["words"][:3]))
    span = words.say(f", {event['start']} to {event['end']}",
                     f"，{event['start']} 至 {event['end']}")  # fmt: skip
    when = event["peak"] + (span if event["start"] != event["end"] else "")
    n, topic = words.documents(event["total"]), topic_name(words, event)
    return words.say(
        f"**{name}**: peak {when}, {n}, {topic}", f"**{name}**：高峰 {when}，{n}，{topic}"
    )


def _moving(words: Words, data: Mapping[str, Any], key: str) -> str:
    entries = (data.get(key) or ())[:MOST]
    if not entries and key == "rising":
        return words.say("No topic rises clearly.", "没有哪个主题明显上升。")
    if not entries:
        return words.say("No topic falls clearly.", "没有哪个主题明显下降。")
    labels = {series["topic"]: series.get("label", "") for series in data["series"]}
    told = []
    for entry in entries:
        entry = entry if isinstance(entry, Mapping) else {"topic": entry}
        entry = {"label": labels.get(entry["topic"], ""), **entry}
        change = entry.get("change")
        points = words.say(f"{change:+.0%} points", f"{change:+.0%}") if change is not None else ""
        told.append(f"{topic_name(words, entry)} {points.replace('%', '')}".strip()
                    if words.language == "en" else f"{topic_name(words, entry)}（{points}）")  # fmt: skip
    verb = {"rising": ("Rising: ", "上升的有"), "falling": ("Falling: ", "下降的有")}[key]
    return words.say(f"{verb[0]}{words.listed(told)}.", f"{verb[1]}{words.listed(told)}。")


def _burst(words: Words, burst: Mapping[str, Any]) -> str:
    terms = words.words(list(burst.get("words") or ())[:5])
    return words.say(
        f"{topic_name(words, burst)} peaked in {burst['peak']} ({burst['start']} to {burst['end']}): {terms}",
        f"{topic_name(words, burst)}在 {burst['peak']} 达到高峰（{burst['start']} 至 {burst['end']}）：{terms}",
    )


def _course(words: Words, periods: Sequence[str], series: Mapping[str, Any]) -> str:
    shares = series["shares"]
    best = max(range(len(shares)), key=lambda n: shares[n])
    entry = {"topic": series["topic"], "label": series.get("label", "")}
    return words.say(
        f"The share of {topic_name(words, entry)} was {words.percent(shares[0])} in {periods[0]} and "
        f"{words.percent(shares[-1])} in {periods[-1]}; it was highest in {periods[best]} "
        f"({words.percent(shares[best])}).",
        f"{topic_name(words, entry)}的占比在 {periods[0]} 为 {words.percent(shares[0])}，在 {periods[-1]} 为 "
        f"{words.percent(shares[-1])}；最高是 {periods[best]}（{words.percent(shares[best])}）。",
    )
