"""People of the page, as its server sees them: the requests that a browser sends, one after the
other, of mixed work. Each has a word of its own, which no other may ever be shown."""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import httpx
from ollama_server import Body, Reply, call, scripted_llama

WORDS = ("bushfire", "Afghanistan", "cricket", "unemployment", "Palestinian", "airline", "Sydney",
         "doctors", "refugees", "地铁", "医院")  # fmt: skip
_QUESTIONS = ("search for {word} {mine}", "which topics are most common, {mine}?",
              "what is topic {topic} about, {mine}?", "how do the topics change over time, {mine}?",
              "关于{word}的文章 {mine}", "tell me about {word} {mine}")  # fmt: skip
_TURNS = 12  # of one chat, before another is begun
_CHATS = 3  # of one person, before the oldest is deleted
_MARK = re.compile(r"person\d+z")


def llama(body: Body) -> Reply:
    """The small Llama of the tests, which says whom it answers."""
    asked = [m["content"] for m in body["messages"] if m["role"] == "user"]
    marks = _MARK.findall(asked[-1]) if asked else []
    looked = body["messages"][-1]["role"] == "tool"
    if body.get("format") or not marks or not body.get("tools"):
        return scripted_llama(body)
    if not looked:
        return call("search_documents", query=random.choice(WORDS[:9]))
    return Reply(" ".join(f"{marks[0]} reads piece {n}." for n in range(20)))


