"""How the arguments of each intent are read. A reader gives None when its row does not fit."""

from __future__ import annotations

import re
from typing import Any

from . import queries
from .numbers import NUMBER, number
from .past import DOCUMENT_TOOLS, Step
from .references import DOCUMENT, DOCUMENT_ZH, TOPIC, TOPIC_ZH, nth, topic, topic_ids
from .request import Request, has

Arguments = dict[str, Any]
MORE = 5  # how many documents "more" adds
_DEFAULT_LIMIT = 5


def none(request: Request) -> Arguments:
    return {}


def _kept(**arguments: Any) -> Arguments:
    """Arguments that say something; the tools have defaults for the others."""
    return {name: value for name, value in arguments.items() if value not in ("", 0, None)}


# texts -------------------------------------------------------------------------------------------

_PATH = re.compile(
    r"""["'](?P<quoted>[^"']+)["']|(?P<path>(?:~|\.{0,2})/[^\s,，。?"']+|[A-Za-z]:\\[^\s,"']+)"""
    r"""|(?P<file>[^\s"'，。：:的]+\.(?:csv|tsv|txt|md|jsonl?|ndjson|xlsx?|ods|pdf|docx|html?|zip|gz)\b)"""
    r"""|(?:folder|directory|file|文件夹?|目录)\s?(?:at |in |from |called |named )?(?P<named>[^\s,，。?"'里的]+[/\\][^\s,，。?"']*)""",
    re.IGNORECASE,
)


def load(request: Request) -> Arguments | None:
    if re.fullmatch(r'"[^"./]+"', request.plain):  # a quoted phrase to search for
        return None
    text = request.text.translate({0x201C: 34, 0x201D: 34, 0x300C: 34, 0x300D: 34}).strip()
    found = _PATH.search(text)
    if found and (found["quoted"] is None or re.search(r"[./\\]", found["quoted"])):
        path = next(filter(None, found.groups())).rstrip(".!?;。")
        return {"source": path}
    plain = request.plain
    if not has(
        r"\bdemo|sample|example|built-?in|\blee\b|演示|示例|样例|例子|范例|样本|内置", plain
    ):
        asked = has(r"\b(?:load|open|import|ingest|upload)\b|载入|加载|导入|上传|读取", plain)
        return (
            {"source": ""}
            if asked and not has(rf"{DOCUMENT} (?:about|on|in|from)", plain)
            else None
        )
    if has(r"chinese|mandarin|\bzh\b|中文|汉语|华语|简体|demo-zh", plain):
        return {"source": "demo-zh"}
    if has(r"english|英文|英语|\blee\b", plain):
        return {"source": "demo"}
    chinese = request.language == "zh" and not has("demo", plain)
    return {"source": "demo-zh" if chinese else "demo"}


# topics ------------------------------------------------------------------------------------------

_COUNTS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?!一个)(?P<n>{NUMBER})\s?(?:个|类|种|组)?(?:不同的?|主要的?|大)?(?:{TOPIC_ZH}|类)",
        rf"\b(?P<n>{NUMBER})\b(?: [\w-]+){{0,3}}? (?:{TOPIC}|groups|clusters|models?|parts)\b",
        rf"\b(?:into|to|with|try|use|make it|again with|k ?= ?|exactly|about|around|instead) (?P<n>{NUMBER})\b(?! (?:years|months))",
        rf"^(?:with |into |as |and |maybe |only |just |how about |make (?:it|that|them) |let's do )*(?P<n>{NUMBER})\b",
        rf"\b{TOPIC}(?: ?[:=]|count|number)? ?(?P<n>{NUMBER})\b|\bnum_topics ?= ?(?P<n2>\d+)",
        rf"(?!一个)(?P<n>{NUMBER})\s?(?:个|类|种|组|大类)",
        rf"(?:数量?|个数|数目)(?:设?为|是|改成|改为|=|:)?\s?(?P<n>{NUMBER})",
        rf"(?:找|成|为|出)\s?(?P<n>{NUMBER})\s?{TOPIC_ZH}",
    )
]


def train(request: Request) -> Arguments | None:
    text = request.plain
    if has(rf"\b{DOCUMENT} (?:about|on|mentioning)\b \S", text) and not has(r"\btrain", text):
        return None
    found = next((m for p in _COUNTS if (m := p.search(text))), None)
    groups = [value for value in found.groups() if value] if found else []
    groups = groups or re.findall(
        rf"(?<![\w-]){NUMBER}(?![\w-])", re.sub("再.*?一[次遍]|一[次遍下个]", "", text), re.I
    )
    value = number(groups[0]) if groups else None
    algorithm = ""
    if has(r"\bnmf\b|non-?negative|非负矩阵", text):
        algorithm = "nmf"
    elif has(r"\bls[ai]\b|latent semantic|潜在语义", text):
        algorithm = "lsa"
    return _kept(num_topics=value, algorithm=algorithm)


