from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from edit_fixtures import demo, files, measured, sound
from hypothesis import given, settings
from hypothesis import strategies as st
from topic_fixtures import lee_bow, lee_corpus, lee_model

from topicllama.tools.bow import BagOfWords, build, counts_for, from_tokens
from topicllama.tools.edit_wording import figures, head
from topicllama.tools.editing import delete, merge, rename, split
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.inference import document_topics, infer
from topicllama.tools.keyword_labels import keyword_labels
from topicllama.tools.noise import mark_noise, noise_of
from topicllama.tools.results import to_json
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.topic_model import TopicModel
from topicllama.tools.training import make_topics, train
from topicllama.tools.vocabulary import without_words


def saved() -> TopicModel:
    return replace(lee_model(), version="m0007")


def check(model: TopicModel) -> None:
    assert model.parent == "m0007"
    assert model.topic_word.dtype == model.document_topic.dtype == np.float32
    assert np.allclose(model.topic_word.sum(axis=1), 1, atol=1e-4)
    assert np.allclose(model.document_topic.sum(axis=1), 1, atol=1e-4)
    assert np.isclose(sum(topic.share for topic in model.topics), 1, atol=1e-4)
    assert sum(topic.documents for topic in model.topics) == len(model.document_ids)
    assert len({topic.id for topic in model.topics}) == len(model.topics) == len(model.topic_word)


def test_merge() -> None:
    before = saved()
    after = merge(before, [5, 2])
    check(after)
    assert [t.id for t in after.topics] == [0, 1, 2, 3, 4, 6, 7]
    assert after.action == "merge 2 and 5"
    assert after.topic(2).share == pytest.approx(
        before.topic(2).share + before.topic(5).share, abs=1e-4
    )
    assert after.topic(2).label == ""
    words = set(after.topic(2).keywords)
    assert words & set(before.topic(2).keywords[:5])
    assert words & set(before.topic(5).keywords[:5])
    assert after.topic(3).label == before.topic(3).label
    assert after.topic(3).keywords == before.topic(3).keywords


@pytest.mark.parametrize("ids", [[], [3], [3, 3]])
def test_merge_needs_two(ids: list[int]) -> None:
    with pytest.raises(TopicLlamaError, match="two different"):
        merge(saved(), ids)
    with pytest.raises(TopicLlamaError, match="no topic 40"):
        merge(saved(), [1, 40])


def test_split_takes_a_merged_topic_apart_again() -> None:
    before = saved()
    fire, palestine = (
        next(t.id for t in before.topics if word in t.keywords) for word in ("fire", "arafat")
    )
    merged = replace(merge(before, [fire, palestine]), version="m0007")
    after = split(merged, lee_bow(), min(fire, palestine))
    check(after)
    new = max(topic.id for topic in after.topics)
    assert new == 8
    parts = [set(after.topic(topic_id).keywords) for topic_id in (min(fire, palestine), new)]
    assert {"fire", "firefighters"} <= parts[0] ^ parts[1]
    assert {"arafat", "israeli"} <= parts[0] ^ parts[1]
    assert not any({"fire", "arafat"} <= words for words in parts)
    assert after.topic(min(fire, palestine)).share >= after.topic(new).share
    assert after.action == f"split {min(fire, palestine)} into {min(fire, palestine)} and {new}"
    untouched = [t for t in before.topics if t.id not in (fire, palestine)]
    assert all(after.topic(t.id).label == t.label for t in untouched)


def test_ids_are_never_used_again() -> None:
    model = saved()
    model = replace(split(model, lee_bow(), 0), version="m0007")
    model = replace(delete(model, 8), version="m0007")
    model = split(model, lee_bow(), 1, parts=3)
    check(model)
    assert {topic.id for topic in model.topics} == {0, 1, 2, 3, 4, 5, 6, 7, 9, 10}


def test_what_cannot_be_split_says_so() -> None:
    bow = build(["cats purr"] * 5 + ["dogs bark"] * 5)
    model = train(bow, 2)
    with pytest.raises(TopicLlamaError, match="cannot be split into 2"):
        split(model, bow, 0)
    with pytest.raises(TopicLlamaError, match="two parts"):
        split(model, bow, 0, parts=1)
    with pytest.raises(TopicLlamaError, match="no longer in the corpus"):
        split(saved(), bow, 0)


