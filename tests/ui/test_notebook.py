"""Topics from Python: strings, pandas and files in, labelled topics and tables out."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from ollama_server import OllamaServer

from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.progress import Progress
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui import Topics, find_topics, open_topics
from topicllama.ui.notebook import progress, words
from topicllama.ui.notebook.progress import picture

RIVER = "The river rose after heavy rain and the flood took the bridge {n} of the old town."
MATCH = "The team won the match with a late goal and the captain lifted cup {n}."
TEXTS = [text.format(n=f"number{n}") for n in range(6) for text in (RIVER, MATCH)]
EVIL = "<script>alert('river')</script> flood rain bridge river & <b>town</b> \u202e\x1b[31m"


@pytest.fixture(scope="module")
def topics() -> Iterator[Topics]:
    """Two topics of twelve strings and a nasty one, with dates."""
    dates = [2001 + n // 2 for n in range(12)]
    with find_topics([*TEXTS, EVIL], 2, llama=False, date=[*dates, None]) as found:
        yield found


def test_strings_become_labelled_topics(topics: Topics) -> None:
    assert len(topics) == 2 and [topic.id for topic in topics] == [0, 1]
    river = topics[0]
    assert {"river", "flood"} <= set(river.keywords) and river.label and river.size == 7
    assert topics[river.label].id == 0
    table = topics.table()
    assert list(table.index) == [0, 1] and table.loc[0, "label"] == river.label
    assert table["share"].sum() == pytest.approx(1) and table["documents"].sum() == 13


def test_documents_have_the_topics_that_their_words_say(topics: Topics) -> None:
    weights = topics.document_topics()
    assert weights.shape == (13, 2) and list(weights.index) == [str(n) for n in range(13)]
    assert weights.sum(axis=1).to_numpy() == pytest.approx(1)
    assert (weights.idxmax(axis=1) == [n % 2 for n in range(12)] + [0]).all()
    documents = topics.document_table()
    assert documents.loc["3", "text"] == TEXTS[3] and documents.loc["3", "date"] == "2002"
    assert documents.loc["3", "topic"] == 1


def test_documents_of_a_topic_with_shares(topics: Topics) -> None:
    found = topics[1].documents(4)
    assert len(found) == 4 and found.total >= 6
    weights = topics.document_topics()
    assert [one.score for one in found] == pytest.approx(
        [weights.loc[one.id, 1] for one in found], abs=1e-3
    )
    assert found.table()["topic"].eq(1).all()


def test_search_is_that_of_the_toolbox(topics: Topics) -> None:
    found = topics.search("river flood", limit=3)
    same = Toolbox(Workspace(topics.folder)).search_documents("river flood", limit=3)
    assert found.result == same and found[0].topic == 0
    assert "<mark>" in found._repr_html_() and "river" in repr(found)
    assert "topics.embed()" in repr(found)  # not a command of the terminal


def test_new_texts_are_predicted_in_their_order(topics: Topics) -> None:
    guessed = topics.predict(["A late goal won the cup", "Heavy rain and flood", None, "zzz"])
    assert list(guessed.idxmax(axis=1))[:2] == [1, 0]
    assert guessed.loc[3].tolist() == pytest.approx([0.5, 0.5])
    assert topics.predict([]).shape == (0, 2)


def test_an_edit_and_its_undo(topics: Topics) -> None:
    label, version = topics[1].label, topics.evaluate().name
    assert topics.rename(1, "Football")[1].label == "Football"
    assert "Football" in repr(topics)
    assert topics.undo()[1].label == label and topics.evaluate().name == version


def test_figures_and_a_development(topics: Topics) -> None:
    figures = topics.evaluate()
    assert {"npmi", "c_v", "diversity"} <= set(figures.index)
    shares = topics.trends("year").table()
    assert list(shares.index) == [str(year) for year in range(2001, 2007)]
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1, abs=0.01)
    hot = topics.trends(since="2002", until="2003")
    assert hot.data["moment"]["documents"] == 4
    for shown in (repr(hot), Elements(hot._repr_html_()).words):
        assert "2002 – 2003: 4 documents" in shown


def test_a_question_is_answered_with_its_sources(topics: Topics) -> None:
    said = topics.ask("what is topic 0 about?")
    assert "flood" in str(said) and len(said.table()) >= 1
    assert said.answer.model == "guide" and "offline guide" in said._repr_html_()


class Elements(HTMLParser):
    """Names of the elements, and the words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_texts_are_data_in_html_and_on_the_terminal(topics: Topics) -> None:
    found = topics.search("alert", limit=1)
    shown = Elements(found._repr_html_())
    assert "script" not in shown.names and "alert('river')" in shown.words
    assert "\u202e" not in shown.words and "\x1b" not in repr(found)
    for html in (topics._repr_html_(), topics[0].documents()._repr_html_(),
                 topics[0].explain()._repr_html_(), topics[0]._repr_html_(),
                 topics.trends("year")._repr_html_()):  # fmt: skip
        assert not Elements(html).names & {"script", "a", "img"}
    topics.rename(1, "<img src=x onerror=alert(1)> Spiel")
    try:
        assert "img" not in Elements(topics._repr_html_()).names
        assert "img" not in Elements(topics.trends("year")._repr_html_()).names
    finally:
        topics.undo()


