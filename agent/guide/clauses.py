"""The parts of a request: where it joins commands, and what it says is not wanted."""

from __future__ import annotations

import re

from .arguments import FILE
from .concepts import pattern
from .numbers import NUMBER

_JOINTS = re.compile(
    r"\s*(?:,? and then |; ?|,? then |[.!?] (?=\w)|, and | and |,? after that,? |,? afterwards,? |,? followed by |,? but (?:first )?|,\s*(?=[^\d\s])|,\s+(?=\d+ (?:topics|themes)))"
    r"|\s*(?:[,，;；。！!]?(?:然后|接着|再(?!来|给|一|训练一|说|见|多|试|跑|看一眼)|之后(?!的|关)|并且|(?<!合)并(?=[给把为用命列显告找分训聚提做跑识])|同时|随后|顺便|以后再|后(?=[给把用看列显找])|最后(?!一))(?:请|就|也)?[,，]?|[,，;；。！？!?]\s*(?=\S)|和(?=它们?的(?:趋势|情感|走势))|(?<=[\u4e00-\u9fff])、(?=(?:命名|起名|找|训练|列|显示)))",
    re.IGNORECASE,
)


def pieces(text: str) -> list[str]:
    """The text with its joints, cut before each joint: joining them again gives the text."""
    cuts = [
        m.start() for m in _JOINTS.finditer(text) if m.start() and not _in_quotes(text, m.start())
    ]
    ends = [*cuts[:7], len(text)]
    return [text[start:end] for start, end in zip([0, *cuts[:7]], ends, strict=True)]


def _in_quotes(text: str, at: int) -> bool:
    before = text[:at]
    return (
        before.count('"') % 2 == 1
        or before.count("“") > before.count("”")
        or before.count("「") > before.count("」")
    )


def joined(parts: list[str], cuts: tuple[int, ...]) -> list[str]:
    """The pieces put together between the cuts, without the joints at their beginning."""
    bounds = [0, *cuts, len(parts)]
    found = ["".join(parts[a:b]) for a, b in zip(bounds, bounds[1:], strict=False)]
    return [found[0].strip(), *(_JOINTS.sub("", part, count=1).strip() for part in found[1:])]


_PARTS = re.compile(
    r"(?<=[.!?;。！？；\n])\s*|[,，、:：]\s*|\b(?:and|then|also|but|after that|afterwards|next)\b"
    r"|然后|接着|并且|并|再|之后|同时|随后|还有|以及|顺便|另外|最后",
    re.IGNORECASE,
)


def every_part(text: str) -> list[str]:
    """Everything between two joints or marks, once each."""
    parts = [*_JOINTS.split(text), *_PARTS.split(text)]
    return list(dict.fromkeys(part.strip() for part in parts if part and part.strip()))


# what is not wanted ------------------------------------------------------------------------------

_DEED = r"(?:load|open|import|train|retrain|re-train|merge|combine|join|split|delete|remove|rename|label|relabel|name|search|show|list|find|change|touch|do|undo|run|start|compute|cluster|edit|alter|modify|update|add|make|begin|recommend|drop)\w*"
_NOT = re.compile(
    rf"(?<!why )(?<!if you )\b(?:don't|do not|dont|never|please not|no need to|needn't|rather not|you shouldn't|must not|mustn't|avoid|(?:i )?(?:don't|do not|wouldn't) (?:want|like|need)(?: you)? to|i'd rather (?:you )?(?:not|didn't)|no) (?:yet |now |please |just |ever |actually |really |you )*{_DEED}\b(?! you)|\bwithout (?:loading|training|merging|splitting|deleting|renaming|labell?ing|searching)\b",
    re.IGNORECASE,
)
_DEED_ZH = "(?:载入|加载|导入|打开|读取|读|训练|训|合并|合|拆|删|改|命名|起名|重命名|搜|找|查|显示|列|动|做|跑|更新|撤销|执行|换|碰|分|看|给我看|聚类|推荐|開始|开始|載入|訓練|合併|刪|匯入|命名|顯示|執行|更動)"
_NOT_ZH = re.compile(
    rf"(?:(?:先|暂时|暫時|请|請|千万|现在|現在|还|還|目前|你)*(?<![要该會会])(?:别|別|不要|不用|不必|无需|無需|勿|不想|不需要|唔好|不许)|(?:先|暂时|暫時|暂|暫)不(?:要|用)?)(?:再|急着|急著|忙着|去|先|给我|給我|着急|現在|现在|着|帮我|[把將将][^,，。]{{1,10}}?)?{_DEED_ZH}(?!进|統|统)"
)
_KEEPS_WORD = re.compile(
    r"词|詞|字眼|[“\"「]|\bwords?\b|\bterms?\b|\bcount\b|统计|統計|算进|要[^,，。]{1,12}了$"
)


