"""How a wish for documents is read: what they are about, in which topic, when, and how many."""

from __future__ import annotations

import re

from . import queries
from .arguments import Arguments, kept
from .figures import moment
from .numbers import NUMBER
from .patterns import Patterns
from .references import (
    DOCUMENT,
    DOCUMENT_ZH,
    TOPIC,
    TOPIC_ZH,
    is_place,
    nth,
    topic,
    topic_ids,
    without_ids,
)
from .request import Request, has

MORE = 5  # how many documents "more" adds
DEFAULT_LIMIT = 5

_INTERJECTION = re.compile(
    r"(?:h+m+|u+h+|o+h+|a+h+|e+r+|w+e+l+|huh|meh|ugh|well|yes|no|yeah|nope|sure|maybe|more|lot|this|that|it|them|its|one"
    r"|what|ok|whatever|nothing|everything|anything|stuff|lol|wow|asdf\w*|qwer\w*|\W|[嗯啊哦呃唉哎哈呀哼它这那还蛤额喔噢呵]|是的?|不是?|对)*",
    re.IGNORECASE,
)


# With a time and nothing else it asks for the events of that time.
_HAPPENED = r"\bhappen|\bevents?\b|\bgoing on\b"
_HAPPENED_ZH = re.compile(
    r"(?:都|又|还)?(?:发生|出|有)?(?:了|过)?(?:什么|哪些|啥)?重?大(?:事[情件儿]?|新闻)"
    r"|(?:都|又|还)?(?:发生|出)(?:了|过)?(?:什么|哪些|啥)(?:事[情件儿]?)?"
)


def search(request: Request) -> Arguments | None:
    """Query, topic, time and number of documents of a wish or a question."""
    wish = request.when
    limit, text = queries.limit(wish.rest)
    value = ""
    several = topic_ids(text) if queries.is_about_topics(text) else []
    if len(several) > 1:
        value, text = ",".join(several), without_ids(text)
    elif queries.is_about_topics(text) or has(r"(?<!\w)#\d", text):
        value, text = topic(text, request.past)
        text = re.sub(r"^(?:在)?(?:里面?|中|下面?|内|当中|里头)[的,]*", "", text)
    query = queries.query(text)
    bare = not (query or value or limit) and has(_HAPPENED, text)
    if wish.since and wish.until and (bare or _HAPPENED_ZH.fullmatch(query)):
        return {"tool": "analyze_corpus", "kind": "trends", "by": moment(request)}
    if query and _INTERJECTION.fullmatch(query) and not value:
        return None
    if not (query or value or wish.since or wish.until or limit or _asks_for_all(request.plain)):
        return None
    return kept(query=query, topic=value, since=wish.since, until=wish.until, limit=limit)


def _asks_for_all(text: str) -> bool:
    return has(rf"\b(?:show|list|find|give|see)\b.*\b{DOCUMENT}\b|(?:列出|显示|看看?|找).*{DOCUMENT_ZH}", text) is not None  # fmt: skip


_WHAT_TOPIC = rf"^(?:which|what)(?: of (?:the|these|my|our))? {TOPIC}(?: of (?:these|them|mine))?"
_SPEAKS_OF = (
    r"(?:about(?! to\b)|concerning|regarding|concerned with|dealing with|related to|to do with)"
    r"|(?:that )?(?:deals? with|covers?|talks? (?:about|of)|speaks? (?:about|of)|discuss(?:es)?"
    r"|is concerned with|mentions?|treats?|has to do with|have to do with|writes? about)"
)
_WHAT_TOPIC_ZH = rf"^(?:有)?(?:哪一?个|哪些|哪几个|什么|啥){TOPIC_ZH}"
_SPEAKS_OF_ZH = r"(?:讲|说|谈|写|聊|讨论|涉及|提到|提及|谈到|讲到|说到|写到|关于|有关|介绍|描述)"
_TOPIC_OF = Patterns(
    rf"{_WHAT_TOPIC} (?:(?:is|are|was|were|would be) )?(?:mainly |mostly |all |really )?"
    rf"(?:{_SPEAKS_OF}) (?P<of>.+)$",
    rf"{_WHAT_TOPIC_ZH}(?:主要)?(?:都|是|在)*{_SPEAKS_OF_ZH}(?:的是|了|的|到|及|过|述|关于|有关)*(?P<of>.+)$",
    rf"{_WHAT_TOPIC_ZH}(?:主要)?(?:是)?(?:和|与|跟|同)(?P<of>.+?)(?:有关系?|相关|有联系)(?:的)?$",
    rf"^(?:{_SPEAKS_OF_ZH})(?:的是|了|到)?(?P<of>.+?)(?:的|有关的|相关的)?(?:是|在)?(?:哪一?个|哪些|哪几个|什么){TOPIC_ZH}(?:里面?|中)?$",
    rf"^(?P<of>.+?)(?:属于|归于?|归入|算|在)(?:哪一?个|哪些|什么){TOPIC_ZH}(?:里面?|中)?$",
)
# What asks for something else: an order, a number, the topics or the texts themselves.
_NOT_OF = re.compile(
    rf"\b(?:{TOPIC}|{DOCUMENT}|most|least|more|fewer|what|how|when|which|who|why|each|every|it|them|this|that|one another|everything|anything|positive|negative)\b"
    rf"|\d|{TOPIC_ZH}|{DOCUMENT_ZH}|最|什么|哪|啥|多少|怎|几|每|它|^[得的]|文|篇|[这那]|消极|积极|正面|负面",
    re.IGNORECASE,
)


