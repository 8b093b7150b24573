"""Workspaces to change topics in, and what must hold after any change."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from topicllama.tools.bow import bag_of_words
from topicllama.tools.metrics import evaluate
from topicllama.tools.results import EditResult
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.topic_model import TopicModel
from topicllama.tools.workspace import Workspace


def files(root: Path) -> dict[str, str]:
    """Every file of a workspace and the hash of its content. SQLite's -shm and -wal come and go
    with readers."""
    return {
        str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(root.rglob("*"))
        if file.is_file() and not file.name.endswith(("-shm", "-wal"))
    }


def sound(model: TopicModel) -> None:
    """What holds for every model, however it was changed."""
    assert model.topic_word.shape == (model.num_topics, len(model.terms))
    assert len(model.vocabulary) == len(model.terms)
    assert model.document_topic.shape == (len(model.document_ids), model.num_topics)
    assert np.allclose(model.topic_word.sum(axis=1), 1, atol=1e-4)
    assert np.allclose(model.document_topic.sum(axis=1), 1, atol=1e-4)
    assert np.isclose(sum(topic.share for topic in model.topics), 1, atol=1e-4)
    assert sum(topic.documents for topic in model.topics) == len(model.document_ids)
    assert len({topic.id for topic in model.topics}) == model.num_topics
    assert max(topic.id for topic in model.topics) < model.parameters["next_id"]


def measured(workspace: Workspace, result: EditResult) -> None:
    """The figures after an edit are those of a fresh evaluation."""
    fresh = evaluate(workspace.require_model(), bag_of_words(workspace))
    assert {name: result.after[name] for name in fresh} == fresh
    assert {"npmi", "diversity", "coverage", "perplexity"} <= result.before.keys()


def demo(root: Path, name: str, topics: int) -> Toolbox:
    tools = Toolbox(Workspace(root), confirm=lambda question: True)
    tools.load_corpus(name)
    tools.train_topics(topics)
    return tools
