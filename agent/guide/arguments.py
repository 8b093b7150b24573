"""How the arguments about texts and topics are read. A reader gives None when its row
does not fit after all."""

from __future__ import annotations

import re
from typing import Any

from ...tools import plugins
from ...tools.readers import added
from .numbers import NUMBER, number
from .patterns import Patterns
from .references import DOCUMENT, DOCUMENT_ZH, TOPIC, TOPIC_ZH, by_size, topic, topic_ids
from .request import Request, has

Arguments = dict[str, Any]


def none(request: Request) -> Arguments:
    return {}


def kept(**arguments: Any) -> Arguments:
    """Arguments that say something; the tools have defaults for the others."""
    return {name: value for name, value in arguments.items() if value not in ("", 0, None)}


# texts -------------------------------------------------------------------------------------------

_ADDED = "".join(f"|{re.escape(ending[1:])}" for ending in added())
FILE = (
    r"\.(?:csv|tsv|txt|md|jsonl?|ndjson|xlsx?|ods|pdf|docx?|html?|zip|gz"
    rf"{_ADDED})(?![A-Za-z0-9_])"
)
_PATH = re.compile(
    r"""["'](?P<quoted>[^"']+)["']|(?P<path>(?<![A-Za-z0-9_-])(?:(?:~|\.{0,2})/|[A-Za-z]:\\)(?:[^\s,，。?"']*?"""
    + FILE
    + r"""|[^\s,，。?"']+))"""
    rf"""|(?P<file>[^\s"'，,。：:的]+?{FILE})"""
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
        if found["quoted"] is not None and not re.search(r"[/\\]|" + FILE, found["quoted"]):
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

_COUNTS = Patterns(
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
# What was not meant: "not 8, 18", 不是8个，是18个.
_NOT_MEANT = re.compile(rf"\bnot (?:with )?{NUMBER}(?: topics)?\b|\binstead of {NUMBER}(?: topics)?\b|(?:不是|而不是|别要?|别用|不要|不用){NUMBER}个?(?:{TOPIC_ZH})?", re.IGNORECASE)  # fmt: skip


def count(text: str) -> int | None:
    """How many topics a text names, or None."""
    text = _NOT_MEANT.sub(" ", text)
    found = _COUNTS.first(text)
    groups = [value for value in found.groups() if value] if found else []
    left = re.sub("再.*?一[次遍]|一[次遍下个]", "", text)
    groups = groups or re.findall(rf"(?<![\w-]){NUMBER}(?![\w-])", left, re.I | re.A)
    return number(groups[0]) if groups else None


def algorithm(text: str) -> str:
    """ "nmf", "lsa", "lda" or one of a plugin as named, the wanted one of "lsa instead of lda"."""
    text = re.sub(
        r"(?i)(?:instead of|rather than|not|不用|而不是|不要) ?(?:lda|lsa|lsi|nmf)", "", text
    )
    if has(r"\bnmf\b|non-?negative|非负矩阵", text):
        return "nmf"
    if has(r"\bls[ai]\b|latent semantic|潜在语义", text):
        return "lsa"
    if has(r"\blda\b|latent dirichlet|狄利克雷", text):
        return "lda"
    named = (n for n in plugins.names("algorithm") if n not in ("lda", "lsa", "nmf"))
    return next((n for n in named if has(rf"(?<![\w-]){re.escape(n)}(?![\w-])", text)), "")


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
_STYLES = Patterns(
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


def style(text: str) -> str:
    """How the names are to sound, in the words of the request."""
    found = _STYLES.first(text)
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
