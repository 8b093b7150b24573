"""Words that link a follow-up to what came before, and say nothing new by themselves."""

from __future__ import annotations

import re
from typing import Any

from .arguments import Arguments, kept
from .past import Step
from .request import Request

_ENGLISH = """
fine though however anyway same stays unchanged alright
nah yep nope yeah yup might nicer would
does say says contents
a about actually again algorithm alike also an analysis and another are around as at be
been better between bit break broader bump but by call called can change coarse coarser
continue could curious cut d date dated dates describe detail detailed details did
ditto do double down each elaborate enough exactly expand explain few fewer fine finer
first fit for from get give go grained half have hear how i i'd i'm in increase instead
interested into is it it'd its just less let let's level like likewise limit list
little ll look lot m made make many maximum maybe me mean meaning meant method mistake
model month more most move much my need newer news next no nope not nothing now number
of off oh ok okay old older on once one ones only onto open or other over per perhaps
pieces please prefer published put question raise rather re read recent redo reduce
repeat restrict rough round run s said same say second see set should show similarly so
sorry split stories switch t tell than that that's the them then these they they're
thing think third this those time to too train trim try twice typo uh up us use using
ve version view wait want was way we well were what with would written wrong year years
yes yet you your zoom
"""
_CHINESE = """
能不能 能否 可以 可否 能
更早 更晚 早 晚 旧 有没有 没有 这么
不过 可是 然而 或许 大概 左右 其实 反正 干脆 索性 直接 麻烦 谢谢 请 帮 替 行 也行 咯 喽 哈
我的意思是 为什么 关键词 我是说 接下来 是不是 一个 一些 一样 一点 一遍 不对 不是 主题 之间 也许 了些 什么 介绍 似乎 保留 其中 内容 列表 包含 包括
可能 同样 含义 听听 好像 如何 如果 宁愿 展开 应该 怎样 情愿 意思 或者 打开 报道 换成 接着 改为 改成 数字 文档 文章 新闻 方法 时间 显示 来着 标签
模型 然后 照旧 照样 瞧瞧 究竟 算了 算法 结果 继续 聊聊 范围 觉得 解释 训练 议题 话题 详细 足够 转到 还是 还有 错了 限制 需要 一 下 不 个 中 为
也 了 些 仅 从 以 会 但 倍 做 先 内 再 减 出 到 加 升 压 去 发 变 口 只 号 各 同 吗 吧 呀 呐 呢 和 咧 咱 哦 啊 啦 嗯 嘛 回 在 增 多
够 太 好 对 将 少 就 年 得 想 成 我 或 打 找 把 换 改 是 更 最 月 有 条 来 查 样 点 版 用 的 看 瞧 砍 第 算 篇 类 粗 细 给 缩 而 要
讲 试 说 起 跑 过 这 遍 里 错 降
"""
_WITH_ENDINGS = r"re-?run|topics?|themes?|groups?|clusters?|articles?|documents?|results?|things?|re-?train|hm+|labels?|names?|texts?|feels?|seems?|looks?|er+m?|keywords?|words?|suits?"
_WITH_ENDINGS_ZH = "一[次遍下]|这[回次样]|我说的?是|怎么?样|说错了?|分得?|列出?|另外?|名字?|按照?|数目?|看看?|试试?|那么?|重新?|限定?"
# Longer words first, so that 好像 is not read as 好.
_LINKS = re.compile(
    rf"\b(?:{_WITH_ENDINGS}|{'|'.join(sorted(_ENGLISH.split(), key=len, reverse=True))})\b"
    rf"|{'|'.join(sorted(_CHINESE.split(), key=len, reverse=True))}|{_WITH_ENDINGS_ZH}"
    r"|[^\w\u4e00-\u9fff]|_",
    re.IGNORECASE | re.ASCII,
)
_MARK = re.compile(
    r"^(?:no|nope|not|sorry|likewise|ditto|i meant?|i said|actually|make (?:it|that)|instead|rather|just|only|but|and|or|then|now"
    r"|ok|also|too|try|use|what about|how about|the same|same|do the same|again|other|another|repeat|let's|show|limit|restrict|what if)\b"
    # a bare question ("topic 3?"); one that says what it asks stands on its own
    r"|\binstead\b|\brather\b|\btoo\b|\bas well\b|^(?!(?:what|which|who|where|when|why|how)\b)(?!.*(?:什么|啥|哪)).*\?$|^(?:不对|不是|不|错了|说错|我是说|应该|改|换|那|还是|还有|也|同样|再|就|只|仅|限|接着|照样|我说的)"
    r"|呢[?]*$|也一样|也(?:来|看|查|找)|一样(?:看|查|找|来)",
    re.IGNORECASE,
)


def nothing_left(text: str) -> bool:
    """Whether nothing but linking words stands in a text."""
    return not re.sub(r"[\s.,?!']", "", _LINKS.sub(" ", text))


def goes_on(text: str) -> bool:
    """Whether a text says by itself that it goes on from what came before."""
    return _MARK.search(text) is not None


def marked(request: Request) -> bool:
    """Whether the request says by itself that it goes on from the last one."""
    return goes_on(request.plain) or goes_on(request.whole)


def again(step: Step, **changes: Any) -> Arguments:
    """The last call with some arguments changed; a follow-up names its tool."""
    return {"tool": step.tool, **kept(**{**step.arguments, **changes})}
