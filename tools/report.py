"""A report of a corpus and its topics, to read or print: one HTML page, or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from .documents import Document
from .topic_model import Topic, TopicModel
from .workspace import Workspace

_EXAMPLES = 3
_EXCERPT = 240
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem;
  color: #1d2129; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .3rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .3rem .6rem;
  border-bottom: 1px solid #dfe3e8; vertical-align: top; } td.n, th.n { text-align: right; }
.bar { background: #3a6ea5; height: .5rem; border-radius: .2rem; min-width: 1px; }
.quiet { color: #5b6470; } blockquote { margin: .4rem 0; padding-left: .8rem;
  border-left: 3px solid #dfe3e8; } @media print { body { margin: 0; } }
"""


def html_report(workspace: Workspace, model: TopicModel) -> str:
    """A page that needs no other file. Every text of the corpus is escaped."""
    body = "\n".join(_html_body(workspace, model))
    return (
        '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Topics of {len(workspace.corpus):,} documents</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _html_body(workspace: Workspace, model: TopicModel) -> Iterator[str]:
    yield f"<h1>Topics of {len(workspace.corpus):,} documents</h1>"
    yield f"<p>{escape(_summary(workspace, model))}</p>"
    if model.why:
        yield f'<p class="quiet">{escape(model.why)}</p>'
    yield '<table><tr><th class="n">Topic</th><th>Label</th><th>Keywords</th>'
    yield '<th class="n">Documents</th><th class="n">Share</th></tr>'
    widest = max((topic.share for topic in model.topics), default=0) or 1
    for topic in _largest_first(model):
        bar = f'<div class="bar" style="width:{100 * topic.share / widest:.0f}%"></div>'
        yield (
            f'<tr><td class="n">{topic.id}</td>'
            f'<td><a href="#topic-{topic.id}">{escape(topic.label)}</a>{bar}</td>'
            f"<td>{escape(', '.join(topic.keywords[:8]))}</td>"
            f'<td class="n">{topic.documents:,}</td><td class="n">{topic.share:.1%}</td></tr>'
        )
    yield "</table>"
    for topic in _largest_first(model):
        yield f'<h2 id="topic-{topic.id}">{topic.id}. {escape(topic.label)}</h2>'
        if topic.description:
            yield f"<p>{escape(topic.description)}</p>"
        for document in _examples(workspace, topic):
            yield f"<p><strong>{escape(document.heading)}</strong> {_html_facts(document)}</p>"
            yield f"<blockquote>{escape(_excerpt(document))}</blockquote>"


def _html_facts(document: Document) -> str:
    facts = ", ".join(filter(None, (document.date, document.id)))
    return f'<span class="quiet">{escape(facts)}</span>'


def markdown_report(workspace: Workspace, model: TopicModel) -> str:
    """The same report as Markdown."""
    parts = [f"# Topics of {len(workspace.corpus):,} documents", _summary(workspace, model)]
    parts += [_plain(model.why)] if model.why else []
    parts.append(markdown_topics(model))
    for topic in _largest_first(model):
        parts.append(f"## {topic.id}. {_plain(topic.label)}")
        parts += [_plain(topic.description)] if topic.description else []
        for document in _examples(workspace, topic):
            facts = ", ".join(filter(None, (document.date, document.id)))
            parts.append(f"**{_plain(document.heading)}** ({_plain(facts)})")
            parts.append(f"> {_plain(_excerpt(document))}")
    return "\n\n".join(parts) + "\n"


def markdown_topics(model: TopicModel) -> str:
    """A table of the topics, largest first."""
    lines = ["| topic | label | keywords | documents | share |", "|---:|---|---|---:|---:|"]
    lines += [
        f"| {topic.id} | {_plain(topic.label)} | {_plain(', '.join(topic.keywords[:10]))} "
        f"| {topic.documents:,} | {topic.share:.1%} |"
        for topic in _largest_first(model)
    ]
    return "\n".join(lines) + "\n"


def _largest_first(model: TopicModel) -> list[Topic]:
    return sorted(model.topics, key=lambda topic: (-topic.share, topic.id))


def _summary(workspace: Workspace, model: TopicModel) -> str:
    languages = ", ".join(f"{code or 'unknown'} {n:,}"
                          for code, n in workspace.corpus.counts("language").items())  # fmt: skip
    dates = sorted(date for date in workspace.corpus.column("date") if date)
    time = f" Dates: {dates[0]} to {dates[-1]}." if dates else ""
    figures = ", ".join(f"{name} {value:.3g}" for name, value in model.metrics.items())
    return (
        f"{model.num_topics} topics found by {model.algorithm.upper()} in "
        f"{len(model.document_ids):,} documents (model {model.version}). "
        f"Languages: {languages}.{time}" + (f" Quality: {figures}." if figures else "")
    )


def _examples(workspace: Workspace, topic: Topic) -> list[Document]:
    names = topic.representative[:_EXAMPLES]
    found = workspace.corpus.get(names)
    return [found[name] for name in names if name in found]


def _excerpt(document: Document) -> str:
    text = " ".join(document.text[: 4 * _EXCERPT].split())
    return text if len(text) <= _EXCERPT else text[:_EXCERPT].rstrip() + "…"


def _plain(text: str) -> str:
    """Text of a corpus inside Markdown: on one line, its signs and tags as characters."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