def test_rename() -> None:
    after = rename(saved(), 3, "  The   Middle East ")
    assert (after.topic(3).label, after.topic(3).label_source) == ("The Middle East", "person")
    assert after.topic(3).labels == {"en": "The Middle East"}
    assert after.action == "rename 3 to The Middle East"
    assert after.parent == "m0007"
    assert rename(saved(), 3, "中东").topic(3).labels == {"zh": "中东"}
    assert keyword_labels(after, lee_corpus()).topic(3).label == "The Middle East"


@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
def test_rename_needs_a_name(name: str) -> None:
    with pytest.raises(TopicLlamaError, match="1 to 120"):
        rename(saved(), 3, name)


def test_two_topics_cannot_share_a_name() -> None:
    with pytest.raises(TopicLlamaError, match="already"):
        rename(saved(), 3, saved().topic(0).label.upper())
    assert rename(saved(), 0, saved().topic(0).label).topic(0).label_source == "person"


def test_delete_gives_the_documents_to_their_other_topics() -> None:
    before = saved()
    after = delete(before, 4)
    check(after)
    assert [t.id for t in after.topics] == [0, 1, 2, 3, 5, 6, 7]
    assert [t.label for t in after.topics] == [t.label for t in before.topics if t.id != 4]
    rest = np.delete(before.document_topic, 4, axis=1)
    assert np.allclose(after.document_topic, rest / rest.sum(axis=1, keepdims=True), atol=1e-5)
    assert after.action == "delete 4"


def test_the_last_topic_stays() -> None:
    model = train(build(["cats purr", "cats meow"]), 1)
    with pytest.raises(TopicLlamaError, match="only topic"):
        delete(model, 0)


# noise words ---------------------------------------------------------------------------------


def test_noise_words_leave_the_topics_and_touch_no_other_document() -> None:
    before = saved()
    after = mark_noise(before, lee_bow(), "fire, Palestinians")
    sound(after)
    gone = set(before.terms) - set(after.terms)
    assert gone == {"fire", "palestinian"}
    assert noise_of(after).keys() == gone
    assert [t.id for t in after.topics] == [t.id for t in before.topics]
    kept = [before.terms.index(term) for term in after.terms]
    words = before.topic_word[:, kept]
    assert np.allclose(after.topic_word, words / words.sum(axis=1, keepdims=True), atol=1e-6)
    counts = counts_for(before.terms, lee_bow())
    columns = [before.terms.index(term) for term in sorted(gone)]
    holds = np.asarray(counts[:, columns].sum(axis=1)).ravel() > 0
    assert 20 < holds.sum() < 200
    assert np.allclose(after.document_topic[~holds], before.document_topic[~holds], atol=1e-6)
    fresh = document_topics(counts[holds][:, kept], after.topic_word)
    assert np.allclose(after.document_topic[holds], fresh, atol=2e-3)  # where it stops
    assert not any({"fire", "palestinian"} & set(topic.keywords) for topic in after.topics)


def test_labels_stay_unless_they_were_made_of_the_word() -> None:
    before = saved()
    fires = next(t.id for t in before.topics if "fire" in t.keywords)
    named = rename(before, fires, "The fire season")
    assert mark_noise(named, lee_bow(), "fire").topic(fires).label == "The fire season"
    after = mark_noise(before, lee_bow(), before.topic(fires).keywords[0])
    others = [topic for topic in before.topics if topic.id != fires]
    assert [after.topic(topic.id).label for topic in others] == [topic.label for topic in others]
    made = replace(before, topics=tuple(
        replace(t, label="Fires and weather") if t.id == fires else t for t in before.topics
    ))  # fmt: skip
    assert mark_noise(made, lee_bow(), "fire").topic(fires).label == ""


@pytest.mark.parametrize("words", ["xylophone", "zebra, xylophone", "木琴"])
def test_a_word_that_no_topic_knows_is_told(words: str) -> None:
    with pytest.raises(TopicLlamaError, match=f"No topic knows the word {words}"):
        mark_noise(saved(), lee_bow(), words)


