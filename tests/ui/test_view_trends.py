"""The view of trends: over time, groups, sentiment."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from trends_fixtures import HOSTILE, dated_workspace

from topicllama.tools.documents import Document
from topicllama.tools.sentiment_kept import kept_sentiment
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui.page_html import esc
from topicllama.ui.rooms import Rooms
from topicllama.ui.views import trends_kept, trends_sentiment
from topicllama.ui.views.charts import figure
from topicllama.ui.views.routes import HEADER, routes
from topicllama.ui.views.trends_frame import after, first_of, span


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return dated_workspace(tmp_path_factory.mktemp("dated"))


@pytest.fixture
def client(dated: Workspace) -> Iterator[TestClient]:
    trends_kept._known.clear()
    yield TestClient(Starlette(routes=list(routes(Rooms(dated)))))


def shown(client: TestClient, address: str) -> str:
    reply = client.get(f"/tl/view/{address}")
    assert reply.status_code == 200
    return str(reply.text)


def charts(page: str) -> list[dict[str, Any]]:
    return [json.loads(found) for found in re.findall(r"json\">(.*?)</script>", page, re.S)]


def topic_with(workspace: Workspace, word: str) -> int:
    return next(t.id for t in workspace.require_model().topics if word in t.keywords)


# over time -------------------------------------------------------------------------------------


def test_lines_are_what_the_tool_says_and_lead_to_documents(
    client: TestClient, dated: Workspace
) -> None:
    said = Toolbox(dated).analyze_corpus("trends", by="month").data
    flood = topic_with(dated, "flood")
    (chart,) = charts(shown(client, f"trends?by=month&raw=1&topic={flood}"))
    low, high, line = chart["traces"][:3]
    series = next(one for one in said["series"] if one["topic"] == flood)
    assert line["y"] == series["shares"]
    assert (low["y"], high["y"]) == (series["low"], series["high"])
    june = said["periods"].index("2020-06")
    assert line["href"][june] == f"#/documents?topic={flood}&since=2020-06&until=2020-06"
    page = shown(client, f"trends?by=month&topic={flood}")
    assert esc(line["href"][june]) in page, "the table leads there too"
    smooth = next(t for t in charts(page)[0]["traces"] if t.get("href"))
    assert smooth["y"] == series["smoothed"]


def test_bursts_are_marked_and_told(client: TestClient, dated: Workspace) -> None:
    flood = topic_with(dated, "flood")
    page = shown(client, "trends?by=month")
    (chart,) = charts(page)
    (mark,) = [trace for trace in chart["traces"] if trace["mode"] == "markers"]
    assert mark["topic"] == flood and mark["x"] == ["2020-06-01"]
    said = Toolbox(dated).analyze_corpus("trends", by="month").data["series"]
    shares = next(one["shares"] for one in said if one["topic"] == flood)
    assert mark["y"] == [max(shares)], "as high as it was, also where the line is smoothed"
    (shape,) = chart["layout"]["shapes"]
    assert (shape["x0"], shape["x1"], shape["topic"]) == ("2020-06-01", "2020-07-01", flood)
    address = f"#/documents?topic={flood}&since=2020-06&until=2020-06"
    assert mark["href"] == [address] and page.count(esc(address)) >= 2


def test_movers_in_plain_words(client: TestClient, dated: Workspace) -> None:
    football, budget = (topic_with(dated, word) for word in ("league", "budget"))
    page = shown(client, "trends")
    rising, falling = re.findall(r'<ul class="tl-movers">(.*?)</ul>', page, re.S)
    assert f"#/topics/{budget}" in rising and f"#/topics/{football}" in falling
    assert "almost certainly not chance" in rising and "percentage points" in falling
    assert "4 documents have no date." in page and 'href="#/data"' in page


def test_stacked_shares_add_up(client: TestClient) -> None:
    for raw in ("", "1"):
        (chart,) = charts(shown(client, f"trends?by=month&show=areas&raw={raw}"))
        assert len(chart["traces"]) == 3
        for shares in zip(*(trace["y"] for trace in chart["traces"]), strict=True):
            assert sum(shares) == pytest.approx(1)


def test_a_time_has_its_own_words(client: TestClient) -> None:
    page = shown(client, "trends?since=2020-06&until=2020-06&part=results")
    assert page.startswith('<div data-part="results"') and "<h1" not in page
    moment = page[page.index("tl-moment") :][:3000]
    assert "2020-06" in moment and "evacuation" in moment
    wrong = shown(client, "trends?since=soon&part=results&language=zh")
    assert 'data-part="results"' in wrong, "the next filter finds its place"
    assert "不是日期" in wrong


def test_all_figures_as_a_file(client: TestClient, dated: Workspace) -> None:
    reply = client.get("/tl/data/trends/figures?by=month")
    assert "attachment" in reply.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert len(rows) == 12 * 3 and {row["period"] for row in rows} >= {"2020-01", "2020-12"}


def test_without_dates_it_says_what_to_do(workspace: Workspace, dated: Workspace) -> None:
    workspace.set(prepare_search=False)
    documents = [Document(d.id, d.text, d.title, language="en") for d in dated.corpus]
    workspace.corpus.add(documents[:60])
    client = TestClient(Starlette(routes=list(routes(Rooms(workspace)))))
    untrained = shown(client, "trends")
    assert "No topics have been found yet." in untrained and 'href="#/topics"' in untrained
    Toolbox(workspace).train_topics(2)
    assert "None of the 60 documents has a date" in shown(client, "trends")
    assert "60 篇文档都没有日期" in shown(client, "trends?language=zh")
    nothing = shown(client, "trends/compare")
    assert "nothing to compare" in nothing and 'href="#/data"' in nothing
    mood = shown(client, "trends/sentiment")
    assert len(charts(mood)) == 1, "by topic, but not over time"


def test_periods_have_first_and_last_days() -> None:
    assert [first_of(p) for p in ("2020", "2020-02", "2020-02-03")] == [
        "2020-01-01", "2020-02-01", "2020-02-03",
    ]  # fmt: skip
    assert span("2020-W53") == ("2020-12-28", "2021-01-03")
    assert first_of("2020-W53") == "2020-12-28" and after("2020-W53") == "2021-01-04"
    assert [after(p) for p in ("2020", "2020-12", "2020-02-29", "2021-01")] == [
        "2021-01-01", "2021-01-01", "2020-03-01", "2021-02-01",
    ]  # fmt: skip


# groups ----------------------------------------------------------------------------------------


def test_two_groups_lead_to_their_documents(client: TestClient, dated: Workspace) -> None:
    flood = topic_with(dated, "flood")
    page = shown(client, "trends/compare?by=split&split=2020-07")
    (chart,) = charts(page)
    first, second = chart["traces"]
    assert (first["name"], second["name"]) == ("before 2020-07", "from 2020-07 on")
    assert f"#/documents?topic={flood}&until=2020-06-30" in first["href"]
    assert f"#/documents?topic={flood}&since=2020-07" in second["href"]
    said = Toolbox(dated).analyze_corpus("compare", by="2020-07").data
    assert first["x"] == [one["shares"]["before 2020-07"] for one in said["topics"]]
    assert "very large difference" in page and "2020-07 及以后" in shown(
        client, "trends/compare?by=split&split=2020-07&language=zh"
    )


def test_many_groups_are_a_table_and_two_can_be_named(client: TestClient) -> None:
    page = shown(client, "trends/compare?by=label")
    assert "tl-shaded" in page and not charts(page)
    assert '<option value="month">' in page and "language (fewer than two)" in page
    two = shown(client, "trends/compare?by=label&a=flood&b=budget&part=results")
    assert charts(two)[0]["traces"][0]["name"] == "flood"
    stale = shown(client, "trends/compare?by=source&a=flood&b=budget&part=results")
    assert charts(stale)[0]["traces"][0]["name"] == "a.csv", "names of another field do not count"
    names = shown(client, "trends/compare?by=source&part=groups")
    assert names.startswith('<div data-part="groups"') and "b.csv" in names


def test_hostile_names_are_text(client: TestClient) -> None:
    named = f"trends/compare?by=label&a=flood&b={quote(HOSTILE)}"
    for address in ("trends", "trends/compare?by=label", "trends/sentiment", named):
        page = shown(client, address)
        assert "<img" not in page and "<script>" not in page
        assert page.count("</script>") == len(charts(page))
    assert esc(HOSTILE) in shown(client, "trends/compare?by=label")
    assert "&lt;img" in json.dumps(charts(page)), "Plotly reads a few tags"


def test_nothing_ends_the_data_of_a_chart() -> None:
    made = figure([{"name": "</script><img src=x>"}], 'a "name"', "", "en")
    assert charts(made)[0]["traces"] == [{"name": "</script><img src=x>"}]
    assert made.count("</script>") == 1 and "<img" not in made
    assert 'aria-label="a &quot;name&quot;"' in made


# sentiment -------------------------------------------------------------------------------------


def test_sentiment_is_the_tools_and_passages_open(client: TestClient, dated: Workspace) -> None:
    page = shown(client, "trends/sentiment")
    by_topic, over_time = charts(page)
    found = kept_sentiment(dated)
    assert found is not None
    worst = min(found.data["topics"], key=lambda one: one["mean"])
    assert worst["id"] == topic_with(dated, "flood")
    assert by_topic["traces"][0]["x"][0] == -worst["negative"]
    passage = worst["passages"]["negative"][0]
    place = {name: passage[name] for name in ("id", "start", "end")}
    assert f'name="open" value="{esc(json.dumps(place))}"' in page
    assert over_time["traces"][0]["x"][0] == "2020-01-01"
    assert "No Llama is running" in page and 'href="#/models"' in page


def test_a_large_corpus_is_read_when_a_person_says_so(
    dated: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trends_sentiment, "SMALL", 10)
    for kept in (dated.root / "index").glob("sentiment-*/scores.npy"):
        kept.unlink()
    rooms = Rooms(dated)
    client = TestClient(Starlette(routes=list(routes(rooms))))
    assert 'data-do="read"' in shown(client, "trends/sentiment")
    client.post("/tl/do/trends/read", json={}, headers={HEADER: "1"})
    (job,) = rooms.open().jobs.all()
    assert job.title == "jobs_sentiment"
    waited(job)
    assert len(charts(shown(client, "trends/sentiment"))) == 2


# long work -------------------------------------------------------------------------------------


def test_what_takes_long_is_a_job_that_can_be_stopped_and_tried_again(
    dated: Workspace, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from topicllama.ui.views import trends_time

    rooms = Rooms(dated)
    client = TestClient(Starlette(routes=list(routes(rooms))))
    held: list[Any] = []

    def slow(task: Any) -> None:
        held.append(task)
        task.stopped.wait(20)
        task.check()

    monkeypatch.setattr(trends_time, "bag_of_words", lambda _, task: slow(task))
    monkeypatch.setattr(trends_time.finding, "__kwdefaults__", {"small": 10})
    page = shown(client, "trends")
    assert 'data-part="results" data-poll' in page and "data-job" in page
    assert "data-filter" in page, "what is chosen can be changed meanwhile"
    assert len(rooms.open().jobs.all()) == 1
    shown(client, "trends?part=results")
    (job,) = rooms.open().jobs.all()
    job.cancel()
    waited(job)
    stopped = shown(client, "trends?part=results")
    assert 'data-do="again"' in stopped and "data-poll" not in stopped
    monkeypatch.undo()
    client.post("/tl/do/trends/again", json={}, headers={HEADER: "1"})
    assert charts(shown(client, "trends"))


def waited(job: Any) -> None:
    deadline = time.monotonic() + 30
    while job.running and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not job.running
