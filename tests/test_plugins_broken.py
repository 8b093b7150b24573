"""Plugins that are broken, in the way of each other, or that change something: the rest works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mcp.types as wire
import pytest
from mcp.shared.memory import create_connected_server_and_client_session
from plugin_packages import installed, write_package
from starlette.applications import Starlette
from starlette.testclient import TestClient

from topicllama.agent import TopicToolkit
from topicllama.agent.conversation import ask
from topicllama.agent.tool_specs import NAMES, by_name
from topicllama.tools import plugins
from topicllama.tools.chinese_messages import in_chinese
from topicllama.tools.doctor import Doctor
from topicllama.tools.documents import Document
from topicllama.tools.embedding import load_embedder
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui.cli import run
from topicllama.ui.cli_run import warned
from topicllama.ui.mcp_server import TopicServer
from topicllama.ui.rooms import Rooms
from topicllama.ui.views.routes import routes

WRONG = """
import numpy as np
from topicllama.tools.algorithms import Algorithm, Fitted
from topicllama.tools.sources import Row
from topicllama.tools.tool_spec import Argument, ToolSpec

def text_for_a_page(source, notes):
    return "only a text"

def odd_rows(source, notes):
    yield {"text": "no Row"}

def no_embedder(name, ollama_host=""):
    return object()

class Short:
    name, dimensions, languages = "short", 8, None
    def embed(self, texts):
        return np.ones((len(texts), 3))

def short(name, ollama_host=""):
    return Short()

class Tongues(Short):
    languages = 5

def tongues(name, ollama_host=""):
    return Tongues()

def raising(name, ollama_host=""):
    raise OSError("no card")

NEGATIVE = Algorithm(lambda fit: -np.ones((fit.num_topics, fit.counts.shape[1])))
NARROW = Algorithm(lambda fit: np.ones((fit.num_topics, 1)))
FAILING = Algorithm(lambda fit: 1 / 0)
def _empty(fit):
    words = np.zeros((fit.num_topics, fit.counts.shape[1]))
    words[0, 0] = 5
    return words
ONE = Algorithm(_empty)
def _guided(fit):
    fit.task.report("train", 1, 2)
    words = np.zeros((fit.num_topics, fit.counts.shape[1]))
    words[1:, fit.seed_words[0][0]] = 5
    return Fitted(words, guided=[1])
GUIDED = Algorithm(_guided, seed_words=True)
NO_GUIDE = Algorithm(lambda fit: Fitted(_empty(fit), guided=[1]))
NO_JSON = Algorithm(lambda fit: Fitted(_empty(fit), settings={"rate": np.float32(1)}))
NOT_ONE = lambda fit: None

def failing(toolbox):
    raise KeyError("x")

FAILS = ToolSpec("always_fails", "Fails.", run=failing)
NUMBER = ToolSpec("gives_number", "Gives a number.", run=lambda toolbox: 5)
OTHER = ToolSpec("another_name", "Is called something else.", run=failing)
PATTERN = ToolSpec("bad_pattern", "Has a pattern that is none.", run=failing, requests=("(",))

def tidy(toolbox, suffix):
    toolbox.workspace.set(tidied=suffix)
    return {"text": "整理好了。" if toolbox.language == "zh" else "It is tidy."}

TIDY = ToolSpec(
    "tidy_up", "Tidies up.", arguments=(Argument("suffix", "what to add", None),), run=tidy,
    changes=True, needs="nothing", title=("Tidying up", "整理"),
    requests=(r"tidy up with (?P<suffix>\\w+)", r"用(?P<suffix>\\w+)整理"),
)
"""
ENTRIES = {
    "loaders": {"page": "text_for_a_page", "odd": "odd_rows", "csv": "odd_rows",
                "gone": "there_is_none"},
    "embedders": {"none": "no_embedder", "short": "short", "raising": "raising",
                  "tongues": "tongues"},
    "algorithms": {"negative": "NEGATIVE", "narrow": "NARROW", "failing": "FAILING", "one": "ONE",
                   "guided": "GUIDED", "no-guide": "NO_GUIDE", "no-json": "NO_JSON",
                   "not-one": "NOT_ONE", "lda": "ONE", "Not a name": "ONE"},
    "tools": {"always_fails": "FAILS", "gives_number": "NUMBER", "misnamed": "OTHER",
              "bad_pattern": "PATTERN", "tidy_up": "TIDY", "show_topics": "FAILS"},
}  # fmt: skip


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One package whose parts are wrong, one that does not import, one that comes second."""
    folder = tmp_path_factory.mktemp("site")
    write_package(folder, "tl-wrong", WRONG, ENTRIES)
    write_package(folder, "tl-missing", "import there_is_no_such_module",
                  {"tools": {"lost_tool": "TOOL"}, "algorithms": {"lost": "LOST"}})  # fmt: skip
    write_package(folder, "tl-zweiter", WRONG, {"algorithms": {"one": "ONE"}})
    return folder


@pytest.fixture(autouse=True)
def there(packages: Path) -> Iterator[None]:
    warned.clear()
    with installed(packages):
        yield


