"""Wishes to change topics: merge, split, rename, delete, noise words, update, and what would
happen if."""

from __future__ import annotations

import re
from collections.abc import Callable

from .arguments import Arguments
from .numbers import NUMBER, number
from .references import DOCUMENT, DOCUMENT_ZH, TOPIC, TOPIC_ZH, topic, topic_ids
from .request import Request, has


def merge(request: Request) -> Arguments | None:
    text = request.plain
    ids = topic_ids(text)
    if has(rf"\b(?:{DOCUMENT}|corpus|everything|them|these)\b.* into\b|{DOCUMENT_ZH}", text):
        return None
    if len(ids) < 2:
        ids = [str(n) for n in map(number, re.findall(rf"(?<![\w.]){NUMBER}(?![\w.])", text, re.I))
               if n is not None]  # fmt: skip
    if len(ids) >= 2:
        return {"action": "merge", "topics": ",".join(ids)}
    labels = _two_labels(text)
    return {"action": "merge", "topics": ",".join(labels)} if labels else None


def _two_labels(text: str) -> list[str]:
    found = has(rf"\b(?:merge|combine|join|unite|fuse|put|group|unify) (?:the )?(?P<a>.+?) (?:and|with|into|&) (?:the )?(?P<b>.+?)(?: {TOPIC})?(?: together| into one.*)?$", text) or has(
        rf"(?:合并|把|将)(?P<a>[^和与跟及]+?)(?:这个)?(?:{TOPIC_ZH})?(?:和|与|跟|及)(?P<b>.+?)(?:这?两个)?(?:{TOPIC_ZH})?(?:合并.*|合.*|并.*)?$", text
    )  # fmt: skip
    strip = re.compile(rf"^{TOPIC} | {TOPIC}$|{TOPIC_ZH}$", re.IGNORECASE)
    return [strip.sub("", found[name]).strip(' "') for name in "ab"] if found else []


def pair(request: Request) -> Arguments | None:
    """ "2 and 5 belong together": numbers alone, after words that can only mean topics."""
    ids = [str(n) for n in map(number, re.findall(rf"(?<![\w.]){NUMBER}(?![\w.个])", request.plain, re.I)) if n is not None]  # fmt: skip
    return {"action": "merge", "topics": ",".join(ids)} if len(ids) > 1 else None


def split(request: Request) -> Arguments | None:
    return _one_edit("split", request)


def delete(request: Request) -> Arguments | None:
    if has(rf"\b(?:all|every|everything)\b.*{TOPIC}|所有|全部", request.plain):
        return None
    ids = topic_ids(request.plain)
    if len(ids) > 1:
        return {"action": "delete", "topics": ",".join(ids)}
    return _one_edit("delete", request)


def _one_edit(action: str, request: Request) -> Arguments | None:
    text = re.sub(r"(?i)\b(?:into|in) \w+$|^(?:把|将|给)|(?:成|为)\w*$", "", request.plain)
    value, _ = topic(text, request.past)
    if not value:
        value, _ = topic(request.plain, request.past)
    return {"action": action, "topics": value} if value else None


_NAMES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\brename (?:the )?(?P<t>.+?) (?:to|as|into) (?P<n>.+)$",
        r"\b(?:change|set) (?:the )?(?:name|label|title) of (?:the )?(?P<t>.+?) (?:to|as|into) (?P<n>.+)$",
        rf"\b(?:call|name|label|title) (?:the )?(?P<t>{TOPIC} #?{NUMBER}) (?:as )?(?P<n>.+)$",
        rf"(?P<t>{TOPIC} #?{NUMBER}) (?:should be|is)(?: now)? (?:called|named) (?P<n>.+)$",
        rf"(?P<t>{TOPIC} #?{NUMBER})(?:'s (?:name|label|title) to | ?= ?)(?P<n>.+)$",
        rf"(?P<t>{TOPIC_ZH}\s?{NUMBER})(?:的)?(?:换|改|取|起)(?:个|一个)?(?:新)?名字?(?:叫|为|成)(?P<n>.+)$",
        rf"\brename (?:the )?(?P<t>{TOPIC} #?{NUMBER}):? (?P<n>.+)$",
        r"(?:把|将|给)?(?P<t>.+?)(?:的)?(?:名字|名称|标签)?(?:重命名|改名|更名|改|换|命名|取名|起名|设|叫)(?:字)?(?:一下)?(?:成|为|作|叫做?|到|做)+\s?(?P<n>.+)$",
        rf"(?:给|把|将)?(?P<t>{TOPIC_ZH}\s?{NUMBER})(?:改|重命|更)名[:：,， ]+(?P<n>.+)$",
        rf"(?:重命名|改名)(?P<t>{TOPIC_ZH}\s?{NUMBER})[为成:： ,，]*(?P<n>.+)$",
        rf"(?P<t>{TOPIC_ZH}\s?{NUMBER}|第{NUMBER}个{TOPIC_ZH})(?:就|改)?叫做?(?P<n>.+)$",
    )
]


