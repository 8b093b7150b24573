"""Which documents a search may find: by topic, time, label, source and language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .date_range import date_range
from .errors import TopicLlamaError
from .fields import Fields, fields
from .topic_model import TopicModel
from .workspace import Workspace

_LISTED = 1_000  # chosen documents that Chroma is told one by one; the mask decides anyway


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person asked for; empty means everything. Of several topics, labels, sources or
    languages one is enough. Dates are ISO, both ends inclusive. ``ids`` are the documents that a
    person has chosen: no other is found."""

    topics: tuple[int, ...] = ()
    since: str = ""
    until: str = ""
    labels: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    ids: frozenset[str] | None = None

    @property
    def dated(self) -> bool:
        return bool(self.since.strip() or self.until.strip())

    def __bool__(self) -> bool:
        return self.ids is not None or self.limits

    @property
    def limits(self) -> bool:
        """Whether there is any but a choice of documents."""
        return bool(self.topics or self.dated or self.labels or self.sources or self.languages)


@dataclass(slots=True)
class Scope:
    """``mask`` (D,) marks the documents of the corpus that the filters admit; ``weight`` (D,) is
    the share of the asked topics in each; ``where`` is the same for Chroma. ``undated`` counts
    documents left out only because they have no date."""

    fields: Fields
    mask: NDArray[np.bool_]
    weight: NDArray[np.float32]
    where: dict[str, Any]
    undated: int = 0

    @property
    def ids(self) -> list[str]:
        return self.fields.ids


def scope(workspace: Workspace, filters: Filters) -> Scope:
    """Apply the filters to the corpus; TopicLlamaError for a topic, label or date that is none."""
    known = fields(workspace)
    count = len(known.ids)
    made = Scope(known, np.ones(count, bool), np.zeros(count, np.float32), {})
    conditions: list[dict[str, Any]] = []
    for name, wanted in (
        ("label", filters.labels), ("source", filters.sources), ("language", filters.languages)
    ):  # fmt: skip
        if wanted:
            conditions.append(_by_value(made, name, wanted))
    if filters.ids is not None:
        conditions += _by_id(made, filters.ids)
    if filters.topics:
        conditions += _by_topic(workspace.require_model(), made, filters.topics)
    if filters.dated:
        conditions += _by_date(made, filters)
    made.where = {"$and": conditions} if len(conditions) > 1 else dict(*conditions)
    return made


def _by_value(made: Scope, name: str, wanted: Sequence[str]) -> dict[str, Any]:
    known, codes = made.fields.coded(name)
    matching = [value for one in wanted for value in known if _is_named(one, value, name)]
    for one in wanted:
        if not any(_is_named(one, value, name) for value in known):
            some = ", ".join(value for value in known[:10] if value) or "none"
            raise TopicLlamaError(f"No document has the {name} {one!r}.", f"There are: {some}.")
    made.mask &= np.isin(codes, [known.index(value) for value in matching])
    return {name: {"$in": matching}}


def _by_id(made: Scope, ids: frozenset[str]) -> list[dict[str, Any]]:
    """TopicLlamaError when none of the chosen documents is there (any longer)."""
    chosen = [made.fields.positions[name] for name in ids if name in made.fields.positions]
    if not chosen:
        raise TopicLlamaError(
            "None of the chosen documents is loaded (any longer).", "Choose others."
        )
    mask = np.zeros(len(made.mask), bool)
    mask[chosen] = True
    made.mask &= mask
    return [{"document": {"$in": sorted(ids)}}] if len(ids) <= _LISTED else []


def _is_named(wanted: str, value: str, name: str) -> bool:
    """Case apart; Chinese is of either script ("zh" is "zh-Hant" too)."""
    one, other = wanted.strip().casefold(), value.casefold()
    return one == other or (name == "language" and other.startswith(f"{one}-"))


def _by_topic(model: TopicModel, made: Scope, topics: Sequence[int]) -> list[dict[str, Any]]:
    """A document is in the topic that is its heaviest, as it is counted and shown everywhere."""
    rows = [model.row(topic) for topic in topics]
    positions, known = made.fields.positions_of(model.document_ids)
    member = np.zeros(len(made.mask), bool)
    member[positions] = np.isin(model.document_topic.argmax(axis=1), rows)[known]
    made.weight[positions] = model.document_topic[:, rows].sum(axis=1)[known]
    made.mask &= member
    return [{"topic": {"$in": list(topics)}}]


def _by_date(made: Scope, filters: Filters) -> list[dict[str, Any]]:
    """A date that is only a year or a month is in when any day of it is."""
    first, last = date_range(filters.since, filters.until)
    ends = made.fields.last_days
    undated = ends == 0
    made.undated = int((made.mask & undated).sum())
    made.mask &= ~undated & (ends >= first) & (made.fields.first_days <= last)
    return [{"day_end": {"$gte": first}}, {"day": {"$lte": last}}]
