"""The check of an answer: against the documents and figures that its model was shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from ..tools.claims import Checked, notices
from ..tools.errors import TopicLlamaError
from ..tools.number_check import Known, unverified
from ..tools.quote_removal import without
from ..tools.quotes import Shown, quotations, unsupported
from ..tools.workspace import Workspace

_DOCUMENTS = 40  # of the latest results
_TEXT = 50_000  # characters of each


class AnswerCheck:
    """What one turn's answers may quote and count: the question, the tools' results with the
    documents in them, the ``facts`` of the system prompt, and the same of the turns before.

    Documents are read only for an answer that quotes, or has a number no result has.
    """

    def __init__(
        self,
        workspace: Workspace,
        messages: Sequence[BaseMessage],
        facts: Callable[[], str] = str,
    ) -> None:
        self._workspace, self._facts = workspace, facts
        self._asked = [str(m.text) for m in messages if isinstance(m, HumanMessage | ToolMessage)]
        self._results = [m.artifact for m in messages if isinstance(m, ToolMessage) and m.artifact]

    def of(self, text: str) -> Checked:
        """The text without quotations that no document has, and the numbers that none has."""
        quoted = any(quotation.is_long for quotation in quotations(text))
        dropped = unsupported(text, self._shown) if quoted else []
        kept = without(text, dropped)
        numbers = unverified(kept, self._known)
        if numbers:
            numbers = unverified(kept, self._known_with_documents)
        return Checked(kept, [quotation.words for quotation in dropped], numbers)

    def mended(self, message: BaseMessage) -> BaseMessage:
        """A model's message without what is dropped, as later turns are to read it."""
        if not isinstance(message, AIMessage) or not isinstance(message.content, str):
            return message
        return message.model_copy(update={"content": self.of(message.content).text})

    @cached_property
    def _said(self) -> list[str]:
        with suppress(TopicLlamaError):  # a damaged model: the answer has told, or doctor will
            return [self._facts(), *self._asked]
        return self._asked

    @cached_property
    def _documents(self) -> list[str]:
        """The whole documents that the results show, the latest first."""
        ids = dict.fromkeys(name for result in reversed(self._results) for name in _ids(result))
        found = self._workspace.corpus.get(list(ids)[:_DOCUMENTS]).values()
        return [f"{one.title}\n{one.text[:_TEXT]}\n{one.date}" for one in found]

    @cached_property
    def _shown(self) -> Shown:
        texts = (text for result in self._results for text in _strings(result))
        return Shown([*self._said, *texts, *self._documents])

    @cached_property
    def _known(self) -> Known:
        known = Known()
        for text in self._said:
            known.add_text(text)
        for result in self._results:
            known.add_result(result)
        return known

    @cached_property
    def _known_with_documents(self) -> Known:
        for text in self._documents:
            self._known.add_text(text)
        return self._known


def checked_answer(
    said: str, spoken: Sequence[tuple[int, int]], check: AnswerCheck, language: str
) -> Checked:
    """What a turn said, its pieces ``spoken`` by a model checked, with notices of what was found
    at its end; what the conversation and the guide said stays as it is."""
    kept, dropped, numbers, place = "", [], {}, 0
    for start, end in _joined(spoken):
        found = check.of(said[start:end])
        kept += said[place:start] + found.text
        dropped += found.dropped
        numbers.update(dict.fromkeys(found.numbers))
        place = end
    kept = (kept + said[place:]).strip()
    text = "\n\n".join([kept, *notices(dropped, list(numbers), language)]).strip()
    return Checked(text, dropped, list(numbers))


def _joined(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pieces that follow one another are one."""
    start = end = 0
    for first, last in spans:
        if first != end:
            if end > start:
                yield start, end
            start = first
        end = last
    if end > start:
        yield start, end


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str) and "passage" in value:
            yield value["id"]
        for child in value.values():
            yield from _ids(child)
    elif isinstance(value, list):
        for child in value:
            yield from _ids(child)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from _strings(child)
