"""The tree of topics: hand-made topics whose closeness is known, and those of real texts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from topic_fixtures import lee_model

from topicllama.tools.hierarchy import Branch, distances_to, hierarchy, topic_distances
from topicllama.tools.topic_model import Topic, TopicModel

WORDS = ("goal", "team", "match", "coach", "court", "judge", "law", "trial")
SPORT = (0.24, 0.24, 0.24, 0.24, 0.01, 0.01, 0.01, 0.01)


def model_of(rows: list[tuple[float, ...]], ids: tuple[int, ...]) -> TopicModel:
    k = len(rows)
    topics = tuple(Topic(i, f"topic {i}", "keywords", ("word",), 1 / k, 1) for i in ids)
    topic_word, weights = np.array(rows, np.float32), np.eye(k, dtype=np.float32)
    return TopicModel("lda", WORDS, WORDS, topic_word, weights,
                      tuple(f"d{i}" for i in ids), topics)  # fmt: skip


@pytest.fixture
def four() -> TopicModel:
    """Topics 7 and 2 are of sport, 4 and 3 of law."""
    football, courts = np.array(SPORT), np.array(SPORT[::-1])
    rows = [football, courts, football[[0, 1, 3, 2, 4, 5, 6, 7]] * [1.5, 0.5, 1, 1, 1, 1, 1, 1],
            courts * [1, 1, 1, 1, 1, 1, 0.5, 1.5]]  # fmt: skip
    return model_of([tuple(row / row.sum()) for row in rows], (7, 4, 2, 3))


def test_distances_are_those_of_jensen_and_shannon(four: TopicModel) -> None:
    distances = topic_distances(four.topic_word)
    expected = jensenshannon(four.topic_word[0], four.topic_word[1], base=2)
    assert distances.shape == (4, 4) and distances[0, 1] == pytest.approx(expected, abs=1e-6)
    assert topic_distances(np.eye(2, dtype=np.float32))[0, 1] == pytest.approx(1)


def test_distances_to_one_topic_are_its_row(four: TopicModel) -> None:
    words = np.array(four.topic_word)
    words[0, :2] = 0  # a word that a topic never has
    for row in range(4):
        assert distances_to(words, row) == pytest.approx(topic_distances(words)[row], abs=1e-6)


def test_close_topics_are_a_branch_named_by_what_they_share(four: TopicModel) -> None:
    root = hierarchy(four)
    assert root.topics == [2, 7, 4, 3] or root.topics == [2, 7, 3, 4]
    assert root.labels == {"en": "all topics", "zh": "全部主题"} and root.share == pytest.approx(1)
    sport, law = root.children
    assert set(sport.topics) == {2, 7} and set(law.topics) == {3, 4}
    assert set(sport.words) <= set(WORDS[:4]) and set(law.words) <= set(WORDS[4:])
    assert sport.label == f"{sport.words[0]}, {sport.words[1]} and {sport.words[2]}"
    assert 0 < sport.height < root.height <= 1
    between = topic_distances(four.topic_word)
    assert root.height == pytest.approx(between[np.ix_([0, 2], [1, 3])].mean(), abs=1e-4)


def test_the_order_of_rows_does_not_matter(four: TopicModel) -> None:
    turned = [3, 1, 0, 2]
    other = replace(four, topic_word=four.topic_word[turned],
                    topics=tuple(four.topics[row] for row in turned))  # fmt: skip
    assert hierarchy(other).topics == hierarchy(four).topics


def test_a_single_topic_is_its_own_tree() -> None:
    tree = hierarchy(model_of([SPORT], (5,)))
    assert (tree.id, tree.topics, tree.children, tree.height) == (5, [5], [], 0.0)


def test_topics_with_the_same_words_have_no_distance() -> None:
    tree = hierarchy(model_of([SPORT, SPORT], (0, 1)))
    assert tree.height == 0 and tree.topics == [0, 1]


def test_the_tree_of_real_topics() -> None:
    model = lee_model()
    tree = hierarchy(model)
    leaves = [branch for branch in tree.walk() if branch.id is not None]
    inner = [branch for branch in tree.walk() if branch.id is None]
    assert sorted(branch.id or 0 for branch in leaves) == list(range(8)) and len(inner) == 7
    assert [branch.id for branch in leaves] == tree.topics
    assert all(named(branch) for branch in inner)
    assert hierarchy(model) == tree


def named(branch: Branch) -> bool:
    """Named, of two branches no higher than itself, and the sum of them."""
    lower = all(child.height <= branch.height for child in branch.children)
    documents = sum(child.documents for child in branch.children)
    return bool(branch.label) and lower and documents == branch.documents
