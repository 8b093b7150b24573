from __future__ import annotations

import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from topic_fixtures import lee_bow

from topicllama.tools import phrase_joining, word_stream
from topicllama.tools.array_files import Shelf
from topicllama.tools.bow import BagOfWords, bag_of_words, build, counts_for, from_tokens
from topicllama.tools.documents import Document
from topicllama.tools.errors import Cancelled, NotReadyError
from topicllama.tools.loading import demo
from topicllama.tools.phrase_joining import join_phrases
from topicllama.tools.progress import Progress, Task
from topicllama.tools.tokens import TextConfig
from topicllama.tools.word_stream import read_words
from topicllama.tools.workspace import Workspace


def counted(texts: list[str], **config: object) -> list[dict[str, int]]:
    bow = build(texts, TextConfig(**config))  # type: ignore[arg-type]
    return [
        {bow.terms[c]: int(n) for c, n in zip(row.indices, row.data, strict=True)}
        for row in bow.counts
    ]


def test_counts_of_small_texts() -> None:
    assert counted(["Cats chase cats", "", "dogs chase"]) == [
        {"cat": 2, "chase": 1}, {}, {"dog": 1, "chase": 1},
    ]  # fmt: skip


def test_the_words_are_kept_in_reading_order() -> None:
    bow = build(["cats chase dogs", "", "dogs and dogs chase cats, chase"])
    assert [bow.terms[column] for column in bow.words] == [
        "cat", "chase", "dog", "dog", "dog", "chase", "cat", "chase",
    ]  # fmt: skip
    assert bow.ends.tolist() == [3, 3, 8]


def test_words_left_out_leave_no_gap() -> None:
    bow = build(["once cats", "cats rarely dogs", "seldom dogs"] + ["dogs cats"] * 20)
    assert [bow.terms[column] for column in bow.words[:4]] == ["cat", "cat", "dog", "dog"]
    assert bow.ends[:3].tolist() == [1, 3, 4]
    assert bow.counts.sum() == len(bow.words)


def test_texts_cut_into_words_already() -> None:
    bow = from_tokens([["b", "a", "b"], [], ["a"]])
    assert bow.terms == ("b", "a") and bow.document_ids == ("0", "1", "2")
    assert bow.counts.toarray().tolist() == [[2, 1], [0, 0], [0, 1]]
    assert bow.words.tolist() == [0, 1, 0, 1] and bow.ends.tolist() == [3, 3, 4]


def test_display_is_the_most_frequent_form() -> None:
    bow = build(["bushfires and bushfires", "a bushfire", "bushfires"])
    assert dict(zip(bow.terms, bow.vocabulary, strict=True)) == {"bushfir": "bushfires"}


def test_rare_and_common_words_go_once_there_are_enough_documents() -> None:
    animals = ["cats", "dogs", "birds", "frogs"]
    bow = build([f"everywhere {animals[n % 4]}" for n in range(40)] + ["hapax"])
    assert set(bow.vocabulary) == set(animals)


def test_lee_has_phrases_that_people_know() -> None:
    shown = set(lee_bow().vocabulary)
    assert {"bin laden", "prime minister", "west bank", "yasser arafat", "asylum seekers"} <= shown
    assert "prime_minist" in lee_bow().terms


def test_chinese_phrases_have_no_blank() -> None:
    noise = ["股票市场上涨", "天气预报下雨", "电影演员出席", "球队比赛胜利"]
    bow = build([f"红星美凯龙开业{noise[n % 4]}" for n in range(12)] + noise * 10)
    joined = [shown for term, shown in zip(bow.terms, bow.vocabulary, strict=True) if "_" in term]
    assert any("美凯龙" in shown for shown in joined)
    assert not any(" " in shown for shown in joined)


def test_phrases_do_not_cross_punctuation_or_overlap() -> None:
    from topicllama.tools.tokens import Tokenizer

    texts = ["san francisco giants", "giants. san francisco", "other words", "more noise here"] * 5
    stream = join_phrases(read_words(texts, Tokenizer()), 4, 0.5)
    terms = [stream.tokens[n].term for n in stream.words if n >= 0]
    assert terms[:3] == ["san_francisco", "giant", "giant"]
    assert len(stream.ends) == len(texts)
    assert stream.ends[-1] == len(stream.words)


