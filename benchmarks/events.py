"""Events whose time is known: discussions of 20 Newsgroups put into a few days of a made-up year.

The texts get dates at random, on days that differ strongly in how much is written, with gaps. Of
forty discussions (texts of the same subject line) four texts in five are put into two weeks at
most. Found is a discussion when half of the ten documents that an event shows are its texts.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Sequence

import numpy as np

from topicllama.tools.bow import BagOfWords, build
from topicllama.tools.events import Event, find_events

from .measure import DATA, table

CORPUS = DATA / "newsgroups20.jsonl.gz"
DAYS, PLANTED, SEEDS = 300, 40, (1, 2, 3)  # the parameters were chosen on seed 0
_SIZES = ((5, 9), (10, 19), (20, 40))
_REPLY = re.compile(r"^(?:(?:re|fwd?)\s*:\s*)+")


def main() -> None:
    if not CORPUS.exists():
        print("20 Newsgroups is not there: skipped.")
        return
    bow, subjects = texts()
    print(f"### Events whose time is known ({PLANTED} discussions of 20 Newsgroups)\n")
    rows = []
    for seed in SEEDS:
        at, planted = dated(subjects, seed)
        started = time.perf_counter()
        events = find_events(bow.counts, list(at))
        seconds = time.perf_counter() - started
        chance = find_events(bow.counts, list(np.random.default_rng(seed).permutation(at)))
        rows.append(
            [str(seed), *figures(events, planted, subjects), str(len(chance)), f"{seconds:.1f}"]
        )
    sizes = [f"found, {a} to {b} texts" for a, b in _SIZES]
    table(
        ["seed", *sizes, "events", "of them right", "events with shuffled dates", "seconds"], rows
    )


def texts() -> tuple[BagOfWords, list[str]]:
    """The bag of words and the subject of every text ("" without one)."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    subjects = [_REPLY.sub("", (r.get("title") or "").lower().strip()) for r in records]
    return build([r.get("text") or "" for r in records], total=len(records)), subjects


def dated(subjects: Sequence[str], seed: int) -> tuple[np.ndarray, list[str]]:
    """The day of every text, and the subjects whose texts were put together."""
    generator = np.random.default_rng(seed)
    busy = generator.gamma(0.7, size=DAYS) * (generator.random(DAYS) > 0.3)
    at = generator.choice(DAYS, len(subjects), p=busy / busy.sum())
    names, counts = np.unique([s for s in subjects if s], return_counts=True)
    sized = names[(counts >= _SIZES[0][0]) & (counts <= _SIZES[-1][1])]
    planted = [str(name) for name in generator.choice(sized, PLANTED, replace=False)]
    for name in planted:
        own = [i for i, subject in enumerate(subjects) if subject == name]
        first = int(generator.integers(DAYS - 14))
        for i in own:
            if generator.random() < 0.8:
                at[i] = first + min(13, int(generator.geometric(0.35)) - 1)
    return at, planted


def figures(events: Sequence[Event], planted: Sequence[str], subjects: Sequence[str]) -> list[str]:
    """Found discussions by size, how many events, and how many of them are one discussion."""
    about = [_about(event, subjects) for event in events]
    counts = {name: subjects.count(name) for name in planted}
    told = []
    for low, high in _SIZES:
        sized = [name for name in planted if low <= counts[name] <= high]
        told.append(f"{sum(name in about for name in sized)} of {len(sized)}")
    return [*told, str(len(events)), str(sum(name in planted for name in about))]


def _about(event: Event, subjects: Sequence[str]) -> str:
    shown = [subjects[row] for row in event.documents[:10]]
    name = max(set(shown), key=shown.count)
    return name if shown.count(name) * 2 >= len(shown) else ""
