"""Every sentence of the page, in English and Chinese."""

from __future__ import annotations

import re
from typing import Literal

from . import (
    text_chats,
    text_data,
    text_documents,
    text_jobs,
    text_map,
    text_models,
    text_quality,
    text_shell,
    text_topics,
    text_trends,
)

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

_TEXTS: dict[str, tuple[str, str]] = {
    # header
    "tagline": ("Talk to your texts", "和你的文本对话"),
    "new_chat": ("New chat", "新对话"),
    "panel": ("Topics", "主题"),
    "other_language": ("中文", "English"),
    "switch_language": ("切换到中文", "Switch to English"),
    "guide_name": ("Offline guide", "离线向导"),
    "guide_state": ("no Llama is running", "没有 Llama 在运行"),
    "guide_why": (
        "The offline guide understands requests about loading, topics and documents, in English "
        "and Chinese. It does not think freely as a language model does.",
        "离线向导能用中文和英文处理加载、主题和文档方面的请求，但不能像语言模型那样自由思考。",
    ),
    "guide_how": ("To talk to a Llama:", "想和 Llama 对话："),
    "guide_install": ("Install Ollama (ollama.com)", "安装 Ollama（ollama.com）"),
    "guide_pull": ("Get a model:", "下载模型："),
    "guide_then": (
        "Ask your next question. It is found without a restart.",
        "提出下一个问题即可，无需重启。",
    ),
    "guide_models": ("Fetch and choose models here", "在这里下载和选择模型"),
    "model_via": ("{model} via {provider}", "{model}（{provider}）"),
    "model_checking": ("Looking for a model…", "正在查找模型…"),
    # welcome
    "welcome": ("What are your texts about?", "你的文本在谈些什么？"),
    "welcome_text": (
        "Load a pile of texts and ask. TopicLlama finds the topics, names them, and shows the "
        "document behind every claim.",
        "加载一批文本，然后提问。TopicLlama 会找出主题、为主题命名，每个结论都能点回原文。",
    ),
    "welcome_back": ("What would you like to know?", "你想知道什么？"),
    "load_demo": ("Load the demo corpus", "加载英文示例"),
    "load_demo_about": ("300 news articles in English", "300 篇英文新闻"),
    "load_demo_zh": ("载入中文示例", "载入中文示例"),
    "load_demo_zh_about": ("Invented news in Chinese, with dates", "虚构的中文新闻，带日期"),
    "ask_load_demo": ("Load the demo corpus", "加载英文示例"),
    "ask_load_demo_zh": ("Load the Chinese demo corpus", "载入中文示例"),
    "drop_here": ("Drop your own files here", "把你的文件拖到这里"),
    "drop_about": (
        "or click to choose: text, CSV, JSON, Excel, PDF, Word, HTML, zip, whole folders",
        "或点击选择：文本、CSV、JSON、Excel、PDF、Word、HTML、zip，也可以是整个文件夹",
    ),
    "drop_now": ("Drop to load", "松开即可加载"),
    "try": ("Try", "试试"),
    # composer
    "placeholder": (
        "Ask about your texts",
        "就你的文本提问",
    ),
    "message": ("Your message", "你的消息"),
    "uploading": ("Uploading {done} of {total}…", "正在上传 {done}/{total}…"),
    "too_large": ("{name} is larger than {limit} MB.", "{name} 超过 {limit} MB。"),
    "upload_failed": ("{name} could not be uploaded.", "{name} 上传失败。"),
    "files_sent": ("Load {names}", "加载 {names}"),
    "busy": (
        "This chat is still answering. Press stop first.",
        "这个对话正在回答，请先停止。",
    ),
    # answers
    "thinking": ("Thinking", "思考中"),
    "stopped": ("Stopped. What was finished is kept.", "已停止。已完成的部分已保留。"),
    "failed": ("That did not work.", "没有成功。"),
    "next": ("You could ask next", "接下来可以问"),
    "source": ("Open source {number}: {title}", "打开来源 {number}：{title}"),
    "allow": ("Allow", "允许"),
    "refuse": ("Don't allow", "不允许"),
    "confirm_title": ("Your permission is needed", "需要你的许可"),
    # steps
    "step_failed": ("failed", "未成功"),
    "step_stopped": ("stopped", "已停止"),
    "waiting": ("Working…", "处理中…"),
    "step_load": ("Loading {what}", "加载{what}"),
    "what_demo": ("the demo corpus", "英文示例"),
    "what_demo_zh": ("the Chinese demo corpus", "中文示例"),
    "what_files": ("your files", "你的文件"),
    "step_train": ("Finding topics", "寻找主题"),
    "step_train_n": ("Finding {n} topics", "寻找 {n} 个主题"),
    "step_topics": ("Looking at all topics", "查看所有主题"),
    "step_topic": ("Looking at topic {topic}", "查看主题 {topic}"),
    "step_label": ("Naming the topics", "为主题命名"),
    "step_list": (", ", "、"),
    "step_merge": ("Merging topics {topics}", "合并主题 {topics}"),
    "step_split": ("Splitting topic {topics}", "拆分主题 {topics}"),
    "step_rename": ("Renaming topic {topics}", "重命名主题 {topics}"),
    "step_delete": ("Deleting topic {topics}", "删除主题 {topics}"),
    "step_noise": ("Leaving out the words {name}", "去掉词语 {name}"),
    "step_update": ("Folding in the new documents", "把新文档算进主题"),
    "step_preview": ("Preview: {what}", "预览：{what}"),
    "step_undo": ("Undoing the last change", "撤销上一次修改"),
    "step_search": ("Searching for “{query}”", "搜索“{query}”"),
    "step_search_topic": ("Searching in topic {topic}", "在主题 {topic} 中搜索"),
    "step_search_any": ("Searching the documents", "搜索文档"),
    "step_trends": ("Measuring trends", "分析趋势"),
    "step_sentiment": ("Measuring sentiment", "分析情感"),
    "step_quality": ("Measuring the quality of the topics", "评估主题质量"),
    "step_compare": ("Comparing groups", "比较各组"),
    "step_overview": ("Looking over the corpus", "概览语料"),
    "step_recommend": ("Looking for similar documents", "查找相似文档"),
    "step_other": ("Using {name}", "使用 {name}"),
    # stages of progress
    "stage_read": ("reading", "读取"),
    "stage_tokenise": ("reading words", "分词"),
    "stage_train": ("training", "训练"),
    "stage_choose": ("choosing the number of topics", "选择主题数"),
    "stage_label": ("naming topics", "命名主题"),
    "stage_explain": ("explaining", "解释主题"),
    "stage_embed": ("reading for meaning", "语义索引"),
    "stage_keywords": ("preparing keyword search", "准备关键词搜索"),
    "stage_sentiment": ("measuring sentiment", "分析情感"),
    "stage_check": ("asking the Llama", "询问 Llama"),
    "stage_relabel": ("naming poor ones again", "重新命名不好的"),
    "stage_assign": ("finding the topics of documents", "判断文档的主题"),
    "stage_compare": ("comparing", "比较"),
    "stage_recommend": ("looking for similar documents", "查找相似文档"),
    "stage_map": ("drawing the map", "绘制地图"),
    "stage_write": ("writing", "写入"),
    "stage_index": ("indexing", "建立索引"),
    "stage_pass": ("pass {n} of {total}", "第 {n}/{total} 遍"),
    # results of steps
    "done_load": ("{added} documents added", "新增 {added} 篇文档"),
    "done_train": ("{n} topics", "{n} 个主题"),
    "done_search": ("{n} documents found", "找到 {n} 篇文档"),
    "done_recommend": ("{n} documents", "{n} 篇文档"),
    "arguments": ("with", "参数"),
    # side panel
    "corpus": ("Loaded", "已加载"),
    "no_corpus": ("Nothing is loaded yet.", "还没有加载任何文本。"),
    "documents": ("{n} documents", "{n} 篇文档"),
    "documents_one": ("1 document", "1 篇文档"),
    "topics_n": ("{n} topics", "{n} 个主题"),
    "covered": ("{percent}% ready for search by meaning", "{percent}% 可按语义搜索"),
    "covered_all": ("Ready for search by meaning", "可按语义搜索"),
    "covered_off": (
        "Search by meaning is not available: {reason}",
        "暂不能按语义搜索：{reason}",
    ),
    "topics": ("Topics", "主题"),
    "no_topics": (
        "No topics yet. Let TopicLlama find them:",
        "还没有主题。让 TopicLlama 来找：",
    ),
    "find_topics": ("Find topics", "寻找主题"),
    "ask_find_topics": ("Find topics", "寻找主题"),
    "ask_topic": ("What is topic {topic} about?", "主题{topic}讲的是什么？"),
    "topic_share": ("{percent}% of the corpus", "占语料 {percent}%"),
    "topic_open": ("Ask about topic {id}: {label}", "询问主题 {id}：{label}"),
    "more_topics": ("{n} more topics", "另外 {n} 个主题"),
    "chats": ("Chats", "对话"),
    "untitled": ("New chat", "新对话"),
    "close_panel": ("Close the panel", "关闭面板"),
    "lang_en": ("English", "英文"),
    "lang_zh": ("Chinese", "中文"),
    "lang_zh-Hant": ("Traditional Chinese", "繁体中文"),
    "lang_mixed": ("mixed", "混合"),
    "lang_other": ("other", "其他"),
    # document
    "document": ("Document", "文档"),
    "close": ("Close", "关闭"),
    "date": ("Date", "日期"),
    "source_name": ("Source", "来源"),
    "label": ("Label", "标签"),
    "its_topics": ("Topics", "主题"),
    "not_in_model": (
        "Loaded after the topics were found: it has none yet.",
        "在寻找主题之后加载，还没有主题。",
    ),
    "more_like": ("More like this", "更多类似文档"),
    "finding_like": ("Looking for similar documents…", "正在查找类似文档…"),
    "none_like": ("No similar document was found.", "没有找到类似文档。"),
    "gone": ("This document is no longer in the corpus.", "该文档已不在语料中。"),
    "cut": (
        "The document is long: {n} characters around the passage are shown.",
        "文档较长：显示所引段落前后的 {n} 个字符。",
    ),
    "passage": ("The cited passage", "引用的段落"),
}
for _more in (text_chats, text_data, text_documents, text_jobs, text_map, text_models, text_quality,
              text_shell, text_topics, text_trends):  # fmt: skip
    assert not _TEXTS.keys() & _more.TEXTS.keys(), "a key stands for one sentence"
    _TEXTS |= _more.TEXTS