def rename(request: Request) -> Arguments | None:
    for pattern in _NAMES:
        if found := pattern.search(request.plain):
            if has(r"^(?:all|every|each|the|them|these)\b|所有|全部|每个|各|标签$", found["t"]):
                return None
            value = topic(found["t"], request.past)[0] or _bare(found["t"])
            name = found["n"].strip(" \"'.。")
            if not value:
                return None
            return {"action": "rename", "topics": value, "name": name}
    return None


def _bare(text: str) -> str:
    text = re.sub(rf"^(?:the )|(?:这个|那个)?{TOPIC_ZH}$| {TOPIC}$", "", text, flags=re.IGNORECASE)
    return text.strip(" \"'")


# noise words -------------------------------------------------------------------------------------

_NOISE = r"(?:(?:a |an )?(?:noise|stop|filler|useless|meaningless)[- ]?words?|noise|stop ?words?|fillers?)"
_NOISE_ZH = r"(?:噪[音声](?:词汇|词语?)?|停用词(?:表|列表)?|干扰词|废词|(?:没用|无用|无意义|没有意义|没意义)的词语?)"
_WORD = r"(?:words?|terms?)"
_WORD_ZH = r"(?:词语?|词汇|字眼|单词)"
_MARKED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:mark|treat|flag|count|set|use|consider|regard|handle|see|take) (?P<w>.+?) as (?:just )?{_NOISE}\b",
        rf"^(?:the {_WORD} )?(?!(?:what|which|who|how|why|where|when|is|are|this|that|it)\b)(?P<w>.+?) (?:is|are) (?:just |only |all |both |pure )?{_NOISE}$",
        rf"^(?:the {_WORD} )(?P<w>.+?) (?:means?|says?|tells? us) nothing\b.*$",
        rf"\b(?:add|put) (?P<w>.+?) (?:to|on|into|in|among) (?:the |my |our )?(?:list of )?{_NOISE}",
        rf"^(?:new |more )?{_NOISE}(?: list)?: ?(?P<w>.+)$",
        rf"\b(?:ignore|drop|remove|exclude|leave out|strip|filter out|get rid of|skip|throw out|take out|forget|disregard) (?:the )?(?:{_WORD} )(?P<w>.+?)(?: (?:from|in|of|everywhere)\b.*)?$",
        r"\b(?:ignore|exclude|leave out|filter out|drop|remove|take out) (?P<w>\"[^\"]+\"(?:(?:, ?| and |, and )\"[^\"]+\")*)(?: (?:from|in|everywhere)\b.*)?$",
        rf"(?:把|将)?(?P<w>[^把将]+?)(?:都)?(?:设|标记?|当|看|视|算|列|归|加)(?:置|记|到|进|入|在)?(?:为|成|作|做|入|进|到)?(?:是)?{_NOISE_ZH}",
        rf"^(?P<w>.+?)(?:都|也|就|只)?(?:是|属于|算)(?:一?个)?{_NOISE_ZH}$",
        rf"{_NOISE_ZH}(?:里|中)?(?:再)?(?:加上?|增加|添加|加入|包括|有|:|：)+(?P<w>.+)$",
        rf"(?:忽略|去掉|去除|剔除|排除|过滤掉?|屏蔽|删掉|删除|不要|不算|扔掉)(?:掉)?(?P<w>.+?)(?:这|那)?(?:一|两|三|四|几|些)?个?{_WORD_ZH}$",
        rf"(?:忽略|去掉|去除|剔除|排除|过滤掉?|屏蔽|删掉|删除|不要)(?:掉)?{_WORD_ZH}(?P<w>.+)$",
        r"^(?:忽略|去掉|去除|剔除|排除|过滤掉?|屏蔽)(?P<w>\"[^\"]+\"(?:[、,和与]?\"[^\"]+\")*)$",
    )
]
_BETWEEN = re.compile(
    r"\s*(?:[,、;]|\band\b|\bor\b|&)\s*|(?<=[\u4e00-\u9fff]{2})(?:和|与|跟|以及|还有)(?=[\u4e00-\u9fff]{2})",
    re.IGNORECASE,
)
_AROUND = re.compile(
    rf"^(?:the |both |all )?(?:{_WORD} )?|(?: {_WORD})$|^{_WORD_ZH}|(?:这|那)?(?:一|两|三|四|几|些)?个?{_WORD_ZH}$",
    re.IGNORECASE,
)


# What is called noise, and is no word: "topic 3", "the new documents".
_NO_WORDS = re.compile(
    rf"\b{TOPIC} ?#?{NUMBER}|\b(?:the|these|those|this|that)(?: \w+)? (?:{TOPIC}|{DOCUMENT})\b"
    rf"|{TOPIC_ZH}\s?{NUMBER}|(?:这|那)(?:个|些|篇)?(?:{TOPIC_ZH}|{DOCUMENT_ZH})",
    re.IGNORECASE,
)


