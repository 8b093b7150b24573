"""A small workspace's answers without training, and a stand-in for the guide."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from topicllama.tools.documents import LoadReport
from topicllama.tools.errors import NotReadyError
from topicllama.tools.progress import Task
from topicllama.tools.results import (
    AnalysisResult,
    EditResult,
    Hit,
    RecommendResult,
    SearchResult,
    TopicInfo,
    TopicPassage,
    TopicsResult,
    TrainResult,
)

TOPICS = [
    TopicInfo(0, "fires and weather", "keywords", "", ["fire", "sydney", "wind"], 0.6, 3),
    TopicInfo(1, "cricket", "keywords", "", ["test", "wicket", "team"], 0.4, 2),
]
HITS = [
    Hit("12", "Bushfires near Sydney", "Hundreds of homes are threatened by fires.", 2.0, {}, 0,
        "2001-12-25", topic_label="fires and weather", start=10, end=52),
    Hit("31", "Fire weather", "Winds are expected to fan the flames.", 1.0, {}, 0, ""),
]  # fmt: skip


@dataclass
class SmallToolbox:
    """The toolbox's methods with fixed results; what was asked is in ``asked``."""

    workspace: Any
    llm: Any
    task: Task
    confirm: Callable[[str], bool]
    asked: Any = None
    question: str = ""
    language: str = "en"
    within: Any = None

    def load_corpus(self, source: str) -> LoadReport:
        return LoadReport(documents=300, added=300, languages={"en": 300})

    def train_topics(self, num_topics: int = 0, algorithm: str = "lda") -> TrainResult:
        for done in range(5):
            self.task.report("train", done + 1, 5)
        return TrainResult("m0001", algorithm, 2, "Two, as asked.", {"npmi": 0.1}, 0.2, TOPICS, 300)

    def show_topics(self, topic: str = "all") -> TopicsResult:
        if topic == "all":
            return TopicsResult(TOPICS, documents=300)
        shown = TopicPassage("12", "Bushfires near Sydney", HITS[0].passage, 0.9, start=10, end=52)
        return TopicsResult(TOPICS[:1], "It is about fires.", [shown])

    def search_documents(self, query: str = "", **given: Any) -> SearchResult:
        return SearchResult(HITS[: given.get("limit", 5)], 1.0, query, total=2)

    def analyze_corpus(self, kind: str, topic: str = "", by: str = "") -> AnalysisResult:
        raise NotReadyError("No topics have been found yet.", "Train a topic model first.")

    def edit_topics(self, action: str, topics: str = "", name: str = "") -> EditResult:
        allowed = self.confirm("Delete topic 1 (cricket)?")
        return EditResult(action, TOPICS, "m0002", message="deleted" if allowed else "kept")

    def label_topics(self, language: str = "auto", style: str = "") -> TopicsResult:
        raise RuntimeError("secret detail")

    def recommend_documents(
        self, liked: str, limit: int = 5, disliked: str = ""
    ) -> RecommendResult:
        """Runs until it is stopped."""
        RUNNING.set()
        while True:
            self.task.report("recommend", 0)
            threading.Event().wait(0.005)


RUNNING = threading.Event()


class SmallGuide(BaseChatModel):
    """Words the last tool result, or asks for all topics; it never uses a language model."""

    @property
    def _llm_type(self) -> str:
        return "small-guide"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        last = messages[-1]
        if isinstance(last, ToolMessage):
            reply = AIMessage(
                f"Guide: {sorted(last.artifact)[0]}" if last.artifact else "Guide: no"
            )
        else:
            made = {"name": "show_topics", "args": {}, "id": "guide-1", "type": "tool_call"}
            reply = AIMessage("", tool_calls=[made])
        return ChatResult(generations=[ChatGeneration(message=reply)])


def words(events: list[Any], kind: type) -> Iterator[Any]:
    return (event for event in events if isinstance(event, kind))
