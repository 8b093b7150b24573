"""A request as the table reads it: fillers and politeness gone, Simplified, typing slips mended."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ...tools.language import to_simplified
from ..questions import language_of
from . import concepts
from .past import Past
from .patterns import Patterns
from .references import topic
from .slips import mended
from .times import When, when

_QUOTES = str.maketrans({"’": "'", "‘": "'", "？": "?", "！": "!", "，": ",", "：": ":", "；": ";",
                         "　": " ", "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"',
                         "﹖": "?", "（": "(", "）": ")", "《": '"', "》": '"', "＂": '"'})  # fmt: skip
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Cantonese and Taiwan words, as Mandarin writes them.
_REGIONAL = [
    (re.compile(typed), said)
    for typed, said in (
        ("唔该", "请"), ("唔好", "不要"), ("唔系", "不是"), ("唔要", "不要"), ("唔", "不"), ("系咪", "是不是"),
        ("(?<!关)(?<!联)系(?=[讲说边乜咩什谁])", "是"), ("乜嘢|乜野|乜(?=[嘢都系])|咩(?=[$?]|主题|文章|嘢)", "什么"), ("嘅", "的"),
        ("咗", "了"), ("睇", "看"), ("畀|俾", "给"), ("啲", "些"), ("同埋", "和"), ("边个", "哪个"), ("边度", "哪里"),
        ("边些|边啲", "哪些"), ("点样|点解", "怎么"), ("几多", "多少"), ("佢哋", "它们"), ("佢", "它"), ("嗰", "那"),
        ("呢(?=[个些几批])", "这"), ("搵|揾", "找"), ("冇", "没有"), ("嚟", "来"), ("喺", "在"),
        ("而家", "现在"), ("倾(?=偈)", "聊"), ("㗎", ""), ("攞", "拿"), ("净系", "只"), ("甚么", "什么"),
        ("档案夹|资料夹|文件夾", "文件夹"), ("档案(?!馆|局)", "文件"), ("汇入|匯入", "导入"), ("汇出", "导出"), ("搜寻", "搜索"),
        ("复原", "还原"), ("范例", "示例"), ("神马", "什么"), ("咋样", "怎么样"), ("咋", "怎么"), ("有木有", "有没有"),
    )
]  # fmt: skip
_FILLERS = Patterns(
    r"^(?:ok(?:ay)?|alright|well|so|now|hi|hello|hey(?: there)?|um+|uh+|please|pls|plz|and then|then|firstly|finally|(?:next|first|second)(?=,)"
    r"|(?:great|thanks|thank you|cool|good|right|yes|no|good (?:morning|day)|nice|perfect)(?=[,.!;]))"
    r"[,.!; ]+(?=\S)",
    r"^(?:could|can|would|will) (?:you|u|we|i) (?:please |pls |maybe |just |kindly |also |quickly |possibly |perhaps |first )*(?=\S)",
    r"^(?:would you mind|do you mind|be so kind as to|(?:would you )?be (?:so )?kind enough to|dear \w+,?"
    r"|(?:is|would) it (?:be )?possible (?:for (?:you|me) )?(?:to|that (?:you|we|i))|i(?:'d| would) (?:appreciate|be grateful|be happy|be glad)(?: it)? if you (?:could|would|can)"
    r"|it would be (?:nice|great|good|lovely|helpful) (?:if you (?:could|would)|to)|is there (?:a|any) (?:way|chance|possibility) (?:to|that you could|you could|of)|i was (?:wondering|hoping) (?:if|whether)? ?(?:you could|you can|i could|we could)?|do you think you could|feel free to|may i|might i|shall we|why don't (?:you|we)|how do i) ",
    r"^(?:i(?:'d| would) (?:like|love|want|prefer|rather)(?: that)?(?: you)? (?:to )?|i (?:want|need|wish|have)(?: that)?(?: you)? (?:to )?"
    r"|let(?:'s| us|s) |let me |help me (?:to )?|please |just |kindly |try to |go ahead and |simply |quickly |maybe (?=\w+ \w)|perhaps (?=\w+ \w)"
    r"|i(?:'m| am) (?:trying|looking|hoping|going) to |(?:could|can) (?=\w+ \w)(?!topic|the|it|this|these|those|you|we|i|labels|names))",
    r"^(?:you|maybe|perhaps) (?=(?:show|find|list|load)\b)",
    r"^(?:go ahead and|now|then) (?=\S+ \S)|^got (?=any|some)|^i(?:'m| am)? (?:looking|searching) for |^i(?:'m| am) (?:wondering|curious)(?: about| if| whether| to know)? ",
    r"^(?:i (?:think|guess|believe|suppose|wonder)(?: that| if| whether)?|i(?:'d| would) (?:like|love) to know(?: if| whether)?|i want to know(?: if| whether)?|do you know(?: if| whether)?|do you happen to know(?: if)?|can you tell me(?: if)?|any idea(?: if)?|tell me,?(?: if| whether)) (?=\S+ \S)",
    r"^(?:oops|sorry|hm+|ah|oh|actually|wait|yeah|yes|no|nope|ups|ach|hold on)[,.! ]+(?=\S)",
    r"[, ]+(?:please|pls|plz|thanks|thank you|thx|for me|if you can|if possible|now|then|ok|okay|would you|will you|kindly|asap|mate)[.! ?]*$",
    r"^(?:你好|您好|嗨|那么|好的|好(?![不吗坏])|嗯|请问一下|请问|请你|请您|请|麻烦您?你?|劳驾|拜托|话说|诶|喂|欸|先(?=[^生前后]{2})|那就|首先|接下来|然后)[,，。!! ]*(?=\S\S)",
    r"^(?:你|您)?(?:能不能|能否|可不可以|可否|可以|能|是否可以|是不是可以)(?:请|帮我|帮忙|给我|替我)?(?=[^做说干什吗]{2}|说[说下一]|讲讲)",
    r"^(?:我(?:想要?|要|需要|打算)(?:知道|问问?|了解)?(?:一下)?(?!法|看法)|想(?:知道|问问?|了解)(?:一下)?|想要?|(?:我)?想了解(?:一下)?|了解一下|帮(?:我|忙|一下)+|给我|替我|让我们?|我们)(?:来)?(?=[^的,]{2})",
    r"^(?:一下|再帮我|我?不知道(?=有没有|有无))(?=\S)",
    r"[,， ]*(?:谢谢你?|多谢|好吗|可以吗|行吗|好不好|行不行|吧|啊|呀|哦|哈|啦|喔|咯|嘛|ok\?|了吧|行么|好么|要不|吧那)[。.!！~～? ]*$",
)


@dataclass(frozen=True)
class Request:
    """One request: ``text`` as typed, ``plain`` as the patterns see it."""

    text: str
    past: Past = field(default_factory=Past)
    today: date = field(default_factory=date.today)
    _seen: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def language(self) -> str:
        return language_of(self.text, self._earlier_language)

    @property
    def _earlier_language(self) -> str:
        return language_of(self.past.last.user) if self.past.last else "en"

    @cached_property
    def whole(self) -> str:
        """The request with its politeness: a greeting is nothing else."""
        text = to_simplified(self.text).translate(_QUOTES).translate(_FULL_WIDTH)
        for typed, said in _REGIONAL:
            text = typed.sub(said, text)
        return " ".join(mended(text).split())

    @cached_property
    def plain(self) -> str:
        return strip_fillers(self.whole).strip(" .。!;；~～…")

    @cached_property
    def frame(self) -> str:
        """What is wished, without what the documents are to be about."""
        label = topic(self.plain, self.past, pronouns=False)[0]
        text = concepts.frame(self.plain)
        if not label.isdecimal() and len(label) > 1:
            text = text.replace(label, " ")
        return " ".join(text.split())

    @cached_property
    def when(self) -> When:
        """The time that the request names, and the request without it."""
        return when(self.plain, self.today)

    def has(self, concept: str) -> bool:
        """Whether a concept of the lexicon stands in the request."""
        text = self.whole if concept in _OF_THE_WHOLE else self.frame
        text = self.plain if concept == "texts_about" else text
        return self.once(concept, lambda: concepts.pattern(concept).search(text) is not None)

    def once(self, key: str, look: Callable[[], bool]) -> bool:
        """What ``look`` finds, looked for once."""
        if key not in self._seen:
            self._seen[key] = look()
        return self._seen[key]

    def only(self, concept: str) -> bool:
        return concepts.only(concept, self.whole)


# Doubt and consent are said in the polite words that are left out elsewhere.
_OF_THE_WHOLE = (
    "preview",
    "question",
    "beyond",
    "why",
    "keep",
    "identity",
    "help",
    "gratitude",
    "quality",
)


def strip_fillers(text: str) -> str:
    """The request without politeness, as long as something is left."""
    while True:
        before = text
        for filler in _FILLERS:
            shorter = filler.sub("", text).strip()
            text = shorter if len(shorter) > 1 else text
        if text == before:
            return text


def has(pattern: str, text: str) -> re.Match[str] | None:
    """Where a pattern of the table stands in a text (Chinese characters are no word characters
    then, so that \\b works beside them)."""
    return re.search(pattern, text, re.IGNORECASE | re.ASCII)
