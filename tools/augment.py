"""Topics of short texts that learn from more than the texts say: words of the nearest texts, or
sentences that a Llama writes. Kept only when the figures on the texts themselves are better."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import topic_changes
from .augment_budget import Budget
from .augment_extra import Extra, LentWords
from .augment_neighbours import stored_vectors
from .augment_verdict import KEEP, Figures, Verdict, in_words, judge
from .augment_writing import Writing
from .bow import BagOfWords, bag_of_words
from .errors import TopicLlamaError
from .noise import noise_of
from .progress import Task
from .topic_model import TopicModel
from .vocabulary import without_words
from .workspace import Workspace

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

SHORT = 30  # known words; from as many on a text says enough
_FEWEST = 20  # short texts
_SEEDS = 2  # trainings of each kind that are compared


@dataclass(frozen=True, slots=True)
class Settings:
    """``num_topics`` 0: as many as there are now. ``weight``: how much a text's extra words weigh
    together, in words of its own. ``group`` texts are put into one call, which brings ``sentences``
    sentences; ``limit``: texts that are asked about (0: all short ones). ``keep``: "auto" (by the
    figures), "always" or "never"."""

    num_topics: int = 0
    weight: float = 1.0
    sentences: int = 5
    group: int = 5
    limit: int = 0
    keep: str = "auto"


@dataclass(slots=True)
class AugmentResult:
    """``source`` "corpus" or "llama"; ``texts`` got extra words. ``before`` and ``after`` are means
    over seeds of the figures of :func:`topicllama.tools.augment_figures.figures`, ``better`` and
    ``worse`` those that moved (:func:`topicllama.tools.augment_verdict.judge`). Not ``started``:
    the budget was not agreed to. ``model`` is the version of the current topics."""

    source: str
    texts: int
    documents: int
    num_topics: int
    started: bool = False
    budget: dict[str, Any] = field(default_factory=dict)
    sentences: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    before: dict[str, float] = field(default_factory=dict)
    after: dict[str, float] = field(default_factory=dict)
    better: list[str] = field(default_factory=list)
    worse: list[str] = field(default_factory=list)
    kept: bool = False
    why: str = ""
    why_zh: str = ""
    note: str = ""
    model: str = ""
    seconds: float = 0.0


def augment(
    workspace: Workspace, llm: BaseChatModel | None, settings: Settings,
    confirm: Callable[[Budget], bool], task: Task | None = None,
) -> AugmentResult:  # fmt: skip
    """Find the topics anew with extra words for the short texts, and keep them if they are better.

    With ``llm`` its sentences are learned from, once ``confirm`` has agreed to the budget; without
    it the words of each text's nearest neighbours. Sizes, keywords, shares and figures are of the
    texts themselves. TopicLlamaError without topics by LDA, without short texts, or when nothing
    that was written can be used. Progress stages "expand", "write", "compare", "train".
    """
    started = time.perf_counter()
    work = _Work(workspace, settings, task)
    result = AugmentResult(
        "corpus", int(work.short.sum()), len(work.short), work.num_topics,
        model=work.model.version,
    )  # fmt: skip
    extra = _written(work, llm, confirm, result) if llm is not None else _lent(work)
    if extra is not None:
        result.started = True
        verdict = work.verdict(extra)
        result.before, result.after = verdict.before, verdict.after
        result.better, result.worse = verdict.better, verdict.worse
        result.kept = settings.keep == "always" or (settings.keep == "auto" and verdict.good)
        if result.kept:
            result.model = work.keep(extra, result).version
        result.why, result.why_zh = (
            in_words(verdict, settings.keep, result.kept, language) for language in ("en", "zh")
        )
    result.seconds = round(time.perf_counter() - started, 2)
    return result


def _lent(work: _Work) -> Extra:
    vectors = stored_vectors(work.workspace, work.bow.document_ids)
    return LentWords(work.bow, work.short, work.settings.weight, vectors)


def _written(
    work: _Work, llm: BaseChatModel, confirm: Callable[[Budget], bool], result: AugmentResult
) -> Extra | None:
    """Words of written sentences, or None when the budget was not agreed to."""
    settings = work.settings
    rows = work.asked_about()
    writing = Writing(work.workspace, work.bow, llm, settings.sentences, work.task)
    writing.ask_about(rows, work.model, settings.group)
    budget = writing.budget()
    result.source, result.texts, result.budget = "llama", len(rows), asdict(budget)
    if budget.calls and not confirm(budget):
        result.why = "Nothing was asked and nothing has changed: the budget needs a yes."
        result.why_zh = "没有提问，也没有任何改动：需要先同意这份预算。"
        return None
    extra, written = writing.done(settings.weight)
    result.sentences = sum(map(len, written.sentences))
    result.dropped = {why: number for why, number in written.dropped.items() if number}
    if written.unanswered:
        result.note = (
            f"The Llama went away before the end: {written.unanswered:,} calls are missing. "
            "Run it again to go on."
        )
    return extra


class _Work:
    """The texts and topics of one run."""

    def __init__(self, workspace: Workspace, settings: Settings, task: Task | None) -> None:
        self.workspace, self.settings, self.task = workspace, settings, task
        self.model = workspace.require_model()
        _check(self.model, settings)
        self.bow = without_words(bag_of_words(workspace, task), noise_of(self.model))
        self.short = _short(self.bow)
        self.num_topics = settings.num_topics or self.model.num_topics
        self.seed = int(self.model.parameters.get("seed", 0))

    def asked_about(self) -> NDArray[np.int64]:
        """The rows of the short texts that a Llama writes for, some of them with a limit."""
        rows, limit = np.flatnonzero(self.short), self.settings.limit
        if 0 < limit < len(rows):
            rows = np.sort(np.random.default_rng(self.seed).choice(rows, limit, replace=False))
        return rows

    def verdict(self, extra: Extra) -> Verdict:
        """Trainings without the extra words and with them, with two seeds."""
        from threadpoolctl import threadpool_limits

        labels = self._labels()
        before, after = list[Figures](), list[Figures]()
        with threadpool_limits(limits=1):
            for n in range(_SEEDS):
                before.append(self._figures(labels, n, extra, None))
                after.append(self._figures(labels, n, extra, extra))
        self._report(2 * _SEEDS)
        return judge(before, after)

    def _figures(
        self, labels: Sequence[str], n: int, halved: Extra, extra: Extra | None
    ) -> Figures:
        from .augment_figures import figures

        self._report(2 * n + (extra is not None))
        return figures(
            self.bow, labels, self.num_topics, self.seed + n, halved.units, extra, self.task
        )

    def _report(self, done: int) -> None:
        if self.task is not None:
            self.task.report("compare", done, 2 * _SEEDS)

    def _labels(self) -> list[str]:
        corpus = self.workspace.corpus
        known = dict(zip(corpus.ids(), corpus.column("label"), strict=True))
        return [known.get(name, "") for name in self.bow.document_ids]

    def keep(self, extra: Extra, result: AugmentResult) -> TopicModel:
        """Train with the extra words, name the topics and make them the current ones."""
        from .training import train

        old = self.model.parameters
        more = extra.counts(np.arange(len(self.short)), self.task)
        made = train(
            self.bow, self.num_topics, "lda", self.seed, seed_words=old.get("seed_words", ()),
            task=self.task, extra=more,
        )  # fmt: skip
        parameters = {**made.parameters, "augmentation": _record(self.settings, result)}
        measured: dict[str, float] = {
            name: result.after[name]
            for name in ("stability", "perplexity_held_out")
            if name in result.after
        }
        made = replace(
            made, parameters=parameters, metrics={**made.metrics, **measured}, action="augment"
        )
        return topic_changes.adopt(self.workspace, made)


def _record(settings: Settings, result: AugmentResult) -> dict[str, Any]:
    """What the model remembers of it."""
    record = {"source": result.source, "texts": result.texts, "weight": settings.weight,
              "before": result.before, "after": result.after}  # fmt: skip
    if result.source == "llama":
        record |= {"llama": result.budget["model"], "sentences": result.sentences,
                   "group": settings.group}  # fmt: skip
    return record


def _short(bow: BagOfWords) -> NDArray[np.bool_]:
    lengths = bow.lengths
    short: NDArray[np.bool_] = (lengths > 0) & (lengths < SHORT)
    if short.sum() < _FEWEST:
        raise TopicLlamaError(
            f"Only {int(short.sum())} of the texts are short enough to need more words.",
            "Augmentation is for titles, comments and the like; other texts need none.",
        )
    return short


def _check(model: TopicModel, settings: Settings) -> None:
    if settings.keep not in KEEP:
        raise TopicLlamaError(
            f"There is no choice {settings.keep!r}.", f"Choose one of {', '.join(KEEP)}."
        )
    if settings.weight <= 0:
        raise TopicLlamaError("The weight must be more than 0.", "The usual weight is 1.")
    if model.algorithm != "lda":
        raise TopicLlamaError(
            f"Only topics by LDA can learn from extra words, not those by {model.algorithm}.",
            "Train with LDA first: topicllama train",
        )
