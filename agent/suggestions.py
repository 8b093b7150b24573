"""What a person could ask next, given what is loaded and what was done last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..tools.toolbox import PREVIEW
from ..tools.topic_model import Topic
from ..tools.workspace import Workspace

_MOST = 4
_FOLLOWING = 2  # of them about what was done last


@dataclass(frozen=True, slots=True)
class LastStep:
    """The last tool call of a turn that went well; ``result`` is its JSON."""

    tool: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)


def suggestions(workspace: Workspace, language: str, last: LastStep | None = None) -> list[str]:
    """Two to four questions in "en" or "zh" that this workspace can answer now; those that follow
    from the ``last`` step come first."""
    chinese = language == "zh"
    if not len(workspace.corpus):
        return (
            ["载入中文演示语料", "载入演示语料", "你能做什么？"]
            if chinese
            else ["Load the demo corpus", "Load the Chinese demo corpus", "What can you do?"]
        )
    model = workspace.model
    if model is None or not model.topics:
        return (
            ["找出主题", "分成8个主题", "现在载入了什么？"]
            if chinese
            else ["Find topics", "Find 8 topics", "What is loaded?"]
        )
    dated = any(workspace.corpus.counts("date"))
    following = _following(last, {topic.id for topic in model.topics}, dated, chinese)
    found = _about(max(model.topics, key=lambda topic: topic.share), dated, chinese)
    if model.corpus not in ("", workspace.corpus.fingerprint):
        following.insert(0, "把新文档也算进主题" if chinese else "Include the new documents")
    return list(dict.fromkeys([*following[:_FOLLOWING], *found]))[:_MOST]


def about_selection(language: str) -> list[str]:
    """Questions about documents that a person has chosen."""
    if language == "zh":
        return ["总结这些文档", "它们有什么共同点？", "推荐类似的文档"]
    return ["Summarise them", "What do they have in common?", "Recommend more like these"]


def _about(topic: Topic, dated: bool, chinese: bool) -> list[str]:
    word = topic.keywords[0] if topic.keywords else topic.label
    if chinese:
        found = ["哪些主题最常见？", f"主题{topic.id}讲的是什么？", f"查找关于{word}的文章"]
        return [*found, "主题随时间如何变化？" if dated else "哪些主题最消极？"]
    found = [
        "Which topics are most common?",
        f"What is topic {topic.id} about?",
        f"Show articles about {word}",
    ]
    last = "How did the topics change over time?" if dated else "Which topics are most negative?"
    return [*found, last]


def _following(last: LastStep | None, known: set[int], dated: bool, chinese: bool) -> list[str]:
    """Of what was done last: how to take it back, or to look closer at what it found."""
    if last is None:
        return []
    if last.tool == "edit_topics":
        return _after_edit(last, chinese)
    if last.tool in ("train_topics", "label_topics"):
        if chinese:
            return ["主题质量怎么样？", "哪些主题彼此接近？"]
        return ["How good are the topics?", "Which topics are close to each other?"]
    topic = _topic(last)
    if topic not in known:
        return []
    asked = f"主题{topic}讲的是什么？" if chinese else f"What is topic {topic} about?"
    read = f"显示主题{topic}的文章" if chinese else f"Show articles of topic {topic}"
    moved = (
        (f"主题{topic}随时间如何变化？" if chinese else f"How did topic {topic} change over time?")
        if dated
        else (f"主题{topic}的情感如何？" if chinese else f"What is the sentiment of topic {topic}?")
    )
    explained = last.tool == "show_topics"
    return (
        [read, moved] if explained else [asked, moved if last.tool == "search_documents" else read]
    )


def _after_edit(last: LastStep, chinese: bool) -> list[str]:
    action = str(last.arguments.get("action", "")).replace("_", " ")
    if action == "undo":
        return []
    topics = str(last.arguments.get("topics", ""))
    numbers = [part.strip() for part in topics.replace("，", ",").split(",") if part.strip()]
    if action == f"{PREVIEW}merge" and len(numbers) == 2:
        one, other = numbers
        return [f"合并主题{one}和{other}" if chinese else f"Merge topics {one} and {other}"]
    if action.startswith(PREVIEW):
        return []
    return ["撤销上一次修改" if chinese else "Undo the last change"]


def _topic(last: LastStep) -> int:
    """The topic that the result leads to; -1 for none."""
    result = last.result
    for rows in (result.get("results"), _data(result, "rising"), _data(result, "topics")):
        found = _first(rows, lowest=last.arguments.get("kind") == "sentiment")
        if found >= 0:
            return found
    if last.tool == "show_topics" and len(topics := result.get("topics") or []) == 1:
        return int(topics[0]["id"])
    return -1


def _data(result: Mapping[str, Any], name: str) -> Any:
    data = result.get("data")
    return (
        data.get(name) if isinstance(data, Mapping) and result.get("kind") != "overview" else None
    )


def _first(rows: Sequence[Mapping[str, Any]] | None, *, lowest: bool) -> int:
    """The topic of the first row; of the lowest mean when it is about moods."""
    if not rows:
        return -1
    row = min(rows, key=lambda one: one.get("mean") or 0.0) if lowest else rows[0]
    topic = row.get("topic", row.get("id"))
    return topic if isinstance(topic, int) else -1
