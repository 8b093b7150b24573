"""`kill -9` while texts are loaded, and while search is made ready."""

from __future__ import annotations

from pathlib import Path

from corpora import documents, filled, lines
from harness import Outcome, fault
from killing import Killed, confirm, embedded

from topicllama.tools.embed_job import coverage, coverage_info
from topicllama.tools.load_record import records
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

ADDED = 400


def load_more(root: Path, text: Path, confirmed: Path) -> None:
    confirm(confirmed, Toolbox(Workspace(root)).load([text]).documents)


@fault("kill -9: load")
def load(rounds: int, folder: Path) -> Outcome:
    root, known = folder / "w", [0]

    def check(turn: int, confirmed: str) -> None:
        corpus = Workspace(root).corpus
        found = len(corpus)
        assert found in (known[0], known[0] + ADDED), "a load is whole or absent"
        if confirmed:
            assert found == int(confirmed) == known[0] + ADDED, "a confirmed load is there"
            assert records(Workspace(root))[0].origin == f"r{turn}.jsonl"
        assert len(set(corpus.ids())) == found
        known[0] = found

    job = Killed(load_more, root, lambda turn: (root, lines(folder / f"r{turn}.jsonl", f"r{turn}",
                                                            ADDED, 8)), check)  # fmt: skip
    return job.rounds(rounds, folder, "a load is whole or absent, and loads again")


def embed_all(root: Path, confirmed: Path) -> None:
    from topicllama.tools.embed_job import embed
    from topicllama.tools.progress import Progress, Task
    from topicllama.tools.search import search

    def note(progress: Progress) -> None:
        if progress.stage == "embed":
            confirm(confirmed, progress.done)

    workspace = Workspace(root)
    embed(workspace, task=Task(note), batch_size=4)
    found = search(workspace, "vaccine trial hospital", mode="hybrid", limit=3)
    assert found.covered == 1.0 and len(found.results) == 3


@fault("kill -9: preparing search by meaning (embed)")
def embed(rounds: int, folder: Path) -> Outcome:
    root, before = filled(folder / "w", 24, topics=3).root, [0]

    def arguments(turn: int) -> tuple[Path]:
        workspace = Workspace(root)
        if turn < 0 or coverage(workspace) == 1.0:  # there is to be something to do
            workspace.corpus.add(documents(f"t{turn}", 24, 12))
        return (root,)

    def check(turn: int, confirmed: str) -> None:
        info = coverage_info(Workspace(root))
        assert embedded(root) >= before[0], "a vector that was confirmed is still there"
        assert int(confirmed or 0) <= info.embedded <= info.passages
        before[0] = embedded(root)

    job = Killed(embed_all, root, arguments, check)
    outcome = job.rounds(rounds, folder, "the next run embeds only what is missing")
    assert coverage(Workspace(root)) == 1.0
    return outcome


def first_search(root: Path, confirmed: Path) -> None:
    from topicllama.tools.search import search

    found = search(Workspace(root), "vaccine trial hospital", mode="keyword", limit=5)
    confirm(confirmed, ",".join(hit.id for hit in found.results))


@fault("kill -9: preparing search by words")
def words(rounds: int, folder: Path) -> Outcome:
    root = filled(folder / "w", 200, topics=0).root
    workspace = Workspace(root)

    def arguments(turn: int) -> tuple[Path]:
        workspace.corpus.add(documents(f"t{turn}", 1, 12))  # so that its index is made anew
        return (root,)

    def check(turn: int, confirmed: str) -> None:
        found = Toolbox(Workspace(root)).search_documents("vaccine trial hospital", mode="keyword")
        ids = ",".join(hit.id for hit in found.results)
        assert len(found.results) == 5 and confirmed in ("", ids), "the index is whole"
        kept = list((root / "index").glob("keywords-*"))
        assert len(kept) == 1, "indexes of earlier texts are removed"

    job = Killed(first_search, root, arguments, check)
    return job.rounds(rounds, folder, "the index is made at the next search")