def wanted(text: str) -> str | None:
    """The text without the clauses that say what not to do; None when nothing else is left."""
    if not (_NOT.search(text) or _NOT_ZH.search(text)) or _KEEPS_WORD.search(text):
        return text
    parts = pieces(text)
    left = _without_refused(parts)
    if left == parts:
        return text
    rest = (
        _JOINTS.sub("", "".join(left), count=1)
        if left and left[0] is not parts[0]
        else "".join(left)
    )
    rest = re.sub(
        r"^[\s,，.。;；!！]*(?:but |instead,? |just |only |rather |而是|但是?|只要?|就|改为|改成(?=[合拆删训]))?",
        "",
        rest.strip(),
        flags=re.IGNORECASE,
    )
    return rest if re.search(r"\w{2}", rest) and not _only_fillers(rest) else None


def _without_refused(parts: list[str]) -> list[str]:
    """A piece that refuses takes the numbers after it along ("don't merge 2" + " and 5")."""
    left: list[str] = []
    refused = False
    for part in parts:
        body = _JOINTS.sub("", part, count=1) if _JOINTS.match(part) else part
        if _NOT.search(body) or _NOT_ZH.search(body):
            refused = True
        elif not (refused and not _has_verb(body)):
            refused = False
            left.append(part)
    return left


_VERBS = (
    "load",
    "train",
    "show",
    "label_deed",
    "merge",
    "split",
    "delete",
    "rename",
    "search_hard",
    "undo",
    "trend",
    "sentiment",
    "quality",
    "overview",
    "recommend",
    "demo",
)


def _has_verb(text: str) -> bool:
    return any(pattern(name).search(text) for name in _VERBS)


def _only_fillers(text: str) -> bool:
    return not re.sub(
        r"(?i)\b(?:no|wait|stop|please|yet|now|ok|okay|hold|on|hey|hi|thanks|thank|you|well|so|just|for|anything|first|then|i|it|that|oh)\b|等等|等一下|慢着|停|谢谢|好的?|嗯|先|吧|了|啊|哦|[^\w]",
        "",
        text,
    )


# what stands on its own --------------------------------------------------------------------------

_STARTS = {
    "load_corpus": "load|demo",
    "train_topics": "train|train_hard|find",
    "label_topics": "label_deed|label|improve",
    "show_topics": "show|explain|common",
    "edit_topics": "merge|split|delete|rename|noise|ignore|update|undo",
    "analyze_corpus": "trend|sentiment|quality|overview|compare",
}


_COUNTED = re.compile(rf"(?i){NUMBER} ?(?:个)?(?:topics|themes|主题|话题)")


def commands(part: str, tool: str, number: int) -> bool:
    """Whether a part has a verb of its tool; the first also when it only names what it wants."""
    if re.search(r"(?:比|来看|的话|来说|而言)$", part):
        return False
    if re.search(FILE, part) or (tool == "train_topics" and _COUNTED.search(part)):
        return True
    return any(pattern(name).search(part) for name in _STARTS[tool].split("|"))


def searches(part: str) -> bool:
    return any(pattern(name).search(part) for name in ("search_hard", "recommend")) or (
        re.match(
            r"(?i)(?:please )?(?:find|search|look for|recommend|suggest)\b|(?:请|帮我)?(?:找|查|搜|推荐)",
            part,
        )
        is not None
    )
