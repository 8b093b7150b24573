"""Which topic or document a request means: by id, by label, by its place in the last list."""

from __future__ import annotations

import re

from .numbers import NUMBER, ORDINAL, number, ordinal
from .past import Past
from .patterns import Patterns

TOPIC = r"(?:topic|theme|cluster|subject|category|categorie)s?"
TOPIC_ZH = r"(?:主题|话题|议题|专题|题目|topics?)"
DOCUMENT = (
    r"(?:articles?|documents?|docs?|texts?|news(?: (?:items?|stories|articles?))?|stor(?:y|ies)"
    r"|pieces?|posts?|reports?|papers?|items?|passages?|files?|entr(?:y|ies)|coverage|reviews?"
    r"|examples?|results?|hits?|ones|write-?ups?|clippings?|materials?)"
)
DOCUMENT_ZH = r"(?:文章|文档|新闻|报道|报导|资料|内容|消息|帖子|文本|材料|稿件|稿子|评论|例子|东西|文献|文件|结果|信息|篇目|原文|段落|讯息)"

_NUMBERED = r"(?: ?(?:numbers?|num|no\.?|nr\.?|id))?"
_ID = re.compile(
    rf"\b{TOPIC}{_NUMBERED} ?#? ?(?P<a>{NUMBER})(?![\d%])(?! (?:topics|articles"
    rf"|documents|years))\b|(?<![\w/])#(?P<b>\d+)|\b(?:number|no\.|nr\.?) ?(?P<c>{NUMBER})\b"
    rf"|(?:第)?{TOPIC_ZH}(?:编号|号)?\s?#?(?P<d>{NUMBER})(?![A-Za-z])(?!\s?[个篇年月家点])(?:号)?"
    rf"|第?(?P<e>{NUMBER})号(?!文|线|楼)(?:{TOPIC_ZH})?",
    re.IGNORECASE,
)
_PLACE = re.compile(
    rf"\b(?:the |that |this )?(?P<a>{ORDINAL})(?: (?:{TOPIC}|one|{DOCUMENT}))?(?=$|[ ,.?])"
    rf"|(?P<b>{ORDINAL})(?:个|篇|条|号)?(?:{TOPIC_ZH}|{DOCUMENT_ZH})?",
    re.IGNORECASE,
)
_LIKENESS = re.compile(r"类似|相似|相近|差不多|一样|那样|[和跟与像的]")
_SIZES = (
    "biggest|largest|main|most common|most frequent|top|best|smallest|rarest|same|other|others|whole"
    "|new|current|different|all|these|those|each|every|any|which|what|first|last|following|single"
    "|following|hottest|most|hot|popular|important|discovered|next|previous|old|original|previous|earlier|wrong|right|smart|single|one|second|third|good|bad|entire|complete|topic|rest|two|three|four|five"
)
_VERBS_ZH = (
    "那个|这个|那些|这些|我|看看|看一下|看|显示|列出|找出?|查看|查|给我看|给我|在|把|将|删除|删掉|去掉|拆分|拆开|拆|合并|移除|分析|讲讲|讲一?下"
    "|说说|说一?下|说明|介绍|解释|打开|属于|描述|概括|总结|详细|具体|仔细|好好|踢掉|扔掉|忽略|重命名|对|关于|有关|对于|就|那|这|再|请|了解|我想|想|一下|展开|聊聊|那个|这个|给|为"
)
_LABEL = Patterns(
    r"\b(?:in |from |within |of |under )?(?:the )?(?:topic|theme|cluster|subject) (?:about|on|called|named|labell?ed|for"
    r'|of) "?(?P<label>[^",?]+?)"?(?=$|[,.?]| (?:about|since|before|after|in|to|and)\b)',
    rf'\b(?:in |from |within |of |under |inside )?the "(?P<label>[^"]+)" {TOPIC}\b',
    rf"\b(?:in |from |within |of |under |inside )?(?:the|that|this|our) (?!(?:{_SIZES})\b)(?P<label>(?:(?!\b(?:the|in|of|about|on|for|from|with)\b)[\w'& -]){{2,40}}?) {TOPIC}\b",
    rf'"(?P<label>[^"]+)"(?:这个|那个|这一)?{TOPIC_ZH}',
    rf"(?:关于|有关)(?P<label>[^,。?]{{1,16}}?)(?:的)?(?:这个|那个)?{TOPIC_ZH}(?!有|是哪|里有哪)",
    rf"(?P<label>[\u4e00-\u9fffA-Za-z0-9与和]{{2,14}}?)(?:这个|那个|这一|那一|类|方面的|相关的)"
    rf"{TOPIC_ZH}",
    rf"(?:^|[,?])(?:{_VERBS_ZH})*(?P<label>[\u4e00-\u9fff]{{2,8}}?){TOPIC_ZH}"
    r"(?!模型|数|个数|名|标签|列|清单|质量|分布|排|建模|分析|词)",
    rf"^(?!(?:{_SIZES}|list|show|find|get|see|label|name|good|no|more|fewer|less|how|give|train|some|make|run)\b)(?P<label>[A-Za-z][\w'& -]{{2,30}}?) (?:topic|theme|cluster)(?=$|[:,?])",
)
# "The topic Tennis": a name is known by its capital; a sentence does not begin there.
_NAMED = re.compile(r"\b(?:topic|theme) (?P<label>[A-Z][\w'-]+(?: (?:and |of )?[A-Z][\w'-]+)*)")
_NO_LABEL = re.compile(
    r"\b(?:per|each|every|between|sentiment|trends?|difference|coherence|quality|of|in|by|over|and|is|are|about|most|show|list|find|how|do|does|what|number|into|next|previous|the|two|three|four|five|six|seven|eight|nine|ten)\b|哪|什么|所有|全部|这|那|每|各|最|几|多少|找|训练|列|显示|热门|^有|看|^讲|介绍|解释|一下|展示|个|分成|上升|下降|的$|情感|趋势|质量|主要|前[一二三四五六七八九十]|[一二三四五六七八九十]大|重新|命名|标签|换|新的|做|发现|生成|跟|建|眼|再|次|啥|按|年|月|周|来源|报道|不同|是不是|提取|更新|纳入|加进|加到|归到|聚类|删除|拆分|合并|改名|比较|对比|导入|载入|训练|识别|挖掘|抽取|统计|推荐|算|排|如果|概括|总结|列举|当前|目前|模型|现有|其余|其他|热门|本次|这次|全部|排名|篇数|大小|涉及|谈到|一览|提到|后来|以前|之前|之后|当时|最近|报纸|媒体|^[一两几二三四五][份家个种类]|动态|[我你他她它们您吗呢地着]|所以|因为|但是|现在|下载|导出|保存|过一遍|融进|放进|所有|有关|到底|连成"
)
_LEADING_ZH = re.compile(
    rf"^(?:.*(?:理解|了解|关于|有关|对于|带我|地)|{_VERBS_ZH})*(?:{_VERBS_ZH}|讲|说|谈)*(?=.{{2}})"
)
_THIS = re.compile(
    rf"\b(?:this|that|it|its|the same) ?(?:{TOPIC})?\b|(?:它|这个|那个|该|此|这一|那一)(?:{TOPIC_ZH})?",
    re.IGNORECASE,
)
_JOIN = r"(?:\s*(?:,? and |, ?|、| ?& ?| ?\+ ?| ?/ ?|and|with|into|plus|和|与|跟|及|同|以及|并入|还有|到)\s*)"
# A number that counts something is no topic: 5 topics, 两个, 3篇.
_NO_COUNT = rf"(?![\w%.]|[-/]\d|\s?(?:个|篇|类|次|遍|种|组|年|月|条|份|句|块|部分|大)|\s(?:{DOCUMENT}|topics|themes|parts|groups|smaller|topic\b|times|years|more))"
_BARE = re.compile(
    rf"(?<![\w./-])(?!one\b|a dozen)(?P<n>{NUMBER}){_NO_COUNT}", re.IGNORECASE | re.ASCII
)


