"""Tables with very many short rows are read as a stream."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

# Peak memory of this process alone: before, and after the load, in MiB.
MEASURE = """
import resource, sys
from pathlib import Path
from topicllama.tools.corpus import Corpus
from topicllama.tools.language import detect
from topicllama.tools.loading import load

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

warm = Path(sys.argv[2]) / "warm.csv"
warm.write_text("text\\nA first small load\\n")
load([warm], Corpus(Path(sys.argv[2]) / "warm.sqlite"))
before = peak()
report = load([sys.argv[1]], Corpus(Path(sys.argv[2]) / "c.sqlite"))
print(report.documents, peak() - before)
"""


@pytest.mark.parametrize(
    ("name", "count"), [("rows.csv", 100_000), ("rows.jsonl", 100_000), ("rows.json", 100_000)]
)
def test_peak_memory(tmp_path: Path, name: str, count: int) -> None:
    """The growth is SQLite's cache of 32 MB; documents held in a list would take much more."""
    path = tmp_path / name
    words = "the river rose again after the rain of the night and nobody slept"
    with path.open("w") as file:
        if name == "rows.csv":
            file.write("id,text\n")
            file.writelines(f"d{n},{words} {n}\n" for n in range(count))
        else:
            rows = (json.dumps({"id": f"d{n}", "text": f"{words} {n}"}) for n in range(count))
            file.writelines(["[", next(rows), *(f",\n{row}" for row in rows), "]"]
                            if name == "rows.json" else (f"{row}\n" for row in rows))  # fmt: skip
    result = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), str(tmp_path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    documents, growth = result.stdout.split()
    assert int(documents) == count
    assert float(growth) < 45
