"""Readers to try recommendations on: what each has read, and what was held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .errors import TopicLlamaError
from .keyword_search import KeywordIndex
from .profiles import Event, taste_of
from .workspace import Workspace

_HELD_OUT = 0.2  # of what a user of a history read
_INTERESTS = ((1.0,), (0.65, 0.35), (0.5, 0.3, 0.2))  # shares of a reader's one, two or three
_READ = 10  # documents of the interests that are read, and as many that are held out
_BY_CHANCE = 1
_SMALLEST = 2 * _READ  # documents of a group
_SKEW = 0.7  # exponent of the power law by which some documents of a group are read by many


@dataclass(frozen=True, eq=False)
class Reader:
    """Positions in the corpus: what was ``read``, with its weights (n,), ``disliked``, what is
    ``held`` out to be found again, and the ``candidates`` (D,) that it is to be found among."""

    read: NDArray[np.int64]
    weights: NDArray[np.float32]
    disliked: NDArray[np.int64]
    held: NDArray[np.int64]
    candidates: NDArray[np.bool_]


def readers_of_history(
    events: Sequence[Event], workspace: Workspace, words: KeywordIndex
) -> list[Reader]:
    """The users of a history, each with the last fifth of the documents (one at least) held out;
    those who read fewer than two are left out. By time, or in the order given where there is
    none; what was disliked is not held out. TopicLlamaError when nobody is left."""
    by_user: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda e: e.time):
        if event.document in words.positions:
            by_user.setdefault(event.user, []).append(event)
    made = [_split(own, workspace, words) for own in by_user.values()]
    readers = [reader for reader in made if reader is not None]
    if not readers:
        raise TopicLlamaError(
            "No user of the history read two documents or more.",
            "An evaluation needs users with several documents; or simulate them: --by label",
        )
    return readers


def _split(events: Sequence[Event], workspace: Workspace, words: KeywordIndex) -> Reader | None:
    last = {event.document: event for event in events}
    liked = [name for name, event in last.items() if event.action != "disliked"]
    if len(liked) < 2:
        return None
    held = liked[-max(1, round(_HELD_OUT * len(liked))) :]
    taste = taste_of([last[name] for name in last if name not in held], workspace, words)
    unread = np.ones(len(words.ids), bool)
    unread[[words.positions[name] for name in taste.seen]] = False
    return Reader(
        np.array([item.position for item in taste.good], np.int64),
        np.array([item.weight for item in taste.good], np.float32),
        np.array([item.position for item in taste.bad], np.int64),
        np.array([words.positions[name] for name in held], np.int64),
        unread,
    )


def readers_of_groups(
    groups: Sequence[str],
    number: int = 200,
    candidates: int = 1000,
    seed: int = 0,
    only: Sequence[str] = (),
) -> list[Reader]:
    """Simulated readers of documents with these ``groups`` (D; "" for none).

    In turn a reader has one, two or three groups as interests (of those in ``only``; all when
    empty), reads 10 documents of them and one by chance, and goes on to read 10 more, which are
    held out. A few documents of each group are read by many (a power law). What is held out is
    to be found among ``candidates`` documents in all (0: the whole corpus); the others are of
    groups that the reader does not care for. TopicLlamaError without two groups of 20 documents.
    """
    names = np.asarray(groups)
    of = {
        name: np.flatnonzero(names == name)
        for name in sorted(set(groups))
        if name and groups.count(name) >= _SMALLEST
    }
    if len(of) < 2:
        raise TopicLlamaError(
            f"There are no two groups of {_SMALLEST} documents or more.",
            "Group by something else (label, source), or give a history.",
        )
    draw = np.random.default_rng(seed)
    order = {name: draw.permutation(places) for name, places in of.items()}
    mine = [name for name in of if not only or name in only]
    return [_reader(n, names, order, mine, candidates, draw) for n in range(number)]


def _reader(
    n: int,
    names: NDArray[np.str_],
    order: dict[str, NDArray[np.int64]],
    mine: Sequence[str],
    candidates: int,
    draw: np.random.Generator,
) -> Reader:
    shares = _INTERESTS[min(n % len(_INTERESTS), len(mine) - 1)]
    interests = draw.choice(mine, len(shares), replace=False)
    read: list[int] = []
    held: list[int] = []
    for name, share in zip(interests, shares, strict=True):
        half = round(share * _READ)
        places = order[str(name)]
        appeal = 1 / np.arange(1, len(places) + 1) ** _SKEW
        drawn = draw.choice(places, 2 * half, replace=False, p=appeal / appeal.sum())
        read += drawn[:half].tolist()
        held += drawn[half:].tolist()
    others = np.flatnonzero(~np.isin(names, interests))
    read += draw.choice(others, min(_BY_CHANCE, len(others)), replace=False).tolist()
    many = min(len(others), candidates - len(held)) if candidates else len(others)
    among = np.zeros(len(names), bool)
    among[draw.choice(others, many, replace=False)] = True
    among[held] = True
    among[read] = False
    return Reader(
        np.array(read), np.ones(len(read), np.float32), np.zeros(0, np.int64), np.array(held), among
    )
