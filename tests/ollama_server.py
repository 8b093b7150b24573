"""A server that answers as Ollama does, on a real socket, with scripted replies.

It follows the recorded exchanges in ../shared/ollama-traces (tests/agent/test_ollama_server.py
replays them). Tests queue replies, or give a function from the request's body to a reply; every
request and every client that hung up is recorded. Run it by hand with

    python tests/ollama_server.py --port 11434

and it plays a small Llama that knows the project's demo conversation.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import random
import re
import select
import socket
import struct
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JSON = "application/json; charset=utf-8"
NDJSON = "application/x-ndjson"
VERSION = "0.24.0"
Body = dict[str, Any]


@dataclass
class Model:
    """One model of the server; ``context`` in tokens, ``dimensions`` of its embeddings, ``file``
    its weights on the server."""

    name: str
    capabilities: tuple[str, ...] = ("completion", "tools")
    context: int = 131_072
    family: str = "llama"
    parameter_size: str = "3.2B"
    size: int = 2_019_393_189
    dimensions: int = 384
    file: str = ""

    @property
    def full_name(self) -> str:
        return self.name if ":" in self.name else f"{self.name}:latest"


def recorded_models() -> list[Model]:
    """The models that the recorded server had."""
    return [
        Model("smollm2", context=8192, parameter_size="134.52M", dimensions=576),
        Model("smollm2-json", context=8192, parameter_size="134.52M"),
        Model("smollm2-tools", context=8192, parameter_size="134.52M"),
        Model("gemma3", ("completion",), 32_768, "gemma3", "268.10M"),
        Model("all-minilm", ("embedding",), 512, "bert", "22.57M"),
    ]


@dataclass
class Reply:
    """What the model does. ``calls`` are (name, arguments). ``error`` with ``status`` refuses the
    request; without a status it comes as a line in the middle of the stream, after ``text``.
    ``torn`` is a line that is no JSON, sent after the text; ``hang_up`` closes the connection
    after the text, ``reset`` so that the client is told it was reset. With a ``gate`` the stream
    waits for that event after its first ``before_gate`` pieces."""

    text: str = ""
    calls: list[tuple[str, Any]] = field(default_factory=list)
    done_reason: str = "stop"
    prompt_eval_count: int | None = None
    status: int = 0
    error: str = ""
    torn: str = ""
    hang_up: bool = False
    reset: bool = False
    gate: threading.Event | None = None
    before_gate: int = 1


def call(name: str, **arguments: Any) -> Reply:
    return Reply(calls=[(name, arguments)])


@dataclass
class Request:
    method: str
    path: str
    body: Body
    headers: dict[str, str]
    hung_up: threading.Event = field(default_factory=threading.Event)


class OllamaServer:
    """``with OllamaServer() as server: … server.url``.

    Queued replies (:meth:`reply`) come first, then those of ``behaviour``.
    """

    def __init__(
        self,
        models: list[Model] | None = None,
        behaviour: Callable[[Body], Reply] | None = None,
        port: int = 0,
    ) -> None:
        self.models = models if models is not None else [Model("llama3.2")]
        self.behaviour = behaviour or (lambda body: Reply("All right."))
        self.requests: list[Request] = []
        self.library: list[Model] = []  # what can be pulled
        self.blobs: dict[str, bytes] = {}
        self.created: dict[str, Body] = {}
        self.closed = False
        self.forbidden = False  # answers as to a foreign Host header: 403 and nothing else
        self.embedding: Callable[[Body], Reply] | None = None  # what goes wrong with a request
        self.silent: threading.Event | None = None  # takes requests and answers once it is set
        self._news = threading.Condition()
        self._queue: deque[Reply] = deque()
        handler = type("Handler", (_Handler,), {"fake": self})
        self._http = _Listener(("127.0.0.1", port), handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> OllamaServer:
        self._thread.start()
        return self

    def __exit__(self, *details: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening: from now on connections are refused, and open ones end with the
        reply that is being given."""
        self.closed = True
        self._http.shutdown()
        self._http.server_close()

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def saw(self, request: Request) -> None:
        with self._news:
            self.requests.append(request)
            self._news.notify_all()

    def wait_for(self, true: Callable[[], bool], seconds: float) -> bool:
        """Wait until the requests make something true; whether they did in that time."""
        with self._news:
            return self._news.wait_for(true, seconds)

    def reply(self, *replies: Reply | str) -> None:
        """Queue the next replies; a string is a plain answer."""
        self._queue += [Reply(r) if isinstance(r, str) else r for r in replies]

    @property
    def has_replies(self) -> bool:
        """Whether a reply is queued."""
        return bool(self._queue)

    @property
    def chats(self) -> list[Request]:
        return [request for request in self.requests if request.path == "/api/chat"]

    def find(self, name: str) -> Model | None:
        return next((m for m in self.models if name in (m.name, m.full_name)), None)

    def next_reply(self, body: Body) -> Reply:
        return self._queue.popleft() if self._queue else self.behaviour(body)


