"""The parts of search: topic space, pairs of words, vectors on disk, and how they are joined."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from topicllama.tools import passage_vectors as stored
from topicllama.tools.documents import Document
from topicllama.tools.embed_job import embed
from topicllama.tools.fusion import WEIGHTS, fused, standard
from topicllama.tools.keyword_search import keyword_index
from topicllama.tools.passage_vectors import passage_vectors
from topicllama.tools.search import search
from topicllama.tools.topic_space import topic_space
from topicllama.tools.workspace import Workspace

SEA = ("ship", "harbour", "sailor", "captain", "tide", "anchor", "storm", "deck")
FARM = ("wheat", "tractor", "barn", "harvest", "cattle", "field", "plough", "seed")
COOK = ("锅", "面条", "酱油", "厨师", "食谱", "炒菜", "味道", "豆腐")
GAME = ("球员", "教练", "进球", "比赛", "联赛", "球迷", "裁判", "球队")


class LetterEmbedder:
    """Counts letters: any text has a vector, different ones different ones."""

    name = "letters"
    dimensions = 26
    languages = None

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        rows = [[t.lower().count(chr(97 + i)) + 0.1 for i in range(26)] for t in texts]
        array = np.asarray(rows, np.float32)
        return array / np.linalg.norm(array, axis=1, keepdims=True)


def sentences(words: Sequence[str], count: int, joint: str, seed: int) -> list[str]:
    """Different ones: of each draw of four words only the first is kept."""
    rng = np.random.default_rng(seed)
    made: dict[str, None] = {}
    while len(made) < count:
        made[joint.join(rng.choice(words, 4, replace=False))] = None
    return list(made)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("parts") / "w")
    texts = {
        "sea": sentences(SEA, 30, " ", 0), "farm": sentences(FARM, 30, " ", 1),
        "cook": sentences(COOK, 30, "，", 2), "game": sentences(GAME, 30, "，", 3),
    }  # fmt: skip
    made.corpus.add(
        Document(f"{name}-{i}", text, label=name)
        for name, group in texts.items()
        for i, text in enumerate(group)
    )
    return made


@pytest.mark.parametrize(("query", "label"), [("harbour", "sea"), ("tractor", "farm"),
                                              ("酱油", "cook"), ("裁判", "game")])  # fmt: skip
def test_topic_space_finds_texts_without_the_word(
    workspace: Workspace, query: str, label: str
) -> None:
    found = search(workspace, query, mode="topic", limit=30).results
    assert {hit.id.split("-")[0] for hit in found} == {label}
    others = [hit for hit in found if query not in hit.passage]
    assert len(others) >= 5
    together = search(workspace, query, limit=30)
    assert query in together.results[0].passage
    assert {"keyword", "topic"} <= set(together.results[0].scores)


def test_topic_space_is_kept_and_follows_the_corpus(tmp_path: Path) -> None:
    made = Workspace(tmp_path / "w")
    texts = [t for group in (SEA, FARM, COOK, GAME) for t in sentences(group, 8, " ", 5)]
    made.corpus.add(Document(f"d{i}", text) for i, text in enumerate(texts))
    words = keyword_index(made)
    space = topic_space(made, words)
    assert space is not None and space.documents.shape == (32, 6)
    assert np.allclose(np.linalg.norm(space.documents, axis=1), 1, atol=1e-5)
    made.corpus.add([Document("new", "harbour harbour lighthouse")])
    again = topic_space(made, keyword_index(made))
    assert again is not None and len(again.documents) == 33
    assert len(list((made.root / "index").glob("topic-space-*"))) == 1


def test_few_documents_have_no_space(tmp_path: Path) -> None:
    made = Workspace(tmp_path / "w")
    made.corpus.add(Document(f"d{i}", text) for i, text in enumerate(sentences(SEA, 19, " ", 5)))
    assert topic_space(made, keyword_index(made)) is None


def test_words_side_by_side_are_worth_more(tmp_path: Path) -> None:
    made = Workspace(tmp_path / "w")
    made.corpus.add([
        Document("apart", "The layer of air has a boundary that is thin."),
        Document("beside", "The thin boundary layer of air is here, as it has."),
        Document("other", "Nothing of the kind stands here."),
    ])  # fmt: skip
    words = keyword_index(made)
    scores = words.scores_of("boundary layer")
    plain = words.scores(words.all_terms("boundary layer"))
    assert scores[1] > scores[0] == plain[0] and plain[0] == pytest.approx(plain[1])
    assert list(words.scores_of("layer boundary")) == list(plain)


def test_standard_scores() -> None:
    assert standard(np.array([1.0, 1.0, 1.0])).tolist() == [0, 0, 0]
    assert standard(np.array([0.0, 2.0])).tolist() == [-1, 1]
    assert standard(np.array([0.0, 8.0])).tolist() == [-1, 1]
    assert standard(np.array([3, 5], np.int8)).dtype == np.float64


def test_what_is_not_embedded_gets_what_the_best_like_it_have() -> None:
    """Of 500 documents 400 are embedded. Meaning follows the words among the best 200 of them, and
    goes against them among the rest: the rest must not be asked."""
    keyword = np.linspace(3.0, -3.0, 500)
    meaning = np.where(np.arange(500) < 250, keyword, -9.0)
    meaning[:50] = np.nan
    meaning[450:] = np.nan
    found = fused({"keyword": keyword, "meaning": meaning}, np.ones(500, bool))
    filled = (found[:50] - WEIGHTS["keyword"] * keyword[:50]) / WEIGHTS["meaning"]
    assert filled == pytest.approx(keyword[:50], abs=0.1)


def test_what_few_say_is_learnt_with_restraint() -> None:
    """Ridge regression (penalty 1) on two known documents, by hand: (X'X + I) w = X'y."""
    keyword, meaning = np.array([1.0, -1.0, 2.0]), np.array([1.0, -1.0, np.nan])
    found = fused({"keyword": keyword, "meaning": meaning}, np.ones(3, bool))
    filled = (found[2] - WEIGHTS["keyword"] * 2.0) / WEIGHTS["meaning"]
    assert filled == pytest.approx(2.0 * 2 / 3)


def test_a_document_not_embedded_yet_is_placed_by_its_other_scores() -> None:
    rng = np.random.default_rng(0)
    keyword = rng.normal(size=400)
    meaning = 0.8 * keyword + 0.1 * rng.normal(size=400)
    scope = np.ones(400, bool)
    whole = fused({"keyword": keyword, "meaning": meaning}, scope)
    best, worst = int(whole.argmax()), int(whole.argmin())
    part = meaning.copy()
    part[[best, worst]] = np.nan
    again = fused({"keyword": keyword, "meaning": part}, scope)
    assert again[best] == pytest.approx(whole[best], abs=0.4)
    assert again[worst] == pytest.approx(whole[worst], abs=0.6)
    known = np.delete(np.arange(400), [best, worst])
    assert np.allclose(again[known], whole[known])
    alone = fused({"keyword": keyword, "meaning": np.full(400, np.nan)}, scope)
    assert np.allclose(alone, keyword)


def test_vectors_on_disk_say_the_nearest_in_scope(tmp_path: Path) -> None:
    made = Workspace(tmp_path / "w")
    made.corpus.add(Document(f"d{i}", text) for i, text in enumerate(sentences(SEA, 40, " ", 7)))
    embedder = LetterEmbedder()
    assert passage_vectors(made, embedder.name, {}) is None
    embed(made, embedder)
    positions = {name: i for i, name in enumerate(made.corpus.ids())}
    known = passage_vectors(made, embedder.name, positions)
    assert known is not None and known.covered == 1
    vector = embedder.embed(["anchor deck"])[0]
    texts = [document.text for document in made.corpus]
    expected = embedder.embed(texts) @ vector
    for scope in (np.ones(40, bool), np.arange(40) % 7 == 3):
        values, rows = known.nearest(vector, scope)
        assert np.allclose(values[scope], expected[scope], atol=1e-6)
        assert np.isnan(values[~scope]).all() and (rows[~scope] == -1).all()
        assert known.documents[rows[scope]].tolist() == np.flatnonzero(scope).tolist()


def test_vectors_are_continued_and_read_again(tmp_path: Path) -> None:
    made = Workspace(tmp_path / "w")
    made.corpus.add(Document(f"d{i}", text) for i, text in enumerate(sentences(SEA, 30, " ", 7)))
    embedder = LetterEmbedder()
    embed(made, embedder)
    positions = {name: i for i, name in enumerate(made.corpus.ids())}
    assert passage_vectors(made, embedder.name, positions) is not None
    made.corpus.add([Document("new", "zzz quay")])
    positions["new"] = 30
    before = passage_vectors(made, embedder.name, positions)
    assert before is not None and 0 < before.covered < 1
    embed(made, embedder)
    after = passage_vectors(made, embedder.name, positions)
    assert after is not None and after.covered == 1
    values, _ = after.nearest(embedder.embed(["zzz quay"])[0], np.ones(31, bool))
    assert int(np.nanargmax(values)) == 30
    stored._open.clear()  # as in another process
    file = next((made.root / "index").glob("passages-*")) / "vectors.npy"
    assert passage_vectors(made, embedder.name, positions) is not None
    stored._open.clear()
    file.write_bytes(file.read_bytes()[:100])
    healed = passage_vectors(made, embedder.name, positions)
    assert healed is not None and healed.covered == 1
