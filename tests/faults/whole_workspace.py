"""A workspace that has something of everything, and everything that can be opened in it."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpora import lines

from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.workspace import Workspace

DOCUMENTS = 40
MODEL = "all-MiniLM-L6-v2"


def make(root: Path, texts: Path) -> None:
    """Texts (from a file that stays), two versions of the topics, embeddings, Chroma, indexes,
    analyses, a map, figures, chats, a profile, an export, settings, answers of a Llama."""
    from topicllama.agent.chat_search import search_chats
    from topicllama.agent.conversation import ask
    from topicllama.tools.answer_cache import AnswerCache
    from topicllama.tools.augment_cache import ReplyCache
    from topicllama.tools.document_map import document_map
    from topicllama.tools.embed_job import embed
    from topicllama.tools.exporting import export
    from topicllama.tools.figures_kept import measure
    from topicllama.tools.profiles import Event, Profiles
    from topicllama.tools.sentiment_kept import measure_sentiment
    from topicllama.tools.toolbox import Toolbox
    from topicllama.tools.topic_moods import topic_moods
    from topicllama.tools.trends_kept import topic_trends

    workspace = Workspace(root)
    workspace.set(prepare_search=False, embedder=MODEL, num_ctx=4096, name="Whole")
    toolbox = Toolbox(workspace)
    toolbox.load([str(lines(texts, "whole", DOCUMENTS))])
    toolbox.train_topics(4)
    toolbox.edit_topics("rename", "0", "Sport")
    embed(workspace)
    measure_sentiment(workspace)
    topic_moods(workspace)
    topic_trends(workspace)
    document_map(workspace)
    document_map(workspace, "meaning")
    measure(workspace)
    for chat, questions in (("one", ("show the topics", "find market")), ("two", ("help",))):
        for question in questions:
            ask(workspace, question, chat)
    search_chats(workspace, "topics")
    ids = workspace.corpus.ids()
    Profiles(workspace).add([Event("ann", ids[0], "liked"), Event("bob", ids[1], "read")])
    AnswerCache.of(workspace).put("question", {"label": "Sport"})
    ReplyCache(workspace, "llama3.2").put("prompt", ["A sentence."], 1.0)
    export(workspace, "topics", "csv", texts.with_suffix(".csv"))
    for part in PARTS.values():
        part(workspace)


# what can be opened ------------------------------------------------------------------------------


def _documents(workspace: Workspace) -> Any:
    corpus = workspace.require_documents()
    told = [[d.id, d.text, d.title, d.date, d.label, dict(d.metadata)] for d in corpus]
    return [len(corpus), sorted(told), sorted(corpus.column("date")), corpus.counts("label")]


def _topics(workspace: Workspace) -> Any:
    model = workspace.require_model()
    return [[t.id, t.label, list(t.keywords), round(t.share, 6)] for t in model.topics]


def _weights(workspace: Workspace) -> Any:
    model = workspace.require_model()
    rows = {name: row for row, name in enumerate(model.document_ids)}
    return [[name, model.document_topic[rows[name]].round(6).tolist()] for name in sorted(rows)]


def _versions(workspace: Workspace) -> Any:
    from topicllama.tools.versions import read_versions

    return [[v.name, v.num_topics, v.action, list(v.labels)] for v in read_versions(workspace)]


def _words(workspace: Workspace) -> Any:
    from topicllama.tools.search import search

    found = search(workspace, "market inflation", mode="keyword", limit=5)
    return sorted(hit.id for hit in found.results)


def _meaning(workspace: Workspace) -> Any:
    import numpy as np

    from topicllama.tools.passage_vectors import passage_vectors

    ids = workspace.corpus.ids()
    known = passage_vectors(workspace, MODEL, {name: at for at, name in enumerate(ids)})
    if known is None:
        raise TopicLlamaError("No text is embedded yet.", "Embed first.")
    values, _ = known.nearest(known.vectors[0], np.ones(len(ids), bool))
    return sorted((name, round(float(one), 4)) for name, one in zip(ids, values, strict=True))


def _chats(workspace: Workspace) -> Any:
    from topicllama.agent.chat_list import chats
    from topicllama.agent.conversation import Conversation

    said = {}
    for path in sorted((workspace.root / "chats").glob("*.json")):
        try:
            turns = Conversation(workspace, path.stem).messages()
            said[path.stem] = [turn["text"] for turn in turns]
        except TopicLlamaError as error:
            said[path.stem] = [error.message]
    return [said, sorted(chat.title for chat in chats(workspace))]


def _found_chats(workspace: Workspace) -> Any:
    from topicllama.agent.chat_search import search_chats

    return sorted([found.chat.id, found.line] for found in search_chats(workspace, "topics"))


def _profiles(workspace: Workspace) -> Any:
    from topicllama.tools.profiles import Profiles

    return [[p.user, p.documents, p.liked, p.read] for p in Profiles(workspace).all()]


def _settings(workspace: Workspace) -> Any:
    return workspace.settings


def _loads(workspace: Workspace) -> Any:
    from topicllama.tools.load_record import records

    return [[one.origin, one.report.documents] for one in records(workspace)]


def _trends(workspace: Workspace) -> Any:
    from topicllama.tools.trends_kept import topic_trends

    return topic_trends(workspace).whole["series"]


def _sentiment(workspace: Workspace) -> Any:
    from topicllama.tools.sentiment_kept import measure_sentiment

    return measure_sentiment(workspace).data["topics"]


def _map(workspace: Workspace) -> Any:
    from topicllama.tools.document_map import document_map

    drawn = document_map(workspace)
    return [len(drawn.points), len(drawn.topics)]


def _figures(workspace: Workspace) -> Any:
    from topicllama.tools.figures_kept import measured

    return measured(workspace)


def _answers(workspace: Workspace) -> Any:
    from topicllama.tools.answer_cache import AnswerCache

    return AnswerCache.of(workspace).get("question")


PARTS: dict[str, Callable[[Workspace], Any]] = {
    "documents": _documents, "topics": _topics, "weights": _weights, "versions": _versions,
    "words": _words, "meaning": _meaning, "chats": _chats, "found chats": _found_chats,
    "profiles": _profiles, "settings": _settings, "loads": _loads, "trends": _trends,
    "sentiment": _sentiment, "map": _map, "figures": _figures, "answers": _answers,
}  # fmt: skip


def opened(root: Path) -> dict[str, Any]:
    """What each part shows: {"value": …}, {"error": what a person reads} or {"trace": …}, and
    under "damage" the files that were noticed."""
    shown: dict[str, Any] = {}
    try:
        workspace = Workspace(root)
    except TopicLlamaError as error:
        return {name: {"error": error.message} for name in PARTS} | {"damage": []}
    for name, part in PARTS.items():
        try:
            shown[name] = {"value": json.loads(json.dumps(part(workspace)))}
        except TopicLlamaError as error:
            shown[name] = {"error": f"{error.message} {error.hint}"}
        except BaseException:  # Chroma's Rust part panics with one
            shown[name] = {"trace": traceback.format_exc()}
    return shown | {"damage": [error.message for error in workspace.damage]}