def label(request: Request) -> Arguments:
    text = request.plain
    english = has(r"\benglish\b|英文|英语", text)
    chinese = has(r"\bchinese\b|\bmandarin\b|中文|汉语|简体", text)
    both = has(r"\bboth\b|\bbilingual|双语|中英|两种语言", text) or (english and chinese)
    language = "both" if both else "en" if english else "zh" if chinese else ""
    return _kept(language=language, style=_style(text))


_STYLES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<s>(?:as|like) (?!topic)(?:a |an |the |if |in )?[\w' -]+?)(?= in (?:english|chinese)|$)",
        r"\b(?P<s>for (?:a |an |my |the )?(?:(?!topic|them|it|each|every|all|cluster)[\w' -])+?)(?= in (?:english|chinese)|$)",
        r"\b(?P<s>in (?:a |an |the )?[\w' -]+? style)\b",
        r"\b(?P<s>(?:shorter|simpler|funny|funnier|formal|academic|catchy|plain|nicer|longer))\b",
        r"(?P<s>(?:像|仿照|按照?|以)[^,，。]*?(?:一样|那样|似的|风格|的方式|的口吻|的样子))",
        r"(?P<s>用[^,，。]{2,10}的(?:风格|口吻|语气|方式))",
        r"(?P<s>(?:更?(?:短|简短|通俗|简单|正式|幽默|有趣|学术)))(?:一些|一点|些|点)?",
    )
]


def _style(text: str) -> str:
    found = next((m for p in _STYLES if (m := p.search(text))), None)
    return found["s"].strip() if found else ""


def show_all(request: Request) -> Arguments | None:
    if topic_ids(request.plain):
        return None
    if has(rf"(?:哪些|什么|哪几个)(?:\w*的)?{TOPIC_ZH}[?]*$", request.plain):
        return {}
    if has(rf"\b{DOCUMENT}\b.*\b(?:in|about|of) (?:the )?(?!corpus)|{DOCUMENT_ZH}", request.plain):
        about = re.sub(r"(?i)in (?:the|this|my|these) \w+", "", request.plain)
        return None if has(rf"{DOCUMENT_ZH}(?!里|中)", about) else {}
    return {}


def show_one(request: Request) -> Arguments | None:
    value, _ = topic(request.plain, request.past)
    return {"topic": value} if value else None


def topics_alone(request: Request) -> Arguments | None:
    """A wish about "the topics" as a whole, and about no document."""
    if topic_ids(request.plain) or has(rf"\b{DOCUMENT}\b|{DOCUMENT_ZH}", request.plain):
        return None
    return {}


# figures -----------------------------------------------------------------------------------------


def overview(request: Request) -> Arguments | None:
    value, _ = topic(request.plain, request.past, pronouns=False)
    return None if value else {"kind": "overview"}


def quality(request: Request) -> Arguments:
    return {"kind": "quality"}


_EACH = r"\b(?:by|per|each|every|a)\s+"
_PERIODS = {
    "year": rf"{_EACH}years?\b|\byearly\b|\bannual(?:ly)?\b|[按每逐各]年|年度",
    "month": rf"{_EACH}months?\b|\bmonthly\b|[按每逐各](?:个)?月|月度",
    "week": rf"{_EACH}weeks?\b|\bweekly\b|[按每逐各](?:个)?(?:周|星期)",
    "day": rf"{_EACH}days?\b|\bdaily\b|[按每逐各](?:天|日)",
}


def _period(text: str) -> str:
    """The period that "by month", "monthly", 按月 or 每月 names."""
    return next((name for name, pattern in _PERIODS.items() if has(pattern, text)), "")


def trends(request: Request) -> Arguments:
    text = request.when.rest
    value, _ = topic(text, request.past)
    return _kept(kind="trends", topic=value, by=_period(text))


def sentiment(request: Request) -> Arguments:
    value, _ = topic(request.plain, request.past)
    return _kept(kind="sentiment", topic=value, by=_period(request.plain))


_GROUPS = {
    "source": r"\bsources?\b|\boutlets?\b|\bnewspapers?\b|\bfiles\b|来源|媒体|出处|文件",
    "language": r"\blanguages?\b|语言|中英文",
    "year": r"\byears?\b|年份|各年|每年|[按不同]年|历年",
    "month": r"\bmonths?\b|月份|各月|每月",
    "period": r"\bperiods?\b|before and after|时期|时段|前后|\bover time\b",
}


