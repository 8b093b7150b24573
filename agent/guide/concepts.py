"""Which concepts stand in a request: the words of the lexicon, found and remembered.

A formula says which concepts an intent needs: "topic show|list -document" is a topic, and one of
show and list, and no document. A request is searched in its frame: the text without what it only
asks about ("articles about the merger of two banks" speaks of no merging).
"""

from __future__ import annotations

import re
from functools import cache

from .lexicon import DEEDS, THINGS, Words
from .lexicon_talk import BEYOND, TALK
from .references import DOCUMENT, DOCUMENT_ZH, TOPIC, TOPIC_ZH

CONCEPTS: dict[str, Words] = {**THINGS, **DEEDS, **TALK, **BEYOND}
# Around the words of small talk, and saying nothing of themselves.
_SOFT = (
    r"\b(?:you|u|your|very|much|so|a|an|the|lot|lots|bunch|million|for|help(?:ing)?|that|this|those|it|its|is|was|are|were|there"
    r"|all|now|just|what i|i|me|my|needed|wanted|exactly|really|again|everyone|everybody|folks|team|llama|guide|friend|mate|man|buddy|sir|assistant|dear|bro"
    r"|then|today|tomorrow|and|but|oh|ah|wow|to|of|be|do|did|can|will|have|had|has|not|no|yes|well|please|on|in|at|with|as|too|now|done|kind|kindly|quick|fast|answer|explanation|information|info|work|job|time|day|week|next|lovely|nice|meet|see|let|let's|we|think|guess|yet|anything|here|up|by|one|any|everything|thing|things|us|still)\b"
    r"|[了啊呀的你您我们啦哦呢吧哈嘛么喔噢咯哟诶很太非常都也真真的是这那个就先今天天次帮忙助回答解答耐心兄弟朋友老师亲请问各位十分万分多会儿啊咧捏喽]|好多|大忙|下次|ok|okay|'(?:s|re|m|ve|ll|d|t)\b|[^\w\s\u4e00-\u9fff]|_|\s"
)


def _regular(verb: str) -> str:
    """A verb with its regular endings: "merge~" is merge, merges, merged, merging."""
    if verb.endswith("e"):
        return rf"{verb[:-1]}(?:e|es|ed|ing)"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return rf"{verb[:-1]}(?:y|ies|ied|ying)"
    last = re.escape(verb[-1])
    return rf"{verb}(?:s|es|{last}?ed|{last}?ing)?"


@cache
def pattern(concept: str) -> re.Pattern[str]:
    """The words of a concept in both languages."""
    english, chinese = CONCEPTS[concept]
    english = re.sub(r"([a-z]+)~", lambda m: _regular(m[1]), english)
    # Latin words among Chinese ones ("undo一下") are whole words too.
    chinese = re.sub(
        r"(?<![A-Za-z\\])([A-Za-z]{2,})(?![A-Za-z])", r"(?<![A-Za-z])\1(?![A-Za-z])", chinese
    )
    english = english.replace(" … ", r"(?: \S+){1,5}? ")
    return re.compile(rf"(?<![\w-])(?:{english})(?![\w-])|(?:{chinese})", re.IGNORECASE | re.ASCII)


def only(concept: str, text: str) -> bool:
    """Whether a text says this concept and nothing else but soft words."""
    left, found = pattern(concept).subn(" ", text)
    if concept in ("greeting", "goodbye", "no", "yes"):
        left = pattern("gratitude" if concept == "no" else "thanks").sub(" ", left)
    return found > 0 and not re.sub(_SOFT, "", left, flags=re.IGNORECASE | re.ASCII)


_ABOUT = re.compile(
    rf"(?P<keep>\b(?:{DOCUMENT}|anything|something|everything|written|quotes?|mentions?|sources|reporting)\b[^.?!,]*?\b(?:about|on|regarding|concerning"
    r"|mention(?:s|ing)?|discuss(?:es|ing)?|cover(?:s|ing)?|contain(?:s|ing)?|deal(?:s|ing)? with|say(?:s|ing)?|related to)) (?!\w+ly\b)(?P<cut>.+)$"
    rf"|(?P<keep_zh>关于|有关(?!于)|提到|提及|讨论|谈到|谈过|说到|讲到|涉及|写到|提过)(?P<cut_zh>[^,。]+?)(?P<rest>的?(?:{DOCUMENT_ZH})|$)",
    re.IGNORECASE,
)
# "The articles on tax": in Chinese the content stands before them (税收的报道).
_OF = re.compile(
    rf"(?P<head>^|[,。]|想看|需要|给我|找|查|搜|有没有|有|来|看)(?P<cut>(?!推荐|推介|建议|这|那|所有|全部|我|你|它|他|哪|什么|最近|最新|各|每|新|刚|更多|其他|相关|类似|一些|几)[^,。的]{{2,12}}?)的(?={DOCUMENT_ZH}$)"
)
_PATH = re.compile(
    r"(?:~|\.{0,2}|[A-Za-z]:|\b[\w-]+)[/\\][^\s,，。]+|[^\s,，。的]+\.(?:csv|tsv|txt|jsonl?|xlsx?|pdf|docx?|html?|zip|gz|md)(?![a-z])",
    re.IGNORECASE,
)
_REFERS = re.compile(
    rf"\b{TOPIC}\b|{TOPIC_ZH}|#\d|\bmy (?:data|texts|corpus|documents|collection)|\bthe (?:corpus|data ?set|data|collection)\b|语料|数据集",
    re.IGNORECASE,
)


def frame(text: str) -> str:
    """The request without what its documents are to be about."""
    text = re.sub(r'"[^"]*"', ' "" ', _PATH.sub(" ", text))
    if (found := _OF.search(text)) and not _REFERS.search(text):
        text = f"{text[: found.start('cut')]}{text[found.end('cut') :]}"
    found = _ABOUT.search(text)
    if found is None or _REFERS.search(found["cut"] or found["cut_zh"]):
        return text
    kept = found["keep"] or found["keep_zh"] + found["rest"]
    return f"{text[: found.start()]}{kept}{text[found.end() :]}"
