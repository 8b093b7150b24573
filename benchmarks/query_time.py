"""How long an answer to a query takes beside the model call, at 100,000 passages on disk.

Texts, words, dates, topics and queries are real ones; the vectors are random, for embedding so
many would take hours, and what is measured does not depend on where they point.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .measure import DATA, table

PASSAGES, NUMBERS, TOPICS, QUERIES = 100_000, 384, 20, 200


class Random:
    """Stands for an embedding model that takes no time."""

    name = "random"
    dimensions = NUMBERS
    languages = None

    def __init__(self) -> None:
        self._next = iter(_unit_vectors(8 * QUERIES, seed=1))

    def embed(self, texts: Sequence[str]) -> Any:
        return _unit_vectors(len(texts), seed=2)

    def embed_query(self, text: str) -> Any:
        return next(self._next)


def texts() -> Iterator[tuple[str, str, str]]:
    """(title, text, date): 20 Newsgroups, Reuters, Chinese news and reviews, titles of papers."""
    rng = random.Random(0)
    for name in ("reuters21578", "cnews1000", "chnsenticorp", "newsgroups20"):
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for record in map(json.loads, file):
                date = record.get("date") or f"1987-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
                yield record.get("title") or "", record.get("text") or "", date
    for line in (DATA / "octis" / "DBLP" / "corpus.tsv").read_text("utf-8").splitlines():
        text = line.split("\t")[0]
        yield text, text, f"1987-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def workspace(root: Path) -> tuple[Any, list[str]]:
    """100,000 passages with vectors, and titles to ask for."""
    from topicllama.tools.documents import Document
    from topicllama.tools.passages import split
    from topicllama.tools.toolbox import Toolbox
    from topicllama.tools.vectors import VectorRecord
    from topicllama.tools.workspace import Workspace

    made, documents, count, titles = Workspace(root), [], 0, []
    for i, (title, text, date) in enumerate(texts()):
        pieces = len(split(text))
        if pieces and count + pieces <= PASSAGES:
            documents.append(Document(f"d{i}", text, title=title, date=date))
            titles += [title] if title else []
            count += pieces
    made.corpus.add(documents)
    Toolbox(made).train_topics(TOPICS, "nmf")
    record = VectorRecord(made)
    record.remember("embedder", Random.name)
    hashes = [row.hash for row in record.pending(Random.name)]
    record.add(Random.name, hashes, _unit_vectors(len(hashes)))
    random.Random(3).shuffle(titles)
    return made, titles[:QUERIES]


def _unit_vectors(count: int, seed: int = 0) -> Any:
    made = np.random.default_rng(seed).standard_normal((count, NUMBERS), np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def milliseconds(work: Callable[[str], Any], queries: Sequence[str]) -> list[float]:
    """Median and 95th percentile by the clock and of CPU time, after five that do not count."""
    taken = []
    for query in queries:
        started, busy = time.perf_counter(), time.process_time()
        work(query)
        taken.append((time.perf_counter() - started, time.process_time() - busy))
    clock, cpu = 1000 * np.array(taken[5:]).T
    return [float(np.percentile(part, share)) for part in (clock, cpu) for share in (50, 95)]


def whole_queries(made: Any, queries: Sequence[str]) -> dict[str, list[float]]:
    """Through search itself: words, topic space, vectors, fusion, ten hits with their passages."""
    from topicllama.tools.search import search

    embedder, topics = Random(), made.require_model().topics
    rng = random.Random(5)

    def ask(**limits: Any) -> Callable[[str], Any]:
        return lambda query: search(made, query, limit=10, embedder=embedder, **limits)

    def narrow(query: str) -> Any:
        topic = rng.choice(topics).id
        return ask(topics=[topic], since="1987-03", until="1987-06")(query)

    return {
        "one topic, four months": milliseconds(narrow, queries),
        "four months": milliseconds(ask(since="1987-03", until="1987-06"), queries),
        "no filter": milliseconds(ask(), queries),
    }


def vectors_alone(made: Any, *, chroma: bool) -> list[float]:
    """The nearest 200 passages in one topic and four months: by Chroma's filter, or exactly."""
    from topicllama.tools.passage_vectors import passage_vectors
    from topicllama.tools.scope import Filters, scope
    from topicllama.tools.vector_store import VectorStore

    store, vectors = VectorStore(made, Random.name), iter(_unit_vectors(100, seed=7))
    within = [scope(made, Filters((topic.id,), "1987-03", "1987-06"))
              for topic in made.require_model().topics]  # fmt: skip
    if chroma:
        store.sync()
    turns = [str(i) for i in range(60)]

    def ask(turn: str) -> Any:
        limits = within[int(turn) % len(within)]
        if chroma:
            return store.query(next(vectors), 200, limits.where)
        known = passage_vectors(made, Random.name, limits.fields.positions)
        assert known is not None
        return known.nearest(next(vectors), limits.mask)

    return milliseconds(ask, turns)


def main() -> None:
    if not (DATA / "octis" / "DBLP" / "corpus.tsv").exists():
        print("The texts are not there: skipped.")
        return
    with tempfile.TemporaryDirectory() as folder:
        made, queries = workspace(Path(folder))
        print(f"### Query time, {len(made.corpus):,} documents of {PASSAGES:,} passages\n")
        found = {f"whole answer, {name}": taken
                 for name, taken in whole_queries(made, queries).items()}  # fmt: skip
        for name, chroma in (("the matrix on disk", False), ("Chroma", True)):
            found[f"vectors alone, one topic, four months, {name}"] = vectors_alone(
                made, chroma=chroma
            )
        print(f"Load of the machine meanwhile: {os.getloadavg()[1]:.1f}\n")
        table(["", "median ms", "95 % below", "CPU median ms", "95 % below"],
              [[name, *(f"{value:.0f}" for value in taken)] for name, taken in found.items()],
              )  # fmt: skip
