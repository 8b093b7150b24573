"""How long the pages of topics take at 100,000 documents, in a server that has just been started
and in one that has been asked before.

The texts are made up: what is measured depends on how many they are, not on what they say.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from .measure import table

DOCUMENTS, TOPICS, WORDS, DAYS = 100_000, 20, 40, 1095
TURNS = 40  # pages of a server that has been asked before
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def documents(count: int = DOCUMENTS, seed: int = 0) -> Iterator[Any]:
    """Short texts of three sentences, each of a topic or two, with dates over three years and
    labels. Topic k has 150 words of its own, likely by Zipf's law, beside those of all."""
    from topicllama.tools.documents import Document

    rng, draw = np.random.default_rng(seed), random.Random(seed)
    words = ["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4))) for _ in range(9000)]
    words = list(dict.fromkeys(words))
    own = [words[150 * k : 150 * k + 150] for k in range(TOPICS)]
    common = words[150 * TOPICS : 150 * TOPICS + 2000]
    for n in range(count):
        first, second = rng.integers(TOPICS, size=2)
        drawn = [_word(own[first], rng), _word(own[first], rng)]
        kinds = rng.choice(3, size=WORDS, p=(0.5, 0.2, 0.3))
        drawn += [_word((own[first], own[second], common)[kind], rng) for kind in kinds]
        third = len(drawn) // 3
        parts = (drawn[:third], drawn[third : 2 * third], drawn[2 * third :])
        text = " ".join(f"{' '.join(part).capitalize()}." for part in parts)
        day = np.datetime64("2021-01-01") + int(rng.integers(DAYS))
        yield Document(f"d{n:06}", text, title=" ".join(drawn[:4]), date=str(day),
                       label=f"class {first}", language="en")  # fmt: skip


def _word(among: list[str], rng: np.random.Generator) -> str:
    return among[min(int(rng.zipf(1.3)), len(among)) - 1]


def workspace(root: Path, count: int = DOCUMENTS) -> Any:
    """A workspace of such documents with topics by NMF, which is the quickest to train."""
    from topicllama.tools.toolbox import Toolbox
    from topicllama.tools.workspace import Workspace

    made = Workspace(root)
    made.corpus.add(documents(count))
    Toolbox(made).train_topics(TOPICS, "nmf")
    return made


def ask(root: str, addresses: str) -> None:
    """Ask a server of its own for these addresses, one after the other; print milliseconds by the
    clock and of CPU time."""
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from topicllama.tools.workspace import Workspace
    from topicllama.ui import app  # what a running page has imported
    from topicllama.ui.rooms import Rooms
    from topicllama.ui.views.routes import routes

    assert app
    client = TestClient(Starlette(routes=list(routes(Rooms(Workspace(root))))))
    taken = []
    for address in json.loads(addresses):
        started, busy = time.perf_counter(), time.process_time()
        reply = client.get(f"/tl/view/{address}")
        both = time.perf_counter() - started, time.process_time() - busy
        taken.append([1000 * part for part in both])
        assert reply.status_code == 200 and "<h" in reply.text, address
    print(json.dumps(taken))


def asked(root: Path, *addresses: str) -> Any:
    """(pages, 2) milliseconds of each page by the clock and of CPU time, in a new process."""
    code = "import sys; from benchmarks.topic_page import ask; ask(*sys.argv[1:])"
    command = [sys.executable, "-c", code, str(root), json.dumps(addresses)]
    done = subprocess.run(command, check=True, capture_output=True, text=True,
                          cwd=Path(__file__).parents[1])  # fmt: skip
    return np.array(json.loads(done.stdout.splitlines()[-1]))


def _forgotten(made: Any) -> None:
    """As after a change of the topics: nothing of trends and moods is kept."""
    for kind in ("trends", "moods"):
        for folder in (made.root / "index").glob(f"{kind}-*"):
            shutil.rmtree(folder)


def main() -> None:
    from topicllama.tools.sentiment_kept import measure_sentiment

    with tempfile.TemporaryDirectory() as folder:
        made = workspace(Path(folder))
        measure_sentiment(made)
        _forgotten(made)
        first, rest, again = asked(made.root, "topics/3", "topics/3?part=told", "topics/3")
        cold = np.stack([asked(made.root, "topics/3")[0] for _ in range(5)])
        lists = np.stack([asked(made.root, "topics")[0] for _ in range(5)])
        warm = asked(made.root, *(f"topics/{n % TOPICS}" for n in range(TURNS + 1)))[1:]
        load = os.getloadavg()[0]
    print(f"### Opening a topic, {DOCUMENTS:,} documents\n\nLoad of the machine: {load:.1f}\n")
    found = {
        "topic, server just started (median of 5)": np.median(cold, axis=0),
        "all topics, server just started (median of 5)": np.median(lists, axis=0),
        f"topic, asked before (median of {TURNS})": np.median(warm, axis=0),
        f"topic, asked before (95 % of {TURNS} below)": np.percentile(warm, 95, axis=0),
        "topic, once after a change of the topics: the page": first,
        "the same: what follows it (trend, explanation, mood)": rest,
        "the same: the page again": again,
    }
    table(["", "ms", "CPU ms"], [[name, *(f"{part:.0f}" for part in taken)]
                                 for name, taken in found.items()])  # fmt: skip
