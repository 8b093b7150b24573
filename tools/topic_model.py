"""A trained topic model: what every algorithm returns, every view reads and the disk keeps."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .array_files import mapped
from .atomic import new_folder, write_json
from .checksums import verify, write_sums
from .damage import DamagedError
from .document_ids import DocumentIds
from .errors import TopicLlamaError

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic as people see it.

    ``label_source`` is "keywords", "llama" or "person". ``keywords`` are display forms, best
    first, 10 or more where the vocabulary allows. ``share`` is the mean weight over documents
    (shares sum to 1); ``documents`` counts those whose heaviest topic this is. ``labels`` holds
    the label in other languages ("en", "zh"). ``representative`` are ids of documents, best first.
    ``confidence`` (0 to 1) is what the Llama said of its own label, None where it said nothing.
    """

    id: int
    label: str
    label_source: str
    keywords: tuple[str, ...]
    share: float
    documents: int
    description: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    representative: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, eq=False)
class TopicModel:
    """K topics over V words for D documents.

    ``topic_word`` (K, V) holds p(word | topic), rows sum to 1; ``document_topic`` (D, K) holds
    p(topic | document), rows sum to 1 (a document without any known word has the uniform row).
    Row k of both belongs to ``topics[k]``, whose ``id`` need not be k after editing: use
    :meth:`row`. ``terms`` (V) are matching forms, ``vocabulary`` (V) their display forms.

    ``algorithm`` is "lda", "nmf" or "lsa"; ``parameters`` are all settings of the training,
    ``metrics`` its figures (:func:`topicllama.tools.metrics.evaluate`), ``why`` says in words how
    the number of topics came about. ``corpus`` is the fingerprint of the texts, ``version`` its
    name in the workspace ("m0001"), ``parent`` the version before, ``action`` what made it
    ("train", "merge", ...), ``created`` when (ISO 8601, UTC).
    """

    algorithm: str
    terms: tuple[str, ...]
    vocabulary: tuple[str, ...]
    topic_word: Matrix
    document_topic: Matrix
    document_ids: Sequence[str]
    topics: tuple[Topic, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    why: str = ""
    corpus: str = ""
    version: str = ""
    parent: str = ""
    action: str = "train"
    created: str = ""

    @property
    def num_topics(self) -> int:
        return len(self.topics)

    def row(self, topic_id: int) -> int:
        """The row of a topic id; TopicLlamaError names the ids there are."""
        for row, topic in enumerate(self.topics):
            if topic.id == topic_id:
                return row
        known = ", ".join(str(topic.id) for topic in self.topics)
        raise TopicLlamaError(f"There is no topic {topic_id}.", f"The topics are {known}.")

    def topic(self, topic_id: int) -> Topic:
        """The topic of an id; TopicLlamaError names the ids there are."""
        return self.topics[self.row(topic_id)]

    def with_topics(self, topics: Sequence[Topic], **changes: Any) -> TopicModel:
        """The same model with other topics (names, keywords), and with ``changes`` of fields."""
        return replace(self, topics=tuple(topics), **changes)


_TOPICS, _WEIGHTS = "topic-word.npy", "document-topic.npy"
_TERMS = "terms.json"
_MODEL = "model.json"
_COPIED = 16 * 2**20  # bytes
_SHARED = (_TOPICS, _WEIGHTS, _TERMS, *DocumentIds.FILES)


def save(model: TopicModel, folder: Path, *, same_arrays: Path | None = None) -> None:
    """Write a model as a new folder, all or nothing (npy without pickles, and JSON).

    ``same_arrays`` names a saved model whose matrices and word lists are the same (only labels
    changed): its files are linked instead of written again.
    """
    with new_folder(folder, finish=write_sums) as temporary:
        if same_arrays is not None:
            for name in _SHARED:
                _link(same_arrays / name, temporary / name)
        else:
            for name, matrix in ((_TOPICS, model.topic_word), (_WEIGHTS, model.document_topic)):
                np.save(temporary / name, np.ascontiguousarray(matrix, np.float32))
            write_json(temporary / _TERMS, [model.terms, model.vocabulary])
            DocumentIds.of(model.document_ids).save(temporary)
        skipped = ("terms", "vocabulary", "topic_word", "document_topic", "document_ids", "topics")
        record = {name: getattr(model, name) for name in model.__dataclass_fields__
                  if name not in skipped}  # fmt: skip
        record["topics"] = [asdict(topic) for topic in model.topics]
        write_json(temporary / _MODEL, record)


def load(folder: Path) -> TopicModel:
    """Read a saved model back, its matrices memory-mapped (so they are read-only);
    DamagedError when a file of it is missing or damaged."""
    try:
        verify(folder)
        record = json.loads((folder / _MODEL).read_text("utf-8"))
        terms, vocabulary = json.loads((folder / _TERMS).read_text("utf-8"))
        document_ids = DocumentIds.load(folder)
        topic_word, document_topic = mapped(folder / _TOPICS), mapped(folder / _WEIGHTS)
        topics = tuple(map(_topic, record.pop("topics")))
        return TopicModel(
            terms=tuple(terms), vocabulary=tuple(vocabulary), topic_word=topic_word,
            document_topic=document_topic, document_ids=document_ids, topics=topics, **record,
        )  # fmt: skip
    except DamagedError as error:
        raise DamagedError(f"models/{error.file}", error.reason) from error
    except FileNotFoundError as error:
        name = Path(error.filename or folder).name
        raise DamagedError(f"models/{folder.name}/{name}", missing=True) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(f"models/{folder.name}", str(error)) from error


def _topic(record: dict[str, Any]) -> Topic:
    lists = {name: tuple(record[name]) for name in ("keywords", "representative")}
    return Topic(**{**record, **lists})


def _link(source: Path, target: Path) -> None:
    """A small one is copied: one wrong byte on the disk then spoils one version, not all."""
    try:
        if source.stat().st_size <= _COPIED:
            shutil.copy2(source, target)
        else:
            os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target)
