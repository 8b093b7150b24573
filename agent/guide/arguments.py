"""How the arguments about texts, topics and figures are read. A reader gives None when its row
does not fit after all."""

from __future__ import annotations

import re
from typing import Any

from .numbers import NUMBER, number
from .references import DOCUMENT, DOCUMENT_ZH, TOPIC, TOPIC_ZH, by_size, nth, topic, topic_ids
from .request import Request, has

Arguments = dict[str, Any]


def none(request: Request) -> Arguments:
    return {}


def kept(**arguments: Any) -> Arguments:
    """Arguments that say something; the tools have defaults for the others."""
    return {name: value for name, value in arguments.items() if value not in ("", 0, None)}


# texts -------------------------------------------------------------------------------------------

_FILE = r"\.(?:csv|tsv|txt|md|jsonl?|ndjson|xlsx?|ods|pdf|docx?|html?|zip|gz)(?![A-Za-z0-9_])"
_PATH = re.compile(
    r"""["'](?P<quoted>[^"']+)["']|(?P<path>(?<![A-Za-z0-9_-])(?:(?:~|\.{0,2})/|[A-Za-z]:\\)(?:[^\s,，。?"']*?"""
    + _FILE
    + r"""|[^\s,，。?"']+))"""
    rf"""|(?P<file>[^\s"'，,。：:的]+?{_FILE})"""
    r"""|(?:folder|directory|file|文件夹?|目录)\s?(?:at |in |from |called |named )?(?P<named>[^\s,，。?"'里的]+[/\\][^\s,，。?"']*)""",
    re.IGNORECASE,
)
_VERB_BEFORE = re.compile(
    r"^(?:请|帮我|给我|把|将|先|再)*(?:把|将|导入|载入|加载|读取|读入|读|打开|開啟|匯入|載入|加載|讀取|开启|上传|分析|用|换成|看看?)(?:一下)?(?=.)"
)


def path(request: Request) -> str:
    """The file or folder that the request names, as it was typed, or ""."""
    text = request.text.translate({0x201C: 34, 0x201D: 34, 0x300C: 34, 0x300D: 34}).strip()
    for found in _PATH.finditer(text):
        if found["quoted"] is not None and not re.search(r"[/\\]|" + _FILE, found["quoted"]):
            continue
        named = next(filter(None, found.groups())).rstrip(".!?;。")
        return _VERB_BEFORE.sub("", named) if found["file"] else named
    return ""


def load(request: Request) -> Arguments | None:
    if found := path(request):
        return {"source": found}
    plain = request.plain
    if not request.has("demo"):
        asked = request.has("load_hard")
        about = has(rf"{DOCUMENT} (?:about|on|in|from)|{TOPIC}|{TOPIC_ZH}", plain)
        return {"source": ""} if asked and not about else None
    return demo(request)


def demo(request: Request) -> Arguments:
    """The demo corpus in the language that is named, or in that of the request."""
    plain = request.plain
    if has(r"chinese|mandarin|\bzh\b|中文|汉语|华语|国语|简体|demo-zh", plain):
        return {"source": "demo-zh"}
    if has(r"english|英文|英语|\blee\b", plain):
        return {"source": "demo"}
    chinese = request.language == "zh" and not (
        has("demo", plain) and not has("演示|示例|样例|例子|范例|样本", plain)
    )
    return {"source": "demo-zh" if chinese else "demo"}


# topics ------------------------------------------------------------------------------------------