def test_a_frame_with_its_columns(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"story": TEXTS, "day": pd.to_datetime(["2003-05-14"] * 11 + [None]),
         "kind": list("ab") * 6, "size": range(12)},
        index=[f"row{n}" for n in range(12)],
    )  # fmt: skip
    found = find_topics(frame, 2, text="story", date="day", label="kind", llama=False,
                        folder=tmp_path / "kept")  # fmt: skip
    table = found.document_table()
    assert list(table.index) == list(frame.index) and list(table["label"]) == list("ab") * 6
    assert list(table["date"]) == ["2003-05-14"] * 11 + [""]
    assert found.evaluate(labels=True)["purity"] == 1
    (document,) = Workspace(found.folder).corpus.get(["row3"]).values()
    assert document.metadata == {"size": 3}
    with pytest.raises(TopicLlamaError, match="holds 12 texts already"):
        find_topics(TEXTS, 2, folder=tmp_path / "kept")
    assert len(find_topics(TEXTS[:10], 2, folder=tmp_path / "kept", replace=True, llama=False)
               .document_topics()) == 10  # fmt: skip


def test_topics_are_kept_and_opened_again(topics: Topics, tmp_path: Path) -> None:
    found = find_topics(pd.Series(TEXTS, index=list("abcdefghijkl")), 2, llama=False)
    temporary = found.folder
    found.rename(0, "Floods")
    assert "temporary folder" in repr(found) and str(temporary) in repr(found)
    found.save(tmp_path / "kept")
    assert not temporary.exists() and found[0].label == "Floods"
    again = open_topics(tmp_path / "kept")
    assert again[0].label == "Floods" and list(again.document_topics().index) == list(
        "abcdefghijkl"
    )
    assert len(again.search("river flood")) == 6
    grown = again.add(["Another flood of the river after rain", "A goal and a cup for the team"])
    assert len(grown.document_topics()) == 14 and grown[0].label == "Floods"
    file = grown.export(tmp_path / "topics.csv")
    assert "Floods" in file.read_text("utf-8-sig")
    with pytest.raises(TopicLlamaError, match="is there already"):
        topics.save(tmp_path / "kept")
    with pytest.raises(TopicLlamaError, match="No topics are kept"):
        open_topics(tmp_path / "nothing")


def test_a_temporary_folder_goes_with_its_topics() -> None:
    found = find_topics(TEXTS, 2, llama=False)
    folder = found.folder
    assert folder.exists()
    del found
    assert not folder.exists()


def test_topics_whose_folder_is_gone_say_so() -> None:
    with find_topics(TEXTS, 2, llama=False) as found:
        pass
    for asked in (found.table, found.search, lambda: found[0], found.__repr__):
        with pytest.raises(TopicLlamaError, match="temporary folder that is gone"):
            asked()


def test_what_is_left_out_is_said(topics: Topics) -> None:
    with find_topics([*TEXTS[:4], TEXTS[0], "", None], 2, llama=False) as found:
        assert "Left out: 1 that were there already and 2 without text." in repr(found)
        assert len(found.document_topics()) == 4
        with pytest.raises(TopicLlamaError) as caught:
            found.trends()
        assert caught.value.hint.endswith("name the column with the dates (date=).")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], "There are no texts."),
        ("", "There are no texts."),
        (["", " ", None], "There are no texts."),
        (pd.DataFrame({"text": []}), "There are no texts."),
        (["only one"], "There is only one text."),
        (["the same"] * 3, "There is only one text."),
        ([["token", "list"], "text"], "Text 0 is not a string but list."),
        (["text", 7], "Text 1 is not a string but int."),
        ("A text.\nNot a list.", "One text was given in place of a list of texts."),
        (42, "Texts cannot be read from int."),
        ("nowhere.csv", "There is no file or folder nowhere.csv."),
    ],
)
def test_wrong_texts_are_said_in_a_sentence(texts: object, said: str) -> None:
    with pytest.raises(TopicLlamaError) as caught:
        find_topics(texts)  # type: ignore[arg-type]
    assert caught.value.message == said and caught.value.hint in caught.value.__notes__
    assert caught.value._render_traceback_() == [said, caught.value.hint]


