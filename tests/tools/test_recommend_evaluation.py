from __future__ import annotations

import numpy as np
import pytest

from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.keyword_search import keyword_index
from topicllama.tools.profiles import Event
from topicllama.tools.recommend import recommend
from topicllama.tools.recommend_evaluation import (
    evaluate_groups,
    evaluate_history,
    figures,
    popularity,
)
from topicllama.tools.recommend_readers import Reader, readers_of_groups, readers_of_history
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace


def reader(read: list[int], held: list[int], documents: int = 8) -> Reader:
    among = np.ones(documents, bool)
    among[read] = False
    return Reader(np.array(read), np.ones(len(read), np.float32), np.zeros(0, np.int64),
                  np.array(held), among)  # fmt: skip


def test_figures_by_hand() -> None:
    """Two held out, found at places 1 and 3 of three: recall 1, nDCG (1 + 1/2) / (1 + 1/log2 3);
    the other reader's one is missed."""
    readers = [reader([0], [1, 2]), reader([0], [3])]
    popular = np.full(8, 0.25)
    found = figures([[1, 5, 2], [4, 5, 6]], readers, popular, 3)
    assert found["recall"] == pytest.approx((1 + 0) / 2)
    assert found["ndcg"] == pytest.approx(1.5 / (1 + 1 / np.log2(3)) / 2, abs=1e-4)
    assert found["coverage"] == pytest.approx(5 / 7, abs=1e-4)
    assert found["novelty"] == 2  # bits: each document was read by a quarter


def test_popularity_leaves_out_what_was_read() -> None:
    best = popularity(np.array([9, 3, 5, 0, 0, 0, 0, 1]))
    assert list(best(reader([0], [1]), 3)) == [2, 1, 7]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("evaluation") / "w")
    Toolbox(made).load(["demo-zh"])
    return made


def test_users_of_a_history(workspace: Workspace) -> None:
    ids = workspace.corpus.ids()[:12]
    events = [Event("ann", name, "read", f"2024-01-{n:02}T00:00:00")
              for n, name in enumerate(ids[:10], 1)]  # fmt: skip
    events += [Event("bob", ids[0]), Event("cat", ids[1], "disliked"), Event("cat", ids[2]),
               Event("cat", ids[3])]  # fmt: skip
    words = keyword_index(workspace)
    cat, ann = readers_of_history(events[::-1], workspace, words)
    assert [words.ids[i] for i in ann.held] == ids[8:10]  # the last fifth by time
    assert not ann.candidates[ann.read].any() and ann.candidates[ann.held].all()
    assert ann.weights.min() < 0.5 < ann.weights.max()
    assert [words.ids[i] for i in cat.disliked] == [ids[1]] and len(cat.held) == 1
    result = evaluate_history(workspace, events, 5)
    assert (result.readers, result.left_out, result.k) == (2, 1, 5)
    assert set(result.systems) == {"ours", "popularity", "tfidf"}
    assert all(0 <= f["recall"] <= 1 and f["coverage"] > 0 for f in result.systems.values())


def test_nobody_to_evaluate(workspace: Workspace) -> None:
    with pytest.raises(TopicLlamaError, match="two documents"):
        evaluate_history(workspace, [Event("ann", workspace.corpus.ids()[0])])


WORDS = {
    "tea": "tea leaves kettle cup pot brew steep oolong green black harvest garden porcelain",
    "rail": "train rails locomotive station signal carriage platform track driver ticket bridge",
    "sea": "ship harbour sailor wave anchor storm lighthouse tide deck captain compass voyage",
}


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Texts of seven words of a subject each, and two that all share."""
    draw = np.random.default_rng(0)
    made = Workspace(tmp_path_factory.mktemp("labelled") / "w")
    made.corpus.add(
        Document(f"{label}{n}", f"{' '.join(draw.choice(words.split(), 7, replace=False))} people"
                 f" old {n}", label=label)
        for n in range(40) for label, words in WORDS.items()
    )  # fmt: skip
    return made


def test_simulated_readers(labelled: Workspace) -> None:
    labels = labelled.corpus.column("label")
    readers = readers_of_groups(labels, 6, 30)
    for one in readers:
        interests = {labels[i] for i in one.held}
        others = [i for i in np.flatnonzero(one.candidates) if i not in one.held]
        assert len(one.held) == 10 and not set(one.held) & set(one.read)
        assert not interests & {labels[i] for i in others}
    assert [len({labels[i] for i in one.held}) for one in readers[:3]] == [1, 2, 3]
    with pytest.raises(TopicLlamaError, match="two groups"):
        readers_of_groups(["", "a", "a", "b"])


def test_ours_is_ahead_of_popularity(labelled: Workspace) -> None:
    result = evaluate_groups(labelled, "label")
    ours, popular = result.systems["ours"], result.systems["popularity"]
    assert ours["recall"] > popular["recall"] + 0.2 and ours["ndcg"] > popular["ndcg"] + 0.2
    assert ours["ndcg"] > 0.9 and result.systems["tfidf"]["ndcg"] > 0.9
    assert ours["novelty"] > popular["novelty"]


def test_places_are_shared_out_by_what_was_read(labelled: Workspace) -> None:
    """Six texts on tea, three on rails, and one by chance, which gets no place of ten."""
    read = [*(f"tea{n}" for n in range(6)), *(f"rail{n}" for n in range(3)), "sea0"]
    events = [Event("ann", name) for name in read]
    found = recommend(labelled, [], limit=9, events=events).results
    kinds = ["".join(filter(str.isalpha, one.id)) for one in found]
    assert kinds.count("tea") == 6 and kinds.count("rail") == 3