def test_words_that_meet_a_few_times_are_no_phrase() -> None:
    texts = ["magic lantern", "magic lantern", "magic lantern"] + ["other words", "noise"] * 9
    assert not any("_" in term for term in build(texts).terms if "magic" in term)


def test_of_overlapping_phrases_the_frequent_one_is_joined() -> None:
    texts = ["osama bin laden hides", "bin laden speaks"] * 5 + ["other words", "more noise"] * 9
    terms = set(build(texts).terms)
    assert "bin_laden" in terms
    assert "osama_bin" not in terms
    assert "osama" in terms


def test_a_phrase_of_one_document_is_none() -> None:
    texts = ["magic lantern. " * 10, "other things", "magic tricks", "lantern light"]
    assert not any("_" in term for term in build(texts).terms)


def test_titles_count_unless_the_text_repeats_them() -> None:
    bow = build([Document("a", "rockets fly", "Space"), Document("b", "Space probes", "Space")])
    assert bow.counts[:, bow.index["space"]].toarray().ravel().tolist() == [1, 1]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "w")
    made.corpus.add(Document(str(n), f"cats {'purr' if n % 2 else 'sleep'} {n}") for n in range(9))
    return made


def folders(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in workspace.folder("index").glob("bow-*"))


def test_it_is_kept_and_follows_corpus_and_settings(workspace: Workspace) -> None:
    first = bag_of_words(workspace)
    kept = folders(workspace)
    again = bag_of_words(workspace)
    assert folders(workspace) == kept
    assert again.terms == first.terms
    assert again.document_ids == tuple(str(n) for n in range(9))
    assert (again.counts != first.counts).nnz == 0

    workspace.set(text={"stop_words": ["cats"]})
    assert "cat" not in bag_of_words(workspace).terms
    workspace.corpus.add([Document("new", "parrots talk")])
    assert bag_of_words(workspace).counts.shape[0] == 10
    assert len(folders(workspace)) == 1
    assert folders(workspace) != kept


def test_a_damaged_file_is_made_again(workspace: Workspace) -> None:
    first = bag_of_words(workspace)
    file = workspace.folder("index") / folders(workspace)[0] / "data.npy"
    file.unlink()  # the first one is mapped
    file.write_bytes(b"broken")
    assert (bag_of_words(workspace).counts != first.counts).nnz == 0
    assert np.array_equal(bag_of_words(workspace).words, first.words)


def test_progress_and_cancel(tmp_path: Path) -> None:
    made = Workspace(tmp_path / "w")
    made.corpus.add(Document(str(n), f"text number {n} about cats") for n in range(450))
    seen: list[Progress] = []
    task = Task(seen.append)
    bag_of_words(made, task)
    assert [(p.stage, p.done, p.total) for p in seen] == [
        ("tokenise", n, 450) for n in (100, 200, 300, 400, 450)
    ]
    made.set(text={"phrases": False})
    task.cancel()
    with pytest.raises(Cancelled):
        bag_of_words(made, task)
    assert len(folders(made)) == 1  # what was there before stays


def equal(one: BagOfWords, other: BagOfWords) -> bool:
    pairs = [(one.words, other.words), (one.ends, other.ends)]
    pairs += [(getattr(one.counts, name), getattr(other.counts, name))
              for name in ("data", "indices", "indptr")]  # fmt: skip
    return (
        (one.terms, one.vocabulary) == (other.terms, other.vocabulary)
        and one.document_ids == other.document_ids
        and all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs)
    )


def news() -> list[Document]:
    return [*demo("demo"), *demo("demo-zh"), Document("empty", ""), Document("one", "word")]


