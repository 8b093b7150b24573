"""The eight tools as a model sees them: names, arguments, descriptions. One table, one place.

Descriptions are short, because a small Llama loses the thread, and carry an example in English
and in Chinese, because they are the strongest hint it has. Only tools that make sense now are
offered (:func:`offered`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from ..tools.errors import TopicLlamaError
from ..tools.toolbox import ACTIONS, ANALYSES
from .mending import closest_choice


@dataclass(frozen=True, slots=True)
class Argument:
    """One flat argument. ``default`` None: it must be given. Numbers are held in low..high."""

    name: str
    about: str
    default: str | int | None = ""
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 1_000

    def schema(self, *, brief: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = {"type": "integer" if isinstance(self.default, int) else "string"}
        if not (brief and self.choices):
            found["description"] = self.about
        if self.choices:
            found["enum"] = [c for c in self.choices if not (brief and c.startswith("preview "))]
        if self.default is not None and not brief:
            found["default"] = self.default
        return found


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """``about`` says in a sentence what it does; ``examples`` are requests and their arguments."""

    name: str
    about: str
    examples: str = ""
    arguments: tuple[Argument, ...] = field(default_factory=tuple)

    @property
    def description(self) -> str:
        return f"{self.about} {self.examples}".strip()

    def schema(self, *, brief: bool = False) -> dict[str, Any]:
        """JSON schema of the arguments."""
        return {
            "type": "object",
            "properties": {a.name: a.schema(brief=brief) for a in self.arguments},
            "required": [a.name for a in self.arguments if a.default is None],
        }

    def function(self, *, brief: bool = False) -> dict[str, Any]:
        """The tool as chat models are told of it; ``brief``, for a small context: without examples
        and whatever else its names tell."""
        told = {
            "name": self.name,
            "description": self.about if brief else self.description,
            "parameters": self.schema(brief=brief),
        }
        return {"type": "function", "function": told}

    def read(self, given: dict[str, Any]) -> dict[str, Any]:
        """The arguments as the toolbox takes them, from what a small model may write:
        "5" or 5.0 for 5, null, "topic 3" for 3, a list for a string; unknown names are dropped.
        TopicLlamaError for a number that is none."""
        wanted = {a.name: a for a in self.arguments}
        found = {n: _read(wanted[n], v) for n, v in given.items() if n in wanted}
        return {name: value for name, value in found.items() if value is not None}


_EMPTY = ("", "none", "null", "undefined", "n/a")
_TOPIC = re.compile(r"(?:topics?|主题|话题|#|第)\s*#?\s*(\d+)(?:\s*(?:个?主题|个))?", re.IGNORECASE)


def _read(argument: Argument, value: Any) -> Any:
    if isinstance(value, dict):  # {"type": "string", "value": "x"}, as some Llamas copy the schema
        value = value.get("value", value.get("default"))
    if isinstance(value, list | tuple):
        value = ", ".join(str(part) for part in value)
    if value is None or str(value).strip().lower() in _EMPTY:
        return argument.default  # None (left out) where it must be given
    if isinstance(argument.default, int):
        return _number(argument, value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip().strip("<>").strip()  # as it stood in its fence
    if argument.name in ("topic", "topics"):
        text = re.sub(_TOPIC, r"\1", text) if _only_numbers(text) else text
    return closest_choice(text, argument.choices) if argument.choices else text


def _only_numbers(text: str) -> bool:
    """ "topic 3", "topics 1 and 4": nothing but numbers, so not a label such as "topic 3 news"."""
    left = re.sub(r"[\d\s,，、&+#]|\band\b|和|与", "", _TOPIC.sub("", text))
    return not left


def _number(argument: Argument, value: Any) -> int:
    text = str(value).strip().lower()
    if text in ("auto", "default", "all", "自动"):
        assert isinstance(argument.default, int)
        return argument.default
    found = re.search(r"-?\d+", text)
    if found is None:
        raise TopicLlamaError(
            f"{argument.name} is {text!r}, which is not a number.", "Give it in digits."
        )
    return min(max(int(found.group()), argument.low), argument.high)


_TOPIC_ARGUMENT = Argument("topic", "a topic's number or label; empty: all topics")

# A wish that only asks what would happen must not do it.
_PREVIEWS = tuple(f"preview {action}" for action in ("merge", "split", "delete", "noise", "update"))

SPECS = (
    ToolSpec(
        "load_corpus",
        "Load texts: a file or folder, or the built-in demo.",
        '"load the demo corpus" -> source="demo"; "载入中文示例" -> source="demo-zh".',
        (Argument("source", 'path of a file or folder, or "demo" or "demo-zh"', None),),
    ),
    ToolSpec(
        "train_topics",
        "Find topics in the loaded texts.",
        '"find 8 topics" or "分成8个主题" -> num_topics=8; "find topics" -> num_topics=0.',
        (
            Argument("num_topics", "how many topics; 0: choose the number", 0, high=500),
            Argument("algorithm", "the method", "lda", ("lda", "lsa", "nmf")),
        ),
    ),
    ToolSpec(
        "show_topics",
        "List all topics with their sizes, or explain one topic.",
        '"which topics are most common?" or "哪些主题最常见？" -> topic="all"; '
        '"what is topic 2 about?" or "主题2讲什么？" -> topic="2"; '
        '"which topics are close?" or "哪些主题接近？" -> topic="tree".',
        (Argument("topic", 'a topic\'s number or label, "all" or "tree"', "all"),),
    ),
    ToolSpec(
        "label_topics",
        "Give all topics new names.",
        '"name the topics in Chinese" or "用中文给主题命名" -> language="zh".',
        (
            Argument("language", "language of the names", "auto", ("auto", "en", "zh", "both")),
            Argument("style", 'how to name them, e.g. "as newspaper sections"'),
        ),
    ),
    ToolSpec(
        "edit_topics",
        "Change topics.",
        '"merge topics 1 and 4" or "合并主题1和4" -> action="merge", topics="1,4"; '
        '"what if I merged them?" -> action="preview merge"; '
        '"call topic 2 Sport" -> action="rename", topics="2", name="Sport"; '
        '"say is noise" or "忽略“表示”" -> action="noise", name="say"; '
        '"include the new documents" -> action="update"; "undo" -> action="undo".',
        (
            Argument("action", "what to do", None, (*ACTIONS, *_PREVIEWS)),
            Argument("topics", "numbers of the topics, with commas"),
            Argument("name", "rename: the new name; noise: the words, with commas"),
        ),
    ),
    ToolSpec(
        "search_documents",
        "Find documents, also to answer a question about what the texts say.",
        '"show articles about the bushfires" -> query="bushfires"; '
        '"2003年以来关于手机的文章" -> query="手机", since="2003".',
        (
            Argument("query", "words to look for; -word leaves out"),
            _TOPIC_ARGUMENT,
            Argument("since", "first date, e.g. 2003 or 2003-05"),
            Argument("until", "last date"),
            Argument("limit", "how many documents", 5, low=1, high=20),
        ),
    ),
    ToolSpec(
        "analyze_corpus",
        "Figures about the texts.",
        '"how did the topics change over time?" or "主题随时间如何变化？" -> kind="trends"; '
        '"what was hot in March 1987?" or "1987年3月什么最热？" -> kind="trends", by="1987-03"; '
        '"which topics are negative?" -> kind="sentiment"; "how good are the topics?" -> '
        'kind="quality"; "what is loaded?" or "有哪些文本？" -> kind="overview".',
        (
            Argument("kind", "which analysis", None, ANALYSES),
            _TOPIC_ARGUMENT,
            Argument(
                "by",
                "trends, sentiment: day, week, month or year; trends: a time such as 1987-03; "
                "compare: label, source, period, "
                "a date such as 1995, or two names: business vs politics",
            ),
        ),
    ),
    ToolSpec(
        "recommend_documents",
        "Documents to read next.",
        '"I liked document 12, what else?" or "推荐和文档12相似的文章" -> liked="12". '
        '"like 12 but not 7" -> liked="12", disliked="7".',
        (
            Argument("liked", "ids of documents with commas, or a text that was liked", None),
            Argument("limit", "how many documents", 5, low=1, high=20),
            Argument("disliked", "ids or a text that it should not be like"),
        ),
    ),
)
NAMES = tuple(spec.name for spec in SPECS)
BY_NAME = {spec.name: spec for spec in SPECS}

_WITHOUT_TOPICS = (
    BY_NAME["load_corpus"],
    BY_NAME["train_topics"],
    replace(
        BY_NAME["search_documents"],
        arguments=tuple(a for a in BY_NAME["search_documents"].arguments if a.name != "topic"),
    ),
    ToolSpec(
        "analyze_corpus",
        "Say what is loaded: how many texts, languages, dates.",
        '"what is loaded?" or "有哪些文本？" -> kind="overview".',
        (Argument("kind", "which analysis", None, ("overview",)),),
    ),
    BY_NAME["recommend_documents"],
)


def offered(*, documents: bool, topics: bool) -> tuple[ToolSpec, ...]:
    """The tools that make sense with what there is: before anything is loaded only loading, and
    nothing about topics before there are any."""
    if topics:
        return SPECS
    return _WITHOUT_TOPICS if documents else (BY_NAME["load_corpus"],)
