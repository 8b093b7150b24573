"""The models of an Ollama server: fetching one, trying one, which are loaded, a server's address.

What takes long follows a :class:`~topicllama.tools.progress.Task`. Cancelling hangs up, which is
what makes Ollama stop; what it has fetched of a model stays there for the next try.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from ..tools.errors import Cancelled, TopicLlamaError
from ..tools.progress import Task
from .ollama import DEFAULT_HOST, ssl_context

if TYPE_CHECKING:
    from ollama import AsyncClient

T = TypeVar("T")
_NAME = re.compile(r"[\w.\-]+(?:/[\w.\-]+)*(?::[\w.\-]+)?")
_TOKENS = 60  # of a trial's answer
_CONNECT = 3.0  # seconds for a server to take the call
_READ = 300.0  # seconds between two of its signs: it loads a model, or checks what it fetched


# addresses -----------------------------------------------------------------------------------


def server_address(text: str) -> str:
    """The address of an Ollama server as a person wrote it: "http://HOST:PORT", or HOST:PORT
    alone; TopicLlamaError for anything else."""
    text = text.strip()
    parts = urlsplit(text if "://" in text else f"http://{text}")
    try:
        good = parts.scheme in ("http", "https") and parts.hostname and not parts.username
        good = good and (parts.port or 1) and not parts.query and not re.search(r"\s", text)
    except ValueError:  # a port that is no number
        good = False
    if not good:
        raise TopicLlamaError(
            f"{text} is not the address of an Ollama server.",
            f"Write it as {DEFAULT_HOST} or as https://host.",
        )
    port = "" if parts.port or "://" in text else ":11434"
    return f"{parts.scheme}://{parts.netloc}{port}{parts.path.rstrip('/')}"


def is_here(address: str) -> bool:
    """Whether the address is this computer's own."""
    host = urlsplit(address if "://" in address else f"http://{address}").hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


# what is loaded ------------------------------------------------------------------------------


def loaded_models(host: str | None, timeout: float = 2.0) -> frozenset[str]:
    """The names of the models that stand in the server's memory now; none when it does not say."""
    import ollama

    try:
        with ollama.Client(host=host, timeout=timeout, verify=ssl_context()) as client:
            return frozenset(str(model.model) for model in client.ps().models)
    except Exception:  # whatever answers on that port may send anything at all
        return frozenset()


# fetching ------------------------------------------------------------------------------------


def pull(name: str, host: str | None, task: Task) -> None:
    """Have the server fetch a model; progress in bytes, stage "pull"."""
    _until_stopped(task, _pull(checked_name(name), host, task), name, host)


def checked_name(name: str) -> str:
    """The name, if it can be one; else TopicLlamaError."""
    if not _NAME.fullmatch(name):
        raise TopicLlamaError(
            f"{name} cannot be the name of a model.", "Write it as in ollama.com/library."
        )
    return name


async def _pull(name: str, host: str | None, task: Task) -> None:
    parts: dict[str, tuple[int, int]] = {}
    ended = False
    async for told in await _client(host).pull(name, stream=True):
        ended = told.status == "success"
        if told.digest and told.total:
            parts[told.digest] = (told.completed or 0, told.total)
        done, total = (sum(each[i] for each in parts.values()) for i in (0, 1))
        task.report("pull", done, total or None, told.status or "")
    if not ended:
        raise ConnectionResetError("the stream ended early")


# trying --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Trial:
    """What a model answered. ``first`` are the seconds until its first token, with those of
    loading it; ``speed`` is in tokens a second after that, 0 where the server does not tell."""

    model: str
    text: str
    first: float
    speed: float


def try_model(
    name: str, question: str, host: str | None, task: Task, *, num_ctx: int = 8192
) -> Trial:
    """Ask a small question. ``num_ctx`` as in the conversation: another value makes Ollama load
    the model anew."""
    return _until_stopped(task, _try(name, question, host, task, num_ctx), name, host)