def test_noise_that_is_none_or_all() -> None:
    with pytest.raises(TopicLlamaError, match="not clear which words"):
        mark_noise(saved(), lee_bow(), " , ")
    once = mark_noise(saved(), lee_bow(), "fire")
    with pytest.raises(TopicLlamaError, match="noise already"):
        mark_noise(once, lee_bow(), "fires")
    bow = build(["cats purr", "cats meow"])
    with pytest.raises(TopicLlamaError, match="no words left"):
        mark_noise(train(bow, 1), bow, "cats, purr, meow")


def test_a_phrase_is_a_word_of_its_own() -> None:
    bow = lee_bow()
    assert "prime_minist" in bow.terms and "prime" not in bow.terms
    without = mark_noise(saved(), bow, "minister")
    assert "prime_minist" in without.terms and "minist" not in without.terms
    assert "prime_minist" not in mark_noise(saved(), bow, "Prime Minister").terms


def test_a_bag_of_words_without_some_is_the_one_that_never_had_them() -> None:
    texts = [["fire", "cat", "fire", "dog"], ["dog"], [], ["fire"], ["cat", "dog", "cat"]]
    less = without_words(from_tokens(texts), ["fire", "unknown"])
    plain = from_tokens([[word for word in text if word != "fire"] for text in texts])
    assert less.terms == plain.terms and less.document_ids == plain.document_ids
    assert (less.counts.toarray() == plain.counts.toarray()).all()
    assert less.words.tolist() == plain.words.tolist() and less.ends.tolist() == plain.ends.tolist()


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Toolbox:
    return demo(tmp_path_factory.mktemp("lee"), "demo", 8)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Toolbox:
    return demo(tmp_path_factory.mktemp("zh"), "demo-zh", 6)


@pytest.fixture(params=["english", "chinese"])
def tools(request: pytest.FixtureRequest) -> Toolbox:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Toolbox)
    return found


def keyword(tools: Toolbox) -> str:
    """A word of one topic, no phrase."""
    model = tools.workspace.require_model()
    words = {word for term, word in zip(model.terms, model.vocabulary, strict=True)
             if "_" not in term}  # fmt: skip
    return next(word for word in model.topic(1).keywords if word in words)


EDITS: list[Callable[[Toolbox], tuple[str, str, str]]] = [
    lambda tools: ("merge", "2,5", ""),
    lambda tools: ("split", "0", ""),
    lambda tools: ("rename", "3", "A name 名称"),
    lambda tools: ("delete", "4", ""),
    lambda tools: ("noise", "", keyword(tools)),
]


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_is_previewed_done_measured_and_undone(
    tools: Toolbox, edit: Callable[[Toolbox], tuple[str, str, str]]
) -> None:
    action, topics, name = edit(tools)
    workspace = tools.workspace
    before, labels = workspace.require_model(), tools.show_topics()
    stored = files(workspace.root)

    preview = tools.edit_topics(action, topics, name, preview=True)
    assert files(workspace.root) == stored
    assert preview.preview and preview.model == before.version
    assert tools.edit_topics(f"preview {action}", topics, name) == preview

    done = tools.edit_topics(action, topics, name)
    after = workspace.require_model()
    sound(after)
    measured(workspace, done)
    assert (done.before, done.after) == (preview.before, preview.after)
    assert done.model == after.version != before.version and after.parent == before.version
    named = {int(number) for number in topics.split(",") if number}
    for topic in before.topics:
        if topic.id not in named and action != "noise":
            same = after.topic(topic.id)
            assert (same.label, same.keywords) == (topic.label, topic.keywords)
    told = to_json(done)
    for language in ("en", "zh"):
        assert head(told, language, str, str) and figures(told, language)

    undone = tools.edit_topics("undo")
    assert tools.show_topics() == labels
    assert {key: undone.after[key] for key in before.metrics} == dict(before.metrics)


def test_the_sizes_of_the_touched_topics_are_told(english: Toolbox) -> None:
    before = english.workspace.require_model()
    result = english.edit_topics("merge", "2,5", preview=True)
    sizes = {topic["id"]: topic["documents"] for topic in result.before["topics"]}
    assert sizes == {number: before.topic(number).documents for number in (2, 5)}
    (merged,) = result.after["topics"]
    assert merged["documents"] >= max(sizes.values())
    sentence = figures(to_json(result), "en")
    assert f"topic 2: {sizes[2]} → {merged['documents']} documents" in sentence
    assert "oherence" in sentence and sentence.count(".") > 1
    assert f"主题 2：{sizes[2]} → {merged['documents']} 篇" in figures(to_json(result), "zh")