_SEVERAL = re.compile(
    rf"(?:\b{TOPIC}{_NUMBERED}|{TOPIC_ZH}|\bnumbers?) ?(?P<list>#?{NUMBER}"
    rf"(?:{_JOIN}(?:{TOPIC} |{TOPIC_ZH})?#?{NUMBER})+)|(?P<list2>{NUMBER}号?(?:{_JOIN}{NUMBER}号?)+)(?:号)?\s*(?:这?[两几三]个)?{TOPIC_ZH}",
    re.IGNORECASE,
)


def topic_ids(text: str) -> list[str]:
    """Every topic that the text names by number, also after one word ("topics 2, 5 and 7")."""
    if several := _SEVERAL.search(text):
        words = re.findall(rf"{NUMBER}", several["list"] or several["list2"], re.IGNORECASE)
        return [str(n) for n in map(number, words) if n is not None]
    found = [number(next(filter(None, m.groups()))) for m in _ID.finditer(text)]
    return list(dict.fromkeys(str(n) for n in found if n is not None))


def without_ids(text: str) -> str:
    """The text without the topics that it names by number."""
    if several := _SEVERAL.search(text):
        return _without(text, several)
    return " ".join(_ID.sub(" ", text).split())


def bare_ids(text: str) -> list[str]:
    """Numbers that count nothing and so can name topics ("merge 2 and 5")."""
    # 一 alone is mostly half of a word (一起, 同一件事); as an id it stands beside another.
    found = [
        number(m["n"])
        for m in _BARE.finditer(text)
        if m["n"] != "一"
        or re.search(
            r"[和跟与同、]\s?一$|一\s?[和跟与同、号]", text[max(0, m.start() - 2) : m.end() + 2]
        )
    ]
    return list(dict.fromkeys(str(n) for n in found if n is not None))


