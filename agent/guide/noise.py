"""Which words are to be left out of the topics."""

from __future__ import annotations

import re

from .arguments import Arguments
from .numbers import NUMBER
from .patterns import Patterns
from .references import DOCUMENT, DOCUMENT_ZH, TOPIC, TOPIC_ZH
from .request import Request

_NOISE = r"(?:(?:a |an |the )?(?:noise|stop|filler|useless|meaningless|empty|boring)[- ]?words?|(?:just |pure |only )?noise|stop ?words?|stop ?list|fillers?|black ?list)"
_NOISE_ZH = r"(?:噪[音声](?:词汇|词语?)?|停用词?(?:表|列表)?|干扰词|废词|废话|黑名单|虚词|(?:没用|无用|无意义|没有意义|没意义|没什么意义)的词语?)"
_WORD = r"(?:words?|terms?|tokens?|expressions?)"
_WORD_ZH = r"(?:词语?|词汇|字眼|单词|字)"
_LEAVE = r"(?:ignor(?:e|ing)|drop(?:ping)?|remov(?:e|ing)|exclud(?:e|ing)|leav(?:e|ing) out|strip(?: out)?|filter(?:ing)?(?: out)?|get rid of|skip|throw out|take out|forget|disregard|omit|stop counting|(?:do not|don't) (?:count|use|include|consider)|suppress)"
_LEAVE_ZH = r"(?:忽略|去掉|去除|剔除|排除|过滤掉?|滤掉|屏蔽|删掉|删除|不要(?:再)?(?:统计|算|管|用)?|不算|扔掉|无视|略过|跳过|别(?:再)?(?:统计|算|管|用))(?:掉)?"
_DROPPED_ZH = r"(?:也|都|就|请|统统|全)*(?:别算(?:进去)?|不要(?:再)?(?:统计|算|用|管|了)?(?:进去)?|不(?:用|必)?(?:统计|算|管)|忽略(?:掉)?|去掉|过滤(?:掉)?|排除(?:在外|掉)?|剔除|从[^,。]*(?:排除|去掉|删掉|剔除|拿掉)|删掉|屏蔽(?:掉)?|别管|别统计|没(?:什么|有)?(?:用|意义)(?:[,，](?:别要|去掉|删|不要|忽略|过滤).*)?|无视|不(?:应)?该算(?:进去)?|滤掉|别要|别理)"
_MARKED = Patterns(
    rf"\b(?:mark|treat|flag|count|set|use|consider|regard|handle|see|take) (?P<w>.+?) as (?:just )?{_NOISE}\b",
    rf"^(?:the {_WORD} )?(?!(?:what|which|who|how|why|where|when|is|are|this|that|it)\b)(?P<w>.+?) (?:is|are) (?:just |only |all |both |pure |really )*{_NOISE}$",
    rf"^(?:the )?(?:{_WORD} )?(?P<w>.+?) (?:means?|says?|tells? us|adds?) nothing\b.*$",
    rf"^(?:the )?(?:{_WORD} )?(?P<w>\"[^\"]+\"(?:(?:, ?| and |, and )\"[^\"]+\")*|[\w-]+) (?:is|are) (?:useless|meaningless|irrelevant|noise|boring)\b.*$",
    rf"^(?:the )?(?:{_WORD} )?(?P<w>.+?) (?:should not|shouldn't|must not|don't|doesn't|ought not to) (?:count|matter|be counted|be included|be used|be considered)\b.*$",
    rf"\b(?:add|put|append) (?P<w>.+?) (?:to|on|into|in|among) (?:the |my |our )?(?:list of )?{_NOISE}",
    rf"^(?:new |more |add(?:itional)? )?{_NOISE}(?: list)?: ?(?P<w>.+)$",
    rf"\b(?:take|strike|cross|remove) (?:the )?(?:{_WORD} )?(?P<w>.+?) (?:off|from) (?:the |our |my )?(?:word |stop ?word )?(?:list|vocabulary)s?$",
    rf"^(?:the )?(?:{_WORD} )?(?P<w>.+?) (?:is|are) (?:not|n't|no) (?:a |an |really |very )*(?:meaningful|useful|real|proper|interesting|important)\b.*$",
    rf"\b(?:leave|keep|take|throw|filter|cut) (?:the )?(?P<w>{_WORD} [\w', -]+?|\"[^\"]+\"(?:(?:, ?| and |, and )\"[^\"]+\")*) out\b.*$",
    rf"(?:不要|别|不该|不应)(?:再)?出现(?:{_WORD_ZH})?(?P<w>\"[^\"]+\"(?:[、,和与跟]?\"[^\"]+\")*)",
    rf"^(?P<w>\"[^\"]+\"(?:[、,和与跟]?\"[^\"]+\")*|[^,，]+?)(?:都)?(?:不是|是没有?|没有?|不算)(?:个|什么|有)?(?:实际)?(?:意义|用)?的?{_WORD_ZH}(?:[,，].*)?$",
    rf"\b{_LEAVE} (?:the |all )?(?:{_WORD} )(?:like |such as |called )?(?P<w>.+?)(?: (?:from|in|of|everywhere)\b.*)?[?]*$",
    rf"\b{_LEAVE} (?P<w>\"[^\"]+\"(?:(?:, ?| and |, and )\"[^\"]+\")*)(?: (?:from|in|everywhere)\b.*)?$",
    rf"\b{_LEAVE} (?P<w>[\w', -]+?) from (?:the |all |my )?(?:vocabulary|topics?|keywords|word lists?|analysis|model)$",
    rf"(?:把|将)?(?P<w>[^把将,，]+?)(?:都是|都|全|也)?(?:是)?(?:设|标记?|当|看|视|算|列|归|加|放)(?:置|记|到|进|入|在)?(?:为|成|作|做|入|进|到|是)?(?:是)?{_NOISE_ZH}",
    rf"(?:把|将)?(?P<w>[^把将,，]+?)(?:都)?(?:是|属于|算)?(?:一?个)?{_NOISE_ZH}[,，](?:请)?(?:当|算|设|忽略|去掉|过滤|作为|做|标)",
    r"(?:别|不要|不)(?:再)?把(?P<w>.+?)(?:当成?|作为|算作?|看作)(?:主题词|关键词|词)$",
    rf"^(?P<w>.+?)(?:都|也|就|只)?(?:是|属于|算)(?:一?个)?{_NOISE_ZH}$",
    rf"{_NOISE_ZH}(?:里|中)?(?:再)?(?:加上?|增加|添加|加入|包括|有|:|：)+(?P<w>.+)$",
    rf"{_LEAVE_ZH}(?P<w>.+?)(?:这|那)?(?:一|两|三|四|几|些|类|种)?个?{_WORD_ZH}$",
    rf"{_LEAVE_ZH}{_WORD_ZH}(?P<w>.+)$",
    rf"(?:^|[,，]|把|将|请){_LEAVE_ZH}(?P<w>\"[^\"]+\"(?:[、,和与]?\"[^\"]+\")*)$",
    rf"(?:把|将)?(?P<w>\"[^\"]+\"(?:[、,和与跟]?\"[^\"]+\")*|[^把将,，]+?)(?:这|那)?(?:一|两|三|四|几|些|类|种)?个?(?:{_WORD_ZH})?{_DROPPED_ZH}(?:吧|了|掉)?$",
)  # fmt: skip
_BETWEEN = re.compile(
    r"\s*(?:[,、;]|\band\b|\bor\b|&)\s*|(?<=[\u4e00-\u9fff]{2})(?:和|与|跟|以及|还有)(?=[\u4e00-\u9fff]{2})",
    re.IGNORECASE,
)
_AROUND = re.compile(
    rf"^(?:the |both |all |把|将)?(?:{_WORD} )?(?:like |such as )?|(?: {_WORD})$|^{_WORD_ZH}|(?:这|那)?(?:一|两|三|四|几|些|类|种)?个?{_WORD_ZH}$",
    re.IGNORECASE,
)
# What is called noise, and is no word: "topic 3", "the new documents".
_NO_WORDS = re.compile(
    rf"\b{TOPIC} ?#?{NUMBER}|\b(?:the|these|those|this|that)(?: \w+)? (?:{TOPIC}|{DOCUMENT})\b"
    rf"|{TOPIC_ZH}|(?:这|那)(?:个|些|篇)?{DOCUMENT_ZH}|^{NUMBER}$",
    re.IGNORECASE,
)


def noise(request: Request) -> Arguments | None:
    """The words to be left out, between commas."""
    wish = request.when
    if (wish.since or wish.until) and not re.search(
        rf'"|{_WORD_ZH}|\b{_WORD}\b|{_NOISE_ZH}|{_NOISE}', request.plain
    ):
        return None  # "nothing from before 2001" is about time
    for pattern in _MARKED:
        if found := pattern.search(request.plain):
            words = _words(found["w"])
            if words and not _NO_WORDS.search(found["w"]):
                return {"action": "noise", "name": ", ".join(words)}
    return None


def _words(text: str) -> list[str]:
    quoted = re.findall(r'"([^"]+)"', text)
    if short := re.fullmatch(
        r"([\u4e00-\u9fff])[和与跟、]([\u4e00-\u9fff])", _AROUND.sub("", text.strip())
    ):
        return [*short.groups()]
    parts = quoted or _BETWEEN.split(_AROUND.sub("", text.strip()))
    return [part.strip(" \"'.,") for part in parts if part.strip(" \"'.,")]
