"""Where the built-in corpora are."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources, util
from pathlib import Path
from typing import BinaryIO, cast

from .documents import Document
from .encodings import clean
from .errors import TopicLlamaError
from .language import detect
from .sources import Source

DEMOS = ("demo", "demo-zh")
LEE_SOURCE = "Lee background corpus"
_LEE_FILE = ("test", "test_data", "lee_background.cor")


def lee_documents() -> Iterator[Document]:
    """300 English news articles of 2000 to 2001 (Lee, Pincombe and Welsh 2005), one a line.

    gensim brings the file along; it is found without importing gensim, which takes seconds.
    """
    package = util.find_spec("gensim")
    folders = list(package.submodule_search_locations or []) if package else []
    path = Path(folders[0]).joinpath(*_LEE_FILE) if folders else Path()
    if not path.is_file():
        raise TopicLlamaError(
            "The demo corpus is not there: gensim is installed without its test data.",
            "Install gensim again, or load files of your own.",
        )
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            text = clean(line.strip())
            yield Document(f"lee-{number:03}", text, source=LEE_SOURCE, language=detect(text))


def chinese_demo() -> Source:
    """The invented Chinese articles, a table that is read as any other."""
    file = resources.files("topicllama.examples").joinpath("demo_zh.csv")
    if not file.is_file():
        raise TopicLlamaError(
            "The Chinese demo corpus is not there: the installation is incomplete.",
            "Install TopicLlama again, or load files of your own.",
        )
    return Source("demo_zh.csv", 0, lambda: cast(BinaryIO, file.open("rb")))
