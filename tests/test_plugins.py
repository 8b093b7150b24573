"""The example package, installed by pip, does its four things through every door."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from ollama_server import OllamaServer, Reply, call
from plugin_packages import install_example, installed
from scipy.sparse import csr_matrix
from starlette.applications import Starlette
from starlette.testclient import TestClient

from topicllama.agent import TopicToolkit
from topicllama.agent.conversation import ask
from topicllama.agent.tool_specs import offered
from topicllama.tools.algorithms import Fit
from topicllama.tools.chinese_messages import in_chinese
from topicllama.tools.documents import Document, LoadReport
from topicllama.tools.embed_job import embed
from topicllama.tools.embedder_check import checked_embedder
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.inference import infer
from topicllama.tools.method import method
from topicllama.tools.readers import formats, readable
from topicllama.tools.sources import Notes, Source
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.topic_changes import change
from topicllama.tools.workspace import Workspace
from topicllama.ui.cli import run
from topicllama.ui.rooms import Rooms
from topicllama.ui.views.routes import HEADER, routes

COMMAND = str(Path(sys.executable).with_name("topicllama"))
SUBTITLES = """WEBVTT

NOTE made by hand

1
00:00:01.000 --> 00:00:03.000
<i>The fire came over the hill</i>

2
00:00:03.000 --> 00:00:05.000 align:start
The fire came over the hill
and we left the house &amp; the dog.
"""
FIRE = ["fire", "smoke", "flames", "burning", "forest", "hill", "water", "wind", "ash"]
CRICKET = ["cricket", "wicket", "batsman", "innings", "bowler", "team", "match", "bat", "cup"]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed example."""
    return install_example(tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("build"))


@pytest.fixture
def example(package: Path) -> Iterator[None]:
    with installed(package):
        yield


def train(workspace: Workspace) -> None:
    """Texts on two subjects, with topics by the example's algorithm."""
    texts = [
        " ".join(words[(n * 2 + k * (1 + n % 3)) % 9] for k in range(30))
        for words in (FIRE, CRICKET)
        for n in range(8)
    ]
    workspace.corpus.add(
        Document(f"d{n}", text, title=f"Text {n}", language="en") for n, text in enumerate(texts)
    )
    Toolbox(workspace).train_topics(2, "kmeans")


@pytest.fixture
def trained(example: None, workspace: Workspace) -> Workspace:
    train(workspace)
    return workspace


