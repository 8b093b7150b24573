"""Which topic is to be called what."""

from __future__ import annotations

import re

from .arguments import Arguments
from .numbers import NUMBER
from .patterns import Patterns
from .references import TOPIC, TOPIC_ZH, nth, topic
from .request import Request, has

# A topic as a rename speaks of it: by number, place, label, or "it".
_T = rf"(?P<t>(?:the )?(?:{TOPIC} ?(?:number |no\.? |nr\.? )?#?{NUMBER}|number {NUMBER}|#\d+|(?:the )?(?!of\b|for\b|to\b|in\b|name\b)\w+ (?:{TOPIC}|one)|it|this|that))"
_T_ZH = rf"(?P<t>{TOPIC_ZH}\s?#?{NUMBER}|第?{NUMBER}号(?:{TOPIC_ZH})?|第{NUMBER}个(?:{TOPIC_ZH})?|[\u4e00-\u9fff]{{2,8}}?(?:这个|那个)?{TOPIC_ZH}|它|这个(?:{TOPIC_ZH})?|该{TOPIC_ZH})"
_NAME = r"(?:names?|labels?|titles?)"
_NAME_ZH = r"(?:名字|名称|标签|标题|名)"
_PATTERNS = Patterns(
    r"\bre-?(?:name|label|title) (?:the )?(?P<t>.+?) (?:to|as|into) (?P<n>.+)$",
    rf"\b(?:change|set|make|turn|switch) (?:the )?{_NAME} (?:of|for) (?:the )?(?P<t>.+?) (?:to|as|into|=) (?P<n>.+)$",
    rf"\b(?:change|set|make) {_T}'s {_NAME} (?:to|into|as) (?P<n>.+)$",
    rf"\bthe {_NAME} (?:of|for) (?P<t>.+?) (?:is wrong|is bad|is off|should be|must be|ought to be|shall be|is misleading)[,.;:]?(?: it)?(?: (?:should|must|ought to|is|shall)?(?: be| read| say)?)? ?(?P<n>\S.+)$",
    rf"\b(?:call|name|label|title|christen|dub|re-?name|re-?label) {_T}:? (?:as |to )?(?P<n>.+)$",
    rf"{_T} (?:should|must|shall|could|can|will|ought to|needs to|is to)? ?(?:really |actually |rather |better |just )?(?:(?:now )?be|is|is now|gets?)? ?(?:now )?(?:called|named|labell?ed|titled|known as) (?P<n>.+)$",
    rf"{_T}(?:'s {_NAME}(?: should be| is| to)? | ?(?:->|→|=>|=) ?|: (?:new name|call it) )(?P<n>.+)$",
    rf"^{_T}[:,;]? (?:re-?name(?:d)?|call(?:ed)?|re-?label)(?: it| this)?(?: to| as|:)? (?P<n>.+)$",
    rf"^(?P<t>这个(?:{TOPIC_ZH})?|它|那个)(?:我)?(?:会|想|要|宁愿|就)*(?:叫|称)(?:它|做|作|为|成)*(?P<n>.+)$",
    rf"^{_T} (?:gets|has|takes|bears) (?:the |a )?(?:new )?{_NAME} (?P<n>.+)$",
    rf"^(?:the )?(?:new )?{_NAME} (?:of|for) {_T} ?[:=] ?(?P<n>.+)$",
    rf"\b(?:change|set|make|turn) (?P<t>its|this topic's|that topic's|the topic's) {_NAME} (?:to|into) (?P<n>.+)$",
    rf"{_T_ZH}的?{_NAME_ZH}(?:定为|定成|定作|设为|[:：])(?P<n>.+)$",
    rf"\b(?:make|set) (?:the )?{_NAME} (?:of|for) {_T} (?:to |as |into )?(?P<n>.+)$",
    rf"\bgive {_T} (?:the |a )?(?:new )?{_NAME} (?:of )?(?P<n>.+)$",
    rf"\b(?:from now on|henceforth|now),? {_T} (?:is|shall be|will be) (?:called )?(?P<n>.+)$",
    rf"\bthe {_NAME} (?P<n>.+?) (?:for|to) {_T}$",
    r"\b(?:i'd (?:rather )?|let's |better |rather )?call (?:the )?(?P<t>\w+) (?P<n>[A-Z].*)$",
    rf"{_T_ZH}的?{_NAME_ZH}?(?:不对|不好|有误|错了|不准)[,，]?(?:应该|应当|该|最好)?(?:是|叫做?|改为|改成)+(?P<n>.+)$",
    rf"(?:给|帮|为)?{_T_ZH}的?(?:重新)?(?:换|改|取|起)(?:个|一个)?(?:新)?{_NAME_ZH}[,，]?(?:叫做?|为|成|是|:)+(?P<n>.+)$",
    rf"(?:把|将|给)?{_T_ZH}的?{_NAME_ZH}?(?:一下)?(?:其实|真的|确实|实际上|应该|应当|最好|可以|要|就|也|改|再|今后|以后|从此|现在|往后)*(?:设|定)?(?:叫做?|叫成|称为|称作|命名为|命名成|取名为?|起名为?|叫|设为|设成|改为|改成|改叫|改名为?|定为)(?:做|成|叫|为|作)?(?P<n>.+)$",
    rf"{_T_ZH}的?{_NAME_ZH}(?:应该|应当|应|最好)(?:是|为|叫)(?P<n>.+)$",
    r"^(?:就|那就)?(?P<t>)(?:改名|更名|重命名|命名)(?:为|成|叫)(?P<n>.+)$",
    r"^(?:不对?,?|不是,?|就|还是|应该|那就|改)*(?:叫|称|称呼|命名)(?P<t>它|这个主题|该主题)(?:为|作|做|叫)?(?P<n>.+)$",
    rf"{_T_ZH}\s*(?:->|→|=>|=|改名[:： ]|名字[:：])\s*(?P<n>.+)$",
    r"(?:把|将|给)?(?P<t>[^,，把将]+?)(?:的)?(?:名字|名称|标签)?(?:重命名|改名|更名|改|换|命名|取名|起名|设|叫)(?:字)?(?:一下)?(?:成|为|作|叫做?|到|做)+\s?(?P<n>.+)$",
    rf"(?:给|把|将)?{_T_ZH}(?:改|重命|更)名[:：,， ]+(?P<n>.+)$",
    rf"(?:重命名|改名|rename)\s?(?P<t>{TOPIC_ZH}\s?{NUMBER})[为成:： ,，to]*(?P<n>.+)$",
)  # fmt: skip
_MANY = r"^(?:all|every|each|the topics|them|these|everything)\b|所有|全部|每个|各|标签$|名字$|名称$|^主题(?:$|全|都|名)|^(?:全都?|都)"
_NO_NAME = re.compile(
    r"(?:in |into |用)?(?:chinese|english|both languages|plain english|中文|英文|双语)(?:的|名)?|.*(?:shorter|funnier|better|again)",
    re.IGNORECASE,
)


