"""The estimate of a prompt's tokens follows what a server counts, for any tokenizer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicllama.agent.token_count import Size, TokenCounter, size_of

ENGLISH, CHINESE = "Fires burn near Sydney. " * 100, "悉尼附近发生山火。" * 200


def test_the_first_estimate_is_from_above() -> None:
    counter = TokenCounter()
    assert counter.text(CHINESE) >= len(CHINESE)
    assert counter.text(ENGLISH) >= len(ENGLISH.split()) * 5 / 4


# Tokens for a Chinese and another character: Llama 3, Llama 2, a tokenizer of bytes.
TOKENIZERS = [(0.66, 0.21), (2.0, 0.27), (3.0, 1.0)]


@pytest.mark.parametrize(("wide", "other"), TOKENIZERS)
def test_it_learns_both_scripts_of_a_tokenizer(wide: float, other: float) -> None:
    counter = TokenCounter()
    prompts = [ENGLISH, CHINESE, ENGLISH + CHINESE, CHINESE[:300] + ENGLISH]
    for prompt in prompts:
        size = size_of(prompt)
        counter.learn(size, int(size.wide * wide + size.other * other), 0)
    for prompt in prompts:
        size = size_of(prompt)
        true = size.wide * wide + size.other * other
        assert true <= counter.tokens(size) <= 1.15 * true


def test_english_alone_tells_nothing_of_chinese() -> None:
    counter = TokenCounter()
    for _ in range(5):
        counter.learn(size_of(ENGLISH), int(0.21 * len(ENGLISH)), 0)
    assert counter.text(ENGLISH) < 0.25 * len(ENGLISH)
    assert counter.text(CHINESE) >= len(CHINESE)


def test_a_full_context_is_at_least_as_much() -> None:
    counter = TokenCounter()
    counter.learn(size_of(CHINESE), 2048, 2048)  # 1,800 characters
    assert counter.text(CHINESE) > 2048


@pytest.mark.parametrize("counted", [0, 3, 100_000])
def test_a_count_that_no_tokenizer_explains_is_not_believed(counted: int) -> None:
    counter = TokenCounter()
    before = counter.text(ENGLISH)
    counter.learn(size_of(ENGLISH), counted, 8192)
    assert counter.text(ENGLISH) == before


counts = st.tuples(st.integers(0, 9000), st.integers(0, 40_000), st.integers(0, 60_000))


@given(st.lists(counts, max_size=20))
def test_it_stays_within_reason_whatever_is_counted(seen: list[tuple[int, int, int]]) -> None:
    counter = TokenCounter()
    for wide, other, counted in seen:
        counter.learn(Size(wide, other), counted, 8192)
    assert 250 < counter.tokens(Size(wide=1000)) < 20_000
    assert 100 < counter.tokens(Size(other=1000)) < 7_000
