"""What a request changes about the last search: its time, number, topic or words; more of it; and
the documents of the topic last spoken of."""

from __future__ import annotations

import re

from . import concepts, queries
from .arguments import Arguments, kept
from .documents import DEFAULT_LIMIT, MORE
from .links import again, marked, nothing_left
from .numbers import NUMBER, number
from .past import DOCUMENT_TOOLS, Step
from .patterns import Patterns
from .references import DOCUMENT, DOCUMENT_ZH, TOPIC, TOPIC_ZH, nth, topic
from .request import Request, has


def documents(request: Request, step: Step) -> Arguments | None:
    for reader in (_open_end, _time, _limit, _in_topic, _place, _other_query):
        if (found := reader(request, step)) is not None:
            return found
    return None


_ANY_TIME = (
    r"\b(?:without|drop|remove|forget|no|ignore|lift) (?:the |any )?(?:date|time|year|period)s?(?: (?:limit|filter|restriction|range)s?)?|\b(?:any|all) (?:dates?|years|times?|periods?)\b|\bregardless of (?:the )?(?:date|year|time)|\bfrom any (?:time|year)"
    r"|不限(?:时间|年份|日期)|不管(?:时间|年份|什么时候)|(?:去掉|取消|不要)(?:时间|日期|年份)(?:限制|条件|范围)?|所有(?:时间|年份)|任何(?:时间|年份)"
)


def _open_end(request: Request, step: Step) -> Arguments | None:
    if not has(_ANY_TIME, request.plain):
        return None
    return again(step, since="", until="")


def _time(request: Request, step: Step) -> Arguments | None:
    wish = request.when
    if not (wish.since or wish.until) or not nothing_left(queries.query(wish.rest)):
        return None
    if step.tool != "search_documents":
        return None
    return again(step, since=wish.since, until=wish.until)


def _limit(request: Request, step: Step) -> Arguments | None:
    text = request.plain
    if request.has("more") or topic(text, request.past)[0] or nth(text, request.past)[0]:
        return None
    found = has(NUMBER, text)
    value = number(found[0]) if found else None
    if not value or value > 20 or not nothing_left(re.sub(NUMBER, " ", text, flags=re.IGNORECASE)):
        return None
    return again(step, limit=value)


def _in_topic(request: Request, step: Step) -> Arguments | None:
    value, rest = topic(request.plain, request.past, pronouns=False)
    if not value or not nothing_left(rest):
        return None
    if step.tool == "search_documents" and marked(request):
        return again(step, topic=value, limit=0)
    return {"tool": "show_topics", "topic": value}


def _place(request: Request, step: Step) -> Arguments | None:
    kind, value = nth(request.plain, request.past)
    if not kind or not nothing_left(
        re.sub(
            r"(?i)\b(?:last|\w+th|\d(?:st|nd|rd))\b|最后",
            " ",
            re.sub(NUMBER, " ", request.plain, flags=re.IGNORECASE),
        )
    ):
        return None
    if kind == "topic":
        return {"tool": "show_topics", "topic": value}
    return {"tool": "search_documents", "query": _title(request, value), "limit": 1}


def _title(request: Request, name: str) -> str:
    for step in reversed(request.past.steps):
        for entry in (*step.result.get("results", ()), *step.result.get("representative", ())):
            if str(entry["id"]) == name:
                return str(entry["title"]).rstrip("…")
    return name


