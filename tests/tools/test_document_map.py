"""The map of documents: where topics and documents lie, and that they stay there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from edit_fixtures import demo
from test_hierarchy import SPORT, model_of
from topic_fixtures import lee_model

from topicllama.tools.document_map import (
    DocumentMap,
    by_topics,
    document_map,
    placed,
    why_not_by_meaning,
)
from topicllama.tools.documents import Document
from topicllama.tools.embedding import DEFAULT
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.meaning_map import arrange, joint
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.topic_layout import Floats, Layout, _turned, layout_of, place_topics
from topicllama.tools.vectors import VectorRecord
from topicllama.tools.workspace import Workspace


def gaps(layout: Layout) -> Floats:
    """Between each two discs."""
    apart = np.linalg.norm(layout.places[:, None] - layout.places[None, :], axis=2)
    gap = apart - layout.radii[:, None] - layout.radii[None, :]
    return np.asarray(gap[np.triu_indices(len(gap), 1)])


def test_topics_are_discs_that_do_not_overlap() -> None:
    layout = place_topics(lee_model())
    again = place_topics(lee_model())
    assert (layout.places == again.places).all() and layout.places.shape == (8, 2)
    assert gaps(layout).min() > -1e-3
    assert np.linalg.norm(layout.places, axis=1).max() == pytest.approx(1)
    shares = [topic.share for topic in lee_model().topics]
    assert np.argmax(layout.radii) == np.argmax(shares)


def test_close_topics_lie_close() -> None:
    football, courts = np.array(SPORT), np.array(SPORT[::-1])
    other = football[[0, 1, 3, 2, 4, 5, 6, 7]] * [1.5, 0.5, 1, 1, 1, 1, 1, 1]
    rows = [tuple(football), tuple(courts), tuple(other / other.sum())]
    places = place_topics(model_of(rows, (0, 1, 2))).places
    near, far = np.linalg.norm(places[0] - places[2]), np.linalg.norm(places[0] - places[1])
    assert near < far


@pytest.mark.parametrize("number", [1, 2, 5])
def test_topics_without_any_difference_are_laid_out_too(number: int) -> None:
    layout = place_topics(model_of([SPORT] * number, tuple(range(number))))
    assert np.isfinite(layout.places).all() and (layout.radii > 0).all()
    assert number == 1 or gaps(layout).min() > -1e-2


def test_a_mirrored_layout_is_turned_back() -> None:
    model = lee_model()
    layout = place_topics(model)
    mirrored = Layout(layout.places * [-1, 1], layout.radii)
    assert _turned(mirrored, model, layout, model).places == pytest.approx(layout.places)


def test_documents_lie_on_the_disc_of_their_topic_and_stay_there() -> None:
    model = lee_model()
    layout, ids = place_topics(model), list(model.document_ids)
    places = by_topics(ids, model.document_topic, layout)
    heaviest = model.document_topic.argmax(axis=1)
    distance = np.linalg.norm(places - layout.places[heaviest], axis=1)
    assert (distance <= layout.radii[heaviest] + 1e-9).all()
    some = by_topics(ids[100:], model.document_topic[100:], layout)
    assert (some == places[100:]).all()
    assert len({tuple(place) for place in places.round(4).tolist()}) == len(set(ids))


def test_a_mixed_document_lies_towards_its_other_topic() -> None:
    layout = Layout(np.array([[0.0, 0.0], [10.0, 0.0]]), np.array([1.0, 1.0]))
    ids = [f"d{n}" for n in range(200)]
    pure = by_topics(ids, np.tile(np.array([[0.99, 0.01]], np.float32), (200, 1)), layout)
    mixed = by_topics(ids, np.tile(np.array([[0.6, 0.4]], np.float32), (200, 1)), layout)
    assert (mixed[:, 0] > pure[:, 0]).all() and mixed[:, 1] == pytest.approx(pure[:, 1])


def where(drawn: DocumentMap) -> dict[str, tuple[float, float]]:
    return {point.id: (point.x, point.y) for point in drawn.points}


def test_the_map_stays_through_edits_new_documents_and_trainings(tmp_path: Path) -> None:
    tools = demo(tmp_path / "w", "demo-zh", 5)
    workspace = tools.workspace
    first = document_map(workspace)
    assert len(first.points) == 80 and first.source == "topics" and first.points[0].title
    assert document_map(workspace) == first
    tools.edit_topics("rename", "2", "新名称")
    assert where(document_map(workspace)) == where(first)
    workspace.corpus.add([Document(f"new{n}", f"地铁 公交 司机 线路 {n}") for n in range(3)])
    assert "left out" in document_map(workspace).note
    tools.update()
    assert moved(document_map(workspace), first) < 0.3
    tools.train_topics(5, seed=3)
    assert moved(document_map(workspace), first) < 0.9
    before = layout_of(workspace, workspace.require_model())
    (workspace.root / "index" / "layouts.json").unlink()
    assert layout_of(workspace, workspace.require_model()).places == pytest.approx(before.places)


def moved(drawn: DocumentMap, before: DocumentMap) -> float:
    """The mean way of the documents, in units of their mean distance from the centre."""
    old, new = where(before), where(drawn)
    ways = [np.hypot(new[n][0] - x, new[n][1] - y) for n, (x, y) in old.items()]
    return float(np.mean(ways) / np.mean([np.hypot(*place) for place in old.values()]))


def groups(number: int) -> tuple[list[str], Floats, Floats]:
    """Documents in six groups: ids, vectors (N, 40) and where the topics have them (N, 2)."""
    rng = np.random.default_rng(0)
    own = np.arange(number) % 6
    vectors = rng.normal(size=(6, 40))[own] * 1.5 + rng.normal(size=(number, 40))
    angle = own * np.pi / 3
    start = np.stack([np.cos(angle), np.sin(angle)], axis=1) + rng.normal(size=(number, 2)) * 0.05
    return [f"d{n}" for n in range(number)], vectors / np.linalg.norm(vectors, axis=1)[:, None], \
        start  # fmt: skip


def test_meaning_keeps_groups_together_and_new_documents_turn_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("topicllama.tools.meaning_map._LANDMARKS", 150)
    ids, vectors, start = groups(200)
    fewer = arrange(ids[:190], vectors[:190].astype(np.float32), start[:190])
    places = arrange(ids, vectors.astype(np.float32), start)
    assert (arrange(ids, vectors.astype(np.float32), start) == places).all()
    apart = np.linalg.norm(places[:, None] - places[None, :], axis=2)
    nearest = np.argsort(apart, axis=1)[:, 1:6]
    assert (nearest % 6 == np.arange(200)[:, None] % 6).mean() > 0.9
    assert np.corrcoef(places[:190].ravel(), fewer.ravel())[0, 1] > 0.9
    assert np.corrcoef(places.ravel(), start.ravel())[0, 1] > 0.5  # not mirrored


def test_likeness_is_of_vectors_and_topics_alike() -> None:
    both = joint(np.eye(2, dtype=np.float32), np.array([[1, 0], [1, 0]], np.float32))
    assert both[0] @ both[1] == pytest.approx(0.5) and both[0] @ both[0] == pytest.approx(1)


SPACE = "The {} reached orbit and the astronauts repaired the satellite."
FOOD = "Add the {} to the soup, stir, and cook it with salt and butter."


def test_the_map_is_by_meaning_once_all_texts_are_embedded(tmp_path: Path) -> None:
    tools = Toolbox(Workspace(tmp_path / "w"))
    words = ("rocket", "shuttle", "probe", "capsule", "onion", "carrot", "celery", "leek")
    tools.workspace.corpus.add(
        Document(word, (SPACE if n < 4 else FOOD).format(word), language="en")
        for n, word in enumerate(words)
    )
    tools.train_topics(2)
    with pytest.raises(TopicLlamaError, match="no map by meaning"):
        document_map(tools.workspace, "meaning")
    assert document_map(tools.workspace).source == "topics"
    record = VectorRecord(tools.workspace)
    pending = record.pending(DEFAULT)
    vectors = np.random.default_rng(0).normal(size=(len(pending), 8)).astype(np.float32)
    record.add(DEFAULT, [row.hash for row in pending[1:]], vectors[1:])
    assert "once all texts are prepared" in document_map(tools.workspace).note
    record.add(DEFAULT, [pending[0].hash], vectors[:1])
    assert why_not_by_meaning(tools.workspace) == ""
    assert placed(tools.workspace, make=False).source == "topics"
    drawn = document_map(tools.workspace)
    ready = placed(tools.workspace, make=False)
    assert ready.source == "meaning"
    assert ready.places.tolist() == [[point.x, point.y] for point in drawn.points]
    assert drawn.source == "meaning" and document_map(tools.workspace) == drawn
    assert document_map(tools.workspace, "topics").source == "topics"


def test_what_is_no_map(tmp_path: Path) -> None:
    with pytest.raises(TopicLlamaError) as error:
        document_map(demo(tmp_path / "w", "demo-zh", 2).workspace, "colour")
    assert "auto" in error.value.hint
