"""Folding new documents into topics, on the built-in corpora and a corpus of another subject."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from edit_fixtures import files, measured, sound
from scipy.optimize import linear_sum_assignment
from topic_fixtures import lee_corpus

import topicllama.examples as examples
from topicllama.tools.bow import bag_of_words, build
from topicllama.tools.corpus import Corpus
from topicllama.tools.documents import Document
from topicllama.tools.edit_wording import fit_in_words, head
from topicllama.tools.inference import document_topics, infer
from topicllama.tools.keyword_labels import keyword_labels
from topicllama.tools.noise import mark_noise, noise_of
from topicllama.tools.results import to_json
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.topic_model import TopicModel
from topicllama.tools.training import train
from topicllama.tools.updating import differences, update
from topicllama.tools.workspace import Workspace


@lru_cache
def lee() -> tuple[Document, ...]:
    return tuple(lee_corpus())


@lru_cache
def chinese() -> tuple[Document, ...]:
    file = Path(examples.__file__).with_name("demo_zh.csv")
    with file.open(encoding="utf-8-sig") as lines:
        return tuple(
            Document(row["id"], row["正文"], row["标题"], label=row["标签"])
            for row in csv.DictReader(lines)
        )


def held_back(documents: Sequence[Document]) -> tuple[list[Document], list[Document]]:
    """Four fifths, and the rest."""
    return [d for n, d in enumerate(documents) if n % 5], list(documents[::5])


@lru_cache
def lee_before() -> TopicModel:
    """Eight topics of four fifths of the Lee corpus."""
    return replace(train(build(held_back(lee())[0]), 8), version="m0003")


def matched(one: TopicModel, other: TopicModel) -> dict[int, int]:
    """The row of ``other`` that each row of ``one`` is most like (Hungarian method)."""
    index = {term: column for column, term in enumerate(other.terms)}
    shared = [n for n, term in enumerate(one.terms) if term in index]
    words = [one.topic_word[:, shared],
             other.topic_word[:, [index[one.terms[n]] for n in shared]]]  # fmt: skip
    left, right = (part / np.linalg.norm(part, axis=1, keepdims=True) for part in words)
    rows, columns = linear_sum_assignment(-(left @ right.T))
    return dict(zip(rows.tolist(), columns.tolist(), strict=True))


@pytest.mark.parametrize(("corpus", "topics", "least"), [(lee, 8, 0.8), (chinese, 6, 0.65)])
def test_new_documents_get_the_topic_that_training_on_all_would(
    corpus: lru_cache[tuple[Document, ...]], topics: int, least: float
) -> None:
    old, new = held_back(corpus())
    bow = build([*old, *new])
    before = replace(train(build(old), topics), version="m0003")
    after, done = update(before, bow)
    sound(after)
    assert (done.added, done.removed) == (len(new), 0)
    assert done.fit is not None and done.fit.good
    full = train(bow, topics)
    same = matched(after, full)
    mine = [same[row] for row in after.document_topic[len(old) :].argmax(axis=1).tolist()]
    theirs = full.document_topic[len(old) :].argmax(axis=1)
    assert (np.array(mine) == theirs).mean() >= least
    stays = after.document_topic[: len(old)].argmax(1) == before.document_topic.argmax(1)
    assert stays.mean() > 0.95


def test_ids_and_names_stay_and_words_are_learned() -> None:
    old, new = held_back(lee())
    labelled = keyword_labels(lee_before(), lee_corpus())
    after, _ = update(labelled, build([*old, *new]))
    assert [(t.id, t.label, t.label_source) for t in after.topics] == [
        (t.id, t.label, t.label_source) for t in labelled.topics
    ]
    assert after.parent == "m0003" and after.action == f"update: {len(new)} new, 0 gone"
    fresh = set(after.terms) - set(labelled.terms)
    assert len(fresh) > 100
    columns = [after.terms.index(term) for term in fresh]
    assert (after.topic_word[:, columns] > 0).all()
    assert after.topic_word[:, columns].sum(axis=1).max() < 0.5
    alone = document_topics(build([*old, *new]).counts[:, :], after.topic_word)
    assert np.allclose(after.document_topic, alone, atol=1e-4)


def test_documents_that_have_gone_leave() -> None:
    old, new = held_back(lee())
    after, done = update(lee_before(), build([*old[40:], *new]))
    sound(after)
    assert (done.added, done.removed) == (len(new), 40)
    assert set(after.document_ids) == {d.id for d in (*old[40:], *new)}
    assert differences(lee_before(), [d.id for d in (*old[40:], *new)]) == (len(new), 40)
    less, done = update(lee_before(), build(old[40:]))
    sound(less)
    assert (done.added, done.removed, done.fit) == (0, 40, None)


def test_a_corpus_that_was_replaced_keeps_its_topics() -> None:
    old, new = held_back(lee())
    after, done = update(lee_before(), build(new))
    sound(after)
    assert (done.added, done.removed) == (len(new), len(old))
    assert [topic.id for topic in after.topics] == list(range(8))


def test_noise_words_stay_out() -> None:
    old, new = held_back(lee())
    marked = mark_noise(lee_before(), build(old), "fire, Australia")
    after, _ = update(marked, build([*old, *new]))
    assert not {"fire", "australia"} & set(after.terms)
    assert noise_of(after) == noise_of(marked)
    assert infer(after, ["fire"]).max() == pytest.approx(1 / 8)


def test_documents_of_another_subject_are_told_from_those_of_the_same() -> None:
    for label in ("体育", "科技"):
        old = [d for d in chinese() if d.label != label]
        new = [d for d in chinese() if d.label == label]
        _, done = update(train(build(old), 6), build([*old, *new]))
        assert done.fit is not None and not done.fit.good


def test_words_of_a_language_that_topics_do_not_know_do_not_spoil_them() -> None:
    old, _ = held_back(lee())
    after, done = update(lee_before(), build([*old, *chinese()]))
    sound(after)
    assert done.fit is not None and done.fit.known < 0.05 and not done.fit.good
    assert not [word for topic in after.topics for word in topic.keywords if not word.isascii()]
    weights = after.document_topic[len(old) :]
    assert np.median(weights.max(axis=1)) < 0.3


# in a workspace ------------------------------------------------------------------------------


def text_file(folder: Path, name: str, documents: Sequence[Document]) -> Path:
    file = folder / name
    with file.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerows([("id", "text"), *((d.id, d.text) for d in documents)])
    return file


@pytest.fixture
def tools(tmp_path: Path) -> Toolbox:
    """A workspace with seven topics and one that a person named."""
    old, _ = held_back(lee())
    found = Toolbox(Workspace(tmp_path / "w"))
    found.load([text_file(tmp_path, "old.csv", old)])
    found.train_topics(7)
    found.edit_topics("rename", "2", "The second one")
    return found


def test_update_in_a_workspace_and_undo(tools: Toolbox, tmp_path: Path) -> None:
    workspace, before = tools.workspace, tools.show_topics()
    nothing = tools.update()
    assert (nothing.added, nothing.removed) == (0, 0)
    assert nothing.model == workspace.current_version == before.model
    assert head(to_json(nothing), "en", str, str) == "The topics have all documents already."

    tools.load([text_file(tmp_path, "new.csv", held_back(lee())[1])])
    assert "59 new, 0 gone" in tools.show_topics().note
    bag_of_words(workspace)  # a preview counts the words, which is all that it may write
    stored = files(workspace.root)
    preview = tools.edit_topics("preview update")
    assert files(workspace.root) == stored
    assert preview.preview and preview.added == 59 and workspace.current_version == before.model

    result = tools.update()
    assert (result.added, result.removed, result.fit["good"]) == (59, 0, True)
    measured(workspace, result)
    sound(workspace.require_model())
    assert tools.show_topics().note == ""
    labels = {topic.id: topic.label for topic in result.topics}
    assert labels == {topic.id: topic.label for topic in before.topics}
    assert labels[2] == "The second one"
    assert tools.show_topics("2").topics[0].documents > 0
    for language, words in (("en", "59 new documents are in the topics now"),
                            ("zh", "已把 59 篇新文档算进主题")):  # fmt: skip
        told = to_json(result)
        assert words in head(told, language, str, str)
        assert "%" in fit_in_words(told, language)

    tools.edit_topics("undo")
    assert [t.documents for t in tools.show_topics().topics] == [t.documents for t in before.topics]
    assert "update the topics" in tools.show_topics().note


def test_all_that_shows_documents_without_topics_points_to_update(
    tools: Toolbox, tmp_path: Path
) -> None:
    tools.load([text_file(tmp_path, "new.csv", held_back(lee())[1])])
    for kind in ("overview", "quality", "sentiment"):
        note = tools.analyze_corpus(kind).note
        assert note.count("update the topics") == 1, kind


def test_other_subjects_are_advised_to_be_trained_anew(tools: Toolbox, tmp_path: Path) -> None:
    tools.load([text_file(tmp_path, "zh.csv", chinese())])
    result = tools.update()
    assert result.added == len(chinese()) and not result.fit["good"]
    assert result.note.endswith("train again to give them their own topics.")
    assert "建议重新训练" in fit_in_words(to_json(result), "zh")


def test_chroma_knows_the_new_documents_topics(tmp_path: Path) -> None:
    from topicllama.tools.embed_job import embed
    from topicllama.tools.vector_store import VectorStore

    old, new = held_back(chinese())
    tools = Toolbox(Workspace(tmp_path / "w"))
    tools.load([text_file(tmp_path, "old.csv", old)])
    tools.train_topics(4)
    tools.load([text_file(tmp_path, "new.csv", new)])
    embed(tools.workspace)
    tools.update()
    model = tools.workspace.require_model()
    found = tools.search_documents(topic="1", limit=100).results
    rows = model.document_topic.argmax(axis=1) == model.row(1)
    assert {hit.id for hit in found} == {
        name for name, inside in zip(model.document_ids, rows, strict=True) if inside
    }
    store = VectorStore(tools.workspace)
    assert store.count() >= len(old) + len(new)


def test_a_corpus_object_is_enough_to_be_told_what_is_missing(tmp_path: Path) -> None:
    from topicllama.tools.updating import outdated

    old, new = held_back(lee())
    corpus = Corpus(tmp_path / "corpus.sqlite")
    corpus.add(old)
    model = replace(lee_before(), corpus=corpus.fingerprint)
    assert outdated(model, corpus) == ""
    corpus.add(new[:3])
    assert "(3 new, 0 gone)" in outdated(model, corpus)
