"""How fast the corpus is embedded, Chroma written, against the model alone on the same passages."""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from .measure import DATA, table

PASSAGES, ROUNDS = 480, 5
CORPUS = DATA / "newsgroups20.jsonl.gz"


def workspace(root: Path, count: int) -> Any:
    """Posts of 20 Newsgroups until there are so many passages."""
    from topicllama.tools.documents import Document
    from topicllama.tools.passages import split
    from topicllama.tools.workspace import Workspace

    made, documents, passages = Workspace(root), [], 0
    with gzip.open(CORPUS, "rt", encoding="utf-8") as file:
        for record in map(json.loads, file):
            pieces = len(split(record.get("text") or ""))
            if 0 < pieces <= 10 and passages + pieces <= count:
                documents.append(Document(record["id"], record["text"], title=record["title"]))
                passages += pieces
            if passages == count:
                break
    made.corpus.add(documents)
    return made


def texts(made: Any, model: str) -> list[str]:
    """What the model reads, longest first."""
    from topicllama.tools.vectors import VectorRecord

    rows = VectorRecord(made).pending(model)
    documents = made.corpus.get({row.document for row in rows})
    return sorted((row.embedded_text(documents[row.document]) for row in rows), key=len)[::-1]


def turn() -> tuple[int, list[float], list[float]]:
    """(passages, clock and CPU seconds of the model alone, the same of embedding)."""
    from topicllama.tools.embed_job import embed
    from topicllama.tools.embedding import load_embedder

    embedder: Any = load_embedder()
    with tempfile.TemporaryDirectory() as folder:
        made = workspace(Path(folder), PASSAGES)
        passages, model = texts(made, embedder.name), embedder._model()
        started, busy = time.perf_counter(), time.process_time()
        model.encode(passages, batch_size=32, show_progress_bar=False)
        alone = [time.perf_counter() - started, time.process_time() - busy]
        started, busy = time.perf_counter(), time.process_time()
        embed(made, embedder)
        whole = [time.perf_counter() - started, time.process_time() - busy]
    return len(passages), alone, whole


def main() -> None:
    if not CORPUS.exists():
        print("20 Newsgroups is not there: skipped.")
        return
    turn()  # Chroma and the model are loaded by then
    rows, shares = [], []
    for number in range(1, ROUNDS + 1):
        count, alone, whole = turn()
        shares.append(alone[0] / whole[0])
        rows.append([str(number), f"{count / alone[0]:.1f}", f"{count / whole[0]:.1f}",
                     f"{alone[0] / whole[0]:.1%}", f"{alone[1] / whole[1]:.1%}"])  # fmt: skip
    print(f"### Embedding {PASSAGES} passages, vectors and Chroma written\n")
    head = ["turn", "model alone, passages a second", "topicllama embed", "share", "of CPU time"]
    table(head, rows)
    print(f"Median share: {median(shares):.1%}")