def rename(request: Request) -> Arguments | None:
    if has(r"^(?:why|what|how|is|does|when|who|where)\b|为什么|为何|为啥", request.plain):
        return None
    for pattern in _PATTERNS:
        found = pattern.search(request.plain)
        if not found or has(_MANY, found["t"].strip()):
            continue
        value = _topic(found["t"].strip(), request)
        name = re.sub(
            r"^(?:as|called|named|叫做?|为|成) ?|(?: please| instead| from now on|更?好(?:一点|些)?)$",
            "",
            found["n"].strip(" \"'.。:"),
        )
        if re.fullmatch(rf"{NUMBER}个?", name) or re.search("数目?$", found["t"]):
            continue
        if value and name.strip() and not _NO_NAME.fullmatch(name):
            return {"action": "rename", "topics": value, "name": name.strip(" \"'.。")}
    return None


def _topic(text: str, request: Request) -> str:
    if not text or has(r"^its$|topic's$", text):
        return request.past.topic
    text = re.sub(r"^(?:把|将|给|请)+", "", text)
    value, _ = topic(text, request.past)
    if not value:
        kind, place = nth(text, request.past)
        value = place if kind == "topic" else ""
    if value or has(r"^(?:it|this|that|它|这个|那个|a|the|me|to|of|for)$", text):
        return value
    bare = re.fullmatch(r"(?:第)?#?(\d+)号?", text)
    if bare:
        return bare[1]
    if has(r"\d", text):
        return ""
    return re.sub(rf"^(?:the )|(?:这个|那个)?{TOPIC_ZH}$| {TOPIC}$|的$", "", text, flags=re.IGNORECASE).strip(" \"'")  # fmt: skip
