"""A conversation of 10,000 messages beside one of 100: what a turn costs, and everything else."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from corpora import filled
from faults_ollama import ollama
from harness import NOTHING, Outcome, fault

from topicllama.agent import chat_file, models
from topicllama.agent.chat_list import chat_of, rename
from topicllama.agent.chat_markdown import chat_markdown
from topicllama.agent.chat_search import search_chats
from topicllama.agent.conversation import Conversation
from topicllama.tools.workspace import Workspace
from topicllama.ui.jobs import Jobs
from topicllama.ui.page_sessions import SHOWN_TURNS, Chats

SHORT, LONG = 50, 5_000  # turns
ASKED = ("search for storm", "which topics are most common?", "what is topic 1 about?")
_TURNS = 9  # that are timed
_MOST = 2.0  # times what a turn of the short chat takes


def chat_of_turns(workspace: Workspace, name: str, turns: int) -> Path:
    """A chat as the guide makes it, its turns repeated."""
    chat = Conversation(workspace, f"{name}-first", choose_model=lambda: models.guide(""))
    for text in ASKED:
        asyncio.run(_ask(chat, text))
    first = chat_file.read(chat_file.path_of(workspace, chat.id))[:]
    path = chat_file.path_of(workspace, name)
    made = [replace(first[n % len(first)], text=f"{first[n % len(first)].text} ({n})")
            for n in range(turns)]  # fmt: skip
    chat_file.write(path, made)
    return path


async def _ask(chat: Conversation, text: str) -> Any:
    events = [event async for event in chat.stream(text)]
    return events[-1]


def cpu(work: Callable[[], Any]) -> float:
    """Seconds of processor: what else the machine does counts less."""
    started = time.process_time()
    work()
    return time.process_time() - started


def peak() -> float:
    """Memory in MiB that the process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Figures:
    """Of one chat: how long it takes to open it on the page, and a turn with the guide and with a
    Llama; how much its file grows."""

    def __init__(self, workspace: Workspace, name: str, turns: int) -> None:
        self.path = chat_of_turns(workspace, name, turns)
        self.workspace, self.name, self.turns = workspace, name, turns
        self.megabytes = self.path.stat().st_size / 2**20
        opening = Chats(lambda chat, owner: Conversation(workspace, chat, owner=owner), Jobs())
        self.opened = cpu(lambda: opening.open(name).messages("en"))
        self.chat = opening.open(name).conversation
        page = opening.open(name)
        assert len(page.turns) == turns and page.since == max(0, turns - SHOWN_TURNS)
        assert 'name="earlier"' in page.messages("en")[0]["content"]

    def ask(self, choose: Callable[[], Any], times: int) -> list[float]:
        self.chat._choose = choose
        asyncio.run(_ask(self.chat, ASKED[0]))  # the first one reads the turns that it looks at
        return [cpu(lambda n=n: asyncio.run(_ask(self.chat, ASKED[n % 3])))  # type: ignore[misc]
                for n in range(times)]  # fmt: skip

    def written(self) -> tuple[int, bool]:
        """Bytes that a turn adds, and whether those before it stayed as they were."""
        before = self.path.read_bytes()
        asyncio.run(_ask(self.chat, ASKED[0]))
        after = self.path.read_bytes()
        return len(after) - len(before), after.startswith(before)


def _used(workspace: Workspace, name: str, turns: int) -> dict[str, float]:
    """Everything else that is done with a chat."""
    path = chat_file.path_of(workspace, name)
    first = cpu(lambda: search_chats(workspace, f"({turns - 1})"))
    again = cpu(lambda: search_chats(workspace, f"({turns - 1})"))
    (found,) = search_chats(workspace, f"({turns - 1})")
    assert found.chat.id == name
    named = cpu(lambda: rename(workspace, name, "A long one"))
    assert chat_of(workspace, name).title == "A long one"
    text = ""

    def export() -> None:
        nonlocal text
        text = chat_markdown("x", chat_file.read(path, messages=False))

    exported = cpu(export)
    assert text.count("\n## ") >= turns
    return {"search": first, "search again": again, "rename": named, "export": exported}


@fault("a chat of 10,000 messages (rounds are turns)", rounds=LONG, quick=100)
def long_chat(rounds: int, folder: Path) -> Outcome:
    workspace = filled(folder / "w", 60, 3)
    short, long = (Figures(workspace, f"c{n}", n) for n in (SHORT, rounds))
    with ollama() as server:
        guide, llama = (lambda: models.guide("")), (lambda: models.choose({}))
        times = _TURNS if rounds == LONG else 3
        guided = [figures.ask(guide, times) for figures in (short, long)]
        answered = [figures.ask(llama, times) for figures in (short, long)]
        sent = [len(os.fsencode(str(request.body))) for request in server.chats]
        context = max(int(r.body["options"]["num_ctx"]) for r in server.chats)
    added = [figures.written() for figures in (short, long)]
    assert all(stayed for _, stayed in added), "the turns before are written again"
    assert added[1][0] < 1.5 * added[0][0], f"a turn adds {added} bytes"
    by_guide, by_llama = (median(b) / median(a) for a, b in (guided, answered))
    assert max(by_guide, by_llama) < _MOST, f"a turn takes {by_guide:.1f}, {by_llama:.1f} times"
    used = _used(workspace, long.name, rounds)
    kept = Conversation(workspace, long.name)
    assert kept.length == rounds + 2 * (times + 1) + 1, "a turn is lost"
    told = ", ".join(f"{name} {wait:.2f}" for name, wait in used.items())
    seen = (
        f"Beside a chat of 100: the page opens it in {1000 * long.opened:.0f} ms instead of "
        f"{1000 * short.opened:.0f} ms and shows its last {SHOWN_TURNS} turns; a turn takes "
        f"{by_guide:.1f} times as long with the guide, {by_llama:.1f} times with a Llama, and "
        f"adds {added[1][0] // 1024} KB to the end of a file of {long.megabytes:.0f} MB; the "
        f"longest prompt had {max(sent) // 1024} KB for {context:,} tokens; seconds of the "
        f"processor: {told}; peak memory {peak():.0f} MB."
    )
    return Outcome(rounds, NOTHING, seen)
