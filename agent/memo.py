"""A tool's result in a few lines, as the history of a chat tells it to the model.

A follow-up needs what can be named again: topics by number, documents by id, in the order they
were shown. Everything else is asked for anew.
"""

from __future__ import annotations

import re
from typing import Any

from ..prompts.fence import fenced, harmless

LIMIT = 400
_ID = re.compile(r"[\w.:@/+-]{1,60}")

Result = dict[str, Any]


def memo(tool: str, result: Result) -> str:
    """The result in about LIMIT characters; what is made of the documents stands in fences."""
    parts = [
        _head(tool, result),
        _topics(result.get("topics") or []),
        _documents(result.get("results") or result.get("representative") or []),
    ]
    return " ".join(part for part in parts if part)


def document_id(entry: Result) -> str:
    """The id in a fence, or nothing for one that a model could not write again as it is."""
    name = str(entry.get("id") or "")
    return f"id {fenced(name)}" if _ID.fullmatch(name) else ""


def _head(tool: str, result: Result) -> str:
    told = result.get
    if tool == "load_corpus" and "added" in result:
        return f"{told('added')} documents were loaded; there are {told('documents')}."
    if tool == "train_topics" and "num_topics" in result:
        return f"{told('num_topics')} topics were found with {told('algorithm')}."
    if tool == "edit_topics" and "message" in result:
        done = "Only a preview" if told("preview") else "Done"
        return f"{done}: {fenced(str(told('message')), 120)}."
    if tool == "search_documents" and "results" in result:
        return f"{max(told('total') or 0, len(result['results']))} documents were found."
    if tool == "analyze_corpus" and "kind" in result:
        return f"The figures ({told('kind')}) were shown."
    return ""


def _topics(topics: list[Result]) -> str:
    if not topics:
        return ""
    names, room = [], LIMIT
    for topic in topics:
        named = f"{topic['id']} {harmless(str(topic['label']))[:30]}"
        room -= len(named) + 2
        if room < 0:
            names.append("…")
            break
        names.append(named)
    return f"Topics shown: {fenced('; '.join(names))}"


def _documents(entries: list[Result]) -> str:
    if not entries:
        return ""
    names = [
        ", ".join(part for part in (document_id(e), fenced(str(e.get("title") or ""), 40)) if part)
        for e in entries[:5]
    ]
    return f"Documents shown: {'; '.join(names)}."
