"""`kill -9` of what people talk to: a conversation, the page's server with work under way, and the
MCP server."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
from corpora import filled, lines
from harness import NOTHING, PROCESSES, Outcome, fault, moments, ready
from killing import Killed, confirm, sound, whole

from topicllama.agent import chat_file
from topicllama.agent.chat_list import chats
from topicllama.agent.chat_search import search_chats
from topicllama.tools.workspace import Workspace

# conversations -----------------------------------------------------------------------------------


def talk(root: Path, chat: str, turn: int, confirmed: Path) -> None:
    from topicllama.agent.conversation import ask

    told = []
    for number in range(3):
        text = f"Which topics are there? ({turn}, {number})"
        told.append([text, ask(Workspace(root), text, chat).text])
        confirm(confirmed, json.dumps(told))


@fault("kill -9: a conversation")
def conversation(rounds: int, folder: Path) -> Outcome:
    workspace = filled(folder / "w")
    known = dict[str, list[list[str]]]()

    def check(turn: int, confirmed: str) -> None:
        name = f"chat{turn // 20}"
        kept = chat_file.read(chat_file.path_of(workspace, name))
        turns = [[one.text, one.answer.text] for one in kept]
        expected = known.setdefault(name, []) + json.loads(confirmed or "[]")
        assert turns[: len(known[name])] == known[name], "turns of earlier rounds"
        assert [one for one in turns if one in expected] == expected, "every confirmed turn"
        assert len(turns) <= len(expected) + 1 and all(answer for _, answer in turns)
        known[name] = turns
        if turns:
            assert name in [chat.id for chat in chats(workspace)]
            assert name in [found.chat.id for found in search_chats(workspace, turns[-1][0])]

    job = Killed(talk, workspace.root, lambda turn: (workspace.root, f"chat{turn // 20}", turn),
                 check)  # fmt: skip
    return job.rounds(
        rounds, folder, "each answer that was shown whole is in the chat, which goes on"
    )


# the page ----------------------------------------------------------------------------------------


def serve(root: Path, address: Path) -> None:
    from topicllama.ui.app import launch

    os.setsid()
    launch(Workspace(root), port=0, open_browser=False, on_start=lambda url: confirm(address, url))


class Server:
    """The page's server as a process of its own."""

    def __init__(self, root: Path, address: Path) -> None:
        address.unlink(missing_ok=True)
        self.process = PROCESSES.Process(target=serve, args=(root, address))
        self.process.start()
        deadline = time.monotonic() + 120
        while not address.exists():
            assert self.process.is_alive() and time.monotonic() < deadline, "the page did not start"
            time.sleep(0.02)
        self.url = address.read_text("utf-8").rstrip("/")

    def view(self, name: str) -> str:
        return httpx.get(f"{self.url}/tl/view/{name}", timeout=60).raise_for_status().text

    def told(self, known: str) -> list[dict[str, Any]]:
        """What the script of a page that knows of a job is told."""
        found = httpx.get(f"{self.url}/tl/data/jobs/running?known={known}", timeout=60)
        return list(found.raise_for_status().json()["jobs"])

    def train(self) -> str:
        """Begin to find topics as the page does; the id of the job."""
        sent = {"how": "number", "number": "4", "method": "lda"}
        reply = httpx.post(f"{self.url}/tl/do/topics/train", json=sent, timeout=60,
                           headers={"x-topicllama": "1"})  # fmt: skip
        return str(reply.raise_for_status().json()["data"]["job"])

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


@fault("kill -9: the page's server with work under way")
def page(rounds: int, folder: Path) -> Outcome:
    workspace, random, interrupted, usual = filled(folder / "w"), moments(), 0, 1.0
    ready()
    server = Server(workspace.root, folder / "address")
    try:
        for _ in range(rounds):
            before = sound(workspace.root).version
            job, began = server.train(), time.perf_counter()
            deadline, told = began + random.uniform(0, 1.2 * usual), {"state": "running"}
            while told["state"] == "running" and time.perf_counter() < deadline:
                time.sleep(0.02)
                told = server.told(job)[0]
            if told["state"] == "done":
                usual = (usual + time.perf_counter() - began) / 2
            server.kill()
            whole(workspace.root)
            now = sound(workspace.root).version
            assert now >= before and (now > before or told["state"] != "done"), "topics told done"
            server = Server(workspace.root, folder / "address")
            said = server.told(job)
            if told["state"] == "running" and said:
                (again,) = said
                assert again["state"] == "interrupted" and "interrupted" in again["said"]
                assert "TopicLlama was ended while this ran" in server.view("jobs")
                interrupted += 1
            assert now > before or said, "work that came to nothing is said to be interrupted"
            assert re.search(r"data-topic|tl-topic", server.view("topics"))
        job = server.train()
        while server.told(job)[0]["state"] == "running":
            time.sleep(0.05)
        assert server.told(job)[0]["state"] == "done", "work begins again"
    finally:
        server.kill()
    seen = (f"{interrupted} of {rounds} in the middle of finding topics; the page opens again and "
            "lists the work as interrupted")  # fmt: skip
    return Outcome(rounds, NOTHING, seen)