@pytest.fixture
def texts(workspace: Workspace) -> Workspace:
    words = ["fire", "smoke", "forest", "cricket", "wicket", "stadium", "music", "concert"]
    workspace.corpus.add(
        Document(f"d{n}", " ".join(words[(n * k) % 8] for k in range(1, 30)), language="en")
        for n in range(1, 13)
    )
    return workspace


def state() -> dict[tuple[str, str, str], plugins.Finding]:
    return {(f.plugin.kind, f.plugin.name, f.plugin.package): f for f in plugins.findings()}


def test_each_is_named_with_its_reason_and_ours_come_first() -> None:
    found = state()
    reasons = {
        ("loader", "gone", "tl-wrong"): "no attribute 'there_is_none'",
        ("algorithm", "not-one", "tl-wrong"): "it is not an Algorithm",
        ("algorithm", "Not a name", "tl-wrong"): "the name Not a name is not possible",
        ("algorithm", "lost", "tl-missing"): "No module named 'there_is_no_such_module'",
        ("tool", "lost_tool", "tl-missing"): "No module named",
        ("tool", "misnamed", "tl-wrong"): "it calls itself another_name",
        ("tool", "bad_pattern", "tl-wrong"): "missing )",
    }
    failed = {key: f.detail for key, f in found.items() if f.state == "failed"}
    assert failed.keys() == reasons.keys()
    assert all(reasons[key] in detail and key[2] in detail for key, detail in failed.items())
    hidden = {key: f.detail for key, f in found.items() if f.state == "hidden"}
    assert hidden.keys() == {("loader", "csv", "tl-wrong"), ("algorithm", "lda", "tl-wrong"),
                             ("tool", "show_topics", "tl-wrong"),
                             ("algorithm", "one", "tl-zweiter")}  # fmt: skip
    assert "topicllama has one of the same name" in hidden["algorithm", "lda", "tl-wrong"]
    assert "tl-wrong has one of the same name" in hidden["algorithm", "one", "tl-zweiter"]
    for finding in found.values():
        if finding.state != "ok":
            assert in_chinese(finding.detail).startswith("软件包 tl-"), finding.detail
            assert in_chinese(finding.hint).startswith("请")


def test_a_torn_package_stops_no_other(tmp_path: Path) -> None:
    torn = tmp_path / "tl_torn-1.dist-info"
    torn.mkdir()
    (torn / "entry_points.txt").write_text("[topicllama.tools]\nno sign")
    with installed(tmp_path):
        assert "tidy_up" in plugins.names("tool") and "lda" in plugins.names("algorithm")


def test_the_commands_warn_and_go_on(texts: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["train", "--topics", "2", "--algorithm", "lda", "--json"]) == 0
    printed = capfd.readouterr()
    assert json.loads(printed.out)["algorithm"] == "lda"
    assert "The plugin lda of the package tl-wrong is not used" in printed.err
    assert run(["--language", "zh", "ask", "哪些主题最常见？", "--json"]) == 0
    printed = capfd.readouterr()
    assert "主题" in json.loads(printed.out)["answer"]
    assert "软件包 tl-missing 的插件 lost_tool 无法使用（ModuleNotFoundError" in printed.err
    assert "lda" not in printed.err  # told once


def test_the_doctor_names_them(workspace: Workspace) -> None:
    check = next(c for c in Doctor(workspace.root).examine() if c.name == "plugins")
    assert not check.ok and not check.required
    assert "lost_tool of the package tl-missing" in check.detail and check.hint
    check = Doctor(workspace.root, "zh").plugins()
    assert "软件包 tl-wrong 的插件 not-one 无法使用（它不是 Algorithm）。" in check.detail


def test_the_page_shows_them(texts: Workspace) -> None:
    texts.set(prepare_search=False)
    app = Starlette(routes=list(routes(Rooms(texts))))
    client = TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 50_000))
    shown = client.get("/tl/view/models?language=zh").text
    assert "无法使用" in shown and "软件包 tl-missing 的插件 lost 无法使用" in shown
    topics = client.get("/tl/view/topics?language=en").text
    assert 'value="one"' in topics and 'value="lost"' not in topics


def test_a_wrong_loader_ends_its_file_only(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("a.page", "b.odd", "c.gone"):
        (folder / name).write_text("something", "utf-8")
    (folder / "d.csv").write_text("text\nA table that is read as ever", "utf-8")
    report = Toolbox(workspace).load([folder])
    assert report.added == 1
    said = {issue.file: issue.message for issue in report.rejected}
    assert "gave a str, which is neither a Page nor a Row" in said["a.page"]
    assert "gave a dict" in said["b.odd"] and "tl-wrong" in said["c.gone"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("negative", "negative or not finite"), ("narrow", "shape (2, 1)"),
     ("failing", "ZeroDivisionError"), ("lost", "No module named"),
     ("no-guide", "no topic 1 that is guided"), ("no-json", "float32 is not JSON")],
)  # fmt: skip
def test_a_wrong_algorithm_changes_nothing(texts: Workspace, name: str, reason: str) -> None:
    with pytest.raises(plugins.PluginError, match=f"{name} of the package tl-") as caught:
        Toolbox(texts).train_topics(2, name)
    assert reason in caught.value.message and not texts.current_version


