"""The eight tools: one layer for chat, command line and other agents, with identical results.

Everything that a tool needs comes in through :class:`Toolbox`; everything it says comes back as a
dataclass of :mod:`results`. A tool never deletes or overwrites, and never reads outside the
allowed folders, unless ``confirm`` says that a person agreed.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .columns import ColumnChoice
from .documents import LoadReport
from .errors import NotReadyError, TopicLlamaError
from .progress import Task
from .results import (
    AnalysisResult,
    EditResult,
    RecommendResult,
    SearchResult,
    TopicsResult,
    TrainResult,
)
from .workspace import Workspace

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from .bow import BagOfWords
    from .embedding import Embedder
    from .topic_model import TopicModel

DEMOS = ("demo", "demo-zh")
ALGORITHMS = ("lda", "lsa", "nmf")
ANALYSES = ("overview", "quality", "trends", "sentiment", "compare")
ACTIONS = ("merge", "split", "rename", "delete", "undo")


def _nobody(question: str) -> bool:
    """Without a person to ask, nothing that needs one is done."""
    return False


@dataclass(slots=True)
class Toolbox:
    """The tools of one workspace.

    ``llm`` names topics when there is one. ``confirm`` asks a person a yes-or-no question and
    blocks until it is answered. ``allowed`` are folders that ``load_corpus`` may read without
    asking, besides the workspace's own uploads.
    """

    workspace: Workspace
    llm: BaseChatModel | None = None
    task: Task | None = None
    confirm: Callable[[str], bool] = _nobody
    allowed: Sequence[Path] = field(default_factory=tuple)

    # texts -----------------------------------------------------------------------------------

    def load_corpus(
        self, source: str, *, columns: ColumnChoice | None = None, replace: bool = False
    ) -> LoadReport:
        """Add a file, a folder, "demo" or "demo-zh" to the corpus."""
        source = source.strip().strip("\"'")
        if not source:
            raise TopicLlamaError(
                "It is not clear what to load.",
                'Give a file, a folder, "demo" (English news) or "demo-zh" (Chinese news).',
            )
        if source not in DEMOS:
            self._may_read(Path(source).expanduser())
        return self.load([source], columns=columns, replace=replace)

    def load(
        self,
        sources: Sequence[str | Path],
        *,
        columns: ColumnChoice | None = None,
        replace: bool = False,
    ) -> LoadReport:
        """Load what a person named (no folder is asked about): the command line's door."""
        from .loading import load

        with self.workspace.writing():
            return load(
                sources,
                self.workspace.corpus,
                columns=columns or ColumnChoice(),
                replace=replace,
                task=self.task,
            )

    def _may_read(self, path: Path) -> None:
        real = path.resolve()
        folders = [self.workspace.root / "uploads", *self.allowed]
        if any(real.is_relative_to(folder.resolve()) for folder in folders):
            return
        if not self.confirm(f"Read {real}?"):
            raise TopicLlamaError(
                f"{path} was not read: it lies outside the folders that the chat may read.",
                "Drop the file onto the page, or load it with: topicllama load PATH",
            )

    # topics ----------------------------------------------------------------------------------

    def train_topics(
        self,
        num_topics: int = 0,
        algorithm: str = "lda",
        *,
        seed: int = 0,
        seed_words: Sequence[Sequence[str]] = (),
    ) -> TrainResult:
        """Find topics (0: choose how many), name them, and make the model the current one."""
        from .keyword_labels import keyword_labels
        from .training import train

        if algorithm not in ALGORITHMS:
            raise TopicLlamaError(
                f"There is no algorithm {algorithm!r}.", f"Choose one of {', '.join(ALGORITHMS)}."
            )
        corpus = self.workspace.require_documents()
        started = time.perf_counter()
        model = train(
            self._bow(),
            num_topics=num_topics,
            algorithm=algorithm,
            seed=seed,
            seed_words=seed_words,
            task=self.task,
        )
        model = self._save(keyword_labels(model, corpus))
        seconds = round(time.perf_counter() - started, 2)
        if self.llm is not None:
            model = self._llama_labels(model, "auto", "")
        return self._trained(model, seconds)

    def _trained(self, model: TopicModel, seconds: float) -> TrainResult:
        from .explain import topics_info

        return TrainResult(
            model=model.version,
            algorithm=model.algorithm,
            num_topics=model.num_topics,
            why=model.why,
            metrics=dict(model.metrics),
            seconds=seconds,
            topics=topics_info(model),
            documents=len(model.document_ids),
            choice=dict(model.parameters.get("choice", {})),
        )

    def show_topics(self, topic: str = "all") -> TopicsResult:
        """All topics, or one (by id or label) explained with its documents."""
        from .explain import explain, resolve_topic, topics_info

        model = self.workspace.require_model()
        if str(topic).strip().lower() in ("", "all", "全部", "所有"):
            result = TopicsResult(topics_info(model), documents=len(model.document_ids))
        else:
            result = explain(model, self.workspace.corpus, resolve_topic(model, topic))
        result.model = model.version
        result.note = self._outdated(model)
        return result

    def label_topics(self, language: str = "auto", style: str = "") -> TopicsResult:
        """Name the topics anew: by the Llama when there is one, else from the documents' phrases."""
        from .keyword_labels import keyword_labels

        if language not in ("auto", "en", "zh", "both"):
            raise TopicLlamaError(
                f"There are no labels in {language!r}.", "Choose en, zh, both or auto."
            )
        model = self.workspace.require_model()
        if self.llm is not None:
            self._llama_labels(model, language, style)
            return self.show_topics()
        labelled = keyword_labels(model, self.workspace.corpus)
        self._save(labelled, action="label", only_labels=True)
        result = self.show_topics()
        result.note = (
            "No Llama answers, so the labels are phrases from the documents, in their language."
        )
        return result

    def _llama_labels(self, model: TopicModel, language: str, style: str) -> TopicModel:
        from .llama_labels import llama_labels

        assert self.llm is not None
        labelled = llama_labels(
            model,
            self.workspace.corpus,
            self.llm,
            language=language,
            style=style,
            task=self.task,
        )
        return self._save(labelled, action="label", only_labels=True)

    def edit_topics(self, action: str, topics: str = "", name: str = "") -> EditResult:
        """Merge, split, rename or delete topics, or undo the last change."""
        from . import editing
        from .explain import topics_info

        if action not in ACTIONS:
            raise TopicLlamaError(
                f"There is no edit {action!r}.", f"Choose one of {', '.join(ACTIONS)}."
            )
        before = self.workspace.require_model()
        if action == "undo":
            return self._undo(before)
        ids = self._topic_ids(before, topics)
        if action == "merge":
            after = editing.merge(before, ids)
        elif action == "split":
            after = editing.split(before, self._bow(), _only(ids, action))
        elif action == "rename":
            after = editing.rename(before, _only(ids, action), name)
        else:
            label = before.topic(_only(ids, action)).label
            if not self.confirm(f"Delete topic {ids[0]} ({label})? Its documents stay."):
                raise TopicLlamaError(
                    "The topic was not deleted: nobody confirmed it.",
                    "Confirm on the page, or merge it into another topic instead.",
                )
            after = editing.delete(before, ids[0])
        after = self._relabelled(after, before, only_labels=action == "rename")
        return EditResult(
            action=action,
            topics=topics_info(after),
            model=after.version,
            before=dict(before.metrics),
            after=dict(after.metrics),
            changed=ids,
            message=after.action,
        )

    def _relabelled(
        self, after: TopicModel, before: TopicModel, *, only_labels: bool
    ) -> TopicModel:
        from dataclasses import replace

        from .keyword_labels import keyword_labels
        from .metrics import evaluate

        if only_labels:
            return self._save(after, only_labels=True)
        kept = {topic.id: topic for topic in before.topics}
        fresh = keyword_labels(after, self.workspace.corpus)
        named = [
            old if old.label and old.id in kept else new
            for old, new in zip(after.topics, fresh.topics, strict=True)
        ]
        after = after.with_topics(named)
        return self._save(replace(after, metrics=evaluate(after, self._bow())))

    def _undo(self, model: TopicModel) -> EditResult:
        from .explain import topics_info

        if not model.parent:
            raise TopicLlamaError("There is nothing to undo.", "These topics were never changed.")
        self.workspace.use_version(model.parent)
        restored = self.workspace.require_model()
        self._annotate(restored)
        return EditResult(
            action="undo",
            topics=topics_info(restored),
            model=restored.version,
            before=dict(model.metrics),
            after=dict(restored.metrics),
            message=f"undid: {model.action}",
        )

    # documents -------------------------------------------------------------------------------

    def search_documents(
        self,
        query: str = "",
        topic: str = "",
        since: str = "",
        until: str = "",
        limit: int = 5,
        *,
        mode: str = "hybrid",
        embedder: Embedder | None = None,
    ) -> SearchResult:
        """Documents about something, in a topic, in a time, or all at once."""
        from .search import search

        self.workspace.require_documents()
        topics: list[int] = []
        if str(topic).strip():
            topics = self._topic_ids(self.workspace.require_model(), topic)
        return search(
            self.workspace,
            query,
            topics=topics,
            since=since,
            until=until,
            mode=mode,
            limit=limit,
            embedder=embedder,
        )

    def recommend_documents(self, liked: str, limit: int = 5) -> RecommendResult:
        """Documents to read next, from ids (separated by commas) or a text that was liked."""
        from .recommend import recommend

        corpus = self.workspace.require_documents()
        names = [part.strip() for part in re.split(r"[,，、;\n]", liked) if part.strip()]
        if not names:
            raise TopicLlamaError(
                "It is not clear what you liked.", "Name documents by id, or paste a text."
            )
        known = corpus.get(names)
        return recommend(self.workspace, names if known else [liked], limit=limit)

    def analyze_corpus(self, kind: str, topic: str = "", by: str = "") -> AnalysisResult:
        """Overview, quality, trends over time, sentiment by topic, or a comparison of groups."""
        corpus = self.workspace.require_documents()
        if kind == "overview":
            from .embed_job import coverage
            from .overview import overview

            return overview(corpus, self.workspace.model, coverage(self.workspace))
        if kind not in ANALYSES:
            raise TopicLlamaError(
                f"There is no analysis {kind!r}.", f"Choose one of {', '.join(ANALYSES)}."
            )
        model = self.workspace.require_model()
        result = self._analysis(kind, model, topic, by)
        result.note = " ".join(part for part in (result.note, self._outdated(model)) if part)
        return result

    def _analysis(self, kind: str, model: TopicModel, topic: str, by: str) -> AnalysisResult:
        from .compare import compare
        from .sentiment import sentiment
        from .trends import trends

        corpus = self.workspace.corpus
        chosen = self._topic_ids(model, topic)[0] if str(topic).strip() else None
        if kind == "quality":
            return AnalysisResult("quality", {"metrics": self.evaluate()})
        if kind == "trends":
            return trends(corpus, model, by=by, topic=chosen)
        if kind == "sentiment":
            return sentiment(corpus, model, topic=chosen)
        return compare(corpus, model, by=by or "label", topic=chosen)

    def evaluate(self, *, labels: bool = False) -> dict[str, float]:
        """The figures of the current model; with ``labels`` also those against the labels."""
        from .metrics import evaluate

        model = self.workspace.require_model()
        known = dict(
            zip(self.workspace.corpus.ids(), self.workspace.corpus.column("label"), strict=True)
        )
        if labels and not any(known.values()):
            raise TopicLlamaError(
                "The documents have no labels to compare the topics with.",
                "Load the corpus with --label-column.",
            )
        wanted = [known.get(name, "") for name in model.document_ids] if labels else None
        return {**model.metrics, **evaluate(model, self._bow(), labels=wanted)}

    # shared ----------------------------------------------------------------------------------

    def _bow(self) -> BagOfWords:
        from .bow import bag_of_words

        return bag_of_words(self.workspace, self.task)

    def _topic_ids(self, model: TopicModel, topics: str) -> list[int]:
        from .explain import resolve_topic

        text = str(topics).strip()
        if not text:
            raise TopicLlamaError("It is not clear which topic you mean.", "Name it by its number.")
        try:
            return [resolve_topic(model, text)]
        except TopicLlamaError:
            parts = [p for p in re.split(r"[,，、+&;]|\band\b|和|与", text) if p.strip()]
            if len(parts) < 2:
                raise
            return [resolve_topic(model, part.strip()) for part in parts]

    def _save(
        self, model: TopicModel, *, action: str = "", only_labels: bool = False
    ) -> TopicModel:
        from dataclasses import replace

        if action:
            model = replace(model, action=action, parent=model.version)
        model = self.workspace.save_model(model, only_labels=only_labels)
        self._annotate(model)
        return model

    def _annotate(self, model: TopicModel) -> None:
        """Bring the topics of the records in Chroma up to date (nothing to do before embedding)."""
        from .embed_job import coverage
        from .vector_store import VectorStore

        if coverage(self.workspace) > 0:
            VectorStore(self.workspace).annotate(model)

    def _outdated(self, model: TopicModel) -> str:
        missing = len(self.workspace.corpus) - len(model.document_ids)
        if model.corpus and model.corpus != self.workspace.corpus.fingerprint:
            return (
                f"The texts have changed since these topics were found ({missing:+,} documents): "
                "train again to include them."
            )
        return ""


def _only(ids: Sequence[int], action: str) -> int:
    if len(ids) != 1:
        raise TopicLlamaError(f"To {action}, name one topic.", "For example: topic 3.")
    return ids[0]


__all__ = ["ACTIONS", "ALGORITHMS", "ANALYSES", "DEMOS", "NotReadyError", "Toolbox"]
