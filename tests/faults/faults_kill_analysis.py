"""`kill -9` while a corpus is analysed, drawn and written to files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpora import filled
from harness import Outcome, fault
from killing import Killed, Work, confirm, half_written

from topicllama.tools.documents import content_hash
from topicllama.tools.workspace import Workspace


def _digest(value: Any) -> str:
    return content_hash(json.dumps(value, sort_keys=True, default=str))


def trends(root: Path, confirmed: Path) -> None:
    from topicllama.tools.toolbox import Toolbox
    from topicllama.tools.trends_kept import topic_trends

    found = topic_trends(Workspace(root))
    told = Toolbox(Workspace(root)).analyze_corpus("trends")
    confirm(confirmed, _digest([found.whole, found.chart, told.data]))


def sentiment(root: Path, confirmed: Path) -> None:
    from topicllama.tools.sentiment_kept import measure_sentiment
    from topicllama.tools.topic_moods import topic_moods

    found = measure_sentiment(Workspace(root)).data
    confirm(confirmed, _digest([found, topic_moods(Workspace(root))]))


def by_topics(root: Path, confirmed: Path) -> None:
    from topicllama.tools.document_map import document_map

    confirm(confirmed, _digest(asdict(document_map(Workspace(root)))))


def by_meaning(root: Path, confirmed: Path) -> None:
    from topicllama.tools.document_map import document_map

    confirm(confirmed, _digest(asdict(document_map(Workspace(root), "meaning"))))


def evaluate(root: Path, confirmed: Path) -> None:
    from topicllama.tools.figures_kept import measure

    confirm(confirmed, _digest(measure(Workspace(root))))


def _kept(
    work: Work, rounds: int, folder: Path, workspace: Workspace, stays: Callable[[Path], bool]
) -> Outcome:
    """Work whose results are kept for the next time: whatever is kept, the same comes out. Each
    round begins without what is kept."""
    root, known = workspace.root, list[str]()

    def arguments(turn: int) -> tuple[Path]:
        for path in (root / "index").iterdir():
            if not stays(path):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        return (root,)

    def check(turn: int, confirmed: str) -> None:
        known.extend([confirmed] if confirmed else [])
        assert len(set(known)) == 1, "what was worked out before"
        again = folder / "again"
        if turn % 10 == 0:  # from what the killed one left
            work(root, again)
            assert again.read_text() == known[0]

    job = Killed(work, root, arguments, check)
    return job.rounds(rounds, folder, "the same figures come out the next time")


def _is_words(path: Path) -> bool:
    return path.name.startswith(("bow-", "keywords-", "vectors", "chroma", "passages-"))


@fault("kill -9: trends and hot events")
def trends_killed(rounds: int, folder: Path) -> Outcome:
    return _kept(trends, rounds, folder, filled(folder / "w"), _is_words)


@fault("kill -9: sentiment")
def sentiment_killed(rounds: int, folder: Path) -> Outcome:
    return _kept(sentiment, rounds, folder, filled(folder / "w"), _is_words)


@fault("kill -9: map by topics")
def map_killed(rounds: int, folder: Path) -> Outcome:
    return _kept(by_topics, rounds, folder, filled(folder / "w"), _is_words)


@fault("kill -9: map by meaning", quick=0, instead="kill -9: map by topics")
def meaning_killed(rounds: int, folder: Path) -> Outcome:
    from topicllama.tools.embed_job import embed

    workspace = filled(folder / "w", 60, topics=3, words=12)
    embed(workspace)
    return _kept(by_meaning, rounds, folder, workspace, _is_words)


@fault("kill -9: evaluate", quick=0, instead="kill -9: trends")
def evaluate_killed(rounds: int, folder: Path) -> Outcome:
    return _kept(evaluate, rounds, folder, filled(folder / "w"), _is_words)


FILES = [("documents", "csv"), ("documents", "jsonl"), ("documents", "parquet"), ("topics", "csv"),
         ("topics", "md"), ("topics", "json"), ("topics", "pyldavis"), ("report", "html"),
         ("report", "md"), ("map", "html"), ("map", "csv"), ("method", "md")]  # fmt: skip


def export_all(root: Path, out: Path, turn: int, confirmed: Path) -> None:
    from topicllama.tools.exporting import export
    from topicllama.tools.toolbox import Toolbox

    workspace, told = Workspace(root), list[str]()
    Toolbox(workspace).edit_topics("rename", "0", f"Name {turn}")  # so that every file is new
    for what, format in FILES:
        export(workspace, what, format, out / f"{what}.{format}")
        told.append(f"{what}.{format}")
        confirm(confirmed, ",".join(told))


def _content(file: Path) -> bool:
    """A whole file of its format."""
    import pyarrow.parquet

    if file.suffix == ".parquet":
        return bool(pyarrow.parquet.read_table(file).num_rows == 120)
    text = file.read_text("utf-8")
    if file.suffix in (".json", ".pyldavis"):
        return bool(json.loads(text))
    if file.suffix == ".html":
        return text.rstrip().endswith("</html>")
    return text.endswith("\n") and (file.name != "documents.csv" or text.count("\n") >= 121)


@fault("kill -9: exports and report")
def export_killed(rounds: int, folder: Path) -> Outcome:
    root, out = filled(folder / "w").root, folder / "out"
    out.mkdir()

    def check(turn: int, confirmed: str) -> None:
        told = [out / name for name in confirmed.split(",") if name]
        assert all(file.exists() for file in told), "a file that was confirmed"
        files = [file for file in out.iterdir() if not file.name.startswith(".")]
        assert all(_content(file) for file in files), "a file is whole or absent"
        if out / "topics.md" in told:
            assert f"Name {turn}" in (out / "topics.md").read_text("utf-8")

    job = Killed(export_all, root, lambda turn: (root, out, turn), check)
    outcome = job.rounds(rounds, folder, "a file is the old one or the new; it is written again")
    assert not half_written(out), "what was left half written is removed by the next export"
    return outcome
