"""A disk that is full, a folder in which nothing may be written, and texts that nobody may read."""

from __future__ import annotations

import json
import os
import shutil
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from corpora import documents, lines
from harness import NOTHING, PROCESSES, Outcome, fault, moments
from small_disk import fill, make_room, obey_permissions, remount, small_disk
from whole_workspace import PARTS, opened

from topicllama.tools.documents import content_hash
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

FULL = "The disk is full"
_LEAST = 2**12  # bytes; a page of a tmpfs


class Vectors:
    """Stands for an embedding model: the files are what is tested."""

    name, dimensions, languages = "vectors-of-hashes", 64, None

    def embed(self, texts: Sequence[str]) -> Any:
        seeds = [int(content_hash(text)[:8], 16) for text in texts]
        rows = np.stack([np.random.default_rng(seed).normal(size=64) for seed in seeds])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


# what writes -------------------------------------------------------------------------------------


def _load(workspace: Workspace, texts: Path) -> None:
    Toolbox(workspace).load([texts])


def _train(workspace: Workspace, texts: Path) -> None:
    Toolbox(workspace).train_topics(4, seed=3)


def _label(workspace: Workspace, texts: Path) -> None:
    Toolbox(workspace).label_topics("zh")


def _edit(workspace: Workspace, texts: Path) -> None:
    Toolbox(workspace).edit_topics("rename", "1", "Another name")


def _merge(workspace: Workspace, texts: Path) -> None:
    topics = [str(topic.id) for topic in workspace.require_model().topics[:2]]
    Toolbox(workspace).edit_topics("merge", ",".join(topics))


def _embed(workspace: Workspace, texts: Path) -> None:
    from topicllama.tools.embed_job import embed

    embed(workspace, Vectors())


def _chat(workspace: Workspace, texts: Path) -> None:
    from topicllama.agent.conversation import ask

    answer = ask(workspace, "show the topics", "kept")
    if "could not be saved: the disk is full" in answer.text or FULL in answer.text:
        raise TopicLlamaError(f"{FULL}: {answer.text[-200:]}")
    if "cannot be saved" in answer.text:
        raise TopicLlamaError(answer.text[-200:])


def _export(workspace: Workspace, texts: Path) -> None:
    from topicllama.tools.exporting import export

    export(workspace, "documents", "csv", workspace.root.parent / "out.csv", overwrite=True)


def _set(workspace: Workspace, texts: Path) -> None:
    workspace.set(name="Another name", num_ctx=8192)


def _sentiment_job(workspace: Workspace, texts: Path) -> None:
    """As the page does it."""
    from topicllama.tools.sentiment_kept import measure_sentiment
    from topicllama.ui.jobs import Jobs

    _ended(Jobs(), "jobs_sentiment", lambda task: measure_sentiment(workspace, task))


def _train_job(workspace: Workspace, texts: Path) -> None:
    from topicllama.ui.jobs import Jobs

    _ended(Jobs(), "jobs_train", lambda task: Toolbox(workspace, task=task).train_topics(3))


def _ended(jobs: Any, title: str, work: Callable[[Any], Any]) -> None:
    import threading

    job = jobs.start(title, work)
    for thread in threading.enumerate():
        if thread.name == title:
            thread.join()
    if job.state == "failed":
        raise TopicLlamaError(job.error)


def _profile(workspace: Workspace, texts: Path) -> None:
    from topicllama.tools.profiles import Event, Profiles

    name = workspace.corpus.ids()[3]
    Profiles(workspace).add([Event(f"user {n}", name) for n in range(300)])


def _upload(workspace: Workspace, texts: Path) -> None:
    from topicllama.ui.page_uploads import Batch

    Batch.begin(workspace).write("pasted.txt", "Some text. " * 2000)


WRITING = (_load, _train, _label, _edit, _merge, _embed, _chat, _export, _set, _sentiment_job,
           _train_job, _profile, _upload)  # fmt: skip


def told(work: Callable[[Workspace, Path], None], workspace: Workspace, texts: Path) -> str:
    """ "" when it was done, what a person reads, or a trace."""
    from topicllama.tools.damage import disk_problem

    try:
        work(workspace, texts)
    except TopicLlamaError as error:
        return f"{error.message} {error.hint}".strip()
    except BaseException as error:
        problem = disk_problem(error)  # as the doors word it
        return problem.message if problem else traceback.format_exc()
    return ""


