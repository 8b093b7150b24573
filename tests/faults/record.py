"""The results of the fault tests: ``docs/reliability.json``, and the table of the page."""

from __future__ import annotations

import json
import platform
import sqlite3
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from filelock import FileLock
from harness import Fault, Outcome

from topicllama.tools.atomic import write_bytes

DOCS = Path(__file__).resolve().parents[2] / "docs"
RESULTS = DOCS / "reliability.json"
PAGE = DOCS / "reliability.md"
BEGIN, END = "<!-- the table: make faults -->", "<!-- end of the table -->"
_LIBRARIES = ("topicllama", "chromadb", "filelock", "gensim", "gradio", "langchain")


def results() -> dict[str, dict[str, Any]]:
    """What each fault's last full run found, by the fault's name."""
    return json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}


def keep(outcome: Outcome, fault: Fault, seconds: float, names: list[str]) -> None:
    """Puts a full run into the JSON and the page; rows of faults not in ``names`` go."""
    with FileLock(Path(tempfile.gettempdir()) / "topicllama-faults.lock"):
        found = results() | {fault.name: {**asdict(outcome), "seconds": round(seconds),
                                          "date": f"{datetime.now(UTC):%Y-%m-%d}",
                                          "versions": _versions()}}  # fmt: skip
        found = {name: found[name] for name in names if name in found}
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        write_bytes(RESULTS, text.encode(), shared=True)
        write_bytes(PAGE, page(PAGE.read_text("utf-8"), found).encode(), shared=True)


def _versions() -> dict[str, str]:
    return {name: version(name) for name in _LIBRARIES} | {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def page(text: str, found: dict[str, dict[str, Any]]) -> str:
    """The page with its table made anew."""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n{table(found)}\n{END}{after}"


def table(found: dict[str, dict[str, Any]]) -> str:
    """The results as a table in Markdown."""
    rows = ["| fault | rounds | what was lost | what a person sees | seconds | measured |",
            "|---|--:|---|---|--:|---|"]  # fmt: skip
    rows += [f"| {name} | {row['rounds']} | {row['lost']} | {row['seen']} | {row['seconds']} | "
             f"{row['date']} |" for name, row in found.items()]  # fmt: skip
    return "\n".join(rows)
