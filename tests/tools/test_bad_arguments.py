"""What a person, a model or a program may give the tools: a sentence says what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.results import to_json
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

NASTY = ("", " ", "\0", "\n", "\ud800", "\udcff a", "\u202e", "x" * 3000, "火" * 500, "[", "😀",
         "٣", "²", "9" * 21, "-1", "1.5", "nan", "1e999", "0, 0", "0 x ²", "2001-13-45", "%s{0}",
         "'\"; DROP TABLE documents")  # fmt: skip
CALLS: dict[str, Callable[[Toolbox, str], Any]] = {
    "search": lambda tools, text: tools.search_documents(text),
    "search in a topic": lambda tools, text: tools.search_documents("bank", topic=text),
    "search since": lambda tools, text: tools.search_documents("bank", since=text),
    "search until": lambda tools, text: tools.search_documents("bank", until=text),
    "search in a way": lambda tools, text: tools.search_documents("bank", mode=text),
    "recommend": lambda tools, text: tools.recommend_documents(text),
    "topics": lambda tools, text: tools.show_topics(text),
    "analyze": lambda tools, text: tools.analyze_corpus(text),
    "trends": lambda tools, text: tools.analyze_corpus("trends", text),
    "trends by": lambda tools, text: tools.analyze_corpus("trends", "", text),
    "compare by": lambda tools, text: tools.analyze_corpus("compare", "", text),
    "edit": lambda tools, text: tools.edit_topics(text, "0"),
    "merge": lambda tools, text: tools.edit_topics("preview merge", text),
    "split": lambda tools, text: tools.edit_topics("preview split", text),
    "noise": lambda tools, text: tools.edit_topics("preview noise", "", text),
    "rename": lambda tools, text: tools.edit_topics("rename", "0", text),
    "train by": lambda tools, text: tools.train_topics(3, text) if text.strip() else None,
    "label in": lambda tools, text: tools.label_topics(text),
    "load": lambda tools, text: tools.load_corpus(text) if text.strip() else None,
    "remove": lambda tools, text: tools.remove_source(text) if text else None,
}


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Toolbox:
    workspace = Workspace(tmp_path_factory.mktemp("arguments") / "w")
    subjects = ("The football team won the cup match.", "The bank raised interest rates again.",
                "The hospital doctors gave patients the vaccine.")  # fmt: skip
    workspace.corpus.add(
        Document(f"d{n}", f"{subjects[n % 3]} Story {n}.", date=f"200{n % 4}", language="en")
        for n in range(24)
    )
    Toolbox(workspace).train_topics(3, "nmf")
    return Toolbox(workspace)


@pytest.mark.parametrize("name", CALLS)
def test_any_text_as_an_argument(tools: Toolbox, name: str, tmp_path: Path) -> None:
    for text in NASTY:
        try:
            result = CALLS[name](tools, text)
        except TopicLlamaError as error:
            json.dumps(error.to_json(), ensure_ascii=False).encode("utf-8")
        else:
            with suppress(TypeError):
                json.dumps(to_json(result))
    assert len(tools.workspace.corpus) == 24