@pytest.mark.parametrize("phrases", [True, False])
def test_small_blocks_give_the_same(monkeypatch: pytest.MonkeyPatch, phrases: bool) -> None:
    config = TextConfig(phrases=phrases)
    whole = build(news(), config)
    assert any("_" in term for term in whole.terms) == phrases
    monkeypatch.setattr(word_stream, "_BLOCK", 300)  # shorter than some documents
    monkeypatch.setattr(phrase_joining, "_COUNTED", 5000)
    assert equal(build(news(), config), whole)


def test_on_disk_it_is_the_same_as_in_memory(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    workspace.corpus.add(news())
    kept = bag_of_words(workspace)
    assert equal(kept, build(workspace.corpus))
    assert equal(kept, bag_of_words(Workspace(tmp_path / "w")))
    assert not kept.counts.data.flags.owndata, "it is mapped, not read"
    files = {path.name for path in (tmp_path / "w" / "index" / folders(workspace)[0]).iterdir()}
    assert files == {"words.json", "words.npy", "ends.npy", "data.npy", "indices.npy",
                     "indptr.npy", "ids.npy", "id-ends.npy", "checksums.json"}  # fmt: skip


def test_in_files_memory_does_not_grow_with_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Python and numpy hold at the peak: ends and ids of documents, and one block."""
    monkeypatch.setattr(word_stream, "_BLOCK", 10_000)
    monkeypatch.setattr(phrase_joining, "_COUNTED", 10_000)
    words = ["river", "rain", "night", "flood", "storm", "harbour", "captain", "sailor"]

    def peak(documents: int) -> int:
        folder = tmp_path / str(documents)
        folder.mkdir()
        texts = (". ".join([*words[n % 7 :], *words[: n % 5]] * 5) for n in range(documents))
        tracemalloc.start()
        bow = build(texts, TextConfig(max_df=1.0), shelf=Shelf(folder), workers=1)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(bow.words) > 20 * documents
        return highest

    peak(1)  # imports
    assert peak(6000) < peak(1500) + 600_000  # more than 100,000 words more


def test_another_process_leaves_a_bag_in_the_making_alone(tmp_path: Path) -> None:
    """Making one takes no lock, so that reading works while another process writes."""
    workspace = Workspace(tmp_path / "w")
    workspace.corpus.add(Document(str(n), f"text number {n} about cats") for n in range(450))
    other = f"from topicllama.tools.workspace import Workspace; Workspace({str(workspace.root)!r})"

    def change_settings(progress: Progress) -> None:
        if progress.done == 200:
            subprocess.run([sys.executable, "-c", f"{other}.set(theme='dark')"], check=True)

    assert len(bag_of_words(workspace, Task(change_settings)).document_ids) == 450
    assert workspace.settings == {"theme": "dark"}
    left = [path.name for path in workspace.folder("index").iterdir()]
    assert left == folders(workspace)


def test_what_a_killed_process_left_of_it_is_swept(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    workspace.corpus.add(Document(str(n), f"text number {n} about cats") for n in range(450))
    code = f"""
import os, signal
from topicllama.tools import phrase_joining, word_stream
from topicllama.tools.array_files import Shelf
from topicllama.tools.bow import BagOfWords, bag_of_words
from topicllama.tools.progress import Task
from topicllama.tools.workspace import Workspace
kill = lambda progress: progress.done == 300 and os.kill(os.getpid(), signal.SIGKILL)
bag_of_words(Workspace({str(workspace.root)!r}), Task(kill))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert len(list(workspace.folder("index").iterdir())) == 1
    workspace.set(theme="dark")
    assert list(workspace.folder("index").iterdir()) == []
    assert len(bag_of_words(workspace).document_ids) == 450


def test_an_empty_workspace_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError):
        bag_of_words(Workspace(tmp_path / "w"))


def test_counts_for_other_terms() -> None:
    bow = build(["cats purr", "dogs bark"])
    counts = counts_for(("bark", "unknown", "cat"), bow).toarray()
    assert np.array_equal(counts, [[0, 0, 1], [1, 0, 0]])
    assert counts_for(("unknown",), bow).shape == (2, 1)