class _Listener(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a client that went away is no error
            super().handle_error(request, client_address)


class RefusalError(Exception):
    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


class _GoneError(Exception):
    """The client hung up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: OllamaServer
    request_seen: Request

    def log_message(self, format: str, *args: object) -> None:
        return

    def do_GET(self) -> None:
        self._answer("GET")

    def do_HEAD(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def do_DELETE(self) -> None:
        self._answer("DELETE")

    # the routes ------------------------------------------------------------------------------

    def _answer(self, method: str) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.split("?")[0]
        self.request_seen = Request(method, path, _loaded(raw), dict(self.headers))
        self.fake.saw(self.request_seen)
        if path.startswith("/api/blobs/"):
            return self._blob(path.removeprefix("/api/blobs/"), raw)
        routes = {
            "/": ("GET", self._root),
            "/api/version": ("GET", lambda: self._json({"version": VERSION})),
            "/api/tags": ("GET", self._tags),
            "/api/ps": ("GET", self._running),
            "/api/show": ("POST", self._show),
            "/api/chat": ("POST", self._chat),
            "/api/embed": ("POST", self._embed),
            "/api/pull": ("POST", self._pull),
            "/api/create": ("POST", self._create),
        }
        if self.fake.silent is not None:
            try:
                self._wait(self.fake.silent)
            except _GoneError:
                self.request_seen.hung_up.set()
                self.close_connection = True
                return None
        if self.fake.forbidden:
            return self._send(403, "text/plain", b"")
        if path not in routes:
            return self._plain(404, "404 page not found")
        wanted, route = routes[path]
        if method != wanted:
            return self._plain(405, "405 method not allowed")
        try:
            if method == "POST":
                _check_json(raw)
            route()
        except RefusalError as refusal:
            self._json({"error": refusal.error}, refusal.status)
        except (_GoneError, BrokenPipeError, ConnectionResetError):
            self.request_seen.hung_up.set()
            self.close_connection = True
        self.close_connection |= self.fake.closed
        return None

    def _root(self) -> None:
        self._send(200, "text/plain; charset=utf-8", b"Ollama is running")

    def _tags(self) -> None:
        self._json({"models": [_listed(model) for model in self.fake.models]})

    def _running(self) -> None:
        chatted = {r.body.get("model") for r in self.fake.chats}
        loaded = [m for m in self.fake.models if {m.name, m.full_name} & chatted]
        self._json({"models": [_loaded_model(model) for model in loaded]})

    def _show(self) -> None:
        model = self._model(self.request_seen.body)
        self._json(_shown(model))

    def _model(self, body: Body) -> Model:
        name = body.get("model") or ""
        if not name:
            raise RefusalError(400, "model is required")
        if not re.fullmatch(r"[\w.\-]+(?:/[\w.\-]+)*(?::[\w.\-]+)?", name):
            raise RefusalError(400, "invalid model name")
        model = self.fake.find(name)
        if model is None:
            raise RefusalError(404, f"model '{name}' not found")
        return model

    def _pull(self) -> None:
        """A model of the library is fetched in pieces; a queued reply may fail in the middle
        (``error``, ``torn``, ``hang_up``), or wait for its gate."""
        name = self.request_seen.body.get("model") or ""
        model = next((m for m in self.fake.library if name in (m.name, m.full_name)), None)
        if model is None:
            return self._pulling(name)
        reply = self.fake.next_reply({}) if self.fake.has_replies else Reply()
        if reply.status:
            raise RefusalError(reply.status, reply.error)
        return self._stream(self._fetched(model, reply), hang_up=reply.hang_up)

    def _fetched(self, model: Model, reply: Reply) -> Iterator[Body | str]:
        digest = f"sha256:{hashlib.sha256(model.full_name.encode()).hexdigest()}"
        yield {"status": "pulling manifest"}
        for piece in range(5):
            line: Body = {"status": f"pulling {digest[7:19]}", "digest": digest}
            line["total"] = model.size
            yield line | ({"completed": model.size * piece // 4} if piece else {})
            if piece == reply.before_gate:
                self._wait(reply.gate)
                if reply.torn:
                    yield reply.torn
                if reply.error:
                    yield {"error": reply.error}
                if reply.torn or reply.error or reply.hang_up:
                    return
        if reply.done_reason != "stop":  # the server went away in good order
            return
        yield {"status": "verifying sha256 digest"}
        yield {"status": "writing manifest"}
        self.fake.models.append(model)
        yield {"status": "success"}

    def _pulling(self, name: str) -> None:
        error = (
            f'pull model manifest: Get "https://registry.ollama.ai/v2/library/{name}/manifests/'
            'latest": dial tcp: lookup registry.ollama.ai: no such host'
        )
        if self.request_seen.body.get("stream") is False:
            raise RefusalError(500, error)
        self._stream(iter([{"status": "pulling manifest"}, {"error": error}]))

    # making models ---------------------------------------------------------------------------

    def _blob(self, digest: str, raw: bytes) -> None:
        there = digest in self.fake.blobs
        if self.command == "HEAD":
            return self._send(200 if there else 404, JSON, b"")
        if there:  # the recorded server closes the connection before it has read the body
            self.close_connection = True
            return self.connection.shutdown(socket.SHUT_RDWR)
        found = f"sha256:{hashlib.sha256(raw).hexdigest()}"
        if found != digest:
            error = f'digest mismatch, expected "{digest}", got "{found}"'
            return self._json({"error": error}, 400)
        self.fake.blobs[digest] = raw
        return self._send(201, JSON, b"")

    def _create(self) -> None:
        body = self.request_seen.body
        files = {**(body.get("files") or {}), **(body.get("adapters") or {})}
        if not body.get("from") and not body.get("files"):
            raise RefusalError(400, "neither 'from' or 'files' was specified")
        for digest in files.values():
            if digest not in self.fake.blobs:
                path = f"/models/blobs/{digest.replace(':', '-')}"
                raise RefusalError(500, f"open {path}: no such file or directory")
        base = self.fake.find(body.get("from") or "")
        if base is None and body.get("from"):
            return self._pulling(body["from"])
        reply = self.fake.next_reply(body) if self.fake.has_replies else Reply()
        if reply.status:
            raise RefusalError(reply.status, reply.error)
        if not reply.error:
            self.fake.created[body["model"]] = body
            self.fake.models.append(replace(base or Model(""), name=body["model"]))
        if body.get("stream") is False:
            return self._json({"status": "success"})
        return self._stream(_steps(body, base, reply), hang_up=reply.hang_up)

    def _embed(self) -> None:
        body = self.request_seen.body
        name = body.get("model") or ""
        model = self.fake.find(name)
        if model is None:
            raise RefusalError(404, f'model "{name}" not found, try pulling it first')
        texts = _inputs(body.get("input"))
        if self.fake.embedding is not None and self._failed(self.fake.embedding(body)):
            return
        if body.get("truncate") is False and any(_tokens(t) > model.context for t in texts):
            raise RefusalError(400, "the input length exceeds the context length")
        answer: Body = {"model": name, "embeddings": []}
        if texts:
            size = int(body.get("dimensions") or model.dimensions)
            answer["embeddings"] = [_vector(text, size) for text in texts]
            answer |= {"total_duration": 36_485_201, "load_duration": 19_101_557}
            answer["prompt_eval_count"] = min(sum(map(_tokens, texts)), model.context)
        self._json(answer)

    def _failed(self, reply: Reply) -> bool:
        """Whether the reply is one that fails: then it is given."""
        self._wait(reply.gate)
        if reply.status:
            raise RefusalError(reply.status, reply.error)
        if reply.torn:
            self._send(200, JSON, reply.torn.encode())
        if reply.reset or reply.hang_up:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        return bool(reply.torn or reply.reset or reply.hang_up)

    # chat ------------------------------------------------------------------------------------

    def _chat(self) -> None:
        body = self.request_seen.body
        _check_chat(body)
        model = self._model(body)
        _check_ability(body, model)
        if not body.get("messages"):
            reason = "unload" if body.get("keep_alive") == 0 else "load"
            return self._json(_line(body, "", done=True) | {"done_reason": reason})
        _check_options(body)
        window = int((body.get("options") or {}).get("num_ctx") or 4096)
        used = prompt_tokens(body)
        if used > window and body.get("truncate") is False:
            raise RefusalError(400, "the input length exceeds the context length")
        reply = self.fake.next_reply(body)
        if reply.status:
            raise RefusalError(reply.status, reply.error)
        counted = reply.prompt_eval_count or min(used, window)
        if body.get("stream") is False:
            return self._whole(body, reply, counted)
        if reply.reset:
            linger = struct.pack("ii", 1, 0)  # what is closed now is reset, not ended
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        hang_up = reply.hang_up or reply.reset
        return self._stream(self._lines(body, reply, counted), hang_up=hang_up)

    def _whole(self, body: Body, reply: Reply, counted: int) -> None:
        if reply.error:
            raise RefusalError(500, reply.error)
        self._wait(reply.gate)
        pieces, reason = _pieces(body, reply)
        count = len(pieces) + 30 * len(reply.calls)
        line = _line(body, "".join(pieces), _calls(reply), done=True)
        self._json(line | _logprobs(body, pieces) | _ending(reason, counted, count))

    def _lines(self, body: Body, reply: Reply, counted: int) -> Iterator[Body | str]:
        pieces, reason = _pieces(body, reply)
        for number, piece in enumerate(pieces):
            if number == reply.before_gate:
                self._wait(reply.gate)
            yield _line(body, piece) | _logprobs(body, [piece])
        if len(pieces) <= reply.before_gate:
            self._wait(reply.gate)
        if reply.torn:
            yield reply.torn
        if reply.error:
            yield {"error": reply.error}
            return
        if reply.calls:
            yield _line(body, "", _calls(reply))
        if not (reply.hang_up or reply.reset):
            count = len(pieces) + 30 * len(reply.calls)
            yield _line(body, "", done=True) | _ending(reason, counted, count)

    def _wait(self, gate: threading.Event | None) -> None:
        """Wait for the gate, watching whether the client is still there."""
        while gate is not None and not gate.wait(0.01):
            readable, _, _ = select.select([self.connection], [], [], 0)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                raise _GoneError

    # sending ---------------------------------------------------------------------------------

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _plain(self, status: int, text: str) -> None:
        self._send(status, "text/plain", text.encode())

    def _json(self, value: Body, status: int = 200) -> None:
        self._send(status, JSON, _dumped(value))

    def _stream(self, lines: Iterator[Body | str], hang_up: bool = False) -> None:
        self.send_response(200)
        self.send_header("Content-Type", NDJSON)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for line in lines:
            data = (line.encode() if isinstance(line, str) else _dumped(line)) + b"\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()
        if hang_up:  # no last chunk: the connection breaks in the middle
            self.close_connection = True
            if not self.connection.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.wfile.write(b"0\r\n\r\n")


# what a request must be ----------------------------------------------------------------------


def _loaded(raw: bytes) -> Body:
    try:
        value = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _check_json(raw: bytes) -> None:
    if not raw:
        raise RefusalError(400, "missing request body")
    try:
        json.loads(raw)
    except ValueError:
        raise RefusalError(400, "unexpected EOF") from None


def _check_chat(body: Body) -> None:
    if isinstance(body.get("messages"), str):
        raise RefusalError(
            400,
            "json: cannot unmarshal string into Go struct field ChatRequest.messages of type "
            "[]api.Message",
        )
    keep = body.get("keep_alive")
    if isinstance(keep, str) and not re.fullmatch(r"-?\d+(?:\.\d+)?(?:ms|s|m|h)?", keep):
        raise RefusalError(400, f'time: invalid duration "{keep}"')
    think = body.get("think")
    if isinstance(think, str) and think not in ("high", "medium", "low", "max"):
        raise RefusalError(
            400,
            f'invalid think value: "{think}" (must be "high", "medium", "low", "max", true, or '
            "false)",
        )
    if (body.get("top_logprobs") or 0) > 20:
        raise RefusalError(400, "top_logprobs must be between 0 and 20")
    for message in body.get("messages") or []:
        _check_message(message)


def _check_message(message: Body) -> None:
    for image in message.get("images") or []:
        try:
            base64.b64decode(image, validate=True)
        except binascii.Error:
            raise RefusalError(
                400,
                "json: cannot unmarshal string into Alias.images.0 of type api.ImageData: "
                "illegal base64 data at input byte 0",
            ) from None
    for made in message.get("tool_calls") or []:
        if isinstance(made["function"].get("arguments"), str):
            raise RefusalError(400, "Value looks like object, but can't find closing '}' symbol")


def _check_ability(body: Body, model: Model) -> None:
    if body.get("messages") and "completion" not in model.capabilities:
        raise RefusalError(400, f'"{body["model"]}" does not support chat')
    if body.get("tools") and "tools" not in model.capabilities:
        raise RefusalError(
            400, f"registry.ollama.ai/library/{model.full_name} does not support tools"
        )
    if body.get("think") not in (None, False) and "thinking" not in model.capabilities:
        raise RefusalError(400, f'"{body["model"]}" does not support thinking')


def _check_options(body: Body) -> None:
    for name, value in (body.get("options") or {}).items():
        if name in ("num_ctx", "num_predict", "seed") and not isinstance(value, int):
            raise RefusalError(500, f'option "{name}" must be of type integer')
    wanted = body.get("format")
    if isinstance(wanted, str) and wanted not in ("", "json"):
        shown = json.dumps(json.dumps(wanted))
        raise RefusalError(
            500, f'invalid format: {shown}; expected "json" or a valid JSON Schema object'
        )
    kinds = ("object", "array", "string", "integer", "number", "boolean", "null", None)
    if isinstance(wanted, dict) and wanted.get("type") not in kinds:
        raise RefusalError(500, "invalid JSON schema in format")


def _inputs(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise RefusalError(400, "invalid input type")
    return value


# what an answer looks like -------------------------------------------------------------------


def _dumped(value: Body) -> bytes:
    # Go escapes <, > and & in JSON; clients must read that.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode()


def _now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def _tokens(text: str) -> int:
    """Words, with long ones and Chinese characters counted in parts."""
    return sum(
        1 + len(word) // 8 for word in re.findall(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff]+", text)
    )


def prompt_tokens(body: Body) -> int:
    """The tokens of the messages and the tools."""
    used = sum(_tokens(json.dumps(m)) for m in body["messages"])
    return used + _tokens(json.dumps(body.get("tools") or ""))


def _pieces(body: Body, reply: Reply) -> tuple[list[str], str]:
    """The tokens of the reply, cut at num_predict, and why it ended."""
    pieces = re.findall(r"\s*[\u3400-\u9fff]|\s*[^\s\u3400-\u9fff]+|\s+$", reply.text)
    limit = int((body.get("options") or {}).get("num_predict") or 0)
    if 0 < limit < len(pieces):
        return pieces[:limit], "length"
    return pieces, reply.done_reason


def _calls(reply: Reply) -> list[Body]:
    return [
        {
            "id": f"call_{random.randrange(36**8):08x}"[:13],
            "function": {"index": index, "name": name, "arguments": arguments},
        }
        for index, (name, arguments) in enumerate(reply.calls)
    ]


def _line(body: Body, text: str, calls: list[Body] | None = None, done: bool = False) -> Body:
    message: Body = {"role": "assistant", "content": text}
    if calls:
        message["tool_calls"] = calls
    return {"model": body["model"], "created_at": _now(), "message": message, "done": done}


def _logprobs(body: Body, pieces: list[str]) -> Body:
    if not body.get("logprobs"):
        return {}
    one = [{"token": p, "logprob": -0.5, "bytes": list(p.encode())} for p in pieces]
    if body.get("top_logprobs"):
        one = [{**entry, "top_logprobs": [dict(entry)]} for entry in one]
    return {"logprobs": one}


def _ending(reason: str, prompt_tokens: int, tokens: int) -> Body:
    return {
        "done_reason": reason,
        "total_duration": 210_787_191,
        "load_duration": 77_459_135,
        "prompt_eval_count": prompt_tokens,
        "prompt_eval_duration": 15_241_579,
        "eval_count": max(tokens, 1),
        **({"eval_duration": 109_880_852} if tokens else {}),  # Go leaves out a zero
    }


def _details(model: Model) -> Body:
    return {
        "parent_model": "",
        "format": "gguf",
        "family": model.family,
        "families": [model.family],
        "parameter_size": model.parameter_size,
        "quantization_level": "Q4_K_M",
    }


def _listed(model: Model) -> Body:
    return {
        "name": model.full_name,
        "model": model.full_name,
        "modified_at": "2026-11-24T07:21:36.124364473Z",
        "size": model.size,
        "digest": f"{abs(hash(model.full_name)):064x}",
        "details": _details(model),
    }


def _loaded_model(model: Model) -> Body:
    found = _listed(model)
    del found["modified_at"]
    return found | {
        "expires_at": _now(),
        "size_vram": 0,
        "context_length": min(model.context, 4096),
    }


def _shown(model: Model) -> Body:
    facts = {
        "general.architecture": model.family,
        f"{model.family}.context_length": model.context,
        f"{model.family}.embedding_length": model.dimensions,
    }
    return {
        "license": "Apache-2.0",
        "modelfile": f"FROM {model.file or model.full_name}\n",
        "template": "{{ .Prompt }}",
        "details": _details(model),
        "model_info": facts,
        "tensors": [{"name": "token_embd.weight", "type": "F32", "shape": [384, 2]}],
        "capabilities": list(model.capabilities),
        "modified_at": "2026-11-24T07:21:36.124364473Z",
    }


def _steps(body: Body, base: Model | None, reply: Reply) -> Iterator[Body]:
    """What the server tells while it makes a model; a reply's error comes in the middle."""
    kept = f"sha256:{hashlib.sha256(base.full_name.encode()).hexdigest()}" if base else ""
    if any(name.endswith(".safetensors") for name in body.get("adapters") or {}):
        yield {"status": "converting adapter"}
    elif not base:
        gguf = any(name.endswith(".gguf") for name in body["files"])
        yield {"status": "parsing GGUF" if gguf else "converting model"}
    if reply.error:
        yield {"error": reply.error}
    if reply.error or reply.hang_up:
        return
    made = f"sha256:{hashlib.sha256(_dumped(body)).hexdigest()}"
    yield {"status": f"using existing layer {kept}" if base else f"creating new layer {made}"}
    yield {"status": f"creating new layer {made}"}
    yield {"status": "writing manifest"}
    yield {"status": "success"}


def _vector(text: str, size: int) -> list[float]:
    made = random.Random(text)
    values = [made.gauss(0, 1) for _ in range(size)]
    length = sum(value * value for value in values) ** 0.5
    return [value / length for value in values]


# a small Llama that knows the demo conversation ----------------------------------------------

_WISHES: list[tuple[str, Callable[[re.Match[str]], Reply]]] = [
    (r"load (?:the )?(?:chinese )?demo|载入.*演示|加载.*演示",
     lambda m: call("load_corpus", source="demo-zh" if "chinese" in m[0] or "中文" in m[0]
                    else "demo")),
    (r"(?:find|train)\D*(\d+)? ?topics|(?:分成|找出?)\D*(\d+)?\s*个?主题",
     lambda m: call("train_topics", num_topics=int(m[1] or m[2] or 0))),
    (r"topic (\d+)|主题\s*(\d+)", lambda m: call("show_topics", topic=m[1] or m[2])),
    (r"(?:articles?|documents?) about (?:the )?([\w ]+)|关于(.+?)的", lambda m: call(
        "search_documents", query=(m[1] or m[2]).strip())),
    (r"most common|最常见|which topics|哪些主题", lambda m: call("show_topics", topic="all")),
    (r"over time|随时间", lambda m: call("analyze_corpus", kind="trends")),
]  # fmt: skip


def scripted_llama(body: Body) -> Reply:
    """A reply as a well-behaved Llama would give it: the right tool, then an answer from what the
    tool returned, with the numbers that it was given."""
    last = body["messages"][-1]
    if isinstance(body.get("format"), dict):
        return _structured(body)
    if last["role"] == "tool":
        return Reply(_worded(body, last["content"]))
    for pattern, reply in _WISHES if body.get("tools") else []:
        if match := re.search(pattern, last["content"], re.IGNORECASE):
            return reply(match)
    return Reply("你好！可以让我载入演示语料。" if _asked_in_chinese(body)
                 else "Hello! Ask me to load the demo corpus.")  # fmt: skip


def _asked_in_chinese(body: Body) -> bool:
    asked = [m["content"] for m in body["messages"] if m["role"] == "user"]
    return bool(re.search(r"[\u3400-\u9fff]", asked[-1]))


def _worded(body: Body, result: str) -> str:
    chinese = _asked_in_chinese(body)
    if result.startswith("Error"):
        return ("没有做成：" if chinese else "That did not work: ") + result
    cited = re.findall(r"^(\[\d+\]) <<<(.*?)>>>", result, re.MULTILINE)
    if cited:
        parts = [f"{title} {number}" for number, title in cited[:2]]
        return ("文档中提到：" + "；".join(parts) + "。" if chinese
                else "The documents tell of " + " and ".join(parts) + ".")  # fmt: skip
    topics = re.findall(r"^topic (\d+): (.*?) \(", result, re.MULTILINE)
    if topics:
        parts = [f"{number} ({label})" for number, label in topics[:3]]
        return ("最常见的主题是 " + "、".join(parts) + "。" if chinese
                else "The largest topics are " + ", ".join(parts) + ".")  # fmt: skip
    return result.splitlines()[0]


def _structured(body: Body) -> Reply:
    asked = body["messages"][-1]["content"]
    if "sentences" in body["format"].get("properties", {}):
        return related_sentences(body)
    words = re.search(r"(?:Keywords[^:]*:|关键词[^：]*：)\s*(.+)", asked)
    keywords = [w.strip() for w in re.split(r"[,，、]", words[1] if words else "texts")]
    joined = "与" if re.search(r"[\u3400-\u9fff]", keywords[0]) else " and "
    label = joined.join(keywords[:2])
    made = {"label": label, "description": f"{label}: {', '.join(keywords[:5])}."}
    return Reply(json.dumps(made, ensure_ascii=False))


def related_sentences(body: Body) -> Reply:
    """Sentences made of the words of the short texts in the prompt, in another order."""
    words = " ".join(re.findall(r"<<<(.+?)>>>", body["messages"][-1]["content"])).split()[::-1]
    most = body["format"]["properties"]["sentences"]["maxItems"]
    parts = [words[start::most] for start in range(most)]
    made = ["Some tell of the " + " and the ".join(part[:9]) + "." for part in parts]
    return Reply(json.dumps({"sentences": made}, ensure_ascii=False))


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in for an Ollama server.")
    parser.add_argument("--port", type=int, default=11434)
    port = parser.parse_args().port
    with OllamaServer(behaviour=scripted_llama, port=port) as server:
        print(f"listening at {server.url}; press Ctrl-C to end", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
