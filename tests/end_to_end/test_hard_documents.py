"""Documents that nobody would write, from the file to the answer: on the command line, on the page
and in the chat. With HARD_MB=10 the large ones have 10 MB (`make fuzz` does that), else a
quarter of one."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from topicllama.agent.conversation import ask
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui.cli import run
from topicllama.ui.page_document import Passage, document_panel
from topicllama.ui.page_html import closed
from topicllama.ui.rooms import Rooms
from topicllama.ui.views import routes

SIZE = int(float(os.environ.get("HARD_MB", "0.25")) * 2**20)
SUBJECTS = ("The football team won the cup match and the coach praised its players.",
            "The bank raised interest rates and the stock market fell on inflation.",
            "The hospital doctors gave patients the new vaccine against the virus.")  # fmt: skip
Get = Callable[..., str]


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("漢字\u202e/\n.txt", "Word zebrazip stands in an archive.")
    return packed.getvalue()


def _hard() -> dict[str, bytes]:
    """The files by name; the word zebra… in each is what it is found by."""
    line = "".join(f"The bank number {n} raised rates. " for n in range(SIZE // 36))
    deep = b"[" * 1000 + b"]" * 1000
    return {
        "line.txt": f"{line}zebraline".encode(),
        "cell.csv": b'text,n\n"%s zebracell",1\n' % (b"rates " * (SIZE // 6 - 20)),
        "word.txt": b"x" * (SIZE // 2) + b" zebraword " + b"a-" * (SIZE // 4),
        "emoji.txt": "😀🎉👨‍👩‍👧‍👦🏳️‍🌈".encode() * 500,
        "zalgo.txt": ("Z" + "\u0301" * 500 + "algo zebrazalgo ").encode() * 50,
        "rtl.txt": "نص عربي عن الطقس \u202eevil \u2067שלום zebrartl ".encode() * 20,
        "half.jsonl": b'{"text": "half \\ud800 pair zebrahalf", "title": "\\udc00\\u202e"}',
        "controls.md": b"A few \x01 controls \x1b[31m zebracontrols. " + SUBJECTS[0].encode() * 20,
        "wide.csv": ("text," + ",".join(f"c{n}" for n in range(10_000))
                     + "\nA row zebrawide of many cells" + ",1" * 10_000).encode(),
        "quotes.csv": b'text,n\n"open zebraquotes,1\nnext zebranext row,2\n',
        "mark.csv": "\ufefftext,n\nA mark zebramark before it,1\n".encode("utf-16"),
        "deep.jsonl": b'{"text": "beside zebradeep"}\n{"m": %s}\n{"m": %s}\n' % (deep, deep * 100),
        "\u202emixed\n.txt": "Straße zebramixed über Köln ".encode("cp1252") + b"\xe6\xbc\xa2",
        "names.zip": _zip(),
        "binary.txt": bytes(range(1, 32)) * 30,
        "nul.txt": b"\0" * 3000,
    }  # fmt: skip


FOUND = ("line", "cell", "word", "zalgo", "rtl", "half", "controls", "wide", "next", "mark", "deep",
         "mixed", "zip")  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hard")
    for name, data in _hard().items():
        (folder / name).write_bytes(data)
    for number in range(12):
        (folder / f"plain{number}.txt").write_text(f"{SUBJECTS[number % 3]} Story {number}.")
    return folder


@pytest.fixture(scope="module")
def loaded(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Any]:
    """A workspace with all of them and three topics; the report."""
    workspace = Workspace(tmp_path_factory.mktemp("workspace") / "w")
    report = Toolbox(workspace).load([folder])
    Toolbox(workspace).train_topics(3, "nmf")
    return workspace, report


@pytest.fixture
def call(loaded: tuple[Workspace, Any], capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def invoke(*arguments: str) -> str:
        capfd.readouterr()
        assert run([*arguments, "--workspace", str(loaded[0].root)]) == 0
        return capfd.readouterr().out

    return invoke


def test_what_is_refused_is_named_and_the_rest_is_there(loaded: tuple[Workspace, Any]) -> None:
    workspace, report = loaded
    assert {(issue.file, issue.line) for issue in report.rejected} == {
        ("binary.txt", 0), ("nul.txt", 0), ("quotes.csv", 2), ("deep.jsonl", 2), ("deep.jsonl", 3),
    }  # fmt: skip
    texts = {document.source: document for document in workspace.corpus}
    assert len(texts) == 12 + len(FOUND) + 1
    assert len(texts["cell.csv"].text) > 0.99 * SIZE
    assert len(texts["wide.csv"].metadata) == 10_000
    assert texts["emoji.txt"].text == "😀🎉👨‍👩‍👧‍👦🏳️‍🌈" * 500
    assert "\u202e" in texts["rtl.txt"].text, "a text is kept as it is"
    for document in texts.values():
        str(document).encode("utf-8")


def test_each_is_found_on_the_command_line(call: Callable[..., str]) -> None:
    for name in FOUND:
        found = json.loads(call("search", f"zebra{name}", "--json"))
        (hit,) = [one for one in found["results"] if f"zebra{name}" in one["passage"]]
        assert found["results"][0] == hit and len(hit["passage"]) < 3000
        assert all(0 <= start < end <= len(hit["passage"]) for start, end in hit["matches"])
    for name in ("controls", "rtl", "half", "mixed", "zip"):
        shown = call("search", f"zebra{name}")
        assert not set(shown) & set("\x01\x1b\u202e\u2067\ud800"), name
    assert "football" in call("topics")


def test_each_is_shown_on_the_page(loaded: tuple[Workspace, Any]) -> None:
    """Nothing of a text ends a tag or turns the page round, and no view grows with a text."""
    workspace, _ = loaded
    client = TestClient(Starlette(routes=list(routes.routes(Rooms(workspace)))))
    for address in ("documents", "topics", "map", "data", "quality", "documents?q=zebrartl"):
        shown = client.get(f"/tl/view/{address}", params=None)
        assert shown.status_code == 200 and len(shown.text) < 500_000, address
        for piece in re.findall(r">([^<]*)<", shown.text):
            assert closed(piece) == piece
    for document in workspace.corpus:
        panel = document_panel(workspace, Passage(document.id), "zh")
        assert len(panel) < 300_000
        for piece in re.findall(r">([^<]*)<", panel):
            assert closed(piece) == piece


@pytest.mark.parametrize("name", ["line", "rtl", "half", "controls", "zip"])
def test_each_is_cited_in_an_answer(
    loaded: tuple[Workspace, Any], isolated: None, name: str
) -> None:
    workspace, _ = loaded
    answer = ask(workspace, f"Find articles about zebra{name} \ud800\u202e")
    assert not answer.error and answer.citations
    cited = answer.citations[0]
    document = workspace.corpus.get([cited.id])[cited.id]
    assert f"zebra{name}" in cited.quote
    assert document.text[cited.start : cited.end] == cited.quote


def test_only_emoji(tmp_path: Path) -> None:
    """There are no words for topics then, which is said."""
    (tmp_path / "texts").mkdir()
    for number in range(5):
        (tmp_path / "texts" / f"{number}.txt").write_text("😀🎈" * (number + 5))
    workspace = Workspace(tmp_path / "w")
    assert Toolbox(workspace).load([tmp_path / "texts"]).added == 5
    assert Toolbox(workspace).search_documents("😀").total == 0
    panel = document_panel(workspace, Passage(next(iter(workspace.corpus)).id), "en")
    assert "😀🎈" in panel
