"""The view of topics by its addresses: what it shows, what it changes, what it refuses."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from topicllama.tools.documents import Document
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui.page_panel import Talking
from topicllama.ui.rooms import Room, Rooms
from topicllama.ui.views import routes
from topicllama.ui.views.topics_marks import percent
from topicllama.ui.views.topics_work import read_seeds

HOSTILE = '<img src=x onerror="ran=1">'


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Chinese demo (it has dates) with four topics."""
    folder = tmp_path_factory.mktemp("demo")
    toolbox = Toolbox(Workspace(folder))
    toolbox.load_corpus("demo-zh")
    toolbox.workspace.corpus.add(
        [Document("hostile", f"{HOSTILE} 地铁 乘客 换乘 车站", HOSTILE, "2024-05-05")]
    )
    toolbox.train_topics(4, "nmf")
    return folder


class Page:
    """A page's requests to the server."""

    def __init__(self, workspace: Workspace) -> None:
        rooms = Rooms(workspace)
        self.workspace = workspace
        self.room: Room = rooms.open("")
        self.client = TestClient(Starlette(routes=list(routes.routes(rooms))))

    def get(self, path: str = "", language: str = "en", **params: str) -> str:
        reply = self.client.get(f"/tl/view/topics{path}", params={"language": language, **params})
        assert reply.status_code == 200
        return reply.text

    def do(self, action: str, status: int = 200, language: str = "en", **sent: Any) -> Any:
        reply = self.client.post(
            f"/tl/do/topics/{action}", json=sent, params={"language": language},
            headers={routes.HEADER: "1"},
        )  # fmt: skip
        assert reply.status_code == status, reply.text
        return reply.json()

    def ended(self) -> None:
        """Wait for the work that was begun."""
        deadline = time.monotonic() + 60
        while self.room.jobs.running() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert [job.error for job in self.room.jobs.all() if job.state != "done"] == []


@pytest.fixture
def page(demo: Path, tmp_path: Path) -> Iterator[Page]:
    yield Page(Workspace(shutil.copytree(demo, tmp_path / "copy")))


def cards(html: str) -> list[int]:
    """The topics as they are listed."""
    return [int(found) for found in re.findall(r'class="tl-topic-tick" value="(\d+)"', html)]


# the list ------------------------------------------------------------------------------------


def test_a_card_says_what_the_tools_say(page: Page) -> None:
    html = page.get()
    result = Toolbox(page.workspace).show_topics()
    assert cards(html) == [topic.id for topic in result.topics]
    for topic in result.topics:
        assert f">{topic.label}</a>" in html and percent(topic.share) in html
        assert ", ".join(topic.keywords[:8]) in html
        assert f">{topic.documents} documents<" in html or f" {topic.documents} documents" in html
    assert html.count('class="tl-topic-spark"') == 4 and "named from its words" in html
    assert "You asked for 4 topics." in html and 'data-do="undo"' not in html
    assert "按你的要求分成 4 个主题。" in page.get(language="zh")


def test_the_table_is_the_same_list(page: Page) -> None:
    table = page.get(show="table", part="results")
    assert cards(table) == cards(page.get()) and table.count("<tr>") == 5
    assert table.startswith('<section data-part="results"')


def test_a_filter_looks_at_labels_and_keywords(page: Page) -> None:
    found = cards(page.get(part="results", q="地铁", language="zh"))
    assert len(found) == 1
    nothing = page.get(part="results", q="<b>xyz")
    assert cards(nothing) == [] and "“&lt;b&gt;xyz”" in nothing


@pytest.mark.parametrize("sort", ["label", "trend", "sentiment", "share", "nonsense"])
def test_every_order_has_every_topic(page: Page, sort: str) -> None:
    shown = cards(page.get(part="results", sort=sort))
    assert sorted(shown) == [0, 1, 2, 3]
    model = page.workspace.require_model()
    if sort == "label":
        assert shown == sorted(shown, key=lambda n: model.topic(n).label)
    if sort in ("share", "nonsense"):
        assert shown == sorted(shown, key=lambda n: -model.topic(n).share)


def test_documents_loaded_since_are_told_with_what_to_do(page: Page) -> None:
    page.workspace.corpus.add([Document("new", "地铁 乘客 换乘 车站 很多", date="2025-01-01")])
    assert 'data-preview="update"' in page.get() and "1 new" in page.get()
    assert "新增 1 篇" in page.get(language="zh")
    preview = page.do("preview", edit="update")["html"]
    assert "would join the topics" in preview
    page.do("edit", edit="update")
    assert 'data-preview="update"' not in page.get()


