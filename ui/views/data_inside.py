"""What is in the workspace: figures of its documents, and where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from ...tools.contents import Contents, contents, known_contents
from ...tools.corpus import Corpus
from ...tools.errors import TopicLlamaError
from ...tools.updating import outdated
from ..page_html import esc
from ..text import say
from .data_format import facts, languages, span
from .data_report import chips
from .visit import Done, Sent, Visit

_LISTED = 100
_LARGE = 20_000_000  # bytes of the corpus


def inside(visit: Visit) -> str:
    """A part of the view. A large corpus that was not read yet is read while the rest is shown
    already."""
    language, corpus = visit.language, visit.workspace.corpus
    title = f"<h2>{say('data_inside', language)}</h2>"
    if not visit.part and _is_large(corpus) and known_contents(corpus) is None:
        words = say("loading", language)
        return (
            f'<section class="tl-card" data-part="inside" data-poll="0">{title}'
            f'<p class="tl-quiet" role="status">{words}</p></section>'
        )
    held = contents(corpus)
    if not held.documents:
        said = say("data_nothing_inside", language)
        return f'<section class="tl-card">{title}<p class="tl-quiet">{said}</p></section>'
    return (
        f'<section class="tl-card tl-data-inside" data-part="inside">{title}'
        f"{facts(_facts(held, language))}"
        f"{_labels(held, language)}{_sources(held.sources, language)}{_next(visit)}</section>"
    )


def _is_large(corpus: Corpus) -> bool:
    return sum(size for _, size in corpus.state) > _LARGE


def _facts(held: Contents, language: str) -> list[tuple[str, str]]:
    link = f'<a href="#/documents">{held.documents:,}</a>'
    return [
        (say("data_documents", language), link),
        (say("data_languages", language), esc(languages(held.languages, language, alone=True))),
        (say("data_dates", language), esc(_dates(held, language))),
    ]


def _dates(held: Contents, language: str) -> str:
    if not held.first:
        return say("data_no_dates", language)
    said = span(held.first, held.last, language)
    undated = say("data_undated", language, n=f"{held.undated:,}")
    return f"{said} · {undated}" if held.undated else said


def _labels(held: Contents, language: str) -> str:
    title = f"<h3>{say('data_labels', language)}</h3>"
    if not held.labels:
        return ""
    return title + chips(held.labels, 0, language)


def _next(visit: Visit) -> str:
    """Topics come next; where there are some, whether they have all documents."""
    language, key = visit.language, "data_next"
    said = ""
    try:
        model = visit.workspace.model
        if model is not None:
            if not outdated(model, visit.workspace.corpus):
                return ""
            said = f'<span class="tl-quiet">{say("data_topics_old", language)}</span>'
            key = "data_update"
    except TopicLlamaError:  # a damaged model: the topics' own view says so
        key = "data_update"
    link = f'<a class="tl-button tl-primary" href="#/topics">{say(key, language)}</a>'
    return f'<p class="tl-data-next">{link} {said}</p>'


# sources -------------------------------------------------------------------------------------


def _sources(counts: Mapping[str, int], language: str) -> str:
    """Folded: a folder may have thousands, and they are seldom looked at."""
    rows = [_source(name, n, language) for name, n in list(counts.items())[:_LISTED]]
    more = len(counts) - len(rows)
    said = f'<p class="tl-quiet">{say("data_more", language, n=f"{more:,}")}</p>' if more else ""
    title = say("data_sources", language, n=f"{len(counts):,}")
    return f"<details><summary>{title}</summary>{_table(rows, language)}{said}</details>"


def _table(rows: list[str], language: str) -> str:
    return (
        '<table class="tl-table tl-data-sources"><thead class="tl-unseen"><tr>'
        f'<th scope="col">{say("data_source", language)}</th>'
        f'<th scope="col" class="tl-number">{say("data_documents", language)}</th>'
        f'<th scope="col">{say("data_remove", language)}</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _source(name: str, count: int, language: str) -> str:
    n, shown = f"{count:,}", esc(name)
    confirm = esc(say("data_remove_confirm", language, n=n, name=name))
    see, words = esc(say("data_see", language, name=name)), say("data_remove", language)
    return (
        f'<tr><th scope="row"><a href="#/documents?source={quote(name, safe="")}" title="{see}">'
        f"{shown}</a></th>"
        f'<td class="tl-number">{n}</td><td><button type="button" class="tl-button tl-data-remove"'
        f' data-do="remove" data-source="{shown}" data-confirm="{confirm}"'
        f' aria-label="{esc(say("data_remove_named", language, name=name))}"'
        f' data-yes="{words}">{words}</button></td></tr>'
    )


def remove(visit: Visit, sent: Sent) -> Done:
    """Remove the documents of one source."""
    gone = visit.toolbox().remove_source(str(sent.get("source", "")))
    return Done(say("data_removed", visit.language, n=f"{gone:,}"))
