"""A conversation over a small toolbox, so that a turn costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from fakes import SmallGuide, SmallToolbox

from topicllama.agent import models, turn
from topicllama.agent.conversation import Conversation
from topicllama.agent.events import Answer
from topicllama.tools.documents import Document
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.workspace import Workspace

Talk = Callable[[Conversation, str], Any]


def find_a_topic(workspace: Workspace) -> None:
    """One document and one topic, so that every tool is offered."""
    workspace.corpus.add([Document("d0", "Fires burn near Sydney.", language="en")])
    ones = np.ones((1, 1), np.float32)
    topic = Topic(0, "fires", "keywords", ("fires",), 1.0, 1)
    workspace.save_model(
        TopicModel("lda", ("fire",), ("fires",), ones, ones, ("d0",), (topic,),
                   corpus=workspace.corpus.fingerprint)
    )  # fmt: skip


@pytest.fixture
def chat(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    """A conversation whose tools and guide are the small ones of fakes.py."""
    find_a_topic(workspace)
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