def test_first_there_are_neither_texts_nor_topics(workspace: Workspace) -> None:
    page = Page(workspace)
    assert 'href="#/data"' in page.get() and "topics-find" not in page.get()
    workspace.corpus.add([Document("a", "one text about fire"), Document("b", "another of law")])
    html = page.get()
    assert "2 documents are loaded" in html and 'data-opens="topics-find"' in html
    assert "已加载 2 篇文档" in page.get(language="zh")
    assert page.get("/0") == html


# changes -------------------------------------------------------------------------------------


def test_renaming_is_undone_by_undo(page: Page) -> None:
    before = page.workspace.require_model().topic(1).label
    assert (
        "is now called Trains & co" in page.do("rename", topic="1", name=" Trains &  co ")["said"]
    )
    html = page.get()
    assert ">Trains &amp; co</a>" in html and "named by you" in html
    assert "topic 1 renamed to “Trains &amp; co”" in html
    assert "主题 1 改名为" in page.get(language="zh")
    page.do("undo")
    assert page.workspace.require_model().topic(1).label == before
    refused = page.do("rename", 400, "zh", topic="1", name="  ")
    assert refused["error"] and not re.search("[a-z]{4}", refused["error"])


def test_a_preview_tells_figures_and_changes_nothing(page: Page) -> None:
    version = page.workspace.current_version
    html = page.do("preview", edit="merge", topics="0,2")["html"]
    result = Toolbox(page.workspace).edit_topics("merge", "0,2", preview=True)
    assert f"{result.before['npmi']:.3f}" in html and f"{result.after['npmi']:.3f}" in html
    assert "would be one topic, 0" in html and "none" in html
    assert page.workspace.current_version == version
    assert "会合并为主题 0" in page.do("preview", edit="merge", topics="0,2", language="zh")["html"]


def test_merging_from_a_topics_page_goes_to_what_is_left(page: Page) -> None:
    version = page.workspace.current_version
    done = page.do("edit", edit="merge", topics="2,1", at="2", model=version)
    assert done["go"] == "#/topics/1" and "are now one topic, 1" in done["said"]
    assert cards(page.get()) and 2 not in cards(page.get())
    assert "There is no topic 2" in page.get("/2") and 'href="#/topics"' in page.get("/2")


def test_what_was_seen_in_a_preview_is_what_is_done(page: Page) -> None:
    version = page.workspace.current_version
    page.do("rename", topic="3", name="Other")
    refused = page.do("edit", 400, edit="delete", topics="3", model=version)
    assert refused["error"] == "The topics have changed meanwhile."
    assert page.do("edit", 400, "zh", edit="delete", topics="3", model=version)["error"][0] == "主"
    assert len(page.workspace.require_model().topics) == 4


def test_deleting_says_that_documents_stay(page: Page) -> None:
    html = page.do("preview", edit="delete", topics="3", at="3")["html"]
    assert "its documents would stay" in html and "tl-danger" in html
    done = page.do("edit", edit="delete", topics="3", at="3")
    assert done["go"] == "#/topics" and cards(page.get()).count(3) == 0
    assert len(page.workspace.corpus) == 81


def test_a_word_is_left_out(page: Page) -> None:
    word = page.workspace.require_model().topics[0].keywords[0]
    html = page.do("preview", edit="noise", name=word, at="0")["html"]
    assert "would be noise" in html and 'href="#/documents?q=' in html
    page.do("edit", edit="noise", name=word)
    assert word not in page.workspace.require_model().vocabulary


def test_an_unknown_change_is_refused(page: Page) -> None:
    assert "There is no edit" in page.do("preview", 400, edit="explode")["error"]
    assert page.do("preview", 400, edit="merge", topics="0")["hint"]
    assert page.do("preview", 400, edit="merge", topics="0,77")["error"]


# one topic -----------------------------------------------------------------------------------


def test_the_page_of_a_topic_says_what_the_tools_say(page: Page) -> None:
    result = Toolbox(page.workspace).show_topics("1")
    html = page.get("/1")
    assert result.explanation.split("。")[0][:20] in html
    for shown in result.representative:
        assert f'name="open" value="{shown.id}"' in html
    for near in result.neighbours:
        assert f'href="#/topics/{near.id}"' in html and f"{1 - near.similarity:.2f}" in html
        assert f'data-topics="1,{near.id}"' in html
    assert 'name="ask" value="What is topic 1 about?"' in html
    for link in ("documents", "map", "trends"):
        assert f'href="#/{link}?topic=1"' in html
    assert 'data-do="explain"' not in html, "there is no Llama"


