"""The eight tools as a model sees them: one table, one place. Those of plugins come after them.

Only tools that make sense now are offered (:func:`offered`). Whoever needs to know which tools
there are asks :func:`specs`: it takes ours and those of plugins from the same entry points.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass, replace
from typing import Any

from ..prompts.fence import harmless
from ..tools import plugins
from ..tools.errors import Cancelled, TopicLlamaError
from ..tools.tool_spec import Argument, ToolSpec
from ..tools.toolbox import ACTIONS, ANALYSES

log = logging.getLogger(__name__)


def _of_toolbox(name: str) -> Callable[..., Any]:
    """Runs the toolbox's method of that name."""

    def run(toolbox: Any, **arguments: Any) -> Any:
        return getattr(toolbox, name)(**arguments)

    return run


_TOPIC_ARGUMENT = Argument("topic", "a topic's number or label; empty: all topics")

# A wish that only asks what would happen must not do it.
_PREVIEWS = tuple(f"preview {action}" for action in ("merge", "split", "delete", "noise", "update"))

LOAD_CORPUS = ToolSpec(
    "load_corpus",
    "Load texts: a file or folder, or the built-in demo.",
    '"load the demo corpus" -> source="demo"; "载入中文示例" -> source="demo-zh".',
    (Argument("source", 'path of a file or folder, or "demo" or "demo-zh"', None),),
    run=_of_toolbox("load_corpus"),
    changes=True,
    needs="nothing",
)
TRAIN_TOPICS = ToolSpec(
    "train_topics",
    "Find topics in the loaded texts.",
    '"find 8 topics" or "分成8个主题" -> num_topics=8; "find topics" -> num_topics=0.',
    (
        Argument("num_topics", "how many topics; 0: choose the number", 0, high=500),
        Argument("algorithm", "the method", "lda", ("lda", "lsa", "nmf")),
    ),
    run=_of_toolbox("train_topics"),
    changes=True,
)
SHOW_TOPICS = ToolSpec(
    "show_topics",
    "List all topics with their sizes, or explain one topic.",
    '"which topics are most common?" or "哪些主题最常见？" -> topic="all"; '
    '"what is topic 2 about?" or "主题2讲什么？" -> topic="2"; '
    '"which topics are close?" or "哪些主题接近？" -> topic="tree".',
    (Argument("topic", 'a topic\'s number or label, "all" or "tree"', "all"),),
    run=_of_toolbox("show_topics"),
    needs="topics",
)
LABEL_TOPICS = ToolSpec(
    "label_topics",
    "Give all topics new names.",
    '"name the topics in Chinese" or "用中文给主题命名" -> language="zh".',
    (
        Argument("language", "language of the names", "auto", ("auto", "en", "zh", "both")),
        Argument("style", 'how to name them, e.g. "as newspaper sections"'),
    ),
    run=_of_toolbox("label_topics"),
    changes=True,
    needs="topics",
)
EDIT_TOPICS = ToolSpec(
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
    run=_of_toolbox("edit_topics"),
    changes=True,
    needs="topics",
)
SEARCH_DOCUMENTS = ToolSpec(
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
    run=_of_toolbox("search_documents"),
)
ANALYZE_CORPUS = ToolSpec(
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
    run=_of_toolbox("analyze_corpus"),
)
RECOMMEND_DOCUMENTS = ToolSpec(
    "recommend_documents",
    "Documents to read next.",
    '"I liked document 12, what else?" or "推荐和文档12相似的文章" -> liked="12". '
    '"like 12 but not 7" -> liked="12", disliked="7".',
    (
        Argument("liked", "ids of documents with commas, or a text that was liked", None),
        Argument("limit", "how many documents", 5, low=1, high=20),
        Argument("disliked", "ids or a text that it should not be like"),
    ),
    run=_of_toolbox("recommend_documents"),
)
SPECS = (
    LOAD_CORPUS,
    TRAIN_TOPICS,
    SHOW_TOPICS,
    LABEL_TOPICS,
    EDIT_TOPICS,
    SEARCH_DOCUMENTS,
    ANALYZE_CORPUS,
    RECOMMEND_DOCUMENTS,
)
NAMES = tuple(spec.name for spec in SPECS)
BY_NAME = {spec.name: spec for spec in SPECS}

