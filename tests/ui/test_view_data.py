"""The data view: files come in, are looked at, loaded and reported; workspaces; hostile content."""

from __future__ import annotations

import re
import threading
import time
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from topicllama.tools.load_record import records
from topicllama.tools.workspace import Workspace
from topicllama.ui.page_status import Status
from topicllama.ui.page_uploads import Batch
from topicllama.ui.rooms import Rooms
from topicllama.ui.server import Access, Guard
from topicllama.ui.text import say
from topicllama.ui.text_data import TEXTS
from topicllama.ui.views.data_format import size
from topicllama.ui.views.routes import HEADER, routes

PAGE = {HEADER: "1"}
EVIL = "<img src=x onerror=alert(1)>"
NEWS = (
    "headline,body,day,section\n"
    "Rain,It rains in the city all day long.,5/4/2003,weather\n"
    "Sun,The sun shines on the harbour.,6/4/2003,weather\n"
    'Broken,"one",two,three,four,five\n'
)


@pytest.fixture
def rooms(workspace: Workspace) -> Rooms:
    workspace.set(prepare_search=False)
    return Rooms(workspace)


@pytest.fixture
def client(rooms: Rooms) -> Iterator[TestClient]:
    yield _client(rooms)


def _client(rooms: Rooms, **options: Any) -> TestClient:
    guard = Middleware(Guard, access=Access(upload_mb=1, hosts={"testserver"}))
    return TestClient(Starlette(routes=list(routes(rooms)), middleware=[guard]), **options)


def act(client: TestClient, action: str, where: str = "", **values: str) -> dict[str, Any]:
    reply = client.post(f"/tl/do/data/{action}?{where}", json=values, headers=PAGE)
    return dict(reply.json()) | {"status": reply.status_code}


def sent(client: TestClient, files: dict[str, bytes | str], batch: str = "") -> str:
    """The batch that the files are in now."""
    batch = batch or act(client, "begin")["data"]["batch"]
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        where = {"batch": batch, "name": name}
        reply = client.post("/tl/upload", params=where, headers=PAGE, content=data)
        assert reply.status_code == 200, reply.text
    return batch


def loaded(rooms: Rooms, done: dict[str, Any]) -> str:
    """How the job of an action ended."""
    assert done["status"] == 200, done
    job = rooms.open().jobs.get(done["data"]["job"])
    assert job is not None
    until = time.monotonic() + 60
    while job.running and time.monotonic() < until:
        time.sleep(0.01)
    return f"{job.state} {job.error}".strip()


