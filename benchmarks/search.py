"""Search by each part and by all of them together, on judged queries and on known items."""

from __future__ import annotations

import gzip
import json
import math
import random
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

from .measure import DATA, table

MODES = ("keyword", "meaning", "topic", "hybrid")
_DOCUMENTS = 1_000  # of the collections that are made here
_QUERIES = 500
_EMBEDDED = 1_500  # documents of the largest collection that is embedded: minutes


@dataclass
class Collection:
    """``queries`` are texts with the gain of each relevant document's id."""

    name: str
    documents: list[Any]
    queries: list[tuple[str, dict[str, float]]] = field(default_factory=list)
    english: bool = True


def cranfield() -> Collection:
    """Judged queries; gain 2^score - 1."""
    from topicllama.tools.documents import Document

    documents = [
        Document(r["id"], r.get("text", ""), title=r.get("title", ""), language="en")
        for r in _records("cranfield")
    ]
    gains: dict[str, dict[str, float]] = {}
    for line in (DATA / "cranfield_qrels.tsv").read_text("utf-8").splitlines()[1:]:
        query, document, score = line.split("\t")
        gains.setdefault(query, {})[document] = 2 ** int(score) - 1
    lines = (DATA / "cranfield_queries.jsonl").read_text("utf-8").splitlines()
    queries = [(q["text"], gains[q["id"]]) for q in map(json.loads, lines) if q["id"] in gains]
    return Collection("Cranfield, judged", documents, queries)


def titles(name: str, shown: str) -> Collection:
    """English documents without their titles: the title has to find its text."""
    from topicllama.tools.documents import Document

    records = [
        r for r in _records(name) if r.get("title") and 150 <= len(r.get("text", "")) <= 1500
    ]
    random.Random(1).shuffle(records)
    made = Collection(f"{shown}: title finds its text", [])
    for i, record in enumerate(records[:_DOCUMENTS]):
        made.documents.append(Document(f"d{i}", record["text"], language="en"))
        made.queries.append((record["title"], {f"d{i}": 1.0}))
    return made


def openings(name: str, shown: str, cut: int) -> Collection:
    """Chinese documents without their first ``cut`` characters, which have to find the rest."""
    from topicllama.tools.documents import Document

    made = Collection(f"{shown}: opening finds the rest", [], english=False)
    for i, record in enumerate(r for r in _records(name) if len(r.get("text", "")) > 3 * cut):
        text = record["text"]
        made.documents.append(Document(f"d{i}", text[cut:], language="zh"))
        made.queries.append((text[:cut], {f"d{i}": 1.0}))
    return made


def same_label(name: str, shown: str, *, english: bool) -> Collection:
    """A text of 5,000 that is left out has to find texts with its label."""
    from topicllama.tools.documents import Document

    records = [r for r in _records(name) if r.get("text") and r.get("label")]
    random.Random(2).shuffle(records)
    language = "en" if english else "zh"
    kept, asked = records[:5_000], records[5_000 : 5_000 + _QUERIES]
    made = Collection(f"{shown}: text finds its label", [], english=english)
    groups: dict[str, dict[str, float]] = {}
    for i, record in enumerate(kept):
        made.documents.append(Document(f"d{i}", record["text"], language=language))
        groups.setdefault(record["label"], {})[f"d{i}"] = 1.0
    made.queries = [
        (r.get("title") or r["text"][:60], groups[r["label"]])
        for r in asked
        if r["label"] in groups
    ]
    return made


def _records(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def ndcg(found: Sequence[str], gains: Mapping[str, float], depth: int = 10) -> float:
    """Normalised discounted cumulative gain (Jarvelin and Kekalainen 2002)."""

    def total(values: Sequence[float]) -> float:
        return sum(value / math.log2(rank + 2) for rank, value in enumerate(values[:depth]))

    best = total(sorted(gains.values(), reverse=True))
    return total([gains.get(name, 0.0) for name in found]) / best if best else 0.0


def measured(made: Collection, folder: Path) -> dict[str, list[float]]:
    """nDCG@10 of each query, by mode."""
    from topicllama.tools.embed_job import embed
    from topicllama.tools.search import search
    from topicllama.tools.workspace import Workspace

    workspace = Workspace(folder)
    workspace.corpus.add(made.documents)
    embedded = made.english and len(made.documents) <= _EMBEDDED
    if embedded:
        embed(workspace)

    def judged(mode: str, query: str, gains: Mapping[str, float]) -> float:
        found = search(workspace, query, mode=mode, limit=10).results
        return ndcg([hit.id for hit in found], gains)

    return {
        mode: [judged(mode, query, gains) for query, gains in made.queries[:_QUERIES]]
        for mode in MODES
        if embedded or mode != "meaning"
    }


def partly(made: Collection, folder: Path, share: float) -> str:
    """All together while only this share of the passages is embedded, and without any."""
    from topicllama.tools.embed_job import coverage, embed
    from topicllama.tools.errors import Cancelled
    from topicllama.tools.progress import Progress, Task
    from topicllama.tools.search import search
    from topicllama.tools.workspace import Workspace

    workspace, task = Workspace(folder), Task()
    workspace.corpus.add(made.documents)

    def stop(progress: Progress) -> None:
        if progress.stage == "embed" and progress.done >= share * (progress.total or 1):
            task.cancel()

    def mean() -> str:
        found = ((search(workspace, q, limit=10).results, gains) for q, gains in made.queries)
        return f"{fmean(ndcg([hit.id for hit in hits], gains) for hits, gains in found):.3f}"

    task.on_progress, without = stop, mean()
    with suppress(Cancelled):
        embed(workspace, task=task)
    return f"{made.name}: {without} with none embedded, {mean()} with {coverage(workspace):.0%}"


HALVES = {"odd": slice(0, None, 2), "even": slice(1, None, 2), "all": slice(None)}


def main() -> None:
    if not (DATA / "cranfield.jsonl.gz").exists():
        print("The collections are not there: skipped.")
        return
    collections = [
        cranfield(),
        titles("reuters21578", "Reuters"),
        titles("newsgroups20", "20 Newsgroups"),
        same_label("reuters21578", "Reuters", english=True),
        openings("cnews1000", "cnews1000", 22),
        openings("chnsenticorp", "chnsenticorp", 20),
        same_label("toutiao_titles", "toutiao_titles", english=False),
    ]
    rows = []
    for made in collections:
        with tempfile.TemporaryDirectory() as folder:
            found = measured(made, Path(folder))
        for part, half in HALVES.items():
            cells = [f"{fmean(found[mode][half]):.3f}" if mode in found else "" for mode in MODES]
            rows.append([made.name, str(len(made.documents)), part, *cells])
    print("### Search, nDCG@10\n")
    with tempfile.TemporaryDirectory() as folder:
        print(partly(cranfield(), Path(folder), 0.3), "\n")
    table(
        ["collection", "documents", "queries", "words", "meaning", "topic space", "together"], rows
    )
