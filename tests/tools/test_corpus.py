"""The corpus in SQLite: order, duplicates, ids, fingerprint, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from topicllama.tools.corpus import Corpus
from topicllama.tools.documents import Document, content_hash
from topicllama.tools.sqlite_files import is_writable


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path / "corpus.sqlite")


FIRST = Document("b", "the sea", "Sea", "2003-05", "water", "s.csv", "en", {"page": 3, "x": "é"})
SECOND = Document("a", "喝茶", language="zh", label="water")


def test_documents_come_back_in_order_and_whole(corpus: Corpus) -> None:
    assert corpus.add([FIRST, SECOND]) == (2, 0)
    assert list(corpus) == [FIRST, SECOND]
    assert corpus.ids() == ["b", "a"] and len(corpus) == 2
    assert corpus.get(["a", "nope", "b"]) == {"a": SECOND, "b": FIRST}
    assert corpus.column("date") == ["2003-05", ""]
    assert corpus.counts("label") == {"water": 2}
    assert corpus.counts("language") == {"en": 1, "zh": 1}
    with pytest.raises(ValueError, match="no such field"):
        corpus.column("text; drop table documents")


def test_duplicates_are_found_within_and_between_loads(corpus: Corpus) -> None:
    heard: list[str] = []
    same = Document("c", " the\n sea ")
    assert corpus.add([FIRST, same], notice=heard.append) == (1, 1)
    assert corpus.add([same, FIRST, SECOND], notice=heard.append) == (1, 2)
    assert corpus.ids() == ["b", "a"]
    assert heard == ["duplicate"] * 3


def test_an_id_that_another_text_holds_is_made_longer(corpus: Corpus) -> None:
    heard: list[str] = []
    corpus.add([FIRST, Document("b", "another text")], notice=heard.append)
    assert corpus.ids() == ["b", f"b-{content_hash('another text')}"]
    assert heard == ["id taken"]


def test_replace(corpus: Corpus) -> None:
    corpus.add([FIRST, SECOND])
    assert corpus.add([SECOND, Document("n", "new")], replace=True) == (2, 0)
    assert corpus.ids() == ["a", "n"]


def test_fields_are_tallied_in_one_go(corpus: Corpus) -> None:
    corpus.add([FIRST, SECOND])
    labels, dates = corpus.tally(("label", "date"))
    assert (labels, dates) == ({"water": 2}, {"2003-05": 1, "": 1})
    with pytest.raises(ValueError, match="no such fields"):
        corpus.tally(("text",))


def test_the_documents_of_one_source_are_removed(corpus: Corpus) -> None:
    kept = replace(SECOND, source="b.csv")
    corpus.add([replace(FIRST, source="a.csv"), kept, Document("c", "third", source="a.csv")])
    before = corpus.fingerprint
    assert corpus.remove("nothing.csv") == 0 and corpus.fingerprint == before
    assert corpus.remove("a.csv") == 2
    assert list(corpus) == [kept] and corpus.fingerprint != before
    assert corpus.add([replace(FIRST, source="a.csv")]) == (1, 0)
    corpus.clear()
    assert corpus.is_empty and corpus.counts("source") == {}


def test_a_load_that_fails_leaves_everything(corpus: Corpus) -> None:
    corpus.add([FIRST])
    before = corpus.fingerprint

    def broken() -> Iterator[Document]:
        yield SECOND
        raise RuntimeError("in the middle")

    for anew in (False, True):
        with pytest.raises(RuntimeError):
            corpus.add(broken(), replace=anew)
        assert list(corpus) == [FIRST]
        assert corpus.fingerprint == before


def test_the_fingerprint_follows_the_documents(corpus: Corpus, tmp_path: Path) -> None:
    empty = corpus.fingerprint
    corpus.add([FIRST])
    one = corpus.fingerprint
    corpus.add([FIRST])
    assert corpus.fingerprint == one != empty
    corpus.add([SECOND])
    two = corpus.fingerprint
    assert two not in (one, empty)
    corpus.add([SECOND, FIRST], replace=True)
    assert corpus.fingerprint not in (one, two), "the order counts"
    corpus.add([FIRST, SECOND], replace=True)
    assert corpus.fingerprint == two
    assert Corpus(tmp_path / "corpus.sqlite").fingerprint == two


def test_reading_while_a_load_runs_sees_the_state_before(corpus: Corpus, tmp_path: Path) -> None:
    corpus.add([FIRST])
    seen: list[int | str] = []

    def documents() -> Iterator[Document]:
        yield SECOND
        seen.extend([len(corpus), corpus.fingerprint])  # neither waits for the load

    corpus.add(documents())
    alone = Corpus(tmp_path / "alone.sqlite")
    alone.add([FIRST])
    assert seen == [1, alone.fingerprint] and len(corpus) == 2
    alone.add([SECOND])
    assert corpus.fingerprint == alone.fingerprint


def test_a_fingerprint_is_not_kept_for_documents_that_came_meanwhile(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process ends its load between the reading and the keeping."""
    corpus.add([FIRST])
    other, real = Corpus(corpus.path), is_writable

    def meanwhile(path: Path) -> bool:
        monkeypatch.setattr("topicllama.tools.corpus.is_writable", real)
        return other.add([SECOND]) == (1, 0)

    monkeypatch.setattr("topicllama.tools.corpus.is_writable", meanwhile)
    before = corpus.fingerprint
    assert len(corpus) == 2 and corpus.fingerprint != before
    assert Corpus(corpus.path).fingerprint != before
