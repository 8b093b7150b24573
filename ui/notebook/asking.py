"""A question of a program, answered by the conversation: also where an event loop is running."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...tools.errors import TopicLlamaError

if TYPE_CHECKING:
    from ...agent.conversation import Conversation
    from ...agent.events import Answer
    from ...agent.models import ChosenModel
    from .session import Session


def ask(session: Session, question: str, chat: str) -> Answer:
    """One turn of the chat ``chat``, which goes on with the next question."""
    from ...agent.conversation import Conversation

    talk = Conversation(session.workspace, chat, _chooser(session))
    answer = _said(talk, question)
    if answer.error:
        raise TopicLlamaError(answer.error)
    return answer


def _said(talk: Conversation, question: str) -> Answer:
    """The turn runs in a thread of its own: a notebook's thread has a loop already. Ctrl-C stops
    the turn, and what was said is kept."""
    found: list[Answer | BaseException] = []

    def turn() -> None:
        try:
            found.append(asyncio.run(_last(talk, question)))
        except BaseException as error:  # raised again where it was asked
            found.append(error)

    thread = threading.Thread(target=turn, daemon=True)
    thread.start()
    try:
        thread.join()
    except KeyboardInterrupt:
        talk.stop()
        thread.join()
        raise
    if isinstance(found[0], BaseException):
        raise found[0]
    return found[0]


def _chooser(session: Session) -> Callable[[], ChosenModel]:
    """The model that was given to :func:`find_topics`, or what the settings choose."""
    from ...agent.models import ChosenModel, choose, guide

    given = session.llama
    if given is False:
        return lambda: guide("The offline guide was chosen in the settings.")
    if isinstance(given, str | bool):
        return lambda: choose(session.settings)
    return lambda: ChosenModel(given.get_name(), given, "", tools_llm=given)


async def _last(talk: Conversation, question: str) -> Answer:
    from ...agent.events import Answer, ConfirmationNeeded

    answer: Answer | None = None
    async for event in talk.stream(question):
        if isinstance(event, ConfirmationNeeded):
            talk.confirm(event.id, False)
        elif isinstance(event, Answer):
            answer = event
    assert answer is not None
    return answer