def test_an_algorithm_may_find_fewer_topics(texts: Workspace) -> None:
    assert Toolbox(texts).train_topics(3, "one").num_topics == 1
    Toolbox(texts).train_topics(2, "guided", seed_words=[["music"]])
    assert texts.require_model().parameters["seed_topics"] == [0], "the row that is left"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none", "it has no name"), ("short:x", "shape (1, 3) instead of (1, 8)"),
     ("raising", "OSError: no card"), ("tongues", "TypeError: 'int' object is not iterable")],
)  # fmt: skip
def test_a_wrong_embedder_says_so(name: str, reason: str) -> None:
    with pytest.raises(plugins.PluginError, match="of the package tl-wrong failed") as caught:
        load_embedder(name).embed(["text"])
    assert reason in caught.value.message


def test_a_tool_that_fails_is_a_sentence(texts: Workspace) -> None:
    for name, reason in (("always_fails", "KeyError"), ("gives_number", "it gave a int")):
        with pytest.raises(plugins.PluginError, match=reason):
            by_name()[name].call(Toolbox(texts), {})
    assert tuple(by_name())[:8] == NAMES and "lost_tool" not in by_name()


# a tool that changes something ---------------------------------------------------------------


def tidied(workspace: Workspace) -> Any:
    return Workspace(workspace.root).settings.get("tidied")


def test_a_changing_tool_asks_a_person_in_chat(texts: Workspace) -> None:
    asked: list[str] = []

    def answer(allowed: bool, text: str) -> str:
        def confirm(question: str) -> bool:
            asked.append(question)
            return allowed

        return ask(texts, text, confirm=confirm).text

    assert "nobody allowed it" in answer(False, "tidy up with ribbons")
    assert "没有得到允许" in answer(False, "用丝带整理")
    assert tidied(texts) is None
    assert answer(True, "用丝带整理") == "整理好了。"
    assert tidied(texts) == "丝带"
    assert asked[0] == "Run tidy_up(suffix=ribbons) of the package tl-wrong, which changes things?"
    assert in_chinese(asked[0]).startswith("要运行软件包 tl-wrong 的 tidy_up(suffix=ribbons) 吗？")


def test_a_changing_tool_asks_on_the_command_line(
    texts: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["tool", "tidy_up", "suffix=x", "--json"]) == 1
    assert "nobody allowed it" in json.loads(capfd.readouterr().out)["error"]["message"]
    assert tidied(texts) is None
    assert run(["tool", "tidy_up", "suffix=x", "--yes"]) == 0
    assert "It is tidy." in capfd.readouterr().out and tidied(texts) == "x"


def test_a_changing_tool_asks_for_other_programs(texts: Workspace) -> None:
    def tool(**options: Any) -> Any:
        tools = TopicToolkit(workspace=texts, **options).get_tools()
        return next(tool for tool in tools if tool.name == "tidy_up")

    assert "nobody allowed it" in tool().invoke({"suffix": "a"})
    assert tidied(texts) is None
    assert "It is tidy." in tool(confirm=lambda question: True).invoke({"suffix": "a"})
    assert tidied(texts) == "a"


async def test_a_changing_tool_asks_over_mcp(texts: Workspace) -> None:
    asked: list[str] = []

    async def yes(context: Any, question: wire.ElicitRequestParams) -> wire.ElicitResult:
        asked.append(question.message)
        return wire.ElicitResult(action="accept", content={"allow": True})

    server = TopicServer(texts).protocol
    async with create_connected_server_and_client_session(server) as session:
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert len(tools) == 11 and tools["tidy_up"].annotations is not None
        assert tools["tidy_up"].annotations.destructiveHint
        refused = await session.call_tool("tidy_up", {"suffix": "m"})
    assert refused.isError and "nobody allowed it" in str(refused.content)
    assert tidied(texts) is None
    async with create_connected_server_and_client_session(
        server, elicitation_callback=yes
    ) as session:
        done = await session.call_tool("tidy_up", {"suffix": "m"})
    assert not done.isError and tidied(texts) == "m" and "tidy_up(suffix=m)" in asked[0]


def test_without_our_own_entry_points_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "distributions", lambda: iter(()))
    plugins.forget()
    with pytest.raises(TopicLlamaError, match="older than the code") as caught:
        plugins.names("algorithm")
    assert "pip install" in caught.value.hint


def test_names_are_known_without_an_import(packages: Path) -> None:
    """The command line starts without the registry, and the registry without the plugins."""
    code = (
        "import sys; from topicllama.ui.cli import run; run(['--help']);"
        "assert 'topicllama.tools.plugins' not in sys.modules;"
        "from topicllama.tools import plugins;"
        "assert 'tidy_up' in plugins.names('tool') and 'one' in plugins.names('algorithm');"
        "assert not {'tl_wrong', 'topicllama.agent.tool_specs', 'numpy'} & sys.modules.keys()"
    )
    environment = {**os.environ, "PYTHONPATH": str(packages)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60
    )
    assert done.returncode == 0, done.stderr