def what_topic(request: Request) -> str:
    """What a topic is looked for about ("which topic is about floods?"), or ""."""
    found = _TOPIC_OF.first(request.plain.strip(" ?"))
    of = found["of"].strip(" ?,") if found else ""
    return "" if not of or _NOT_OF.search(of) else queries.query(of)


def search_for_topic(request: Request) -> Arguments | None:
    """The documents about it say which topic that is: its name and best words need not."""
    wish = request.when
    return kept(query=what_topic(request), since=wish.since, until=wish.until) or None


def search_in_topic(request: Request) -> Arguments | None:
    found = search(request)
    return found if found and found.get("topic") else None


def search_inside(request: Request) -> Arguments | None:
    """ "In topic 1, what about injuries": something must be looked for there."""
    found = search_in_topic(request)
    return found if found and found.get("query") else None


_UNLIKE = re.compile(
    r"[,，]?\s*\b(?:but|and|only)?\s*(?:not (?:like|similar to|about|too close to|(?=the |number |document |article |[a-z-]*\d))|unlike|nothing like|rather than)\b"
    r"|[,，]?(?:但是?|而)?(?:(?:不要|别|不)(?:像|跟|和|与|类似|太像)|避开|而不是|不要(?=第|[a-zA-Z-]*\d|.*[那这][样种]))",
    re.IGNORECASE,
)


_NUMBERS = re.compile(r"(?i)(?:documents? |articles? )?#?\d+(?:(?:,| and |、|和|与| )+#?\d+)+")


_DISLIKES = re.compile(
    r"^(?:i |and |but )*(?:did not|didn't|do not|don't|really dis|dis)[ ]?like(?:d)?\b|^我?(?:不太?|不怎么|没那么)喜欢",
    re.IGNORECASE,
)


def recommend(request: Request) -> Arguments | None:
    """What was liked, and after "but not like", 不要像, what was not."""
    if found := _DISLIKES.search(request.plain):
        return _others(request, _disliked(_part(request, request.plain[found.end() :])))
    wanted, *unlike = _UNLIKE.split(request.plain, maxsplit=1)
    if not unlike or not wanted.strip():
        return _recommend(request)
    liked, disliked = _recommend(_part(request, wanted)), _disliked(_part(request, unlike[0]))
    return {**liked, "disliked": disliked} if liked and disliked else liked


def _part(request: Request, text: str) -> Request:
    return Request(text, request.past, request.today)


def _others(request: Request, disliked: str) -> Arguments | None:
    """Like what was liked before, else like the others that were shown."""
    before = request.past.last_of("recommend_documents")
    left = [name for name in request.past.documents if name not in disliked.split(",")]
    liked = str(before.arguments.get("liked") or "") if before else ",".join(left[:DEFAULT_LIMIT])
    return kept(liked=liked, disliked=disliked) if liked and disliked else None


def _disliked(request: Request) -> str:
    if ids := ids_of(request):
        return ",".join(ids)
    kind, name = nth(re.sub(r"(?i)\bnumber (\d+)\b", r"\1th", request.plain), request.past)
    if kind == "document":
        return name
    query = queries.query(request.plain)
    return "" if _PRONOUNS.fullmatch(query) or _PRONOUNS_ZH.fullmatch(query) else query


