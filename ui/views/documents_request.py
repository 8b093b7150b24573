"""What the address of the documents view asks for."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from ...tools.document_list import Documents
from ...tools.explain import resolve_topic
from ...tools.fields import fields
from ...tools.scope import Filters
from .documents_selection import SELECTED, kept
from .visit import Visit

SIZES = (25, 50, 100)
USUAL_SIZE = 50
LIMITS = ("topic", "since", "until", "label", "text_language", "source", SELECTED)


def documents(visit: Visit) -> Documents:
    """TopicLlamaError for what is not there: a topic, a label, a date."""
    return Documents(visit.workspace, visit.get("q"), filters(visit))


def filters(visit: Visit) -> Filters:
    chosen = kept(visit, visit.get(SELECTED)) if visit.get(SELECTED) else None
    return Filters(
        topics=tuple(topics(visit)),
        since=visit.get("since"),
        until=visit.get("until"),
        labels=_values(visit, "label"),
        sources=_values(visit, "source"),
        languages=_values(visit, "language"),
        ids=chosen,
    )


def topics(visit: Visit) -> list[int]:
    named = [part.strip() for part in visit.get("topic").split(",") if part.strip()]
    if not named:
        return []
    model = visit.workspace.require_model()
    return [resolve_topic(model, name) for name in named]


def _values(visit: Visit, name: str) -> tuple[str, ...]:
    """One value, which may have commas in it, or several between commas."""
    asked = visit.get("text_language" if name == "language" else name)
    if not asked:
        return ()
    if asked in fields(visit.workspace).coded(name)[0]:
        return (asked,)
    return tuple(part.strip() for part in asked.split(",") if part.strip())


def size(visit: Visit) -> int:
    asked = visit.number("size", USUAL_SIZE)
    return asked if asked in SIZES else USUAL_SIZE


def sort(visit: Visit, found: Documents) -> str:
    """The order asked for where it makes sense, else the usual one."""
    known = found.sorts()
    return visit.get("sort") if visit.get("sort") in known else known[0]


def first(visit: Visit) -> int:
    return (max(1, visit.number("page", 1)) - 1) * size(visit)


def is_limited(visit: Visit) -> bool:
    return any(visit.get(name) for name in LIMITS)


def link(visit: Visit, changes: Mapping[str, str]) -> str:
    """The address of the view with other parameters; "" leaves one out."""
    known = {**visit.params, **changes}
    params = {
        "language" if name == "text_language" else name: value
        for name, value in known.items()
        if value
    }
    return "#/documents" + (f"?{urlencode(params)}" if params else "")


def download(visit: Visit, format: str) -> str:
    params = {
        **visit.params, "format": format, "workspace": visit.room.name, "language": visit.language
    }  # fmt: skip
    return f"tl/data/documents/export?{urlencode(params)}"
