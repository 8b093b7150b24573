"""One fit in a process of its own: python -m benchmarks.peers.fit ROW CORPUS_FOLDER K SEED OUTPUT

Writes OUTPUT.json (figures of the clock, topics) and OUTPUT.npz (weights, topic of each document).
The row "vectors" embeds the corpus instead.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from .clock import Clock, peak_mib
from .corpora import load
from .rows import ROWS, Fitted
from .vectors import make_vectors

_PACKAGES = ("topicllama", "bertopic", "tomotopy", "gensim", "scikit-learn")
VECTORS = "vectors"


def main(row: str, folder: Path, num_topics: int, seed: int, output: Path) -> None:
    clock, record = Clock(), dict[str, object]()
    if row == VECTORS:
        make_vectors(folder, clock)
    else:
        fitted = ROWS[row](load(folder), num_topics, seed, clock)
        record["words"] = fitted.topics
        np.savez(output.with_suffix(".npz"), weights=fitted.weights, assigned=fitted.assigned)
    record.update(clock.figures, peak_mib=round(peak_mib(), 1), versions=_versions())
    output.with_suffix(".json").write_text(json.dumps(record), "utf-8")


def read(output: Path) -> tuple[dict[str, object], Fitted | None]:
    """What :func:`main` wrote; no fit for the row "vectors"."""
    record = json.loads(output.with_suffix(".json").read_text("utf-8"))
    if "words" not in record:
        return record, None
    with np.load(output.with_suffix(".npz"), allow_pickle=False) as file:
        return record, Fitted(record["words"], file["weights"], file["assigned"])


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
