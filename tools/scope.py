"""Which documents a search may find: by topic, time, label and source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .date_range import date_range, first_day, last_day
from .errors import TopicLlamaError
from .topic_model import TopicModel
from .workspace import Workspace


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person asked for; empty means everything. Dates are ISO, both ends inclusive."""

    topics: tuple[int, ...] = ()
    since: str = ""
    until: str = ""
    label: str = ""
    source: str = ""

    @property
    def dated(self) -> bool:
        return bool(self.since.strip() or self.until.strip())

    def __bool__(self) -> bool:
        return bool(self.topics or self.dated or self.label or self.source)


@dataclass(slots=True)
class Scope:
    """``mask`` (D,) marks the documents of the corpus that the filters admit; ``weight`` (D,) is
    the share of the asked topics in each; ``where`` is the same for Chroma. ``undated`` counts
    documents left out only because they have no date."""

    ids: list[str]
    mask: NDArray[np.bool_]
    weight: NDArray[np.float32]
    where: dict[str, Any]
    days: NDArray[np.int64]
    undated: int = 0


def scope(workspace: Workspace, filters: Filters) -> Scope:
    """Apply the filters to the corpus; TopicLlamaError for a topic, label or date that is none."""
    ids = workspace.corpus.ids()
    dates = workspace.corpus.column("date")
    made = Scope(
        ids, np.ones(len(ids), bool), np.zeros(len(ids), np.float32), {},
        _days(dates, first_day),
    )  # fmt: skip
    conditions: list[dict[str, Any]] = []
    for name, wanted in (("label", filters.label), ("source", filters.source)):
        if wanted.strip():
            conditions.append(_by_value(workspace, made, name, wanted.strip()))
    if filters.topics:
        conditions += _by_topic(workspace.require_model(), made, filters.topics)
    if filters.dated:
        conditions += _by_date(made, dates, filters)
    made.where = {"$and": conditions} if len(conditions) > 1 else dict(*conditions)
    return made


def _days(dates: Sequence[str], day: Callable[[str], int]) -> NDArray[np.int64]:
    """One day for each date; many documents share a date, or have none."""
    known = {date: day(date) for date in set(dates)}
    return np.fromiter(map(known.__getitem__, dates), np.int64, len(dates))


def _by_value(workspace: Workspace, made: Scope, name: str, wanted: str) -> dict[str, Any]:
    known = workspace.corpus.counts(name)
    matching = [value for value in known if value.casefold() == wanted.casefold()]
    if not matching:
        some = ", ".join(value for value in list(known)[:10] if value) or "none"
        raise TopicLlamaError(f"No document has the {name} {wanted!r}.", f"There are: {some}.")
    made.mask &= np.isin(np.asarray(workspace.corpus.column(name), object), matching)
    return {name: {"$in": matching}}


def _by_topic(model: TopicModel, made: Scope, topics: Sequence[int]) -> list[dict[str, Any]]:
    """A document is in the topic that is its heaviest, as it is counted and shown everywhere."""
    rows = [model.row(topic) for topic in topics]
    inside = np.isin(model.document_topic.argmax(axis=1), rows)
    weights = model.document_topic[:, rows].sum(axis=1)
    positions = {name: i for i, name in enumerate(made.ids)}
    member = np.zeros(len(made.ids), bool)
    for i, name in enumerate(model.document_ids):
        if (position := positions.get(name)) is not None:
            member[position] = inside[i]
            made.weight[position] = weights[i]
    made.mask &= member
    return [{"topic": {"$in": list(topics)}}]


def _by_date(made: Scope, dates: Sequence[str], filters: Filters) -> list[dict[str, Any]]:
    """A date that is only a year or a month is in when any day of it is."""
    first, last = date_range(filters.since, filters.until)
    ends = _days(dates, last_day)
    undated = ends == 0
    made.undated = int((made.mask & undated).sum())
    made.mask &= ~undated & (ends >= first) & (made.days <= last)
    return [{"day_end": {"$gte": first}}, {"day": {"$lte": last}}]
