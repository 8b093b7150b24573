"""Analyses in words: overview, quality, trends, sentiment, comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .words import Words, plain

_MOST = 5
_METRICS = {
    "npmi": ("coherence of the topics' words (NPMI, −1 to 1; above 0.1 is good)",
             "主题词的连贯性（NPMI，−1 到 1，0.1 以上为好）"),
    "diversity": ("share of words that stand in one topic only (diversity)", "主题词互不重复的比例（多样性）"),
    "c_v": ("coherence by c_v (0 to 1; above 0.5 is good)", "连贯性 c_v（0 到 1，0.5 以上为好）"),
    "u_mass": ("coherence by U-Mass (0 is best)", "连贯性 U-Mass（越接近 0 越好）"),
    "perplexity": ("perplexity of the other half of each text (lower is better)",
                   "用半篇文本预测另外半篇的困惑度（越低越好）"),
    "perplexity_held_out": ("the same for texts that the topics never saw", "对训练时没有见过的文本的困惑度"),
    "coverage": ("share of documents with known words (coverage)", "有已知词语的文档比例（覆盖率）"),
    "stability": ("agreement when trained again (stability)", "重新训练时主题的一致程度（稳定性）"),
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
        "trends": _trends,
        "sentiment": _sentiment,
        "compare": _compare,
    }[result["kind"]]
    parts = [*writer(words, result["data"]), words.note(result)]
    return "\n\n".join(part for part in parts if part)


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _topic(words: Words, entry: Mapping[str, Any]) -> str:
    number = entry.get("topic", entry.get("id"))
    label = plain(str(entry.get("label") or ""))
    return words.say(f"topic {number} (**{label}**)", f"主题 {number}“**{label}**”")


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
        named = [f"{_topic(words, t)} {words.percent(t['share'])}" for t in topics[:_MOST]]
        lines.append(words.say(f"{len(topics)} topics; the largest are {words.listed(named)}.",
                               f"有 {len(topics)} 个主题，最大的是{words.listed(named)}。"))  # fmt: skip
    else:
        lines.append(words.say("Topics have not been found yet: say “find topics”.",
                               "还没有找过主题：可以说“找出主题”。"))  # fmt: skip
    if data.get("covered") is not None:
        lines.append(words.say(f"Search by meaning covers {data['covered']:.0%} of the texts.",
                               f"按含义查找覆盖 {data['covered']:.0%} 的文本。"))  # fmt: skip
    return [head, _bullets([line for line in lines if line])]


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
    return [verdict, _bullets(lines)]


def _number(key: str, value: float) -> str:
    return f"{value:,.0f}" if key.startswith("perplexity") else f"{value:.2f}"


def _trends(words: Words, data: Mapping[str, Any]) -> list[str]:
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
    bursts = [_burst(words, burst) for burst in (data.get("bursts") or ())[:_MOST]]
    if bursts:
        bursts.insert(0, words.say("Bursts:", "突然变热的时候："))
    undated = data.get("undated") or 0
    left = words.say(f"{words.documents(undated)} without a usable date left out.",
                     f"{undated:,} 篇没有可用日期的文档未计入。") if undated else ""  # fmt: skip
    shown = "\n".join([*bursts[:1], _bullets(bursts[1:])]) if bursts else ""
    return [head, *moving, _events(words, data), shown, left]


def _moment(words: Words, moment: Mapping[str, Any]) -> list[str]:
    """What was hot at a time: its topics and words against the rest."""
    since, until, n = moment["since"] or "…", moment["until"] or "…", moment["documents"]
    when = since if since == until else words.say(f"{since} to {until}", f"{since} 至 {until}")
    head = words.say(f"{when} has {words.documents(n)}.", f"{when} 有 {words.documents(n)}。")
    topics = [
        f"{_topic(words, t)}{words.say(': ', '：')}"
        + words.say(f"{words.percent(t['share'])}, at other times {words.percent(t['elsewhere'])}",
                    f"{words.percent(t['share'])}，其余时间 {words.percent(t['elsewhere'])}")
        for t in moment["topics"][:_MOST]
    ]  # fmt: skip
    if topics:
        told = words.say("More than at other times:", "比其余时间多的主题：")
        told = "\n".join([told, _bullets(topics)])
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
    for event in data["events"][:_MOST]:
        lines.append(f"- {_event(words, event)}")
        lines += [f"  - {words.passage(d)}" for d in event["documents"][:2] if d.get("passage")]
    return "\n".join(lines)


def _event(words: Words, event: Mapping[str, Any]) -> str:
    name = plain(words.say(", ", "、").join(event["words"][:3]))
    span = words.say(f", {event['start']} to {event['end']}",
                     f"，{event['start']} 至 {event['end']}")  # fmt: skip
    when = event["peak"] + (span if event["start"] != event["end"] else "")
    n, topic = words.documents(event["total"]), _topic(words, event)
    return words.say(
        f"**{name}**: peak {when}, {n}, {topic}", f"**{name}**：高峰 {when}，{n}，{topic}"
    )


def _moving(words: Words, data: Mapping[str, Any], key: str) -> str:
    entries = (data.get(key) or ())[:_MOST]
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
        told.append(f"{_topic(words, entry)} {points.replace('%', '')}".strip()
                    if words.language == "en" else f"{_topic(words, entry)}（{points}）")  # fmt: skip
    verb = {"rising": ("Rising: ", "上升的有"), "falling": ("Falling: ", "下降的有")}[key]
    return words.say(f"{verb[0]}{words.listed(told)}.", f"{verb[1]}{words.listed(told)}。")


def _burst(words: Words, burst: Mapping[str, Any]) -> str:
    terms = words.words(list(burst.get("words") or ())[:5])
    return words.say(
        f"{_topic(words, burst)} peaked in {burst['peak']} ({burst['start']} to {burst['end']}): {terms}",
        f"{_topic(words, burst)}在 {burst['peak']} 达到高峰（{burst['start']} 至 {burst['end']}）：{terms}",
    )


def _course(words: Words, periods: Sequence[str], series: Mapping[str, Any]) -> str:
    shares = series["shares"]
    best = max(range(len(shares)), key=lambda n: shares[n])
    entry = {"topic": series["topic"], "label": series.get("label", "")}
    return words.say(
        f"The share of {_topic(words, entry)} was {words.percent(shares[0])} in {periods[0]} and "
        f"{words.percent(shares[-1])} in {periods[-1]}; it was highest in {periods[best]} "
        f"({words.percent(shares[best])}).",
        f"{_topic(words, entry)}的占比在 {periods[0]} 为 {words.percent(shares[0])}，在 {periods[-1]} 为 "
        f"{words.percent(shares[-1])}；最高是 {periods[best]}（{words.percent(shares[best])}）。",
    )


def _sentiment(words: Words, data: Mapping[str, Any]) -> list[str]:
    topics = sorted(data["topics"], key=lambda topic: -(topic["mean"] or 0))
    head = ""
    if len(topics) > 1:
        head = words.say(
            f"The most positive is {_topic(words, topics[0])}, the most negative "
            f"{_topic(words, topics[-1])}. The mean runs from −1 to 1:",
            f"最积极的是{_topic(words, topics[0])}，最消极的是{_topic(words, topics[-1])}。平均值从 −1 到 1：",
        )
    lines = [
        words.say(
            f"{_topic(words, t)}: mean {t['mean'] or 0:+.2f} (spread {t['spread']:.2f}), "
            f"{t['positive']:.0%} of its documents positive, {t['negative']:.0%} negative",
            f"{_topic(words, t)}：平均 {t['mean'] or 0:+.2f}（离散 {t['spread']:.2f}），正面 "
            f"{t['positive']:.0%}，负面 {t['negative']:.0%}",
        )
        for t in topics
    ]
    best, worst = _extremes(words, topics[0], "positive"), _extremes(words, topics[-1], "negative")
    checked = _check(words, data.get("check") or {})
    return [checked, head, _bullets(lines), best, worst, _moods(words, data)]


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
        for entry in check["differ"][:_MOST]
    ]
    differ = words.say("They differ on:", "不一致的有：")
    return "\n".join([told, "", differ, _bullets(lines)]) if lines else told


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
            f"{_topic(words, entry)}: {start:+.2f} in {first}, {end:+.2f} in {last}",
            f"{_topic(words, entry)}：{first} 为 {start:+.2f}，{last} 为 {end:+.2f}",
        ))  # fmt: skip
    if not lines:
        return ""
    return "\n".join([words.say("Over time (means):", "随时间的变化（平均值）："), _bullets(lines)])


def _compare(words: Words, data: Mapping[str, Any]) -> list[str]:
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
    sides = [_contrast(words, data, side) for side in (data.get("contrasts") or ())[:_MOST]]
    return [
        head,
        "\n".join([told, _bullets(lines)]).strip(),
        _apart(words, [s for s in sides if s]),
    ]


def _apart(words: Words, sides: Sequence[str]) -> str:
    told = words.say(
        "What each has clearly more of than the others:", "与其他组相比，各组明显较多的："
    )
    return "\n".join([told, _bullets(sides)]) if sides else ""


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
        f"{_topic(words, e)}{words.say(' (', '（')}{e['effect']:+.2f}{words.say(')', '）')}"
        for e in entries[:2]
    ]
    return words.say(*form).format(words.listed(named))


def _difference(words: Words, data: Mapping[str, Any], topic: Mapping[str, Any]) -> str:
    shares = sorted(topic["shares"].items(), key=lambda item: -item[1])
    (most, high), (least, low) = shares[0], shares[-1]
    most, least = _group(words, data, most), _group(words, data, least)
    return words.say(
        f"{_topic(words, topic)}: {words.percent(high)} in {most}, {words.percent(low)} in "
        f"{least} (effect {abs(topic['effect'] or 0):.2f})",
        f"{_topic(words, topic)}：{most} 占 {words.percent(high)}，{least} 占 "
        f"{words.percent(low)}（效应量 {abs(topic['effect'] or 0):.2f}）",
    )