class _Tags(HTMLParser):
    """What a browser would make of the HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs), (tag, attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> _Tags:
    found = _Tags(html)
    assert not {"img", "script", "iframe"} & set(found.tags)
    return found


def test_the_story_of_a_folder(client: TestClient, rooms: Rooms) -> None:
    batch = sent(client, {
        "news/articles.csv": NEWS, "news/a.txt": "The ferry is late again.",
        "news/b.txt": "渡轮又晚点了，乘客在码头等了很久。",
        "news/copy.txt": "The ferry is late again.",
        "news/broken.pdf": b"%PDF-1.4 nothing", "single.xyz": "Plain words under an odd name.",
    })  # fmt: skip
    shown = read(client.get(f"/tl/view/data/new/{batch}").text).text
    assert "news/articles.csv" in shown and "5 cells, not 4" not in shown
    assert "6 cells, not 4." in shown and "line 4" in shown
    assert "“5/4/2003” is read as 2003-05-04" in shown
    assert "5 files become one document each." in shown
    assert "The ferry is late again." in shown  # of the files that are one document each
    assert "UTF-8" in shown and "its heading says so" in shown
    assert loaded(rooms, act(client, "load", batch=batch)) == "done"
    assert Batch.all(rooms.home) == []  # the copies are not needed any more
    told = read(client.get("/tl/view/data").text).text
    for expected in ("5 documents added", "news/articles.csv", "news/broken.pdf", "line 4",
                     "Duplicates left out1", "Text = body", "single.xyz",
                     "2003-05-04 to 2003-06-04", "Find the topics",
                     "1 document with a text that is there already"):  # fmt: skip
        assert expected in told, expected
    again = _client(Rooms(Workspace(rooms.home.root)))  # after a restart
    assert "5 documents added" in again.get("/tl/view/data").text
    chinese = read(again.get("/tl/view/data?language=zh").text).text
    assert "新增 5 篇文档" in chinese and "被拒绝的内容及原因" in chinese and "第 4 行" in chinese


def test_the_preview_follows_the_choice_of_columns(client: TestClient, rooms: Rooms) -> None:
    batch = sent(client, {"articles.csv": NEWS, "again.csv": NEWS.replace("Rain", "Snow")})
    part = f"/tl/view/data/new/{batch}?part=documents-0"
    first = client.get(part)
    assert first.text.startswith('<div class="tl-data-preview" data-part="documents-0"')
    assert "It rains in the city" in first.text
    chosen = {"0-text": "=headline", "0-title": "-", "0-date": "-", "0-label": "=gone"}
    other = read(client.get(part, params={**chosen, "part": "documents-0"}).text).text
    assert "It rains" not in other and "no date" in other and "(no title)" in other
    whole = client.get(f"/tl/view/data/new/{batch}", params=chosen).text
    assert "again.csv and 1 more with the same columns" in whole
    assert "your choice" in whole and "no column" in whole
    assert loaded(rooms, act(client, "load", batch=batch, **chosen)) == "done"
    made = list(rooms.home.corpus)
    assert [document.text for document in made] == ["Snow", "Sun", "Rain"]
    assert not any(document.title or document.date for document in made)
    assert {document.label for document in made} == {"weather"}


def test_replacing_takes_the_place_of_all(client: TestClient, rooms: Rooms) -> None:
    loaded(rooms, act(client, "paste", text="The first text.\n\nThe second.", how="paragraphs"))
    assert len(rooms.home.corpus) == 2
    batch = sent(client, {"new.txt": "Only this one is left."})
    page = client.get(f"/tl/view/data/new/{batch}").text
    assert "Replace the 2 documents that are here?" in page
    assert loaded(rooms, act(client, "load", batch=batch, how="replace")) == "done"
    assert [document.text for document in rooms.home.corpus] == ["Only this one is left."]
    assert records(rooms.home)[0].replaced


def test_a_load_that_fails_can_be_tried_again(client: TestClient, rooms: Rooms) -> None:
    batch = sent(client, {"broken.pdf": b"%PDF-1.4 nothing"})
    ended = loaded(rooms, act(client, "load", batch=batch))
    assert ended.startswith("failed Nothing was loaded. broken.pdf:")
    page = read(client.get("/tl/view/data").text).text
    assert "Uploaded, not loaded yet" in page and "broken.pdf" in page
    assert "Nothing was loaded" in page
    assert act(client, "discard", batch=batch)["said"] == "The uploaded files are discarded."
    assert "not loaded yet" not in client.get("/tl/view/data").text
    assert act(client, "load", batch=batch)["error"] == "These files are no longer there."


@pytest.mark.parametrize(("how", "count"), [("one", 1), ("lines", 3), ("paragraphs", 2)])
def test_text_is_pasted(client: TestClient, rooms: Rooms, how: str, count: int) -> None:
    text = "The first line.\r\nThe second line.\r\n\r\n\r\nAnother paragraph."
    assert loaded(rooms, act(client, "paste", text=text, how=how)) == "done"
    assert len(rooms.home.corpus) == count
    assert "Pasted text" in client.get("/tl/view/data").text
    assert act(client, "paste", text=" \n ", how=how)["error"] == "There is no text."


def test_search_by_meaning_is_prepared_after_a_load(
    client: TestClient, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = threading.Event()

    async def prepare(self: Status) -> None:
        prepared.set()

    monkeypatch.setattr(Status, "prepare_search", prepare)
    loaded(rooms, act(client, "paste", text="A text about ferries.", how="one"))
    assert prepared.wait(20)


def test_hostile_names_and_contents_stay_text(client: TestClient, rooms: Rooms) -> None:
    table = f'"{EVIL}","{EVIL} body",label\n' + f'"{EVIL}","{EVIL} says the storm","{EVIL}"\n' * 2
    batch = sent(
        client, {f"{EVIL}.csv": table, f"{EVIL}/x.jsonl": '{"text": 3}\n{"text": "' + EVIL}
    )
    columns = {"0-text": f"={EVIL} body", "0-title": f"={EVIL}"}
    for address in (f"/tl/view/data/new/{batch}", f"/tl/view/data/new/{batch}?part=documents-0"):
        assert EVIL in read(client.get(address, params=columns).text).text
    loaded(rooms, act(client, "load", batch=batch, **columns))
    rooms.create(EVIL)
    for language in ("en", "zh"):
        shown = read(client.get(f"/tl/view/data?language={language}").text)
        assert EVIL in shown.text and "_img src=x onerror=alert(1)_.csv" in shown.text
    (record,) = records(rooms.home)
    assert EVIL in read(client.get(f"/tl/view/data/load/{record.id}").text).text


def test_odd_files_are_previewed_and_loaded(client: TestClient, rooms: Rooms) -> None:
    wide = ",".join(f"c{i}" for i in range(300))
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(300):
            archive.writestr(f"in/{number}.txt", f"The text number {number} in the archive.")
    batch = sent(client, {
        "wide.csv": wide + "\n" + ",".join(f"some longer words {i}" for i in range(300)) + "\n",
        "long.csv": "text\n" + "word " * 180_000 + "\nshort words here\n",
        "empty.csv": "", "empty.txt": "", "only header.csv": "text,date\n",
        "many.zip": packed.getvalue(),
    })  # fmt: skip
    page = read(client.get(f"/tl/view/data/new/{batch}").text)
    assert "270 more columns are not shown here." in page.text
    assert page.tags.count("option") < 4 * 301 + 30
    assert "301 files become one document each." in page.text
    assert "The file is empty." in page.text and len(page.text) < 60_000
    assert loaded(rooms, act(client, "load", batch=batch)) == "done"
    assert len(rooms.home.corpus) == 303
    told = read(client.get("/tl/view/data").text).text
    assert "empty.txt" in told and "empty.csv" in told and "only header.csv" in told


def test_what_may_not_come_in(client: TestClient, rooms: Rooms) -> None:
    batch = act(client, "begin")["data"]["batch"]
    where = {"batch": batch, "name": "../../../escaped.txt"}
    assert client.post("/tl/upload", params=where, content=b"x").status_code == 403
    assert client.post("/tl/upload", params=where, content=b"x", headers=PAGE).status_code == 200
    files = list(rooms.home.root.parent.rglob("*escaped*"))
    assert files == [Batch(rooms.home, batch).folder / "files" / "escaped.txt"]
    sent(client, {"escaped.txt": "another of the same name"}, batch)
    assert len(Batch(rooms.home, batch).files()) == 2
    for wrong in ("", "../..", "x" * 12, "0123456789ab"):
        reply = client.post("/tl/upload", params={"batch": wrong, "name": "a"}, content=b"x",
                            headers=PAGE)  # fmt: skip
        assert reply.status_code == 400
        assert reply.json()["error"] == "These files are no longer there."
    chunks = (b"x" * 2**18 for _ in range(12))  # 3 MB whose size is not said; 1 MB is allowed
    large = client.post("/tl/upload", params={"batch": batch, "name": "large.txt"},
                        content=chunks, headers=PAGE)  # fmt: skip
    assert large.status_code == 413
    assert [path.name for path in Batch(rooms.home, batch).folder.rglob("*.part")] == []
    assert len(Batch(rooms.home, batch).files()) == 2


def test_a_path_of_this_computer_is_read_only_from_it(rooms: Rooms, client: TestClient) -> None:
    folder = rooms.home.root.parent / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("Some words that lie on the disk.", "utf-8")
    field = say("data_path", "en")
    assert field not in client.get("/tl/view/data").text
    assert act(client, "path", path=str(folder))["status"] == 400
    here = _client(rooms, base_url="http://127.0.0.1", client=("127.0.0.1", 50_000))
    assert field in here.get("/tl/view/data").text
    proxied = here.get("/tl/view/data", headers={"x-forwarded-for": "10.1.2.3"})
    assert field not in proxied.text
    for wrong in ("nowhere", str(folder / "b"), ""):
        assert act(here, "path", path=wrong)["error"].startswith("There is no file or folder")
    assert loaded(rooms, act(here, "path", path=f'"{folder}"')) == "done"
    assert len(rooms.home.corpus) == 1 and (folder / "a.txt").exists()


def test_the_documents_of_a_source_are_removed(client: TestClient, rooms: Rooms) -> None:
    loaded(rooms, act(client, "load", batch=sent(client, {"a.csv": NEWS, "b.txt": "A ferry."})))
    assert act(client, "remove", source="a.csv")["said"] == "2 documents were removed."
    assert rooms.home.corpus.counts("source") == {"b.txt": 1}
    assert (
        "There are no documents from a.csv here." in act(client, "remove", source="a.csv")["error"]
    )


def test_workspaces_are_listed_and_changed(client: TestClient, rooms: Rooms) -> None:
    made = act(client, "create", title="地铁")["data"]["open"]
    where = f"workspace={made}"
    loaded_job = act(client, "paste", where, text="地铁线路今天开通。", how="one")
    job = rooms.open(made).jobs.get(loaded_job["data"]["job"])
    while job is not None and job.running:
        time.sleep(0.01)
    assert rooms.home.corpus.is_empty and len(rooms.open(made).workspace.corpus) == 1
    page = client.get("/tl/view/data").text
    assert f'name="workspace" value="{made}"' in page and "First workspace" in page
    assert "<li>1 document</li>" in page and "Delete the workspace “地铁”?" in page
    assert act(client, "rename", room=made, title=" Metro ")["said"] == "It is called Metro now."
    assert act(client, "create", title="METRO")["error"].startswith("There is a workspace METRO")
    assert act(client, "clear", where, room=made)["data"] == {"open": made}
    assert rooms.open(made).workspace.corpus.is_empty
    assert act(client, "delete", where, room=made)["data"] == {"open": ""}
    assert act(client, "delete", room="")["error"] == "The first workspace cannot be deleted."
    gone = act(client, "paste", where, text="Meant for another workspace.", how="one")
    assert gone["error"] == "There is no such workspace any longer."
    upload = client.post(f"/tl/upload?{where}", params={"batch": "0" * 12, "name": "a"},
                         content=b"x", headers=PAGE)  # fmt: skip
    assert upload.status_code == 400 and rooms.home.corpus.is_empty


def test_the_demos_load_by_one_click(client: TestClient, rooms: Rooms) -> None:
    assert "data-confirm" not in client.get("/tl/view/data").text.partition("tl-data-path")[0]
    assert loaded(rooms, act(client, "demo", name="demo-zh")) == "done"
    page = client.get("/tl/view/data").text
    assert "Chinese news (invented)" in page and "#/documents?label=" in page
    assert "Add the example news to the" in page


def test_every_sentence_is_in_both_languages() -> None:
    for key, (english, chinese) in TEXTS.items():
        gaps = [sorted(re.findall(r"\{\w+\}", text)) for text in (english, chinese)]
        assert gaps[0] == gaps[1], key
        assert re.search(r"[\u4e00-\u9fff]", chinese) and not re.search(r"[\u4e00-\u9fff]", english)


def test_sizes_are_read_at_a_glance() -> None:
    assert [size(n) for n in (0, 999, 1234, 999_700, 15_200_000, 3 * 10**9)] == [
        "0 B", "999 B", "1.2 KB", "1.0 MB", "15 MB", "3.0 GB",
    ]  # fmt: skip
