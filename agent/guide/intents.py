"""The table of intents: what people ask for, and which tool or answer that is.

To add an intent, add one row: its ``name`` ("tool_name", or "answer:key" with its words in
:mod:`answers`), patterns in English and Chinese (searched in the request as :class:`Request`
prepares it: Simplified, no politeness), how its arguments are read, and examples (tests run
them). The first row that fits wins, so special wishes stand above general ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from . import arguments as read
from . import edits
from .numbers import NUMBER, ORDINAL
from .references import DOCUMENT, DOCUMENT_ZH, TOPIC, TOPIC_ZH
from .request import Request

Arguments = dict[str, Any]
Reader = Callable[[Request], Arguments | None]


@dataclass(frozen=True)
class Intent:
    """One row. ``arguments`` reads the tool's arguments, or gives None when the row does not fit
    after all; a follow-up brings the name of its tool along under "tool"."""

    name: str
    patterns: tuple[str, ...]
    arguments: Reader = read.none
    examples: tuple[str, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def small_talk(self) -> bool:
        return self.name in ("answer:greeting", "answer:thanks", "answer:goodbye")

    @cached_property
    def _compiled(self) -> list[re.Pattern[str]]:
        return [re.compile(pattern, re.IGNORECASE | re.ASCII) for pattern in self.patterns]

    def fits(self, request: Request) -> Arguments | None:
        """The arguments when the request is of this kind, else None."""
        seen = (request.plain, request.whole) if self.small_talk else (request.plain,)
        if not any(pattern.search(text) for pattern in self._compiled for text in seen):
            return None
        found = self.arguments(request)
        return None if found is None else {**found, **self.fixed}


_THING = rf"(?:{TOPIC}|themes?|clusters?)"
_COUNT = rf"(?:{NUMBER}|some|several|few|more|fewer|less)"
_PATH = r"""(?:"[^"]+"|'[^']+'|(?:~|\.{0,2})/[^\s,，。?]+|[A-Za-z]:\\[^\s,]+|[^\s,，。?"]+\.(?:csv|tsv|txt|md|jsonl?|ndjson|xlsx?|ods|pdf|docx|html?|zip|gz)\b)"""
_DEMO = r"(?:demo(?:nstration)?|sample|example|lee (?:corpus|news|data|articles|background)|built-?in|演示|示例|样例|例子|范例|样本|内置)"

INTENTS: tuple[Intent, ...] = (
    # small talk ------------------------------------------------------------------------------
    Intent(
        "answer:greeting",
        (
            r"^(?:hi|hello|hey|hiya|howdy|yo|good (?:morning|afternoon|evening|day)|greetings"
            r"|what'?s up|how are you(?: doing)?(?: today)?)(?: there| all| everyone| llama| again)?[!., ?]*$",
            r"^(?:你好|您好|嗨|哈喽|哈啰|早|早上好|早安|下午好|晚上好|大家好|在吗|你好吗|在不在)[呀啊吗!,. ?]*$",
        ),
        examples=("hi", "Good morning!", "你好", "在吗？"),
    ),
    Intent(
        "answer:thanks",
        (
            r"^(?:(?:ok|great|cool|perfect|nice|awesome|wonderful|brilliant|good|super|lovely)[, ]*)?"
            r"(?:(?:many |much )?thank(?:s| you| u)|thx|ty|cheers|much appreciated|appreciate it)"
            r"(?: (?:a lot|so much|very much|a bunch|for .*|again|indeed|that.*))?[!., ]*$",
            r"^(?:great|perfect|awesome|nice|cool|good job|well done|excellent|very helpful|that helps"
            r"|that(?:'s| was| is) (?:great|helpful|useful|perfect|nice|good))[!. ]*$",
            r"^(?:太好了[,，!]?|好的[,，]?|不错[,，]?)?(?:非常|多|十分|太)?(?:谢谢|感谢|谢)(?:你|您|了|啦|你的.*)*[!. ]*$",
            r"^(?:太好了|不错|很好|很棒|真棒|太棒了|辛苦了|厉害|好极了|多谢|谢了|有帮助|很有帮助)[了!. ]*$",
        ),
        examples=("thanks a lot", "多谢！", "太好了"),
    ),
    Intent(
        "answer:goodbye",
        (
            r"^(?:bye+|goodbye|good ?night|see (?:you|ya)|cya|farewell|that(?:'s| is| will be) all"
            r"|i'm done|quit|exit|talk (?:to you )?later)(?: bye| later| soon| for (?:now|today)| tomorrow)*[!., ]*$",
            r"^(?:再见|拜拜|回见|晚安|下次见|明天见|回头见|先这样|就这样|今天就到这里?|没别的了|没有了)[了吧啦!. ]*$",
        ),
        examples=("bye", "再见"),
    ),
    Intent(
        "answer:identity",
        (
            r"^what (?:exactly|actually|on earth|kind of \w+) are you|\bam i (?:talking|speaking|chatting)|^(?:(?:and )?who|what) (?:are|r) (?:you|u)\b(?! (?:able|doing))|^what is (?:this|topicllama)(?: (?:app|tool|program|page|thing|site))?\??$",
            r"\bare you (?:a |an |the )?(?:llama|ai|bot|robot|human|chatgpt|gpt|real|person|machine|language model|llm)",
            r"\b(?:which|what) (?:language )?(?:model|llm|ai) (?:are you|is this|answers|do you (?:use|run)|am i)",
            r"\bwho (?:made|built|wrote|created) you|your name",
            r"^(?:你|您)(?:是|叫)(?:谁|什么(?!主题)|啥|哪位|哪个|机器人|人吗|真人|不是|AI|llama|chatgpt|人工智能|大模型|人类)|这是什么(?:软件|工具|程序|东西|网站|应用)?\??$",
            r"(?:你|您)用的?是?(?:什么|哪个)(?:语言)?模型|(?:什么|哪个)模型在(?:回答|说话)|谁(?:开发|做|写)了?(?:的)?你|你的名字|你叫什么",
        ),
        examples=("who are you?", "Are you a Llama?", "你是谁？"),
    ),
    Intent(
        "answer:help",
        (
            r"\bwhat (?:all )?(?:can )?(?:you|u) (?:can|could|actually|are able to) do\b|^(?:help(?: me)?|\?+|h|menu|commands?|options|instructions|usage|manual)[!?. ]*$",
            r"\bwhat (?:can|could|do|else can|all can|should) (?:you|i|we) (?:do|ask|say|try|type|use)(?! (?:about|with (?:topic|the topic)))\b",
            r"\bwhat are you able to do|\bwhat (?:questions|commands|features|functions|tools)\b"
            r"|\bhow (?:do|does|can|should) (?:i|this|it|you|one|we) (?:use|work|start|begin|get started|operate)\b"
            r"|\bwhat (?:is|are) (?:your|the) (?:features|functions|abilities|options|capabilities)|where (?:do i|to|should i|can i) (?:start|begin)|(?:my|the) options\b|can you help|help me$|i need help$|get(?:ting)? started",
            r"^(?:帮助|求助|救命|菜单|指令|命令|功能|使用说明|说明|用法)[!?. ]*$",
            r"(?:你|您|我|这个?)?(?:都|还)?(?:能|会|可以)(?:帮我)?(?:做|干|问|说|用来做?|帮我做)(?:你)?(?:些|点)?(?:什么|啥|哪些)|怎么(?:使用|用|操作|开始)"
            r"(?:你|这个|它|呢)?|如何(?:使用|开始|操作)|有(?:什么|哪些)(?:功能|本领|用法|命令)|(?:你|您)会什么|需要帮助|从哪里?开始",
        ),
        examples=("help", "what can you do?", "你能做什么？", "怎么用"),
    ),
    # changing topics -------------------------------------------------------------------------
    Intent(
        "edit_topics",
        (
            r"^(?:and |but |so )?(?:what (?:would|will|does|do|could|happens?)\b|what if\b|how (?:good )?would\b|would it\b|would (?=\w+ing\b)|does it make sense to\b|is it (?:worth|better|good|wise)\b|what(?:'s| is) the (?:effect|impact) of\b|if (?:i|we)\b|should (?:i|we)\b|suppose\b|imagine\b|assume\b|preview\b|simulate\b|try out\b|dry[- ]run\b|show me what would happen\b).*\b(?:merg|combin|join|split|divid|separat|delet|remov|drop|ignor|exclud|mark|treat|updat|includ|fold|unit)\w*",
            r"^(?:如果|要是|假如|假设|倘若|若|万一)(?!可以|可能|方便|行).*(?:合并|合成|并|拆|分开|删|去掉|移除|忽略|噪|停用|更新|算进|加进)|^(?:预览|试算|模拟|预演).*(?:合|并|拆|分|删|去掉|忽略|噪|停用|更新)|(?:合并|拆分|删除|删掉|更新).*(?:会怎|会如何|会发生什么|会不会更好|有什么(?:影响|效果|后果)|值得吗|值不值得|好不好)",
        ),
        edits.preview,
        ("what would happen if I merged 2 and 5?", "如果把主题2和5合并会怎样？",
         "preview splitting topic 3", "要是忽略“表示”这个词会怎么样？"),
    ),
    Intent(
        "edit_topics",
        (
            r"\b(?:noise|stop ?words?|stopwords?|filler(?: words?)?|(?:useless|meaningless) words?)\b|\b(?:ignore|drop|remove|exclude|leave out|strip|filter out|get rid of|skip|throw out|take out|forget|disregard) (?:the )?(?:words?|terms?|\")|^the (?:words?|terms?) .+ (?:means?|says?|tells? us) nothing\b",
            r"噪[音声]|停用词|干扰词|废词|(?:没用|无用|无意义|没有意义|没意义)的词|(?:忽略|去掉|去除|剔除|排除|过滤|屏蔽|删掉|删除|不要|扔掉).*(?:词|字眼)|^(?:忽略|去掉|去除|剔除|排除|过滤掉?|屏蔽)\"",
        ),
        edits.noise,
        ("mark “say” and “year” as noise", "the word year is noise", "ignore the words say and year",
         "把“表示”设为噪音词", "忽略表示和记者这两个词"),
    ),
    Intent(
        "edit_topics",
        (
            rf"^(?:update|refresh)$|\b(?:update|refresh)\b (?:all )?(?:the |my |these |our )?(?:topics?|topic model|themes?|model)\b(?! ?(?:\d|labels?|names?|titles?))|\b(?:include|incorporate|fold in|integrate|add|take in|work in|assign|put|account for|consider|absorb|count|cover|merge|fold)\b (?:in )?(?:all )?(?:the |my |those |these |our )?(?:new|newly \w+|added|additional|missing|remaining|just loaded|latest) {DOCUMENT}\b(?! (?:about|on|from)\b)|\bbring (?:the |my )?(?:{_THING}|model) up to date\b|\bthe (?:new|newly \w+|added|missing) {DOCUMENT} (?:are missing|too|as well|should be|are not in|in as well)\b|^fold (?:them|these|it|those) in\b|\b(?:topics?|model)\b.*\bwith the new {DOCUMENT}\b",
            rf"(?:新增?|新加载?|新载入|新导入|新来|刚加载|刚载入|刚导入|后加|剩下|剩余|漏掉|未计入|没计入)(?:进来)?(?:的)?(?:那些|这些)?{DOCUMENT_ZH}(?:也|都)?.*(?:算|加|并|纳|放|归|包|计|分)(?:进|入|到|上|括|在内)|(?:算上|加上|补上|纳入|包括|计入|并入|吸收)(?:这些|那些)?(?:新增?|新加载?|新载入|刚加载|刚载入|后加|剩下|漏掉)的?{DOCUMENT_ZH}|(?:更新|刷新)(?:一下)?(?:现有|所有|全部)?的?(?:{TOPIC_ZH}|模型)(?!的?(?:名|标签|标题|\d))|{TOPIC_ZH}(?:模型)?(?:需要|要|该)?(?:更新|刷新)(?:一下)?$|用新(?:的)?{DOCUMENT_ZH}更新|^(?:更新|刷新)(?:一下)?$",
        ),
        edits.update,
        ("include the new documents", "update the topics", "把新文档也算进去", "更新主题"),
    ),
    Intent(
        "edit_topics",
        (
            r"\b(?:undo|revert)\b(?!.*\babout\b)|\bcancel (?:the |that |my )?(?:last|edit|change)|\b(?:previous|earlier) (?:version|state)\b|^(?:undo|revert|roll(?:ing)? ?back|take (?:that|it) back|restore|go back|put (?:it|that) back)\b"
            r"(?!.*\bdocuments?\b)|\bundo (?:that|this|it|the|my|last)\b",
            r"撤销|撤回|(?:操作|修改|步).*取消|改错了|恢复(?:原来|成)|(?:previous|earlier) (?:version|state)|\bcancel the last\b|^(?:取消(?:刚才|上一?步|上次|修改|合并|删除|改名|这)|恢复(?:到|上|原|之前|刚才|一下|$)|还原|回退|退回|反悔)",
        ),
        fixed={"action": "undo"},
        examples=("undo", "撤销", "undo that merge"),
    ),
    Intent(
        "edit_topics",
        (
            rf"{_THING}.*\b(?:merge|combine|join|together)\b|\b(?:merge|combine|join|unite|fuse|put|lump|collapse|group|unify|consolidate|fold)\b.*(?:{_THING}|\d.*\d).*|^(?:merge|combine|unite|fuse|unify) .+ (?:and|with|into) .+",
            r"{NUMBER}(?:跟|和|与|同|、|,){NUMBER}.*(?:并|合)|合起来|(?:合并|合成|并成|并到|归并|合到一起|合在一起|并为|合为|整合|合并成).*|(?:把|将).*(?:合|并)(?:起来|一起|成|为|到)",
        ),
        edits.merge,
        ("merge topics 2 and 5", "合并主题2和5", "把主题三和主题四合并"),
    ),
    Intent(
        "edit_topics",
        (
            rf"{_THING}.*\b(?:split|divide|break|separate)\b (?:it|up|this|that|them)|\b(?:split|divide|break(?: up| apart)?|separate|subdivide)\b(?! (?:the |my |this )?(?:collection|corpus|documents|texts)\b)(?! (?:the )?(?:corpus|documents|texts|them|it|everything) into).*(?:{_THING}|\bit\b|\bthis\b)",
            rf"{TOPIC_ZH}.*拆|拆一下|{TOPIC_ZH}.*分开|(?:拆分|拆开|拆成|分裂|细分|分拆|切分|分开).*|(?:把|将).*(?:{TOPIC_ZH}).*(?:拆|分成|分为|分裂|切)",
        ),
        edits.split,
        ("split topic 3", "拆分主题3", "把主题2拆成两个"),
    ),
    Intent(
        "edit_topics",
        (
            rf"\brename\b|{_THING} #?{NUMBER}(?:'s (?:name|label|title) to | ?= ?)\S|\bchange (?:the )?(?:name|label|title) of\b|\b(?:call|name|label|title) (?:the )?{_THING} #?{NUMBER}\b.*\S"
            rf"|\bset the (?:name|label) of\b|\b{_THING} #?{NUMBER} (?:should be (?:called|named)|is (?:now )?(?:called|named))",
            rf"改个名|重命名|改名|更名|(?:名字|名称|标签)(?:改|换|设)(?:成|为|一下)|{TOPIC_ZH}\s?{NUMBER}.*(?:换个?名字|改名叫)|(?:把|将).*(?:改成|改为|叫做?|命名为|称为|取名为?|起名(?:为|叫))|{TOPIC_ZH}{NUMBER}(?:就)?(?:叫做?|命名为|改叫|改成|改为)",
        ),
        edits.rename,
        ("rename topic 3 to Weather", "call topic 1 sports", "把主题3改名为天气"),
    ),
    Intent(
        "edit_topics",
        (
            rf"{_THING} ?#?{NUMBER}.*\b(?:delete|remove|drop)\b|^rm {_THING}|\b(?:delete|remove|drop|discard|get rid of|throw (?:away|out)|erase|kill|hide)\b.*(?:{_THING} ?#?{NUMBER}|#\d|the .+ {_THING}|(?:this|that|it)(?: {_THING})?$|{_THING} (?:about|on)|{ORDINAL} (?:{_THING}|one))",
            rf"(?:删除|删掉|删去|去掉|移除|丢弃|清除|不要|去除|删了|拿掉).*(?:{TOPIC_ZH})|{TOPIC_ZH}.*(?:删了|删掉|删除|不要了)|(?:把|将).*(?:{TOPIC_ZH}).*(?:删|去掉|移除|丢)",
        ),
        edits.delete,
        ("delete topic 4", "删除主题4", "把第二个主题删掉"),
    ),
    # what the guide cannot do ----------------------------------------------------------------
    Intent(
        "answer:export",
        (
            r"(?<![.\w])(?:excel|csv|spreadsheet|pdf)(?: file| sheet| table)?$|\b(?:export|download|save)\b.*|\b(?:write|put|dump) .* (?:to|into|in) (?:a |an )?(?:file|csv|excel|json|html|markdown|spreadsheet)"
            r"|\b(?:as|to) (?:a )?(?:csv|excel|xlsx|spreadsheet|pdf|html|parquet|jsonl?)\b(?! files?)|\b(?:make|create|generate|give me) (?:me )?a (?:report|csv|spreadsheet|pdf)\b",
            r"导出|下载|另存|保存(?:为|成|到|结果|主题|一下)|存(?:成|为|到)(?:一个)?(?:文件|CSV|excel|表格|json)|(?:生成|做|写)(?:一份|一个)?(?:报告|报表|表格)",
        ),
        examples=("export the topics", "save this as CSV", "导出主题"),
    ),
    Intent(
        "answer:refuse",
        (
            r"\b(?:weather|forecast)\b.*(?:like|today|tomorrow|\?|in [A-Z])|^(?:what'?s|what is|how'?s|how is) the weather|\bwhat time is it|\bwhat day is",
            r"\b(?:write|compose|draft|create|make up|tell|sing|give)\b(?: me)?(?: us)? (?:a|an|some|another|my|the) (?:\w+ ){0,2}?(?:poem|haiku|story about|joke|song|essay|letter|email|e-mail|tweet|blog(?: post)?|speech|script|novel|code|program|function|rap|cover letter|press release|article|paragraph)\b",
            r"\btranslate\b(?!.*\b(?:label|topic|name)s?\b)|\b(?:delete|erase|wipe|destroy|format|remove|clear)\b.*\b(?:all|every(?:thing)?|files?|disk|drive|workspace|corpus|computer|database|documents?|texts|folder)\b",
            r"\bsummari[sz]e the (?:internet|web|world|book|bible)|\b(?:search|browse|google|look up on|check|surf) (?:the )?(?:internet|web|google|online|wikipedia)|\bon the (?:internet|web)\b",
            r"\b(?:play|book|order|buy|send|email|call|phone|text|remind me (?:to|at)|schedule|set (?:a|an) (?:alarm|timer|reminder)|turn (?:on|off)|hack|draw|paint|photoshop)\b(?! (?:topic|\d)).*(?:\b(?:music|song|game|chess|flight|hotel|table|pizza|food|taxi|ticket|me|him|her|mom|boss|meeting|email|e-mail|message|alarm|timer|reminder|light|picture|image|cat|logo|website|password|account|chart for my)\b)",
            r"\bmake me (?:a|an|some)\b(?! (?:topic|list|summary))|\bremind me (?:to|at)\b|\b(?:rain|snow|sunny)(?:ing)? (?:tomorrow|today|outside)|\bturn (?:on|off) (?:the|my)\b|\b(?:stock|share) price|\bbitcoin|\bwho will win|\bpredict|\blottery|\bhoroscope|\brecipe\b|\bfix my\b|\bmy (?:homework|password|computer|wifi|email)\b|\btell me a (?:joke|story|riddle|secret|fact)\b|\bsolve\b|\bcalculate\b|\bwhat is \d+ ?[-+*/x] ?\d+|\bdo you (?:love|like|think|feel|dream|believe)\b|\bmarry me|\bmeaning of life|\bhow old are you|\bsing\b|\bdraw\b",
            r"\b(?:ignore|forget|disregard) (?:all |your |the |my |previous |prior )*(?:instructions|rules|prompt)|\b(?:run|execute) (?:a |the |this |some )?(?:command|shell|script|code|sql|python)|\btrain (?:a |an )?(?:neural|deep|bert|gpt|image)|\brm -rf",
            r"天气(?:怎么样|如何|好|预报)|(?:今天|明天|后天|周末).*(?:下雨|下雪|冷|热|气温)|(?:今天|明天|现在).*(?:天气|几点|星期几|几号)|几点了",
            r"(?:写|作|创作|编|讲|来)(?:一?[首个篇段封则句](?!主题)|点|几[首句])?(?:关于.*)?(?:的)?(?:情?诗|笑话|(?:爱情|童话)?故事|歌词?|作文|邮件|代码|程序|信|小说|情书|文案|演讲稿|论文|脚本)|唱(?:一?首)?歌|画(?:一?[张幅个只])",
            r"翻译(?!.*(?:标签|主题|名字))|(?:删除|删掉|清空|抹掉|格式化|删光|清除)(?:掉)?(?:我的?|所有|全部|整个|一切|电脑|硬盘|这个)*(?:文件|硬盘|电脑|工作区|语料库?|数据库?|文档|文章|东西|资料|一切|所有)|(?:把|将).*(?:文件|硬盘|工作区|语料库?|数据库?|文档|文章|资料).*(?:删|清空|格式化)",
            r"(?:订|买|预订|点)(?:一?[张个份])?.*(?:票|酒店|餐|外卖|披萨|机票)|发(?:一?封|个)?(?:邮件|短信|微信|消息)|闹钟|提醒我|(?:股价|股票|比特币|汇率|彩票)(?:.*(?:多少|涨|跌|买|预测|中奖))|放(?:一?首|点)?(?:歌|音乐)|上网(?:查|搜|找)|百度|谷歌|联网|互联网|破解|黑(?:进|掉)|打电话|算(?:一下|命)|\d+\s*[-+*/×÷加减乘除]\s*\d+(?:等于)?|你(?:爱|喜欢|觉得|几岁|多大|有感情|会做梦|相信)|忽略(?:之前|以上|你|所有)|忘记(?:之前|你|所有)|执行(?:命令|代码|脚本)|预测(?:一下)?(?:明天|未来|股)|谁会赢|做饭|菜谱|人生的意义",
        ),
        examples=("write me a poem", "what's the weather like?", "delete all my files", "今天天气怎么样", "写一首诗"),
    ),
    # following up ----------------------------------------------------------------------------
    Intent(
        "more",
        (
            rf"^(?:(?:show|give|find|list|see)(?: me)? )?(?:some |a few |any |{NUMBER} |even |the )?(?:more|others?|further|next(?: ones?| page)?|rest)(?: of (?:them|those|these|it))?(?: {DOCUMENT})?(?: like (?:these|those))?(?: to read)?(?: please)?\??$",
            rf"^(?:what else(?: is there)?|anything else|any (?:more|others?)(?: {DOCUMENT})?|go on|continue|keep going|next|and\?*|are there (?:any )?(?:more|others?)(?: {DOCUMENT})?|is there (?:any )?more|another {NUMBER}|another one|load more|more of (?:them|those|the same))\??$",
            rf"^(?:还有(?:吗|呢|没有|别的|其他|更多|什么|哪些)*(?:{DOCUMENT_ZH})?(?:吗|呢|么)?|更多|(?:显示|看|给|找|列出|来|要)?(?:我)?(?:更多|多一些|多点|多几篇|多一点)(?:的)?(?:{DOCUMENT_ZH})?|再(?:来|给|找|看|显示|列|要|多来)?(?:我)?(?:看|找)?(?:出)?(?:一些|几|点|{NUMBER}|一)?(?:篇|条|个|点|些)?(?:{DOCUMENT_ZH})?|多来(?:几|一些|点)?篇?|继续|下一页|接着(?:来|说|看)?|其他的?呢?|别的呢?|剩下的|往下|翻页|后面的)[呢吗?]*$",
        ),
        read.more,
        ("more", "还有吗？", "再来五篇"),
    ),
    Intent(
        "answer:why",
        (
            r"^where (?:does|do|did) (?:that|this|it|these|they|you) (?:come|get).*|^(?:but )?(?:why|how come|how so|why not|why (?:is|was) that|why (?:that|this|so|these|those)(?: many| few| number)?(?: (?:topics?|ones?|number))?)\??$|^why (?:\d+|these|this many|so many|so few|that many|did you (?:choose|pick|use|find|stop))\b.*|^how did you (?:choose|decide|pick|get|find|come|know)\b.*",
            rf"^(?:为什么|为何|为啥|怎么会|怎么得出的?|凭什么|何以见得|理由呢?|原因呢?|怎么来的|怎么算的|依据是?什么?)(?:呢|呀|啊|会?这样|这么说|是这样|这么[多少]|是?{NUMBER}个?.*|选.*|分成.*|是这个数.*)?\??$|^(?:你|这|它)?(?:是)?怎么(?:选|得出|知道|确定|决定|算出)(?:的|来的|这个.*|出来的|.*主题数.*)?\??$",
        ),
        examples=("why?", "为什么？"),
    ),
    Intent(
        "answer:reword",
        (
            r"^(?:(?:say|repeat|answer|write|tell|give|show|explain|put|speak|reply|respond)(?: (?:me|that|this|it|again|to me))* )?(?:in|auf) (?:english|chinese|mandarin|simplified chinese)[.! ]*$|^(?:speak|switch to|use|talk) (?:in )?(?:english|chinese)$|^(?:english|chinese)(?: please)?$|^(?:say|repeat) (?:that|it|this)(?: again)?$",
            r"^(?:请)?(?:用|说|换成?|改成|以|讲)(?:一下)?(?:中文|英文|英语|汉语|简体|普通话)(?:说|回答|再说|讲|来|表达|解释|写|显示|告诉|回复)?(?:一?遍|一次|一下|我|吧)*$|^(?:中文|英文|英语)(?:版|呢)?$|^(?:再|重新?|重复)(?:说|讲|复)?(?:一?遍|一次|一下)$",
        ),
        examples=("in Chinese please", "用英文说"),
    ),
    Intent(
        "follow_topic",
        (
            rf"^(?:and|what about|how about|now|then|also|ok(?:ay)?|or|the same (?:for|with|thing for)|same (?:for|with)|do the same for|(?:and )?for|again for|try|repeat (?:that |this )?for)(?: (?:for|about|with|in|the same for))? (?:the )?(?:{_THING}(?: number)? #?{NUMBER}|#\d+|number {NUMBER}|{ORDINAL}(?: {_THING}| one)?|.+ {_THING})\??$",
            rf"^(?:{_THING} #?{NUMBER}|#?{NUMBER})(?: too| as well| instead| then)?\?$",
            rf"^(?:那|还有|然后|那么|再看看?|换成?|同样|也看看|对)?(?:一下)?(?:{TOPIC_ZH}{NUMBER}|{NUMBER}号(?:{TOPIC_ZH})?|第{NUMBER}个?(?:{TOPIC_ZH})?|[\u4e00-\u9fff]{{2,6}}(?:这个|那个){TOPIC_ZH})(?:也|同样)?(?:呢|怎么样|又如何|又怎样|也一样|也来一遍)[?]*$",
            rf"^(?:那|还有|然后|那么|换成?|同样看看?|再看看?)(?:一下)?(?:{TOPIC_ZH}{NUMBER}|{NUMBER}号(?:{TOPIC_ZH})?|第{NUMBER}个?{TOPIC_ZH})[?]*$",
        ),
        read.follow_topic,
        ("and topic 4?", "那第二个呢？", "the same for topic 5"),
    ),
    Intent(
        "follow_documents",
        (
            rf"^which {DOCUMENT} are (?:these|they|those|in there)\??$|^(?:(?:show|give|list|find|see|open|read)(?: me| us)? )?(?:all )?(?:its|their|the|those|that topic's|this topic's) {DOCUMENT}\??$|^(?:which|what) {DOCUMENT} (?:are in|belong to|does|are about) (?:it|this|that)(?: {_THING})?(?: have| contain)?\??$|\b{DOCUMENT} (?:of|in|for|from|about) (?:it|this|that)(?: {_THING}| one)?\??$",
            rf"^(?:看看|显示|列出|找|给我看?|展示|打开|读)?(?:一下)?(?:它|这个{TOPIC_ZH}?|那个{TOPIC_ZH}?|该{TOPIC_ZH}|其中)(?:里面?|中|下)?(?:的|有(?:哪些|什么))(?:代表)?{DOCUMENT_ZH}(?:呢|有哪些|是哪些|看看)?[?]*$|^(?:它|这个{TOPIC_ZH}?)(?:都)?(?:包含|包括|有)(?:哪些|什么|了哪些){DOCUMENT_ZH}[?]*$",
        ),
        read.follow_documents,
        ("show me its documents", "它的文章呢？"),
    ),
    Intent(
        "follow_time",
        (
            r"^(?:(?:and |but |just |only |now |limit |restrict |it |to )*(?:show |give |list |find )?(?:me )?(?:only |just )?(?:those |these |the ones? |ones |them |that |articles |documents |results )?(?:only |just |published |written |dated )*)(?:since|before|after|from|in|during|until|between|the last|last|this|the past|the \d|by|within|newer|older|starting|to)\b|^(?:now )?(?:only|just) \d{4}$",
            r"^(?:只(?:要|看|显示|找|列出|保留)?|仅(?:看|限)?|就(?:看|要)?|限(?:定|制)?(?:在|为)?|那|换成|改成|如果是|其中)?(?:从|自|在)?(?:最近|近|过去|去年|今年|前年|上个?月|这个月|本月|上周|[\d〇零一二三四五六七八九]{4}年|\d{2}年代|\d{4})",
        ),
        read.follow_time,
        ("only since 2003", "只看2003年以来的", "and before 2010?"),
    ),
    Intent(
        "follow_place",
        (
            rf"^(?:(?:explain|show|describe|open|read|tell(?: me)?(?: more)? about|what(?:'s| is)|more (?:about|on)|see|i (?:like|want)|give me|let me (?:see|read)|and|what about|how about|now|then|details (?:of|on|about))(?: me)? )?(?:the )?{ORDINAL}(?: {_THING}| one| {DOCUMENT})?(?: about| in detail| please| say| instead| too)?\??$",
            rf"^(?:那|看看?|打开|解释|读|介绍|展开|说说|讲讲|显示|详细(?:说说|看看)?|看一下|再看|说一下|给我看)?(?:一下)?第{NUMBER}(?:个|篇|条|号)?(?:{TOPIC_ZH}|{DOCUMENT_ZH})?(?:呢|是什么|讲什么|讲的是?什么|怎么样|说什么|说了什么|讲了什么|写了什么|是关于什么的?|的内容|详细内容|的详情)?[?]*$",
            rf"^(?:看看?|打开|解释|讲讲|那)?最后一(?:个|篇|条)(?:{TOPIC_ZH}|{DOCUMENT_ZH})?(?:呢)?[?]*$",
        ),
        read.follow_place,
        ("explain the first one", "第二篇讲了什么？"),
    ),
    Intent(
        "follow_query",
        (
            r"^(?:and |ok |then |now )?(?:what|how) about (?!(?:topic|the topic)).+",
            r"^(?:and|or|also|now|instead|same for|the same for|same with) (?:about |for |with )?(?!(?:topic|then|the topic|now|why)).{2,40}\?$",
            r"^(?:那|那么|还有)(?!么|第)(?:关于)?[^,，。]{2,12}呢[?]*$|^(?:那|换成|改成|再(?:找|搜|查))(?:关于)?(?!第)[^,，。]{2,14}(?:的)?(?:怎么样|如何|也找找|也查一下)[?]*$",
        ),
        read.follow_query,
        ("what about football?", "那篮球呢？"),
    ),
    # texts -----------------------------------------------------------------------------------
    Intent(
        "load_corpus",
        (
            rf"\b(?:load|open|import|read|add|use|try|see|view|have|start with|begin with|give me|get|ingest|upload|analy[sz]e|take|fetch|process|bring in|set up|switch to|show me|put in|feed)\b.*(?:\b{_DEMO}\b|{_PATH}|\b(?:corpus|dataset|folder|directory|file)\b (?:at |in |from |called |named )?\S*[./\\]\S*)",
            rf"{_PATH}.*(?:\bload|\bimport|\bopen|\bread|加载|导入|载入|读|加进来|加入)",
            rf"^(?:the |a )?(?:english |chinese )?{_DEMO}(?: (?:corpus|data(?:set)?|texts|documents|news|articles))?(?: please)?$|^{_PATH}$",
            rf"(?:{_DEMO}|{_PATH}).*(?:载入|加载|导入|读)|(?:载入|加载|导入|打开|读取|读入|上传|从|用|使用|试试?|装入|读|来|添加|加入|分析|引入|换|导|调入|装载|先|给我|看看).*(?:{_DEMO}|{_PATH})",
            r"\b(?:load|open|import|ingest|upload)\b (?:my |the |some |these |a )?(?:corpus|data(?:set)?|files?|folder|texts|documents|articles|csv)|^(?:载入|加载|导入|上传|读取)(?:我的|一些|一下|这些)?(?:语料库?|数据|文件夹?|文本|文档|文章)?$",
        ),
        read.load,
        ("load the demo corpus", "load ~/texts/news.csv", "载入中文演示语料", "导入 /data/a.txt"),
    ),
    # topics ----------------------------------------------------------------------------------
    Intent(
        "label_topics",
        (
            rf"^(?:please )?(?:re-?)?label\b(?!.*\bdiffer).*|\b(?:label|relabel|re-label|name|rename all|title|caption|retitle)\b(?! of| for {_THING} {NUMBER})(?: all)?(?: of)?(?: the| these| those| my| our| every| each)* ?(?:{_THING}|them|it)\b",
            r"\b(?:give|find|make|create|write|suggest|assign|generate|add|need|want|come up with|get)\b.*\b(?:labels?|names?|titles?)\b|\b(?:redo|change|improve|update|new|put|better|new|nicer|shorter|clearer|good|different|chinese|english|simpler|other) (?:topic )?(?:labels?|names?|titles?)\b|\btopic (?:labels?|names?)\b.*\b(?:in|into|as|like)\b|\btranslate\b.*\b(?:label|topic|name)s?\b|\b(?:labels|names)\b.*\bin (?:chinese|english|both)\b",
            rf"标签.*(?:中英|双语|英文|中文)|(?:给|为|帮|替).*(?:{TOPIC_ZH}|它们?|他们|每个).*(?:命名|起(?:个|上)?.*名|取(?:个|上)?.*名|(?:贴|打|加|做|上|标)(?:个|上)?.*标签|名字|标题|标签)|(?:命名|起名|取名|贴标签|打标签|标注)(?:一下|所有|全部|这些|各个?)*(?:{TOPIC_ZH})?|(?:重新|再)(?:命名|起名|标注|贴标签|打标签|取名)|(?:更新|刷新)(?:一下)?{TOPIC_ZH}的?(?:标签|名)|{TOPIC_ZH}(?:的)?(?:标签|名字|名称|名).*(?:中文|英文|双语|重新|换|改|更)|(?:换|改|更好|更短|更简单|更通俗)(?:一?[批套些]|的|个)*.*(?:标签|名字|名称)|翻译.*(?:标签|主题|名字)|(?:中文|英文|双语)(?:的)?(?:标签|名字|名称)",
        ),
        read.label,
        ("label the topics", "name them as newspaper sections", "用中文给主题起名"),
    ),
    Intent(
        "show_topics",
        (
            rf"\bhow many {_THING}(?:s)? (?:are|do|did|were|have|exist|does)\b(?!.*\b(?:should|would be best)\b)|(?:现在|目前|一共|总共)?(?:找到|发现|分)?(?:了)?有?(?:几|多少)个{TOPIC_ZH}(?:了)?[?]*$",
        ),
        examples=("how many topics are there?", "有几个主题？"),
    ),
    Intent(
        "analyze_corpus",
        (
            r"\bsentiments?\b|\bmood\b|\btone\b|\bemotion(?:al|s)?\b|\b(?:positive|(?<!non-)negative|optimistic|pessimistic|critical|favou?rable|happy|happiest|angry|angriest|gloomy|cheerful|upbeat|depressing|sad|saddest)(?:ly|ity)?\b(?!.*\babout\b \w+ (?:tests?|results?))|\bhow do (?:people|the authors|they|customers|users|readers|reviewers) feel\b|\bopinions? (?:of|per|by|in) (?:each )?topic",
            r"情感|情绪|正面|负面|积极|消极|褒贬|(?:语气|基调|态度)(?:如何|怎么样|是|怎样)?|乐观|悲观|好评|差评|正负面|口碑",
        ),
        read.sentiment,
        ("what is the sentiment of each topic?", "哪些主题最消极？"),
    ),
    Intent(
        "analyze_corpus",
        (
            r"\bcompar(?:e|es|ed|ing|ison)\b|\b(?:how|where|do|does|in what way).*\bdiffer(?:s|ent|ence|ently)?\b|\bdifferences? (?:between|in|among|of)\b|\b(?:versus|vs\.?)\b|\bcontrast\b|\bwhat distinguishes\b|\b(?:each|every|different) (?:source|label|category|section|language|outlet|newspaper)\b|\bbefore and after\b|\bmore (?:common|often|frequent|typical)\b.* than\b|\b(?:break(?:s| it)? ?down|distribution|spread|distributed) (?:by|of topics|across|over|per|among)|\bby (?:label|source|category|section|language|class|group|author)s?\b|\bacross (?:the )?(?:label|source|categor|section|language|group|outlet|newspaper)\w*",
            r"比较|对比|相比|差别|差异|区别|不同(?:之处|点|在)?|有何不同|异同|前后|(?:按|各|不同)(?:标签|来源|类别|栏目|分类|语言|媒体|版块|板块|类型|年份)|哪个更多|分布",
        ),
        read.compare,
        ("how do business and politics differ?", "不同来源有什么区别？"),
    ),
    Intent(
        "analyze_corpus",
        (
            r"\b(?:topics?|themes?)\b.*\b(?:popular|popularity|attention|momentum)\b|\btrend(?:s|ing)?\b|\bover (?:time|the (?:years|months|weeks|decades))\b|\b(?:rising|falling|growing|shrinking|declining|increasing|decreasing|emerging|fading|booming|dying)\b|\b(?:rise|rose|fall|fell|grow|grew|grown|decline[ds]?|evolve[ds]?|develop(?:ed|ment)?s?|chang(?:e|ed|ing)|gain(?:ed|ing)?|lost|losing|going (?:up|down)|go (?:up|down))\b.*\b(?:topics?|themes?|time|years?|months?|interest|coverage|attention|popularity|ground)\b|\b(?:topics?|themes?|coverage|interest|it|they)\b.*\b(?:rise|rose|risen|fall|fell|fallen|grow|grew|grown|declin\w+|evolv\w+|develop\w*|chang\w+|increas\w+|decreas\w+|disappear\w*|emerg\w+|gain\w*)\b|\b(?:hot|burst(?:s|ing)?|peak(?:s|ed)?|spike[sd]?|hottest|hype|buzz)\b|\b(?:per|by|each|every) (?:year|month|week|day)\b|\b(?:yearly|monthly|weekly|daily|timeline|time series|history of)\b",
            r"(?:话题|主题).*(?:火(?!灾|车|箭|山)|走下坡)|趋势|走势|走向|演变|变迁|消长|此消彼长|随(?:着)?时间|(?:上升|下降|增长|增加|减少|升温|降温|变热|变冷|火起来|越来越[多少热火]|走红|兴起|衰退|消退|回落|冒出)|热门|热点|最热|很热|最火|爆发|高峰|峰值|突发|按(?:年|月|周|天|日|年份|月份|季)|(?:每|各)(?:年|月|周|天)|逐(?:年|月|周)|时间线|历年|(?:这些年|近年来?|几年).*变化|变化(?:情况|如何|怎样|怎么样|趋)|怎么变化?|如何变化|有(?:什么|何|哪些)变化|流行",
        ),
        read.trends,
        ("how did the topics change over time?", "哪些话题最近在上升？"),
    ),
    Intent(
        "analyze_corpus",
        (
            r"\bhow (?:good|bad|reliable|coherent|accurate|well|trustworthy|stable|convincing)\b.*\b(?:topics?|models?|they|it|result|labels?|this|themes?|fit)\b|\b(?:quality|coherence|perplexity|npmi|diversity|metrics?|evaluate|evaluation|stability|goodness)\b|\b(?:is|are) (?:the|this|these|my|our) (?:topic )?(?:topics?|model|result)s? (?:any )?(?:good|reliable|coherent|ok|okay|useful|sensible|stable)|\b(?:scores?|figures) of (?:the )?(?:model|topics)|\btrust\b|\b(?:rate|judge|score|grade) (?:the |this |my |our )?(?:topic|model).*(?:topics?|model)|\bassess\b",
            rf"质量|一致性|连贯性?|困惑度|多样性|(?:{TOPIC_ZH}|模型|结果|效果|它们|分)(?:得|的)?.*(?:好不好|好吗|怎么样|如何|靠谱|可靠|准确|准不准|可信|稳定|行不行)(?:吗|么|呢)?[?]*$|评估|评价(?:一下)?(?:模型|主题|结果|质量)|模型(?:训练)?得?(?:好|怎么样|如何)|(?:模型|主题).*(?:指标|得分|分数|评分|打分)|(?:指标|得分)(?:是|有|怎么|如何|多少)",
        ),
        read.quality,
        ("how good are the topics?", "主题质量怎么样？"),
    ),
    Intent(
        "analyze_corpus",
        (
            rf"\bloaded\b|\bhow (?:many|much|large|big|long)\b.*\b(?:{DOCUMENT}|corpus|data|words|languages|sources|texts?|loaded)\b(?!.*\b(?:about|on|mention\w*|discuss\w*|talk\w*|contain\w*|topic \d|say)\b)|\b(?:what|which)(?:'s| is| are| have| did| do)? ?(?:i |we |you |currently |now |there )*(?:been )?(?:load(?:ed)?|in (?:here|there|the corpus|this corpus|my corpus|the workspace|the collection|it)|in the (?:corpus|data(?:set)?|workspace|collection))\b|\b(?:overview|statistics|stats|summary|summari[sz]e)\b(?! what)(?!.*\b(?:topic|article|document) (?:#?\d|{NUMBER}))|\b(?:describe|about|tell me about|what is|what's in|info on|size of|look at|summari[sz]e|profile) (?:the|this|my|our) (?:corpus|data(?:set)?|collection|workspace|texts|documents)\b|\b(?:which|what) (?:languages?|time span|time period|dates|period|years|sources|date range)\b.*\b(?:are|is|do|does|cover\w*|in|have)\b|^(?:status|state|info)\??$|\bwhat (?:data|texts|documents|corpus) (?:do|have|is|are|did)\b|\bdate range\b",
            rf"(?:有|共|载入|加载|导入|一共|总共|总计|收录|现在)(?:了)?(?:多少|几)(?:篇|个|条|份)?(?:{DOCUMENT_ZH}|字|篇)(?!.*(?:关于|提到|讲))|(?:载入|加载|导入|装|读入)(?:了|的是)?(?:些)?(?:什么|哪些|啥)|(?:语料库?|数据集?|工作区|资料库)(?:的)?(?:概况|概览|基本情况|情况|统计|规模|大小|概述|简介|信息|里?有(?:什么|些什么|哪些|啥)|怎么样|是什么|介绍)|概况|概览|总览|概述|概要|^库里|统计(?:一下|信息|数据)?|(?:有|是)(?:哪些|什么|几种)(?:语言|来源|标签|类别)|(?:时间|日期)(?:范围|跨度)|(?:哪|什么)(?:个|段)?(?:时间|时期|年份)(?:段)?的(?:{DOCUMENT_ZH}|数据)|介绍(?:一下)?(?:这个|这些)?(?:语料库?|数据集?|资料)|(?:共|总|有|载入|加载|现在|几)[^,，]{0,6}多少(?:篇|字|文档|文章|条)|^多少(?:篇|字|文档|文章|条)",
        ),
        read.overview,
        ("how many documents are loaded?", "现在载入了什么？", "give me an overview"),
    ),
    Intent(
        "recommend_documents",
        (
            rf"\bsomeone who (?:likes|loves|reads)\b|\brecommend(?:ation|ations|ed|s)?\b|\bsuggest(?:ion|ions)?\b(?! (?:labels|names|a label|better|topics|a number))|\b(?:more|others?|{DOCUMENT}|something|anything|similar|stuff|ones?|texts?)(?: (?:just|exactly|much|very))? (?:like|similar to|close to|related to|resembling|alike|as) (?:this|that|these|those|it|them|the|d\d|r\d|n\d|\w+-\d+|my|\")|\bsimilar (?:{DOCUMENT}|to|ones?|texts?)\b|\bwhat (?:should|could|can|shall|else should|else can|else could) (?:i|we) read\b|\b(?:i|we) (?:really |also )?(?:liked?|enjoyed|loved?|read|am reading|was reading|am interested in)\b|\bwhat to read\b|\bsomething (?:to read|similar)\b|\breading (?:tips|list|suggestions?)\b|\bbased on (?:what|the|document|article)|\bfind(?: me)? (?:ones |others )?(?:like|similar)|^(?:more )?like (?:this|that|these|the)\b",
            rf"推荐|推介|建议(?:我)?(?:读|看|阅读)|类似|相似|相近|(?:和|跟|与|像).*(?:一样|差不多|同类|像|类似|相关)的|(?:还|再)?(?:该|可以|应该|能|值得)(?:读|看)(?:点|些)?(?:什么|哪些|哪篇|啥)|(?:我)?(?:喜欢|爱看|看过|读过|读了|看了|感兴趣)(?!的主题)|同类(?:的)?{DOCUMENT_ZH}|更多(?:像|类似)",
        ),
        read.recommend,
        ("more like the second one", "recommend something like lee-012", "推荐类似第二篇的文章"),
    ),
    Intent(
        "train_topics",
        (
            rf"\b(?:find|train|retrain|re-train|discover|make|build|create|extract|identify|detect|compute|learn|fit|get|want|need|generate|produce|run|look for|search for|do|use|try|have|model|calculate|work out|determine|give me|mine|figure out|uncover|redo|re-?run|start|choose|set|cluster|group|split|divide|sort|organi[sz]e|partition|categori[sz]e|arrange|classify)\b(?!.*\b(?:{DOCUMENT}|anything|something|everything)\b (?:about|on|in|from|of|mentioning|under|for) )(?: \w+){{0,7}}? ?(?:{_COUNT} )?(?:(?:lda|lsa|lsi|nmf|good|different|new|hidden|main|key|broad|fine|latent|distinct|other|automatic) )*(?:{_THING}s?|topic models?|models?|topic model(?:l)?ing|groups|clusters|themes|categories)\b(?! (?:\d|#|number|about|on |most|are|is|that|does|do\b|did|has|have|over|it))(?!.*\b(?:most common|biggest|about topic)\b)",
            rf"^(?:with |into |as |and |maybe |only |just |about |around |some |how about |make (?:it|that|them) |rather |let's do )*{NUMBER}(?: of them)?(?: (?:{_THING}|instead))+[.?]*$|\b(?:retrain|re-train|train (?:again|it|a model|the model|lda|nmf|lsa|on|with)|run (?:lda|lsa|nmf|topic)|(?:use|with|using|by|try|do|switch to) (?:lda|lsa|lsi|nmf|latent|non-?negative))\b|^(?:lda|lsa|lsi|nmf)\b.*|\bclustered\b|\bgroup it\b|归(?:归)?类|^(?:re-?fit|go for|make it)\b.*|^say {NUMBER}\b.*|\bsay {NUMBER} {_THING}|\b(?:decide|choose|determine) (?:how many|the number)\b.*{_THING}|\bfind out what .*\babout$|\bbreak .* down into\b|\bgroup (?:it|them)\b|^(?:train|cluster|topic[- ]model|model)\b.*|\bagain with {NUMBER}\b|^{NUMBER} {_THING}s? (?:would|should|might|may|is|are|seem)\b.*|\bwhat (?:are they|is it all|are the texts|are these (?:texts|articles|documents)) about\b|\b(?:fewer|more|less) topics\b",
            rf"(?:找|训练|发现|提取|抽取|分成|分为|划分|聚成?|归纳|生成|建立|建|构建|挖掘|识别|做|跑|得到|总结|归为|归成|分|来|要|弄|算|给我|改成|换成|整理|梳理|拆成|聚类|试试|改为|识别出|设为|设成|用)(?:出|成|为|一下|了|个|到|一?个|一些|几|来|得到|看看)*.{{0,12}}?(?:{NUMBER}|几|若干|一些|多|更多|更少)?(?:个|类|种|组)?(?:不同的?|主要|隐藏的?|隐含的?|潜在的?|新的?|大)?(?:{TOPIC_ZH}模型|{TOPIC_ZH}|类别|大类|类|模型|组)(?!了|{NUMBER}|是|讲|有关|在|最|的(?:文章|文档|新闻|报道|标签|名|情感|走|趋|质)|里|中|之间|有|怎么|为|如何|呢|标签|列表|随|都)",
            rf"{TOPIC_ZH}(?:数|个数|数目|数量).*{NUMBER}|重新训练|再训练|重跑|自动(?:确定|选择|决定)?{TOPIC_ZH}|{TOPIC_ZH}(?:数|个数).*自动|{TOPIC_ZH}(?:少|多).*{NUMBER}个|^{NUMBER}类$|训练(?:一下|模型|吧|一次|一遍)?$|^训练|主题建模|(?:用|使用|改用|换成?|改成|试试)(?:一下)?(?:lda|lsa|lsi|nmf|潜在|非负)|^{NUMBER}个(?:{TOPIC_ZH}|类)?(?:吧|好了|就行|试试)?$|聚类|(?:多|少)(?:分)?(?:几个|一些|一点)(?:{TOPIC_ZH})",
        ),
        read.train,
        ("find 8 topics", "find topics", "train 12 topics with NMF", "找出十个主题", "分成8个主题"),
    ),
    Intent(
        "show_topics",
        (
            rf"\b(?:which|what)(?: are| were| is)?(?: the| my| our)?(?: \w+){{0,3}}? ?{_THING}s?\b(?! ?#?(?:{NUMBER}\b))(?:.*\b(?:are|is|there|most|common|frequent|exist|do|does|did|have|find|found|cover\w*|biggest|largest|appear|here|occur|important|discussed|main)\b.*|\??$)",
            rf"\b(?:list|show|display|see|view|print|give|enumerate|what are|tell me|let me see|which are|look at|overview of|summari[sz]e|describe|explain)\b(?: me)?(?: all)?(?: of)?(?: the| my| our| these| your| every)*(?: (?:main|most common|biggest|largest|current|top|different|discovered|found|existing|frequent|important|top \d+|{NUMBER} (?:biggest|largest|main|most common)))* ?{_THING}s?(?: again| you (?:found|have)| list| there are| by (?:size|share|frequency)| overview| we have| so far| in (?:the|this|my) (?:corpus|data|texts|documents))*\??$",
            rf"^what (?:did|have) (?:you|we) (?:find|found|got|get|discover\w*)\b.*|\bremind me (?:of|what)\b.*{_THING}|(?:把|将){TOPIC_ZH}.*列|哪个{TOPIC_ZH}(?:的)?(?:文章|文档|篇数|内容|占比)?(?:最多|最大|最常见)",
            rf"^(?:and )?(?:the |all |all the |my )?{_THING}s?(?: list| overview| again)?\??$|\b(?:most common|biggest|largest|main|most frequent|dominant|top|smallest|rarest|key|prevalent|principal) {_THING}s?\b",
            rf"(?:哪些|什么|哪几个|有什么|都有什么|哪个)(?:主要|常见|热门|不同)?的?{TOPIC_ZH}(?:.*)?$|(?:列出|显示|展示|看看?|查看|给我|列一下|罗列|说说|介绍|总结)(?:一下)?(?:我)?(?:所有|全部|现有|当前|主要|各个?|这些|找到)?(?:的)?{TOPIC_ZH}(?:列表|清单|概览|们|都|吧|一览)?[?]*$|{TOPIC_ZH}(?:排行|排名|排序)|占比.*{TOPIC_ZH}|(?:刚才|之前|都)?(?:找到|发现)(?:了|过)哪些{TOPIC_ZH}|(?:谈|讲|说|讨论)(?:了)?哪些{TOPIC_ZH}|^(?:所有|全部|主要|当前|都有(?:哪些|什么))?(?:的)?{TOPIC_ZH}(?:列表|清单|有哪些|有什么|都有哪些|都有什么|一览|概览|是什么|是哪些|呢)?[?]*$|{TOPIC_ZH}(?:有|都有|都是|分别是|包括|主要有|是)(?:哪些|什么|哪几个|啥)|最(?:常见|多|大|主要|重要|普遍)的{TOPIC_ZH}|(?:都|主要)?(?:在)?(?:讲|说|谈|讨论|关于)(?:了)?(?:些)?(?:什么|哪些|啥){TOPIC_ZH}",
        ),
        read.show_all,
        ("which topics are most common?", "show the topics", "哪些主题最常见？", "有哪些主题"),
    ),
    # documents and one topic -----------------------------------------------------------------
    Intent(
        "show_topics",
        (
            rf"{TOPIC_ZH}\s?{NUMBER}.*(?:是|讲|说|关于)(?:的)?(?:是)?(?:什么|啥|哪些|哪方面)(?:内容|东西)?(?:的)?[?]*$",
        ),
        read.show_one,
        ("主题5是关于什么内容的",),
    ),
    Intent(
        "show_topics",
        (
            rf"^what(?:'s| is) in (?:the )?{_THING} |\b(?:words|keywords|terms|vocabulary)\b.*{_THING}|{_THING}.*\b(?:words|keywords|terms)\b",
            rf"{TOPIC_ZH}.*(?:关键词|词语|词汇|有什么词|哪些词)|(?:关键词|词语).*{TOPIC_ZH}",
        ),
        read.show_one,
        ("what words are in topic 1?", "主题6有哪些关键词"),
    ),
    Intent(
        "search_documents",
        (
            rf"\b{DOCUMENT}\b.*\b{_THING}|\b{_THING}\b.*\b(?:{DOCUMENT})\b|\bin (?:the )?(?:{_THING} ?#?{NUMBER}|[\w -]+ {_THING})\b|\b(?:search|look)\b.*{_THING} ?#?{NUMBER} for\b|\bwithin (?:the )?.*{_THING}\b|\b(?:find|search|look)\b.*\b(?:in|within|under) (?:the )?(?:.* )?{_THING}",
            rf"{TOPIC_ZH}.*{DOCUMENT_ZH}|{DOCUMENT_ZH}.*{TOPIC_ZH}|(?:在)?{TOPIC_ZH}\s?(?:{NUMBER}|[^里中]*)(?:里|中|下|内|里面)(?!讲|说|是|有什么词).*",
        ),
        read.search_in_topic,
        ("show articles in topic 3", "in topic 3, about battery life", "主题3里关于电池的文章"),
    ),
    Intent(
        "show_topics",
        (
            rf"\b{_THING}(?: number| no\.?)? ?#?{NUMBER}\b|#\d+|\b{_THING} (?:about|on|called|named)\b|\bthe [\w'& -]+ {_THING}\b|\b(?:this|that) {_THING}\b|\b{ORDINAL} {_THING}|\bnumber {NUMBER}\b",
            rf"{TOPIC_ZH}\s?(?:编号)?(?:第)?#?{NUMBER}|{NUMBER}号(?:{TOPIC_ZH})?|第{NUMBER}个?{TOPIC_ZH}|(?:关于|有关).*{TOPIC_ZH}|[\u4e00-\u9fffA-Za-z]{{2,}}(?:这个|那个|类|方面的)?{TOPIC_ZH}(?:.*(?:讲|说|是|什么|介绍|解释|内容|含义|怎么))?|(?:解释|介绍|说明|讲讲|说说).*{TOPIC_ZH}|(?:这个|那个|它).*(?:讲|说|关于)(?:的是|了)?(?:什么|啥)|\"[^\"]+\"{TOPIC_ZH}",
            r"^(?:explain|describe|what is|what's|tell me (?:more )?about|more about|more on|details (?:on|about)) (?:it|this|that)(?: one)?(?: about| more| in detail)?\??$|^what(?:'s| is) (?:it|this one|that one) about\??$",
        ),
        read.show_one,
        ("what is topic 2 about?", "tell me about the bushfires topic", "主题二讲的是什么"),
    ),
    Intent(
        "edit_topics",
        (r"\b(?:together|same thing|same topic|one topic)\b|合起来|合在一起|是一回事",),
        edits.pair,
        ("2 and 5 belong together",),
    ),
    Intent(
        "label_topics",
        (rf"\b(?:names?|labels?|titles?)\b.*{_THING}|{_THING}.*\b(?:names?|labels?|titles?)\b|^(?:redo|change|improve) (?:the )?labels$",),
        read.label,
        ("put names on the topics",),
    ),
    Intent(
        "show_topics",
        (rf"\b{_THING}s?\b|{TOPIC_ZH}",),
        read.topics_alone,
        ("rank the topics by size", "主题排行"),
    ),
    Intent(
        "answer:thanks",
        (
            r"\b(?:thanks|thank you|thx|cheers|obliged|grateful)\b|^(?:ok(?:ay)?|alright|fine|got it|i see)$",
            r"谢谢|感谢|多谢|谢了|^(?:好|好的|行|可以|明白|知道了|收到|懂了)$",
        ),
        examples=("that was quick, thank you", "感谢你的帮助"),
    ),
    Intent(
        "answer:greeting",
        (
            r"^(?:hi|hello|hey|hiya)\b[,! ]|\bgood (?:morning|afternoon|evening)\b",
            r"^(?:你好|您好|嗨|哈喽)|(?:你好|您好)$|^有人吗",
        ),
        examples=("hi, nice to meet you",),
    ),
    Intent(
        "answer:goodbye",
        (r"\b(?:goodbye|bye)\b", r"再见|拜拜"),
        examples=("今天先到这儿，再见",),
    ),
    Intent(
        "answer:help",
        (
            r"\bthings (?:can|could|may) i\b|\bi(?:'m| am)? (?:new|lost|confused|stuck)\b|\bwhat now\b",
            r"使用方法|干(?:嘛|啥)$|怎么操作|第一次用",
        ),
        examples=("I'm new here, what now?", "使用方法"),
    ),
    Intent(
        "answer:identity",
        (r"\byou (?:run|based|built) on\b|\bgpt\b.*\byou\b|\byou\b.*\bgpt\b", r"(?:跟|和|与)我(?:说话|聊天|对话)"),
        examples=("do you run on GPT?", "在跟我说话的是谁"),
    ),
    Intent(
        "search_documents",
        (r"\S",),
        read.search,
        ("show articles about the bushfires", "who is Yasser Arafat?", "文章怎么看房价？"),
    ),
)  # fmt: skip
