"""What is seen in a request beside the words of the lexicon: numbers, references, places, forms."""

from __future__ import annotations

from collections.abc import Callable

from . import arguments as read
from . import documents, figures
from .numbers import NUMBER
from .references import TOPIC, TOPIC_ZH, bare_ids, nth, topic, topic_ids
from .request import Request, has

_INSIDE = (
    rf"\b(?:in|within|inside|under|from) (?:the )?(?:{TOPIC} ?(?:number )?#?{NUMBER}|[\w' -]+ {TOPIC})(?:$|[,:]| (?:about|for|on|that|is|are|was|which|mention\w*|what|find|search|look)\b)"
    rf"|\b{TOPIC} ?(?:number )?#?{NUMBER} (?:says?|talks?|tells? us|mentions?|writes?|reports?|deals?|treats?|handles?) (?:about|on|of|with) \w"
    rf"|{TOPIC_ZH}\s?{NUMBER}号?(?:里面?|中)?(?:是)?(?:怎么|如何|怎样)(?:说|谈|讲|看|写|报道|评价|提|描述)(?!的?[?]*$)"
    rf"|{TOPIC_ZH}\s?(?:{NUMBER}号?)?(?:里面?|中|下面?|内|里头|当中)(?!讲|说|是|有什么词|的?关键词|的?词)"
)
# What is seen in a request beside the words of the lexicon.
FACTS: dict[str, Callable[[Request], bool]] = {
    "id": lambda r: bool(topic_ids(r.plain)),
    "ids": lambda r: len(topic_ids(r.plain)) > 1 or len(bare_ids(r.plain)) > 1,
    "ref": lambda r: bool(topic(r.plain, r.past)[0]),
    "path": lambda r: bool(read.path(r)),
    "docid": lambda r: bool(documents.ids_of(r)),
    "place": lambda r: bool(nth(r.plain, r.past)[0]),
    "quoted": lambda r: '"' in r.plain,
    "past": lambda r: r.past.last is not None,
    "shown": lambda r: bool(r.past.documents),
    "dated": lambda r: bool(r.when.since or r.when.until),
    "count": lambda r: has(
        rf"(?<!topic )(?!one\b)\b{NUMBER}(?: [\w-]+){{0,3}} (?:{TOPIC}|groups|clusters|categories)\b|(?<!第){NUMBER}\s?(?:个|类|种|组)(?:不同的?|主要的?|大)?(?:{TOPIC_ZH}|类|$)|{NUMBER}类|(?:主题|话题|类别)(?:数量?|个数|数目|,|:|,?要)[^,]{{0,4}}{NUMBER}|{TOPIC}[,:]? (?:about |say )?{NUMBER}\b(?: of them)?$|{NUMBER} of them", r.plain
    ) is not None,
    "about": lambda r: r.frame != r.plain,
    "what_topic": lambda r: bool(documents.what_topic(r)),
    "short": lambda r: len(r.plain.split()) < 4 and len(r.plain) < 24,
    "inside": lambda r: has(_INSIDE, r.plain) is not None,
    "content_of": lambda r: has(r"(?:什么|哪些|啥|哪方面|主要|具体|有何)(?:的)?(?:内容|东西)|内容(?:是|有|包括|如何|怎么)|内容$|\bwhat(?:'s| is) it (?:all )?about|它(?:是)?(?:讲|说|关于)(?:的)?(?:是)?(?:什么|啥)|^what(?:'s| is) the (?:story|deal|matter)\b", r.plain) is not None and not has("文章|文档|报道|新闻", r.plain),
    "enough": lambda r: has(rf"{NUMBER}个(?:就|够|吧|好|左右|足够|为宜|行)", r.plain) is not None,
    "why_this": lambda r: has(rf"^how (?:did|do|have|could) you (?:come up|get|arrive|choose|chosen|find|make|made|decide|know)\b(?!.*\b(?:documents?|articles?)\b)|你?(?:们)?(?:是)?怎么(?:想|得|算|选|起|取|弄|来)(?:出|到)?来?(?:的)[?]*$|^why (?:did|do|have|are|is|were|was) (?:you|there|it|these|those|they|we|that|this)\b(?:.*\b(?:choose|chosen|pick\w*|use|stop|take|select\w*|decide\w*|get|find|made|group\w*|{NUMBER})\b.*|.{{0,12}}$)|^(?:为什么|为何|为啥|怎么)(?:你|会)?(?:是|选|选了|分|分成|要|用|给)+{NUMBER}?个?(?:主题|类)?[?]*$", r.plain) is not None,
    "outcome": lambda r: has(r"^(?:show|see|view|display|list|print)(?: me| us)? (?:the |its |me )?(?:new )?(?:results?|outcome|effect|changes?|list|what changed|them|them all|all|all of them|it all)(?: again| to me)?$|^(?:看看?|显示|给我看|展示|列出?)(?:一?下)?(?:新的?)?(?:结果|效果|变化)$|^(?:再|都|全部|把它们)*(?:列|显示|展示|摆)(?:出来|一下|给我看看?)(?:就行|就好|看看|即可)?$", r.plain) is not None,
    "spoken": lambda r: bool(figures.spoken_of(r.when.rest)),
    "retry": lambda r: has(rf"^(?:with |into |as |and |maybe |only |just |now |make (?:it|that) |go (?:for|with) |try |use |rather |let's do |do (?:it|that) |run (?:it|that) |once more |again |say )+{NUMBER}(?: of them)?(?: instead| again)?$", r.plain) is not None,
    "any": lambda r: True,
}  # fmt: skip


def fact(name: str, request: Request) -> bool:
    """Whether a fact holds; worked out once a request."""
    return request.once(f"({name})", lambda: FACTS[name](request))
