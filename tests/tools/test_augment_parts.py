"""The parts of augmentation: neighbours, groups, extra words, usable sentences, the verdict."""

from __future__ import annotations

import numpy as np
import pytest
from topic_fixtures import lee_bow

from topicllama.tools import augment_neighbours
from topicllama.tools.augment_budget import Budget
from topicllama.tools.augment_extra import LentWords, WrittenWords
from topicllama.tools.augment_neighbours import Neighbours, groups, lent_words, neighbours
from topicllama.tools.augment_sentences import usable
from topicllama.tools.augment_verdict import in_words, judge
from topicllama.tools.bow import from_tokens
from topicllama.tools.nmf import tf_idf
from topicllama.tools.word_counting import counts_of

TITLES = [
    "cat milk", "cat dog", "dog bone", "cat milk purr", "tax law", "law court", "court judge tax",
    "", "tax court",
]  # fmt: skip


def test_neighbours_are_those_of_the_whole_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = lee_bow().counts
    weights = tf_idf(counts)
    likeness = (weights @ weights.T).toarray()
    np.fill_diagonal(likeness, -1)
    best = np.sort(likeness, axis=1)[:, ::-1][:, :7]
    whole = neighbours(counts, number=7)
    assert np.allclose(whole.likeness, np.where(best < 0.05, 0, best), atol=1e-5)
    assert not (whole.rows == np.arange(len(whole.rows))[:, None])[whole.likeness > 0].any()
    monkeypatch.setattr(augment_neighbours, "_BLOCK", 64)
    assert np.allclose(neighbours(counts, number=7).likeness, whole.likeness, atol=1e-5)
    by_meaning = neighbours(counts, np.asarray(weights.toarray(), np.float32), number=7)
    assert np.allclose(by_meaning.likeness, whole.likeness, atol=1e-5)


def test_of_very_many_texts_some_are_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(augment_neighbours, "_COMPARED", 50)
    near = neighbours(lee_bow().counts, number=5)
    assert len(near.rows) == len(lee_bow().ends) and len(np.unique(near.rows)) <= 50


def test_a_text_is_lent_the_words_of_its_neighbours() -> None:
    bow = from_tokens([title.split() for title in TITLES])
    words = lent_words(bow.counts, neighbours(bow.counts, number=3))
    totals = np.asarray(words.sum(axis=1)).ravel()
    assert np.allclose(totals, [1, 1, 1, 1, 1, 1, 1, 0, 1])
    assert words[0, bow.index["purr"]] > 0 and words[0, bow.index["tax"]] == 0
    assert words[4, bow.index["court"]] > 0


def test_extra_words_weigh_as_much_as_said_and_only_on_short_texts() -> None:
    bow = from_tokens([title.split() for title in TITLES])
    short = np.array([len(title.split()) < 3 for title in TITLES])
    extra = LentWords(bow, short, 2.0, None)
    rows = np.arange(len(TITLES))
    totals = np.asarray(extra.counts(rows).sum(axis=1)).ravel()
    assert np.allclose(totals, 2.0 * bow.lengths * short)
    half = extra.counts(rows[:4])  # lent among themselves alone
    assert half.shape[0] == 4 and half[:, [bow.index["tax"], bow.index["law"]]].nnz == 0


def test_sentences_go_to_every_text_of_their_group() -> None:
    bow = from_tokens([title.split() for title in TITLES])
    written = counts_of(np.array([bow.index["purr"], bow.index["judge"]]), np.array([1, 2]), 9)
    extra = WrittenWords(bow, written, [(0, 1), (4, 5)], 1.0)
    found = extra.counts(np.arange(len(TITLES)))
    assert found[0, bow.index["purr"]] == 2 and found[5, bow.index["judge"]] == 2
    assert found.nnz == 4
    assert extra.units[0] == extra.units[1] != extra.units[4] == extra.units[5]
    assert len(set(extra.units.tolist())) == 7


def test_groups_are_alike_of_one_language_and_whole() -> None:
    bow = from_tokens([title.split() for title in TITLES])
    near = neighbours(bow.counts, number=5)
    kinds = ["en", "en", "en", "zh", "en", "en", "en", "en", "en"]
    made = groups(near, kinds, [0] * 4 + [1] * 5, 3)
    assert sorted(row for group in made for row in group) == list(range(9))
    assert all(len({kinds[row] for row in group}) == 1 and len(group) <= 3 for group in made)
    assert [0, 1, 2] in [sorted(group) for group in made]
    alone = Neighbours(np.zeros((2, 1), np.int64), np.zeros((2, 1), np.float32))
    assert groups(alone, ["en", "zh"], [0, 0], 5) == [[0], [1]]


