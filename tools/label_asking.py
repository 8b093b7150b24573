"""Questions to a Llama that are answered as JSON: asked once, retried once, and remembered."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .answer_cache import AnswerCache
from .llama_replies import is_cut, model_name, structured
from .progress import Task
from .sharing import Server, Sharing, servers_of

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question(Generic[Answer]):
    """``schema`` is the JSON schema of the reply; ``read`` makes an answer of it, or None when it
    cannot be used. ``again`` is asked then, instead of the same once more."""

    text: str
    schema: Mapping[str, Any]
    read: Callable[[Mapping[str, Any]], Answer | None]
    again: str = ""


class Asker:
    """Asks the servers of one model. ``fresh`` asks also what was asked before."""

    def __init__(
        self, llm: Any, cache: AnswerCache | None, fresh: bool = False, task: Task | None = None
    ) -> None:
        self._servers, self._cache, self._fresh, self._task = servers_of(llm), cache, fresh, task
        self._model = model_name(llm)

    async def answers(
        self,
        questions: Sequence[Question[Answer]],
        report: Callable[[int, Answer | None], None],
    ) -> dict[int, Answer]:
        """Answers by position; those are missing that no usable reply came for. ``report`` is told
        how many are done, and the last answer."""
        known = {n: found for n, q in enumerate(questions) if (found := self._remembered(q))}
        open_ones = [n for n in range(len(questions)) if n not in known]
        if not open_ones:
            report(len(known), None)
            return known

        def told(done: int, last: Answer | None) -> None:
            report(len(known) + done, last)

        sharing: Sharing[Question[Answer], Answer | None] = Sharing(
            self._servers, self._ask, told, self._task
        )
        replies = await sharing.run([questions[n] for n in open_ones])
        if len(replies) < len(open_ones):
            log.warning("no server is left: %d not answered", len(open_ones) - len(replies))
        given = {open_ones[n]: found for n, found in replies.items() if found is not None}
        return {**known, **given}

    def _remembered(self, question: Question[Answer]) -> Answer | None:
        if self._cache is None or self._fresh:
            return None
        kept = self._cache.get(self._key(question))
        return question.read(kept) if kept is not None else None

    def _key(self, question: Question[Any]) -> str:
        return AnswerCache.key(self._model, question.text, question.schema)

    async def _ask(self, server: Server, question: Question[Answer]) -> Answer | None:
        """The answer, or None when both replies were broken, cut or unusable."""

        def read(reply: Mapping[str, Any]) -> Answer | None:
            values = _whole(reply, question.schema)
            answer = question.read(values) if values is not None else None
            if values is not None and answer is not None and self._cache is not None:
                self._cache.put(self._key(question), values)
            return answer

        return await structured(server.llm, question.schema, question.text, read, question.again)


def _whole(reply: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The values of a reply that is all there: a torn one is read leniently and lacks its end."""
    parsed = reply.get("parsed")
    if is_cut(reply.get("raw")) or not isinstance(parsed, dict):
        return None
    texts = {name for name, kind in schema["properties"].items() if kind["type"] == "string"}
    return parsed if texts <= parsed.keys() else None
