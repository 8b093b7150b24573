"""How many topics are chosen for known corpora: with five seeds, and on five samples of 90 %."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .measure import DATA, table

if TYPE_CHECKING:
    from topicllama.tools.bow import BagOfWords

CORPORA = ("octis/BBC_News", "newsgroups20", "cnews1000", "reuters21578", "octis/M10")
REPEATS = 5


def main() -> None:
    from threadpoolctl import threadpool_limits

    from topicllama.tools.choice import choose
    from topicllama.tools.sampling import random_documents

    rows = []
    for name in CORPORA:
        bow = bag_of(name)
        if bow is None:
            continue
        with threadpool_limits(1):
            started = time.process_time()
            chosen = choose(bow)
            seconds = time.process_time() - started
            size = int(0.9 * len(bow.ends))
            parts = [choose(random_documents(bow, size, n)).num_topics for n in range(REPEATS)]
        rows.append([name, f"{len(bow.ends):,}", str(chosen.num_topics), str(chosen.runner_up),
                     ", ".join(map(str, parts)), f"{seconds:.1f}"])  # fmt: skip
    print("### Number of topics\n\nThe number depends on the texts alone, not on the seed.\n")
    table(["corpus", "documents", "topics", "runner-up", "five samples of 90 %", "CPU s"], rows)


def bag_of(name: str) -> BagOfWords | None:
    """The bag of words of a corpus of ../shared/data, or None (and a line) when it is absent.
    OCTIS corpora are cut into words already."""
    from topicllama.tools.bow import build, from_tokens

    folder, file = DATA / name, DATA / f"{name}.jsonl.gz"
    if folder.is_dir():
        lines = (folder / "corpus.tsv").read_text("utf-8").splitlines()
        return from_tokens([line.split("\t")[0].split() for line in lines])
    if file.exists():
        return build(_texts(file.name))
    print(f"{name} is not there: skipped.")
    return None


def _texts(name: str) -> Iterator[str]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line).get("text") or ""