# MCP ---------------------------------------------------------------------------------------------


def speak(root: Path, allowed: Path, place: str) -> None:
    from topicllama.ui.mcp_server import TopicServer, serve_stdio

    with socket.socket(socket.AF_UNIX) as wire:
        wire.connect(place)
        os.dup2(wire.fileno(), 0)
        os.dup2(wire.fileno(), 1)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115 - multiprocessing has put another there
    serve_stdio(TopicServer(Workspace(root), allowed=[allowed]))


class Client:
    """A client that waits for an answer until a moment, and no longer."""

    def __init__(self, wire: socket.socket) -> None:
        self.wire, self.number, self.rest = wire, 0, b""

    def ask(self, method: str, params: dict[str, Any], until: float) -> dict[str, Any] | None:
        self.number += 1
        self.tell(method, params, id=self.number)
        while True:
            line, found, rest = self.rest.partition(b"\n")
            if found:
                self.rest = rest
                told = json.loads(line)
                if told.get("id") == self.number:
                    return dict(told["result"])
                continue
            left = until - time.perf_counter()
            if left <= 0:
                return None
            self.wire.settimeout(left)
            with suppress(TimeoutError):
                self.rest += self.wire.recv(1 << 16)

    def tell(self, method: str, params: dict[str, Any], **more: Any) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params, **more}
        self.wire.sendall(json.dumps(message).encode() + b"\n")


def session(root: Path, folder: Path, turn: int, seconds: float) -> tuple[list[str], float]:
    """One client that loads, trains and renames; killed after ``seconds``. What was confirmed, and
    how long it took."""
    place = str(folder / "wire")
    Path(place).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(place)
        door.listen(1)
        door.settimeout(120)
        process = PROCESSES.Process(target=speak, args=(root, folder, place))
        process.start()
        wire, _ = door.accept()
    client, done = Client(wire), list[str]()
    hello = {"protocolVersion": "2025-06-18", "capabilities": {},
             "clientInfo": {"name": "test", "version": "1"}}  # fmt: skip
    client.ask("initialize", hello, time.perf_counter() + 60)
    client.tell("notifications/initialized", {})
    text = lines(folder / f"m{turn}.jsonl", f"m{turn}", 20)
    rename = {"action": "rename", "topics": "0", "name": f"Name {turn}"}
    calls = (("load_corpus", {"source": str(text)}), ("train_topics", {"num_topics": 4}),
             ("edit_topics", rename))  # fmt: skip
    began = time.perf_counter()
    for name, arguments in calls:
        reply = client.ask("tools/call", {"name": name, "arguments": arguments}, began + seconds)
        if reply is None:
            break
        assert not reply.get("isError"), reply
        done.append(name)
    took = time.perf_counter() - began
    process.kill()
    process.join()
    wire.close()
    return done, took


@fault("kill -9: the MCP server")
def mcp(rounds: int, folder: Path) -> Outcome:
    root, random, killed = filled(folder / "w", 60).root, moments(), 0
    ready()
    done, usual = session(root, folder, -1, 60)
    assert len(done) == 3
    for turn in range(rounds):
        documents, version = len(Workspace(root).corpus), sound(root).version
        done, took = session(root, folder, turn, random.uniform(0, 1.1 * usual))
        killed += len(done) < 3
        usual = (usual + took) / 2 if len(done) == 3 else usual
        whole(root)
        found, model = len(Workspace(root).corpus), sound(root)
        assert found in (documents, documents + 20), "a load is whole or absent"
        assert "load_corpus" not in done or found == documents + 20
        assert "train_topics" not in done or model.version > version
        assert "edit_topics" not in done or model.topic(0).label == f"Name {turn}"
    assert len(session(root, folder, rounds, 60)[0]) == 3
    seen = f"{killed} of {rounds} were killed in the middle; a new server has all that was answered"
    return Outcome(rounds, NOTHING, seen)
