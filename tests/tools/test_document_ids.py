from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicllama.tools.document_ids import DocumentIds


@given(st.lists(st.text(max_size=5), max_size=30))
def test_it_is_the_sequence_that_it_was_made_of(names: list[str]) -> None:
    ids = DocumentIds.of(names)
    assert ids == names and ids == tuple(names) and list(ids) == names
    assert [ids[n] for n in range(len(ids))] == names
    assert [ids[-n - 1] for n in range(len(ids))] == names[::-1]
    assert ids[1:-1] == tuple(names[1:-1]) and ids[::-2] == tuple(names[::-2])
    assert ids == DocumentIds.of(iter(names))
    assert ids != [*names, "one more"]


@given(st.lists(st.text("ab文", max_size=3), max_size=20), st.text("ab文", max_size=3))
def test_an_id_is_found_as_in_a_list(names: list[str], wanted: str) -> None:
    ids = DocumentIds.of(names)
    assert (wanted in ids) == (wanted in names)
    if wanted in names:
        first = names.index(wanted)
        assert ids.index(wanted) == first
        later = [n for n in range(first + 1, len(names)) if names[n] == wanted]
        if later:
            assert ids.index(wanted, first + 1) == later[0]
    else:
        with pytest.raises(ValueError, match="not among"):
            ids.index(wanted)


def test_places_by_numpy_and_places_that_are_none() -> None:
    ids = DocumentIds.of(["a", "文", ""])
    assert ids[np.int64(1)] == "文" and ids.index("文") == 1 and "b" not in ids
    assert ids != ["a", "b", ""] and ids != DocumentIds.of(["a", "文"])
    for place in (3, -4):
        with pytest.raises(IndexError):
            ids[place]


def test_many_are_iterated_in_order() -> None:
    names = [f"{n:x}" * (n % 3) for n in range(25_000)]
    assert list(DocumentIds.of(names)) == names


def test_on_disk(tmp_path: Path) -> None:
    for names in (["a", "lone \ud800", "文"], []):
        DocumentIds.of(names).save(tmp_path)
        assert DocumentIds.load(tmp_path) == names
    (tmp_path / "ids.npy").write_bytes(b"")
    with pytest.raises(ValueError, match="empty"):
        DocumentIds.load(tmp_path)
    np.save(tmp_path / "ids.npy", np.zeros(2, np.uint8))
    with pytest.raises(ValueError, match="damaged"):
        DocumentIds.load(tmp_path)
