"""The eight tools: one layer for chat, command line and other agents, with identical results.

Everything that a tool needs comes in through :class:`Toolbox`; everything it says comes back as a
dataclass of :mod:`results`. A tool never deletes or overwrites, and never reads outside the
allowed folders, unless ``confirm`` says that a person agreed.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .columns import ColumnChoice
from .documents import LoadReport
from .errors import Cancelled, TopicLlamaError
from .file_names import path_of, shown_name
from .progress import Task
from .results import (
    AnalysisResult,
    EditResult,
    RecommendResult,
    SearchResult,
    TopicsResult,
    TrainResult,
)
from .topic_model import TopicModel
from .workspace import Workspace

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from .embedding import Embedder
    from .profiles import Event
    from .sources import Records

DEMOS = ("demo", "demo-zh")
ANALYSES = ("overview", "quality", "trends", "sentiment", "compare")
ACTIONS = ("merge", "split", "rename", "delete", "noise", "update", "undo")
EVERY_TOPIC = ("", "all", "全部", "所有")
AS_TREE = ("tree", "hierarchy", "树", "层次")
BY_TOPIC = ("topic", "topics", "主题", "话题")
BY_MODEL = ("model", "the model", "llama", "llm", "check", "模型", "大模型")
# "preview merge" says what a merge would do: the flat tools have no other argument for it.
PREVIEW = "preview "
MOST_TOLD = 12  # hot events in a conversation
MOST_LIKED = 100  # chosen documents that others are compared with
ABOUT_ALL = "This is about all documents, not only the selected ones."


def _nobody(question: str) -> bool:
    """Without a person to ask, nothing that needs one is done."""
    return False


@dataclass(slots=True)
class Toolbox:
    """The tools of one workspace.

    ``llm`` names topics when there is one. ``confirm`` asks a person a yes-or-no question and
    blocks until it is answered. ``allowed`` are folders that ``load_corpus`` may read without
    asking, besides the workspace's own uploads. ``question`` is what the person asked, which a
    search is to find the answer to; ``language`` ("en" or "zh") is that of explanations.
    ``within`` are the documents that a person has chosen to ask about: no other is found.
    """

    workspace: Workspace
    llm: BaseChatModel | None = None
    task: Task | None = None
    confirm: Callable[[str], bool] = _nobody
    allowed: Sequence[Path] = field(default_factory=tuple)
    question: str = ""
    language: str = "en"
    within: frozenset[str] | None = None

    # texts -----------------------------------------------------------------------------------

    def load_corpus(self, source: str) -> LoadReport:
        """Add a file, a folder, "demo" or "demo-zh" to the corpus."""
        source = source.strip().strip("\"'")
        if not source:
            raise TopicLlamaError(
                "It is not clear what to load.",
                'Give a file, a folder, "demo" (English news) or "demo-zh" (Chinese news).',
            )
        if source not in DEMOS:
            self._may_read(path_of(source))
        return self.load([source])

    def load(
        self,
        sources: Sequence[str | Path | Records],
        *,
        columns: ColumnChoice | Mapping[str, ColumnChoice] | None = None,
        replace: bool = False,
        origin: str = "",
    ) -> LoadReport:
        """Load what a person named, from anywhere, or records of a program: the door of the command
        line and of Python.

        What came of it is kept in the workspace (:mod:`load_record`), ``origin`` with it: what the
        person calls it, where the sources' own names say nothing.
        """
        from .load_record import LoadRecord, keep
        from .loading import load
        from .sources import Records

        names = [shown_name(s.name if isinstance(s, Records) else Path(s).name) for s in sources]
        record = LoadRecord(origin=origin or ", ".join(names), replaced=replace)
        record.named(sources, columns)
        with self.workspace.writing():
            try:
                report = load(
                    sources,
                    self.workspace.corpus,
                    columns=columns or ColumnChoice(),
                    replace=replace,
                    task=self.task,
                    record=record,
                )
            except TopicLlamaError:
                if record.report.rejected:
                    keep(self.workspace, record.failed())
                raise
            keep(self.workspace, record)
        self._prepare_search()
        with suppress(TopicLlamaError):  # a damaged model: doctor tells
            model = self.workspace.model
            report.note = self._outdated(model) if model is not None else ""
        return report

    def remove_source(self, source: str) -> int:
        """Remove the documents that came from one file; returns how many. The topics stay as they
        are until they are updated or found anew."""
        with self.workspace.writing():
            gone = self.workspace.corpus.remove(source)
        if not gone:
            raise TopicLlamaError(
                f"There are no documents from {source} here.", "Load the page again."
            )
        if not self.workspace.corpus.is_empty:
            self._prepare_search()
        return gone

    def _prepare_search(self) -> None:
        """Keyword search is ready when a load is done. The texts are loaded by then, so whoever
        stops this part has the index made at the first search."""
        from .keyword_search import keyword_index

        with suppress(Cancelled):
            keyword_index(self.workspace, self.task)

    def _may_read(self, path: Path) -> None:
        real = path.resolve()
        folders = [self.workspace.root / "uploads", *self.allowed]
        if any(real.is_relative_to(folder.resolve()) for folder in folders):
            return
        if not (self.workspace.asks_for_files and self.confirm(f"Read {shown_name(str(real))}?")):
            raise TopicLlamaError(
                f"{shown_name(str(path))} was not read: it lies outside the folders that the chat "
                "may read.",
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
        engine: str = "local",
    ) -> TrainResult:
        """Find topics (0: choose how many) and name them, by the Llama when there is one; on a
        Spark cluster with ``engine`` "spark".

        ``algorithm`` is "lda", "nmf" or "lsa"; ``seed_words`` a list of words for each topic that
        must be among them. The same ``seed`` gives the same topics. NotReadyError without texts,
        TopicLlamaError when they carry no topic, Cancelled when the task is stopped; the topics
        before are kept then.
        """
        from . import topic_changes
        from .explain import examples, topics_info
        from .noise import noise_of

        started = time.perf_counter()
        self.workspace.must_be_writable()
        model = topic_changes.train(
            self.workspace,
            num_topics=num_topics,
            algorithm=algorithm,
            seed=seed,
            seed_words=seed_words,
            engine=engine,
            task=self.task,
        )
        seconds = time.perf_counter() - started
        if self.llm is not None:
            model = topic_changes.name(self.workspace, self.llm, task=self.task)
        return TrainResult(
            model=model.version,
            algorithm=model.algorithm,
            num_topics=model.num_topics,
            why=model.why,
            metrics=dict(model.metrics),
            seconds=round(seconds, 2),
            topics=topics_info(model),
            documents=len(model.document_ids),
            choice=dict(model.parameters.get("choice", {})),
            representative=examples(model, self.workspace.corpus),
            noise=list(noise_of(model).values()),
        )

    def show_topics(self, topic: str = "all", *, tree: bool = False) -> TopicsResult:
        """All topics, or one (by id or label) explained with its documents; with ``tree``, or
        "tree" as the topic, also which topics are close. NotReadyError before the first training,
        TopicLlamaError for a topic that there is not."""
        from .explain import examples, explain, resolve_topic, topics_info
        from .explain_trend import trend_of
        from .resolve import names_topic
        from .trends_kept import topic_trends

        model = self.workspace.require_model()
        if str(topic).strip().lower() in AS_TREE and names_topic(model, str(topic)) is None:
            topic, tree = "all", True
        if str(topic).strip().lower() in EVERY_TOPIC:
            result = TopicsResult(
                topics_info(model),
                representative=examples(model, self.workspace.corpus),
                documents=len(model.document_ids),
            )
        else:
            wanted = resolve_topic(model, topic)
            trend = trend_of(topic_trends(self.workspace).whole, wanted)
            result = explain(model, self.workspace.corpus, wanted, self.language, trend)
            self._explain_in_words(result)
        if tree:
            from .hierarchy import hierarchy

            result.tree = asdict(hierarchy(model))
        result.model = model.version
        result.note = self._of_all(self._outdated(model))
        return result

    def _explain_in_words(self, result: TopicsResult) -> None:
        """By the Llama, when there is one. In a conversation it words its answer itself, from the
        same figures and passages; to have it write twice would only keep the person waiting."""
        from .answer_cache import AnswerCache
        from .claims import notices
        from .explain_llama import llama_explanation

        if self.llm is None or self.question:
            return
        found = llama_explanation(
            result, self.llm, self.language, self.task, self.workspace.prompts,
            AnswerCache.of(self.workspace),
        )  # fmt: skip
        if found is None:
            return
        said = notices(found.dropped, found.numbers, self.language)
        result.explanation = "\n\n".join([found.text, *said])
        result.explained_by = "llama"
        result.dropped_quotes, result.unverified_numbers = found.dropped, found.numbers

    def label_topics(
        self,
        language: str = "auto",
        style: str = "",
        *,
        fresh: bool = False,
        report: bool = False,
    ) -> TopicsResult:
        """Name the topics anew, in a language and a style ("as newspaper sections").

        ``fresh`` asks the Llama for other names than before. With ``report`` each name is judged;
        without a Llama it is only judged.
        """
        from . import topic_changes
        from .label_report import label_report, naming_note

        before = self.workspace.require_model()
        self.workspace.must_be_writable()
        if self.llm is not None or not report:
            topic_changes.name(
                self.workspace, self.llm, language=language, style=style, task=self.task,
                fresh=fresh,
            )  # fmt: skip
        result = self.show_topics()
        model = self.workspace.require_model()
        result.note = naming_note(before, model, self.llm is not None, report) or result.note
        if report:
            result.report = label_report(model, self.workspace.corpus)
        return result

    def edit_topics(
        self, action: str, topics: str = "", name: str = "", *, preview: bool = False
    ) -> EditResult:
        """Merge, split, rename or delete topics, mark words (``name``, between commas) as noise,
        fold in documents that were loaded since, or undo the last change.

        ``preview``, or an action "preview merge", works it out and changes nothing.
        """
        from . import topic_changes
        from .edit_result import edit_result

        action = action.replace("_", " ")  # as a small model may write it
        preview = preview or action.startswith(PREVIEW)
        action = action.removeprefix(PREVIEW)
        if action not in ACTIONS:
            raise TopicLlamaError(
                f"There is no edit {action!r}.", f"Choose one of {', '.join(ACTIONS)}."
            )
        model = self.workspace.require_model()
        named = action in ("merge", "split", "rename", "delete")
        ids = self._topic_ids(model, topics) if named else []
        if action == "delete" and not preview:
            self._may_delete(model, ids)
        made = topic_changes.change(self.workspace, action, ids, name, self.task)
        if not preview:
            made = replace(made, after=topic_changes.commit(self.workspace, made))
        return edit_result(action, made, ids, name, preview=preview)

    def update(self, *, preview: bool = False) -> EditResult:
        """Fold in the documents that were loaded since the topics were found; ids, labels and
        names stay."""
        return self.edit_topics("update", preview=preview)

    def _may_delete(self, model: TopicModel, ids: Sequence[int]) -> None:
        names = ", ".join(f"{i} ({model.topic(i).label})" for i in ids)
        if not self.confirm(f"Delete topic {names}? Its documents stay, and it can be undone."):
            raise TopicLlamaError(
                "The topic was not deleted: nobody confirmed it.",
                "Confirm it (on the command line: --yes), or merge it into another topic instead.",
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
        labels: Sequence[str] = (),
        sources: Sequence[str] = (),
        languages: Sequence[str] = (),
        without: Sequence[str] = (),
    ) -> SearchResult:
        """Documents about something, in one of the topics, in a time, or all at once, and not
        about what the query ("-football") or ``without`` says.

        ``topic`` are ids or labels between commas, ``since`` and ``until`` dates ("2003",
        "2003-05", "2003-05-14", both inclusive), ``limit`` the number of documents. ``mode`` is
        "hybrid", "keyword", "meaning" or "topic". TopicLlamaError for a topic, date, label or
        language that is none.
        """
        from .question import is_question
        from .search import search

        self.workspace.require_documents()
        topics: list[int] = []
        if str(topic).strip():
            topics = self._topic_ids(self.workspace.require_model(), topic)
        if self.within is not None and not (query.strip() or topics or since or until or without):
            return self._selection(limit)
        result = search(
            self.workspace,
            query,
            topics=topics,
            since=since,
            until=until,
            mode=mode,
            limit=limit,
            embedder=embedder,
            question=self.question if is_question(self.question) else "",
            label=labels,
            source=sources,
            language=languages,
            without=without,
            ids=self.within,
        )
        result.selected = len(self.within or ())
        return result

    def _selection(self, limit: int) -> SearchResult:
        """What the chosen documents are, where nothing is looked for in them."""
        from .selection import overview_of

        assert self.within is not None
        result = overview_of(self.workspace, self.within, limit)
        result.selected = len(self.within)
        return result

    def recommend_documents(
        self,
        liked: str,
        limit: int = 5,
        disliked: str = "",
        *,
        texts: Sequence[str] = (),
        user: str = "",
        events: Sequence[Event] = (),
    ) -> RecommendResult:
        """Documents to read next, from ids (separated by commas) or a text that was liked, and
        not like those that were disliked. Where a person has chosen documents, it is some of
        these, or with nothing else that was liked, others like them.

        ``texts`` were liked too. With a ``user`` the profile that is kept counts, and the ids are
        added to it; ``events`` of a history count without being kept.
        """
        from .profiles import Event, Profiles, now
        from .recommend import recommend

        good, bad = self._liked(liked), self._liked(disliked)
        chosen = self.within or frozenset()
        like_selected = self.within is not None and not texts and chosen.issuperset(good)
        if like_selected:
            good = good or sorted(chosen)[:MOST_LIKED]
        if user:
            known = self.workspace.require_documents().get([*good, *bad])
            told = [Event(user, name, "liked", now()) for name in good if name in known]
            told += [Event(user, name, "disliked", now()) for name in bad if name in known]
            profiles = Profiles(self.workspace)
            if told:
                profiles.add(told)
            enough = bool(good or texts or events)
            events = [*events, *(profiles.of(user) if enough else profiles.known(user))]
        result = recommend(
            self.workspace, [*good, *texts], limit, bad, events=events, language=self.language,
            among=None if like_selected else self.within,
        )  # fmt: skip
        result.user = user
        result.selected, result.like_selected = len(self.within or ()), like_selected
        return result

    def _liked(self, said: str) -> list[str]:
        """Ids between commas, or else one text."""
        corpus = self.workspace.require_documents()
        names = [part.strip() for part in re.split(r"[,，、;\n]", said) if part.strip()]
        return names if corpus.get(names) else [said] if names else []

    # figures ---------------------------------------------------------------------------------

    def analyze_corpus(
        self, kind: str, topic: str = "", by: str = "", *, since: str = "", until: str = ""
    ) -> AnalysisResult:
        """Overview, quality, trends over time, sentiment by topic, or a comparison of groups.

        ``kind`` is one of :data:`ANALYSES`; ``by`` is "day", "week", "month" or "year" for trends
        and sentiment ("model": the Llama judges a sample), "label", "source" or "period" for a
        comparison, or two groups by name. ``topic`` limits to one (id or label). ``since`` and
        ``until`` ask what was hot in that time (trends).
        """
        if kind not in ANALYSES:
            raise TopicLlamaError(
                f"There is no analysis {kind!r}.", f"Choose one of {', '.join(ANALYSES)}."
            )
        corpus = self.workspace.require_documents()
        if kind == "overview":
            from .embed_job import coverage
            from .overview import overview

            known = self.workspace.model
            result = overview(corpus, known, coverage(self.workspace))
            result.note = self._of_all(self._outdated(known) if known is not None else "")
            return result
        model = self.workspace.require_model()
        result = self._analysis(kind, model, topic, by, (since, until))
        if "update the topics" not in result.note:
            result.note = f"{result.note} {self._outdated(model)}".strip()
        result.note = self._of_all(result.note)
        return result

    def _analysis(
        self, kind: str, model: TopicModel, topic: str, by: str, time: tuple[str, str]
    ) -> AnalysisResult:
        corpus = self.workspace.corpus
        chosen = self._topic_ids(model, topic)[0] if str(topic).strip() else None
        if kind == "quality":
            return AnalysisResult("quality", {"metrics": self.evaluate()})
        if kind == "trends":
            from .bow import bag_of_words
            from .trends import trends

            bow = bag_of_words(self.workspace, self.task)
            since, until = time
            result = trends(corpus, model, by, chosen, since=since, until=until, bow=bow)
            result.data["events"] = result.data["events"][:MOST_TOLD]
            return result
        if kind == "sentiment":
            from .sentiment import sentiment

            name = by.strip().lower()
            if name in BY_MODEL:
                return self.check_sentiment(topic=topic)
            period = "" if name in BY_TOPIC else by
            return sentiment(corpus, model, topic=chosen, task=self.task, by=period)
        from .compare import compare
        from .compare_groups import mentioned

        named = mentioned(corpus, by, self.question)
        return compare(corpus, model, by=by or "label", topic=chosen, groups=named)

    def check_sentiment(
        self, number: int = 0, *, topic: str = "", by: str = "", documents: bool = False
    ) -> AnalysisResult:
        """Sentiment, and how far the Llama agrees with it on a sample (0: of 20 documents)."""
        from .answer_cache import AnswerCache
        from .sentiment import sentiment
        from .sentiment_check import SAMPLE, with_check

        model = self.workspace.require_model()
        chosen = self._topic_ids(model, topic)[0] if str(topic).strip() else None
        corpus = self.workspace.corpus
        result = with_check(
            sentiment(corpus, model, chosen, True, self.task, by),
            corpus,
            self.llm,
            number or SAMPLE,
            prompts=self.workspace.prompts,
            cache=AnswerCache.of(self.workspace),
            task=self.task,
        )
        if not documents:
            del result.data["documents"]
        return result

    def evaluate(self, *, labels: bool = False) -> dict[str, float]:
        """The figures of the current model (:func:`topicllama.tools.metrics.evaluate`); with
        ``labels`` also those against the documents' labels, TopicLlamaError where there are
        none."""
        from .bow import bag_of_words
        from .metrics import evaluate

        model = self.workspace.require_model()
        corpus = self.workspace.corpus
        known = dict(zip(corpus.ids(), corpus.column("label"), strict=True))
        if labels and not any(known.values()):
            raise TopicLlamaError(
                "The documents have no labels to compare the topics with.",
                "Load the corpus with --label-column.",
            )
        wanted = [known.get(name, "") for name in model.document_ids] if labels else None
        figures = evaluate(model, bag_of_words(self.workspace, self.task), labels=wanted)
        return {**model.metrics, **figures}

    # shared ----------------------------------------------------------------------------------

    def _topic_ids(self, model: TopicModel, topics: str) -> list[int]:
        """The ids that a text names: one by id or label, or several between commas or "and"."""
        from .explain import resolve_topic
        from .resolve import names_topic

        text = str(topics).strip()
        if not text:
            raise TopicLlamaError("It is not clear which topic you mean.", "Name it by its number.")
        named = [names_topic(model, part) for part in re.split(r"\s*[,，、;；]\s*", text) if part]
        if all(topic is not None for topic in named):  # before "money; 2" is taken for money
            return [topic for topic in named if topic is not None]
        try:
            return [resolve_topic(model, text)]
        except TopicLlamaError:
            parts = [p for p in re.split(r"[,，、+&;；]|\band\b|和|与", text) if p.strip()]
            if len(parts) < 2:
                raise
            return [resolve_topic(model, part.strip()) for part in parts]

    def _of_all(self, note: str) -> str:
        """A note to figures that a choice of documents does not change."""
        return note if self.within is None else f"{ABOUT_ALL} {note}".strip()

    def _outdated(self, model: TopicModel) -> str:
        from .updating import outdated

        return outdated(model, self.workspace.corpus)