def _recommend(request: Request) -> Arguments | None:
    limit, text = queries.limit(request.plain)
    ids = [name for name in ids_of(request) if name]
    if ids:
        return kept(liked=",".join(ids), limit=limit)
    kind, name = nth(re.sub(r"(?i)\bnumber (\d+)\b", r"\1th", text), request.past, document=True)
    if kind == "document":
        return kept(liked=name, limit=limit)
    if has(r"\bmore recommendations?\b|再推荐|更多推荐", text) and (
        step := request.past.last_of("recommend_documents")
    ):
        return {**step.arguments, "limit": int(step.arguments.get("limit") or DEFAULT_LIMIT) + MORE}
    if quoted := re.search(r'"([^"]{8,})"', text):
        return kept(liked=quoted[1], limit=limit)
    about = _liked_text(text)
    if is_place(about):  # of what was never shown
        return {"liked": ""}
    if about:
        numbered = _NUMBERS.fullmatch(about)
        return kept(liked=",".join(re.findall(r"\d+", about)) if numbered else about, limit=limit)
    shown = request.past.documents
    return kept(liked=",".join(shown[:5]), limit=limit) if shown else {"liked": ""}


def ids_of(request: Request) -> list[str]:
    """Documents named by id: those shown before, and words that look like an id."""
    words = re.findall(r"[A-Za-z0-9][A-Za-z0-9_./-]*", request.text)
    shown = set(request.past.documents)
    looks = re.compile(r"[A-Za-z]+[-_]?\d[\w-]*|\w+/[\w./-]+\d|[0-9a-f]{16}")
    return [
        word.rstrip(".") for word in words if word in shown or looks.fullmatch(word.rstrip("."))
    ]


_LIKED = Patterns(
    r"\b(?:fans? of|fond of|keen on|mad about|crazy about|someone into|somebody into|people into|lovers? of|follows?|care about|passionate about) (?P<t>.+)$",
    r"我是(?:个|一个|一名)?(?P<t>[^,，]+?)(?:迷|粉|爱好者)",
    r"\b(?:for|to) (?:a |an |my |some )?(?P<t>[\w -]+?) (?:fans?|lovers?|enthusiasts?|buffs?)\b",
    r"\b(?:about|on|like|similar to|related to|liked?|enjoyed|loved?|interested in|reading|likes?|loves?) (?P<t>.+)$",
    r"(?:关于|有关(?!于)|喜欢(?:看|听|玩|读)?|爱(?:看|听|玩|读|好)?|对|看过|读过|读了|看了|热爱|迷上)(?P<t>[^我,]+?)(?:感兴趣|有兴趣|的人|的朋友|的读者|迷|爱好者|方面的?|相关的?|类的?)*(?:该|应该|可以|适合)?(?:读|看)?(?:点|些)?(?:什么|啥|哪些|哪篇|哪几篇)?(?:文章|文档|新闻|报道|内容|东西)?(?:推荐.*|[,，。].*|有什么.*)?$",
    r"给(?P<t>[^我,]+?)(?:迷|爱好者|的人|的朋友)",
    r"(?:推荐|建议|来)(?:给我|我|一些|几篇|一下|点|些|看|读|\d+篇)*(?P<t>.+?)(?:方面|相关|有关|类)?的?(?:文章|文档|新闻|报道|内容|东西|资料)?$",
    r"(?:和|跟|与|像)(?P<t>.+?)(?:类似|相似|差不多|一样|相近|相关)",
)
_PRONOUNS = re.compile(
    rf"(?:(?:me|some|any|an?|the|few|more|other|what|good|interesting|next|to|read|please|{DOCUMENT}|this|that|these|those|it|them|one|ones"
    rf"|topics?|i|just|read|last|what|here|you|showed?|found|above|kind|sort|of)\b[ ,.?]*)*",
    re.IGNORECASE,
)
_PRONOUNS_ZH = re.compile(rf"(?:这|那|些|个|篇|类|种|样|它|们|几|一|刚才|上面|的|我|看|读|点|什么|给|下|别|更多|其他|还有|和|像|类似|相似|可以|值得|好|{DOCUMENT_ZH}|{NUMBER})*")  # fmt: skip


def _liked_text(text: str) -> str:
    for pattern in _LIKED:
        found = pattern.search(text)
        liked = (
            re.split(r"[,，;；.。!?](?:\s|$|(?=[\u4e00-\u9fff]))", found["t"])[0] if found else ""
        )
        liked = re.sub("的(?:人|朋友|读者|同学|同事)$", "", liked.strip(" ?？.。,，"))
        if liked and not _PRONOUNS.fullmatch(liked) and not _PRONOUNS_ZH.fullmatch(liked):
            return queries.query(liked)
    return ""