def test_noise_is_remembered_until_it_is_undone(tmp_path: Path) -> None:
    tools = demo(tmp_path, "demo", 6)
    word = keyword(tools)
    marked = tools.edit_topics("noise", name=f"{word}, xylophone")
    assert (marked.words, marked.unknown) == ([word], ["xylophone"])
    tools.train_topics(5)
    model = tools.workspace.require_model()
    assert word not in model.vocabulary and word in noise_of(model).values()
    assert not any(word in topic.label.lower().split() for topic in model.topics)
    assert word not in {w for topic in tools.label_topics().topics for w in topic.keywords}
    known = infer(model, [word, "cricket"])
    assert np.allclose(known[0], 1 / 5) and known[1].max() > 0.5
    for _ in range(2):  # the training, the words; names that stay make no version
        tools.edit_topics("undo")
    assert word in tools.workspace.require_model().vocabulary
    tools.train_topics(5)
    assert word in tools.workspace.require_model().vocabulary


def test_chinese_noise_words_in_either_script(chinese: Toolbox) -> None:
    simplified = next(
        word for topic in chinese.workspace.require_model().topics for word in topic.keywords
        if word in ("发展", "电影", "球队", "市场", "比赛", "楼市", "学生")
    )  # fmt: skip
    from opencc import OpenCC

    traditional = OpenCC("s2t").convert(simplified)
    result = chinese.edit_topics("noise", name=f"「{traditional}」", preview=True)
    assert result.words == [simplified]
    assert simplified not in {word for topic in result.topics for word in topic.keywords}
    assert simplified in head(to_json(result), "zh", str, str)


# any model -----------------------------------------------------------------------------------

_WORDS = [f"{letter}word" for letter in "abcdefghij"]


def random_model(rng: np.random.Generator, topics: int, documents: int) -> TopicModel:
    """A model that no training would give: topics with few words, documents with one topic."""
    topic_word = rng.dirichlet(np.full(len(_WORDS), 0.2), topics).astype(np.float32) + 1e-6
    weights = rng.dirichlet(np.full(topics, 0.1), documents).astype(np.float32)
    made = make_topics(topic_word, weights, _WORDS)
    named = tuple(replace(topic, label=f"topic {topic.id}") for topic in made)
    topic_word /= topic_word.sum(axis=1, keepdims=True)
    return TopicModel(
        "nmf", tuple(_WORDS), tuple(_WORDS), topic_word, weights,
        tuple(str(n) for n in range(documents)), named, {"next_id": topics}, version="m0001",
    )  # fmt: skip


def random_texts(rng: np.random.Generator, documents: int) -> BagOfWords:
    """Texts of the words, some empty; every word stands somewhere."""
    texts = [list(rng.choice(_WORDS, rng.integers(0, 12))) for _ in range(documents - 1)]
    return from_tokens([_WORDS, *texts])


def one_step(
    action: str, model: TopicModel, bow: BagOfWords, rng: np.random.Generator
) -> TopicModel:
    here = [topic.id for topic in model.topics]
    if action == "merge":
        return merge(model, rng.choice(here, min(2, len(here)), False).tolist())
    if action == "noise":
        return mark_noise(model, bow, str(rng.choice(list(model.terms))))
    one = int(rng.choice(here))
    return split(model, bow, one) if action == "split" else delete(model, one)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1), st.integers(2, 6), st.integers(3, 15),
    st.lists(st.sampled_from(["merge", "split", "delete", "noise"]), min_size=1, max_size=6),
)  # fmt: skip
def test_whatever_is_done_the_model_stays_sound(
    seed: int, topics: int, documents: int, actions: list[str]
) -> None:
    rng = np.random.default_rng(seed)
    model, bow = random_model(rng, topics, documents), random_texts(rng, documents)
    ever, gone = {topic.id for topic in model.topics}, set[int]()
    for action in actions:
        here = [topic.id for topic in model.topics]
        try:
            model = one_step(action, model, bow, rng)
        except TopicLlamaError:
            continue  # a sentence: the last topic, documents too much alike, no words left
        sound(model)
        now = {topic.id for topic in model.topics}
        assert not now & gone, "an id came back"
        assert all(new > max(ever) for new in now - ever)
        gone |= set(here) - now
        ever |= now
