"""Following up: what a request means that only makes sense after the last call ("no, 12",
"and topic 3?", "only since 2003", 那洪水呢)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from . import concepts, queries
from .arguments import Arguments, algorithm, count, kept, language_wanted, path, period, style
from .documents import DEFAULT_LIMIT, MORE, ids_of
from .links import goes_on, nothing_left
from .numbers import NUMBER, number
from .past import DOCUMENT_TOOLS, Step
from .references import DOCUMENT, DOCUMENT_ZH, TOPIC, TOPIC_ZH, bare_ids, by_size, nth, topic
from .request import Request, has


def marked(request: Request) -> bool:
    """Whether the request says by itself that it goes on from the last one."""
    return goes_on(request.plain) or goes_on(request.whole)


def again(step: Step, **changes: Any) -> Arguments:
    return {"tool": step.tool, **kept(**{**step.arguments, **changes})}


# consent -----------------------------------------------------------------------------------------


def accepted(request: Request) -> Arguments | None:
    """ "Yes, do it" after a preview: the edit itself."""
    step = request.past.last
    action = str(step.arguments.get("action", "")) if step else ""
    if step is None or not action.startswith("preview "):
        return None
    if has(r"\b(?:not|no|don't|never|nope)\b|不(?!错)|别", request.whole):
        return None
    return again(step, action=action.removeprefix("preview "))


# by the tool that was called last ----------------------------------------------------------------


def repeated(request: Request) -> Arguments | None:
    """ "Again": the last call once more."""
    step = request.past.last
    return again(step) if step and has(_AGAIN, request.plain) else None


_AGAIN = (
    r"^(?:(?:do|try|run) (?:it|that|this) )?(?:again|once more|one more time|anew)$|^(?:repeat|redo|retry)(?: (?:it|that|this))?$|^same again$"
    r"|^(?:请)?(?:再|重新?)(?:来|做|试|跑|算|执行)?一?[次遍下]$|^重[来做试跑]$"
)


def elliptical(request: Request) -> Arguments | None:
    """The last call with what the request changes about it, when it says nothing else."""
    step = request.past.last
    if request.past.documents and request.has("recommend"):
        return None
    reader = _READERS.get(step.tool) if step else None
    return reader(request, step) if reader and step and not path(request) else None


_FACTORS = {
    r"\btwice\b|\bdouble\b|翻一?倍|加倍|两倍|多一倍": 2.0,
    r"\bhalf (?:as many|the|of)|\bhalve\b|减半|一半": 0.5,
    r"\b(?:three times|triple)\b|三倍": 3.0,
}


def _training(request: Request, step: Step) -> Arguments | None:
    return changed_training(request, step, strict=True)


def changed_training(request: Request, step: Step, *, strict: bool = False) -> Arguments | None:
    """The last training with another number or method; ``strict``: when nothing else is said."""
    text = request.plain
    named = algorithm(text)
    rest = re.sub(r"(?ia)\b(?:lda|lsa|lsi|nmf)\b", " ", text)
    factor = next((f for p, f in _FACTORS.items() if has(p, text)), 0.0)
    value = count(re.sub("|".join(_FACTORS), " ", rest, flags=re.IGNORECASE))
    known = len(step.result.get("topics") or ())
    numbers = [
        n
        for n in bare_ids(re.sub(r"个|类", " ", rest))
        if n != str(step.arguments.get("num_topics"))
    ]
    if len(numbers) > 1 and value is not None:
        value = int(numbers[-1])  # "8 at most, well, 6"
    if value is not None and numbers and str(value) == str(step.arguments.get("num_topics")):
        value = int(numbers[-1])
    if factor and known and (value is None or str(value) == str(step.arguments.get("num_topics"))):
        return again(step, num_topics=int(known * factor))
    left = re.sub(NUMBER, " ", rest, flags=re.IGNORECASE)
    if strict and not nothing_left(left):
        return None
    if (value is None and not named) or topic(text, request.past)[0] or nth(text, request.past)[0]:
        return None
    changes: dict[str, Any] = {"num_topics": value} if value else {}
    if named:
        changes["algorithm"] = "" if named == "lda" else named
    return again(step, **changes)


def _naming(request: Request, step: Step) -> Arguments | None:
    text = request.plain
    language, manner = language_wanted(text), style(text)
    left = re.sub(
        r"(?i)\b(?:english|chinese|mandarin|both|languages?|bilingual)\b|中文|英文|双语|英语|汉语|语言",
        " ",
        text.replace(manner, " "),
    )
    if not (language or manner) or not nothing_left(left):
        return None
    return again(step, **kept(language=language, style=manner))


def _figures(request: Request, step: Step) -> Arguments | None:
    text = request.plain
    by = period(text)
    if by and nothing_left(
        re.sub(
            r"(?i)\b(?:yearly|annual(?:ly)?|monthly|weekly|daily|weeks?|days?|every)\b|[按每逐各](?:个)?[年月周天日]|星期|度",
            " ",
            text,
        )
    ):
        return again(step, by=by)
    return _one_topic(request, step)


def _topics(request: Request, step: Step) -> Arguments | None:
    return _one_topic(request, step)


def _one_topic(request: Request, step: Step) -> Arguments | None:
    """Another topic in the same question."""
    value, rest = topic(request.plain, request.past, pronouns=False)
    if not value:
        rest = request.plain
        kind, found = nth(rest, request.past)
        value = found if kind == "topic" else by_size(rest, request.past)
        if (
            not value
            and (known := request.past.label_in(rest))
            and nothing_left(rest.replace(known, " "))
        ):
            return {"tool": "show_topics", "topic": known}
        rest = re.sub(
            r"(?i)\b(?:contain\w*|last|smallest|biggest|largest|next|previous|\w+th|\d(?:st|nd|rd))\b|最[大小多少后]|[上下前后]",
            " ",
            rest,
        )
    if not value and request.past.topic and (numbers := bare_ids(rest)):
        value = numbers[0]
    spoken = value and not value.isdecimal()
    rest = re.sub(NUMBER, " ", rest, flags=re.IGNORECASE)
    if not value and not str(step.arguments.get("topic") or "all").isdecimal():
        value = _another_label(request, step)
        rest = "" if value else rest
    if not value:
        value = _same_for(request)
        rest = "" if value and step.arguments.get("topic") else rest
    if not value or not nothing_left(rest) or (spoken and not marked(request)):
        return None
    if step.tool == "analyze_corpus" and (marked(request) or len(request.plain) < 5):
        return again(step, topic=value)
    return {"tool": "show_topics", "topic": value}


def _another_label(request: Request, step: Step) -> str:
    """ "And bushfires?" after a topic that was named by its label."""
    if step.arguments.get("topic") in (None, "", "all"):
        return ""
    found = has(
        r"^(?:and|what about|how about|or|now|then|same for|the same for) (?:the )?(?P<e>[\w' -]{2,40}?)\??$"
        r"|^(?:那么?|还有|再看看?)(?P<z>[^,，?]{1,14}?)(?:呢|怎么样|又如何)?[?]*$",
        request.plain,
    )
    return (found["e"] or found["z"]).strip(' "') if found else ""


def _same_for(request: Request) -> str:
    same = has(
        r"^(?:and |do )?(?:the )?same (?:thing |question )?(?:for|with) (?:the )?(?P<t>.+)$",
        request.plain,
    )
    return same["t"].strip(" ?.") if same else ""


def _editing(request: Request, step: Step) -> Arguments | None:
    """Other topics for the same change; what was done already is taken back first (in plan)."""
    action = str(step.arguments.get("action", ""))
    if action == "rename" and (name := _other_name(request)):
        return again(step, name=name)
    ids = bare_ids(request.plain)
    left = re.sub(rf"(?i){NUMBER}|\b(?:merge|and|with|those)\b|合并|跟|与|号", " ", request.plain)
    if not nothing_left(left):
        return None
    if action.endswith("merge") and len(ids) > 1:
        return again(step, topics=",".join(ids))
    if action.endswith(("split", "delete")) and len(ids) == 1 and marked(request):
        return again(step, topics=ids[0])
    return None


def _other_name(request: Request) -> str:
    """ "No, call it Village", 不，改成乡村: another name for what was renamed just now."""
    found = has(
        r"^(?:no|nope|sorry|not that|rather|actually|better|or)?[,. ]*(?:call it|make it|name it|rename it to|it should be|i meant?)(?: called)? (?P<n>.+)$"
        r"|^(?:不对?|不是|错了|还是|算了)?[,，]?(?:还是)?(?:改成|改为|改叫|叫|换成|应该是|应该叫|命名为)(?P<z>.{1,20})$",
        request.whole,
    )
    name = (found["n"] or found["z"]) if found else ""
    return name.strip(" \"'.。吧")


def _documents(request: Request, step: Step) -> Arguments | None:
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


_OTHER = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
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
    )
]  # fmt: skip


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


_READERS: dict[str, Callable[[Request, Step], Arguments | None]] = {
    "train_topics": _training, "label_topics": _naming, "analyze_corpus": _figures,
    "show_topics": _topics, "edit_topics": _editing, "search_documents": _documents,
    "recommend_documents": _documents,
}  # fmt: skip


# more, and the documents of what was shown --------------------------------------------------------


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


def listed(request: Request) -> Arguments | None:
    """The topic at a place of the last list ("the second one", 最大的那个)."""
    if not request.past.topics or request.past.lists_documents or ids_of(request):
        return None
    kind, value = nth(request.plain, request.past)
    value = value if kind == "topic" else by_size(request.plain, request.past)
    return {"tool": "show_topics", "topic": value} if value else None


def opened(request: Request) -> Arguments | None:
    """The document at a place of the last list."""
    step = request.past.last
    return _place(request, step) if step and request.past.documents else None


_ITS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^which {DOCUMENT} are (?:these|they|those|in there)\??$|\b(?:its|their|that topic's|this topic's|the topic's) {DOCUMENT}\b(?P<q>.*)$|^(?:which|what) {DOCUMENT} (?:are in|belong to|does|are about|make up) (?:it|this|that)(?: {TOPIC})?(?: have| contain)?\??$|\b{DOCUMENT} (?:of|in|for|from|about|behind) (?:it|this|that|this one|that one)(?: {TOPIC}| one)?\??$",
        rf"\b{DOCUMENT} in (?:it|there|this topic|that topic) (?P<q2>(?:about|on|mentioning) .+)$",
        rf"(?:它|这个{TOPIC_ZH}?|那个{TOPIC_ZH}?|该{TOPIC_ZH}|其中|^里面?|这里面?|里头)(?:里面?|中|下)?(?:的|有没有|有|提到)?(?P<q3>.*?)(?:的)?(?:代表)?(?:{DOCUMENT_ZH})?(?:呢|有哪些|有吗|是哪些|给?我?看看?|给我|来|几篇|一些|吗)*[?]*$",
    )
]  # fmt: skip


def its_documents(request: Request) -> Arguments | None:
    """The documents of the topic that was last spoken of, perhaps about something."""
    value = request.past.topic
    if any(request.has(name) for name in ("sentiment", "trend", "quality", "keywords")):
        return None
    found = next((m for p in _ITS if (m := p.search(request.plain))), None)
    if not value or found is None:
        return None
    about = next((v for k, v in found.groupdict().items() if k.startswith("q") and v), "")
    query = queries.query(about)
    held = "" if nothing_left(query) else query
    return {"tool": "search_documents", **kept(topic=value, query=held)}
