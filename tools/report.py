"""A report of a corpus and its topics, to read or print: one HTML page with its charts, or
Markdown; in English or Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape

from .explain import explain
from .hierarchy import Branch, hierarchy
from .method import Method, method
from .report_charts import map_section, mood_section, tree_section, trend_section
from .report_words import say
from .results import TopicPassage, TopicsResult
from .svg import VARIABLES, colour
from .svg_charts import CHART_STYLE
from .svg_map import MAP_STYLE
from .topic_model import Topic, TopicModel
from .workspace import Workspace

_EXAMPLES = 3
_EXCERPT = 320
_STYLE = """
body { font: 16px/1.55 system-ui, sans-serif; max-width: 54rem; margin: 2rem auto;
  padding: 0 1rem; color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 1.8rem 0 .3rem; } a { color: inherit; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left;
  padding: .35rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.bar { height: .5rem; border-radius: .2rem; min-width: 1px; margin: .25rem 0;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.quiet { color: var(--quiet); font-size: .9rem; } svg { width: 100%; height: auto; }
blockquote { margin: .3rem 0 1rem; padding-left: .8rem; border-left: 3px solid var(--line); }
.paper { background: var(--wash); border-radius: .5rem; padding: .8rem 1rem; }
.trends { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr));
  gap: .8rem 1.2rem; } figure { margin: 0; break-inside: avoid; } figcaption { font-size: .9rem; }
.figures td:last-child { text-align: right; } .figures { width: auto; }
@media (max-width: 32rem) { th { font-size: .75rem; } td, th { padding: .35rem .2rem; } }
@media print { body { margin: 0; max-width: none; } h2, h3 { break-after: avoid; }
  blockquote, tr { break-inside: avoid; } }
