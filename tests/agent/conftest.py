"""A conversation over a small toolbox, so that a turn costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fakes import SmallGuide, SmallToolbox

from topicllama.agent import models, turn
from topicllama.agent.conversation import Conversation
from topicllama.agent.events import Answer
from topicllama.tools.workspace import Workspace

Talk = Callable[[Conversation, str], Any]


@pytest.fixture
def chat(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    """A conversation whose tools and guide are the small ones of fakes.py."""
    monkeypatch.setattr(turn, "Toolbox", SmallToolbox)

    def guide(why: str) -> models.ChosenModel:
        return models.ChosenModel(models.GUIDE, SmallGuide(), why, is_guide=True)

    monkeypatch.setattr(models, "guide", guide)
    return Conversation(workspace)


@pytest.fixture
def talk() -> Talk:
    """Ask and return (events, answer)."""

    async def ask(conversation: Conversation, text: str) -> tuple[list[Any], Answer]:
        events = [event async for event in conversation.stream(text)]
        assert isinstance(events[-1], Answer)
        return events, events[-1]

    return ask