def topic(text: str, past: Past, *, pronouns: bool = True) -> tuple[str, str]:
    """(topic as the tools take it or "", the text without it)."""
    if found := _ID.search(text):
        value = number(next(filter(None, found.groups())))
        return str(value), _without(text, found)
    found = _PLACE.search(text)
    if found and _is_topic_place(found[0]):
        place = ordinal(found["a"] or found["b"])
        return _nth_topic(1 if place is None else place, past), _without(text, found)
    for pattern in _LABEL:
        found = pattern.search(text)
        if found:
            label = _LEADING_ZH.sub("", found["label"].strip()).removesuffix("的")
            label = label.removesuffix("类") if len(label) > 2 else label
            if not _NO_LABEL.search(label):
                return label, _without(text, found)
    if found := _NAMED.search(text):
        return found["label"], _without(text, found)
    if pronouns and past.topic and (found := _THIS.search(text)):
        return past.topic, _without(text, found)
    return "", text


def _is_topic_place(words: str) -> bool:
    return re.search(rf"{TOPIC}$|{TOPIC_ZH}", words, re.IGNORECASE) is not None


def _nth_topic(place: int, past: Past) -> str:
    """The topic in that place of the last list; without a list the number itself."""
    listed = past.topics
    if listed and place and place <= len(listed):
        return str(listed[place - 1 if place > 0 else -1])
    return str(place)


_EXTREME = re.compile(
    r"\b(?:biggest|largest|most common|top|smallest|rarest|least common|next|previous)(?: (?:one|topic))\b|^(?:next|previous)$"
    r"|(?:最大|最多|最小|最少|最常见)的?(?:那个|那一个|一个|的那个)|^(?:看|看看|再看|请看|那)?[上下前后](?:一|一?个)(?:主题|$|呢)",
    re.IGNORECASE,
)


def by_size(text: str, past: Past) -> str:
    """The topic that "the biggest one" or "the next one" means in the last list, or ""."""
    found = _EXTREME.search(text)
    if not found:
        return ""
    if re.search(r"next|previous|^\D?[看那]*[上下前后]", found[0], re.IGNORECASE):
        step = -1 if re.search(r"previous|上|前", found[0], re.IGNORECASE) else 1
        return str(int(past.topic) + step) if past.topic.isdecimal() else ""
    listed = past.topics
    last = re.search(r"small|rar|least|小|少", found[0], re.IGNORECASE)
    return str(listed[-1 if last else 0]) if listed else ""


def is_place(text: str) -> bool:
    """Whether the text is "the second one", "与第二篇相似" and nothing else."""
    found = _PLACE.search(text)
    return found is not None and not _LIKENESS.sub("", text.replace(found[0], "", 1)).strip()


def nth(text: str, past: Past, *, document: bool = False) -> tuple[str, str]:
    """("topic" or "document", its id) of "the second one"; ("", "") when nothing is meant.
    ``document``: only a document can be meant, whatever was listed last."""
    found = _PLACE.search(text)
    place = ordinal(found["a"] or found["b"]) if found else None
    if place is None or found is None:
        return "", ""
    says_document = re.search(rf"{DOCUMENT}$|[篇条]|{DOCUMENT_ZH}", found[0], re.IGNORECASE)
    documents = past.documents
    if (document or says_document or past.lists_documents) and not _is_topic_place(found[0]):
        if documents and place <= len(documents):
            return "document", documents[place - 1 if place > 0 else -1]
        return "", ""
    return "topic", _nth_topic(place, past)


_FIRST = re.compile(
    r"\b(?:the )?(?P<end>first|last) (?P<n>two|three|four|2|3|4)\b|(?:头|前|最后|后)(?P<z>[两二三四2-4])个",
    re.IGNORECASE,
)


def first_topics(text: str, past: Past) -> list[str]:
    """ "The first two" of the last list of topics."""
    found = _FIRST.search(text)
    listed = [str(n) for n in past.topics]
    if not found or not listed:
        return []
    many = number(found["n"] or found["z"]) or 0
    return listed[-many:] if re.search("last|后", found[0], re.IGNORECASE) else listed[:many]


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