def test_wrong_choices_are_said_in_a_sentence() -> None:
    for wrong, said in (
        ({"topics": 0}, "0 is no number of topics."),
        ({"topics": "many"}, "'many' is no number of topics."),
        ({"algorithm": "bert"}, "There is no algorithm 'bert'."),
        ({"language": "de"}, "There is no language 'de' to speak."),
        ({"date": ["2001"]}, "There are 12 texts, but 1 values of date."),
        ({"date": "day"}, "date names a column, but the texts are no table."),
    ):
        with pytest.raises(TopicLlamaError) as caught:
            find_topics(TEXTS, **wrong)  # type: ignore[arg-type]
        assert caught.value.message == said
    with pytest.raises(TopicLlamaError, match="There is no column 'body'"):
        find_topics(pd.DataFrame({"text": TEXTS}), text="body")


def test_a_llama_names_topics_when_one_answers(ollama: OllamaServer) -> None:
    with find_topics(TEXTS, 2) as found:
        assert {topic.label_source for topic in found} == {"llama"}
        assert "Named by a Llama." in repr(found)
    asked = len(ollama.requests)
    with find_topics(TEXTS, 2, llama=False) as found:
        assert {topic.label_source for topic in found} == {"keywords"}
    assert len(ollama.requests) == asked
    with pytest.raises(TopicLlamaError, match="does not have the model phi9"):
        find_topics(TEXTS, 2, llama="phi9")


def test_ctrl_c_stops_and_leaves_the_folder_good(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from topicllama.tools import topic_changes

    trained = topic_changes.train

    def interrupted(*given: object, **named: object) -> object:
        signal.raise_signal(signal.SIGINT)
        return trained(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(topic_changes, "train", interrupted)
    with pytest.raises(KeyboardInterrupt, match="What was finished is kept"):
        find_topics(TEXTS, 2, llama=False, folder=tmp_path / "kept")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    monkeypatch.undo()
    workspace = Workspace(tmp_path / "kept")
    assert len(workspace.corpus) == 12 and workspace.model is None
    assert len(find_topics(TEXTS, 2, llama=False, folder=tmp_path / "kept", replace=True)) == 2


def test_progress_has_real_figures() -> None:
    html, text = picture(Progress("train", 3, 8), 75, "en")
    assert text == "Finding topics: 3 of 8 (1:15)" and '<progress value="3" max="8"' in html
    html, text = picture(Progress("read", 1200), 2, "zh")
    assert text == "读取：1,200 (0:02)" and "<progress style" in html


def test_the_bar_of_a_notebook_is_replaced_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import IPython.display

    shown: list[str] = []

    class Handle:
        def update(self, data: dict[str, str], raw: bool) -> None:
            shown[-1] = data["text/plain"]
            seen.append(data["text/plain"])

    def display(data: dict[str, str], raw: bool, display_id: bool) -> Handle:
        shown.append(data["text/plain"])
        return Handle()

    seen: list[str] = []
    monkeypatch.setattr(IPython.display, "display", display)
    monkeypatch.setattr(progress, "in_notebook", lambda: True)
    monkeypatch.setattr(progress, "DELAY", 0)
    with find_topics(TEXTS, 2, llama=False):
        assert shown == ["", ""]  # a bar for loading, one for the topics
        assert any(text.startswith("Finding topics: ") for text in seen)
    shown.clear()
    with find_topics(TEXTS, 2, llama=False, progress=False):
        assert shown == []


def test_every_sentence_exists_in_both_languages() -> None:
    for key, (english, chinese) in words._TEXTS.items():
        assert english and chinese, key
        gaps = [set(re.findall(r"\{\w+\}", text)) for text in (english, chinese)]
        assert gaps[0] == gaps[1], key