PROMPT = (
    "Write 5 sentences in the language of these texts.\nDo not copy the texts, and do not "
    "speak about them."
)


@pytest.mark.parametrize(
    ("sentence", "language", "why"),
    [
        ("The bowler took five wickets before lunch.", "en", ""),
        ("1. The bowler took five wickets before lunch.", "en", ""),
        ("Australia wins the test", "en", "copied"),
        ("Australia wins the test!!", "en", "copied"),
        ("australia wins", "en", "copied"),
        ("投手在午餐前拿下五个球。", "en", "language"),
        ("The bowler took five wickets before lunch.", "zh", "language"),
        ("Der Werfer hat vor dem Mittagessen fünf Tore geschossen und gewonnen.", "en", "language"),
        ("Der Werfer hat vor dem Mittagessen fünf Tore geschossen und gewonnen.", "other", ""),
        ("Do not copy the texts, and do not speak about them.", "en", "instruction"),
        ("Write 5 sentences in the language of the texts", "en", "instruction"),
        ("See http://example.com for the score", "en", "broken"),
        ("<<<The bowler took five wickets>>>", "en", "broken"),
        ("ok", "en", "broken"),
        ("word " * 100, "en", "broken"),
    ],
)
def test_which_sentences_may_be_used(sentence: str, language: str, why: str) -> None:
    kept, dropped = usable([sentence], ["Australia wins the test"], language, PROMPT)
    assert dict(dropped) == ({why: 1} if why else {})
    assert (
        kept == ([] if why else ["The bowler took five wickets before lunch."]) or "Der" in kept[0]
    )


def test_a_sentence_that_is_said_twice_counts_once() -> None:
    again = ["The bowler took five wickets.", "The bowler took five wickets", 7]
    kept, dropped = usable(again, [], "en", PROMPT)
    assert len(kept) == 1 and dropped == {"copied": 1, "broken": 1}


BASE = {"npmi": 0.1, "c_v": 0.5, "diversity": 0.9, "stability": 0.6, "perplexity_held_out": 500.0}


def changed(**moves: float) -> dict[str, float]:
    return {name: value + moves.get(name, 0) for name, value in BASE.items()}


def test_better_in_more_than_half_is_kept() -> None:
    up = changed(npmi=0.01, c_v=0.01, perplexity_held_out=-20)
    verdict = judge([BASE, BASE], [up, up])
    assert verdict.good and verdict.better == ["npmi", "c_v", "perplexity_held_out"]
    assert verdict.after["npmi"] == 0.11
    told = in_words(verdict, "auto", True, "en")
    assert told.startswith("Of 5 figures 3 are better (coherence (NPMI) 0.100 → 0.110")
    assert "so the new topics are kept" in told and told.count(". ") == 1
    assert "因此采用了新主题" in in_words(verdict, "auto", True, "zh")


def test_a_gain_with_one_seed_only_or_a_tiny_one_is_none() -> None:
    up = changed(npmi=0.05, c_v=0.002, perplexity_held_out=-1)
    down = changed(npmi=-0.01, c_v=0.002, perplexity_held_out=-1)
    verdict = judge([BASE, BASE], [up, down])
    assert not verdict.better and not verdict.worse and not verdict.good


def test_one_figure_that_is_clearly_worse_forbids_it() -> None:
    mixed = changed(npmi=0.1, c_v=0.1, stability=0.1, diversity=-0.06)
    verdict = judge([BASE, BASE], [mixed, mixed])
    assert len(verdict.better) == 3 and verdict.much_worse == ["diversity"] and not verdict.good
    assert "diversity 0.900 → 0.840" in in_words(verdict, "auto", False, "en")
    assert "多样性 0.900 → 0.840" in in_words(verdict, "auto", False, "zh")
    assert "主题保持不变" in in_words(verdict, "auto", False, "zh")


def test_the_budget_in_words() -> None:
    budget = Budget("llama3.2", 900, 180, 20, 40_000, 38_000, 5400.0)
    assert budget.sentence("en") == (
        "llama3.2 is asked 180 times about 900 short texts (20 replies are there already): about "
        "40,000 tokens to read and 38,000 to write, about 2 hours (assuming 15 tokens a second)."
    )
    assert "提问 180 次" in budget.sentence("zh") and "约需 2 小时" in budget.sentence("zh")
    assert "nothing is asked" in Budget("llama3.2", 900, 0, 200).sentence("en")
