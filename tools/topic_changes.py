"""Everything that makes a new version of the topics: train, name, change, undo.

:func:`change` works a change out without storing it (a preview stops there), :func:`commit` makes
it the current model and brings the annotations in Chroma up to date. The version before stays and
is the new one's ``parent``, which is what undo goes back to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from . import topic_model
from .bow import BagOfWords, bag_of_words
from .errors import TopicLlamaError
from .progress import Task
from .topic_model import Topic, TopicModel
from .workspace import Workspace

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from .updating import Update

LANGUAGES = ("auto", "en", "zh", "both")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the topics, worked out. ``touched`` are the topics whose sizes it moved;
    ``before`` and ``after`` have the figures of one and the same corpus."""

    before: TopicModel
    after: TopicModel
    touched: tuple[int, ...] = ()
    update: Update | None = None
    labels_only: bool = False
    stored: bool = False  # a version that is there already: what undo goes back to

    @property
    def empty(self) -> bool:
        return self.after is self.before


def train(
    workspace: Workspace,
    *,
    num_topics: int = 0,
    algorithm: str = "lda",
    seed: int = 0,
    seed_words: Sequence[Sequence[str]] = (),
    engine: str = "local",
    task: Task | None = None,
) -> TopicModel:
    """Find topics (0: choose how many) and name them from the documents' own phrases. Words that
    were marked as noise are left out."""
    from .algorithms import algorithm as find_algorithm
    from .noise import noise_of
    from .spark_session import master_of
    from .training import train as train_model
    from .vocabulary import without_words

    find_algorithm(algorithm)
    workspace.require_documents()
    model = train_model(
        without_words(bag_of_words(workspace, task), noise_of(workspace.model)),
        num_topics=num_topics,
        algorithm=algorithm,
        seed=seed,
        seed_words=seed_words,
        task=task,
        engine=engine,
        spark_master=master_of(workspace.settings),
    )
    return adopt(workspace, model)


def adopt(workspace: Workspace, model: TopicModel) -> TopicModel:
    """Name topics that were found anew and make them the current ones, which remember what is
    noise; undo goes back to those before."""
    from .noise import PARAMETER, noise_of

    if noise := noise_of(workspace.model):
        model = replace(model, parameters={**model.parameters, PARAMETER: noise})
    return _store(workspace, _named(workspace, model), parent=workspace.current_version)


def name(
    workspace: Workspace,
    llm: BaseChatModel | None,
    *,
    language: str = "auto",
    style: str = "",
    task: Task | None = None,
    fresh: bool = False,
) -> TopicModel:
    """Name the topics anew: by the Llama when there is one, else from the documents' phrases.

    What the Llama was asked before is not asked again, unless ``fresh``. Names that come out as
    they were make no new version.
    """
    from .answer_cache import AnswerCache
    from .llama_labels import llama_labels

    if language not in LANGUAGES:
        raise TopicLlamaError(
            f"There are no labels in {language!r}.", f"Choose one of {', '.join(LANGUAGES)}."
        )
    model = workspace.require_model()
    if llm is None:
        named = _named(workspace, model)
    else:
        named = llama_labels(
            model,
            workspace.corpus,
            llm,
            language=language,
            style=style,
            task=task,
            prompts=workspace.prompts,
            cache=AnswerCache.of(workspace),
            fresh=fresh,
        )
    if named.topics == model.topics:
        return model
    return _store(workspace, replace(named, action="label"), parent=model.version, labels_only=True)


# changes -------------------------------------------------------------------------------------


def change(
    workspace: Workspace,
    action: str,
    ids: Sequence[int] = (),
    name: str = "",
    task: Task | None = None,
) -> Change:
    """Work out what merge, split, rename, delete, noise, update or undo makes of the topics.

    Ids of the others stay. ``name`` is the new name, or the words that are noise. Nothing is
    stored but the word counts of the corpus, if they were not there.
    """
    model = workspace.require_model()
    if action == "undo":
        return _back(workspace, model)
    if action == "rename":
        from .editing import rename

        renamed = rename(model, _only(ids, action), name)
        return Change(model, renamed, tuple(ids), labels_only=True)
    if action == "update" and model.corpus == workspace.corpus.fingerprint:
        return Change(model, model)
    bow = bag_of_words(workspace, task)
    after, update = _changed(model, bow, action, ids, name, task)
    after = _measured(_renewed(workspace, model, after), bow)
    before = _comparable(model, after, bow)
    return Change(before, after, _touched(model, after, ids), update)