def test_points_of_the_line_lead_to_the_documents_of_the_time(page: Page) -> None:
    html = page.get("/1")
    data = Toolbox(page.workspace).analyze_corpus("trends", "1").data
    dated = [period for period, n in zip(data["periods"], data["documents"], strict=True) if n]
    links = re.findall(r'href="#/documents\?topic=1&amp;since=([\d-]+)&amp;until=([\d-]+)"', html)
    assert links == [(period, period) for period in dated] and len(links) > 3
    assert f"{data['series'][0]['shares'][0]:.1%}" in html


def test_words_are_in_the_order_of_the_slider(page: Page) -> None:
    def words(html: str) -> list[str]:
        return re.findall(r'<li data-log="[^"]+" data-lift="[^"]+"><button[^>]+data-name="([^"]+)"',
                          html)  # fmt: skip

    model = page.workspace.require_model()
    often = words(page.get("/1", relevance="1"))
    row = model.topic_word[model.row(1)]
    assert len(often) == 20
    assert often[:5] == [model.vocabulary[at] for at in (-row).argsort(kind="stable")[:5]]
    assert words(page.get("/1", relevance="0")) != often
    assert words(page.get("/1", relevance="nonsense")) == words(page.get("/1"))


def test_the_neighbours_by_size_are_one_click_away(page: Page) -> None:
    first, second = cards(page.get())[:2]
    html = page.get(f"/{first}")
    assert f'href="#/topics/{second}" aria-label="Next topic' in html
    assert "Previous topic" not in html


def test_nothing_of_a_text_becomes_markup(page: Page) -> None:
    page.do("rename", topic="0", name=HOSTILE)
    pages = [page.get(), page.get(show="table"), *(page.get(f"/{n}") for n in range(4)),
             page.do("preview", edit="split", topics="0")["html"],
             page.do("preview", edit="noise", name="地铁", at=HOSTILE)["html"],
             page.get("/" + HOSTILE.replace(" ", "%20"))]  # fmt: skip
    assert not any("<img" in html for html in pages)
    assert any("&lt;img src=x" in html for html in pages)


# work ----------------------------------------------------------------------------------------


def test_finding_topics_is_a_job(page: Page) -> None:
    begun = page.do("train", how="number", number="3", method="nmf", seeds="地铁，乘客\n\n学生")
    assert begun["go"] == "#/topics" and begun["data"]["job"] == page.room.jobs.all()[0].id
    page.ended()
    model = page.workspace.require_model()
    assert model.num_topics == 3 and model.algorithm == "nmf" and model.parent
    assert "topics found anew" in page.get()


@pytest.mark.parametrize("number", ["", "0", "-3", "2.5", "1000", "many"])
def test_a_wrong_number_is_refused_before_work_begins(page: Page, number: str) -> None:
    refused = page.do("train", 400, "zh", how="number", number=number)
    assert refused["error"].startswith("主题数必须是") and not page.room.jobs.all()


def test_naming_is_a_job(page: Page) -> None:
    page.do("rename", topic="0", name="Mine")
    page.do("label", language="en")
    page.ended()
    assert page.workspace.require_model().topic(0).label == "Mine"


def test_moods_are_there_once_they_were_measured(page: Page) -> None:
    assert 'data-do="measure-mood"' in page.get() and "tl-topic-mood-bar" not in page.get()
    page.do("measure-mood")
    page.ended()
    html = page.get(sort="sentiment")
    assert 'data-do="measure-mood"' not in html and html.count("tl-topic-mood-bar") == 4
    said = {one["id"]: one["mean"] for one in
            Toolbox(page.workspace).analyze_corpus("sentiment").data["topics"]}  # fmt: skip
    assert cards(html) == sorted(said, key=lambda n: said[n])
    assert f"{said[1]:+.2f}" in page.get("/1")


def test_a_llama_explains_and_names(page: Page, ollama: Any) -> None:
    page.room.status.talking = Talking("ollama:llama3.2")
    assert 'data-do="explain"' in page.get("/1") and 'name="enrich"' in page.get()
    told = page.do("explain", topic="1")
    assert told["part"] == "explanation" and told["html"].startswith('<section data-part="expl')
    assert len(ollama.chats) > 0


def test_without_a_llama_the_button_says_so(page: Page) -> None:
    refused = page.do("explain", 400, "zh", topic="1")
    assert refused["error"] == "现在没有 Llama 在运行。"


def test_seed_words_are_a_topic_a_line() -> None:
    assert read_seeds("fire, smoke\n\n 火灾，烟雾；疏散 \n , ") == [
        ["fire", "smoke"], ["火灾", "烟雾", "疏散"],
    ]  # fmt: skip
