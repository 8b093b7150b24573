"""The search field and the filters above the list of documents."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence

import numpy as np

from ...tools.date_range import first_day, last_day
from ...tools.document_list import Documents
from ...tools.fields import Fields, fields
from ..page_html import esc
from ..text import known, say
from . import documents_request as asked
from .visit import Visit

_MOST = 200  # values of one filter that are offered, the most frequent first
Option = tuple[str, str]


def form(visit: Visit, found: Documents | None) -> str:
    """``found`` is None when the address asks for what is not there."""
    language = visit.language
    label = say("documents_search", language)
    return (
        '<form data-filter data-parts="results facets" class="tl-doc-form" role="search">'
        f'<input type="search" name="q" id="doc-q" value="{esc(visit.get("q"))}" maxlength="2000"'
        f' placeholder="{esc(say("documents_placeholder", language))}" aria-label="{label}"'
        ' autocomplete="off" spellcheck="false">'
        '<button type="button" class="tl-button tl-doc-toggle" aria-expanded="false"'
        f' aria-controls="doc-filters">{_filters(visit)}</button>'
        f'<div id="doc-filters" class="tl-doc-filters">{facets(visit, found)}{_dates(visit)}</div>'
        "</form>"
    )


def _filters(visit: Visit) -> str:
    """What opens the filters where there is no room for them, with how many are set."""
    number = sum(bool(visit.get(name)) for name in asked.LIMITS)
    key = "documents_filters_set" if number else "documents_filters"
    return say(key, visit.language, n=number)


def facets(visit: Visit, found: Documents | None) -> str:
    """The filters that have a choice, with how many documents each value would list."""
    fields = "" if found is None else _selects(visit, found)
    return f'<div data-part="facets" class="tl-doc-facets">{fields}</div>'


def _selects(visit: Visit, found: Documents) -> str:
    counts = found.counts()
    made = [_topics(visit, counts["topic"])]
    for name in ("label", "language", "source"):
        values = found.has(name)
        if len(values) > 1:
            made.append(_values(visit, name, values, dict(counts[name])))
    return "".join(made) + _order(visit, found)


def _topics(visit: Visit, counts: Iterable[tuple[int, int]]) -> str:
    model, language = visit.workspace.model, visit.language
    if model is None or model.num_topics < 2:
        return ""
    numbers = dict(counts)
    chosen = [str(topic) for topic in asked.topics(visit)]
    options = [
        (str(t.id), f"{topic_label(t, language)} ({numbers.get(t.id, 0):,})") for t in model.topics
    ]
    if len(chosen) > 1:
        several = say("documents_several_topics", language, n=len(chosen))
        options.insert(0, (",".join(chosen), several))
    return select("topic", options, ",".join(chosen), language)


def topic_label(topic: object, language: str) -> str:
    labels = getattr(topic, "labels", {})
    return str(labels.get(language) or getattr(topic, "label", ""))


def _values(visit: Visit, name: str, values: Sequence[str], counts: dict[str, int]) -> str:
    language = visit.language
    shown = sorted(values[:_MOST], key=lambda value: (-counts.get(value, 0), value))
    options = [(value, f"{_named(name, value, language)} ({counts.get(value, 0):,})")
               for value in shown]  # fmt: skip
    chosen = visit.get("text_language" if name == "language" else name)
    if chosen and chosen not in shown:
        options.insert(0, (chosen, chosen))
    return select(name, options, chosen, language)


def _named(name: str, value: str, language: str) -> str:
    if name == "language" and known(f"lang_{value}"):
        return say(f"lang_{value}", language)
    if name == "source":
        return value.rsplit("/", 1)[-1]
    return value


def select(
    name: str, options: Sequence[Option], chosen: str, language: str, *, all_: bool = True
) -> str:
    title = say(f"documents_by_{name}", language)
    first = f'<option value="">{say(f"documents_all_{name}", language)}</option>' if all_ else ""
    made = "".join(
        f'<option value="{esc(value)}"{" selected" if value == chosen else ""}>{esc(text)}</option>'
        for value, text in options
    )
    return (
        f'<label class="tl-field{"" if all_ else " tl-doc-order"}">{title}'
        f'<select name="{name}" id="doc-{name}">{first}{made}'
        "</select></label>"
    )


def _order(visit: Visit, found: Documents) -> str:
    """The usual order and size stand for "" so that the address stays short."""
    language, sorts = visit.language, found.sorts()
    orders = [("" if i == 0 else name, say(f"documents_sort_{name}", language))
              for i, name in enumerate(sorts)]  # fmt: skip
    now = asked.sort(visit, found)
    sizes = [("" if n == asked.USUAL_SIZE else str(n), str(n)) for n in asked.SIZES]
    size = asked.size(visit)
    return select("sort", orders, "" if now == sorts[0] else now, language, all_=False) + select(
        "size", sizes, "" if size == asked.USUAL_SIZE else str(size), language, all_=False
    )


# dates -----------------------------------------------------------------------------------------


def _dates(visit: Visit) -> str:
    """Beside the other filters, not among them: what is half typed must stay."""
    known = fields(visit.workspace)
    ends = _span(known)
    if ends is None:
        return ""
    language = visit.language
    made = "".join(
        f'<label class="tl-field">{say(f"documents_{name}", language)}<input type="date"'
        f' name="{name}" id="doc-{name}" value="{esc(value)}" min="{ends[0]}" max="{ends[1]}">'
        "</label>"
        for name, value in (
            ("since", _day(visit.get("since"), last=False)),
            ("until", _day(visit.get("until"), last=True)),
        )
    )
    return f'<div class="tl-doc-dates">{made}</div>'


def _span(known: Fields) -> tuple[str, str] | None:
    """The first and the last day of the corpus; None when there are not two."""
    dated = known.first_days > 0
    if not dated.any():
        return None
    first, last = int(known.first_days[dated].min()), int(np.max(known.last_days[dated]))
    return (_iso(first), _iso(last)) if first != last else None


def _day(date: str, *, last: bool) -> str:
    """A date of any precision as the day that a browser's date field takes; "" for none."""
    number = last_day(date) if last else first_day(date)
    return _iso(number) if number else ""


def _iso(number: int) -> str:
    year, month, day = number // 10_000, min(max(number // 100 % 100, 1), 12), number % 100
    return f"{year:04}-{month:02}-{min(day, monthrange(max(year, 1), month)[1]):02}"
