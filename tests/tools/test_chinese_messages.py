"""What the tools say in English is said in Chinese, and the table has no sentence of the past."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from topicllama.tools.chinese_messages import SENTENCES, in_chinese
from topicllama.tools.corpus import Corpus
from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.loading import load
from topicllama.tools.trends import trends
from topicllama.tools.workspace import Workspace

ERRORS = ("TopicLlamaError", "NotReadyError", "LockedError", "EmptyFileError")
ROOT = Path(__file__).resolve().parents[2]


@cache
def parsed() -> list[tuple[Path, ast.Module]]:
    files = [file for part in ("tools", "agent", "ui") for file in (ROOT / part).rglob("*.py")]
    return [(file, ast.parse(file.read_text("utf-8"))) for file in files]


def sentences_of_the_code() -> str:
    """Every text of the program, what is filled in written as ``{}``."""
    texts = []
    for file, tree in parsed():
        if file.name == "chinese_messages.py":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else "{}" for p in node.values]
                texts.append("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
    return "\n".join(texts)


def test_every_entry_is_still_said_somewhere() -> None:
    said = re.sub(r"\{\w+\}", "{}", sentences_of_the_code())
    gone = []
    for english, _ in SENTENCES:
        longest = max(re.split(r"\{\}", english), key=len).strip()
        if longest not in said:
            gone.append(english)
    assert gone == []


FILLED = ("7", "x.csv", "'lda'", "month, year", "a b")


def errors_of_the_code() -> Iterator[tuple[str, str]]:
    """Place and words of each error for people, what is filled in written as ``{}``."""
    for file, tree in parsed():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ERRORS:
                for words in filter(None, map(words_of, node.args)):
                    yield f"{file.name}:{node.lineno}", words


def words_of(node: ast.expr) -> str:
    """ "" for what is no literal."""
    if isinstance(node, ast.JoinedStr):
        return "".join(getattr(part, "value", "{}") if isinstance(part, ast.Constant) else "{}"
                       for part in node.values)  # fmt: skip
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_error_has_its_chinese() -> None:
    """With one filling at least: some sentences hold for certain words only."""
    missing = [
        (place, words)
        for place, words in errors_of_the_code()
        if not any(
            re.search(r"[\u4e00-\u9fff]", in_chinese(words.replace("{}", filling)))
            for filling in FILLED
        )  # fmt: skip
        and re.search("[a-z]", words.replace("{}", ""))
    ]
    assert missing == []


def test_both_languages_have_the_same_gaps() -> None:
    for english, chinese in SENTENCES:
        assert english.count("{}") >= chinese.count("{}"), english


def message_of(error: TopicLlamaError) -> str:
    return in_chinese(f"{error.message} {error.hint}")


def test_errors_of_the_tools(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    said = []
    for cause in (
        workspace.require_documents,
        lambda: load([tmp_path / "nowhere.csv"], workspace.corpus),
    ):
        with pytest.raises(TopicLlamaError) as caught:
            cause()
        said.append(message_of(caught.value))
    assert said[0].startswith("还没有加载文本。请加载")
    assert said[1].endswith("nowhere.csv。请检查路径。")


def test_gaps_keep_what_stood_there() -> None:
    assert in_chinese("There is no topic 9. The topics are 0, 1, 2.") == (
        "没有主题 9。现有的主题：0, 1, 2。"
    )
    assert in_chinese("Do something. There is no topic 3.") == "Do something. 没有主题 3。"
    assert in_chinese("It is not UTF-8; it was read as GB18030.") == (
        "不是 UTF-8 编码，已按 GB18030 读取。"
    )
    assert in_chinese("/data/a.b is a folder. Give the name of a file.") == (
        "/data/a.b 是文件夹。请给出文件名。"
    )


def test_warnings_of_loading(tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"
    file.write_text("text,date\nThe first text,2001\nThe first text,2001\n,2002\nOther,soon\n")
    report = load([file], Corpus(tmp_path / "corpus.sqlite"))
    said = {in_chinese(issue.message) for issue in report.warnings}
    assert said == {
        "1 篇文档重复，已略去（第 3 行）。",
        "1 篇文档没有正文，已略去（第 4 行）。",
        "1 篇文档的日期无法识别，保留在元数据中（第 5 行）。",
    }


def test_what_is_not_known_stays() -> None:
    assert in_chinese("An entirely new sentence {0}.") == "An entirely new sentence {0}."


def test_braces_in_a_name_are_kept() -> None:
    assert in_chinese("There is no document '{x}'.") == "没有文档 '{x}'。"


def test_no_dates(tmp_path: Path) -> None:
    import numpy as np

    from topicllama.tools.topic_model import Topic, TopicModel

    corpus = Corpus(tmp_path / "corpus.sqlite")
    corpus.add(Document(f"d{n}", f"text {n}") for n in range(3))
    model = TopicModel("lda", ("a",), ("a",), np.ones((1, 1), np.float32),
                       np.ones((3, 1), np.float32), ("d0", "d1", "d2"),
                       (Topic(0, "a", "keywords", ("a",), 1.0, 3),))  # fmt: skip
    with pytest.raises(TopicLlamaError) as caught:
        trends(corpus, model)
    assert message_of(caught.value).startswith("3 篇文档都没有日期，无法看随时间的变化。请重新加载")
