"""Exit codes, error objects, and what is printed where."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from topicllama.tools.documents import Document
from topicllama.tools.workspace import Workspace
from topicllama.ui import cli_text
from topicllama.ui.cli import run
from topicllama.ui.cli_help import HELP

COMMAND = str(Path(sys.executable).with_name("topicllama"))
SECRET = "a sentence that only stands in a document"


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of its own, no Ollama, English."""
    root = tmp_path / "workspace"
    monkeypatch.setenv("TOPICLLAMA_WORKSPACE", str(root))
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    monkeypatch.delenv("TOPICLLAMA_DEBUG", raising=False)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return root


def outcome(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    printed = capfd.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize("language", ["C.UTF-8", "zh_CN.UTF-8"])
def test_the_name_alone_prints_the_help(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LANG", language)
    code, out, err = outcome(capfd)
    assert (code, err) == (2, "")
    assert out == outcome(capfd, "--help")[1] and "train" in out
    assert "undo" in out or "撤销" in out  # the end of a long line


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["topics", "--no-such-option"],
        ["search", "x", "--mode", "telepathy"],
        ["search", "x", "--limit", "0"],
        ["train", "--topics", "many"],
        ["train", "--topics", "0"],
        ["train", "--topics", "-3"],
        ["load"],
        ["export", "documents"],
        ["topics", "--language", "fr"],
    ],
)
def test_wrong_usage_is_exit_2(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = outcome(capfd, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("Wrong usage: ")
    assert err.splitlines()[-1].startswith("See: topicllama")
    code, out, err = outcome(capfd, *arguments, "--json")
    assert code == 2
    assert set(json.loads(out)["error"]) == {"message", "hint"}
    assert "Wrong usage" in err


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        ([], "Missing command.", "没有给出命令。"),
        (["serach"], "No such command 'serach'. Did you mean 'search'?",
         "没有命令 serach。是不是 search？"),
        (["frobnicate"], "No such command 'frobnicate'.", "没有命令 frobnicate。"),
        (["topics", "--langauge"], "No such option: --langauge. Did you mean --language?",
         "没有选项 --langauge。是不是 --language？"),
        (["topics", "--nope"], "No such option: --nope", "没有选项 --nope。"),
        (["topics", "--json=3"], "Option '--json' does not take a value.",
         "选项 --json 不能带值。"),
        (["topics", "1", "2"], "Too many arguments: 2", "参数太多：2"),
        (["infer"], "Missing argument 'file'.", "缺少参数 file。"),
        (["chats", "x"], "Invalid value for 'what': 'x' is not one of 'list', 'export', 'rename', "
         "'delete'.", "what 的值不对：x 不在可选的值之中：list, export, rename, delete。"),
        (["edit"], "Missing argument 'ACTION'. Choose from: merge, split, rename, delete, noise, "
         "undo", "缺少参数 ACTION。可选：merge, split, rename, delete, noise, undo"),
        (["export", "topics"], "Missing option '--output' / '-o'.", "缺少选项 --output / -o。"),
        (["search", "x", "--limit", "a"],
         "Invalid value for '--limit': it has to be a whole number.",
         "--limit 的值不对：需要整数。"),
        (["augment", "--weight", "a"], "Invalid value for '--weight': it has to be a number.",
         "--weight 的值不对：需要数字。"),
        (["search", "x", "--limit", "0"], "Invalid value for '--limit': it has to be at least 1.",
         "--limit 的值不对：不能小于 1。"),
        (["chat", "--port", "65536"], "Invalid value for '--port': it has to be at most 65535.",
         "--port 的值不对：不能大于 65535。"),
        (["train", "--topics", "x"],
         "Invalid value for '--topics': 'x' is neither a number from 1 on nor auto.",
         "--topics 的值不对：'x' 既不是大于 0 的整数，也不是 auto。"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line_in_plain_words_of_both_languages(
    arguments: list[str], english: str, chinese: str, capfd: pytest.CaptureFixture[str]
) -> None:
    known = arguments not in ([], ["serach"], ["frobnicate"])
    see = f"topicllama {arguments[0]}" if known else "topicllama"
    said = outcome(capfd, "--language=en", *arguments)[2].splitlines()
    assert said == [f"Wrong usage: {english}", f"See: {see} --help"]
    said = outcome(capfd, "--language=zh", *arguments)[2].splitlines()
    assert said == [f"用法不对：{chinese}", f"请看：{see} --help"]


def test_an_option_without_its_value_knows_its_command(capfd: pytest.CaptureFixture[str]) -> None:
    for language, said in (
        ("en", "Wrong usage: Option '--since' needs a value.\nSee: topicllama search --help\n"),
        ("zh", "用法不对：选项 --since 需要值。\n请看：topicllama search --help\n"),
    ):
        assert outcome(capfd, "--language", language, "search", "x", "--since")[2] == said


def test_no_command_prints_the_help(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = outcome(capfd)
    assert code == 2
    assert "Commands:" in out + err


@pytest.mark.parametrize(
    "arguments", [["topics"], ["train"], ["search", "x"], ["embed"], ["evaluate"], ["label"],
                  ["trends"], ["infer", "-"], ["recommend", "--liked", "x"],
                  ["export", "topics", "-o", "x.csv"]]
)  # fmt: skip
def test_an_empty_workspace_is_exit_1_and_says_what_to_do(
    arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = outcome(capfd, *arguments)
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "No texts are loaded yet.",
        "Load a file or a folder, or the demo corpus.",
    ]
    code, out, _ = outcome(capfd, *arguments, "--json")
    assert code == 1
    assert json.loads(out) == {"error": dict(zip(("message", "hint"), err.splitlines(),
                                                 strict=True))}  # fmt: skip


def test_options_before_and_after_the_command_are_the_same(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    for arguments in (["--workspace", str(other), "--json", "topics"],
                      ["topics", "--workspace", str(other), "--json"]):  # fmt: skip
        code, out, _ = outcome(capfd, *arguments)
        assert code == 1
        assert "error" in json.loads(out)
    assert (other / "workspace.json").exists()
    assert not Path(os.environ["TOPICLLAMA_WORKSPACE"]).exists()


def test_json_is_alone_on_stdout_whatever_libraries_print(
    isolated: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def chatter(self: Workspace) -> None:
        print("from Python")
        os.write(1, b"from C\n")
        raise RuntimeError

    monkeypatch.setattr(Workspace, "require_model", chatter)
    code, out, err = outcome(capfd, "topics", "--json")
    assert code == 1
    assert "error" in json.loads(out)
    assert "from Python" in err
    assert "from C" in err
    print("afterwards")
    assert capfd.readouterr().out == "afterwards\n"


def test_a_fault_is_one_sentence_and_its_log_quotes_no_document(
    isolated: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(self: Workspace) -> None:
        raise ValueError(f"cannot parse {SECRET}")

    monkeypatch.setattr(Workspace, "require_model", fault)
    code, out, err = outcome(capfd, "topics", "--json")
    assert code == 1
    assert "ValueError" in json.loads(out)["error"]["message"]
    assert len(err.splitlines()) == 2
    log = (isolated / "logs" / "errors.log").read_text("utf-8")
    assert "test_cli_errors.py" in log
    assert SECRET not in out + err + log


def test_a_reader_that_goes_away_is_no_fault(isolated: Path) -> None:
    workspace = Workspace(isolated)
    workspace.corpus.add([Document("a", "text")])
    script = f"{COMMAND} doctor | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_the_language_of_messages(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outcome(capfd, "topics", "--language", "zh")[2].startswith("还没有加载文本。")
    assert outcome(capfd, "--language=zh", "topics")[2].startswith("还没有加载文本。")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert outcome(capfd, "topics")[2].startswith("还没有加载文本。")
    assert outcome(capfd, "frobnicate")[2].startswith("用法不对")
    assert "列出主题" in outcome(capfd, "--help")[1]
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert outcome(capfd, "topics")[2].startswith("No texts")


def test_every_sentence_has_the_same_values_in_both_languages() -> None:
    import string

    for english, chinese in [*cli_text._TEXTS.values(), *HELP.values()]:
        fields = [{name for _, name, _, _ in string.Formatter().parse(text)}
                  for text in (english, chinese)]  # fmt: skip
        assert fields[0] - {None} == fields[1] - {None}, english


def test_the_help_of_every_command_names_its_own_options(
    capfd: pytest.CaptureFixture[str],
) -> None:
    from topicllama.ui.cli import COMMANDS

    for command in COMMANDS:
        name = command.__name__.replace("_", "-")
        code, out, _ = outcome(capfd, name, "--help")
        assert code == 0
        for option in ("--workspace", "--json", "--language"):
            assert option in out
        typers_own = r"list\[| range>|\[\[|\{[^}]*\.\.\."
        assert not re.search(typers_own, out), name


@pytest.mark.parametrize("name", ["train", "edit", "search"])
def test_a_chinese_page_of_help_has_no_english_frame(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    out = outcome(capfd, name, "--help", "--language", "zh")[1]
    assert not re.findall(r"Usage|Arguments|Options:|Show|default|required", out)
    assert out.startswith(f"用法：topicllama {name} ") and "选项：\n" in out
    assert "显示此帮助。" in out


@pytest.mark.parametrize("heavy", ["numpy", "torch", "gradio", "gensim", "chromadb", "sklearn",
                                   "pandas", "langchain", "rich"])  # fmt: skip
def test_starting_imports_nothing_heavy(heavy: str, loaded_by_help: set[str]) -> None:
    assert heavy not in loaded_by_help


@pytest.fixture(scope="module")
def loaded_by_help() -> set[str]:
    code = (
        "import sys; from topicllama.ui.cli import run; run(['--help']); "
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("work", ["task.report('read', 1)", "pass"])
def test_ctrl_c_stops_the_work_and_is_exit_130(isolated: Path, work: str) -> None:
    """Work that looks at its task stops there; a library that never does is interrupted."""
    workspace = Workspace(isolated)
    workspace.corpus.add([Document("a", "text")])
    program = (
        "import sys, time\n"
        "from topicllama.ui import cli, cli_run\n"
        "cli_run.PATIENCE = 0.1\n"
        "def load(run):\n"
        "    with run.working() as task:\n"
        "        print('working', file=sys.stderr, flush=True)\n"
        "        while True:\n"
        f"            {work}\n"
        "            time.sleep(0.01)\n"
        "cli.COMMANDS = (load,)\n"
        "sys.exit(cli.run(['load', '--json']))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)  # fmt: skip
    with process:
        assert process.stderr is not None
        assert process.stderr.readline() == "working\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert json.loads(out)["error"]["message"] == "Stopped."
    assert "Traceback" not in err
    assert len(Workspace(isolated).corpus) == 1
