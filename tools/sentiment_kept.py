"""Sentiment of a workspace, whose texts are read once: every document's score is kept on disk as
long as the texts are the same, whichever topics they have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .array_files import keep, mapped, save_arrays
from .corpus import Corpus
from .joined import joined
from .language import is_chinese
from .progress import Task
from .results import AnalysisResult
from .sentiment import class_of, judge, note_of
from .sentiment_mood import SHOWN, Mood
from .sentiment_periods import by_period
from .topic_model import TopicModel
from .workspace import Workspace

_FORMAT = 1
Scores = NDArray[np.float64]


def kept_sentiment(workspace: Workspace, by: str = "") -> AnalysisResult | None:
    """What :func:`topicllama.tools.sentiment.sentiment` says of the current topics, without reading
    the texts again; None until :func:`measure_sentiment` has read them as they are now.

    TopicLlamaError without documents or topics, and for a period that no date fits.
    """
    model = workspace.require_model()
    scores = _kept(workspace.corpus, _folder(workspace))
    if scores is None:
        return None
    whole = _result(workspace.corpus.path, workspace.corpus.fingerprint, workspace.root,
                    model.version, model.created)  # fmt: skip
    if not by:
        return AnalysisResult("sentiment", dict(whole.data), whole.note)
    ids = workspace.corpus.ids()
    known = {name: float(one) for name, one in zip(ids, scores, strict=True) if one == one}
    over_time = by_period(workspace.corpus, model, known, by)
    return AnalysisResult("sentiment", {**whole.data, **over_time}, whole.note)


def measure_sentiment(workspace: Workspace, task: Task | None = None) -> AnalysisResult:
    """Read the texts for their sentiment and keep the scores (progress stage "sentiment"; Cancelled
    when the task is stopped)."""
    workspace.require_model()
    folder = _folder(workspace)
    if _kept(workspace.corpus, folder) is None:
        scores = _measured(workspace.corpus, task)
        keep(folder, "sentiment", partial(save_arrays, scores=scores))
    found = kept_sentiment(workspace)
    if found is None:  # the disk takes nothing, or the texts changed meanwhile
        from .sentiment import sentiment

        return sentiment(workspace.corpus, workspace.require_model(), task=task)
    return found


def is_measured(workspace: Workspace) -> bool:
    """Whether the scores of the documents as they are now are kept."""
    return _kept(workspace.corpus, _folder(workspace)) is not None


def _folder(workspace: Workspace) -> Path:
    fingerprint = workspace.require_documents().fingerprint
    return workspace.folder("index") / f"sentiment-{_FORMAT}-{fingerprint}"


def _kept(corpus: Corpus, folder: Path) -> Scores | None:
    """(D) scores in the corpus's order, NaN for a document that was not judged."""
    try:
        scores = mapped(folder / "scores.npy")
    except (OSError, ValueError):
        return None
    return scores if scores.shape == (len(corpus),) else None


def _measured(corpus: Corpus, task: Task | None) -> Scores:
    scores = np.full(len(corpus), np.nan)
    for at, document in enumerate(corpus):
        found = judge(document)
        if found is not None:
            scores[at] = found.score
        if task is not None:
            task.report("sentiment", at + 1, len(scores))
    return scores


# the topics' figures -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """The N documents that have topics: their ids, scores and languages."""

    ids: Sequence[str]
    scores: Scores
    languages: Sequence[str]


@lru_cache(maxsize=4)
def _result(path: Path, fingerprint: str, root: Path, version: str, created: str) -> AnalysisResult:
    workspace = Workspace(root)
    model, corpus = workspace.require_model(), workspace.corpus
    together = joined(corpus, model)
    scores = _kept(corpus, _folder(workspace))
    assert scores is not None
    known = _Known(together.ids, np.asarray(scores)[together.positions],
                   together.column(corpus, "language"))  # fmt: skip
    dominant = together.dominant
    topics = [_topic(corpus, known, model, row, np.flatnonzero(dominant == row))
              for row in range(model.num_topics)]  # fmt: skip
    judged = Counter(
        "zh" if is_chinese(language) else "en"
        for language, score in zip(known.languages, known.scores, strict=True)
        if score == score
    )
    unread = len(known.ids) - judged.total()
    data: dict[str, Any] = {"topics": topics, "judged": dict(judged), "not_judged": unread}
    return AnalysisResult("sentiment", data, note_of(unread, together.missing))


def _topic(
    corpus: Corpus, known: _Known, model: TopicModel, row: int, inside: NDArray[np.intp]
) -> dict[str, Any]:
    judged = inside[~np.isnan(known.scores[inside])]
    scores = known.scores[judged]
    extremes = Mood()
    first, last = (np.sort(judged[np.argsort(order, kind="stable")[:SHOWN]])
                   for order in (-scores, scores))  # fmt: skip
    for document in _in_order(corpus, known, {*first.tolist(), *last.tolist()}):
        if (found := judge(document)) is not None:
            extremes.add(found)
    classes = Counter(class_of(float(known.scores[at]), known.languages[at]) for at in judged)
    mood = Mood(scores.tolist(), classes, extremes.best, extremes.worst)
    return mood.record(model.topics[row], len(inside))


def _in_order(corpus: Corpus, known: _Known, places: Iterable[int]) -> list[Any]:
    names = [known.ids[at] for at in sorted(places)]
    found = corpus.get(names)
    return [found[name] for name in names if name in found]
