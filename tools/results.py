"""What the tools answer: the same objects behind chat, command line and MCP.

Field names are the machine interface (docs/cli.md); :func:`to_json` turns any of them into plain
JSON. Add fields freely; do not rename or remove one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from .documents import LoadReport

__all__ = ["LoadReport"]


def to_json(result: Any) -> dict[str, Any]:
    """A result as plain dicts, lists, strings and numbers; that of a plugin may be a dict."""
    record: dict[str, Any] = result if isinstance(result, dict) else asdict(result)
    return record


@dataclass(slots=True)
class TopicInfo:
    """One topic in an answer; ``labels`` has the label by language where there are several."""

    id: int
    label: str
    label_source: str
    description: str
    keywords: list[str]
    share: float
    documents: int
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class TopicPassage:
    """A passage that shows what a topic is about, and the sentence in it (``quote``) that has
    most of the topic's words; offsets are into the document's text."""

    id: str
    title: str
    passage: str
    weight: float
    date: str = ""
    start: int = 0
    end: int = 0
    number: int = 0
    topic: int | None = None
    topic_label: str = ""
    quote: str = ""
    quote_start: int = 0
    quote_end: int = 0


@dataclass(slots=True)
class Neighbour:
    """A topic close to another; ``similarity`` from 0 to 1 (1 is the same). ``shared`` are words
    that are typical of both, ``apart`` those that set the topic asked for apart from it."""

    id: int
    label: str
    similarity: float
    shared: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)


@dataclass(slots=True)
class TopicsResult:
    """All topics (largest first), with a passage for each of the largest, or one explained.

    ``explanation`` is in ``language``, by the Llama or made of "sentences" (``explained_by``); from
    a Llama's ``dropped_quotes`` were taken out, and ``unverified_numbers`` stand in no figure.
    ``trend`` is how the topic moved (:func:`topicllama.tools.explain_trend.topic_trend`).
    ``report`` judges the names (:class:`topicllama.tools.label_report.LabelReport`); ``tree``, when
    it was asked for, is the topics' hierarchy (:class:`topicllama.tools.hierarchy.Branch`).
    """

    topics: list[TopicInfo]
    explanation: str = ""
    representative: list[TopicPassage] = field(default_factory=list)
    neighbours: list[Neighbour] = field(default_factory=list)
    distinctive: list[str] = field(default_factory=list)
    model: str = ""
    documents: int = 0
    note: str = ""
    language: str = "en"
    trend: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    tree: dict[str, Any] = field(default_factory=dict)
    explained_by: str = ""
    dropped_quotes: list[str] = field(default_factory=list)
    unverified_numbers: list[str] = field(default_factory=list)


@dataclass(slots=True)
class TrainResult:
    """A finished training; ``seconds`` is wall clock, ``noise`` the words that a person marked as
    noise and that were left out."""

    model: str
    algorithm: str
    num_topics: int
    why: str
    metrics: dict[str, float]
    seconds: float
    topics: list[TopicInfo] = field(default_factory=list)
    documents: int = 0
    choice: dict[str, Any] = field(default_factory=dict)
    representative: list[TopicPassage] = field(default_factory=list)
    noise: list[str] = field(default_factory=list)


@dataclass(slots=True)
class EditResult:
    """What an edit of the topics did, or with ``preview`` would do; ``model`` is the version.

    ``before`` and ``after`` hold the figures of :func:`topicllama.tools.metrics.evaluate` and
    under "topics" the ``id``, ``label``, ``documents`` and ``share`` of the topics that it
    touched; ``changed`` are the ids that were named. "noise": ``words`` were marked, ``unknown``
    no topic knows, ``phrases`` hold one and stay. "update": how many documents were ``added`` and
    ``removed``, and ``fit`` (:class:`topicllama.tools.updating.Fit`). ``note`` says in English
    what a person should know.
    """

    action: str
    topics: list[TopicInfo]
    model: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    changed: list[int] = field(default_factory=list)
    message: str = ""
    preview: bool = False
    words: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    added: int = 0
    removed: int = 0
    fit: dict[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(slots=True)
class Hit:
    """A document that was found, with its best passage.

    ``score`` orders the list; ``scores`` has the parts ("keyword", "meaning", "topic") that
    apply. ``start`` and ``end`` are the passage's character offsets in the document's text,
    ``matches`` the offsets of matched words within the passage. ``number`` is the citation
    number that a conversation gives it. In answer to a question ``quote`` is the passage's
    sentence that answers it best, from ``quote_start`` to ``quote_end`` of the document, and
    ``fit`` the weight of the question's words that passage and title have (0 to 1).
    """

    id: str
    title: str
    passage: str
    score: float
    scores: dict[str, float]
    topic: int | None
    date: str
    topic_label: str = ""
    source: str = ""
    start: int = 0
    end: int = 0
    matches: list[tuple[int, int]] = field(default_factory=list)
    number: int = 0
    quote: str = ""
    quote_start: int = 0
    quote_end: int = 0
    fit: float = 0.0


@dataclass(slots=True)
class SearchResult:
    """``covered``: share of the corpus's passages embedded so far; ``total``: how many documents
    matched before the limit; ``note`` says in a sentence what the reader should know; ``without``
    is what the documents are not about; ``means`` are the parts that the order is made of
    ("keyword", "topic", "meaning"), and ``why`` says why meaning is not among them.

    In answer to a ``question`` that ``asks`` "when", for a "number", "who" or ("") else,
    ``answered`` says whether the passages speak of what it asks
    (:mod:`topicllama.tools.grounds`), and ``missing`` which of its words no document has.

    ``selected`` is how many documents a person has chosen to search in (0: all), ``selection``
    what these are (:func:`topicllama.tools.selection.overview_of`), where nothing was looked for.
    """

    results: list[Hit]
    covered: float
    query: str = ""
    mode: str = "hybrid"
    topic: int | None = None
    topic_label: str = ""
    since: str = ""
    until: str = ""
    total: int = 0
    note: str = ""
    question: str = ""
    asks: str = ""
    answered: bool | None = None
    coverage: float = 0.0
    missing: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    means: list[str] = field(default_factory=list)
    why: str = ""
    selected: int = 0
    selection: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Recommendation:
    """A document to read next; ``reason`` is a sentence in English, ``because`` its parts."""

    id: str
    title: str
    score: float
    reason: str
    topic: int | None
    topic_label: str = ""
    date: str = ""
    passage: str = ""
    start: int = 0
    end: int = 0
    because: dict[str, Any] = field(default_factory=dict)
    number: int = 0


@dataclass(slots=True)
class RecommendResult:
    """``liked`` and ``disliked`` are the items that were compared (``id``, ``title``), of them
    those of the profile of ``user``; its weights halve every ``half_life_days`` (0: never).
    Of the ``selected`` documents that a person has chosen the results are some, or like these
    (``like_selected``)."""

    results: list[Recommendation]
    liked: list[dict[str, str]] = field(default_factory=list)
    note: str = ""
    disliked: list[dict[str, str]] = field(default_factory=list)
    user: str = ""
    half_life_days: float = 0.0
    history: dict[str, int] = field(default_factory=dict)
    selected: int = 0
    like_selected: bool = False


@dataclass(slots=True)
class AnalysisResult:
    """One kind of analysis ("overview", "quality", "trends", "sentiment", "compare"); ``data``
    holds its figures under the names of docs/cli.md."""

    kind: str
    data: dict[str, Any]
    note: str = ""