_COUNTS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?!一个)(?P<n>{NUMBER})\s?(?:个|类|种|组)?(?:不同的?|主要的?|大)?(?:{TOPIC_ZH}|类)",
        rf"\b(?P<n>{NUMBER})\b(?: [\w-]+){{0,3}}? (?:{TOPIC}|groups|clusters|models?|parts)\b",
        rf"\b(?:into|to|with|try|use|make it|make that|again with|k ?= ?|exactly|about|around|instead|say) (?P<n>{NUMBER})\b(?! (?:years|months))",
        rf"\b(?:k|topics|themes) ?[:=] ?(?P<n>{NUMBER})",
        rf"^(?:with |into |as |and |maybe |only |just |how about |make (?:it|that|them) |let's do )*(?P<n>{NUMBER})\b",
        rf"\b{TOPIC}(?: ?[:=]|count|number)? ?(?P<n>{NUMBER})\b|\bnum_topics ?= ?(?P<n2>\d+)",
        rf"(?!一个)(?P<n>{NUMBER})\s?(?:个|类|种|组|大类)",
        rf"(?:数量?|个数|数目)(?:设?为|是|改成|改为|=|:)?\s?(?P<n>{NUMBER})",
        rf"(?:找|成|为|出)\s?(?P<n>{NUMBER})\s?{TOPIC_ZH}",
    )
]
# What was not meant: "not 8, 18", 不是8个，是18个.
_NOT_MEANT = re.compile(rf"\bnot (?:with )?{NUMBER}(?: topics)?\b|\binstead of {NUMBER}(?: topics)?\b|(?:不是|而不是|别要?|别用|不要|不用){NUMBER}个?(?:{TOPIC_ZH})?", re.IGNORECASE)  # fmt: skip


def count(text: str) -> int | None:
    """How many topics a text names, or None."""
    text = _NOT_MEANT.sub(" ", text)
    found = next((m for p in _COUNTS if (m := p.search(text))), None)
    groups = [value for value in found.groups() if value] if found else []
    left = re.sub("再.*?一[次遍]|一[次遍下个]", "", text)
    groups = groups or re.findall(rf"(?<![\w-]){NUMBER}(?![\w-])", left, re.I | re.A)
    return number(groups[0]) if groups else None


def algorithm(text: str) -> str:
    """ "nmf", "lsa" or "lda" as named, the wanted one of "lsa instead of lda"."""
    text = re.sub(
        r"(?i)(?:instead of|rather than|not|不用|而不是|不要) ?(?:lda|lsa|lsi|nmf)", "", text
    )
    if has(r"\bnmf\b|non-?negative|非负矩阵", text):
        return "nmf"
    if has(r"\bls[ai]\b|latent semantic|潜在语义", text):
        return "lsa"
    return "lda" if has(r"\blda\b|latent dirichlet|狄利克雷", text) else ""


def train(request: Request) -> Arguments | None:
    text = request.plain
    if has(rf"\b{DOCUMENT} (?:about|on|mentioning)\b \S", text) and not (
        has(r"\btrain", text) or request.has("texts_about")
    ):
        return None
    named = algorithm(text)
    return kept(num_topics=count(text), algorithm="" if named == "lda" else named)


def language_wanted(text: str) -> str:
    """The language of names: "en", "zh", "both" or ""."""
    english = has(r"\benglish\b|英文|英语", text)
    chinese = has(r"\bchinese\b|\bmandarin\b|中文|汉语|简体|国语", text)
    both = has(r"\bboth\b|\bbilingual|\b(?:two|2) languages|双语|中英|两种语言|双语言", text)
    return "both" if both or (english and chinese) else "en" if english else "zh" if chinese else ""


def label(request: Request) -> Arguments:
    return kept(
        language=language_wanted(request.plain), style=style(request.plain) or style(request.whole)
    )


