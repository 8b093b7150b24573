"""Figures on the terminal: trends, sentiment, comparisons and the doctor's findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from ..tools.doctor import Check
from ..tools.results import AnalysisResult
from .cli_output import clean, line, listed, pair, shortened, table
from .cli_text import say, told

_BARS = "▁▂▃▄▅▆▇█"
_WIDTH = 24  # characters of a development over time
_EVENTS = 10  # hot events that are printed


def spark(values: Sequence[float]) -> str:
    """Values as bars in at most 24 characters, neighbours averaged where there are more."""
    if len(values) > _WIDTH:
        edges = [round(i * len(values) / _WIDTH) for i in range(_WIDTH + 1)]
        values = [sum(values[a:b]) / (b - a) for a, b in zip(edges[:-1], edges[1:], strict=True)]
    top = max(values, default=0.0)
    if top <= 0:
        return _BARS[0] * len(values)
    return "".join(_BARS[round(value / top * (len(_BARS) - 1))] for value in values)


def trends(console: Console, result: AnalysisResult, labels: Mapping[int, str]) -> None:
    data = result.data
    if data.get("moment"):
        _moment(console, data["moment"], labels)
    else:
        _developments(console, data, labels)
    if data.get("events"):
        _events(console, data["events"], labels)
    for burst in data.get("bursts", []):
        words = listed(burst.get("words", [])[:5])
        when = f"{burst['start']} – {burst['end']}"
        value = f"{_name(burst['topic'], labels)} ({when}, {len(burst['documents'])})"
        pair(console, say("bursts"), say("pair", name=value, value=words))
    if data.get("undated"):
        line(console, say("undated", n=data["undated"]), "yellow")
    _note(console, result)


def _developments(console: Console, data: Mapping[str, Any], labels: Mapping[int, str]) -> None:
    periods = data.get("periods", [])
    if periods:
        heading = say("development", first=periods[0], last=periods[-1])
        made = table(say("id"), say("label"), heading, say("last_share"), right=(0, 3), wide=1)
        for series in data["series"]:
            topic = series["topic"]
            bars = spark(series.get("smoothed") or series["shares"])
            made.add_row(str(topic), _label(topic, labels), bars, _last_share(series))
        console.print(made)
    for key in ("rising", "falling"):
        if data.get(key):
            pair(console, say(key), _topics(data[key], labels))
    if periods and not data.get("rising") and not data.get("falling"):
        line(console, say("no_movers"))


def _last_share(series: Mapping[str, Any]) -> str:
    """The share in the last period and its interval."""
    share = f"{series['shares'][-1]:.0%}"
    if "low" not in series:
        return share
    return f"{share} ({series['low'][-1] * 100:.0f}–{series['high'][-1]:.0%})"


def time_of(moment: Mapping[str, Any]) -> str:
    """The time that was asked for, and how many documents are of it."""
    since, until = moment["since"] or "…", moment["until"] or "…"
    when = since if since == until else f"{since} – {until}"
    return say("moment", when=when, n=moment["documents"])


def _moment(console: Console, moment: Mapping[str, Any], labels: Mapping[int, str]) -> None:
    line(console, time_of(moment), "bold")
    if moment["topics"]:
        names = [say(key) for key in ("id", "label", "then", "otherwise")]
        made = table(*names, right=(0, 2, 3), wide=1)
        for topic in moment["topics"]:
            made.add_row(str(topic["topic"]), _label(topic["topic"], labels),
                         f"{topic['share']:.1%}", f"{topic['elsewhere']:.1%}")  # fmt: skip
        console.print(made)
    else:
        line(console, say("no_topic_then"))
    if moment["words"]:
        pair(console, say("words_then"), listed(moment["words"]))


def _events(
    console: Console, events: Sequence[Mapping[str, Any]], labels: Mapping[int, str]
) -> None:
    made = table(say("peak"), say("event"), say("documents"), right=(0, 2), wide=1)
    for event in events[:_EVENTS]:
        told = Text(clean(listed(event["words"][:5])), "bold")
        when = f"{event['start']} – {event['end']} · " if event["start"] != event["end"] else ""
        told.append(f"\n{when}{clean(_name(event['topic'], labels))}", "dim")
        for document in event["documents"][:1]:
            title = clean(shortened(document["title"], 60))
            told.append(f"\n{title} [{clean(document['id'])}]", "not bold")
        made.add_row(event["peak"], told, str(event["total"]))
    line(console, say("hot_events"), "bold")
    console.print(made)
    if len(events) > _EVENTS:
        line(console, say("more", n=len(events) - _EVENTS), "dim")


def sentiment(console: Console, result: AnalysisResult, labels: Mapping[int, str]) -> None:
    columns = ("mean", "positive", "negative", "spread")
    made = table(say("id"), say("label"), *map(say, columns), right=(0, 2, 3, 4, 5), wide=1)
    for topic in result.data["topics"]:
        figures = (f"{topic['mean']:+.2f}", f"{topic['positive']:.0%}",
                   f"{topic['negative']:.0%}", f"{topic['spread']:.2f}")  # fmt: skip
        made.add_row(str(topic["id"]), _label(topic["id"], labels), *figures)
    console.print(made)
    _moods(console, result.data, labels)
    _extremes(console, result.data["topics"])
    _check(console, result.data.get("check") or {})
    _note(console, result)


def _check(console: Console, check: Mapping[str, Any]) -> None:
    """How far the Llama agrees with the word lists, and where it does not."""
    if not check.get("answered"):
        return
    kappa = "–" if check["kappa"] is None else f"{check['kappa']:.2f}"
    line(console, say("checked", model=check["model"], n=check["answered"],
                      agreement=f"{check['agreement']:.0%}", kappa=kappa), "bold")  # fmt: skip
    for entry in check["differ"]:
        line(console, f"  {entry['id']} · {shortened(entry['title'], 60)}")
        line(console, say("differs", lists=say(entry["lists"]), llama=say(entry["llama"])), "dim")


def _extremes(console: Console, topics: Sequence[Mapping[str, Any]]) -> None:
    """The strongest passages of the best and of the worst topic, with their documents' ids."""
    ranked = sorted(topics, key=lambda topic: -topic["mean"])
    for side, topic in (("positive", ranked[0]), ("negative", ranked[-1])):
        passages = topic["passages"][side]
        if passages:
            line(console, say("pair", name=say(f"most_{side}"), value=""), "bold")
        for entry in passages:
            line(
                console,
                f"  {entry['score']:+.2f} · {entry['id']} · {shortened(entry['title'], 60)}",
            )
            line(console, f"    {shortened(entry['passage'])}", "dim")


