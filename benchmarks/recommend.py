"""Recommendations beside popularity and TF-IDF neighbours, for simulated readers of the groups
of three corpora; and of readers whose interest moved, with and without the times of reading.

What was tuned was tuned on readers of every second group (``tuning``); the tables are of readers
of the others. Popularity is that among both."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .measure import DATA, table

if TYPE_CHECKING:
    from topicllama.tools.recommend_readers import Reader
    from topicllama.tools.workspace import Workspace

CORPORA = ("newsgroups20", "cnews1000", "toutiao_titles")
READERS = 300
AMONG = (1000, 0)  # candidates for a reader; 0: the whole corpus
SMALLEST = 80  # documents of a group
NAMES = {"ours": "TopicLlama", "popularity": "popularity", "tfidf": "TF-IDF neighbours"}
BEFORE, SINCE, HELD = 7, 4, 10  # documents of the old interest, of the new one, and held out


def main(*, tuning: bool = False) -> None:
    rows: list[list[str]] = []
    moved: list[list[str]] = []
    for name in CORPORA:
        if not (DATA / f"{name}.jsonl.gz").exists():
            print(f"{name} is not there: skipped.")
            continue
        with tempfile.TemporaryDirectory() as folder:
            workspace = opened(name, Path(folder))
            rows += corpus_rows(name, workspace, tuning=tuning)
            moved += moved_rows(name, workspace, tuning=tuning)
    print("### Recommendations\n")
    table(["corpus", "candidates", "recommended by", "recall@10", "nDCG@10", "coverage",
           "novelty, bits"], rows)  # fmt: skip
    table(["corpus", "readers whose interest moved", "recall@10", "nDCG@10"], moved)


def opened(name: str, folder: Path) -> Workspace:
    from topicllama.tools.toolbox import Toolbox
    from topicllama.tools.workspace import Workspace

    workspace = Workspace(folder)
    tools = Toolbox(workspace)
    tools.load([DATA / f"{name}.jsonl.gz"])
    tools.train_topics()
    return workspace


def halves(labels: list[str], *, tuning: bool) -> tuple[list[str], list[str]]:
    """The groups that readers are interested in here, and those of the other half."""
    groups = sorted(name for name in set(labels) if name and labels.count(name) >= SMALLEST)
    return (groups[::2], groups[1::2]) if tuning else (groups[1::2], groups[::2])


def corpus_rows(name: str, workspace: Workspace, *, tuning: bool) -> list[list[str]]:
    """The rows of one corpus, trained with the settings that nobody chose."""
    from topicllama.tools.recommend_evaluation import evaluate
    from topicllama.tools.recommend_readers import readers_of_groups

    labels = workspace.corpus.column("label")
    mine, theirs = halves(labels, tuning=tuning)
    seeds = (1, 2) if tuning else (2, 1)
    rows = []
    for among in AMONG if len(labels) > AMONG[0] else AMONG[:1]:
        own, others = (
            readers_of_groups(labels, READERS, among, seed, half)
            for seed, half in zip(seeds, (mine, theirs), strict=True)
        )
        for system, found in evaluate(workspace, own, others=others).items():
            figures = [f"{found[key]:.3f}" for key in ("recall", "ndcg")]
            figures += [f"{found['coverage']:.1%}", f"{found['novelty']:.1f}"]
            rows.append([name, f"{among:,}" if among else "all", NAMES[system], *figures])
    return rows


def moved_rows(name: str, workspace: Workspace, *, tuning: bool) -> list[list[str]]:
    from topicllama.tools.recommend_evaluation import figures, ours

    labels = workspace.corpus.column("label")
    mine, _ = halves(labels, tuning=tuning)
    system = ours(workspace)
    rows = []
    for times in (True, False):
        readers = moved_readers(workspace, labels, mine, times=times)
        found = figures([system(one, 10) for one in readers], readers, np.ones(len(labels)), 10)
        kind = "with times" if times else "without times"
        rows.append([name, kind, f"{found['recall']:.3f}", f"{found['ndcg']:.3f}"])
    return rows


def moved_readers(
    workspace: Workspace, labels: list[str], groups: list[str], *, times: bool, number: int = 100
) -> list[Reader]:
    """Who read seven documents of one group, then four of another, a day apart, and go on with
    ten of the other, which are among 1,000 that are not of that group."""
    from topicllama.tools.keyword_search import keyword_index
    from topicllama.tools.profiles import Event, taste_of
    from topicllama.tools.recommend_readers import Reader

    words = keyword_index(workspace)
    draw, names, made = np.random.default_rng(3), np.array(labels), []
    for _ in range(number):
        old, new = draw.choice(groups, 2, replace=False)
        before = draw.choice(np.flatnonzero(names == old), BEFORE, replace=False)
        since = draw.choice(np.flatnonzero(names == new), SINCE + HELD, replace=False)
        read, held = np.concatenate([before, since[:SINCE]]), since[SINCE:]
        days = [f"2024-01-{day:02}T00:00:00" if times else "" for day in range(1, len(read) + 1)]
        events = [Event("reader", words.ids[i], "read", day)
                  for i, day in zip(read.tolist(), days, strict=True)]  # fmt: skip
        good = taste_of(events, workspace, words).good
        among = np.zeros(len(names), bool)
        others = np.setdiff1d(np.flatnonzero(names != new), read)
        among[draw.choice(others, min(1000 - HELD, len(others)), replace=False)] = True
        among[held] = True
        made.append(Reader(np.array([item.position for item in good]),
                           np.array([item.weight for item in good], np.float32),
                           np.zeros(0, np.int64), held, among))  # fmt: skip
    return made
