"""What is loaded and which topics there are, in a few lines for a model's system prompt."""

from __future__ import annotations

from ..prompts.fence import fenced_block
from ..tools.workspace import Workspace

TOPICS = 30  # that are named
FEW_TOPICS = 10  # in a small context


def workspace_facts(workspace: Workspace, language: str, topics: int = TOPICS) -> str:
    """Documents, languages, dates and topics; labels stand on one line each, are short, and fenced:
    they are made of the documents."""
    corpus = workspace.corpus
    documents = len(corpus)
    chinese = language == "zh"
    if not documents:
        return "还没有载入文本。" if chinese else "No texts are loaded."
    languages = ", ".join(f"{code} {n}" for code, n in list(corpus.counts("language").items())[:5])
    lines = [f"已载入 {documents} 篇文档（{languages}）。" if chinese
             else f"{documents} documents are loaded ({languages})."]  # fmt: skip
    dates = sorted(date for date in corpus.counts("date") if date)
    if dates:
        lines.append(f"日期：{dates[0]} 至 {dates[-1]}。" if chinese
                     else f"Dates: {dates[0]} to {dates[-1]}.")  # fmt: skip
    return "\n".join([*lines, *_topics(workspace, chinese, topics)])


def selection_fact(documents: int, language: str) -> str:
    """That the person asks about so many chosen documents; "" for none."""
    if not documents:
        return ""
    if language == "zh":
        return (
            f"用户选了 {documents} 篇文档，只问这些：search_documents 只在其中查找，"
            "不给 query 时概述这些文档。其他工具针对全部文档。"
        )
    return (
        f"The person has selected {documents} documents and asks about these alone: "
        "search_documents looks only in them, and without a query it sums them up. Other tools "
        "are about all documents."
    )


def _topics(workspace: Workspace, chinese: bool, most: int) -> list[str]:
    model = workspace.model
    if model is None:
        return ["还没有训练主题模型。" if chinese else "No topics have been found yet."]
    head = f"{model.num_topics} 个主题：" if chinese else f"{model.num_topics} topics:"
    length = 60 if most == TOPICS else 30
    shown = [f"{topic.id}: {topic.label[:length]}" for topic in model.topics[:most]]
    return [head, fenced_block(shown)]