_IN = r"(?= in (?:english|chinese|both)|$|[.?!])"
_MANNER = r"short(?:er)?|simpler|simple|funny|funnier|formal|academic|catchy|catchier|nicer|longer|clearer|more \w+|less \w+|punchier|snappier|plainer|easier|friendlier|prettier|livelier|broader|sharper|cleaner|better-sounding|poetic|witty|wittier|descriptive|concise|playful"
_STYLES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<s>in the (?:style|manner|voice|tone|language) of (?:a |an |the )?[\w' -]+?)" + _IN,
        r"\b(?P<s>so (?:that )?(?:a |an |my |the )?[\w' -]+? (?:can |could |would |will )?(?:understands?|gets? (?:it|them)|follows?|likes?)(?: (?:it|them))?)"
        + _IN,
        r"\b(?P<s>(?:as|like) (?!topic)(?:a |an |the |if |in )?[\w' -]+?)" + _IN,
        r"\b(?P<s>for (?:a |an |my |the )?(?:(?!topic|them|it|each|every|all|cluster|me\b)[\w' -])+?)"
        + _IN,
        r"\b(?P<s>in (?:a |an |the )?[\w' -]+? style)\b",
        rf"\b(?P<s>(?:{_MANNER}))(?= (?:topic )?(?:names?|labels?|titles?|ones?)|$|[ ,.?!])",
        r"(?P<s>(?:像|仿照|按照?|以|学)[^,，。]*?(?:一样|那样|似的|风格|的方式|的口吻|的样子|的语气))",
        r"用(?P<s>(?!中文|英文|双语)[^,，。]{2,14}?(?:的)?(?:风格|口吻|语气|方式|话|说法|语言|词|形式|格式|口气|笔法|文风))(?:来|去|给|为|重新|命名|起|取|,|$)",
        r"(?:能不能|能|要|弄|写|起|取|改|换|再|更|得)(?:得|成|个)?(?:更|再)?(?P<s>[\u4e00-\u9fff]{1,4}?)(?:一点|一些|点|些)(?:吧|的|儿)?[?]*$",
        r"(?:给|为|对)(?P<s>(?!主题|话题|每个|所有|它|这些|各|我们?[起取的]|我[起取])[^,，。主话]{2,10}?)(?:看|听|读)?(?:的)?(?:起|取|用|命名)",
        r"(?<!太)(?<!不够)(?P<s>(?:更?(?:简短|短|通俗|简单|正式|幽默|有趣|学术|搞笑|生动|严肃|文艺|口语|好听|好懂|具体|贴切|活泼|易懂|清楚|具体|俏皮|接地气|专业)))(?:易懂|化)?(?:一些|一点|些|点)?",
    )
]


def style(text: str) -> str:
    """How the names are to sound, in the words of the request."""
    found = next((m for p in _STYLES if (m := p.search(text))), None)
    return found["s"].strip() if found else ""


def show_all(request: Request) -> Arguments | None:
    if topic_ids(request.plain):
        return None
    about = re.sub(r"(?i)(?:in|from|across) (?:the|this|my|these|all|our) \w+", "", request.plain)
    if has(rf"\b{DOCUMENT} (?:about|on|in|of)\b|(?:关于|有关|提到)[^,]+的?{DOCUMENT_ZH}", about):
        return None
    return {}


def show_one(request: Request) -> Arguments | None:
    value, _ = topic(request.plain, request.past)
    value = value or by_size(request.plain, request.past)
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
    "year": rf"{_EACH}years?\b|\byearly\b|\bannual(?:ly)?\b|\byear[- ](?:by|on|to)[- ]year\b|[按每逐各][一个]*年|年度",
    "month": rf"{_EACH}months?\b|\bmonthly\b|\bmonth[- ](?:by|on|to)[- ]month\b|[按每逐各][一个]*月|月度",
    "week": rf"{_EACH}weeks?\b|\bweekly\b|\bweek[- ](?:by|on|to)[- ]week\b|[按每逐各][一个]*(?:周|星期)|周度",
    "day": rf"{_EACH}days?\b|\bdaily\b|\bday[- ](?:by|to)[- ]day\b|[按每逐各](?:天|日)",
}


def period(text: str) -> str:
    """The period that "by month", "monthly", 按月 or 每月 names."""
    return next((name for name, pattern in _PERIODS.items() if has(pattern, text)), "")


