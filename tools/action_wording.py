"""What made a version of the topics, in a few words of English or Chinese: what "undo" takes back
and what a list of versions says. It reads :attr:`topicllama.tools.topic_model.TopicModel.action`.
"""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"\d+")
_PLAIN = {
    "train": ("topics found anew", "重新寻找主题"),
    "label": ("topics named anew", "重新为主题命名"),
    "augment": ("topics found with additional texts", "借助补充文本重新寻找主题"),
    "update": ("new documents folded in", "把新文档算进主题"),
}


def action_words(action: str, language: str) -> str:
    """For "merge 2 and 5": "topics 2 and 5 merged". What is not known is returned as it is."""
    kind, _, rest = action.partition(" ")
    kind = kind.rstrip(":")
    chinese = language == "zh"
    if kind in _PLAIN:
        return _PLAIN[kind][chinese]
    ids = _NUMBERS.findall(rest)
    if kind == "merge" and len(ids) > 1:
        return f"合并主题 {'、'.join(ids)}" if chinese else f"topics {rest} merged"
    if kind == "split" and ids:
        return f"拆分主题 {ids[0]}" if chinese else f"topic {ids[0]} split"
    if kind == "delete" and ids:
        return f"删除主题 {ids[0]}" if chinese else f"topic {ids[0]} deleted"
    if kind == "rename" and ids:
        name = rest.partition(" to ")[2]
        return f"主题 {ids[0]} 改名为“{name}”" if chinese else f"topic {ids[0]} renamed to “{name}”"
    if kind == "noise" and rest:
        words = "、".join(rest.split(", ")) if chinese else rest
        return f"把“{words}”设为噪音词" if chinese else f"“{words}” marked as noise"
    return action
