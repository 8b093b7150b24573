"""Shares of the topics over time, worked out once: kept on disk as long as the documents and the
topics' weights are the same, whatever the topics are called."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from .array_files import is_kept, keep
from .atomic import write_json
from .errors import TopicLlamaError
from .periods import finest_period
from .topic_model import TopicModel
from .trends import trends
from .workspace import Workspace

_FORMAT = 1
MOST_PERIODS = 130  # of a chart; more are no longer told apart
_FILE = "trends.json"

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptTrends:
    """What :func:`topicllama.tools.trends.trends` says of all topics, without bursts and events.

    ``whole`` goes by the period that it chooses, ``chart`` by one that makes at most
    ``MOST_PERIODS``. Both are empty when no document has a date that is precise enough.
    """

    whole: Data
    chart: Data

    def line(self, topic_id: int) -> Data:
        """The figures of one topic's line in ``chart``; empty without dates."""
        found = (one for one in self.chart.get("series", ()) if one["topic"] == topic_id)
        return next(found, {})

    def direction(self, topic_id: int) -> tuple[str, float]:
        """("rising", "falling" or "steady", the fitted change of the share, 0 when steady)."""
        for direction in ("rising", "falling"):
            for moved in self.whole.get(direction, ()):
                if moved["topic"] == topic_id:
                    return direction, float(moved["change"])
        return "steady", 0.0


def kept_trends(workspace: Workspace) -> KeptTrends | None:
    """What is kept of the current topics; None until :func:`topic_trends` has worked it out."""
    found = _read(_folder(workspace, workspace.require_model()))
    return None if found is None else _named(found, workspace.require_model())


def topic_trends(workspace: Workspace) -> KeptTrends:
    """What is kept, or else it is worked out and kept."""
    model = workspace.require_model()
    folder = _folder(workspace, model)
    if (found := _read(folder)) is not None:
        return _named(found, model)
    made = _worked_out(workspace, model)
    keep(folder, "trends", partial(_write, made))
    return made


def _worked_out(workspace: Workspace, model: TopicModel) -> KeptTrends:
    corpus = workspace.corpus
    try:
        whole = trends(corpus, model, bursts=False).data
        chart = whole
        if len(whole["periods"]) > MOST_PERIODS:
            by = finest_period(corpus.column("date"), MOST_PERIODS)
            chart = trends(corpus, model, by, bursts=False).data
    except TopicLlamaError:  # there are no dates, or no documents of these topics
        return KeptTrends({}, {})
    return KeptTrends(whole, chart)


def _folder(workspace: Workspace, model: TopicModel) -> Path:
    return workspace.folder("index") / f"trends-{_FORMAT}-{state_of(workspace, model)}"


def state_of(workspace: Workspace, model: TopicModel) -> str:
    """Names what is derived from the documents with their dates and from the topics' weights: a
    version that changed names alone shares the file of the weights with the one before."""
    corpus = workspace.require_documents()
    weights = (workspace.root / "models" / model.version / "document-topic.npy").stat()
    state = [corpus.fingerprint, corpus.state, weights.st_mtime_ns, weights.st_size,
             [topic.id for topic in model.topics]]  # fmt: skip
    return hashlib.blake2b(json.dumps(state).encode(), digest_size=8).hexdigest()


def _write(made: KeptTrends, folder: Path) -> None:
    same = made.chart is made.whole
    write_json(folder / _FILE, {"whole": made.whole, "chart": None if same else made.chart})


def _read(folder: Path) -> KeptTrends | None:
    try:
        return _loaded(folder / _FILE) if is_kept(folder) else None
    except (OSError, ValueError, KeyError):
        return None


@lru_cache(maxsize=4)
def _loaded(file: Path) -> KeptTrends:
    record = json.loads(file.read_text("utf-8"))
    return KeptTrends(record["whole"], record["chart"] or record["whole"])


def _named(found: KeptTrends, model: TopicModel) -> KeptTrends:
    """With the topics' names of today."""
    whole = _relabelled(found.whole, model)
    return KeptTrends(
        whole, whole if found.chart is found.whole else _relabelled(found.chart, model)
    )


def _relabelled(data: Data, model: TopicModel) -> Data:
    labels = {topic.id: topic.label for topic in model.topics}
    return {
        key: [{**one, "label": labels[one["topic"]]} for one in value]
        if key in ("series", "rising", "falling")
        else value
        for key, value in data.items()
    }
