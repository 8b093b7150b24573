"""An Ollama server that dies in the middle of long work, and under the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpora import documents, filled
from faults_ollama import Left, ollama, patience
from harness import NOTHING, Outcome, fault, moments
from ollama_server import Body, Model, OllamaServer, Reply, related_sentences, scripted_llama

from topicllama.agent import models
from topicllama.tools.augment import Settings, augment
from topicllama.tools.clearing import close
from topicllama.tools.embed_job import coverage, embed
from topicllama.tools.embedding import OllamaEmbedder
from topicllama.tools.errors import Cancelled, TopicLlamaError
from topicllama.tools.progress import Task
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.topic_changes import train
from topicllama.tools.workspace import Workspace

EMBEDDER = "all-minilm"
TOPICS = 4
COMMAND = str(Path(sys.executable).with_name("topicllama"))


def llama() -> Any:
    """The client that tools work with."""
    models.status_cache.forget()
    chosen = models.choose({})
    assert not chosen.is_guide, chosen.why
    return chosen.tools_llm


class Dying:
    """Answers ``left`` requests, then each dies in a way of its own; ``answered`` are the prompts
    that got an answer."""

    def __init__(self, left: int, answer: Callable[[Body], Reply], way: int) -> None:
        self.left, self.answer, self.way = left, answer, way
        self.answered: set[str] = set()

    def __call__(self, body: Body) -> Reply:
        if self.left > 0:
            self.left -= 1
            self.answered.add(body["messages"][-1]["content"])
            return self.answer(body)
        half, ended = '{"label": "Half a na', "llama runner process has terminated"
        ways = (Reply(half, reset=True), Reply(half, torn='{"model":"lla'),
                Reply(half, hang_up=True), Reply(status=500, error=ended))  # fmt: skip
        return ways[self.way % len(ways)]


def asked(server: OllamaServer) -> list[str]:
    return [request.body["messages"][-1]["content"] for request in server.chats]


def judged(body: Body) -> Reply:
    return Reply('{"sentiment": "neutral"}')


# names, sentences, judgements --------------------------------------------------------------------


def names(workspace: Workspace, server: OllamaServer, dying: Dying) -> None:
    """Those that were given stay, the others keep what they had, and are asked for alone."""
    result = Toolbox(workspace, llama()).label_topics()
    source = [topic.label_source for topic in workspace.require_model().topics]
    assert source.count("llama") == len(dying.answered) < TOPICS, (source, dying.answered)
    assert f"no usable name to {TOPICS - len(dying.answered)} of" in result.note, result.note
    assert "label again" in result.note
    _well(server, scripted_llama)
    Toolbox(workspace, llama()).label_topics()
    assert {topic.label_source for topic in workspace.require_model().topics} == {"llama"}
    assert not dying.answered & set(asked(server)), "what was answered is asked again"


def sentences(workspace: Workspace, server: OllamaServer, dying: Dying) -> None:
    """Those that were written are kept and not asked for again."""
    before = workspace.require_model().version
    settings = Settings(limit=20, keep="always")
    try:
        told = augment(workspace, llama(), settings, lambda budget: True).note
    except TopicLlamaError as error:
        assert not dying.answered, "what was written is not used"
        assert workspace.require_model().version == before
        told = error.hint
    assert told, "nobody says that calls got no answer"
    _well(server, related_sentences)
    result = augment(workspace, llama(), settings, lambda budget: True)
    assert result.kept and result.sentences and not result.note, result
    assert not dying.answered & set(asked(server)), "what was answered is asked again"


def judgements(workspace: Workspace, server: OllamaServer, dying: Dying) -> None:
    result = Toolbox(workspace, llama()).check_sentiment(number=8)
    missing = 8 - len(dying.answered)
    assert f"{missing} of 8 documents got no usable judgement" in result.note, result.note
    _well(server, judged)
    result = Toolbox(workspace, llama()).check_sentiment(number=8)
    assert result.data["check"]["answered"] == 8
    assert not dying.answered & set(asked(server)), "what was answered is asked again"


def _well(server: OllamaServer, answer: Callable[[Body], Reply]) -> None:
    server.requests.clear()
    server.behaviour = answer


KINDS: list[tuple[Callable[[Workspace, OllamaServer, Dying], None], Any]] = [
    (names, scripted_llama),
    (sentences, related_sentences),
    (judgements, judged),
]


def short(root: Path) -> Workspace:
    """Short texts in topics by LDA: the augmentation takes no others."""
    workspace = Workspace(root)
    workspace.corpus.add(documents("short", 60, 9))
    workspace.set(prepare_search=False)
    train(workspace, num_topics=TOPICS)
    return workspace


@fault("Ollama dies while it names topics, writes sentences or judges", rounds=100, quick=3)
def dies_at_work(rounds: int, folder: Path) -> Outcome:
    random, left = moments(), Left(rounds)
    workspace = short(folder / "w")
    with ollama() as server:
        for turn in range(rounds):
            work, answer = KINDS[turn % len(KINDS)]
            _forget(workspace)
            dying = Dying(random.randrange(TOPICS), answer, random.randrange(4))
            server.requests.clear()
            server.behaviour = dying
            work(workspace, server, dying)
            left.look(turn)
        said = left.check()
    seen = (
        "What was answered is kept and not asked again; a sentence says how many are missing, and "
        f"the same command goes on from there; {said}."
    )
    return Outcome(rounds, NOTHING, seen)


def _forget(workspace: Workspace) -> None:
    """As if nothing had been asked before."""
    for kept in ("labels/answers.sqlite", "index/augment.sqlite"):
        (workspace.root / kept).unlink(missing_ok=True)
    first = workspace.versions()[0]
    workspace.use_version(first)


# vectors -----------------------------------------------------------------------------------------


def failures(way: int) -> Reply:
    ways = (Reply(reset=True), Reply(torn='{"model":"all-minilm","embeddings":[[0.1,0.'),
            Reply(status=500, error="llama runner process has terminated"),
            Reply(status=503, error="server busy, please try again"))  # fmt: skip
    return ways[way % len(ways)]


@fault("Ollama dies or hangs while it embeds", rounds=100, quick=2)
def dies_while_it_embeds(rounds: int, folder: Path) -> Outcome:
    random, left = moments(), Left(rounds)
    said: set[str] = set()
    with ollama(models=[Model(EMBEDDER, ("embedding",), dimensions=24)]) as server, patience(0.3):
        for turn in range(rounds):
            workspace = filled(folder / f"w{turn}", 40, 0)
            _embedded(workspace, server, random.randrange(1, 5), turn, said)
            _stopped(workspace, server, turn)
            close(workspace)  # Chroma's own threads
            left.look(turn)
        kept = left.check()
    assert all("Ollama" in sentence for sentence in said)
    seen = "A sentence says what Ollama did and what to do; every batch before it is kept"
    return Outcome(
        rounds,
        NOTHING,
        f"{seen}, and the next run does the rest; stop is at once also while Ollama hangs; {kept}.",
    )


def _embedded(
    workspace: Workspace, server: OllamaServer, batches: int, turn: int, said: set[str]
) -> None:
    done: list[int] = []

    def embedding(body: Body) -> Reply:
        if len(done) >= batches:
            return _silence() if turn % 5 == 4 else failures(turn)
        done.append(len(body["input"]))
        return Reply()

    server.embedding = embedding
    embedder = OllamaEmbedder(f"ollama:{EMBEDDER}", server.url)
    try:
        embed(workspace, embedder, batch_size=5)
        raise AssertionError("it ended without an error")
    except TopicLlamaError as error:
        said.add(f"{error.message} {error.hint}")
    confirmed = coverage(workspace, embedder.name)
    assert confirmed * 40 >= 5 * (batches - 1), f"{confirmed} of {batches} batches are kept"
    server.embedding = None
    server.requests.clear()
    assert embed(workspace, embedder, batch_size=5).embedded == 40
    texts = [text for r in server.requests if r.path == "/api/embed" for text in r.body["input"]]
    assert len(texts) == round(40 * (1 - confirmed)), "what was embedded is embedded again"


def _stopped(workspace: Workspace, server: OllamaServer, turn: int) -> None:
    """It hangs, and the person presses stop: at once, not when the server is given up."""
    workspace.corpus.add(documents(f"more{turn}", 5))
    server.embedding, task = lambda body: _silence(), Task()
    server.requests.clear()

    def press() -> None:
        assert server.wait_for(lambda: bool(server.requests), 30)
        task.cancel()

    button = threading.Thread(target=press)
    button.start()
    os.environ["TOPICLLAMA_OLLAMA_TIMEOUT"], before = "300", os.environ["TOPICLLAMA_OLLAMA_TIMEOUT"]
    try:
        embed(workspace, OllamaEmbedder(f"ollama:{EMBEDDER}", server.url), task)
        raise AssertionError("it was not stopped")
    except Cancelled:
        assert server.requests[-1].hung_up.wait(30), "the connection is open still"
    finally:
        os.environ["TOPICLLAMA_OLLAMA_TIMEOUT"] = before
    button.join()
    server.embedding = None


def _silence() -> Reply:
    return Reply(gate=threading.Event())


# the command line --------------------------------------------------------------------------------


@fault(
    "Ollama dies under `topicllama ask` and `label`",
    rounds=6,
    quick=0,
    instead="tests/agent/test_failures.py",
)
def dies_under_a_command(rounds: int, folder: Path) -> Outcome:
    workspace = filled(folder / "w", 40, 3)
    with ollama() as server:
        for turn in range(rounds):
            _forget(workspace)
            server.behaviour = Dying(0, scripted_llama, turn)
            kind = ("ask", "are you sure?") if turn % 2 == 0 else ("label",)
            told = _run(workspace.root, server.url, *kind)
            assert told.returncode in (0, 1) and "Traceback" not in told.stderr, told.stderr
            words = told.stdout + told.stderr
            assert ("Ask again" in words) if turn % 2 == 0 else ("label again" in words), words
            _well(server, scripted_llama)
            told = _run(workspace.root, server.url, *kind)
            assert told.returncode == 0 and "again" not in told.stdout, told
    return Outcome(rounds, NOTHING, "The command ends with a sentence and no traceback; what was "
                   "said is kept, and the same command works again.")  # fmt: skip


def _run(root: Path, url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OLLAMA_HOST": url, "LANG": "en_GB.UTF-8", "COLUMNS": "300"}
    return subprocess.run(
        [COMMAND, *arguments, "--workspace", str(root)],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
