"""The table of intents: what people ask for, and which tool or answer that is.

To add an intent, add one row: its ``name`` ("tool_name", or "answer:key" with its words in
:mod:`answers`), formulas over the concepts of the :mod:`lexicon`, how its arguments are read, and
examples (tests run them). The first row that fits wins, so special wishes stand above general
ones. To teach a new way of saying something, add its words to the lexicon instead.

A formula: "topic show|list -document" needs a topic, one of show and list, and no document; "=thanks"
that nothing else is said, "alone" that nothing of weight stands beside the concepts named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import arguments as read
from . import documents, edits, figures, follow, follow_documents
from .concepts import CONCEPTS, pattern
from .facts import FACTS, fact
from .noise import noise
from .numbers import NUMBER
from .references import DOCUMENT, DOCUMENT_ZH, TOPIC, TOPIC_ZH, topic
from .renames import rename
from .request import Request

Arguments = dict[str, Any]
Reader = Callable[[Request], Arguments | None]


@dataclass(frozen=True)
class Intent:
    """One row. ``arguments`` reads the tool's arguments, or gives None when the row does not fit
    after all; a follow-up brings the name of its tool along under "tool"."""

    name: str
    formulas: tuple[str, ...]
    arguments: Reader = read.none
    examples: tuple[str, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    weak: bool = False  # what is left over; a sure second opinion is heard first

    def says(self, name: str) -> bool:
        """Whether this row is of the intent "tool" or "tool:action"."""
        tool, _, detail = name.partition(":")
        known = {self.arguments.__name__, *map(str, self.fixed.values())}
        return tool == self.name and (not detail or detail in known)

    def fits(self, request: Request) -> Arguments | None:
        """The arguments when the request is of this kind, else None."""
        if not any(holds(formula, request) for formula in self.formulas):
            return None
        found = self.arguments(request)
        return None if found is None else {**found, **self.fixed}


_LIGHT = re.compile(
    rf"\b(?:a|an|the|of|in|on|at|to|for|and|or|but|is|are|was|were|be|been|being|do|does|did|has|have|had|i|me|my|we|our|us|you|your|it|its|they|them|their|this|that|these|those|there|here|what|what's|which|who|how|how's|when|where"
    rf"|show|tell|give|see|list|display|view|get|find|look|let|make|draw|plot|chart|graph|please|can|could|would|will|should|some|any|all|each|every|whole|overall|general|so|just|now|then|with|by|per|as|from|about|up|out|into|over|through|over time|more|most|less|least|many|much|very|really|quick|quickly|short|brief|one|ones|than|not|well|like|want|need|know|wonder|think|look|looks|come|go|goes|going|data|corpus|corpora|collection|dataset|{DOCUMENT}|{TOPIC}|model|models|analysis|analyse|analyze|figures?|numbers?|lately|recently|currently|years?|months?|weeks?|days?|period|between|among|way|kind|sort|actually|exactly|good|bad|ok|high|low|far|long|again|also|other|others|too|s|set|result|results|run|do|report|say|sound|read|using|used|mainly|mostly|generally|same|things?|if|whether|have|got)\b"
    rf"|{TOPIC_ZH}|{DOCUMENT_ZH}|语料库?|数据集?|模型|[的了吗呢吧啊呀么是在有和与跟对就都还也很更最这那些个各每哪什么怎样如何谁几多少看一下给我你们请帮列出显示展示分析做来说讲谈整体总体总目前现在最近近来份篇条则没面批啥份我这堆类种久以前突普遍字结论再遍次回共后情况大家所有全部里中上下随时间年月周天日点把被让能会要想知道告诉到成为些样它得用写东西文库集子咱该体现大概到底究竟算当怎么按照张图画表查]"
    rf"|{NUMBER}|\d+|\b(?:right|cover\w*|something|anything|january|february|march|april|may|june|july|august|september|october|november|december|mine|contain\w*|include\w*|speaking|statistically|happened|happening|average|typical|typically)\b|[^\w\s\u4e00-\u9fff]|_|\s",
    re.IGNORECASE | re.ASCII,
)


def holds(formula: str, request: Request) -> bool:
    """Whether what a formula asks for stands in a request."""
    tokens = formula.split()
    for token in tokens:
        if token == "alone":
            continue
        if token.startswith("-"):
            if any(_holds_one(name, request) for name in token[1:].split("|")):
                return False
        elif not any(_holds_one(name, request) for name in token.split("|")):
            return False
    return "alone" not in tokens or _alone(tokens, request)


def _holds_one(name: str, request: Request) -> bool:
    if name.startswith("="):
        return request.only(name[1:])
    return fact(name, request) if name in FACTS else request.has(name)


def _alone(tokens: list[str], request: Request) -> bool:
    text = topic(request.when.rest, request.past, pronouns=False)[1]
    for token in tokens:
        for name in token.strip("-").split("|"):
            if name in CONCEPTS and not token.startswith("-"):
                text = pattern(name).sub(" ", text)
    return not _LIGHT.sub("", text).strip()


INTENTS: tuple[Intent, ...] = (
    # small talk ------------------------------------------------------------------------------
    Intent("follow_consent", ("=yes past",), follow.accepted, ("yes please", "好，就这么办")),
    Intent("answer:greeting", ("=greeting",), examples=("hi", "Good morning!", "你好", "在吗？")),
    Intent("answer:hold", ("=no", "keep"), examples=("never mind", "算了", "no", "保持原样")),
    Intent("answer:goodbye", ("=goodbye",), examples=("bye", "再见")),
    Intent("answer:thanks", ("=thanks",), examples=("thanks a lot", "多谢！", "太好了")),
    Intent(
        "answer:identity",
        ("identity -topic -document -demo",),
        examples=("who are you?", "Are you a Llama?", "你是谁？", "do you run on GPT?"),
    ),
    # what the guide cannot do ----------------------------------------------------------------
    Intent("answer:map", ("map -about",), examples=("show me a map of the documents", "画一张文档地图")),
    Intent(
        "answer:refuse",
        ("beyond -topic|word|noise|docid|texts_about", "reword other_language", "other_language short"),
        examples=("write me a poem", "what's the weather like?", "delete all my files", "今天天气怎么样", "写一首诗"),
    ),
    # the topic that documents about something belong to ----------------------------------------
    Intent(
        "search_documents",
        ("what_topic",),
        documents.search_for_topic,
        ("which topic is about floods?", "what topics deal with cricket", "哪个主题讲洪水？", "洪水属于哪个主题？"),
    ),
    # changing topics -------------------------------------------------------------------------
    Intent(
        "edit_topics",
        ("preview merge|split|delete|noise|ignore", "preview update new_documents", "preview refresh"),
        edits.preview,
        ("what would happen if I merged 2 and 5?", "如果把主题2和5合并会怎样？", "合并2和5好不好",
         "preview splitting topic 3", "要是忽略“表示”这个词会怎么样？"),
    ),
    Intent(
        "edit_topics",
        ("noise", "ignore"),
        noise,
        ("mark “say” and “year” as noise", "the word year is noise", "ignore the words say and year",
         "把“表示”设为噪音词", "忽略表示和记者这两个词"),
    ),
    Intent(
        "edit_topics",
        ("update new_documents", "refresh topic -label -count -id -train_hard -word -about",
         "=update"),
        edits.update,
        ("include the new documents", "update the topics", "把新文档也算进去", "更新主题"),
    ),
    Intent(
        "edit_topics",
        ("undo -about -document",),
        fixed={"action": "undo"},
        examples=("undo", "撤销", "undo that merge"),
    ),
    Intent(
        "edit_topics",
        ("rename",),
        rename,
        ("rename topic 3 to Weather", "call topic 1 sports", "把主题3改名为天气"),
    ),
    Intent(
        "edit_topics",
        ("merge",),
        edits.merge,
        ("merge topics 2 and 5", "合并主题2和5", "把主题三和主题四合并"),
    ),
    Intent(
        "edit_topics",
        ("split -count", "split id|ref"),
        edits.split,
        ("split topic 3", "拆分主题3", "把主题2拆成两个"),
    ),
    Intent(
        "edit_topics",
        ("delete",),
        edits.delete,
        ("delete topic 4", "删除主题4", "把第二个主题删掉"),
    ),
    # what the guide cannot do ----------------------------------------------------------------
    Intent("answer:export", ("export -path", "save_as path -load_hard"), examples=("export the topics", "save this as CSV", "导出主题")),
    Intent(
        "answer:help",
        ("help -topic -document -demo -path -word -label -docid",),
        examples=("help", "what can you do?", "你能做什么？", "怎么用", "I'm new here, what now?"),
    ),
    # following up ----------------------------------------------------------------------------
    Intent("follow_more", ("more past alone -ref|recommend|dated|topic",), follow_documents.more, ("more", "还有吗？", "再来五篇")),
    Intent("answer:why", ("why past -document alone", "=why", "why_this past"), examples=("why?", "为什么？")),
    Intent("follow_again", ("past",), follow.repeated, ("again", "再来一次")),
    Intent("follow_last", ("past",), follow.elliptical, ("and topic 4?", "那第二个呢？", "only since 2003")),
    Intent("answer:reword", ("reword alone -label|topic",), examples=("in Chinese please", "用英文说")),
    Intent("follow_documents", ("past",), follow_documents.its_documents, ("show me its documents", "它的文章呢？")),
    # texts -----------------------------------------------------------------------------------
    Intent(
        "load_corpus",
        ("path", "demo -about -id -topic -document", "demo load|show|search -about -id", "load_hard corpus|document -about -id|overview"),
        read.load,
        ("load the demo corpus", "load ~/texts/news.csv", "载入中文演示语料", "导入 /data/a.txt"),
    ),
    # topics ----------------------------------------------------------------------------------
    Intent(
        "label_topics",
        ("label_deed -id -document -word -compare|asks_topics", "label improve -id -compare|asks_topics -document -word", "label topic -id -compare|asks_topics -document -word", "=label"),
        read.label,
        ("label the topics", "name them as newspaper sections", "用中文给主题起名"),
    ),
    Intent(
        "analyze_corpus",
        ("sentiment topic|document|corpus -about", "sentiment alone", "sentiment ref|spoken", "sentiment corpus"),
        figures.sentiment,
        ("what is the sentiment of each topic?", "哪些主题最消极？"),
    ),
    Intent("show_topics", ("compare id",), figures.apart, ("what sets topic 1 apart from the others?",)),
    Intent(
        "show_topics",
        ("tree topic -id|ref|document|docid|recommend|merge|split|train|compare|about", "tree alone"),
        lambda request: {"topic": "tree"},
        ("show the topics as a tree", "which topics are close to each other?", "哪些主题比较接近？"),
    ),
    Intent("show_topics", ("topic sizes -ref|groups_by|trend|count",), read.show_all, ("主题的大小分布",)),
    Intent(
        "analyze_corpus",
        ("compare groups_by -docid", "compare topics", "compare alone", "asks_topics groups_by -train_strong|ref"),
        figures.compare,
        ("how do business and politics differ?", "不同来源有什么区别？"),
    ),
    Intent(
        "analyze_corpus",
        ("trend topic -count", "trend alone", "trend corpus -about", "trend spoken"),
        figures.trends,
        ("how did the topics change over time?", "哪些话题最近在上升？"),
    ),
    Intent(
        "analyze_corpus",
        ("quality topic|corpus|model -about", "quality alone"),
        figures.quality,
        ("how good are the topics?", "主题质量怎么样？"),
    ),
    Intent("show_topics", ("content_of ref",), read.show_one, ("主题5是关于什么内容的",)),
    Intent(
        "recommend_documents",
        ("recommend docid", "recommend shown -count", "recommend -id|about|count", "recommend_hard -id"),
        documents.recommend,
        ("more like the second one", "recommend something like lee-012", "推荐类似第二篇的文章"),
    ),
    Intent(
        "show_topics",
        ("asks_topics -train_strong|about|ref|groups_by|count|trend", "found", "outcome", "common document question -ref|about|texts_about alone"),
        read.show_all,
        ("how many topics are there?", "有几个主题？", "what did you find"),
    ),
    Intent(
        "train_topics",
        ("train|find|algorithm|again count -id", "algorithm topic -id", "train_strong topic -id", "topic enough", "asks_topics count", "count -show|common|document|compare|id", "retry",
         "train topic|corpus -common -about -id|quality", "train_hard -about|quality", "texts_about -about",
         "find topic alone -common|id|show"),
        read.train,
        ("find 8 topics", "find topics", "train 12 topics with NMF", "找出十个主题", "分成8个主题"),
    ),
    Intent(
        "analyze_corpus",
        ("overview corpus|document alone -ref|about|dated", "overview alone -ref|topic|about|dated"),
        figures.overview,
        ("how many documents are loaded?", "现在载入了什么？", "give me an overview"),
    ),
    Intent(
        "show_topics",
        ("topic show|common|question -document -ref", "topics -document -ref", "common topic -ref"),
        read.show_all,
        ("which topics are most common?", "show the topics", "哪些主题最常见？", "有哪些主题"),
    ),
    # documents and one topic -----------------------------------------------------------------
    Intent("show_topics", ("keywords ref",), read.show_one, ("what words are in topic 1?", "主题6有哪些关键词")),
    Intent(
        "search_documents",
        ("document ref", "search_hard ref"),
        documents.search_in_topic,
        ("show articles in topic 3", "主题3里关于电池的文章"),
    ),
    Intent("search_documents", ("inside ref",), documents.search_inside, ("in topic 3, about battery life",)),
    Intent("show_topics", ("ref",), read.show_one, ("what is topic 2 about?", "tell me about the bushfires topic", "主题二讲的是什么")),
    Intent("show_topics", ("topic",), read.topics_alone, ("rank the topics by size", "主题排行"), weak=True),
    Intent("answer:thanks", ("gratitude -document|search_hard|about|ref",), examples=("that was quick, thank you", "感谢你的帮助")),
    Intent(
        "search_documents",
        ("search_hard -docid",),
        documents.search,
        ("search for articles about cricket", "查找关于地铁的文章"),
    ),
    Intent(
        "search_documents",
        ("any",),
        documents.search,
        ("show articles about the bushfires", "who is Yasser Arafat?", "文章怎么看房价？"),
        weak=True,
    ),
)  # fmt: skip