def noise(request: Request) -> Arguments | None:
    """The words to be left out, between commas."""
    for pattern in _MARKED:
        if found := pattern.search(request.plain):
            words = _words(found["w"])
            if words and not _NO_WORDS.search(found["w"]):
                return {"action": "noise", "name": ", ".join(words)}
    return None


def _words(text: str) -> list[str]:
    quoted = re.findall(r'"([^"]+)"', text)
    parts = quoted or _BETWEEN.split(_AROUND.sub("", text.strip()))
    return [part.strip(" \"'.,") for part in parts if part.strip(" \"'.,")]


# new documents -----------------------------------------------------------------------------------


def update(request: Request) -> Arguments | None:
    """To fold in what was loaded since; a file that is named is loaded instead."""
    if has(r"[/\\]|\.(?:csv|txt|jsonl?|pdf|docx|zip|tsv|xlsx?)\b", request.plain):
        return None
    return {"action": "update"}


# what would happen if ----------------------------------------------------------------------------

_IF = re.compile(
    r"^(?:and |but |so )?(?:(?:what (?:would|will|does|do|could)(?: it| that)?(?: happen| change| be)?(?: to \S+(?: \S+)?)?,? (?:if|by|when)"
    r"|what(?:'s| is) the (?:effect|impact) of|what happens(?: to \S+(?: \S+)?)? (?:if|when)|what if|how would .*? (?:if|after)|how good would .*? (?:if|after)"
    r"|what (?:would|will|does|could) (?=\w+ing\b)|would it (?:help|hurt|be \w+)(?: if| to)?|would (?=\w+ing\b)|does it make sense to|is it (?:worth|better|good|wise)(?: to)?"
    r"|should (?:i|we)|if(?= (?:i|we)\b)|suppose|imagine|assume|preview(?: of)?|simulate|try out|dry[- ]run|show me what would happen if)\s*)+"
    r"(?:i|we|you|one)?(?: were to| would)?\s*|^(?:如果|要是|假如|假设|倘若|若|万一)(?:我们?|你)?|^(?:预览|试算|模拟|预演)(?:一下)?"
    r"|^(?:看看?|想知道)(?:如果)?",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"(?:(?:, ?| )(?:do|change|bring|mean|what (?:would|will|happens?).*|would that (?:help|work|be).*|(?:be )?(?:better|worth it|useful|a good idea)|help|first))?[?]*$"
    r"|(?:的话)?[,，]?(?:那)?(?:会|能|将|可|结果|效果|指标|质量|连贯性?)*(?:是)?(?:怎么?样|怎样|如何|发生什么|有什么.*|变.*|更好|好不好|好吗|值得|可行|行不行|合适)?(?:吗|呢|么)?[?]*$",
    re.IGNORECASE,
)
_VERBS = [
    (re.compile(pattern, re.IGNORECASE), action)
    for pattern, action in (
        (rf"{_NOISE}|{_NOISE_ZH}|\b(?:ignor|exclud)\w+|\b{_WORD}\b|忽略|{_WORD_ZH}$", "noise"),
        (r"\b(?:merg|combin|join|unit|fus)\w*|合并|合成|并成|合在|合到|并到|归并", "merge"),
        (r"\b(?:split|divid|separat|break)\w*|拆|分裂|细分|分开", "split"),
        (r"\b(?:delet|remov|drop|discard)\w*|删|去掉|移除", "delete"),
        (r"\b(?:updat|includ|fold|refresh)\w*|更新|新文|新加", "update"),
    )
]
_BASE = [
    (re.compile(rf"\b{ending}\b", re.IGNORECASE), verb)
    for ending, verb in (
        (r"merg(?:ed|ing)", "merge"), (r"combin(?:ed|ing)", "combine"), (r"join(?:ed|ing)", "join"),
        (r"split(?:ting)?", "split"), (r"divid(?:ed|ing)", "divide"),
        (r"separat(?:ed|ing)", "separate"), (r"delet(?:ed|ing)", "delete"),
        (r"remov(?:ed|ing)", "remove"), (r"dropp(?:ed|ing)", "drop"), (r"mark(?:ed|ing)", "mark"),
        (r"treat(?:ed|ing)", "treat"), (r"ignor(?:ed|ing)", "ignore"),
        (r"(?:was|were|is|are|got|gets) (?=merge|combine|join|split|divide|separate|delete|remove|drop|mark|treat|ignore)", ""),
    )
]  # fmt: skip


def preview(request: Request) -> Arguments | None:
    """ "What would happen if I merged 2 and 5?": the same edit, worked out and not done."""
    text = _THEN.sub("", _IF.sub("", request.plain))
    for pattern, verb in _BASE:
        text = pattern.sub(verb, text)
    action = next((name for pattern, name in _VERBS if pattern.search(text)), "")
    readers: dict[str, Callable[[Request], Arguments | None]] = {
        "noise": noise, "merge": merge, "split": split, "delete": delete, "update": update,
    }  # fmt: skip
    found = readers[action](Request(text, request.past, request.today)) if action else None
    return found and {**found, "action": f"preview {found['action']}"}
