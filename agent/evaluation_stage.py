"""Workspaces for the evaluation of an agent: prepared once, copied for each conversation.

They hold real, small corpora, so that every tool runs as it does for a person: forty news articles
of the English demo and forty of the Chinese one, with six topics.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from ..tools.documents import Document
from ..tools.language import detect
from ..tools.progress import Task
from ..tools.toolbox import Toolbox
from ..tools.workspace import Workspace
from .evaluation_cases import Case

DOCUMENTS, TOPICS = 40, 6
# A topic with this keyword gets this name, so that conversations can name it.
_NAMES = {
    "en": {"firefighters": "Bushfires", "yacht": "Yacht racing", "tennis": "Tennis",
           "pakistan": "India and Pakistan", "road": "Road deaths"},
    "zh": {"房价": "楼市", "茶园": "茶叶", "地铁": "公共交通", "球队": "篮球"},
}  # fmt: skip


@contextmanager
def temporary_stage(task: Task | None = None) -> Iterator[Stage]:
    """A stage in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="topicllama-", ignore_cleanup_errors=True) as folder:
        yield Stage(Path(folder), task)


class Stage:
    """``root`` is a folder of its own. Workspaces are prepared when a conversation first needs
    them."""

    def __init__(self, root: Path, task: Task | None = None) -> None:
        self.root, self._task = root, task
        self._given = 0

    @contextmanager
    def workspace(self, case: Case) -> Iterator[Workspace]:
        """A workspace for one conversation, gone afterwards."""
        self._given += 1
        place = self.root / f"conversation-{self._given}"  # what is cached for a path stays apart
        if case.start == "empty":
            place.mkdir(parents=True)
        else:
            shutil.copytree(self._prepared(case.corpus, case.start), place)
        workspace = Workspace(place)
        workspace.corpus.add(
            Document(f"added-{number}", text, language=detect(text))
            for number, text in enumerate(case.documents, 1)
        )
        try:
            yield workspace
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def _prepared(self, language: str, start: str) -> Path:
        place = self.root / f"{language}-{start}"
        if place.exists():
            return place
        if start == "topics":
            shutil.copytree(self._prepared(language, "loaded"), place)
            toolbox = Toolbox(Workspace(place), task=self._task)
            toolbox.train_topics(TOPICS)
            _name_topics(toolbox, language)
        else:
            corpus = Workspace(place).corpus
            corpus.add(_english() if language == "en" else _chinese(self.root, self._task))
        return place


def _name_topics(toolbox: Toolbox, language: str) -> None:
    for keyword, name in _NAMES[language].items():
        topics = toolbox.show_topics().topics
        known = [t for t in topics if keyword in t.keywords and t.label_source != "person"]
        if known:
            toolbox.edit_topics("rename", str(known[0].id), name)


def _english() -> Iterator[Document]:
    """The demo's articles have neither dates nor labels: they get made-up months, and a label by
    whether Australia is mentioned, so that there is something to compare."""
    from ..tools.demo_corpus import lee_documents

    for number, document in enumerate(islice(lee_documents(), DOCUMENTS)):
        month = number * 36 // DOCUMENTS
        label = "Australia" if "Australia" in document.text else "World"
        date = f"{2001 + month // 12}-{month % 12 + 1:02}"
        yield replace(document, date=date, label=label)


def _chinese(root: Path, task: Task | None) -> list[Document]:
    """Every other article of the demo, which come in the order of their dates."""
    whole = Workspace(root / "whole")
    Toolbox(whole, task=task).load_corpus("demo-zh")
    return list(whole.corpus)[::2][:DOCUMENTS]
