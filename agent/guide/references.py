"""Which topic or document a request means: by id, by label, by its place in the last list."""

from __future__ import annotations

import re

from .numbers import NUMBER, ORDINAL, number, ordinal
from .past import Past

TOPIC = r"(?:topic|theme|cluster|subject|category|categorie)s?"
TOPIC_ZH = r"(?:主题|话题|议题|专题)"
DOCUMENT = (
    r"(?:articles?|documents?|docs?|texts?|news(?: (?:items?|stories|articles?))?|stor(?:y|ies)"
    r"|pieces?|posts?|reports?|papers?|items?|passages?|files?|entr(?:y|ies)|coverage|reviews?"
    r"|examples?|results?|hits?|ones)"
)
DOCUMENT_ZH = r"(?:文章|文档|新闻|报道|报导|资料|内容|消息|帖子|文本|材料|稿件|稿子|评论|例子|东西|文献|文件|结果|信息|篇目)"

_ID = re.compile(
    rf"\b{TOPIC}(?: (?:number|no\.?|nr\.?|id))? ?#? ?(?P<a>{NUMBER})(?![\d%])(?! (?:topics|articles"
    rf"|documents|years))\b|(?<!\w)#(?P<b>\d+)|\bnumber (?P<c>{NUMBER})\b"
    rf"|(?:第)?{TOPIC_ZH}(?:编号|号)?\s?#?(?P<d>{NUMBER})(?!\s?[个篇年月])(?:号)?"
    rf"|(?P<e>{NUMBER})号(?:{TOPIC_ZH})?",
    re.IGNORECASE,
)
_PLACE = re.compile(
    rf"\b(?:the |that |this )?(?P<a>{ORDINAL})(?: (?:{TOPIC}|one|{DOCUMENT}))?(?=$|[ ,.?])"
    rf"|(?P<b>{ORDINAL})(?:个|篇|条|号)?(?:{TOPIC_ZH}|{DOCUMENT_ZH})?",
    re.IGNORECASE,
)
_SIZES = (
    "biggest|largest|main|most common|most frequent|top|best|smallest|rarest|same|other|others|whole"
    "|new|current|different|all|these|those|each|every|any|which|what|first|last|following|single"
    "|following|hottest|most|hot|popular|important|discovered"
)
_LABEL = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:in |from |within |of |under )?(?:the )?{TOPIC} (?:about|on|called|named|labell?ed|for"
        r'|of) "?(?P<label>[^",?]+?)"?(?=$|[,.?]| (?:about|since|before|after|in|to|and)\b)',
        rf'\bthe "(?P<label>[^"]+)" {TOPIC}\b',
        rf"\b(?:the|that|this|our) (?!(?:{_SIZES})\b)(?P<label>[\w'& -]{{2,40}}?) {TOPIC}\b",
        rf'"(?P<label>[^"]+)"(?:这个|那个|这一)?{TOPIC_ZH}',
        rf"(?:关于|有关)(?P<label>[^,。?]{{1,16}}?)(?:的)?(?:这个|那个)?{TOPIC_ZH}(?!有|是哪|里有哪)",
        rf"(?P<label>[\u4e00-\u9fffA-Za-z0-9与和]{{2,12}}?)(?:这个|那个|这一|那一|类|方面的|相关的)"
        rf"{TOPIC_ZH}",
        rf"^(?:看看?|显示|列出|找|查|给我看|在|把|将|删除|删掉|去掉|拆分|拆开|合并|移除|分析|讲讲|说说|说明|介绍|解释|打开|属于)?(?:一下)?(?P<label>[\u4e00-\u9fff]{{2,8}}?){TOPIC_ZH}"
        r"(?=$|[里中下讲是说的谈,?]|有什么|有哪|都|怎么|关于)",
    )
]
_NO_LABEL = re.compile(
    r"\b(?:per|each|every|between|sentiment|trends?|difference|coherence|quality|of|in|by|over|and|is|are|about|most|show|list|find|how|do|does)\b|哪|什么|所有|全部|这|那|每|各|最|几|多少|找|训练|列|显示|热门|^有|看|讲|介绍|解释|一下|展示|个|分成|上升|下降|的$|情感|趋势|质量"
)
_THIS = re.compile(
    rf"\b(?:this|that|it|its|the same) ?(?:{TOPIC})?\b|(?:它|这个|那个|该|此|这一|那一)(?:{TOPIC_ZH})?",
    re.IGNORECASE,
)


def topic_ids(text: str) -> list[str]:
    """Every topic that the text names by number, also after one word ("topics 2, 5 and 7")."""
    several = re.search(
        rf"(?:\b{TOPIC}(?: numbers?)?|{TOPIC_ZH}|\bnumbers?) ?(?P<list>#?{NUMBER}"
        rf"(?:\s*(?:,|、|&|\+|and|with|into|和|与|跟|及|同|,? and|以及)\s*(?:{TOPIC} |{TOPIC_ZH})?#?{NUMBER})+)",
        text,
        re.IGNORECASE,
    )
    if several:
        words = re.findall(rf"{NUMBER}", several["list"], re.IGNORECASE)
        return [str(n) for n in map(number, words) if n is not None]
    found = [number(next(filter(None, m.groups()))) for m in _ID.finditer(text)]
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
        if found and not _NO_LABEL.search(found["label"]):
            return found["label"].strip(), _without(text, found)
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


def nth(text: str, past: Past) -> tuple[str, str]:
    """("topic" or "document", its id) of "the second one"; ("", "") when nothing is meant."""
    found = _PLACE.search(text)
    place = ordinal(found["a"] or found["b"]) if found else None
    if place is None or found is None:
        return "", ""
    says_document = re.search(rf"{DOCUMENT}$|[篇条]|{DOCUMENT_ZH}", found[0], re.IGNORECASE)
    documents = past.documents
    if (says_document or past.lists_documents) and not _is_topic_place(found[0]):
        if documents and place <= len(documents):
            return "document", documents[place - 1 if place > 0 else -1]
        return "", ""
    return "topic", _nth_topic(place, past)


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
