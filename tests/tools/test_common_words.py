"""The words that most of some documents have."""

from __future__ import annotations

from pathlib import Path

from topicllama.tools.common_words import common_words
from topicllama.tools.documents import Document
from topicllama.tools.workspace import Workspace


def test_words_are_counted_once_a_document_without_stop_words(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.corpus.add(
        [
            Document("a", "The soup and the Soup and the soup.", language="en"),
            Document("b", "Soup with onion in 1999.", title="Onions", language="en"),
            Document("c", "An engine.", language="en"),
        ]
    )
    found = common_words(workspace, ["a", "b"])
    assert found.counts[0] == ("soup", 2) and found.documents == 2
    assert {word.lower() for word, _ in found.counts} <= {"soup", "onion", "onions"}
    assert common_words(workspace, ["a", "b", "c"], limit=1).counts == [("soup", 2)]
    some = common_words(workspace, ["a", "b", "c"], most=1)
    assert some.documents == 1 and max(number for _, number in some.counts) == 1
    assert common_words(workspace, ["gone"]).counts == []
