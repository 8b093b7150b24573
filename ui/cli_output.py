"""Answers on the terminal: what people see of load, search, ask and the like.

Texts of the corpus are printed through :func:`clean`, so that nothing in a document can steer the
terminal. Tables are made for 80 columns, also with wide characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from ..agent.events import Answer
from ..tools.documents import LoadIssue, LoadReport
from ..tools.results import (
    Hit,
    SearchResult,
)
from .cli_text import has, say, told

if TYPE_CHECKING:
    from ..tools.embed_job import EmbedReport

_LISTED = 10  # warnings and rejected files that are printed
_PASSAGE = 360  # characters of a passage around its first match
# Control characters (escape sequences begin with one) and those that reorder what is read.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """A document's words as one line that is safe to print; positions stay the same."""
    return _CONTROLS.sub(" ", text)


def clean_lines(text: str) -> str:
    return "\n".join(clean(part) for part in text.split("\n"))


def shortened(text: str, limit: int = 200) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit].rstrip() + "…"


def line(console: Console, text: str, style: str = "") -> None:
    console.print(Text(clean(text), style=style))


def listed(words: Iterable[str]) -> str:
    """Words in a row, separated as the language does it."""
    return say("comma").join(words)


def pair(console: Console, name: str, value: str) -> None:
    """ "Name: value"."""
    line(console, say("pair", name=name, value=value))


def table(*columns: str, right: Sequence[int] = (), wide: int | None = None) -> Table:
    """A table; numbers stand to the right, and the column ``wide`` takes the room that is left."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for place, name in enumerate(columns):
        made.add_column(
            name,
            justify="right" if place in right else "left",
            ratio=1 if place == wide else None,
            no_wrap=place in right,
            overflow="fold",
        )
    return made


def issue_line(issue: LoadIssue) -> str:
    place = f"{issue.file}:{issue.line}" if issue.line else issue.file
    return f"{place}: {told(issue.message)}" if place else told(issue.message)


def loaded(console: Console, report: LoadReport) -> None:
    added = say(_counted("loaded", report.added), added=report.added, documents=report.documents)
    line(console, added, "bold")
    if report.duplicates:
        line(console, say(_counted("duplicates", report.duplicates), n=report.duplicates))
    if report.empty:
        line(console, say(_counted("empty", report.empty), n=report.empty))
    if report.languages:
        names = [f"{_name('lang', code)} {n}" for code, n in report.languages.items()]
        line(console, say("languages", list=listed(names)))
    if report.columns:
        names = [f"{_name('role', role)} = {name}" for role, name in report.columns.items()]
        line(console, say("columns", list=listed(names)))
    if report.note:
        line(console, told(report.note), "yellow")
    _issues(console, say("warnings"), report.warnings, "yellow")
    _issues(console, say("rejected"), report.rejected, "red")


def _counted(key: str, number: int) -> str:
    return f"{key}_one" if number == 1 else key


def _name(group: str, key: str) -> str:
    return say(f"{group}.{key}") if has(f"{group}.{key}") else key


def _issues(console: Console, heading: str, issues: Sequence[LoadIssue], style: str) -> None:
    if not issues:
        return
    line(console, say("pair", name=heading, value="").rstrip(), style)
    for issue in issues[:_LISTED]:
        line(console, f"  {issue_line(issue)}")
    if len(issues) > _LISTED:
        line(console, f"  {say('more', n=len(issues) - _LISTED)}")


def hits(console: Console, result: SearchResult) -> None:
    if not result.results:
        line(console, say("nothing_found"))
    else:
        total = max(result.total, len(result.results))
        line(console, say("found", shown=len(result.results), total=total), "bold")
    for number, hit in enumerate(result.results, 1):
        _hit(console, number, hit)
    console.print()
    if result.note:
        line(console, told(result.note), "yellow")
    if result.why:
        line(console, told(result.why), "dim")
    elif (
        result.query
        and not result.note
        and result.mode in ("hybrid", "meaning")
        and result.covered < 1
    ):
        line(console, say("covered", share=f"{result.covered:.0%}"), "dim")


def _hit(console: Console, number: int, hit: Hit) -> None:
    topic = "" if hit.topic is None else f"{say('topic')} {hit.topic} {hit.topic_label}".strip()
    console.print()
    console.print(Text(clean(f"{number}. {hit.title or hit.id}"), "bold"))
    facts = " · ".join(part for part in (hit.date, topic, hit.id, f"{hit.score:.3f}") if part)
    line(console, f"   {facts}", "dim")
    console.print(highlighted(hit))


def highlighted(hit: Hit) -> Text:
    """The passage around its first match, the matched words marked."""
    text = Text(clean(hit.passage))
    for start, end in hit.matches:
        text.stylize("bold yellow", start, end)
    if len(text) <= _PASSAGE:
        return text
    first = hit.matches[0][0] if hit.matches else 0
    start = max(0, min(first - _PASSAGE // 3, len(text) - _PASSAGE))
    if start:  # at a word, where the language has spaces
        start = text.plain.find(" ", start, start + 20) + 1 or start
    cut = text[start : start + _PASSAGE]
    before = Text("…" if start else "")
    return before + cut + Text("…" if start + _PASSAGE < len(text) else "")


def embedded(console: Console, report: EmbedReport) -> None:
    line(
        console,
        say("embedded", embedded=report.embedded, passages=report.passages,
            seconds=f"{report.seconds:.1f}"),
    )  # fmt: skip
    if report.why:
        line(console, told(report.why), "dim")


def answer(console: Console, said: Answer, *, text: bool) -> None:
    """The answer (unless it was streamed already) and the documents that it cites."""
    if text:
        console.print(Markdown(clean_lines(said.text), hyperlinks=False))
    if said.citations:
        line(console, say("pair", name=say("sources"), value="").rstrip(), "bold")
    for cited in said.citations:
        date = f", {cited.date}" if cited.date else ""
        line(console, f"[{cited.number}] {cited.title or cited.id}{date}")
        line(console, f"    {shortened(cited.quote)}", "dim")
    model = say("guide") if said.model == "guide" else said.model
    line(console, say("answered_by", model=model), "dim")