async def _try(name: str, question: str, host: str | None, task: Task, num_ctx: int) -> Trial:
    began, first, text, speed = time.perf_counter(), 0.0, "", 0.0
    stream = await _client(host).chat(
        model=name,
        messages=[{"role": "user", "content": question}],
        stream=True,
        options={"num_predict": _TOKENS, "num_ctx": num_ctx, "temperature": 0.1},
        keep_alive="15m",
    )
    async for told in stream:
        text += told.message.content or ""
        if text and not first:
            first = time.perf_counter() - began
        task.report("answer", len(text))
        if told.done and told.eval_duration:
            speed = (told.eval_count or 0) / (told.eval_duration / 1e9)
    return Trial(name, text.strip(), first, speed)


# calling the server --------------------------------------------------------------------------


def _client(host: str | None) -> AsyncClient:
    import httpx
    import ollama

    timeout = httpx.Timeout(_READ, connect=_CONNECT)
    return ollama.AsyncClient(host=host, timeout=timeout, verify=ssl_context())


def _until_stopped(task: Task, work: Coroutine[Any, Any, T], name: str, host: str | None) -> T:
    """Do the work, and hang up at once when the task is cancelled, also while it waits."""

    async def watched() -> T:
        doing = asyncio.ensure_future(work)
        while not doing.done():
            await asyncio.wait({doing}, timeout=0.1)
            if task.stopped.is_set():
                doing.cancel()
                await asyncio.wait({doing})
                raise Cancelled
        return doing.result()

    try:
        return asyncio.run(watched())
    except (Cancelled, TopicLlamaError):
        raise
    except Exception as error:
        raise failure(error, name, host) from error


_SAID = (  # what stands in the server's message, in lower case
    (("file does not exist", "invalid model name"), "unknown"),
    (("no such host", "dial tcp", "i/o timeout", "tls", "network is unreachable"), "offline"),
    (("no space left",), "full"),
    (("more system memory", "out of memory"), "memory"),
    (("does not support chat",), "no_chat"),
)


def failure(error: Exception, name: str, host: str | None) -> TopicLlamaError:
    """What went wrong with a model of the server, and what to do."""
    shown = host or os.environ.get("OLLAMA_HOST") or DEFAULT_HOST
    words = {
        "unknown": (
            f"Ollama's library has no model {name}.",
            "Look its name up at ollama.com/library.",
        ),
        "offline": (
            f"The Ollama server cannot reach the internet, so it could not fetch {name}.",
            "Connect that computer and try again: what it has fetched so far is kept.",
        ),
        "full": (
            f"The disk of the Ollama server has no room for {name}.",
            "Make room there and try again.",
        ),
        "memory": (
            f"The computer of the Ollama server has too little memory for {name}.",
            "Choose a smaller model, or close other programs there.",
        ),
        "no_chat": (
            f"{name} is made for search, not for answering.",
            "Choose a model that can call tools.",
        ),
        "missing": (f"The Ollama server does not have the model {name}.", "Fetch it first."),
        "forbidden": (
            f"The Ollama server at {shown} does not let this program in.",
            "Use the address that it listens on, or allow this one there with OLLAMA_ORIGINS.",
        ),
        "gone": (
            f"No Ollama server answers at {shown}.",
            "Start Ollama (ollama serve), or correct its address.",
        ),
        "broken": (
            "The connection to the Ollama server broke off.",
            "Try again: what it has fetched so far is kept.",
        ),
    }
    kind, detail = _kind(error)
    if kind in words:
        return TopicLlamaError(*words[kind])
    return TopicLlamaError(
        f"The Ollama server could not do it ({detail}).", "Its log says more about the reason."
    )


def _kind(error: Exception) -> tuple[str, str]:
    import httpx
    import ollama

    detail = " ".join(str(error).split())[:160].rstrip(".") or type(error).__name__
    if isinstance(error, ConnectionResetError | ValueError):  # a torn line is no JSON
        return "broken", detail
    if isinstance(error, ConnectionError | httpx.ConnectError | httpx.ConnectTimeout):
        return "gone", detail
    if isinstance(error, httpx.TransportError):
        return "broken", detail
    if isinstance(error, ollama.ResponseError):
        detail = " ".join(error.error.split())[:160].rstrip(".") or str(error.status_code)
        said = error.error.lower()
        found = next((kind for words, kind in _SAID if any(w in said for w in words)), "")
        by_status = {403: "forbidden", 404: "missing"}
        return found or by_status.get(error.status_code, ""), detail
    return "", detail
