"""Code of a Markdown document: run in order, and what it shows held against the block below it.

``python`` blocks run in one namespace, as the cells of a notebook; a ``text`` block shows the value
of the last line of the one before, or the error that it raised. ``console`` blocks are commands
with what they print. A line "…" stands for any lines, and numbers may differ a little: processors
round in their own ways.

After a change of what is shown, write it anew (and read the difference):

    .venv/bin/python tests/documented.py docs/tutorial.md docs/tutorial.zh.md docs/python.md
"""

from __future__ import annotations

import ast
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser

from topicllama.tools.errors import TopicLlamaError
from topicllama.ui.cli import run as command

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ("article.csv", "article.txt", "demo_zh.csv")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_TEMPORARY, _ANY_FOLDER = re.compile(r"\S*topicllama-\w{8}\b"), "/tmp/topicllama-a1b2c3d4"
_NEAR, _NEARLY = 0.03, 0.05  # how far numbers may differ: absolutely, or by this part


def differences(wanted: str, shown: str) -> str:
    """What differs, "" when nothing does; white space does not count."""
    pattern = [re.escape(_plain(part)) for part in re.split(r"(?m)^…$", wanted)]
    found, rest = _plain(shown), r"\s?.*\s?".join(pattern)
    words = _NUMBER.sub("#", found)
    if not re.fullmatch(_NUMBER.sub("#", rest.replace("\\-", "-").replace("\\.", ".")), words):
        return f"The document shows\n{wanted}\nand the code\n{shown}"
    if "\n…\n" in f"\n{wanted}\n":
        return ""  # which numbers stand for which is not known
    pairs = zip(_numbers(_plain(wanted)), _numbers(found), strict=True)
    far = [pair for pair in pairs if abs(pair[0] - pair[1]) > max(_NEAR, _NEARLY * abs(pair[0]))]
    return f"Numbers differ in\n{shown}\n{far}" if far else ""


def _plain(text: str) -> str:
    return _TEMPORARY.sub(_ANY_FOLDER, " ".join(text.split()))


def _numbers(text: str) -> list[float]:
    return [float(number.replace(",", "")) for number in _NUMBER.findall(text)]


def _python(example: Example) -> None:
    """Run a block as a notebook would; what it shows is remembered."""
    _finish(example.namespace)
    tree = ast.parse(example.parsed)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    said = io.StringIO()
    try:
        with redirect_stdout(said):
            exec(compile(tree, example.path, "exec"), example.namespace)
            if isinstance(last, ast.Expr):
                code = compile(ast.Expression(last.value), example.path, "eval")
                value = eval(code, example.namespace)  # noqa: S307 - our own documents
                if value is not None:
                    print(repr(value))
    except TopicLlamaError as error:
        example.namespace["raised"] = error
        print(f"TopicLlamaError: {error.message}\n{error.hint}", file=said)
    example.namespace["shown"] = said.getvalue()


def _finish(namespace: dict[str, Any]) -> None:
    """An error that no block shows is one."""
    if (error := namespace.pop("raised", None)) is not None:
        raise error


def _text(example: Example) -> str:
    example.namespace.pop("raised", None)
    return str(example.namespace.pop("shown"))


def _console(example: Example) -> str:
    """Run the commands of a block; the block with what they print."""
    printed = []
    for part in re.split(r"(?m)^\$ ", example.parsed)[1:]:
        line = part.splitlines()[0]
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(io.StringIO()):
            code = command(shlex.split(line)[1:])
        assert code == 0, line
        printed.append(f"$ {line}\n{out.getvalue()}")
    return "".join(printed)


def _compared(shown: Any) -> Any:
    def evaluate(example: Example) -> str | None:
        return differences(example.parsed, shown(example)) or None

    return evaluate


class Documented:
    """The examples of one document."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.namespace: dict[str, Any] = {}
        self.parsers = [
            CodeBlockParser("python", _python),
            CodeBlockParser("text", _compared(_text)),
            CodeBlockParser("console", _compared(_console)),
        ]

    def examples(self) -> list[Example]:
        document = Sybil(self.parsers, path=str(self.path.parent)).parse(self.path)
        return list(document.examples())

    def check(self) -> int:
        """Run all of it; returns how many blocks there are."""
        examples = self.examples()
        for example in examples:
            example.evaluate()
        self.namespace = examples[-1].namespace
        _finish(self.namespace)
        return len(examples)

    def rewrite(self) -> None:
        """Run all of it, and put what is shown in the place of what was. Blocks with "…" stay."""
        text, moved = self.path.read_text("utf-8"), 0
        for example in self.examples():
            shown = ""
            kind = example.document.text[example.start :].split("\n", 1)[0].removeprefix("```")
            if kind == "python":
                _python(example)
            else:
                shown = {"text": _text, "console": _console}[kind](example)
            if shown and "\n…\n" not in f"\n{example.parsed}\n":
                new = f"```{kind}\n{_trimmed(shown)}\n```"
                start, end = example.start + moved, example.end + moved
                old = text[start:end]
                text = text[:start] + new + ("\n" if old.endswith("\n") else "") + text[end:]
                moved = len(text) - len(example.document.text)
        self.path.write_text(text, "utf-8")


def _trimmed(shown: str) -> str:
    shown = _TEMPORARY.sub(_ANY_FOLDER, shown)
    return "\n".join(line.rstrip() for line in shown.strip("\n").splitlines())


def prepare(folder: Path) -> None:
    """A folder to run in, with the example files that the documents name."""
    (folder / "examples").mkdir()
    for name in EXAMPLES:
        shutil.copy(ROOT / "examples" / name, folder / "examples" / name)


if __name__ == "__main__":
    os.environ |= {"COLUMNS": "80", "LC_ALL": "C.UTF-8", "HF_HUB_OFFLINE": "1",
                   "OLLAMA_HOST": "http://127.0.0.1:9"}  # fmt: skip
    for name in sys.argv[1:]:
        file = Path(name).absolute()
        with tempfile.TemporaryDirectory() as folder, chdir(folder):
            prepare(Path(folder))
            Documented(file).rewrite()