"""


@dataclass(eq=False)
class Report:
    """What both forms of a report say."""

    workspace: Workspace
    model: TopicModel
    language: str = "en"

    @property
    def title(self) -> str:
        return self.say("title", n=len(self.workspace.corpus))

    @cached_property
    def topics(self) -> list[Topic]:
        """The largest first."""
        return sorted(self.model.topics, key=lambda topic: (-topic.share, topic.id))

    @cached_property
    def method(self) -> Method:
        return method(self.workspace, self.model)

    @cached_property
    def tree(self) -> Branch:
        return hierarchy(self.model)

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def explained(self, topic: Topic) -> TopicsResult:
        return explain(self.model, self.workspace.corpus, topic.id, self.language)

    def label(self, topic: Topic) -> str:
        return topic.labels.get(self.language, topic.label)

    def summary(self) -> str:
        """What was modelled, when it is from, and why that many topics."""
        dates = sorted(date for date in self.workspace.corpus.column("date") if date)
        facts = [self.say("summary", topics=self.model.num_topics, model=self.model.version,
                          algorithm=self.model.algorithm.upper(),
                          documents=len(self.model.document_ids))]  # fmt: skip
        if dates:
            facts.append(self.say("dates", first=dates[0], last=dates[-1]))
        facts.append(self._why())
        return ("" if self.language == "zh" else " ").join(filter(None, facts))

    def _why(self) -> str:
        from .choice import Choice
        from .wording import why

        record = self.model.parameters.get("choice")
        if record is None:
            return self.model.why
        choice = Choice.from_json(record)
        plain = choice.asked and not choice.limit  # who asked for it is nobody else's business
        return "" if plain else why(choice, self.language)

    def figures(self) -> Iterator[tuple[str, str]]:
        for name, value in self.model.metrics.items():
            shown = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}"
            yield self.say(f"metric.{name}"), shown


def html_report(workspace: Workspace, model: TopicModel, language: str = "en") -> str:
    """A page that needs no other file and no script. Every text of the corpus is escaped."""
    report = Report(workspace, model, language)
    body = "\n".join(filter(None, _html_body(report)))
    style = VARIABLES + _STYLE + CHART_STYLE + MAP_STYLE
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n"
        f"<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _html_body(report: Report) -> Iterator[str]:
    yield f"<h1>{escape(report.title)}</h1>"
    yield f"<p>{escape(report.summary())}</p>"
    yield from _html_table(report)
    yield map_section(report.workspace, report.language)
    yield tree_section(report.tree, report.language)
    yield trend_section(report.workspace, report.model, report.language)
    yield mood_section(report.workspace, report.model, report.language)
    yield f"<h2>{report.say('each')}</h2>"
    for topic in report.topics:
        yield from _html_topic(report, topic)
    yield from _html_method(report)


def _html_table(report: Report) -> Iterator[str]:
    heads = "".join(f'<th class="n">{report.say(name)}</th>' for name in ("documents", "share"))
    first = f'<th class="n">{report.say("id")}</th><th>{report.say("topic")}</th>'
    yield f"<table><tr>{first}{heads}</tr>"
    widest = max((topic.share for topic in report.topics), default=0) or 1
    for topic in report.topics:
        bar = f"width:{100 * topic.share / widest:.0f}%;background:{colour(topic.id)}"
        yield (
            f'<tr><td class="n">{topic.id}</td>'
            f'<td><a href="#topic-{topic.id}">{escape(report.label(topic))}</a>'
            f'<div class="bar" style="{bar}"></div>'
            f'<span class="quiet">{escape(_listed(topic.keywords[:8], report))}</span></td>'
            f'<td class="n">{topic.documents:,}</td><td class="n">{topic.share:.1%}</td></tr>'
        )
    yield "</table>"


def _html_topic(report: Report, topic: Topic) -> Iterator[str]:
    yield f'<h3 id="topic-{topic.id}">{topic.id}. {escape(report.label(topic))}</h3>'
    found = report.explained(topic)
    if topic.label_source == "llama" and topic.description:
        yield f"<p>{escape(topic.description)}</p>"
    for part in found.explanation.split("\n\n"):
        yield f"<p>{escape(part)}</p>"
    for shown in found.representative[:_EXAMPLES]:
        yield f'<strong>{escape(shown.title)}</strong> <span class="quiet">{_facts(shown)}</span>'
        yield f"<blockquote>{escape(_excerpt(shown.passage))}</blockquote>"


def _html_method(report: Report) -> Iterator[str]:
    yield f"<h2>{report.say('method')}</h2>"
    yield f'<p class="quiet">{report.say("paste")}</p>'
    other = "zh" if report.language == "en" else "en"
    yield f'<p class="paper" lang="{report.language}">'
    yield f"{escape(report.method.paragraph(report.language))}</p>"
    yield f'<p class="quiet" lang="{other}">{report.say("other")}</p>'
    yield f'<p class="paper" lang="{other}">{escape(report.method.paragraph(other))}</p>'
    yield f"<h3>{report.say('references')}</h3>"
    yield "".join(f"<p>{escape(work)}</p>" for work in report.method.references())
    if report.model.metrics:
        yield f'<h3>{report.say("figures")}</h3><table class="figures">'
        yield "".join(f"<tr><td>{n}</td><td>{v}</td></tr>" for n, v in report.figures())
        yield "</table>"


def _facts(shown: TopicPassage) -> str:
    return escape(", ".join(filter(None, (shown.date, shown.id, f"{shown.weight:.0%}"))))


def markdown_report(workspace: Workspace, model: TopicModel, language: str = "en") -> str:
    """The same report as Markdown, without the charts; the tree is a list."""
    report = Report(workspace, model, language)
    parts = [f"# {report.title}", _plain(report.summary()), markdown_topics(model, language)]
    parts += [f"## {report.say('tree')}", "\n".join(_tree_lines(report.tree, report.language))]
    for topic in report.topics:
        parts.append(f"## {topic.id}. {_plain(report.label(topic))}")
        found = report.explained(topic)
        parts += [_plain(part) for part in found.explanation.split("\n\n")]
        for shown in found.representative[:_EXAMPLES]:
            facts = ", ".join(filter(None, (shown.date, shown.id)))
            parts.append(f"**{_plain(shown.title)}** ({_plain(facts)})")
            parts.append(f"> {_plain(_excerpt(shown.passage))}")
    parts += [f"## {report.say('method')}", markdown_method(report.method, language).rstrip()]
    return "\n\n".join(parts) + "\n"


def markdown_method(found: Method, language: str = "en") -> str:
    """The method in both languages, that of the reader first, and what it cites."""
    order = ("zh", "en") if language == "zh" else ("en", "zh")
    parts = [_inert(found.paragraph(name)) for name in order]
    parts.append(f"### {say('references', language)}")
    parts.append("\n".join(f"- {work}" for work in found.references()))
    return "\n\n".join(parts) + "\n"


def markdown_topics(model: TopicModel, language: str = "en") -> str:
    """A table of the topics, largest first."""
    heads = (say(name, language) for name in ("id", "topic", "keywords", "documents", "share"))
    lines = [f"| {' | '.join(heads)} |", "|---:|---|---|---:|---:|"]
    lines += [
        f"| {topic.id} | {_plain(topic.label)} | {_plain(', '.join(topic.keywords[:10]))} "
        f"| {topic.documents:,} | {topic.share:.1%} |"
        for topic in sorted(model.topics, key=lambda topic: (-topic.share, topic.id))
    ]
    return "\n".join(lines) + "\n"


def _tree_lines(branch: Branch, language: str, depth: int = 0) -> Iterator[str]:
    name = branch.labels[language]
    told = f"{branch.id} {name}" if branch.id is not None else f"{branch.height:.2f} {name}"
    yield f"{'  ' * depth}- {_plain(told)}"
    for child in branch.children:
        yield from _tree_lines(child, language, depth + 1)


def _listed(words: tuple[str, ...], report: Report) -> str:
    return ("、" if report.language == "zh" else ", ").join(words)


def _excerpt(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else text[:_EXCERPT].rstrip() + "…"


def _inert(text: str) -> str:
    """Sentences of ours with names of topics in them: no tag, no image and no link."""
    return re.sub(r"<(?=[A-Za-z/!?])|!(?=\[)|\](?=\()", lambda m: f"&#{ord(m[0])};", text)


def _plain(text: str) -> str:
    """Text of a corpus inside Markdown: on one line, its signs and tags as characters."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
