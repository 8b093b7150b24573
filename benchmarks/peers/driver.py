"""The matrix of runs: corpora x seeds x numbers of topics x rows, resumed where it stopped."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from .corpora import CORPORA, PeerCorpus, prepare
from .fit import VECTORS
from .report import print_tables
from .rows import OWN, PEERS, ROWS
from .runs import BENCH_PYTHON, ROOT, FitError, Run, append_line, fit_and_judge, read_lines
from .vectors import have_vectors

TOPICS = (10, 20, 30, 40, 50)
SEEDS = (0, 1, 2)
OUTPUT = ROOT / ".bench" / "peers.jsonl"


def main(arguments: Sequence[str]) -> None:
    wanted = _parser().parse_args(arguments)
    if wanted.table:
        results = read_lines(wanted.output)
        print_tables({run: line for run, line in results.items() if _is_in(run, wanted)})
        return
    if not BENCH_PYTHON.exists() and set(wanted.rows) & set(PEERS):
        sys.exit(
            "The peers are not installed. Run `make bench-peers`, which puts them into "
            f".venv-bench, or name TopicLlama's rows only: --rows {','.join(OWN)}."
        )
    run_matrix(wanted)


def run_matrix(wanted: argparse.Namespace) -> None:
    """Make the runs that the file of results lacks (with ``again``: all that are wanted)."""
    for name in wanted.corpora:
        try:
            corpus = prepare(name, wanted.output.with_suffix("") / name)
        except FileNotFoundError as error:
            print(f"{name} is not there: skipped ({error.filename}).")
            continue
        if "bertopic" in wanted.rows and not have_vectors(corpus.folder):
            _make(Run(name, VECTORS, 0, 0), corpus, wanted.output)
        done = {} if wanted.again else read_lines(wanted.output)
        for run in _runs(name, wanted):
            if run not in done:
                _make(run, corpus, wanted.output)


def _runs(corpus: str, wanted: argparse.Namespace) -> Iterator[Run]:
    """Rows take turns, so that what else the machine does slows all of them alike."""
    for seed in wanted.seeds:
        for topics in wanted.topics:
            for row in wanted.rows:
                yield Run(corpus, row, topics, seed)


def _is_in(run: Run, wanted: argparse.Namespace) -> bool:
    if run.corpus not in wanted.corpora:
        return False
    asked = run.row in wanted.rows and run.topics in wanted.topics and run.seed in wanted.seeds
    return asked or run.row == VECTORS


def _make(run: Run, corpus: PeerCorpus, output: Path) -> None:
    """One run into the file of results; one that fails is said, and left for the next time."""
    try:
        line = fit_and_judge(run, corpus)
    except (FitError, subprocess.TimeoutExpired) as error:
        print(f"{run} failed: {error}", file=sys.stderr, flush=True)
        return
    append_line(output, line)
    shown = ("npmi", "diversity", "nmi", "accuracy", "fit_seconds", "fit_cpu", "peak_mib")
    print(*run, *(f"{name} {line[name]}" for name in shown if name in line), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks peers", description=__doc__)
    parser.add_argument("--corpora", type=_names(CORPORA), default=list(CORPORA))
    parser.add_argument("--rows", type=_names(tuple(ROWS)), default=list(ROWS))
    parser.add_argument("--topics", type=_numbers, default=list(TOPICS))
    parser.add_argument("--seeds", type=_numbers, default=list(SEEDS))
    parser.add_argument("--output", type=Path, default=OUTPUT, help="results, a line a run")
    parser.add_argument("--again", action="store_true", help="also runs that are there already")
    parser.add_argument("--table", action="store_true", help="run nothing, print the tables")
    return parser


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _names(known: Sequence[str]):  # type: ignore[no-untyped-def]
    def names(text: str) -> list[str]:
        wrong = [part for part in text.split(",") if part not in known]
        if wrong:
            raise argparse.ArgumentTypeError(
                f"no {', '.join(wrong)}: choose from {', '.join(known)}"
            )
        return text.split(",")

    return names