def state(root: Path) -> dict[str, Any]:
    """What was confirmed and must stay, read anew."""
    workspace = Workspace(root)
    chats = [path.read_bytes().decode() for path in sorted((root / "chats").glob("*.json"))]
    return {
        "documents": sorted(one.id for one in workspace.corpus),
        "versions": workspace.versions(),
        "topics": [topic.label for topic in workspace.require_model().topics],
        "settings": workspace.settings,
        "chats": chats,
        "damage": [error.message for error in workspace.damage],
    }


# a full disk -------------------------------------------------------------------------------------


def one_round(disk: Path, number: int, free: int, texts: Path, out: Path) -> None:
    """In a process of its own: the work on the full disk, a look, room, the work again."""
    from topicllama.tools.integrity import find_damage

    work, root = WRITING[number], disk / "w"
    workspace = Workspace(root)
    assert workspace.model is not None
    before = state(root)
    fill(disk, free)
    said = told(work, workspace, texts)
    full = state(root)
    half = [path.name for path in root.rglob("*.tmp")] + [
        path.name for path in root.rglob("*.part")
    ]
    make_room(disk)
    again = told(work, workspace, texts)
    after = state(root)
    left = [error.message for error in find_damage(Workspace(root))]
    out.write_text(json.dumps([said, before, full, half, again, after, left]))


@fault("full disk: every operation that writes, at many fill levels", rounds=65, quick=1)
def full_disk(rounds: int, folder: Path) -> Outcome:
    disk, pristine = folder / "disk", folder / "pristine"
    texts = lines(folder / "more.jsonl", "more", 60)
    with small_disk(disk, 48):
        _made(disk / "w")
        shutil.copytree(disk / "w", pristine)
        chosen, said = moments(), Counter[str]()
        for turn in range(rounds):
            work = turn % len(WRITING)
            free = int(_LEAST * 2 ** chosen.uniform(0, 6)) if turn % 13 else 0
            shutil.rmtree(disk / "w")
            shutil.copytree(pristine, disk / "w")
            out = folder / f"told{turn}"
            process = PROCESSES.Process(target=one_round, args=(disk, work, free, texts, out))
            process.start()
            process.join(300)
            name = f"{WRITING[work].__name__} with {free} bytes free"
            assert out.exists(), f"{name}: the process ended with {process.exitcode}"
            said[_checked(name, json.loads(out.read_text()))] += 1
            make_room(disk)
    return Outcome(
        rounds,
        NOTHING,
        f"{said['full']} times one sentence said that the disk is full and what to do, "
        f"{said['done']} times there was room enough; nothing half written stayed, and with room "
        "again everything went on in the same process",
    )


def _made(root: Path) -> None:
    from topicllama.agent.conversation import ask

    workspace = Workspace(root)
    workspace.corpus.add(documents("first", 60))
    workspace.set(prepare_search=False, name="Small")
    Toolbox(workspace).train_topics(4)
    ask(workspace, "help", "kept")


def _checked(name: str, seen: list[Any]) -> str:
    said, before, full, half, again, after, left = seen
    assert not said or FULL in said, f"{name}: {said[-900:]}"
    assert not half, f"{name}: {half} stayed"
    for key in ("documents", "versions", "chats"):
        lost = [one for one in before[key] if one not in full[key] and key != "chats"]
        assert not lost, f"{name}: {key} lost on the full disk"
    assert not full["damage"] and not after["damage"] and not left, f"{name}: {left}"
    if said:  # all or nothing
        assert full["documents"] in (before["documents"], after["documents"]), name
        assert full["settings"] in (before["settings"], after["settings"]), name
        assert all(a.startswith(b) for a, b in zip(full["chats"], before["chats"], strict=False))
    assert not again, f"{name}: with room again: {again[-900:]}"
    return "full" if said else "done"


# nothing may be written --------------------------------------------------------------------------