# Without topics two of ours say less of themselves.
_WITHOUT_TOPICS = {
    "search_documents": replace(
        SEARCH_DOCUMENTS,
        arguments=tuple(a for a in SEARCH_DOCUMENTS.arguments if a.name != "topic"),
    ),
    "analyze_corpus": replace(
        ANALYZE_CORPUS,
        about="Say what is loaded: how many texts, languages, dates.",
        examples='"what is loaded?" or "有哪些文本？" -> kind="overview".',
        arguments=(Argument("kind", "which analysis", None, ("overview",)),),
    ),
}


@plugins.kept
def specs() -> tuple[ToolSpec, ...]:
    """Every tool there is: our eight, then those of plugins."""
    found = {plugin.name: _guarded(plugin, spec) for plugin, spec in plugins.usable("tool")}
    ours = [found.pop(name) for name in NAMES if name in found]
    return (*map(_with_algorithms, ours), *found.values())


@plugins.kept
def by_name() -> Mapping[str, ToolSpec]:
    return {spec.name: spec for spec in specs()}


def title(tool: str, language: str) -> str:
    """What people call a plugin's tool; "" for ours, whose steps the page names."""
    spec = by_name().get(tool)
    return spec.title[language == "zh"] if spec is not None else ""


def names() -> tuple[str, ...]:
    return tuple(by_name())


def changing(tool: str) -> bool:
    """Whether it changes texts, topics or something else that stays."""
    spec = by_name().get(tool)
    return spec is not None and spec.changes


def offered(*, documents: bool, topics: bool) -> tuple[ToolSpec, ...]:
    """The tools that make sense with what there is: before anything is loaded only loading, and
    nothing about topics before there are any."""
    there = {"nothing", *(["documents"] if documents else []), *(["topics"] if topics else [])}
    found = [spec for spec in specs() if spec.needs in there]
    return tuple(found if topics else [_WITHOUT_TOPICS.get(spec.name, spec) for spec in found])


def _with_algorithms(spec: ToolSpec) -> ToolSpec:
    """Training is offered with the algorithms of plugins too."""
    known = plugins.names("algorithm")
    arguments = tuple(
        replace(one, choices=(*one.choices, *(n for n in known if n not in one.choices)))
        if one.name == "algorithm"
        else one
        for one in spec.arguments
    )
    return replace(spec, arguments=arguments)


def _guarded(plugin: plugins.Plugin, spec: ToolSpec) -> ToolSpec:
    """A plugin's tool asks a person before it changes anything, and fails in a sentence."""
    if plugin.built_in:
        return spec
    work = spec.run

    def run(toolbox: Any, **arguments: Any) -> Any:
        assert work is not None  # the registry refuses a tool without one
        if spec.changes:
            _ask(toolbox, plugin, arguments)
        try:
            found = work(toolbox, **arguments)
            if not isinstance(found, dict) and not is_dataclass(found):
                raise TypeError(f"it gave a {type(found).__name__}, not a dict or a dataclass")
            return found
        except (TopicLlamaError, Cancelled):
            raise
        except Exception as error:
            log.error("the tool of a plugin failed", exc_info=error)
            raise plugins.PluginError(
                f"The tool {plugin.name} of the package {plugin.package} failed "
                f"({plugins.in_short(error)}).",
                "Tell those who made it.",
            ) from error

    return replace(spec, run=run)


def _ask(toolbox: Any, plugin: plugins.Plugin, arguments: Mapping[str, Any]) -> None:
    given = ", ".join(f"{name}={harmless(str(value))[:60]}" for name, value in arguments.items())
    question = f"Run {plugin.name}({given}) of the package {plugin.package}, which changes things?"
    if not toolbox.confirm(question):
        raise TopicLlamaError(
            f"{plugin.name} changes things, so it was not run: nobody allowed it.",
            "Allow it when asked, or run: topicllama tool NAME --yes",
        )
