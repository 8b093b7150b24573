"""The test server against the recorded exchanges: what it claims to do, it does as recorded."""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path
from typing import Any

import httpx
import ollama
import pytest
from ollama_server import OllamaServer, Reply, call, recorded_models

TRACES = Path(__file__).parents[2].parent / "shared" / "ollama-traces"
# Not played: OpenAI's routes, generate, copying, and states that only a real server has. Making
# models has tests of its own, below: it needs the files.
OTHERS = ("v1_", "generate", "create", "copy", "delete", "blob", "cors", "foreign", "embeddings_")
CLIENT = httpx.Client()  # one for all: making a client costs more than a request
SPECIAL = ("tags_empty", "ps_empty", "ps_several", "ps_after_unload")


def exchanges() -> list[Any]:
    names = sorted(path.stem for path in TRACES.glob("*.json"))
    played = [n for n in names if not n.startswith(OTHERS) and n not in SPECIAL]
    missing = [pytest.param("", marks=pytest.mark.skip("../shared/ollama-traces is not there"))]
    return played or missing


def shape(value: Any) -> Any:
    """Names and kinds; a list is as its first element, numbers are all of one kind."""
    if isinstance(value, dict):
        return {key: shape(child) for key, child in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return "number" if type(value) in (int, float) else type(value).__name__


def scripted(lines: list[Any]) -> Reply:
    """The recorded model's behaviour as a reply."""
    text = "".join(line["message"]["content"] for line in lines if "message" in line)
    calls = [c["function"] for line in lines for c in line.get("message", {}).get("tool_calls", ())]
    reason = lines[-1].get("done_reason", "stop")
    return Reply(text, [(c["name"], c["arguments"]) for c in calls], reason)


def without_free_values(answer: Any) -> Any:
    """Arguments, model facts and embeddings are the model's own: only that they are there."""
    if isinstance(answer, dict):
        free = ("arguments", "model_info", "parameters", "license", "tensors", "messages",
                "projector_info", "system")  # fmt: skip
        return {k: without_free_values(v) for k, v in answer.items() if k not in free}
    if isinstance(answer, list):
        return [without_free_values(child) for child in answer]
    return answer


@pytest.mark.parametrize("name", exchanges())
def test_answers_as_recorded(name: str) -> None:
    record = json.loads((TRACES / f"{name}.json").read_text("utf-8"))
    request, expected = record["request"], record["response"]
    whole = expected.get("body")
    lines = [json.loads(line) for line in expected.get("ndjson_lines", ())]
    body = "" if request["body"] == "<0 bytes>" else request["body"]
    with OllamaServer(recorded_models()) as server:
        if expected["status"] == 200 and request["path"] == "/api/chat":
            server.reply(scripted(lines or [json.loads(whole)]))
        if name == "ps_one_loaded":
            CLIENT.post(f"{server.url}/api/chat", json={"model": "smollm2"})
        url = server.url + request["path"]
        got = CLIENT.request(request["method"], url, content=body, headers=request["headers"])
    headers = {key.lower(): value for key, value in expected["headers"]}
    assert got.status_code == expected["status"]
    assert got.headers["content-type"].split(";")[0] == headers["content-type"].split(";")[0]
    if lines:
        compare_streams([json.loads(line) for line in got.text.splitlines()], lines)
    elif "json" in headers["content-type"]:
        compare(got.json(), json.loads(whole))
    else:
        assert got.text == whole


def compare(got: dict[str, Any], expected: dict[str, Any]) -> None:
    if "error" in expected and "dial tcp" not in expected["error"]:
        assert got == expected
    got, expected = without_free_values(got), without_free_values(expected)
    assert shape(got) == shape(expected)
    for told in ("done", "done_reason", "embeddings"):
        if isinstance(expected.get(told), bool | str):
            assert got[told] == expected[told]
    if expected.get("embeddings"):
        assert [len(v) for v in got["embeddings"]] == [len(v) for v in expected["embeddings"]]


def compare_streams(got: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    compare(got[0], expected[0])
    compare(got[-1], expected[-1])


def test_the_silent_cut_shows_only_in_the_count() -> None:
    trace = TRACES / "chat_too_long_truncated.json"
    if not trace.exists():
        pytest.skip("../shared/ollama-traces is not there")
    body = json.loads(json.loads(trace.read_text("utf-8"))["request"]["body"])
    with OllamaServer(recorded_models()) as server:
        answer = httpx.post(f"{server.url}/api/chat", json=body).json()
    assert answer["prompt_eval_count"] == body["options"]["num_ctx"]


def test_official_client_reads_text_calls_and_errors() -> None:
    with OllamaServer() as server:
        client = ollama.Client(server.url)
        asked = [{"role": "user", "content": "hi"}]
        server.reply("Hello <there> & all", call("show_topics", topic="2"),
                     Reply("It is", error="llama runner process has terminated"))  # fmt: skip
        pieces = [p.message.content for p in client.chat("llama3.2", asked, stream=True)]
        assert "".join(pieces) == "Hello <there> & all" and len(pieces) > 3
        made = client.chat("llama3.2", asked).message.tool_calls
        assert made and made[0].function.arguments == {"topic": "2"}
        with pytest.raises(ollama.ResponseError, match="has terminated"):
            list(client.chat("llama3.2", asked, stream=True))
        with pytest.raises(ollama.ResponseError) as refused:
            client.chat("nosuch", asked)
        assert refused.value.status_code == 404


def test_notices_a_client_that_hangs_up() -> None:
    with OllamaServer() as server:
        server.reply(Reply("one two three", gate=threading.Event()))
        body = {"model": "llama3.2", "messages": [{"role": "user", "content": "count"}]}
        with httpx.stream("POST", f"{server.url}/api/chat", json=body) as stream:
            next(stream.iter_lines())
            assert not server.chats[0].hung_up.is_set()
        assert server.chats[0].hung_up.wait(5)


def test_a_reply_can_break_off() -> None:
    with OllamaServer() as server:
        server.reply(Reply("half an", hang_up=True))
        with pytest.raises(httpx.RemoteProtocolError):
            list(ollama.Client(server.url).chat("llama3.2", [{"role": "user", "content": "x"}],
                                                stream=True))  # fmt: skip


@pytest.mark.parametrize(
    "name", ["create_no_source", "create_bad_file_digest", "create_from_missing_model",
             "create_from_missing_model_stream"]
)  # fmt: skip
def test_refuses_to_make_models_as_recorded(name: str) -> None:
    trace = TRACES / f"{name}.json"
    if not trace.exists():
        pytest.skip("../shared/ollama-traces is not there")
    test_answers_as_recorded(name)


def test_blobs_and_models_are_made_as_recorded(tmp_path: Path) -> None:
    file = tmp_path / "adapter_model.safetensors"
    file.write_bytes(b"weights")
    with OllamaServer() as server:
        client = ollama.Client(server.url)
        known = f"sha256:{hashlib.sha256(b'weights').hexdigest()}"
        assert CLIENT.head(f"{server.url}/api/blobs/{known}").status_code == 404
        digest = client.create_blob(file)
        assert CLIENT.head(f"{server.url}/api/blobs/{digest}").status_code == 200
        with pytest.raises(httpx.HTTPError):  # it is there already: the connection is closed
            client.create_blob(file)
        wrong = CLIENT.post(f"{server.url}/api/blobs/sha256:{'0' * 64}", content=b"hello")
        assert wrong.status_code == 400
        assert wrong.json()["error"].endswith(
            'got "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"'
        )
        made = client.create("mine", from_="llama3.2", adapters={file.name: digest}, stream=True)
        steps = [step.status or "" for step in made]
        assert [step.split(" sha256")[0] for step in steps] == [
            "converting adapter",
            "using existing layer",
            "creating new layer",
            "writing manifest",
            "success",
        ]
        assert "mine:latest" in [model.model for model in client.list().models]
