"""Recommendations beside popularity and TF-IDF neighbours, for simulated readers of the groups
of three corpora. What was tuned was tuned on readers of every second group (``tuning``); the
table is of readers of the others. Popularity is that among both."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .measure import DATA, table

CORPORA = ("newsgroups20", "cnews1000", "toutiao_titles")
READERS = 300
AMONG = (1000, 0)  # candidates for a reader; 0: the whole corpus
SMALLEST = 80  # documents of a group
NAMES = {"ours": "TopicLlama", "popularity": "popularity", "tfidf": "TF-IDF neighbours"}


def main(*, tuning: bool = False) -> None:
    rows: list[list[str]] = []
    for name in CORPORA:
        if not (DATA / f"{name}.jsonl.gz").exists():
            print(f"{name} is not there: skipped.")
            continue
        with tempfile.TemporaryDirectory() as folder:
            rows += corpus_rows(name, Path(folder), tuning=tuning)
    print("### Recommendations\n")
    table(["corpus", "candidates", "recommended by", "recall@10", "nDCG@10", "coverage",
           "novelty, bits"], rows)  # fmt: skip


def corpus_rows(name: str, folder: Path, *, tuning: bool) -> list[list[str]]:
    """The rows of one corpus, in a workspace of its own."""
    from topicllama.tools.recommend_evaluation import evaluate
    from topicllama.tools.recommend_readers import readers_of_groups
    from topicllama.tools.toolbox import Toolbox
    from topicllama.tools.workspace import Workspace

    workspace = Workspace(folder)
    tools = Toolbox(workspace)
    tools.load([DATA / f"{name}.jsonl.gz"])
    tools.train_topics()
    labels = workspace.corpus.column("label")
    groups = sorted(name for name in set(labels) if name and labels.count(name) >= SMALLEST)
    halves = {True: groups[::2], False: groups[1::2]}
    rows = []
    for among in AMONG:
        own, others = (
            readers_of_groups(labels, READERS, among, 1 if half else 2, halves[half])
            for half in (tuning, not tuning)
        )
        for system, found in evaluate(workspace, own, others=others).items():
            figures = [f"{found[key]:.3f}" for key in ("recall", "ndcg")]
            figures += [f"{found['coverage']:.1%}", f"{found['novelty']:.1f}"]
            rows.append([name, f"{among:,}" if among else "all", NAMES[system], *figures])
    return rows
