"""Wishes to change topics: merge, split, delete, update, and what would happen if."""

from __future__ import annotations

import re
from collections.abc import Callable

from .arguments import Arguments
from .noise import noise
from .patterns import Patterns
from .references import (  # fmt: skip
    DOCUMENT,
    DOCUMENT_ZH,
    TOPIC,
    TOPIC_ZH,
    bare_ids,
    by_size,
    first_topics,
    nth,
    topic,
    topic_ids,
)
from .request import Request, has


def merge(request: Request) -> Arguments | None:
    text = re.sub(
        r"(?:合并?|归)?(?:成|为)一个?(?:主题)?|into one(?: topic)?|这?[两三几]个",
        " ",
        request.plain,
    )
    if has(
        rf"\b(?:{DOCUMENT}|corpus|everything|them|these)\b.* into\b|{DOCUMENT_ZH}", text
    ) and not has(TOPIC_ZH, text):
        return None
    ids = topic_ids(text)
    ids = ids if len(ids) > 1 else bare_ids(text)
    ids = ids if len(ids) > 1 else first_topics(request.plain, request.past) or _places(request)
    ids = ids if len(ids) > 1 else _labels(text)
    if len(ids) > 1 or len(numbers := topic_ids(text)) != 1:
        return {"action": "merge", "topics": ",".join(ids)} if len(ids) > 1 else None
    rest = re.sub(rf"(?:{TOPIC}|{TOPIC_ZH}) ?#?\d+", " ", text, flags=re.IGNORECASE)
    other, _ = topic(rest.strip(" 和与跟"), request.past, pronouns=False)
    ids = [*numbers, other] if other else []
    return {"action": "merge", "topics": ",".join(ids)} if len(ids) > 1 else None


def _places(request: Request) -> list[str]:
    """ "Merge the first and the third": two places in the last list."""
    parts = re.split(r"\band\b|\bwith\b|\binto\b|,|和|跟|与|同|、", request.plain)
    found = [nth(part, request.past) for part in parts]
    return [value for kind, value in found if kind == "topic"]


_TWO_LABELS = Patterns(
    rf"\b(?:merge|merging|combine|combining|join|joining|unite|uniting|fuse|put|group|unify|lump|fold|collapse|consolidate|blend) (?:the )?(?:{TOPIC} )?(?P<a>.+?) (?:and|with|into|&|to|plus) (?:the )?(?P<b>.+?)(?: {TOPIC})?(?: together| into one.*)?[?]*$",
    rf"^(?:the )?(?:{TOPIC} )?(?P<a>[\w' -]+?) (?:and|&|plus|with) (?:the )?(?P<b>[\w' -]+?)(?: {TOPIC})? (?:should|are|belong|can|could|go|into|to|in)\b.*(?:merge|together|same|one|join|combine|single)",
    rf"(?:合并|把|将)?(?P<a>[^和与跟及同、,]{{2,}}?)(?:这个)?{TOPIC_ZH}?(?:和|与|跟|及|同|、|加上?|并入|并到|归到|合并到|合到)(?P<b>[^,]+?)(?:这?[两二]个|里|中)?{TOPIC_ZH}?(?:其实|都|应该|可以)?(?:合并.*|合.*|并.*|放.*|是一回事.*|归.*|是同.*)?$",
)  # fmt: skip


def _labels(text: str) -> list[str]:
    found = _TWO_LABELS.first(text.strip())
    strip = re.compile(
        rf"^{TOPIC} | {TOPIC}$|{TOPIC_ZH}.*$|^(?:合并|把|将)|(?:一起|起来)$", re.IGNORECASE
    )
    return [strip.sub("", found[name]).strip(' ",') for name in "ab"] if found else []


def split(request: Request) -> Arguments | None:
    if has(r"\bwhat\b.*\babout\b|(?:讲|说|谈|是)(?:的是)?(?:些)?(?:什么|啥)", request.plain):
        return None  # "break down what topic 2 is about"
    return _one_edit("split", request)


def delete(request: Request) -> Arguments | None:
    if has(
        rf"\b(?:all|every|everything)\b.*{TOPIC}|\b(?:all|every|everything)$|所有|全部",
        request.plain,
    ):
        return None
    ids = topic_ids(request.plain)
    ids = ids if len(ids) > 1 else first_topics(request.plain, request.past)
    if len(ids) > 1:
        return {"action": "delete", "topics": ",".join(ids)}
    return _one_edit("delete", request)


def _one_edit(action: str, request: Request) -> Arguments | None:
    text = re.sub(
        r"(?i)\b(?:in|into) (?:\w+ )?(?:two|three|parts?|pieces|half|smaller|several|sub\w+|ones)\b.*$|^(?:把|将|给)|(?:成|为)(?:两|几|三|小|更)\w*$",
        "", request.plain,
    )  # fmt: skip
    value, _ = topic(text, request.past)
    value = value or next(iter(bare_ids(text)), "") or by_size(text, request.past)
    kind, place = nth(text, request.past) if not value else ("", "")
    value = value or (place if kind == "topic" else "") or _bare_label(text, action)
    return {"action": action, "topics": value} if value else None