def _moods(console: Console, data: Mapping[str, Any], labels: Mapping[int, str]) -> None:
    periods = data.get("periods", [])
    if not periods:
        return
    heading = say("development", first=periods[0], last=periods[-1])
    made = table(say("id"), say("label"), heading, right=(0,), wide=1)
    for series in data["series"]:
        # From -1 (worst) to 1 (best): the lowest bar and the highest; no document, no bar.
        bars = "".join(" " if m is None else _BARS[round((m + 1) / 2 * 7)] for m in series["means"])
        made.add_row(str(series["topic"]), _label(series["topic"], labels), bars[-_WIDTH:])
    console.print(made)


def compare(console: Console, result: AnalysisResult, labels: Mapping[int, str]) -> None:
    data = result.data
    groups = [group["name"] for group in data["groups"]]
    numbers = range(2, 2 + len(groups[:4]) + 1)
    made = table(
        say("id"), say("label"), *(_side(g, data) for g in groups[:4]), say("effect"),
        right=(0, *numbers), wide=1,
    )  # fmt: skip
    for topic in data["topics"]:
        values = [topic["shares"][group] for group in groups[:4]]
        mark = "*" if topic["clear"] else ""
        made.add_row(str(topic["id"]), _label(topic["id"], labels),
                     *(f"{value:.1%}" for value in values),
                     f"{topic['effect']:+.2f}{mark}" if len(groups) == 2
                     else f"{topic['effect']:.2f}{mark}")  # fmt: skip
    console.print(made)
    if len(groups) > 4:
        line(console, say("four_groups", n=len(groups)), "dim")
    line(console, say(data["effect_kind"]), "dim")
    sizes = {group["name"]: group["documents"] for group in data["groups"]}
    # Of two groups, what one has less of is what the other has more of.
    keys = ("over",) if len(groups) == 2 else ("over", "under")
    for side in data["contrasts"]:
        name = say("group", name=_side(side["name"], data), n=sizes[side["name"]])
        _contrast(console, name, side, keys)
    _note(console, result)


def _contrast(console: Console, heading: str, side: Mapping[str, Any], keys: Sequence[str]) -> None:
    line(console, heading, "bold")
    lines = [
        (f"{'more' if key == 'over' else 'less'}_{thing}", told)
        for thing, parts in (("of", side), ("words", side["words"]))
        for key in keys
        if (told := listed(map(_signed, parts[key])))
    ]
    for name, told in lines:
        pair(console, say(name), told)
    if not lines:
        line(console, say("no_difference"))


def _signed(entry: Mapping[str, Any]) -> str:
    """A topic with Cohen's h, or a word with its z-score."""
    if "word" in entry:
        return f"{entry['word']} ({entry['z']:+.1f})"
    return f"{entry['id']} {entry['label']} ({entry['effect']:+.2f})"


def _side(name: str, data: Mapping[str, Any]) -> str:
    """A group's name; a side of a date in words."""
    kind, _, date = name.partition(" ")
    if data["split"] and kind in ("before", "since"):
        return say(f"side.{kind}", date=date)
    return clean(name)


def _topics(topics: Sequence[Any], labels: Mapping[int, str]) -> str:
    ids = [t.get("topic", t.get("id")) if isinstance(t, Mapping) else t for t in topics]
    return listed(_name(topic, labels) for topic in ids)


def _name(topic: int, labels: Mapping[int, str]) -> str:
    return f"{topic} {labels.get(topic, '')}".strip()


def _label(topic: int, labels: Mapping[int, str]) -> Text:
    return Text(clean(labels.get(topic, "")), "bold")


def _note(console: Console, result: AnalysisResult) -> None:
    if result.note:
        line(console, told(result.note), "yellow")


def checks(console: Console, found: Sequence[Check], repaired: Sequence[str]) -> None:
    for sentence in repaired:
        line(console, f"* {sentence}")
    for check in found:
        mark, style = ("✓", "green") if check.ok else ("✗", "red" if check.required else "yellow")
        name = say("pair", name=say(f"check.{check.name}"), value="")
        console.print(Text.assemble((f"{mark} ", style), (name, "bold"), clean(check.detail)))
        if check.hint:
            line(console, f"    {check.hint}", "dim")
    well = all(check.ok or not check.required for check in found)
    line(console, say("all_well" if well else "not_well"), "bold green" if well else "bold red")