def as_json(capfd: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    assert run([*arguments, "--json"]) == code
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    return found


def subprocess_json(package: Path, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [COMMAND, *arguments, "--json"], capture_output=True, text=True, timeout=100,
        env={**os.environ, "PYTHONPATH": str(package)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_command_lists_what_is_installed(package: Path) -> None:
    rows = subprocess_json(package, "plugins")["plugins"]
    added = {(row["kind"], row["name"]) for row in rows if not row["built_in"]}
    assert added == {("loader", "srt"), ("loader", "vtt"), ("embedder", "character-hash"),
                     ("algorithm", "kmeans"), ("tool", "compare_words")}  # fmt: skip
    assert all(row["state"] == "ok" for row in rows)
    assert {row["package"] for row in rows if not row["built_in"]} == {"topicllama-example"}
    ours = {row["name"] for row in rows if row["built_in"]}
    assert {"csv", "pdf", "ollama", "lda", "nmf", "search_documents"} <= ours


def test_the_guide_loads_subtitles(package: Path, workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "talk.vtt").write_text(SUBTITLES, "utf-8")
    answer = subprocess_json(package, "ask", f"load {tmp_path / 'talk.vtt'}", "--yes")
    assert [call["name"] for call in answer["tool_calls"]] == ["load_corpus"]
    (document,) = workspace.corpus
    assert document.title == "talk"
    assert document.text == "The fire came over the hill\nand we left the house & the dog."


def test_subtitles_are_known_where_files_are(
    example: None, workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "a.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello there", "utf-8")
    (folder / "b.srt").write_text("This is something else.", "utf-8")
    report = Toolbox(workspace).load([folder])
    assert report.added == 1 and report.rejected[0].file == "b.srt"
    assert "no times" in report.rejected[0].message
    assert ".srt" in formats() and readable("x/talk.SRT") and readable("talk.vtt.gz")


def test_the_embedder_finds_without_a_model(example: None, workspace: Workspace) -> None:
    texts = ["The fire burned the forest on the hill", "Wickets fell early in the cricket match",
             "地铁早高峰十分拥挤", "今年的空气质量有所好转"]  # fmt: skip
    workspace.corpus.add(Document(f"d{n}", text, language="zh" if n > 1 else "en")
                         for n, text in enumerate(texts))  # fmt: skip
    workspace.set(embedder=checked_embedder("character-hash", workspace.settings))
    assert embed(workspace).embedder == "character-hash"
    toolbox = Toolbox(workspace)
    for query, wanted in (("forest fires", "d0"), ("cricket", "d1"), ("地铁拥挤", "d2")):
        found = toolbox.search_documents(query, mode="meaning").results
        assert [hit.id for hit in found] == [wanted]


def test_the_algorithm_finds_topics(trained: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    made = as_json(capfd, "train", "--topics", "2", "--algorithm", "KMeans")
    assert (made["algorithm"], made["num_topics"]) == ("kmeans", 2)
    model = Workspace().require_model()
    best = model.document_topic.argmax(axis=1)
    assert len({*best[:8]}) == len({*best[8:]}) == 1 and best[0] != best[8]
    assert model.document_topic.max(axis=1).min() > 0.9  # its own mixtures, sharper than LDA's
    assert infer(model, ["flames and smoke"]).argmax() == best[0]
    told = method(trained, model)
    assert "K-means (package topicllama-example 0.1.0)" in told.paragraph()
    assert any(work.startswith("Lloyd") for work in told.references())


def test_the_guide_trains_by_it(trained: Workspace) -> None:
    for text in ("find 3 topics with kmeans", "用kmeans分成3个主题"):
        (step,) = ask(trained, text).tool_calls
        assert step["name"] == "train_topics"
        assert step["arguments"] == {"num_topics": 3, "algorithm": "kmeans"}


def test_topics_can_be_read_when_it_is_gone(package: Path, workspace: Workspace) -> None:
    with installed(package):
        train(workspace)
    here = Workspace(workspace.root)
    toolbox = Toolbox(here)
    assert toolbox.show_topics("0").topics[0].keywords
    assert toolbox.search_documents("wicket").results
    assert method(here, here.require_model()).paragraph("zh").count("topicllama-example")
    assert toolbox.edit_topics("rename", "0", "Fires").topics[0].label == "Fires"
    here.corpus.add([Document("new", "flames on the hill", language="en")])
    for work in (
        lambda: infer(here.require_model(), ["smoke"]),
        lambda: change(here, "update"),
    ):
        with pytest.raises(TopicLlamaError, match="cannot be folded in") as caught:
            work()
        assert "topicllama-example" in caught.value.hint
        assert "无法把新文档算进去" in in_chinese(caught.value.message)
    with pytest.raises(TopicLlamaError, match="There is no algorithm 'kmeans'"):
        toolbox.train_topics(2, "kmeans")
    assert toolbox.train_topics(2, "nmf").num_topics == 2


def test_the_tool_on_the_command_line(
    trained: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    found = as_json(capfd, "tool", "compare_words", "first=0", "second=1", "limit=3")
    assert [topic["id"] for topic in found["topics"]] == [0, 1]
    sides = [{word["word"] for word in topic["words"]} for topic in found["topics"]]
    assert {len(side) for side in sides} == {3}
    assert sorted(map(bool, (sides[0] & {*FIRE}, sides[0] & {*CRICKET}))) == [False, True]
    assert run(["--language", "zh", "tool", "compare_words", "first=0", "second=1"]) == 0
    assert "更常用" in capfd.readouterr().out
    assert as_json(capfd, "tool", "compare_words", "first=0", code=2)["error"]["message"]
    listed = as_json(capfd, "tool")["tools"]
    assert listed[-1]["name"] == "compare_words" and not listed[-1]["changes"]
    assert listed[-1]["arguments"][0]["required"]


def test_the_guide_uses_the_tool_in_both_languages(trained: Workspace) -> None:
    for text, said in (
        ("Compare the words of topics 0 and 1", "says more often"),
        ("比较主题0和主题1的用词", "更常用"),
    ):
        answer = ask(trained, text)
        assert [step["name"] for step in answer.tool_calls] == ["compare_words"]
        assert answer.text.count(said) == 2 and not answer.error


def test_a_llama_is_offered_the_tool_and_calls_it(trained: Workspace, ollama: OllamaServer) -> None:
    ollama.reply(call("compare_words", first="0", second="1"), Reply("They differ."))
    answer = ask(trained, "What sets the two apart?")
    assert answer.tool_calls == [
        {"name": "compare_words", "arguments": {"first": "0", "second": "1"}, "error": ""}
    ]
    asked = [request.body for request in ollama.chats if request.body.get("tools")]
    names = [tool["function"]["name"] for tool in asked[0]["tools"]]
    assert names[-1] == "compare_words" and len(names) == 9
    assert "says more often" in json.dumps(asked[-1]["messages"])


def test_the_tool_for_other_programs(trained: Workspace) -> None:
    tools = {tool.name: tool for tool in TopicToolkit(workspace=trained).get_tools()}
    assert len(tools) == 9
    assert "says more often" in tools["compare_words"].invoke({"first": "0", "second": "1"})
    assert "compare_words" not in [s.name for s in offered(documents=True, topics=False)]
    (algorithm,) = (a for a in offered(documents=True, topics=False)[1].arguments
                    if a.name == "algorithm")  # fmt: skip
    assert algorithm.choices == ("lda", "lsa", "nmf", "kmeans")


def test_the_page_offers_them(trained: Workspace) -> None:
    trained.set(prepare_search=False)
    app = Starlette(routes=list(routes(Rooms(trained))))
    client = TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 50_000))

    def view(address: str, language: str = "en") -> str:
        return str(client.get(f"/tl/view/{address}language={language}").text)

    assert re.search(r'value="kmeans">\s*<span>K-means \(topicllama-example\): ', view("topics?"))
    assert "K 均值（topicllama-example）：" in view("topics?", "zh")
    assert "Also, by plugins: .srt .vtt" in view("data?")
    assert "插件另外支持：.srt .vtt" in view("data?", "zh")
    models = view("models?")
    assert "<h2>Plugins</h2>" in models and "topicllama-example 0.1.0" in models
    assert 'value="plugin-character-hash"' in view("models?part=embedding&")
    sent = {"way": "plugin-character-hash"}
    done = client.post("/tl/do/models/embedder?language=en", json=sent, headers={HEADER: "1"})
    assert "character-hash" in done.json()["said"]
    assert Workspace(trained.root).settings["embedder"] == "character-hash"


def test_the_code_of_the_guide_runs(workspace: Workspace) -> None:
    """Of docs/plugins.md, all of it; what it leaves to the reader is filled in."""
    text = (Path(__file__).parents[1] / "docs" / "plugins.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    record = SimpleNamespace(title="On fire", abstract="It burns.", year=2001)
    names: dict[str, Any] = {
        "parse": lambda data: [record, SimpleNamespace(title="", abstract="", year=0)],
        "my_method": lambda counts, topics, seed: np.eye(topics, counts.shape[1]),
    }
    exec("from __future__ import annotations\n" + "\n".join(blocks), names)
    source = Source("a/b.note", 5, lambda: BytesIO(b"text"))
    notes = Notes(LoadReport())
    assert names["notes_file"](source, notes).title == "b"
    assert [row.values["text"] for row in names["bibliography"](source, notes)] == ["It burns."]
    assert notes.report.rejected[0].line == 2
    words = names["MY_METHOD"].fit(Fit(csr_matrix(np.ones((4, 6))), 2))
    assert words.shape == (2, 6)
    workspace.corpus.add([Document("a", "short"), Document("b", "a longer text")])
    for language, said in (("en", "The longest: "), ("zh", "最长的文档：")):
        spec = names["LONGEST"]
        found = spec.call(Toolbox(workspace, language=language), spec.read({"limit": "1"}))
        assert found["text"].startswith(said) and found["results"][0]["id"] == "b"
    said = ("which texts are longest?", "哪些文档最长？")
    assert all(re.search(*pair) for pair in zip(spec.requests, said, strict=True))
