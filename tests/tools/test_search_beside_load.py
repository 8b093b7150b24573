"""A search while another process loads: the documents of before or after, never half of each."""

from __future__ import annotations

from typing import Any

import pytest

from topicllama.tools import search as module
from topicllama.tools.documents import Document
from topicllama.tools.scope import Filters, Scope, scope
from topicllama.tools.search import search
from topicllama.tools.workspace import Workspace


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("mode", ["keyword", "hybrid"])
def test_what_is_loaded_in_the_middle_of_a_search(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, mode: str, replace: bool
) -> None:
    workspace.corpus.add(Document(f"d{n}", f"A fire in town {n}.") for n in range(30))
    loads: list[Any] = []

    def scope_after_a_load(given: Workspace, filters: Filters) -> Scope:
        if not loads:
            other = Workspace(workspace.root)
            new = [Document(f"n{n}", f"A flood in village {n}.") for n in range(30)]
            loads.append(other.corpus.add(new, replace=replace))
        return scope(given, filters)

    monkeypatch.setattr(module, "scope", scope_after_a_load)
    found = search(workspace, "flood village", mode=mode, limit=50)
    assert loads and len(found.results) == 30 == found.total
    assert {hit.id for hit in found.results} == {f"n{n}" for n in range(30)}
    assert all("flood" in hit.passage for hit in found.results)


def test_what_goes_wrong_by_itself_is_not_tried_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.corpus.add([Document("d", "A fire.")])
    tries = []

    def broken(*given: Any) -> Scope:
        tries.append(given)
        raise ValueError("broken")

    monkeypatch.setattr(module, "scope", broken)
    with pytest.raises(ValueError, match="broken"):
        search(workspace, "fire")
    assert len(tries) == 1