def commit(workspace: Workspace, made: Change) -> TopicModel:
    """Make the result of a change the current topics; returns them with their version."""
    if made.empty:
        return made.after
    if made.stored:
        workspace.use_version(made.after.version)
        annotate(workspace, made.after)
        return made.after
    return _store(workspace, made.after, parent=made.before.version, labels_only=made.labels_only)


def _changed(
    model: TopicModel, bow: BagOfWords, action: str, ids: Sequence[int], name: str,
    task: Task | None,
) -> tuple[TopicModel, Update | None]:  # fmt: skip
    from . import editing, noise, updating

    if action == "update":
        return updating.update(model, bow, task)
    if action == "noise":
        return noise.mark_noise(model, bow, name), None
    if action == "merge":
        return editing.merge(model, ids, bow), None
    if action == "split":
        return editing.split(model, bow, _only(ids, action)), None
    return editing.delete(model, _only(ids, action)), None


def _back(workspace: Workspace, model: TopicModel) -> Change:
    if not model.parent:
        raise TopicLlamaError("There is nothing to undo.", "These topics were never changed.")
    restored = topic_model.load(workspace.root / "models" / model.parent)
    return Change(model, restored, _touched(model, restored, ()), stored=True)


def _touched(before: TopicModel, after: TopicModel, ids: Sequence[int]) -> tuple[int, ...]:
    """The topics that were named, came, went, or have other keywords or documents now."""
    old = {topic.id: topic for topic in before.topics}
    new = {topic.id: topic for topic in after.topics}
    other = [
        n
        for n in old.keys() & new.keys()
        if (old[n].keywords, old[n].documents) != (new[n].keywords, new[n].documents)
    ]
    return tuple(sorted({*ids, *(old.keys() ^ new.keys()), *other}))


def _measured(model: TopicModel, bow: BagOfWords) -> TopicModel:
    from .metrics import evaluate

    return replace(model, metrics=evaluate(model, bow))


def _comparable(model: TopicModel, after: TopicModel, bow: BagOfWords) -> TopicModel:
    """The model with figures to compare those of ``after`` with: of the same corpus."""
    same = model.corpus == bow.fingerprint and after.metrics.keys() <= model.metrics.keys()
    return model if same else _measured(model, bow)


def annotate(workspace: Workspace, model: TopicModel) -> None:
    """Bring the topics of the records in Chroma up to date (before embedding there are none)."""
    from .embed_job import coverage

    if coverage(workspace) > 0:
        from .vector_store import VectorStore

        VectorStore(workspace).annotate(model)


# names ---------------------------------------------------------------------------------------


def _named(
    workspace: Workspace, model: TopicModel, only: Collection[int] | None = None
) -> TopicModel:
    """The model with names from the documents' phrases, none of which has a noise word."""
    from .keyword_labels import keyword_labels
    from .noise import labelling_settings, noise_of

    if not noise_of(model):
        return keyword_labels(model, workspace.corpus, only)
    parameters: Mapping[str, Any] = {**model.parameters, "text": labelling_settings(model)}
    named = keyword_labels(replace(model, parameters=parameters), workspace.corpus, only)
    return model.with_topics(named.topics)


def _renewed(workspace: Workspace, before: TopicModel, model: TopicModel) -> TopicModel:
    """Labels for the topics that a change left without one, and for those that keep theirs a
    description and representative documents where those are out of date."""
    kept = {topic.id: topic.keywords for topic in before.topics if topic.label}
    stale = {topic.id for topic in model.topics if topic.keywords != kept.get(topic.id)}
    stale |= {topic.id for topic in model.topics if not topic.label}
    fresh = _named(workspace, model, stale).topics
    topics = [
        _with_its_name(old, new) if old.id in stale else old
        for old, new in zip(model.topics, fresh, strict=True)
    ]
    return model.with_topics(topics)


def _with_its_name(old: Topic, new: Topic) -> Topic:
    if not old.label:
        return new
    description = old.description if old.label_source == "llama" else new.description
    return replace(old, description=description, representative=new.representative)


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
