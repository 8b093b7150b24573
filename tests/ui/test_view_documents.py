"""The view of documents over HTTP: list, search, filters, counts, pages, selection, export."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from topicllama.tools.document_list import Documents
from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.scope import Filters
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui.rooms import Rooms
from topicllama.ui.views import routes
from topicllama.ui.views.documents_selection import LIMIT

HOSTILE = "<img src=x onerror=alert(1)>"
SUBJECTS = {
    "sport": "The football team won the cup match and the coach praised the players.",
    "money": "The bank raised interest rates and the stock market fell on inflation.",
    "health": "The hospital doctors gave patients the new vaccine against the virus.",
}
Get = Callable[..., str]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("documents"))
    made.corpus.add(_document(i) for i in range(120))
    made.corpus.add([
        Document("h", f"{HOSTILE} about football", f"{HOSTILE} title", label=f"{HOSTILE}, label",
                 source="hostile.csv", language="en"),
        Document("zh", "银行提高利率，股市下跌。", "利率上调", "2003", "money", "中文.csv", "zh"),
        Document("=1+1", "A formula of football.", "=1+1", "2001-02-03", "sport", "a.csv", "en"),
    ])  # fmt: skip
    Toolbox(made).train_topics(3, "nmf")
    return made


def _document(i: int) -> Document:
    name, text = list(SUBJECTS.items())[i % 3]
    title = f"{name} {i:03}" if i != 5 else ""
    date = f"{2000 + i // 60}-{i % 12 + 1:02}-{i % 27 + 1:02}" if i % 10 else ""
    return Document(f"d{i:03}", f"{text} Story number {i} of town{i}.", title, date, name,
                    f"file{i % 2}.csv", "en")  # fmt: skip


@pytest.fixture(scope="module")
def client(workspace: Workspace) -> TestClient:
    return TestClient(Starlette(routes=list(routes.routes(Rooms(workspace)))))


@pytest.fixture(scope="module")
def get(client: TestClient) -> Get:
    def view(**params: str) -> str:
        reply = client.get("/tl/view/documents", params={"language": "en", **params})
        assert reply.status_code == 200
        return reply.text

    return view


def _ids(html: str) -> list[str]:
    return re.findall(r'data-id="([^"]*)"', html)


def test_all_documents_are_listed_newest_first(get: Get, workspace: Workspace) -> None:
    html = get(size="100")
    first, second = _ids(html), _ids(get(size="100", page="2"))
    assert len(first) == 100 and len(second) == 23
    assert sorted(first + second) == sorted(workspace.corpus.ids())
    dates = [workspace.corpus.get([name])[name].date for name in first]
    full = [date for date in dates if len(date) == 10]
    assert full == sorted(full, reverse=True) and dates[0] == "2003"
    assert '<b role="status">1 to 100 of 123</b>' in html
    assert _ids(get(size="100", page="99")) == second, "a page beyond the end is the last one"


def test_orders(get: Get, workspace: Workspace) -> None:
    assert _ids(get(sort="loading"))[:2] == ["d000", "d001"]
    by_title = _ids(get(sort="title", size="100")) + _ids(get(sort="title", size="100", page="2"))
    headings = [workspace.corpus.get([name])[name].heading.casefold() for name in by_title]
    assert headings == sorted(headings)
    oldest = _ids(get(sort="oldest"))
    assert workspace.corpus.get(oldest[:1])[oldest[0]].date.startswith("2000-01")
    undated = _ids(get(sort="oldest", size="100", page="2"))[-12:]
    assert not any(d.date for d in workspace.corpus.get(undated).values())
    assert _ids(get(sort="nonsense")) == _ids(get()), "an order that there is not is the usual one"


def test_search_marks_what_it_found_and_says_how(get: Get) -> None:
    html = get(q="vaccine hospital")
    assert "<mark>vaccine</mark>" in html and "<mark>hospital</mark>" in html
    assert "Searched by words and topics. Search by meaning is not prepared yet." in html
    assert set(_ids(get(q="town17"))[:1]) == {"d017"}
    button = re.search(r'value="d017"([^>]*)>', get(q="town17"))
    assert button is not None and re.search(r'data-start="\d+" data-end="[1-9]\d*"', button[1])
    assert "data-end" not in get(), "without a search a document opens at its beginning"


def test_filters_hold_together(get: Get, workspace: Workspace) -> None:
    chosen = _ids(get(label="sport", source="file0.csv", since="2001-01", until="2001"))
    documents = workspace.corpus.get(chosen).values()
    assert documents and all(
        d.label == "sport" and d.source == "file0.csv" and d.date.startswith("2001")
        for d in documents
    )
    model = workspace.require_model()
    rows = dict(zip(model.document_ids, model.document_topic.argmax(axis=1), strict=True))
    found = _ids(get(topic=str(model.topics[1].id), size="100"))
    assert sorted(found) == sorted(name for name, row in rows.items() if row == 1)
    assert _ids(get(text_language="zh")) == ["zh"]
    assert _ids(get(label=f"{HOSTILE}, label")) == ["h"], "a label with a comma is one label"
    assert "Documents without a date are left out: 13." in get(since="2000")


def test_counts_are_those_of_the_list(get: Get) -> None:
    part = get(part="facets", q="football", label="sport")
    labels = dict(re.findall(r'<option value="(\w+)"[^>]*>\w+ \(([\d,]+)\)', part))
    assert int(labels["sport"]) == int(
        re.findall(r"of (\d+)</b>", get(q="football", label="sport"))[0]
    )
    assert labels["money"] == "0", "the search counts"
    alone = dict(re.findall(r'<option value="(\w+)"[^>]*>\w+ \((\d+)\)',
                            get(part="facets", label="sport", source="file0.csv")))  # fmt: skip
    assert {alone[name] for name in SUBJECTS} == {"20"}, "its own filter does not"
    assert '<option value="sport" selected>' in part
    sources = dict(re.findall(r'<option value="(file\d\.csv)"[^>]*>[^(]+\((\d+)\)', part))
    assert sum(map(int, sources.values())) == int(labels["sport"]) - 1  # and one of a.csv


def test_a_filter_without_a_choice_is_not_there(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = Workspace(tmp_path_factory.mktemp("one"))
    made.corpus.add([Document("a", "One text alone.", label="x", source="s", language="en")])
    client = TestClient(Starlette(routes=list(routes.routes(Rooms(made)))))
    html = client.get("/tl/view/documents").text
    assert _ids(html) == ["a"] and "1 to 1 of 1" in html
    for name in ("topic", "label", "source", "language", "since", "until"):
        assert f'name="{name}"' not in html


def test_nothing_loaded_and_nothing_found(
    get: Get, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = Rooms(Workspace(tmp_path_factory.mktemp("none")))
    html = TestClient(Starlette(routes=list(routes.routes(empty)))).get("/tl/view/documents").text
    assert "No documents yet" in html and 'href="#/data"' in html
    html = get(q="town3", label="money")
    assert "No documents found" in html and "Remove search and filters" in html
    assert 'href="#/documents?q=town3"' in html, "the search can be done without the filters"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"topic": "77"}, "77"), ({"label": "none"}, "No document has the label"),
     ({"since": "soon"}, "is not a date"), ({"since": "2005", "until": "2001"}, "is empty")],
)  # fmt: skip
def test_an_address_that_asks_for_what_is_not_there(
    get: Get, wrong: dict[str, str], told: str
) -> None:
    for html in (get(**wrong), get(part="results", **wrong)):
        assert told in html and 'data-part="results"' in html and 'href="#/documents"' in html


def test_texts_cannot_run(get: Get, client: TestClient) -> None:
    for html in (get(q="football", sort="title"), get(label=f"{HOSTILE}, label"),
                 get(q=HOSTILE), get(source=HOSTILE)):  # fmt: skip
        assert "<img" not in html
    assert "&lt;img src=x" in get(label=f"{HOSTILE}, label")


def test_the_selection_is_listed(client: TestClient, get: Get) -> None:
    assert "data-wants" in get(selected="1"), "the browser must say which they are"
    told = client.post("/tl/do/documents/select", json={"ids": ["d003", "d004", "gone"]},
                       headers={routes.HEADER: "1"}).json()  # fmt: skip
    html = get(selected=told["data"]["name"])
    assert sorted(_ids(html)) == ["d003", "d004"] and "Only the 3 selected" in html
    assert _ids(get(selected=told["data"]["name"], label="money")) == ["d004"]
    none = client.post("/tl/do/documents/select", json={"ids": []}, headers={routes.HEADER: "1"})
    assert "No document is selected" in get(selected=none.json()["data"]["name"])
    wrong = client.post("/tl/do/documents/select", json={}, headers={routes.HEADER: "1"})
    assert wrong.status_code == 400


def test_all_that_match_can_be_selected(client: TestClient) -> None:
    told = client.get("/tl/data/documents/ids", params={"label": "sport"}).json()
    assert told["total"] == len(told["ids"]) == 41 and LIMIT == 10_000


def test_the_list_is_saved(client: TestClient, get: Get) -> None:
    asked = {"label": "sport", "sort": "title"}
    reply = client.get("/tl/data/documents/export", params={**asked, "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert 'filename="documents.csv"' in reply.headers["content-disposition"]
    assert [row["id"].lstrip("'") for row in rows][:1] == ["=1+1"] and len(rows) == 41
    assert rows[0]["title"] == "'=1+1", "no cell is run as a formula"
    lines = client.get("/tl/data/documents/export", params={**asked, "format": "jsonl"}).text
    records = [json.loads(line) for line in lines.splitlines()]
    assert [r["id"] for r in records] == [row["id"].lstrip("'") for row in rows]
    assert client.get("/tl/data/documents/export", params={"format": "exe"}).status_code == 400
    html = get(q="football", text_language="en")
    assert "tl/data/documents/export?q=football&amp;text_language=en&amp;format=csv" in html


def test_chinese(get: Get) -> None:
    html = get(language="zh", q="利率")
    assert "最相关在前" in html and "搜索方式：" in html
    assert "没有找到文档" in get(language="zh", q="town3", label="money")


def test_links_keep_what_was_asked(get: Get) -> None:
    html = get(text_language="en", size="25")
    assert 'href="#/documents?language=en&amp;size=25&amp;page=2"' in html
    assert 'href="#/topics/' in html and 'class="tl-dot"' in html


def test_new_documents_are_listed(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = Workspace(tmp_path_factory.mktemp("grows"))
    made.corpus.add([Document("a", "A text of football.")])
    assert Documents(made, "football").ids() == ["a"]
    made.corpus.add([Document("b", "Another text of football.")])
    assert sorted(Documents(made, "football").ids()) == ["a", "b"]
    with pytest.raises(TopicLlamaError):
        Documents(made, "", Filters(topics=(3,)))


def test_what_another_person_loads_meanwhile_is_listed_the_next_time(
    tmp_path_factory: pytest.TempPathFactory, workspace: Workspace
) -> None:
    here = tmp_path_factory.mktemp("meanwhile") / "copy"
    made = Workspace(shutil.copytree(workspace.root, here))
    looking, searching = Documents(made), Documents(made, "football")
    before = looking.total
    made.corpus.add([Document(f"e{n}", f"More football {n}.") for n in range(3)])
    for documents in (looking, searching):
        assert all(int(n) > 0 for _, n in documents.counts()["topic"])
        assert not any(row.hit.id.startswith("e") for row in documents.page(size=200).rows)
    assert Documents(made).total == before + 3
