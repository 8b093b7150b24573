"""How the arguments of an analysis are read: which one, of which topic, by what."""

from __future__ import annotations

import re

from .arguments import Arguments, kept
from .patterns import Patterns
from .references import topic, topic_ids
from .request import Request, has


def overview(request: Request) -> Arguments | None:
    value, _ = topic(request.plain, request.past, pronouns=False)
    return None if value else {"kind": "overview"}


def quality(request: Request) -> Arguments:
    return {"kind": "quality"}


_EACH = r"\b(?:by|per|each|every|a)\s+"
_PERIODS = {
    "year": rf"{_EACH}years?\b|\byearly\b|\bannual(?:ly)?\b|\byear[- ](?:by|on|to)[- ]year\b|[按每逐各][一个]*年|年度",
    "month": rf"{_EACH}months?\b|\bmonthly\b|\bmonth[- ](?:by|on|to)[- ]month\b|[按每逐各][一个]*月|月度",
    "week": rf"{_EACH}weeks?\b|\bweekly\b|\bweek[- ](?:by|on|to)[- ]week\b|[按每逐各][一个]*(?:周|星期)|周度",
    "day": rf"{_EACH}days?\b|\bdaily\b|\bday[- ](?:by|to)[- ]day\b|[按每逐各](?:天|日)",
}


def period(text: str) -> str:
    """The period that "by month", "monthly", 按月 or 每月 names."""
    return next((name for name, pattern in _PERIODS.items() if has(pattern, text)), "")


_SPOKEN_OF = Patterns(
    r"^(?:is|are|was|were|did|has|have|does|do|when (?:was|were|did)|how (?:has|have|did)) (?:the )?(?:interest in |coverage of |attention (?:to|for) |popularity of )?(?P<t>(?!.*\b(?:topics?|themes?)\b|topics?\b|themes?\b|it\b|they\b|any|which|what|things|the|that|this|these|those|their|interest|coverage)[\w' -]{3,30}?) (?:still|becom\w+|get\w*|been|more|less|ris\w+|fall\w*|fell|grow\w*|grew|declin\w+|popular|peak\w*|chang\w+|develop\w*|evolv\w+|going|go|trending|hot|covered)\b",
    r"\b(?:interest in|coverage of|attention (?:to|for)|popularity of|(?:sentiment|mood|tone|feelings?|attitude) (?:of|in|about|for|towards?|on|around)|trends? (?:of|for|in|on)|(?:timeline|history|development|evolution) (?:of|for)) (?:the )?(?P<t>(?!.*\b(?:topics?|themes?)\b|topics?\b|themes?\b|it\b|each|every|all|the|these|those|corpus|texts|articles|documents|data|news\b)[\w' -]{3,30}?)(?= (?:over|by|per|go|going|has|have|been|ris|fall|grow|chang|declin|develop|get|through|since|increas|decreas|drop|surg|peak|evolv|shift|fad|across)\w*\b|[,?.]|$)",
    r"(?:大家|人们|公众|媒体|社会)?对(?P<t>(?!.*(?:主题|话题|报导|稿)|主题|话题|它|这|那)[\u4e00-\u9fff]{2,8}?)的(?:关注|兴趣|热情|讨论|报道|态度|情绪)",
    r"^(?P<t>(?!.*(?:主题|话题|报导|稿)|主题|话题|议题|各|哪|什么|它|这|那|文章|整体|所有|大家)[\u4e00-\u9fff]{2,8}?)(?:的)?(?:新闻|报道|话题|文章)?(?:是不是|这些年|近年来?|最近|还|有没有|是否|越来越|现在)+[^,]{0,6}(?:多|少|热|火|流行|关注|变|涨|降|上升|下降)",
    r"(?:大家|人们|公众|媒体|社会)?对(?P<t>(?!.*(?:主题|话题|报导|稿)|主题|话题|它|这|那)[\u4e00-\u9fff]{2,8}?)的(?:关注|兴趣|热情|讨论|报道|态度|情绪)",
    r"^(?P<t>(?!.*(?:主题|话题|报导|稿)|主题|话题|议题|各|哪|什么|它|这|那|文章|整体|所有|大家)[\u4e00-\u9fff]{2,8}?)(?:的)?(?:新闻|报道|话题|文章)?(?:增加|减少|上升|下降|变多|变少|增多|多了|少了|变热|升温|降温)(?:了)?(?:吗|没有|没|么)?[?]*$",
    r"^(?:看看?|分析)?(?P<t>(?!.*(?:主题|话题|报导|稿)|主题|话题|议题|各|哪|什么|它|这|那|文章|整体|所有|语料|全部|大家|总体|全文|按|每|新闻|报道|文本|文档|资料|数据|评论|显示|列)[\u4e00-\u9fff]{2,8}?)的(?:情感|情绪|趋势|走势|语气|态度|变化趋势|热度)",
)  # fmt: skip