def compare(request: Request) -> Arguments:
    text = request.plain
    value, _ = topic(text, request.past, pronouns=False)
    split_at = has(
        r"\b(?:before and after|since and before) (?P<d>\d{4}(?:-\d\d)?)|(?P<e>\d{4})年?前后", text
    )
    by = (split_at["d"] or split_at["e"]) if split_at else ""
    by = by or next((name for name, p in _GROUPS.items() if has(p, text)), "label")
    return _kept(kind="compare", topic=value, by=by)


# documents ---------------------------------------------------------------------------------------


_INTERJECTION = re.compile(
    r"(?:h+m+|u+h+|o+h+|a+h+|e+r+|well|yes|no|yeah|nope|sure|maybe|more|lot|this|that|it|them|its|one"
    r"|what|ok|whatever|nothing|everything|anything|stuff|lol|wow|\W|[嗯啊哦呃唉哎哈呀哼它这那还]|是的?|不是?|对)*",
    re.IGNORECASE,
)


def search(request: Request) -> Arguments | None:
    """Query, topic, time and number of documents of a wish or a question."""
    wish = request.when
    limit, text = queries.limit(wish.rest)
    value = ""
    if queries.is_about_topics(text) or has(r"(?<!\w)#\d", text):
        value, text = topic(text, request.past)
    query = queries.query(text)
    if query and _INTERJECTION.fullmatch(query) and not value:
        return None
    if not (query or value or wish.since or wish.until or limit or _asks_for_all(request.plain)):
        return None
    return _kept(query=query, topic=value, since=wish.since, until=wish.until, limit=limit)


def _asks_for_all(text: str) -> bool:
    return has(rf"\b(?:show|list|find|give|see)\b.*\b{DOCUMENT}\b|(?:列出|显示|看看?|找).*{DOCUMENT_ZH}", text) is not None  # fmt: skip


def search_in_topic(request: Request) -> Arguments | None:
    found = search(request)
    return found if found and found.get("topic") else None


def recommend(request: Request) -> Arguments | None:
    limit, text = queries.limit(request.plain)
    ids = [name for name in _ids(request) if name]
    if ids:
        return _kept(liked=",".join(ids), limit=limit)
    kind, name = nth(re.sub(r"(?i)\bnumber (\d+)\b", r"\1th", text), request.past)
    if kind == "document":
        return _kept(liked=name, limit=limit)
    if has(r"\bmore recommendations?\b|再推荐|更多推荐", text) and (
        step := request.past.last_of("recommend_documents")
    ):
        return {
            **step.arguments,
            "limit": int(step.arguments.get("limit") or _DEFAULT_LIMIT) + MORE,
        }
    if quoted := re.search(r'"([^"]{8,})"', text):
        return _kept(liked=quoted[1], limit=limit)
    about = _liked_text(text)
    if about:
        return _kept(liked=about, limit=limit)
    shown = request.past.documents
    return _kept(liked=",".join(shown[:5]), limit=limit) if shown else {"liked": ""}


def _ids(request: Request) -> list[str]:
    """Documents named by id: those shown before, and words that look like an id."""
    words = re.findall(r"[A-Za-z0-9][A-Za-z0-9_./-]*", request.text)
    shown = set(request.past.documents)
    looks = re.compile(r"[A-Za-z]+[-_]?\d[\w-]*|\w+/[\w./-]+\d|[0-9a-f]{16}")
    return [
        word.rstrip(".") for word in words if word in shown or looks.fullmatch(word.rstrip("."))
    ]


_LIKED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:about|on|like|similar to|related to|liked?|enjoyed|loved?|interested in|reading|likes?|loves?) (?P<t>.+)$",
        r"(?:关于|有关|喜欢|爱看|对|看过|读过|读了|看了)(?P<t>.+?)(?:感兴趣|的人|的|方面的?|相关的?|类的?)*(?:文章|文档|新闻|报道|内容|东西)?(?:推荐.*|[,，。].*|有什么.*)?$",
        r"(?:推荐|建议)(?:给我|我|一些|几篇|一下|点|些|看|读|\d+篇)*(?P<t>.+?)(?:方面|相关|有关|类)?的?(?:文章|文档|新闻|报道|内容|东西|资料)?$",
        r"(?:和|跟|与|像)(?P<t>.+?)(?:类似|相似|差不多|一样|相近|相关)",
    )
]
_PRONOUNS = re.compile(
    rf"(?:(?:me|some|any|an?|the|few|more|other|what|good|interesting|next|to|read|please|{DOCUMENT}|this|that|these|those|it|them|one|ones"
    rf"|topics?|i|just|read|last|what|here|you|showed?|found|above)\b[ ,.?]*)*",
    re.IGNORECASE,
)
_PRONOUNS_ZH = re.compile(rf"(?:这|那|些|个|篇|类|它|们|几|一|刚才|上面|的|我|看|读|点|什么|给|下|别|更多|其他|还有|和|像|类似|相似|可以|值得|好|{DOCUMENT_ZH}|{NUMBER})*")  # fmt: skip


