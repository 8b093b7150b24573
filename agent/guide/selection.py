"""Requests about documents that a person has chosen: a question of them is a search among them, and
a general one ("summarise them") asks for their topics, dates and most typical passages."""

from __future__ import annotations

import re
from dataclasses import replace

from ...tools import stopwords
from ...tools.language import to_simplified
from . import queries
from .plan import Call, Plan

SELECTED = "selected"  # in a message's additional_kwargs: how many documents it is about
_TRAINING = re.compile(
    r"\b(?:train|find|compute|make|detect|identify|extract)\b|训练|找出|分成|计算|提取|识别",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"\d{4}(?:-\d\d){0,2}")  # "what happened in May 2001?"
_RECOMMEND = re.compile(
    r"^(?:推荐|找|来)(?:几篇|一些|点|些)?(?:和|跟|与)?(?:这些|它们|其)?(?:类似|相似|相近)"
)
_GENERAL = frozenset(
    re.findall(
        r"\w+",
        """
    summarise summarize summarised summarized summary summaries overview gist tl dr tldr
    common main key point points explain describe briefly brief sum short shortly content
    contents about say says said tell mention mentions mentioned deal deals cover covers
    selected selection chosen document documents article articles text texts story stories
    post posts one ones read topic topics theme themes subject subjects gives give show list
    please general generally mainly mostly idea ideas overall written what which who when
    where how why is are was were do does did have has they them these those this that it here
    there sentence sentences word words all in of
        """,
    )
)
_GENERAL_ZH = re.compile(
    r"总结|概括|概述|归纳|摘要|简介|简述|综述|大意|大概|概况|主要|内容|要点|重点|共同点?|共性|主题|话题"
    r"|一下|介绍|说说|说明|讲讲|讲述|谈谈|看看|告诉我?|关于|有关|选中|已选|所选|选的?|文档|文章|文本|资料|新闻"
    r"|它们|他们|她们|这些|那些|这几|几篇|这里|里面|什么|哪些|怎么样?|如何|都|在|有|是|讲|说|谈|写|的|了|吗|呢"
    r"|啥|篇|我|你|请|帮|给|把|对|和|个|些|中|里|出|来|下|用|句|话|一|一个|[^\w\u4e00-\u9fff]"
)
_ASKING_ZH = re.compile(
    r"^(?:(?:它们|他们|她们|这些|那些|这几篇|所选的?|选中的?)(?:的)?(?:文档|文章|文本|报道|新闻)?(?:里面?|中|当中)?)?"
    r"(?:都|是)?(?:怎么|如何|怎样)(?:说|谈|看待?|评价|描述|报道|讲|提到)(?:到|的)?"
)


def in_selection(text: str, wish: Plan) -> Plan:
    """The plan for a request when it is about chosen documents."""
    if wish.answer == "unknown" or (wish.answer == "help" and not _says(text)):
        return Plan(wish.language, calls=(_looked(text),))
    if _RECOMMEND.search(to_simplified(text).strip()):
        return Plan(wish.language, calls=(Call("recommend_documents", {"liked": ""}),))
    return replace(wish, calls=tuple(_of_them(call, text) for call in wish.calls))


def _of_them(call: Call, text: str) -> Call:
    arguments = call.arguments
    if call.tool == "train_topics" and not arguments and not _TRAINING.search(text):
        return _looked(text)
    if call.tool == "show_topics" and arguments.get("topic", "all") == "all":
        return _looked(text)
    if call.tool == "analyze_corpus" and arguments.get("kind") == "overview":
        return _looked(text)
    if _MOMENT.fullmatch(when := str(arguments.get("by") or "")):
        return Call("search_documents", {"since": when, "until": when})
    return _search(call, text) if call.tool == "search_documents" else call


def _looked(text: str) -> Call:
    return _search(Call("search_documents", {"query": queries.query(text)}), text)


def _search(call: Call, text: str) -> Call:
    """With what is looked for alone, which of a general question is nothing."""
    query = _ASKING_ZH.sub("", str(call.arguments.get("query") or ""))
    others = {name: value for name, value in call.arguments.items() if name != "query"}
    if is_general(text) or not query:
        return Call(call.tool, others)
    return Call(call.tool, {**others, "query": query})


def is_general(text: str) -> bool:
    """Whether it asks for no matter in particular."""
    left = _GENERAL_ZH.sub(" ", to_simplified(text))
    words = set(re.findall(r"[a-z]+", left.lower()))
    words -= stopwords.english() | _GENERAL
    return not words and not re.search(r"[\u4e00-\u9fff]|\d", left)


def _says(text: str) -> bool:
    return re.search(r"[^\W_]", text) is not None
