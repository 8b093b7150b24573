"""What a question asks for: its content words, and the kind of thing that answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

# Words of asking and of the corpus itself; they say nothing about what is asked.
_ASKING = (
    "article articles document documents text texts post posts story stories report reports paper "
    "papers corpus collection archive news newspaper say says said saying tell tells told mention "
    "mentions mentioned discuss discussed talk talks talking write writes written wrote think "
    "thinks thought describe described cover covered happen happened happens people author authors "
    "person kind kinds thing things anything something much many long know known explain find "
    "show give please according exactly topic topics theme themes"
)
_ASKING_ZH = re.compile(
    r"(?:怎么|如何|怎样)(?:看待?|谈论?|说|讲|写|评价|描述|报道|评论|介绍)?|为什么|为何|什么时候|何时|什么|哪些"
    r"|哪一?[年月天个位家所场次]|哪里|哪儿|哪|多少|几[个次年月天人]|有没有|是不是|是否|是谁|谁|吗|呢|怎么样"
    r"|(?:这些|那些|所有|全部)?(?:文章|报道|文档|文本|语料库?|资料)(?:里面?|中|上)?(?:对|就|把)?(?:提到|说到|谈到|讲)?"
    r"|请问|告诉我|关于|有关|[？?]"
)
_QUESTION = re.compile(
    r"[?？]\s*$|^(?:what|who|whom|whose|when|where|why|how|which|is|are|was|were|do|does|did|has|have"
    r"|can|could|tell me (?:what|who|when|where|why|how|about)|explain|according to)\b"
    r"|怎么|如何|怎样|什么|为何|何时|哪[里儿个些一位年]|多少|是谁|谁|有没有|是否|是不是|吗\s*$|呢\s*$",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"^(?:please )?(?:show|find|list|search|give|display|get|load|train|label|merge|recommend)\b"
    r"|\b(?:which|any|some|how many|what other|more) (?:\w+ ){0,2}(?:articles?|documents?|texts?"
    r"|posts?|stories|reports?|papers?)\b|\bwhat (?:articles|documents|texts|posts|stories)\b"
    r"|(?:哪些|哪几?篇|几篇|多少篇|有没有|有什么)[^，,？?]{0,12}(?:文章|文档|报道|新闻|文本|帖子)"
    r"|^(?:请|帮我|给我)?(?:找|搜|查|列|显示|推荐|载入|加载|训练)",
    re.IGNORECASE,
)
_KINDS = (
    ("when", re.compile(r"\b(?:when|what (?:year|date|day|month|time)|which (?:year|date|day|month)"
                        r"|how long ago|since when)\b"
                        r"|什么时候|何时|哪一?[年月天]|几[号月点]|什么时间|哪个月", re.IGNORECASE)),
    ("number", re.compile(r"\bhow (?:many|much|often|long|far|old|big|large|fast|high|tall|deep)\b"
                          r"|\bwhat (?:percentage|share|number|price|rate)\b"
                          r"|多少|几(?!号|月|点|乎|时)|多(?:高|长|远|大|重|快|久)|(?:售价|价格|比例|比率|率)(?:是|为)?(?:多|几|怎)",
                          re.IGNORECASE)),
    ("who", re.compile(r"\b(?:who|whom|whose|which (?:person|man|woman|team|player|company))\b"
                       r"|谁|哪[位家]|哪个人", re.IGNORECASE)),
)  # fmt: skip
_FITS = {
    "when": re.compile(
        r"\b(?:1[5-9]|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September"
        r"|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today"
        r"|tomorrow|tonight|(?:last|next|this) (?:week|month|year|night))\b"
        r"|\d{1,2}:\d\d|\d+ ?[ap]m\b"
        r"|[\d一二三四五六七八九十〇零]+(?:年|月|日|号|点)"
        r"|昨[天日晚夜]|今[天日早晚年]|明[天年]|去年|前年|上周|下周|本周|[春夏秋冬]"
    ),
    "number": re.compile(
        r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty"
        r"|fifty|hundreds?|thousands?|millions?|dozens?|half)\b"
        r"|[一二两兩三四五六七八九十百千万萬亿億]+(?:[个個人名次年天里裡元块塊米倍成家辆輛座套万萬亿岁位场場分度]|公里|平方|小时|多)"
    ),
    "who": re.compile(
        r"(?<=[a-z,;:\"'] )[A-Z][a-z]+(?: [A-Z][a-z]+)+|\b(?:Mr|Mrs|Ms|Dr|President|Minister"
        r"|Senator|Captain|Professor|Judge) [A-Z]"
        r"|[\u4e00-\u9fff]{1,3}(?:先生|女士|师傅|教授|主任|市长|总统|部长|队长|教练|大姐|记者|校长|医生|老师"
        r"|后卫|中锋|前锋)|[\u4e00-\u9fff]·[\u4e00-\u9fff]"
    ),
}  # fmt: skip


def is_question(text: str) -> bool:
    """Whether a request asks something ("when did it begin?", 文章怎么谈房价) rather than for a
    list of documents ("which articles mention it?", 有哪些文章提到它)."""
    text = text.strip()
    return _QUESTION.search(text) is not None and _LIST.search(text) is None


def kind_of(text: str) -> str:
    """What answers it: "when" (a date), "number", "who" (a name), or "" for anything else."""
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "")


def fits(kind: str, sentence: str) -> bool:
    """Whether a sentence holds what a question of this kind wants."""
    return kind in _FITS and _FITS[kind].search(sentence) is not None


def content_terms(text: str, terms_of: Callable[[str], Sequence[str]]) -> list[str]:
    """The distinct content words of a question as the index has them, without those of asking."""
    asking = set(terms_of(_ASKING))
    found = dict.fromkeys(terms_of(_ASKING_ZH.sub(" ", text)))
    return [term for term in found if term not in asking]