def spoken_of(text: str) -> str:
    """The topic whose rise or mood is asked for by its words alone ("is cricket still popular")."""
    text = re.sub(
        r"[按每逐各][一个]*(?:年|月|周|天|日|星期|季度?)|(?:看看?|看一?下|分析|展示|画)(?:一下|下)?",
        "",
        text,
    )
    text = re.sub(
        r"(?i)^(?:(?:show|plot|draw|give)(?: me)? )?(?:the |a )?(?:monthly|yearly|weekly|daily|annual) ",
        "",
        text,
    )
    found = _SPOKEN_OF.first(text)
    return found["t"].strip() if found else ""


def trends(request: Request) -> Arguments:
    text = request.when.rest
    value, _ = topic(text, request.past)
    by = period(text) or moment(request)
    return kept(kind="trends", topic=value or spoken_of(text), by=by)


_MONTH = Patterns(
    r"\b(?:in|during|of|for|last) (?P<t>january|february|march|april|may|june|july|august|september"
    r"|october|november|december)\b(?! \d)",
    r"(?<![年\d个每按逐各几])(?P<t>(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月)(?!份?到|至|\d)",
)


def moment(request: Request) -> str:
    """The time that a question is about, as the tool reads it ("1987-03", "March", 三月), or ""."""
    since, until = request.when.since, request.when.until
    if since and until:
        return since if since == until else f"{since}..{until}"
    if since or until:
        return ""
    found = _MONTH.first(request.plain)
    return found["t"] if found else ""


_BY_MODEL = (
    r"\b(?:check|verify|double[- ]check|judge)\w*\b.*\b(?:model|llama|llm)\b"
    r"|\b(?:with|by|through) (?:the |a )?(?:model|llama|llm)\b"
    r"|(?:模型|llama)(?:来|再)?(?:核对|检查|验证|判断|校验)|(?:核对|检查|验证|校验).*(?:模型|llama)"
)


def sentiment(request: Request) -> Arguments:
    value, _ = topic(request.plain, request.past)
    by = "model" if has(_BY_MODEL, request.plain) else period(request.plain)
    return kept(kind="sentiment", topic=value or spoken_of(request.plain), by=by)


_GROUPS = {
    "source": r"\bpaper to paper\b|\bsources?\b|\boutlets?\b|\bnews ?papers?\b|\bfiles\b|\bpublishers?\b|\bpublications\b|\bmedia\b|\bmagazines\b|\bpapers\b|来源|媒体|出处|文件|报纸|报社|晚报|日报|早报|电视台|各报|各家",
    "language": r"\blanguages?\b|\benglish and chinese\b|\bchinese and english\b|语言|中英文|中文和英文|英文和中文",
    "year": r"\byears?\b|年份|各年|每年|[按不同]年|历年",
    "month": r"\bmonths?\b|月份|各月|每月",
    "period": r"\bperiods?\b|before and after|时期|时段|前后|\bover time\b",
}
_SPLIT_AT = (
    r"\b(?:before and after|since and before|after and before) (?P<a>\d{4}(?:-\d\d)?)|\bbefore (?:vs\.?|versus|or|compared (?:to|with)) after (?P<h>\d{4})|\bbefore (?P<b>\d{4})\b.*\bafter|\bafter (?P<c>\d{4})\b.*\bbefore|(?P<d>\d{4})年?(?:的)?前后"
    r"|(?P<e>\d{4})年?(?:以前|之前)(?:和|与|跟|,|以及|同).*(?:后|之后)|(?:跟|和|与|比)(?P<f>\d{4})年?(?:以前|之前)[^,]*比|(?P<g>\d{4})年?(?:以后|之后)(?:和|与|跟|,|相比|同|比).*前"
)


def compare(request: Request) -> Arguments:
    text = request.plain
    value, _ = topic(text, request.past, pronouns=False)
    value = value if value.isdecimal() else ""  # "the topics of A and B": groups, no label
    split_at = has(_SPLIT_AT, text)
    by = next(filter(None, split_at.groups())) if split_at else ""
    by = by or next((name for name, p in _GROUPS.items() if has(p, text)), "label")
    return kept(kind="compare", topic=value, by=by)


def apart(request: Request) -> Arguments | None:
    """ "What sets topic 1 apart from the others?": that is told where one topic is explained."""
    ids = topic_ids(request.plain)
    grouped = any(has(p, request.plain) for p in _GROUPS.values()) or request.has("groups_by")
    if len(ids) != 1 or grouped:
        return None
    return {"topic": ids[0]}