def _liked_text(text: str) -> str:
    for pattern in _LIKED:
        found = pattern.search(text)
        liked = found["t"].strip(" ?？.。,，") if found else ""
        if liked and not _PRONOUNS.fullmatch(liked) and not _PRONOUNS_ZH.fullmatch(liked):
            return queries.query(liked)
    return ""


# following up ------------------------------------------------------------------------------------


def _again(step: Step, **changes: Any) -> Arguments:
    return {"tool": step.tool, **_kept(**{**step.arguments, **changes})}


def more(request: Request) -> Arguments | None:
    step = request.past.last_of(*DOCUMENT_TOOLS)
    if step is None or (has(r"recommend|推荐", request.plain) and step.tool == "search_documents"):
        return None
    asked = has(NUMBER, re.sub(r"(?i)another one|一(?:些|点|下)", "", request.plain))
    extra = (number(asked[0]) if asked else None) or MORE
    return _again(step, limit=int(step.arguments.get("limit") or _DEFAULT_LIMIT) + extra)


def follow_topic(request: Request) -> Arguments | None:
    value, rest = topic(request.plain, request.past, pronouns=False)
    if not value:
        kind, found = nth(request.plain, request.past)
        value = found if kind == "topic" else ""
    if not value:
        bare = has(rf"{NUMBER}", rest)
        plain = number(bare[0]) if bare else None
        value = str(plain) if plain is not None and request.past.topic else ""
    step = request.past.last
    if not value or (step is None and not has(f"{TOPIC}|{TOPIC_ZH}", request.plain)):
        return None
    if step is not None and step.tool in ("search_documents", "analyze_corpus"):
        return _again(step, topic=value, limit=0)
    return {"tool": "show_topics", "topic": value}


def follow_documents(request: Request) -> Arguments | None:
    value = request.past.topic
    return {"tool": "search_documents", "topic": value} if value else None


def follow_time(request: Request) -> Arguments | None:
    step, wish = request.past.last_of("search_documents"), request.when
    left = queries.query(
        re.sub(r"(?i)^(?:and|but|just|only|show|those|只|仅|就|那|限|换成|改成)+", "", wish.rest)
    )
    if step is None or not (wish.since or wish.until) or not _nothing_else(left):
        return None
    return _again(step, since=wish.since, until=wish.until)


def _nothing_else(text: str) -> bool:
    words = re.sub(
        r"(?i)\b(?:just|only|but|and|those|these|ones?|show|me|them|newer|older|instead|published|written|dated|things|limit|it|them|restrict|to)\b|限定|[只仅要看显示找列出保留限制为换改成就那的呢如果是其中吗在]",
        "",
        text,
    )
    return not words.strip(" ,?")


def follow_place(request: Request) -> Arguments | None:
    kind, value = nth(request.plain, request.past)
    if kind == "topic":
        return {"tool": "show_topics", "topic": value}
    if kind == "document":
        title = _title(request, value)
        return {"tool": "search_documents", "query": title, "limit": 1}
    return None


def _title(request: Request, name: str) -> str:
    for step in reversed(request.past.steps):
        for entry in (*step.result.get("results", ()), *step.result.get("representative", ())):
            if str(entry["id"]) == name:
                return str(entry["title"]).rstrip("…")
    return name


def follow_query(request: Request) -> Arguments | None:
    step = request.past.last
    same = has(r"^(?:the )?same (?:thing )?(?:for|with) (?:the )?(?P<t>.+)$", request.plain)
    if same and step is not None and step.arguments.get("topic"):
        return _again(step, topic=same["t"])
    if step is None or step.tool not in ("search_documents", "recommend_documents"):
        return None
    text = re.sub(
        r"(?i)^(?:and|ok|then|now|or|also|instead|same for|the same for)? ?(?:(?:what|how) about|about|for|with)? ?"
        r"|^(?:那么?|还有|换成|改成|再(?:找|搜|查))(?:关于)?|(?:呢|怎么样|如何|也找找|也查一下)[?]*$",
        "",
        request.plain,
    )
    kept = {k: v for k, v in step.arguments.items() if k in ("topic", "since", "until")}
    query = queries.query(re.sub(r"呢[?]*$", "", text))
    return {"tool": "search_documents", **kept, "query": query} if query else None
