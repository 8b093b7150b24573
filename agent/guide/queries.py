"""What a request searches for: its content words, without the words of asking."""

from __future__ import annotations

import re
from itertools import chain

from .numbers import NUMBER, number
from .patterns import Patterns
from .references import DOCUMENT, DOCUMENT_ZH, TOPIC, TOPIC_ZH

_CORPUS = rf"(?:{DOCUMENT}|corpus|collection|data(?:set)?|archive|texts?|authors?|press|papers?)"
_LEAD = [
    r"(?:where )?(?:can|could) i (?:read|find|see|get)(?: (?:up|more|something|anything))?(?: (?:about|on))?\b|(?:words?|term|phrase)(?= \S+$)",
    r"(?:is|was) it true(?: that)?\b|(?:anything|something|articles?|texts?) that (?:explains?|describes?|shows?|says?)\b",
    r"what (?:do|does|did) (?:we|you|i|they|people|one) know (?:about|of)\b|(?:sources|literature|references|evidence|material) (?:on|about)\b",
    r"(?:contain(?:s|ing)?|mention(?:s|ing)?|with|includ\w+) the (?:words?|phrase|term|name)\b|(?:within|inside|look(?:ing)? (?:for|up)),?\b",
    r"(?:whatever|anything|everything|something|what)(?: (?:else|new))?(?: (?:you|we|i) (?:have|got|know))?(?: (?:about|on|regarding))\b|(?:make up|makes up|fall under|are part of|belong(?:s)? to)\b",
    r"(?:anything|everything|something|all|stuff)(?: that (?:was|is|has been))? (?:published|written|printed|reported|said|known)(?: (?:about|on|of))?\b",
    r"(?:being|been|get|got) (?:said|written|reported|published|told)(?: (?:about|on|of))?\b|(?:i am |i'm )?(?:interested|curious|keen)(?: in| about| on)?\b|(?:reports?|anything|something) on\b",
    r"(?:published|printed|reported|written|said)(?: (?:on|about|in|of))?\b|the (?:words?|phrase|term|name)\b|what (?:do|have|did) (?:we|you|i|they) (?:have|got|get)(?: (?:on|about|regarding))?\b|is there (?:anything|something|any \w+)?(?: written| said| reported)?(?: (?:on|about))?\b",
    r"(?:anyone|anybody|someone|somebody|people|they|there) (?:who )?(?:has |have |had |ever )*(?:mention(?:s|ed)?|sa(?:y|ys|id)|wr(?:ite|ites|ote|itten)|talk(?:s|ed)?|speaks?|spoke|report(?:s|ed)?|cover(?:s|ed)?|discuss(?:es|ed)?)(?: (?:of|about|on))?\b",
    r"(?:please |pls )?(?:show|find|give|get|list|search|look|display|fetch|pull|see|read|bring|tell"
    r"|retrieve|query|locate|need|want|check|dig|hunt|pick)(?: (?:me|us))?(?: (?:up|out|through))?"
    r"(?: (?:for|in|at))?(?: the corpus for)?\b",
    rf"(?:every |each |got |all |any |some |the |more |other |just |only |a few |every |those |my |these )*(?:best |top "
    rf"|most relevant |relevant |latest |newest |recent |{NUMBER} )*{DOCUMENT}\b",
    r"(?:anything|something|everything|stuff|information|info|material|details|mentions?|quotes?|what"
    r"|news)\b(?= (?:about|on|of|regarding|concerning|we|there|is|are|do|does|did|was|were|said"
    r"|written|happened|people))",
    r"(?:that|which|where|in which|who)? ?(?:are |is |was |were )?(?:mention(?:s|ing|ed)?|discuss(?:es|ing)?|cover(?:s|ing)?|contain(?:s|ing)?|say(?:s|ing)?"
    r"|report(?:ed|ing)|known|said)(?: (?:of|about|on|with|to))?\b",
    r"(?:that|which|where|in which|who)? ?(?:are |is |was |were )?(?:talk(?:s|ing)?|deal(?:s|ing)?|writ(?:e|es|ten|ing)"
    r"|reports?|speak(?:s|ing)?|relat(?:e|es|ed|ing)|belong(?:s|ing)?) (?:of|about|on|with|to)\b",
    r"(?:about|on|regarding|concerning|with regard to|to do with|dealing with|behind|under|around|re|with|for|of"
    r"|in|at|by|from|to)\b",
    rf"(?:what|how)(?:'s| is| are| do| does| did| has| have| was| were)?(?: (?:the|these|those|my|our"
    rf"|your|this|any))? ?(?:{_CORPUS})? ?(?:say|said|says|tell(?: us| me)?|report(?:ed)?|wrote|write"
    rf"|written|think|mention(?:ed)?|describe(?:d)?|portray|view|cover|reported|known|discuss(?:ed)?"
    rf"|talk(?:ed)?)(?: (?:about|of|on))?\b",
    rf"(?:do|does|did|is|are|was|were|has|have)(?: (?:the|these|those|any|my|there|of|them|one|you"
    rf"|anyone|anybody))+ ?(?:{_CORPUS})?(?: (?:anything|something|any|some))?\b",
    r"(?:who(?:'s| is| was| are| were| did| has)?|what(?:'s| is| are| was| were| did| does| do| has"
    r"| happened| kind of| about)?|where(?:'s| is| was| are| did| does)?|when(?:'s| is| was| did"
    r"| does)?|why (?:is|are|was|did|does|do|were)|why|how (?:is|are|was|did|does|do|many|much|were"
    r"|come|to)|how|which|whose)\b",
    r"(?:the|a|an|is|are|was|were|do|does|did|there|any|some|all|me|us|so|you|i|we|happened)\b",
    r"(?:people |they |authors )?(?:think|believe|feel|thought) (?:of|about)\b|(?:evidence|proof|arguments?|reasons?(?: are given)?|opinions?|views?|facts?) (?:for|of|on|about|against)\b",
    r"(?:explain|describe|discuss|summari[sz]e|analy[sz]e|typical|characteristic|representative)\b",
]
_TAIL = [
    rf"(?:in|from|within|among|across|of|inside) (?:the |these |my |our |this |those |all |your )*"
    rf"{_CORPUS}",
    r"(?:according to|based on) (?:the |these |my )*\w+",
    r"(?:say|said|mentioned|reported|discussed|covered|about|please|for me|there|again|in there|in it"
    r"|at all|here|too|instead|then|again|behind|in general|the|to|a|of|in|on|and|with|from|or|only)",
    rf"{DOCUMENT}",
    r"(?:make up|makes up|fall under|falls under|are part of|come under|assigned to|belong(?:s)?(?: to)?|compose)",
    r"(?:within|inside|published|printed|written|dated|from|appeared|that appeared)",
]
_LEAD_ZH = [
    r"(?:文中|书中|里面|其中|文章里)",
    r"(?:跟我|给我|和我)?(?:说说|讲讲|聊聊|谈谈|说一?下|讲一?下)(?:关于)?",
    r"(?:有没有人|有人|有谁|谁)(?:在)?(?:写|说|提|讲|谈|报道)(?:过|到|起)+|你?有(?:什么|没有)?(?=关于|有关)",
    r"(?:我|我们)?(?:想|要|需要|希望)?(?:再)?(?:帮我|给我)?(?:搜索|查找|检索|寻找|查询|列出|显示|展示|看看|调出|找|查|搜|列|看|读|来)"
    r"(?:一?找|一?查|一?看|一?搜|到|出来|出|些|一些|几篇|一下|下|点|所有|全部)*(?:[:： ]*)",
    rf"(?:这些|那些|所有|全部|语料|库|资料库|数据)?(?:的)?(?:{DOCUMENT_ZH}|语料库?|大家|人们|作者|媒体)?(?:里面?|中|当中|里头)?"
    r"(?:都)?(?:是)?(?:怎么|如何|怎样)(?:看待?|说|评价|写|描述|讲|报道|提到|谈|谈论|解释|分析|介绍|讨论)(?:了)?",
    rf"(?:这些|那些|所有|全部)?(?:的)?(?:{DOCUMENT_ZH}|语料库?)(?:里面?|中|当中)?(?:都)?(?:有没有|有|是否|是不是)?"
    r"(?:对|就|谈|说|提到|提及|讲|写|讨论|介绍|涉及)(?:过|了|到|起)?(?:什么|哪些)?(?:关于|有关)?",
    r"(?:有没有|有无|有哪些|有什么|有多少|有(?!关)|哪些|哪里|哪儿|什么(?!是)|是否|是不是|都|属于)",
    r"(?:讲|说|写|讨论|介绍|提到|提及|涉及|谈到|谈(?!判)|谈论|包含|含有|描述|报道)(?:过|了|到)?",
    r"(?:关于|有关|与|和|跟|对于?|就|针对|的|在|里|中|,|，|:|：|、| )",
    r"(?:谁(?:是|当|担任|任)了?|谁|什么是|啥是|何谓|为什么|为何|为啥|怎么样|怎样|怎么|如何|何时|什么时候|哪个|哪一|多少)",
    rf"(?:{NUMBER})(?:篇|条|个|则)(?:的)?|(?:下面|报纸上?|媒体上?|书上)(?:怎么)?(?:报道|写|说)?|(?:用|以)(?=\")",
    rf"{DOCUMENT_ZH}(?:里面?|中|当中)?",
    r"(?:我)?(?:能|可以|能不能|可不可以)(?:看看|查到|找到|看到|读到)|发表(?:过|了)?(?:的)?|刊登(?:过|了)?(?:的)?|提过|提及过|说起过?",
    r"(?:一下|下面)",
    r"(?:总结|概括|归纳|梳理|综述)(?:一下|下)?(?=关于|有关|对)",
    r"你?有(?:什么|没有)?(?=关于|有关)|由(?=哪些)",
    r"(?:我)?对(?=.*(?:有兴趣|感兴趣)$)|是(?=关于|有关|讲|说)|现在(?=查|找|搜)|还有没有",
    r"(?:把|将|翻翻|翻一?下|瞧瞧|瞅瞅|扒一?下)",
    r"(?:哪里|哪儿|什么地方|在哪)(?:能|可以)?(?:读到|看到|找到|查到)",
    r"(?:有没有人|有人|有谁|谁)(?:在)?(?:写|说|提|讲|谈|报道)(?:过|到|起)*",
]
_TAIL_ZH = [
    r"(?:总共|一共|共)?有?(?:多少|几)篇",
    rf"(?:的|相关的?|有关的?|方面的?|类的?|这方面的?)?(?:所有|全部)?(?:{DOCUMENT_ZH}|语料)(?:里面?|中)?",
    r"(?:给我看看?|的情况|的问题|有哪些|有什么|有没有|有吗|都有|有多少|在哪里?|怎么样|怎样|怎么说|怎么看|怎么写|如何|是谁|是什么人?|是怎么回事|怎么回事|什么情况"
    r"|怎么了|说了什么|讲了什么|写了什么|发生了什么|有何|哪些|什么|多少|吗|呢|嘛|么|了|的|吧|看看|给我|相关|有关|方面|里|中|是|有|在|的事情?|的故事|方面的?(?:全部|所有)?|的?(?:全部|所有)|(?:报道|写|说|讲|提)了些|了些什么|了些|有兴趣|感兴趣|(?:由|组成|构成|属于|归属)|有?新消息|新动态|(?:都|全)?(?:找|列|调)出来|(?:我们|大家|人们|你)?(?:都)?知道(?:些)?什么|情况|近况|的文|(?<=.{2}[章道闻案料])没|几个|一些|(?:的)?都(?:找|列|调|拿)(?:过)?来|是哪位|的(?:原话|原文|材料|内容|东西|消息|报导|线索|记载|段落|片段)|(?:调|找|列|翻|拿|查|搜)(?:出来?|给我|一下)|是哪个|是谁|哪位|,?(?:只?要|来|取|列)|怎么说的?|是怎么说的?|怎么讲的?"
    r"|的看法|的观点|的评价|看法|情况如何|,|，|:|、| )",
]
# Words of asking that stand in the middle of a Chinese question.
_ASKING_ZH = re.compile(
    r"(?:是怎么回事)|有(?:什么|哪些|何)(?:新?消息|新闻|进展|动态)?|是(?=哪)|由谁(?=[\u4e00-\u9fff])|(?:是)?(?:什么时候|何时|为什么|为何|为啥|怎么看待?|如何看待?|怎么样|怎样|是什么(?:样的)?|怎么(?=[^办说看写讲])|所有|全部|代表(?=文章|性))"
)
_LEADS = Patterns(*(rf"^(?:{p})[\s:,\"']*" for p in _LEAD))
_TAILS = Patterns(*(rf"(?:^|[\s,])(?:{p})[\s?!.,]*$" for p in _TAIL))
_LEADS_ZH = Patterns(*(rf"^(?:{p})" for p in _LEAD_ZH))
_TAILS_ZH = Patterns(*(rf"(?:{p})[?？!！。,，\s]*$" for p in _TAIL_ZH))
_LIMITS = Patterns(
    rf"(?<!topic )(?<!theme )\b(?:the )?(?:top |first |best |another |any )*(?P<n>{NUMBER}) (?:more |best |most relevant "
        rf"|relevant |latest |recent |other |similar |further |good )*{DOCUMENT}\b",
    rf"[, ]*\b(?:newest|latest|max(?:imum)?|most recent|best) (?P<n>{NUMBER})(?= |$|,)",
    rf"\b(?:top|limit(?: to)?|at most|up to) (?P<n>{NUMBER})\b",
    rf"[, ]+(?P<n>{NUMBER}) of (?:them|those|these)\b",
    rf"\b(?P<n>{NUMBER}) (?:more|others?)\b",
    rf"(?:前|最多)?(?<!第)(?P<n>{NUMBER})(?:篇|条|则)(?:相关|有关|类似|最新)?(?:的)?{DOCUMENT_ZH}?",
    rf"前(?P<n>{NUMBER})(?:个|名)?",
)  # fmt: skip


