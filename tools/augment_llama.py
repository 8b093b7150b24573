"""Sentences that a Llama writes for groups of short texts: what is asked, and what came of it."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..prompts import fenced_lines, prompt
from .augment_cache import ReplyCache
from .augment_sentences import usable
from .language import is_chinese
from .llama_replies import is_cut, structured
from .progress import Task
from .sharing import Server, Sharing, servers_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)

_LONGEST_TEXT = 400  # characters of a text that are shown
TOKENS_A_SENTENCE = 40  # about; twice that is the bound
_TOKENS_AROUND = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: the rows of its texts, the texts, their language, and the prompt."""

    rows: tuple[int, ...]
    texts: tuple[str, ...]
    language: str
    prompt: str


@dataclass(slots=True)
class Written:
    """``sentences`` of each call (empty where none could be used), why others were ``dropped``
    (see :func:`topicllama.tools.augment_sentences.usable`; "reply": a whole reply that was cut or
    broken twice), and how many calls got no answer (``unanswered``)."""

    sentences: list[list[str]]
    dropped: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0


def question(
    rows: Sequence[int], texts: Sequence[str], language: str, sentences: int, folder: Path | None
) -> Asked:
    """What is asked about texts of one language; ``folder`` has the person's own prompts."""
    wording = "zh" if is_chinese(language) else "en"
    shown = fenced_lines(texts, _LONGEST_TEXT)
    asked = prompt("augment", wording, folder, texts=shown, sentences=sentences)
    return Asked(tuple(rows), tuple(texts), language, asked)


def write(
    questions: Sequence[Asked], llm: BaseChatModel, sentences: int, cache: ReplyCache,
    task: Task | None = None,
) -> Written:  # fmt: skip
    """Ask what the cache does not know, on all servers that the model stands on, and keep each
    reply as it comes. Progress stage "write". Cancelled when the task is stopped: calls under way
    are ended and their connections closed, the next run goes on from there."""
    known = cache.get([asked.prompt for asked in questions])
    missing = [asked for asked in questions if asked.prompt not in known]
    if missing:
        writer = _Writer(llm, sentences, cache)
        known |= asyncio.run(_ask_all(writer, missing, len(questions), task))
    written = Written([[] for _ in questions])
    for place, asked in enumerate(questions):
        if asked.prompt not in known:
            written.unanswered += 1
            continue
        found = known[asked.prompt]
        written.dropped["reply"] += not found
        instructions = asked.prompt.replace(fenced_lines(asked.texts, _LONGEST_TEXT), "")
        kept, dropped = usable(found, asked.texts, asked.language, instructions)
        written.sentences[place] = kept
        written.dropped += dropped
    return written


async def _ask_all(
    writer: _Writer, missing: Sequence[Asked], total: int, task: Task | None
) -> dict[str, list[str]]:
    def report(done: int, last: list[str] | None) -> None:
        if task is not None:
            task.report("write", total - len(missing) + done, total, last[0] if last else "")

    found = await Sharing(writer.servers, writer.ask, report, task).run(missing)
    if len(found) < len(missing):
        log.warning("no server is left: %d calls got no answer", len(missing) - len(found))
    return {missing[place].prompt: sentences for place, sentences in found.items()}


class _Writer:
    """Asks one question at a time of one server."""

    def __init__(self, llm: BaseChatModel, sentences: int, cache: ReplyCache) -> None:
        self.servers, self.sentences, self.cache = servers_of(llm), sentences, cache
        self._schema = _schema(sentences)

    async def ask(self, server: Server, asked: Asked) -> list[str]:
        """The sentences of a reply as they are; none when it was broken or cut twice."""
        llm, started = _bounded(server.llm, self.sentences), time.monotonic()
        found = await structured(llm, self._schema, asked.prompt, _read) or []
        self.cache.put(asked.prompt, found, time.monotonic() - started)
        return found


def _bounded(llm: Any, sentences: int) -> Any:
    """The client with a bound on the length of a reply. num_predict does not reload the model."""
    if "num_predict" not in type(llm).model_fields:
        return llm
    most = 2 * TOKENS_A_SENTENCE * sentences + _TOKENS_AROUND
    return llm.model_copy(update={"num_predict": most})


def _read(reply: Mapping[str, Any]) -> list[str] | None:
    """The sentences of a whole reply, or None without any. LangChain's parser mends a torn one,
    which would leave half a sentence, so the text is read strictly."""
    raw = reply["raw"]
    try:
        parsed = json.loads(str(raw.content))
    except ValueError:
        return None
    found = parsed.get("sentences") if isinstance(parsed, dict) and not is_cut(raw) else None
    texts = [text for text in found if isinstance(text, str)] if isinstance(found, list) else []
    return texts or None


def _schema(sentences: int) -> dict[str, Any]:
    listed = {"type": "array", "items": {"type": "string"}, "maxItems": sentences}
    return {
        "title": "RelatedSentences",
        "description": "Sentences about the same subject as some short texts.",
        "type": "object",
        "properties": {"sentences": listed},
        "required": ["sentences"],
    }