def reading(root: Path, texts: Path, out: Path, obeys: bool) -> None:
    """In a process of its own: everything is opened, every change tried, each view shown."""
    if obeys:
        obey_permissions()
    home = out.parent / "home"
    os.environ |= {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    seen = {"opened": opened(root)}
    workspace = Workspace(root)
    if not workspace.read_only:  # what it is like before
        out.write_text(json.dumps(seen))
        return
    seen["refused"] = {work.__name__: told(work, workspace, texts) for work in WRITING
                       if work not in (_sentiment_job, _export)}  # fmt: skip
    seen["views"] = _views(workspace)
    out.write_text(json.dumps(seen))


def _views(workspace: Workspace) -> dict[str, str]:
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from topicllama.ui.rooms import Rooms
    from topicllama.ui.views.routes import VIEWS, routes

    client = TestClient(Starlette(routes=routes(Rooms(workspace))))
    return {name: client.get(f"/tl/view/{name}").text for name in VIEWS}


@fault(
    "read-only folder: a disk mounted read-only, and permissions without writing",
    rounds=2,
    quick=0,
    instead="tests/faults/test_disk.py",
)
def read_only(rounds: int, folder: Path) -> Outcome:
    from whole_workspace import make

    disk, out = folder / "disk", folder / "out"
    out.mkdir()
    with small_disk(disk, 96):
        building = PROCESSES.Process(target=make, args=(disk / "w", disk / "texts.jsonl"))
        building.start()
        building.join()
        assert building.exitcode == 0
        sound = _seen(disk / "w", disk / "texts.jsonl", out / "sound", obeys=False)["opened"]
        for turn in range(rounds):
            by_mount = turn % 2 == 0
            if by_mount:
                remount(disk, "ro")
            else:
                _close(disk / "w")
            seen = _seen(disk / "w", disk / "texts.jsonl", out / f"{turn}", obeys=not by_mount)
            if by_mount:
                remount(disk, "rw")
            _read_only_is_said(sound, seen)
    return Outcome(
        rounds,
        NOTHING,
        "topics, search, documents, chats and figures open as before, the page says above all "
        "views that the folder is read-only, and every change says so in one sentence",
    )


def _close(root: Path) -> None:
    """Nobody may write to any of it."""
    for path in (root, *root.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def _seen(root: Path, texts: Path, out: Path, *, obeys: bool) -> Any:
    process = PROCESSES.Process(target=reading, args=(root, texts, out, obeys))
    process.start()
    process.join(300)
    assert out.exists(), f"the process ended with {process.exitcode}"
    return json.loads(out.read_text())


def _read_only_is_said(sound: dict[str, Any], seen: dict[str, Any]) -> None:
    for part in PARTS:
        assert seen["opened"][part] == sound[part], f"{part}: {seen['opened'][part]}"[:900]
    for name, said in seen["refused"].items():
        assert "read-only" in said and "Traceback" not in said, f"{name}: {said[-900:]}"
    for name, page in seen["views"].items():
        assert "read-only" in page, f"the view {name}: {page[:500]}"
        assert "could not be shown" not in page, name


@fault("texts that nobody may read: files and folders without permission", rounds=5, quick=0,
       instead="tests/faults/test_disk.py")  # fmt: skip
def unreadable(rounds: int, folder: Path) -> Outcome:
    texts = closed_texts(folder)
    for turn in range(rounds):
        out = folder / f"told{turn}"
        process = PROCESSES.Process(target=load_closed, args=(folder / f"w{turn}", texts, out))
        process.start()
        process.join(120)
        assert process.exitcode == 0
        closed_are_named(out)
    return Outcome(
        rounds,
        NOTHING,
        "the report of the load names each file and folder that cannot be read and why; the "
        "others are loaded",
    )


def closed_texts(folder: Path) -> Path:
    """A folder of texts; one file and one folder in it have no permissions, and another folder
    may be listed but not entered."""
    texts = folder / "texts"
    (texts / "inner").mkdir(parents=True)
    lines(texts / "good.jsonl", "good", 30)
    lines(texts / "closed.jsonl", "closed", 30).chmod(0)
    lines(texts / "inner" / "more.jsonl", "more", 5)
    (texts / "inner").chmod(0)
    (texts / "listed").mkdir()
    lines(texts / "listed" / "seen.jsonl", "seen", 5)
    (texts / "listed").chmod(0o444)
    return texts


def load_closed(root: Path, texts: Path, out: Path) -> None:
    """In a process of its own, which obeys permissions."""
    obey_permissions()
    workspace = Workspace(root)
    report = Toolbox(workspace).load([texts])
    rejected = " ".join(f"{one.file}: {one.message}" for one in
                        [*report.rejected, *report.warnings])  # fmt: skip
    alone = told(_load, workspace, texts / "closed.jsonl")
    out.write_text(json.dumps([report.documents, rejected, alone]))


def closed_are_named(out: Path) -> None:
    found, rejected, alone = json.loads(out.read_text())
    assert found == 30, f"{found} documents, {rejected}"
    assert "closed.jsonl" in rejected and "inner" in rejected, rejected
    assert "listed/seen.jsonl: It cannot be read (Permission denied)." in rejected, rejected
    assert "closed.jsonl" in alone and "Traceback" not in alone, alone