_OTHER = Patterns(
    r"^(?:and |ok |then |now |or |but )*(?:(?:what|how) about(?! the same)|(?:(?:what|how) about )?(?:the )?same (?:thing |question |search )?(?:for|with|about)|do the same (?:for|with)|repeat (?:that |this |it )?(?:for|with)|(?:i )?(?:meant?|mean)|i was (?:looking for|thinking of)|make (?:it|that)|not \S+,? (?:but )?|try|now|rather|instead) (?:about |for |with )?(?P<q>.+?)(?: instead| rather| too| as well)?[?]*$",
    r"^(?:and|or|also|now|instead) (?:about |for |with )?(?P<q>.{2,40}?)\?$",
    r"^(?:and|or) (?P<q>\w+(?: \w+)?)$",
    r"^(?P<q>.{2,40}?) (?:instead|rather)[?]*$",
    r"^(?:不是[^,]*|不对|不),?(?:我)?(?:是说|说的?是|要的是|指的?是|想找的?是|要|是)(?P<q>.{1,14})$",
    r"^我(?:是说|说的是|指的是|要的是|想找的是)(?P<q>[^,，]{1,14})$",
    r"^(?!那|这|还有|换)(?P<q>[^,，?]{1,14})呢[?,，]+(?:也)?(?:一样|同样|照样)?(?:也)?(?:查|找|搜|看)?(?:一?下)?$",
    r"^(?:那么?|还有|换成|改成|换|现在(?:搜索|查找|找|搜|查)?(?:一下)?|再(?:搜索|找|搜|查)(?:一下)?|也(?:找|查|看)(?:一?[找查看下])?)(?:关于)?(?P<q>(?!个?第|么)[^,，。]{1,14}?)(?:的)?(?:呢(?:[,，]?(?:有没有|有吗))?|怎么样|如何|也(?:一样)?(?:找|查|看)(?:一?[找查看下])?|试试)?[?]*$",
    r"^(?:换个词|换一个|换个|改)[,，]?(?:查|搜|找)(?:一?[搜查找看下])*(?P<q>[^,，。]{1,14})$",
    r"^(?:同样|一样|也|照样)(?:地)?(?:搜|查|找|看)(?:一?[搜查找看下])*(?:关于)?(?P<q>[^,，。]{1,14})$",
    r"^(?:now )?(?:do )?(?:run )?the same (?:search|query) (?:for|with|on) (?P<q>.+)$",
    r"^(?:关于)?(?P<q>(?!第|这|那|它)[^,，。]{1,14}?)(?:的)?(?:呢|也(?:一样|同样)?(?:来|找|查|看|搜)(?:一?[找查看下遍])?),?(?:同样的?问题|一样的问题)?[?]*$",
)  # fmt: skip


def _other_query(request: Request, step: Step) -> Arguments | None:
    for text in (request.plain, _unmarked(request.whole)):
        text = re.sub(
            r"(?i),? (?:and )?not (?:\S+ ?){1,3}$|[,，]?(?:而)?不是[^,，]{1,8}$", "", text
        )
        for pattern in _OTHER:
            found = pattern.search(text)
            query = queries.query(found["q"]) if found else ""
            if query and not nothing_left(query) and not _says_tool(query):
                held = {k: v for k, v in step.arguments.items() if k in ("topic", "since", "until")}
                return {"tool": "search_documents", **held, "query": query}
    return None


def _unmarked(text: str) -> str:
    return re.sub(r"(?i)^(?:no|nope|sorry|ok|oh|well)[,. ]+", "", text).strip()


def _says_tool(query: str) -> bool:
    names = (
        "topic",
        "sentiment",
        "quality",
        "trend",
        "train_hard",
        "export",
        "undo",
        "demo",
        "recommend",
    )
    return any(concepts.pattern(name).search(query) for name in names)


def more(request: Request) -> Arguments | None:
    step = request.past.last_of(*DOCUMENT_TOOLS)
    if step is None or (has(r"recommend|推荐", request.plain) and step.tool == "search_documents"):
        return None
    asked = has(
        rf"(?<![a-z]){NUMBER}(?![a-z])",
        re.sub(r"(?i)another one|一(?:些|点|下)", "", request.plain),
    )
    extra = (number(asked[0]) if asked else None) or MORE
    return again(step, limit=int(step.arguments.get("limit") or DEFAULT_LIMIT) + extra)


_ITS = Patterns(
    rf"^which {DOCUMENT} are (?:these|they|those|in there)\??$|\b(?:its|their|that topic's|this topic's|the topic's) {DOCUMENT}\b(?P<q>.*)$|^(?:which|what) {DOCUMENT} (?:are in|belong to|does|are about|make up) (?:it|this|that)(?: {TOPIC})?(?: have| contain)?\??$|\b{DOCUMENT} (?:of|in|for|from|about|behind) (?:it|this|that|this one|that one)(?: {TOPIC}| one)?\??$",
    rf"\b{DOCUMENT} in (?:it|there|this topic|that topic) (?P<q2>(?:about|on|mentioning) .+)$",
    rf"(?:它|这个{TOPIC_ZH}?|那个{TOPIC_ZH}?|该{TOPIC_ZH}|其中|^里面?|这里面?|里头)(?:里面?|中|下)?(?:的|有没有|有|提到)?(?P<q3>.*?)(?:的)?(?:代表)?(?:{DOCUMENT_ZH})?(?:呢|有哪些|有吗|是哪些|给?我?看看?|给我|来|几篇|一些|吗)*[?]*$",
)  # fmt: skip


def its_documents(request: Request) -> Arguments | None:
    """The documents of the topic that was last spoken of, perhaps about something."""
    value = request.past.topic
    if any(request.has(name) for name in ("sentiment", "trend", "quality", "keywords")):
        return None
    found = _ITS.first(request.plain)
    if not value or found is None:
        return None
    about = next((v for k, v in found.groupdict().items() if k.startswith("q") and v), "")
    query = queries.query(about)
    held = "" if nothing_left(query) else query
    return {"tool": "search_documents", **kept(topic=value, query=held)}
