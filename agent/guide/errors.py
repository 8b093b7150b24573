"""A tool's error in the person's language, with what to say next in a chat."""

from __future__ import annotations

import re

from ...tools.chinese_messages import in_chinese

# Errors that a chat answers otherwise than a command line: with words to say, not commands to run.
_IN_CHAT = [
    (r"^No texts are loaded yet\.", "还没有载入文本。请先载入文件或文件夹，或者说“载入演示语料”。"),
    (r"^No topics have been found yet\.", "还没有找过主题。请先说“找出主题”，或者指定数目，例如“找出8个主题”。"),
    (r"^It is not clear what to load\.", "不清楚要载入什么。请给出文件或文件夹，或者说“载入演示语料”（英文新闻说“载入英文演示语料”）。"),
    (r"^(?P<a>.+?) was not read: it lies outside", "没有读取 {a}：它不在对话可以读取的文件夹里。请把文件拖到页面上，或者运行 `topicllama load 路径`。"),
    (r"^The topic was not deleted", "没有删除这个主题，因为没有得到确认。可以在页面上确认，或把它并入另一个主题。"),
    (r"^There is nothing to undo\.", "没有可以撤销的修改：这些主题还没有改动过。"),
    (r"^It is not clear which topic you mean\.", "不清楚你说的是哪个主题，请说出它的编号。"),
    (r"^It is not clear what you liked\.", "不清楚你喜欢的是哪些文档。请说出文档编号，或者先查找文档，再说“推荐类似第二篇的文章”。"),
    (r"^To (?P<a>\w+), name one topic\.", "请只指定一个主题，例如“主题3”。"),
    (r"words? that could make a topic", "文本里没有可以构成主题的词。请载入有完整句子的文本。"),
]  # fmt: skip


def error_in_words(error: str, language: str) -> str:
    """The error as a sentence in "en" or "zh"; what to do stands in it."""
    if language != "zh":
        return error
    for pattern, words in _IN_CHAT:
        if found := re.search(pattern, error):
            return words.format(**found.groupdict())
    told = in_chinese(error)
    return told if re.search(r"[\u4e00-\u9fff]", told) else f"没有成功。程序的说明是：{error}"
