"""The whole path on the command line, on the built-in corpora: load, train, look, ask, export."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from topicllama.ui.cli import run

COMMAND = str(Path(sys.executable).with_name("topicllama"))
Call = Callable[..., dict[str, Any]]


def process(root: Path, *arguments: str) -> dict[str, Any]:
    """Run the installed command; its JSON."""
    environment = os.environ | {"TOPICLLAMA_WORKSPACE": str(root), "OLLAMA_HOST": "127.0.0.1:9"}
    done = subprocess.run([COMMAND, *arguments, "--json"], capture_output=True, text=True,
                          env=environment)  # fmt: skip
    assert done.returncode == 0, done.stderr
    record: dict[str, Any] = json.loads(done.stdout)
    return record


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The English demo with 8 topics, made by the installed command; what training said."""
    root = tmp_path_factory.mktemp("english") / "workspace"
    report = process(root, "load", "demo")
    assert report["documents"] == report["added"] > 280
    assert report["languages"]["en"] == report["documents"]
    return root, process(root, "train", "--topics", "8")


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("chinese") / "workspace"
    report = process(root, "load", "demo-zh")
    assert report["columns"]["text"] == "正文"
    process(root, "train", "--topics", "5", "--algorithm", "nmf")
    return root


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TOPICLLAMA_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    """Run a command in this process (which has the libraries loaded already); its JSON."""

    def invoke(root: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
        capfd.readouterr()
        assert run([*arguments, "--workspace", str(root), "--json"]) == code
        record: dict[str, Any] = json.loads(capfd.readouterr().out)
        return record

    return invoke


@pytest.fixture
def show(capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a command; what a person sees."""

    def invoke(root: Path, *arguments: str) -> str:
        capfd.readouterr()
        assert run([*arguments, "--workspace", str(root)]) == 0
        return capfd.readouterr().out

    return invoke


def test_train(english: tuple[Path, dict[str, Any]]) -> None:
    _, trained = english
    assert trained["num_topics"] == 8
    assert trained["algorithm"] == "lda"
    assert trained["why"]
    assert {"npmi", "diversity", "perplexity"} <= set(trained["metrics"])
    assert trained["seconds"] > 0


def test_topics(english: tuple[Path, dict[str, Any]], call: Call) -> None:
    found = call(english[0], "topics")["topics"]
    assert [topic["id"] for topic in found] == list(range(8))
    for topic in found:
        assert topic["label"]
        assert topic["label_source"] == "keywords"
        assert len(topic["keywords"]) >= 10
    assert sum(topic["share"] for topic in found) == pytest.approx(1, abs=0.01)
    assert sum(topic["documents"] for topic in found) == pytest.approx(293, abs=2)


def test_one_topic_by_id_and_by_label(english: tuple[Path, dict[str, Any]], call: Call) -> None:
    one = call(english[0], "topics", "2")
    assert one["topics"][0]["id"] == 2
    assert one["explanation"]
    assert {"id", "title", "passage", "weight"} <= set(one["representative"][0])
    assert {"id", "label", "similarity"} <= set(one["neighbours"][0])
    same = call(english[0], "topics", one["topics"][0]["label"])
    assert same["topics"][0]["id"] == 2
    error = call(english[0], "topics", "99", code=1)["error"]
    assert "99" in error["message"]


def test_search(english: tuple[Path, dict[str, Any]], call: Call) -> None:
    found = call(english[0], "search", "bushfires", "--limit", "3")
    assert len(found["results"]) == 3
    assert found["covered"] == 0
    for hit in found["results"]:
        assert "bushfire" in hit["passage"].lower()
        assert {"id", "title", "score", "scores", "topic", "date"} <= set(hit)
    topic = found["results"][0]["topic"]
    within = call(english[0], "search", "--topic", str(topic), "--mode", "topic")
    assert {hit["topic"] for hit in within["results"]} == {topic}


def test_search_by_date(chinese: Path, call: Call) -> None:
    found = call(chinese, "search", "", "--since", "2020", "--limit", "50")
    dates = [hit["date"] for hit in found["results"]]
    assert dates
    assert min(dates) >= "2020"


def test_ask_the_offline_guide(english: tuple[Path, dict[str, Any]], call: Call) -> None:
    first = call(english[0], "ask", "show articles about the bushfires")
    assert first["model"] == "guide"
    assert first["language"] == "en"
    assert first["tool_calls"][0]["name"] == "search_documents"
    assert "bushfire" in json.dumps(first["tool_calls"][0]["arguments"]).lower()
    assert first["citations"]
    assert {"number", "id", "quote"} <= set(first["citations"][0])
    again = call(english[0], "ask", "哪些主题最常见？", "--chat", first["chat"])
    assert again["chat"] == first["chat"]
    assert again["language"] == "zh"


def test_label_without_a_llama(english: tuple[Path, dict[str, Any]], call: Call) -> None:
    labelled = call(english[0], "label", "--language", "en")
    assert len(labelled["topics"]) == 8
    assert labelled["note"]


def test_evaluate(english: tuple[Path, dict[str, Any]], chinese: Path, call: Call) -> None:
    assert "npmi" in call(english[0], "evaluate")["metrics"]
    assert "error" in call(english[0], "evaluate", "--labels", code=1)
    plain = call(chinese, "evaluate")["metrics"]
    labelled = call(chinese, "evaluate", "--labels")["metrics"]
    assert set(labelled) > set(plain)


def test_infer_a_line_each(
    english: tuple[Path, dict[str, Any]], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    bushfire = "Firefighters battle a bushfire near Sydney as strong winds fan the flames."
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{bushfire}\n\n{bushfire}\n"))
    found = call(english[0], "infer", "-")["documents"]
    assert [document["id"] for document in found] == ["1", "3"]
    assert found[0]["topic"] == found[0]["topics"][0]["id"]
    assert found[0]["topics"] == found[1]["topics"]
    hits = call(english[0], "search", bushfire, "--limit", "1")["results"]
    assert found[0]["topic"] == hits[0]["topic"]


def test_infer_a_file_leaves_the_workspace_alone(
    english: tuple[Path, dict[str, Any]], call: Call, tmp_path: Path
) -> None:
    file = tmp_path / "new.csv"
    file.write_text("id,text\nn1,The cricket team won the test match\nn2,Bushfires near Sydney\n")
    found = call(english[0], "infer", str(file))["documents"]
    assert [document["id"] for document in found] == ["n1", "n2"]
    assert "n1" not in json.dumps(call(english[0], "search", "cricket team"))
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    assert "error" in call(english[0], "infer", str(empty), code=1)


def test_recommend(english: tuple[Path, dict[str, Any]], call: Call, tmp_path: Path) -> None:
    hits = call(english[0], "search", "bushfires", "--limit", "2")["results"]
    liked = [hit["id"] for hit in hits]
    found = call(english[0], "recommend", "--liked", ",".join(liked), "--limit", "3")["results"]
    assert len(found) == 3
    assert not {one["id"] for one in found} & set(liked)
    assert {"id", "title", "score", "reason", "topic"} <= set(found[0])
    history = tmp_path / "history.csv"
    rows = ["user,document,time", *(f"ann,{name},2024-01-0{n}" for n, name in enumerate(liked, 1)),
            "bob,lee-100,2024-02-01"]  # fmt: skip
    history.write_text("\n".join(rows))
    by_history = call(english[0], "recommend", "--history", str(history), "--user", "ann",
                      "--limit", "3")  # fmt: skip
    assert {one["id"] for one in by_history["results"]} == {one["id"] for one in found}
    again = call(english[0], "recommend", "--history", str(history), "--user", "ann")
    assert again["history"] == {"rows": 3, "added": 0, "unknown": 0, "untimed": 0, "incomplete": 0}
    assert call(english[0], "recommend", "--user", "ann")["results"] == again["results"]
    kept = call(english[0], "recommend", "--profiles")["profiles"]
    assert [(one["user"], one["documents"]) for one in kept] == [("ann", 2), ("bob", 1)]
    judged = call(english[0], "recommend", "--evaluate")
    assert judged["readers"] == 1 and judged["left_out"] == 1
    assert {"recall", "ndcg", "coverage", "novelty"} == set(judged["systems"]["ours"])
    for user in ("ann", "bob"):
        assert call(english[0], "recommend", "--forget", user)["forgotten"] > 0
    assert "error" in call(english[0], "recommend", "--user", "ann", code=1)
    pasted = call(english[0], "recommend", "--text", "the cricket test", "--disliked", liked[0])
    assert pasted["disliked"][0]["id"] == liked[0] and pasted["results"]
    history.write_text("person,document\nann,1\n")
    error = call(english[0], "recommend", "--history", str(history), code=1)["error"]
    assert "no column user" in error["message"]


def test_analysis(chinese: Path, english: tuple[Path, dict[str, Any]], call: Call) -> None:
    trends = call(chinese, "trends", "--by", "year")
    assert {"periods", "series", "rising", "falling", "bursts", "undated"} <= set(trends)
    assert len(trends["series"][0]["shares"]) == len(trends["periods"])
    feelings = call(chinese, "sentiment")
    assert {"id", "mean", "positive", "negative", "spread"} <= set(feelings["topics"][0])
    assert "documents" not in feelings
    judged = call(chinese, "sentiment", "--documents", "--by", "year", "--topic", "1")
    assert {"id", "score", "class"} <= set(judged["documents"][0])
    assert [series["topic"] for series in judged["series"]] == [1]
    assert len(judged["series"][0]["means"]) == len(judged["periods"])
    for arguments in (["--by", "label"], ["--by", "period", "--split", "2020"]):
        compared = call(chinese, "compare", *arguments)
        assert len(compared["groups"]) >= 2
        assert {"id", "shares", "effect"} <= set(compared["topics"][0])
    assert "error" in call(english[0], "trends", code=1)


def test_export(english: tuple[Path, dict[str, Any]], call: Call, tmp_path: Path) -> None:
    file = tmp_path / "documents.jsonl"
    report = call(english[0], "export", "documents", "--format", "jsonl", "--output", str(file))
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert report == {"file": str(file), "rows": len(lines)}
    assert len(lines) == 293
    wanted = {"id", "title", "text", "date", "label", "source", "topic", "topics"}
    assert wanted <= set(lines[0])
    assert {"id", "weight"} <= set(lines[0]["topics"][0])
    topics = tmp_path / "topics.csv"
    assert call(english[0], "export", "topics", "-o", str(topics))["rows"] == 8
    assert call(english[0], "export", "topics", "-o", str(topics))["rows"] == 8
    assert "error" in call(english[0], "export", "topics", "-o", str(tmp_path / "t.doc"), code=1)


def test_doctor(english: tuple[Path, dict[str, Any]], call: Call) -> None:
    checks = {check["name"]: check for check in call(english[0], "doctor")["checks"]}
    assert {"name", "ok", "detail", "hint"} <= set(checks["corpus"])
    assert checks["corpus"]["ok"]
    assert not checks["ollama"]["ok"]
    assert checks["ollama"]["hint"]
    assert checks["chat model"]["ok"]


def test_doctor_finds_and_repairs(
    english: tuple[Path, dict[str, Any]], call: Call, tmp_path: Path
) -> None:
    root = tmp_path / "copy"
    shutil.copytree(english[0], root)
    (root / "corpus.sqlite").write_bytes(b"noise" * 1000)
    found = call(root, "doctor", code=1)["checks"]
    assert [check["name"] for check in found if check["required"] and not check["ok"]]
    assert call(root, "doctor", "--repair")["repaired"]


def test_load_adds_and_replaces_and_reports(call: Call, tmp_path: Path) -> None:
    root, file = tmp_path / "workspace", tmp_path / "texts.csv"
    file.write_text("headline,story,when\nOne,The first story is here,2001\n"
                    "Two,The second story is there,2002\nThree,,2003\n")  # fmt: skip
    report = call(root, "load", str(file), "--text-column", "story", "--title-column", "headline",
                  "--date-column", "when")  # fmt: skip
    assert (report["added"], report["empty"]) == (2, 1)
    assert report["columns"] == {"text": "story", "title": "headline", "date": "when"}
    again = call(root, "load", str(file), "--text-column", "story")
    assert (again["documents"], again["added"], again["duplicates"]) == (2, 0, 2)
    other = tmp_path / "other.txt"
    other.write_text("Something else altogether.")
    assert call(root, "load", str(other))["documents"] == 3
    assert call(root, "load", str(other), "--replace")["documents"] == 1


def test_a_refused_file_is_exit_1_alone_and_0_with_others(call: Call, tmp_path: Path) -> None:
    root, good, bad = tmp_path / "workspace", tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("A readable text of some words.")
    bad.write_bytes(b"\0" * 5000)
    assert call(root, "load", str(bad), code=1)["error"]["message"]
    report = call(root, "load", str(bad), str(good))
    assert report["documents"] == 1
    assert report["rejected"][0]["file"].endswith("bad.txt")
    assert {"file", "line", "message"} == set(report["rejected"][0])


def test_seed_words(call: Call, english: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(english[0], root)
    words = tmp_path / "seeds.txt"
    words.write_text("# a comment\ncricket, test match, wicket\n\nbushfire,smoke，wind\n")
    trained = call(root, "train", "--topics", "6", "--seed-words", str(words), "--seed", "3")
    assert trained["num_topics"] == 6
    keywords = [{word.lower() for word in topic["keywords"]} for topic in trained["topics"]]
    assert any("wicket" in words or "cricket" in words for words in keywords)
    missing = str(tmp_path / "missing.txt")
    error = call(root, "train", "--seed-words", missing, code=1)["error"]
    assert "missing.txt" in error["message"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_people_see(
    english: tuple[Path, dict[str, Any]], show: Callable[..., str], language: str
) -> None:
    following = {"en": "Next: topicllama", "zh": "下一步：topicllama"}[language]
    chosen = ("--language", language)
    listed = show(english[0], "topics", *chosen)
    assert {"en": "Keywords", "zh": "关键词"}[language] in listed
    assert following in listed
    found = show(english[0], "search", "bushfires", *chosen)
    assert "1. " in found
    assert following in found
    answered = show(english[0], "ask", "show articles about the bushfires", *chosen)
    assert "[1]" in answered
    assert {"en": "Sources", "zh": "来源"}[language] in answered
