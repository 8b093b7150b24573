"""How long a page of the documents view takes, at 100,000 documents: first and last page, with and
without filters, searched and not.

Texts and dates are those of :mod:`.query_time`, begun anew at other sentences until there are
enough; the vectors are random, for what is measured does not depend on where they point.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from .measure import DATA, table
from .query_time import Random, _unit_vectors, texts

DOCUMENTS, TOPICS, LENGTH, TIMES = 100_000, 20, 700, 5


def documents() -> Iterator[Any]:
    from topicllama.tools.documents import Document

    made = 0
    for turn in count():
        for title, text, date in texts():
            piece = text[turn * LENGTH :][:LENGTH].strip()
            if len(piece) < 40:
                continue
            label, source = f"label {made % 12}", f"file {made % 7}.csv"
            language = "zh" if ord(piece[0]) > 0x2E80 else "en"
            yield Document(f"d{made}", piece, title, date, label, source, language)
            made += 1
            if made == DOCUMENTS:
                return


def workspace(root: Path) -> Any:
    from topicllama.tools.toolbox import Toolbox
    from topicllama.tools.vectors import VectorRecord
    from topicllama.tools.workspace import Workspace

    made = Workspace(root)
    if made.current_version:
        return made
    made.corpus.add(documents())
    Toolbox(made).train_topics(TOPICS, "nmf")
    record = VectorRecord(made)
    record.remember("embedder", Random.name)
    hashes = [row.hash for row in record.pending(Random.name)]
    record.add(Random.name, hashes, _unit_vectors(len(hashes)))
    return made


def milliseconds(work: Any) -> list[float]:
    """The first time, the median of the next ones, and that of the CPU time of these."""
    taken = []
    for _ in range(1 + TIMES):
        started, busy = time.perf_counter(), time.process_time()
        work()
        taken.append((1000 * (time.perf_counter() - started), 1000 * (time.process_time() - busy)))
    return [taken[0][0], *(sorted(part[1:])[TIMES // 2] for part in zip(*taken, strict=True))]


def main() -> None:
    if not (DATA / "octis" / "DBLP" / "corpus.tsv").exists():
        print("The texts are not there: skipped.")
        return
    with tempfile.TemporaryDirectory() as folder:
        times(workspace(Path(folder)))


def times(made: Any) -> None:
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from topicllama.tools import meaning
    from topicllama.ui.rooms import Rooms
    from topicllama.ui.views.routes import routes

    embedder = Random()
    meaning.workspace_embedder = lambda workspace: embedder  # type: ignore[assignment]
    client = TestClient(Starlette(routes=list(routes(Rooms(made)))))

    def row(name: str, **params: str) -> list[str]:
        figures = milliseconds(lambda: client.get("/tl/view/documents", params=params))
        return [name, *(f"{figure:,.0f}" for figure in figures)]

    client.get("/tl/view/documents", params={"q": "energy"})  # opens the index and the vectors
    limits = {"topic": "3", "since": "1987-03", "until": "1987-06"}
    query = {"q": "space shuttle launch"}
    rows = [
        row("all, first page"), row("all, last page", page="1985"),
        row("all by title, last page", sort="title", page="1985"),
        row("one topic, four months, first page", **limits),
        row("one topic, four months, last page", **limits, page="40"),
        row("searched, first page", **query), row("searched, last page", **query, page="60"),
        row("searched and filtered, first page", **query, **limits),
        row("searched and filtered, last page", **query, **limits, page="9"),
        row("a search as one types (the list alone)", q="space shut", part="results"),
    ]  # fmt: skip
    print(f"### The documents view, {len(made.corpus):,} documents, in milliseconds\n")
    table(["request", "first", "again", "CPU again"], rows)
