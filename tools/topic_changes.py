"""Everything that makes a new version of the topics: train, name, edit, undo.

Each function stores what it made as the current model and brings the annotations in Chroma up to
date; the version before stays and is the new one's ``parent``, which is what undo goes back to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .bow import bag_of_words
from .errors import TopicLlamaError
from .progress import Task
from .topic_model import TopicModel
from .workspace import Workspace

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

ALGORITHMS = ("lda", "lsa", "nmf")
LANGUAGES = ("auto", "en", "zh", "both")


def train(
    workspace: Workspace,
    *,
    num_topics: int = 0,
    algorithm: str = "lda",
    seed: int = 0,
    seed_words: Sequence[Sequence[str]] = (),
    task: Task | None = None,
) -> TopicModel:
    """Find topics (0: choose how many) and name them from the documents' own phrases."""
    from .keyword_labels import keyword_labels
    from .training import train as train_model

    if algorithm not in ALGORITHMS:
        raise TopicLlamaError(
            f"There is no algorithm {algorithm!r}.", f"Choose one of {', '.join(ALGORITHMS)}."
        )
    corpus = workspace.require_documents()
    model = train_model(
        bag_of_words(workspace, task),
        num_topics=num_topics,
        algorithm=algorithm,
        seed=seed,
        seed_words=seed_words,
        task=task,
    )
    return _store(workspace, keyword_labels(model, corpus), parent=workspace.current_version)


def name(
    workspace: Workspace,
    llm: BaseChatModel | None,
    *,
    language: str = "auto",
    style: str = "",
    task: Task | None = None,
) -> TopicModel:
    """Name the topics anew: by the Llama when there is one, else from the documents' phrases."""
    from .keyword_labels import keyword_labels
    from .llama_labels import llama_labels

    if language not in LANGUAGES:
        raise TopicLlamaError(
            f"There are no labels in {language!r}.", f"Choose one of {', '.join(LANGUAGES)}."
        )
    model = workspace.require_model()
    if llm is None:
        named = keyword_labels(model, workspace.corpus)
    else:
        named = llama_labels(
            model, workspace.corpus, llm, language=language, style=style, task=task
        )
    return _store(workspace, replace(named, action="label"), parent=model.version, labels_only=True)


def edit(workspace: Workspace, action: str, ids: Sequence[int], new_name: str = "") -> TopicModel:
    """Merge, split, rename or delete topics; ids of the others stay."""
    from . import editing

    before = workspace.require_model()
    if action == "rename":
        renamed = editing.rename(before, _only(ids, action), new_name)
        return _store(workspace, renamed, parent=before.version, labels_only=True)
    if action == "merge":
        after = editing.merge(before, ids)
    elif action == "split":
        after = editing.split(before, bag_of_words(workspace), _only(ids, action))
    else:
        after = editing.delete(before, _only(ids, action))
    return _store(workspace, _renewed(workspace, after), parent=before.version)


def undo(workspace: Workspace) -> tuple[TopicModel, TopicModel]:
    """Make the version before the current one current; returns (undone, restored)."""
    undone = workspace.require_model()
    if not undone.parent:
        raise TopicLlamaError("There is nothing to undo.", "These topics were never changed.")
    workspace.use_version(undone.parent)
    restored = workspace.require_model()
    annotate(workspace, restored)
    return undone, restored


def annotate(workspace: Workspace, model: TopicModel) -> None:
    """Bring the topics of the records in Chroma up to date (before embedding there are none)."""
    from .embed_job import coverage

    if coverage(workspace) > 0:
        from .vector_store import VectorStore

        VectorStore(workspace).annotate(model)


def _renewed(workspace: Workspace, model: TopicModel) -> TopicModel:
    """Labels for the topics that an edit left without one, and the figures of the new model."""
    from .keyword_labels import keyword_labels
    from .metrics import evaluate

    fresh = keyword_labels(model, workspace.corpus).topics
    topics = [old if old.label else new for old, new in zip(model.topics, fresh, strict=True)]
    return replace(model, topics=tuple(topics), metrics=evaluate(model, bag_of_words(workspace)))


def _store(
    workspace: Workspace, model: TopicModel, *, parent: str, labels_only: bool = False
) -> TopicModel:
    saved = workspace.save_model(replace(model, parent=parent), only_labels=labels_only)
    annotate(workspace, saved)
    return saved


def _only(ids: Sequence[int], action: str) -> int:
    if len(ids) != 1:
        raise TopicLlamaError(f"To {action}, name one topic.", "For example: topic 3.")
    return ids[0]