def say(key: str, language: str, **values: object) -> str:
    """The text ``key`` in "en" or "zh" (any other code reads as English), filled in; of one thing
    in the singular ("{n} topics")."""
    english, chinese = _TEXTS[key]
    if language == "zh":
        return chinese.format(**values) if values else chinese
    for name, value in values.items():
        if value in (1, "1"):
            english = re.sub(rf"(\{{{name}\}} (?:topic|document|file|chat))s\b", r"\1", english)
    return english.format(**values) if values else english


# Gradio's own labels follow the browser, not the page's switch; its English ones are fixed.
_GRADIO = (
    ("Copy message", "复制消息", "复制"),
    ("Copied message", "已复制消息", "已复制"),
    ("Retry", "重试"),
    ("Undo", "撤消", "撤销"),
    ("Edit", "编辑"),
    ("Submit", "提交", "发送"),
    ("Cancel", "取消"),
    ("Stop", "停止"),
    ("Clear", "清除"),
    ("Scroll down", "滚动到底部"),
    ("Upload a file", "上传文件"),
    ("Remove file", "移除文件"),
    ("Uploaded files", "已选择的文件"),
    ("Uploading", "正在上传"),
    ("chatbot conversation", "对话内容"),
    ("Multimedia input field", "输入消息和文件"),
    ("Close", "关闭"),
    # what it says in passing
    ("Error", "出错了"),
    ("Warning", "提醒"),
    ("Info", "提示"),
    ("Success", "完成"),
    (
        "TopicLlama does not answer. Trying to reach it again…",
        "Connection to the server was lost. Attempting reconnection...",
        "TopicLlama 没有响应，正在重新连接…",
    ),
    (
        "TopicLlama does not answer. Is it still running?",
        "Connection errored out.",
        "TopicLlama 没有响应。它还在运行吗？",
    ),
    (
        "Too much is going on: please try again.",
        "This application is currently busy. Please try again.",
        "当前任务太多，请稍后再试。",
    ),
)
_FOR_SCRIPT = (
    "uploading", "too_large", "upload_failed", "drop_now", "message", "loading", "no_answer",
    "view_failed", "try_again", "dialog_cancel", "plotly_words", "chats_rename", "chats_new_name",
    "chats_export", "chats_delete", "chats_delete_sure",
    *(key for key in text_documents.TEXTS if key.startswith("selection")),
)  # fmt: skip


def page_texts() -> dict[str, object]:
    """What static/page.js says: its own texts by language, and Gradio's labels, each as its
    English and Chinese forms (the last one is the page's Chinese)."""
    texts: dict[str, object] = {"labels": [list(forms) for forms in _GRADIO]}
    for lang in LANGUAGES:
        texts[lang] = {key: say(key, lang) for key in _FOR_SCRIPT}
    return texts


def known(key: str) -> bool:
    return key in _TEXTS


def page_language(code: str) -> Language:
    """The language of the page for a browser's ``Accept-Language`` header or a stored choice."""
    first = code.split(",")[0].strip().lower()
    return "zh" if first.startswith("zh") else "en"
