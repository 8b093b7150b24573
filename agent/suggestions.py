"""What a person could ask next, given what is loaded."""

from __future__ import annotations

from ..tools.topic_model import Topic
from ..tools.workspace import Workspace


def suggestions(workspace: Workspace, language: str) -> list[str]:
    """Two to four questions in "en" or "zh" that this workspace can answer now."""
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
    largest = max(model.topics, key=lambda topic: topic.share)
    dated = any(workspace.corpus.counts("date"))
    found = _about(largest, dated, chinese)
    if model.corpus not in ("", workspace.corpus.fingerprint):
        return ["把新文档也算进主题" if chinese else "Include the new documents", *found[:3]]
    return found


def _about(topic: Topic, dated: bool, chinese: bool) -> list[str]:
    word = topic.keywords[0] if topic.keywords else topic.label
    if chinese:
        found = ["哪些主题最常见？", f"主题{topic.id}讲的是什么？", f"查找关于“{word}”的文章"]
        return [*found, "主题随时间如何变化？" if dated else "哪些主题最消极？"]
    found = [
        "Which topics are most common?",
        f"What is topic {topic.id} about?",
        f"Show articles about {word}",
    ]
    last = "How did the topics change over time?" if dated else "Which topics are most negative?"
    return [*found, last]