_SPOKEN_OF = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?:is|are|was|were|did|has|have|does|do|when (?:was|were|did)|how (?:has|have|did)) (?:the )?(?:interest in |coverage of |attention (?:to|for) |popularity of )?(?P<t>(?!.*\b(?:topics?|themes?)\b|topics?\b|themes?\b|it\b|they\b|any|which|what|things|the|that|this|these|those|their|interest|coverage)[\w' -]{3,30}?) (?:still|becom\w+|get\w*|been|more|less|ris\w+|fall\w*|fell|grow\w*|grew|declin\w+|popular|peak\w*|chang\w+|develop\w*|evolv\w+|going|go|trending|hot|covered)\b",
        r"\b(?:interest in|coverage of|attention (?:to|for)|popularity of|(?:sentiment|mood|tone|feelings?|attitude) (?:of|in|about|for|towards?|on|around)|trends? (?:of|for|in|on)|(?:timeline|history|development|evolution) (?:of|for)) (?:the )?(?P<t>(?!.*\b(?:topics?|themes?)\b|topics?\b|themes?\b|it\b|each|every|all|the|these|those|corpus|texts|articles|documents|data|news\b)[\w' -]{3,30}?)(?= (?:over|by|per|go|going|has|have|been|ris|fall|grow|chang|declin|develop|get|through|since|increas|decreas|drop|surg|peak|evolv|shift|fad|across)\w*\b|[,?.]|$)",
        r"(?:大家|人们|公众|媒体|社会)?对(?P<t>(?!.*(?:主题|话题|报导|稿)|主题|话题|它|这|那)[\u4e00-\u9fff]{2,8}?)的(?:关注|兴趣|热情|讨论|报道|态度|情绪)",
        r"^(?P<t>(?!.*(?:主题|话题|报导|稿)|主题|话题|议题|各|哪|什么|它|这|那|文章|整体|所有|大家)[\u4e00-\u9fff]{2,8}?)(?:的)?(?:新闻|报道|话题|文章)?(?:是不是|这些年|近年来?|最近|还|有没有|是否|越来越|现在)+[^,]{0,6}(?:多|少|热|火|流行|关注|变|涨|降|上升|下降)",
        r"(?:大家|人们|公众|媒体|社会)?对(?P<t>(?!.*(?:主题|话题|报导|稿)|主题|话题|它|这|那)[\u4e00-\u9fff]{2,8}?)的(?:关注|兴趣|热情|讨论|报道|态度|情绪)",
        r"^(?P<t>(?!.*(?:主题|话题|报导|稿)|主题|话题|议题|各|哪|什么|它|这|那|文章|整体|所有|大家)[\u4e00-\u9fff]{2,8}?)(?:的)?(?:新闻|报道|话题|文章)?(?:增加|减少|上升|下降|变多|变少|增多|多了|少了|变热|升温|降温)(?:了)?(?:吗|没有|没|么)?[?]*$",
        r"^(?:看看?|分析)?(?P<t>(?!.*(?:主题|话题|报导|稿)|主题|话题|议题|各|哪|什么|它|这|那|文章|整体|所有|语料|全部|大家|总体|全文|按|每|新闻|报道|文本|文档|资料|数据|评论|显示|列)[\u4e00-\u9fff]{2,8}?)的(?:情感|情绪|趋势|走势|语气|态度|变化趋势|热度)",
    )
]  # fmt: skip


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
    found = next((m for p in _SPOKEN_OF if (m := p.search(text))), None)
    return found["t"].strip() if found else ""


def trends(request: Request) -> Arguments:
    text = request.when.rest
    value, _ = topic(text, request.past)
    return kept(kind="trends", topic=value or spoken_of(text), by=period(text))


def sentiment(request: Request) -> Arguments:
    value, _ = topic(request.plain, request.past)
    return kept(kind="sentiment", topic=value or spoken_of(request.plain), by=period(request.plain))


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


def one_of_the_list(request: Request) -> Arguments | None:
    """The topic at a place of the last list, or the biggest one of it."""
    if value := by_size(request.plain, request.past):
        return {"topic": value}
    kind, value = nth(request.plain, request.past)
    return {"topic": value} if kind == "topic" and request.past.topics else None
