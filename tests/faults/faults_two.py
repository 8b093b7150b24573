"""Two processes on one workspace: two writers, a reader beside a writer, two servers, an owner of
the lock that is killed, and a lock that was left lying."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from corpora import documents, filled, lines
from faults_kill_doors import Server
from harness import NOTHING, PROCESSES, Outcome, fault, moments, read, ready
from killing import confirm, sound, whole

from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

BUSY = "Another TopicLlama process is writing to this workspace."


def write(root: Path, name: str, times: int, text: Path, told: Path) -> None:
    """Load, rename and set, again and again; what was done and what was refused."""
    done, refused, slowest = list[str](), 0, 0.0
    for number in range(times):
        tools = Toolbox(Workspace(root))
        for action in ("load", "rename", "set"):
            began = time.monotonic()
            try:
                if action == "load":
                    tools.load([lines(text, f"{name}{number}", 10, 12)])
                elif action == "rename":
                    tools.edit_topics("rename", "1", f"{name}{number}")
                else:
                    tools.workspace.set(**{f"{name}{number}": number})
                done.append(f"{action} {name}{number}")
            except TopicLlamaError as error:
                assert error.message == BUSY and error.hint, error.message
                refused += 1
                slowest = max(slowest, time.monotonic() - began)
    confirm(told, json.dumps({"done": done, "refused": refused, "slowest": slowest}))


def _together(*work: tuple[Any, ...]) -> None:
    """Functions with their arguments, each in a process of its own, all at once."""
    processes = [PROCESSES.Process(target=target, args=arguments) for target, *arguments in work]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert all(process.exitcode == 0 for process in processes), "one of them failed"


@fault("two processes: both write")
def writers(rounds: int, folder: Path) -> Outcome:
    ready()
    root, refused, done, slowest = filled(folder / "w").root, 0, 0, 0.0
    for turn in range(rounds):
        before = set(Workspace(root).corpus.ids())
        names = f"a{turn}-", f"b{turn}-"
        _together(*((write, root, name, 2, folder / f"{name}.jsonl", folder / name)
                    for name in names))  # fmt: skip
        told = [json.loads(read(folder / name)) for name in names]
        whole(root)
        workspace, ids = Workspace(root), set(Workspace(root).corpus.ids())
        labels = {label for version in workspace.versions() for label in _labels(root, version)}
        for action, name in (one.split() for each in told for one in each["done"]):
            if action == "load":
                assert {f"{name}-{n}" for n in range(10)} <= ids, "a load that was confirmed"
            elif action == "rename":
                assert name in labels, "an edit that was confirmed"
            else:
                assert name in workspace.settings, "a setting that was confirmed"
        loads = sum(one.startswith("load") for each in told for one in each["done"])
        assert len(ids) == len(before) + 10 * loads, "and nothing else"
        refused += sum(each["refused"] for each in told)
        done += sum(len(each["done"]) for each in told)
        slowest = max(slowest, *(each["slowest"] for each in told))
    seen = (f"of {done + refused} changes {refused} were refused at once with “{BUSY}” "
            f"(the slowest after {slowest:.1f} s), all others are there")  # fmt: skip
    return Outcome(rounds, NOTHING, seen)


def _labels(root: Path, version: str) -> list[str]:
    record = json.loads((root / "models" / version / "model.json").read_text("utf-8"))
    return [topic["label"] for topic in record["topics"]]


def change(root: Path, name: str, told: Path) -> None:
    workspace = Workspace(root)
    workspace.corpus.add(documents(name, 10))
    tools = Toolbox(workspace)
    tools.update()
    tools.train_topics(4)
    tools.edit_topics("merge", "0,1")
    confirm(told, workspace.current_version)


def look(root: Path, until: Path, told: Path) -> None:
    """Read everything, again and again, until another process has ended its changes."""
    looked = 0
    while not until.exists() or not looked:
        tools = Toolbox(Workspace(root))
        shown = tools.show_topics()
        assert len(shown.topics) in (3, 4) and all(topic.label for topic in shown.topics)
        found = tools.search_documents("vaccine trial hospital", mode="keyword", limit=3)
        assert len(found.results) == 3
        sound(root)
        tools.show_topics("0")
        looked += 1
    confirm(told, looked)


@fault("two processes: one reads while the other loads, folds in, trains and edits", rounds=100)
def reader(rounds: int, folder: Path) -> Outcome:
    ready()
    root, looked = filled(folder / "w").root, 0
    for turn in range(rounds):
        ended, told = folder / f"ended{turn}", folder / f"told{turn}"
        _together((change, root, f"c{turn}", ended), (look, root, ended, told))
        assert Workspace(root).current_version == read(ended)
        looked += int(read(told))
    seen = f"{looked} times the reader found whole topics and documents, and never had to wait"
    return Outcome(rounds, NOTHING, seen)


def hold(root: Path, told: Path) -> None:
    with Workspace(root).writing():
        confirm(told, "held")
        time.sleep(60)


@fault("two processes: the owner of the lock is killed, or the lock is left lying")
def owner(rounds: int, folder: Path) -> Outcome:
    ready()
    root, random = filled(folder / "w", 40, topics=0).root, moments()
    for turn in range(rounds):
        told = folder / f"held{turn}"
        process = PROCESSES.Process(target=hold, args=(root, told))
        process.start()
        while not told.exists():
            time.sleep(0.005)
        try:
            Workspace(root).set(refused=turn)
            raise AssertionError("two processes wrote at once")
        except TopicLlamaError as error:
            assert error.message == BUSY
        assert len(Workspace(root).corpus) == 40, "reading goes on"
        if turn % 3 == 0 and process.pid:  # stopped, as a laptop that sleeps: it still has the lock
            os.kill(process.pid, signal.SIGSTOP)
        process.kill()
        process.join()
        if turn % 2:  # as a network drive or a copied folder leaves it
            (root / "lock").write_text(f"{random.randrange(10**6)}\nanother-host\n")
            os.utime(root / "lock", (0, 2**31 + turn))
        Workspace(root).set(turn=turn)
        assert Workspace(root).settings["turn"] == turn
    seen = "whoever comes next writes at once: the lock ends with its process"
    return Outcome(rounds, NOTHING, seen)


@fault("two processes: the page is open while a command loads, trains and edits", rounds=100,
       quick=0, instead="two processes: two servers")  # fmt: skip
def page(rounds: int, folder: Path) -> Outcome:
    ready()
    root, looked = filled(folder / "w").root, 0
    server = Server(root, folder / "address")
    try:
        for turn in range(rounds):
            ended = folder / f"ended{turn}"
            process = PROCESSES.Process(target=change, args=(root, f"p{turn}", ended))
            process.start()
            while process.is_alive():
                for view in ("topics", "documents", "data", "jobs"):
                    assert server.view(view)
                    looked += 1
            process.join()
            assert process.exitcode == 0, "the command failed"
            model, shown = Workspace(root).require_model(), server.view("topics")
            assert all(topic.label.split()[0] in shown for topic in model.topics), "topics of today"
            assert f"{len(Workspace(root).corpus):,}" in server.view("data"), "documents of today"
    finally:
        server.kill()
    return Outcome(rounds, NOTHING, f"{looked} views opened meanwhile; each change shows at once")


@fault("two processes: two servers of the page on one workspace", rounds=100)
def servers(rounds: int, folder: Path) -> Outcome:
    ready()
    root, refused = filled(folder / "w").root, 0
    both = [Server(root, folder / name) for name in ("first", "second")]
    try:
        for turn in range(rounds):
            before = Workspace(root).versions()
            jobs = [server.train() for server in both]
            ends = [_end_of(server, job) for server, job in zip(both, jobs, strict=True)]
            done = sum(end["state"] == "done" for end in ends)
            assert done >= 1, "one of two writers is always served"
            assert all(BUSY[:-1] in end["said"] for end in ends if end["state"] == "failed")
            refused += len(ends) - done
            added = len(Workspace(root).versions()) - len(before)
            assert added == done, "each training that was said to be done is a version"
            sound(root)
            names = [server.view("topics") for server in both]
            for topic in Workspace(root).require_model().topics:
                assert all(topic.label.split()[0] in shown for shown in names), turn
    finally:
        for server in both:
            server.kill()
    seen = (f"of {2 * rounds} trainings at the same time {refused} were refused with “{BUSY}”; "
            "both pages show the topics of today")  # fmt: skip
    return Outcome(rounds, NOTHING, seen)


def _end_of(server: Server, job: str) -> dict[str, Any]:
    deadline = time.monotonic() + 120
    while True:
        (told,) = server.told(job)
        if told["state"] != "running":
            return told
        assert time.monotonic() < deadline, "the work does not end"
        time.sleep(0.05)