class Person(threading.Thread):
    """Does one thing after the other until ``until`` (a monotonic time). ``problems`` says what
    went wrong, ``done`` how often each thing was done, ``seconds`` how long answers took."""

    def __init__(self, number: int, url: str, room: str, until: float, pause: float) -> None:
        super().__init__(daemon=True)
        self.mine, self.room, self.until, self.pause = f"person{number}z", room, until, pause
        self.number = number
        self.random = random.Random(number)
        self.http = httpx.Client(base_url=url, timeout=300, headers={"x-topicllama": "1"})
        self.session = uuid4().hex  # as a browser has: one until the page is loaded again
        self.chats: list[tuple[str, int]] = []
        self.problems: list[str] = []
        self.done: Counter[str] = Counter()
        self.seconds: list[float] = []
        self.events = {name: number for number, name in self._names()}

    def _names(self) -> Iterable[tuple[int, str]]:
        for event in self.http.get("/config").json()["dependencies"]:
            yield event["id"], event["api_name"]

    def run(self) -> None:
        deeds = [self.ask] * 6 + [self.look] * 8 + [self.chat] * 3 + [self.document] * 2
        deeds += [self.load, self.open_page, self.stop_one]
        while time.monotonic() < self.until:
            deed = self.train if self._is_time_to_train() else self.random.choice(deeds)
            try:
                deed()
            except Exception as error:
                self.problems.append(f"{self.mine} {deed.__name__}: {type(error).__name__} {error}")
            self.done[deed.__name__] += 1
            time.sleep(self.random.uniform(0.2, 1.8) * self.pause)
        self.http.close()

    # talking ---------------------------------------------------------------------------------

    def ask(self) -> None:
        chat = self._chat()
        question = self.random.choice(_QUESTIONS).format(
            word=self.random.choice(WORDS), mine=self.mine, topic=self.random.randrange(5)
        )
        started = time.monotonic()
        self._send("send", [{"text": question, "files": []}, self._memory(chat), ""])
        self.seconds.append(time.monotonic() - started)
        self._check(chat, question)

    def stop_one(self) -> None:
        """Ask, and press stop while the answer is being made."""
        chat = self._chat()
        self._join("send", [{"text": f"tell me about fires {self.mine}", "files": []},
                            self._memory(chat), ""])  # fmt: skip
        self._join("stop_1", [self._memory(chat)])
        self._read()
        self._check(chat, "")

    def _chat(self) -> str:
        if not self.chats or self.chats[-1][1] >= _TURNS:
            self.chats.append((uuid4().hex[:12], 0))
        while len(self.chats) > _CHATS:
            gone = self.chats.pop(0)[0]
            self._do("chats/delete", {"id": gone})
        name, turns = self.chats[-1]
        self.chats[-1] = (name, turns + 1)
        return name

    def _check(self, chat: str, question: str) -> None:
        """Every question of the chat is there, and nothing of anybody else."""
        kept = self._get(f"/tl/data/chats/export/{chat}").text
        others = set(_MARK.findall(kept)) - {self.mine}
        if others:
            self.problems.append(f"{self.mine} was shown what was {others}'s")
        turns, asked = self.chats[-1][1], len(re.findall(r"^## (?:Question|问题)", kept, re.M))
        if asked != turns:
            self.problems.append(f"{self.mine}: {asked} of {turns} questions were kept")
            self.chats[-1] = (chat, asked)
        last = kept[kept.rfind("## ") :]
        if question and len(last.splitlines()) < 5:
            self.problems.append(f"{self.mine}: {question} has no answer: {last!r}")

    def _memory(self, chat: str) -> str:
        language = "zh" if self.number % 3 == 0 else "en"
        return json.dumps({"language": language, "chat": chat, "workspace": self.room})

    def _send(self, name: str, data: list[Any], event: Any = None) -> None:
        self._join(name, data, event)
        self._read()

    def _join(self, name: str, data: list[Any], event: Any = None) -> None:
        sent = {"data": data, "fn_index": self.events[name], "session_hash": self.session,
                "event_data": event, "trigger_id": 1}  # fmt: skip
        self.http.post("/gradio_api/queue/join", json=sent).raise_for_status()

    def _read(self) -> None:
        """What the server sends until all that was asked has ended."""
        place = f"/gradio_api/queue/data?session_hash={self.session}"
        with self.http.stream("GET", place) as reply:
            for line in reply.iter_lines():
                told = json.loads(line[5:]) if line.startswith("data:") else {}
                if told.get("msg") == "process_completed" and not told.get("success"):
                    self.problems.append(f"{self.mine}: {json.dumps(told)[:300]}")
                if told.get("msg") == "close_stream":
                    return

    # the rest of the page ----------------------------------------------------------------------

    def open_page(self) -> None:
        self._get("/")
        self.session = uuid4().hex
        self._send("load", [self._memory(self.chats[-1][0] if self.chats else "")])
        self._send("language", [self._memory(self.chats[-1][0] if self.chats else "")],
                   {"value": "zh" if self.number % 3 == 0 else "en"})  # fmt: skip

    def look(self) -> None:
        word, topic = self.random.choice(WORDS), self.random.randrange(5)
        places = ("topics", f"topics/{topic}", "documents", f"documents?q={word}",
                  f"documents?topic={topic}&page=2", "map", "trends", "quality", "data", "models",
                  "jobs", f"chats?q={self.mine}", "chats")  # fmt: skip
        self._get(f"/tl/view/{self.random.choice(places)}")
        self._get("/tl/data/jobs/running?known=")
        if self.random.random() < 0.2:
            self._get("/tl/data/map/points")

    def document(self) -> None:
        self._send("open_document", [self._memory("")], {"value": str(self.random.randrange(290))})
        self._send("similar", [self._memory("")], {"value": str(self.random.randrange(290))})

    def chat(self) -> None:
        """Rename, search, open, look at what was said earlier."""
        if not self.chats or not self.chats[-1][1]:
            return
        name = self.random.choice([chat for chat, turns in self.chats if turns])
        self._do("chats/rename", {"id": name, "name": f"{self.mine} {self.random.random():.3f}"})
        self._send("open_chat", [self._memory(name)], {"value": name})
        self._send("earlier", [self._memory(name)])

    def load(self) -> None:
        text = f"A short text number {self.random.randrange(40)} about {WORDS[self.number % 9]}."
        self._do("data/paste", {"text": f"{text}\nAnd another.", "how": "lines"})

    def train(self) -> None:
        self._last_training = time.monotonic()
        self._do("topics/train", {"how": "number", "number": self.random.randint(5, 8),
                                  "method": self.random.choice(["nmf", "lda", "lsa"])})  # fmt: skip

    _last_training = 0.0

    def _is_time_to_train(self) -> bool:
        """Two of ten do, now and then."""
        if self._last_training == 0.0:
            self._last_training = time.monotonic() - 60 * (self.number % 5)
        return self.number % 5 == 0 and time.monotonic() - self._last_training > 150

    def _where(self, path: str) -> str:
        language = "zh" if self.number % 3 == 0 else "en"
        mark = "&" if "?" in path else "?"
        return f"{path}{mark}language={language}&workspace={self.room}"

    def _get(self, path: str) -> httpx.Response:
        try:
            reply = self.http.get(self._where(path))
        except (httpx.ReadError, httpx.RemoteProtocolError):
            # The server ends a connection that nobody used for five seconds, perhaps at this very
            # moment: a browser asks again, and so does this.
            self.done["asked again"] += 1
            reply = self.http.get(self._where(path))
        if reply.status_code >= 500 or (reply.status_code >= 400 and "export" not in path):
            self.problems.append(f"{self.mine} GET {path}: {reply.status_code} {reply.text[:200]}")
        return reply

    def _do(self, action: str, sent: dict[str, Any]) -> None:
        """A refusal in words (somebody else is loading or training) is an answer as well."""
        reply = self.http.post(self._where(f"/tl/do/{action}"), json=sent)
        if reply.status_code >= 500 or (reply.status_code >= 400 and "hint" not in reply.text):
            told = f"{self.mine} POST {action}: {reply.status_code} {reply.text[:200]}"
            self.problems.append(told)
        self.done["refused in words"] += reply.status_code == 400
