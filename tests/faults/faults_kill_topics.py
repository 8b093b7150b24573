"""`kill -9` while topics are found, named and changed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import tiny_llama
from corpora import documents, filled
from harness import Outcome, fault
from killing import Killed, confirm, sound
from ollama_server import OllamaServer, scripted_llama

from topicllama.tools import topic_model
from topicllama.tools.checksums import SUMS
from topicllama.tools.progress import Progress, Task
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace


def train(root: Path, algorithm: str, seed: int, confirmed: Path) -> None:
    confirm(confirmed, Toolbox(Workspace(root)).train_topics(4, algorithm, seed=seed).model)


def _training(algorithm: str, rounds: int, folder: Path) -> Outcome:
    root = filled(folder / "w").root
    last = [Workspace(root).current_version]

    def check(turn: int, confirmed: str) -> None:
        model = sound(root)
        assert model.version >= last[0], "a model that was confirmed is still there"
        assert confirmed in ("", model.version)
        assert len(model.document_ids) == 120 and model.algorithm in ("lda", algorithm)
        last[0] = model.version

    job = Killed(train, root, lambda turn: (root, algorithm, turn + 2), check)
    outcome = job.rounds(rounds, folder, "the topics from before are there, and are found anew")
    for version in Workspace(root).versions():
        topic_model.load(root / "models" / version)
    return outcome


@fault("kill -9: train (lda)")
def train_lda(rounds: int, folder: Path) -> Outcome:
    return _training("lda", rounds, folder)


@fault("kill -9: train (nmf)", quick=0, instead="kill -9: train (lda)")
def train_nmf(rounds: int, folder: Path) -> Outcome:
    return _training("nmf", rounds, folder)


@fault("kill -9: train (lsa)", quick=0, instead="kill -9: train (lda)")
def train_lsa(rounds: int, folder: Path) -> Outcome:
    return _training("lsa", rounds, folder)


def fold_in(root: Path, turn: int, confirmed: Path) -> None:
    workspace = Workspace(root)
    workspace.corpus.add(documents(f"n{turn}", 5))
    confirm(confirmed, "5")
    tools = Toolbox(workspace)
    tools.update()
    confirm(confirmed, f"5 {tools.workspace.current_version}")


@fault("kill -9: fold-in of new documents (update)")
def update(rounds: int, folder: Path) -> Outcome:
    root, state = filled(folder / "w").root, [120, "m0001"]

    def check(turn: int, confirmed: str) -> None:
        model, added = sound(root), confirmed.split()
        found = len(Workspace(root).corpus)
        assert found in (state[0], state[0] + 5) and (not added or found == state[0] + 5)
        assert model.version >= str(state[1]) and added[1:] in ([], [model.version])
        if len(added) == 2:
            assert len(model.document_ids) == found, "what was folded in has topics"
        assert all(model.topic(n).label for n in range(4)), "ids and names stay"
        state[:] = found, model.version

    job = Killed(fold_in, root, lambda turn: (root, turn), check)
    return job.rounds(rounds, folder, "the topics are the old ones or the new, and fold in again")


def name_topics(root: Path, host: str, style: str, confirmed: Path) -> None:
    from topicllama.agent.ollama_clients import chat_client

    def note(progress: Progress) -> None:
        if progress.stage == "label":
            confirm(confirmed, progress.done)

    llm = chat_client("llama3.2", 8192, host)
    tools = Toolbox(Workspace(root), llm=llm, task=Task(note))
    tools.label_topics(style=style)


@fault("kill -9: label (a Llama on a stand-in for Ollama)")
def label(rounds: int, folder: Path) -> Outcome:
    root, before = filled(folder / "w").root, [0]

    def check(turn: int, confirmed: str) -> None:
        model = sound(root)
        assert all(topic.label for topic in model.topics)
        kept = answers(root / "labels" / "answers.sqlite", "answers")
        assert kept >= before[0] + int(confirmed or 0), "an answer that was told is kept"
        before[0] = kept

    with OllamaServer(behaviour=scripted_llama) as server:
        job = Killed(name_topics, root, lambda turn: (root, server.url, f"style {turn}"), check)
        outcome = job.rounds(rounds, folder, "names are the old ones or the new")
        asked = len(server.chats)
        name_topics(root, server.url, f"style {rounds}", folder / "again")
        assert len(server.chats) == asked, "what was answered is not asked again"
    return outcome


def answers(file: Path, table: str) -> int:
    if not file.exists():
        return 0
    with closing(sqlite3.connect(file)) as db:
        known = db.execute("SELECT 1 FROM sqlite_master WHERE name=?", (table,)).fetchone()
        return int(db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]) if known else 0


EDITS = (("rename", "0", "A name"), ("merge", "0,1", ""), ("undo", "", ""), ("split", "2", ""),
         ("delete", "3", ""), ("noise", "", "goal"), ("undo", "", ""), ("undo", "", ""),
         ("undo", "", ""))  # fmt: skip


def edit(root: Path, start: int, confirmed: Path) -> None:
    tools, told = Toolbox(Workspace(root), confirm=lambda question: True), list[list[str]]()
    for action, topics, name in EDITS:
        if action == "rename":
            name = f"A name {start}"
        tools.edit_topics(action, topics, name)
        model = tools.workspace.require_model()
        told.append([model.version, *(topic.label for topic in model.topics)])
        confirm(confirmed, json.dumps(told))


@fault("kill -9: edits (rename, merge, split, delete, noise, undo)")
def edits(rounds: int, folder: Path) -> Outcome:
    root = filled(folder / "w").root

    def check(turn: int, confirmed: str) -> None:
        model, told = sound(root), json.loads(confirmed or "[]")
        for version, *labels in told:
            known = topic_model.load(root / "models" / version)
            assert [topic.label for topic in known.topics] == labels, "an edit that was confirmed"
        if told and len(told) < len(EDITS):
            undoes = EDITS[len(told)][0] == "undo"
            before = topic_model.load(root / "models" / told[-1][0])
            done = before.parent if undoes else model.parent
            assert model.version == before.version or (
                model.version == done if undoes else done == before.version
            ), "the last confirmed edit, or the next"
        elif told:
            assert model.version == told[-1][0]
        Workspace(root).use_version("m0001")  # each round begins with the same topics

    job = Killed(edit, root, lambda turn: (root, turn), check)
    return job.rounds(rounds, folder, "the last edit that was confirmed, or the next one whole")


def augment_texts(root: Path, host: str, sentences: int, confirmed: Path) -> None:
    from topicllama.agent.ollama_clients import chat_client
    from topicllama.tools.augment import Settings, augment

    def note(progress: Progress) -> None:
        if progress.stage == "write":
            confirm(confirmed, progress.done)

    settings = Settings(sentences=sentences, group=5, limit=25, keep="always")
    llm = chat_client("llama3.2", 8192, host)
    augment(Workspace(root), llm, settings, lambda budget: True, Task(note))


@fault("kill -9: augment (sentences by a Llama on a stand-in for Ollama)", quick=0,
       instead="kill -9: label, and tests/tools/test_augment.py")  # fmt: skip
def augment(rounds: int, folder: Path) -> Outcome:
    root, state = filled(folder / "w", 60, topics=3, words=10).root, [0, ""]

    def check(turn: int, confirmed: str) -> None:
        model = sound(root)
        kept = answers(root / "index" / "augment.sqlite", "replies")
        assert kept >= int(state[0]) + int(confirmed or 0), "a sentence that was told is kept"
        assert model.version >= str(state[1])
        state[:] = kept, model.version

    def arguments(turn: int) -> tuple[Path, str, int]:
        with_fresh_replies(root)
        state[0] = 0
        return root, server.url, 3

    with OllamaServer(behaviour=scripted_llama) as server:
        job = Killed(augment_texts, root, arguments, check)
        outcome = job.rounds(rounds, folder, "what the Llama wrote is kept and not asked again")
        asked = len(server.chats)
        augment_texts(root, server.url, 3, folder / "again")
        assert len(server.chats) == asked, "what was written is not asked again"
    return outcome


def with_fresh_replies(root: Path) -> None:
    """So that there is something to ask."""
    for file in (root / "index").glob("augment.sqlite*"):
        file.unlink()


def adapt_llama(root: Path, checkpoint: Path, confirmed: Path) -> None:
    from topicllama.tools.adapt import Target, adapt
    from topicllama.tools.adapt_training import Settings

    with tiny_llama.one_thread():
        settings = Settings(steps=3, max_length=64, batch=4, learning_rate=1e-2)
        made = adapt(Workspace(root), str(checkpoint), settings, Target(create=False))
    confirm(confirmed, made.adapter)


@fault("kill -9: adapt (a tiny Llama)")
def adapt(rounds: int, folder: Path) -> Outcome:
    from safetensors.numpy import load_file

    workspace = Workspace(folder / "w")
    workspace.corpus.add(tiny_llama.documents())
    with tiny_llama.one_thread():
        checkpoint = tiny_llama.make(folder / "llama")

    def check(turn: int, confirmed: str) -> None:
        made = sorted((workspace.root / "adapters").glob("*"))
        assert not confirmed or Path(confirmed) in made, "an adapter that was confirmed"
        for one in made:
            names = {file.name for file in one.iterdir()}
            assert names == {"Modelfile", "adapter_config.json", "adapter_model.safetensors", SUMS,
                             "report.json"}, "an adapter is whole or absent"  # fmt: skip
            assert load_file(one / "adapter_model.safetensors")

    job = Killed(adapt_llama, workspace.root, lambda turn: (workspace.root, checkpoint), check)
    return job.rounds(rounds, folder, "an adapter is whole or absent")