def limit(text: str) -> tuple[int, str]:
    """(how many documents are asked for or 0, the text without it)."""
    for pattern in _LIMITS:
        found = pattern.search(text)
        value = number(found["n"]) if found else None
        if found and value:
            kept = re.sub(rf"(?i)^.*?(?={DOCUMENT}\b|$)|^.*?(?={DOCUMENT_ZH}|$)", "", found[0])
            return value, " ".join(f"{text[: found.start()]} {kept} {text[found.end() :]}".split())
    return 0, text


_AROUND_QUOTES = re.compile(
    rf"(?i)\b(?:search|find|look|show|me|for|the|words?|phrase|term|articles?|documents?|texts?|with|containing|contain|mention(?:ing|s)?|that|about|on|please|use|using)\b|这个|这|词语?|字眼|关键词|短语|用|以|搜索?|找|查|一下|来|包含|含有|提到|出现|带有|的|{DOCUMENT_ZH}|检索|给我|\W"
)


def _quoted(text: str) -> str:
    """A phrase in quotes that stands alone among words of searching."""
    found = re.search(r'"([^"]+)"', text)
    left = text.replace(found[0], " ", 1) if found else text
    return found[1] if found and not _AROUND_QUOTES.sub("", left) else ""


def query(text: str) -> str:
    """The content of a question or a wish ("what do the articles say about tax?": tax)."""
    quoted = re.fullmatch(r'[^"]*("[^"]+")[^"]*', text)
    text = (
        re.sub(
            r"(?i),? (?:(?:my |the )?deadline|urgent(?:ly)?|asap|it's for|i need (?:it|them|this)|for my|because|thank).*$",
            "",
            text,
        )
        or text
    )
    if named := _quoted(text):
        return named
    text = text.strip(" ?？!！。.,，:：")
    chinese = re.search(r"[\u4e00-\u9fff]", text) is not None
    around = (_LEADS, _LEADS_ZH, _TAILS, _TAILS_ZH) if chinese else (_LEADS, _TAILS)
    text = _ASKING_ZH.sub("", re.sub(r"^(?:search|find|show)(?=[一下\u4e00-\u9fff])", "", text))
    previous = None
    while text != previous:
        previous = text
        for pattern in chain(*around):
            text = pattern.sub("", text, count=1).strip(" ?？!！。.,，:：")
    if quoted and not text.strip('" '):
        return quoted[1]
    text = " ".join(
        re.sub(r"(?i)\b(?:that|their|his|her|its|our|my|these|those)\b(?= \S)", "", text).split()
    )
    return text if text.strip('"') else ""


def is_about_topics(text: str) -> bool:
    return re.search(rf"\b{TOPIC}\b|{TOPIC_ZH}", text, re.IGNORECASE) is not None
