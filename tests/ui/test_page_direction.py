"""A text may be written from right to left; what stands beside it on the page may not be turned."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicllama.tools.documents import Document
from topicllama.tools.workspace import Workspace
from topicllama.ui.page_document import Passage, document_panel, place_of
from topicllama.ui.page_html import answer, closed, esc, inline, typed, untyped

LRE, RLE, PDF, RLO = "\u202a", "\u202b", "\u202c", "\u202e"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"a{RLO}b", f"a{RLO}b{PDF}"), (f"a{RLI}b", f"a{RLI}b{PDI}"), (f"{RLE}a{PDF}b", None),
        (f"a{PDF}b{PDI}", "ab"), (f"{RLI}{RLO}a{PDI}b", None),
        (f"{RLO}{LRI}a", f"{RLO}{LRI}a{PDI}{PDF}"),
        (f"{RLE}{LRI}a{PDF}", f"{RLE}{LRI}a{PDI}{PDF}"), ("نص عربي", None), ("\u200f\u061c", None),
    ],
)  # fmt: skip
def test_directions_are_closed(text: str, shown: str | None) -> None:
    assert closed(text) == (text if shown is None else shown)


@given(st.text(st.sampled_from([*"ab<&\n", LRE, RLE, PDF, RLO, LRI, RLI, FSI, PDI])))
def test_nothing_is_left_open(text: str) -> None:
    """As the Unicode Bidirectional Algorithm counts (UAX #9, BD9 and X6a to X7)."""
    shown = html.unescape(esc(text))
    ends: list[str] = []
    for mark in shown:
        if mark in (LRE, RLE, RLO):
            ends.append(PDF)
        elif mark in (LRI, RLI, FSI):
            ends.append(PDI)
        elif mark == PDI:
            assert PDI in ends
            while ends.pop() != PDI:
                pass
        elif mark == PDF:
            assert ends and ends[-1] == PDF
            ends.pop()
    assert not ends
    assert closed(shown) == shown
    assert [c for c in shown if c in "ab<&\n"] == [c for c in text if c in "ab<&\n"]


def test_the_panel_of_a_document(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    text = f"شعر عربي {RLO}turned\nsecond line"
    workspace.corpus.add([Document("d", text, title=f"T{RLO}exe", label=f"{RLI}l", source="s")])
    shown = document_panel(workspace, Passage("d", "second line"), "en")
    assert f"T{RLO}exe{PDF}</h2>" in shown and f"{RLI}l{PDI}</dd>" in shown
    assert f"{RLO}turned\n{PDF}<mark" in shown


def test_an_answer_that_turns() -> None:
    shown = answer(f"a{RLO}b [1]\nc", 0, {1: f"{RLI}title"}, "{number}: {title}")
    assert f"</button>{PDF}\nc" in shown and f"{RLI}title{PDI}" in shown


@given(st.text(st.characters()))
def test_text_is_text_wherever_it_stands(text: str) -> None:
    """Nothing of it is a tag or ends an attribute, and what a person typed comes back."""
    assert not set(esc(text)) & set("<>\"'")
    assert not set(inline(text)) & set("<>\"'`*[]\n")
    assert untyped(typed(text)) == untyped(text)
    assert place_of(text).id == text or text[:1] == "{"


@pytest.mark.parametrize(
    "sent", ['{"id":"d","start":1e999,"end":0}', '{"id":"d","start":"٣x","end":0}', "[" * 100_000]
)
def test_a_button_that_sends_anything(sent: str) -> None:
    assert place_of(sent) == Passage(sent)
