"""What notebooks say, in English and Chinese."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "zh"]

_TEXTS: dict[str, tuple[str, str]] = {
    "head": ("{n} topics in {documents} texts", "{documents} 篇文本中的 {n} 个主题"),
    "one": ("1 topic in {documents} texts", "{documents} 篇文本中的 1 个主题"),
    "how": ("{algorithm}, version {model}", "{algorithm}，版本 {model}"),
    "topic": ("Topic", "主题"),
    "topic_named": ("Topic {id}: {label}", "主题 {id}：{label}"),
    "share": ("Share", "占比"),
    "texts": ("Texts", "文本数"),
    "label": ("Label", "名称"),
    "keywords": ("Keywords", "关键词"),
    "example": ("Example", "示例文本"),
    "size": (
        "{share} of all texts; the main topic of {documents}",
        "占全部文本的 {share}；是 {documents} 篇的主要主题",
    ),
    "llama": ("Named by a Llama.", "名称由 Llama 给出。"),
    "own_words": (
        "Named from the texts' own words; with Ollama running, a Llama names them.",
        "名称取自文本自身的词语；运行 Ollama 后由 Llama 命名。",
    ),
    "temporary": (
        'In a temporary folder until Python ends: {folder}. To keep it: topics.save("a folder").',
        '暂存于 {folder}，Python 结束时删除。要保留请用 topics.save("文件夹")。',
    ),
    "kept": ("Kept in {folder}.", "保存在 {folder}。"),
    "left_out": ("Left out: {what}.", "已略去：{what}。"),
    "duplicates": ("{n} that were there already", "{n} 篇重复"),
    "empty": ("{n} without text", "{n} 篇空文本"),
    "and": (" and ", "和"),
    "found": ("{shown} of {total} texts", "共 {total} 篇，显示 {shown} 篇"),
    "nothing": ("Nothing was found.", "没有找到。"),
    "shows": ("Texts that show it", "代表文本"),
    "near": ("Close topics", "相近主题"),
    "comma": (", ", "、"),
    "sources": ("Sources", "来源"),
    "answered_by": ("Answered by {model}.", "回答者：{model}。"),
    "guide": ("the offline guide", "离线向导"),
    "over_time": ("Shares from {first} to {last}", "{first} 至 {last} 的占比"),
    "rising": ("Rising", "上升"),
    "falling": ("Falling", "下降"),
    "burst": ("Burst {when}, {topic}", "突发 {when}，{topic}"),
    "pair": ("{name}: {value}", "{name}：{value}"),
    "undated": ("{n} texts without a date are left out.", "{n} 篇没有日期的文本未计入。"),
    "progress": ("{stage}: {done} of {total}", "{stage}：{done} / {total}"),
    "progress_open": ("{stage}: {done}", "{stage}：{done}"),
    "stopped": ("Stopped. What was finished is kept.", "已停止。已完成的部分都已保留。"),
    "page": ("The page is at {url}", "页面地址：{url}"),
}


def say(key: str, language: str, **values: object) -> str:
    """The text ``key`` in "en" or "zh", filled in."""
    return _TEXTS[key][language == "zh"].format(**values)
