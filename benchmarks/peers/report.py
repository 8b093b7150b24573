"""The tables of docs/benchmarks.md, from the file of results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

from ..measure import table
from .corpora import CORPORA
from .fit import VECTORS
from .rows import NAMES, ROWS
from .runs import Run

_HEADER = ("model", "NPMI", "diversity", "NMI", "accuracy", "assigned", "topics found", "seconds",
           "CPU seconds", "peak MiB", "runs")  # fmt: skip
_BY_DATE = "accuracy by date"

Lines = Mapping[Run, dict[str, Any]]


def print_tables(lines: Lines) -> None:
    """A Markdown table a corpus; every figure is the mean over numbers of topics of the mean over
    seeds."""
    for corpus in CORPORA:
        own = {run: line for run, line in lines.items() if run.corpus == corpus}
        judged = [line for run, line in own.items() if run.row != VECTORS]
        if judged:
            _print_table(corpus, own, judged[0])


def _print_table(corpus: str, lines: Lines, first: Mapping[str, Any]) -> None:
    topics = sorted({run.topics for run in lines if run.row != VECTORS})
    print(f"### {corpus}: {first['documents']:,} documents, {first['vocabulary']:,} words\n")
    print(f"Means over {', '.join(map(str, topics))} topics.\n")
    by_date = "accuracy_by_date" in first
    header = [*_HEADER[:5], _BY_DATE, *_HEADER[5:]] if by_date else _HEADER
    vectors = next((line for run, line in lines.items() if run.row == VECTORS), {})
    cells = []
    for row in ROWS:
        found = [line for run, line in lines.items() if run.row == row]
        if found:
            cells.append(_row(row, found, vectors if row == "bertopic" else {}, by_date))
    table(header, cells)


def _row(
    row: str, found: Sequence[dict[str, Any]], vectors: Mapping[str, Any], by_date: bool
) -> list[str]:
    cells = [NAMES[row], f"{_mean(found, 'npmi'):.3f}", f"{_mean(found, 'diversity'):.2f}",
             f"{_mean(found, 'nmi'):.3f}", f"{_mean(found, 'accuracy'):.3f}"]  # fmt: skip
    if by_date:
        cells.append(f"{_mean(found, 'accuracy_by_date'):.3f}")
    cells += [f"{_mean(found, 'assigned'):.1%}", f"{_mean(found, 'found'):.1f}"]
    cells += [_seconds(found, vectors, name) for name in ("fit_seconds", "fit_cpu")]
    peak = max(_mean(found, "peak_mib"), vectors.get("peak_mib", 0.0))
    return [*cells, f"{peak:.0f}", str(len(found))]


def _seconds(found: Sequence[dict[str, Any]], vectors: Mapping[str, Any], name: str) -> str:
    """Seconds of a fit; before them those of the embedding, once a corpus."""
    fit = f"{_mean(found, name):.1f}"
    return f"{vectors[name]:.0f} + {fit}" if vectors else fit


def _mean(found: Sequence[dict[str, Any]], name: str) -> float:
    """So that a number of topics with more seeds than another does not weigh more."""
    by_topics = defaultdict[int, list[float]](list)
    for line in found:
        by_topics[line["topics"]].append(line[name])
    return mean(mean(values) for values in by_topics.values())
