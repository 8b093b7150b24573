"""Small corpora, and workspaces made of them."""

from __future__ import annotations

import json
import random
from pathlib import Path

from topicllama.tools.documents import Document
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

_SUBJECTS = (
    "goal match team player striker league coach season stadium referee",
    "bank rate inflation economy market shares currency budget trade debt",
    "fire storm flood rain wind rescue damage village forest weather",
    "virus doctor patient hospital vaccine nurse medicine disease health trial",
)


def lines(file: Path, name: str, count: int, words: int = 30) -> Path:
    """A JSONL file of ``count`` texts about four subjects, dated, none like another."""
    chosen = random.Random(name)
    with file.open("w", encoding="utf-8") as out:
        for number in range(count):
            subject = _SUBJECTS[number % len(_SUBJECTS)].split()
            text = " ".join(chosen.choice(subject) for _ in range(words))
            record = {"id": f"{name}-{number}", "text": f"{text} {name}{number}", "title": "",
                      "date": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
                      "label": subject[0]}  # fmt: skip
            out.write(json.dumps(record) + "\n")
    return file


def documents(name: str, count: int, words: int = 30) -> list[Document]:
    """The same as documents."""
    chosen = random.Random(name)
    return [
        Document(f"{name}-{n}", " ".join(chosen.choice(_SUBJECTS[n % 4].split()) for _ in
                 range(words)) + f" {name}{n}", date=f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}",
                 label=_SUBJECTS[n % 4].split()[0], language="en")
        for n in range(count)
    ]  # fmt: skip


def filled(root: Path, count: int = 120, topics: int = 4, words: int = 30) -> Workspace:
    """A workspace with topics (0: none); the background does nothing in it."""
    workspace = Workspace(root)
    workspace.corpus.add(documents("first", count, words))
    workspace.set(prepare_search=False)
    if topics:
        Toolbox(workspace).train_topics(topics)
    return workspace
