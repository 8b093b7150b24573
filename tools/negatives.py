"""What a search is to leave out: "interest rates -football", "not about football", 不要足球."""

from __future__ import annotations

import re

# Minus signs before words end a query; elsewhere they are dashes, hyphens or negative numbers.
# Nothing is given back once it is read ("++"): a full stop fits the word and what follows it, and
# trying both for every word would take time without end.
_MINUS = re.compile(r'(?:(?<!\S)[-−–](?:"[^"]+"|[^\W\d_][^\s,;，；、]*+)[\s.?!。？！]*+)++$')
_WORD = re.compile(r'[-−–](?:"([^"]+)"|([^\s,;，；、]+))')
_ABOUT = r"(?:(?:the |those |any |articles |texts |documents |news |ones )*(?:about|on) )?"
_TEXT = r"(?P<text>(?!only|yet|just|necessarily)[^\s,;.!?]+(?: [^\s,;.!?]+){0,5})(?=[,;.!?]|$)"
_ENGLISH = re.compile(
    rf"[,;]?\s*\b(?:(?:but|and|just) not {_ABOUT}|(?:(?:which|that) (?:is|are) )?not about "
    rf"|excluding |except(?: for)? {_ABOUT}){_TEXT}",
    re.IGNORECASE,
)
_TEXT_ZH = (
    r"(?P<text>[^,，;；。！!？?\s]{1,10}?)(?:的?(?:相关|有关|方面|类)?的?"
    r"(?:文章|文档|文本|报道|新闻|内容|帖子|消息|话题|主题)?)(?=[,，;；。！!\s]*$)"
)
_CHINESE = (
    re.compile(
        r"(?:除了|除去|除)(?:关于|有关)?(?P<text>[^,，;；。]{1,10}?)(?:以外|之外)(?:的|,|，|都|\s)*"
    ),
    re.compile(  # behind what is looked for, else it may be advice: 不要放弃
        r"(?<=[^\s])[\s,，;；。、]+(?:但是?|而)?(?:不要|不想要|别要|不看|排除|去掉|去除|不含|不谈)"
        rf"(?:关于|有关|涉及|讲|谈)?{_TEXT_ZH}"
    ),
    re.compile(
        r"[,，]?\s*(?:但是?)?(?:不要关于|不要有关|不是关于|不包括|不包含|不涉及)(?:关于|有关)?"
        + _TEXT_ZH
    ),
    re.compile(r"(?:^|[\s,，;；])(?P<text>[^\s,，;；。]{1,10}?)除外"),
)
_SEVERAL = re.compile(r"\s*(?:[,，、;；]|\b(?:or|and|nor)\b|(?<=..)(?:或者?|以及|和|与)(?=..))\s*")


def split_negatives(query: str) -> tuple[str, tuple[str, ...]]:
    """(what is looked for, what is to be left out) of a query."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        found.extend(part for part in _SEVERAL.split(match["text"]) if part.strip())
        return " "

    def take_words(match: re.Match[str]) -> str:
        found.extend("".join(groups).rstrip(".?!。？！") for groups in _WORD.findall(match[0]))
        return " "

    text = _MINUS.sub(take_words, query)
    for pattern in (_ENGLISH, *_CHINESE):
        text = pattern.sub(take, text)
    text = text.strip(" ,，;；、")
    names = (name.strip(" \"'“”‘’「」") for name in found)
    return " ".join(text.split()), tuple(dict.fromkeys(name for name in names if name))