# A label with no word for "topic" beside it, right after the verb.
_AFTER = {
    "split": r"^(?:split(?: up)?|divide|separate|break up|拆分|拆开|拆|细分)(?:一下|掉|成)?[ :]?(?:the )?(?P<l>[^\d,?]+?)(?: up| apart| further|一下|吧)?$",
    "delete": r"^(?:delete|remove|drop|discard|erase|scrap|删除|删掉|去掉|移除|扔掉|砍掉)[ :]?(?:the )?(?P<l>[^\d,?]{2,20}?)(?:吧)?$",
}
_NOT_A_LABEL = re.compile(
    rf"^(?:it|this|that|them|everything|all|words?|text|corpus|{DOCUMENT}|.*\b(?:words?|terms?|files?|documents?)\b.*)$|{DOCUMENT_ZH}|词|{TOPIC_ZH}$|所有|^(?:开|一下|下|细|分)$|into\b|全部|它|这|那|刚才|上",
    re.IGNORECASE,
)


def _bare_label(text: str, action: str) -> str:
    found = re.search(_AFTER[action], text.strip(), re.IGNORECASE)
    label = found["l"].strip(" \"'") if found else ""
    return "" if not label or _NOT_A_LABEL.search(label) else label


def update(request: Request) -> Arguments | None:
    """To fold in what was loaded since; a file that is named is loaded instead."""
    if has(r"[/\\]|\.(?:csv|txt|jsonl?|pdf|docx|zip|tsv|xlsx?)\b", request.plain):
        return None
    return {"action": "update"}


# what would happen if ----------------------------------------------------------------------------

_IF = re.compile(
    r"\b(?:would|will|does|do|should|shall|could|can|is|thinking of|considering|if|what|how|happens?|suppose|supposing|imagine|assuming|assume|preview|simulate|try out|dry[- ]run|happen|worth"
    r"|think|good idea|bad idea|better|wise|sense|it|a|be|to|make|makes|help|hurt|improve\w*|change|bring|mean|by|when|we|i|you|one|were|was|before|give|then|coherence|things?|the effect of|the impact of|useful|sensible|reasonable|ok|smart|that|goes away|without saving|worthwhile|saving|try)\b"
    r"|如果|要是|假如|假设|倘若|假若|万一|模拟(?:一下)?|预览|预演|试算|你觉得|你认为|的话|会(?:怎|如)\S*|会不会\S*|好不好|合适\S*|行不行|怎么看|看法如何|有什么看法|的?(?:效果|影响)|值得\S*|值不值得?|有(?:没有)?(?:道理|必要|意义|坏处|好处)\S*"
    r"|该不该|要不要|应不应该|是否应该|是不是该|有?什么(?:后果|影响|效果)\S*|能(?:提高|改善|提升)\S*|动手之前|先?看看|结果\S*|可行\S*|先?不保存|试着|试一?下|划算\S*|得到什么|会有\S*|先看看|什么样子|好主意|我会损失什么|损失什么|会是|我在考虑|在考虑|[吗呢么?]",
    re.IGNORECASE,
)
_PARTICIPLES = [
    (re.compile(rf"\b{ending}\b", re.IGNORECASE), verb)
    for ending, verb in (
        (r"merg(?:ed|ing)", "merge"), (r"combin(?:ed|ing)", "combine"), (r"join(?:ed|ing)", "join"),
        (r"split(?:ting)?", "split"), (r"divid(?:ed|ing)", "divide"), (r"ignor(?:ed|ing)", "ignore"),
        (r"separat(?:ed|ing)", "separate"), (r"delet(?:ed|ing)", "delete"), (r"exclud(?:ed|ing)", "exclude"),
        (r"remov(?:ed|ing)", "remove"), (r"dropp(?:ed|ing)", "drop"), (r"mark(?:ed|ing)", "mark"),
        (r"treat(?:ed|ing)", "treat"), (r"unit(?:ed|ing)", "unite"), (r"break(?:ing)? up", "break up"),
    )
]  # fmt: skip
_EDITS: dict[str, Callable[[Request], Arguments | None]] = {
    "merge": merge, "split": split, "noise": noise, "delete": delete, "update": update,
}  # fmt: skip


def preview(request: Request) -> Arguments | None:
    """ "What would happen if I merged 2 and 5?": the same edit, worked out and not done."""
    text = request.plain
    if has(r"就(?:拆|合|删|并|去掉)[^,]*$", text) or has(
        r"\bthen (?:do|merge|split|delete) ", text
    ):
        return None  # 能拆的话就拆吧: a wish after all
    for pattern, verb in _PARTICIPLES:
        text = pattern.sub(verb, text)
    if (
        has(r"\b(?:words?|terms?)\b|词|字眼", text)
        and has("ignore|exclude|drop|remove|leave out|count|忽略|去掉|排除|过滤|删", text)
        or request.has("ignore")
        and '"' in text
    ):
        names = ["noise"]
    else:
        names = [n for n in ("noise", "merge", "split", "delete", "update") if request.has(n)]
    stated = " ".join(_IF.sub(" ", text).split()).strip(" ,.")
    for name in names:
        for words in (text, stated):
            found = _EDITS[name](Request(words, request.past, request.today))
            if found and (name != "noise" or found["name"]):
                return {**found, "action": f"preview {found['action']}"}
    return None
