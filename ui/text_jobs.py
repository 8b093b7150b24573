"""Sentences of the page about long work, in English and Chinese: keys "jobs_…".

A job's title is one of these keys, filled in with the job's values.
"""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # titles
    "jobs_load": ("Loading texts", "加载文本"),
    "jobs_train": ("Finding topics", "寻找主题"),
    "jobs_sweep": ("Trying several numbers of topics", "试算不同的主题数"),
    "jobs_update": ("Folding in the new documents", "把新文档算进主题"),
    "jobs_label": ("Naming the topics", "为主题命名"),
    "jobs_explain": ("Explaining the topics", "解释主题"),
    "jobs_embed": ("Preparing search by meaning", "准备按语义搜索"),
    "jobs_sentiment": ("Measuring sentiment", "分析情感"),
    "jobs_trends": ("Measuring trends", "分析趋势"),
    "jobs_compare": ("Comparing groups", "比较各组"),
    "jobs_measure": ("Measuring the quality of the topics", "评估主题质量"),
    "jobs_recommend": ("Looking for similar documents", "查找相似文档"),
    "jobs_search": ("Searching the documents", "搜索文档"),
    "jobs_chat": ("Working on a question of the chat", "处理对话中的问题"),
    "jobs_augment": ("Writing additional texts", "生成补充文本"),
    "jobs_adapt": ("Adapting a Llama to your texts", "用你的文本微调 Llama"),
    "jobs_export": ("Writing files", "写出文件"),
    "jobs_pull": ("Fetching the model {model}", "下载模型 {model}"),
    "jobs_try": ("Trying the model {model}", "试用模型 {model}"),
    "stage_answer": ("answering", "作答"),
    # the page
    "view_jobs": ("Work under way", "进行中的工作"),
    "jobs_about": (
        "Long work goes on when you leave the page or close it.",
        "耗时的工作在你离开或关闭页面后会继续进行。",
    ),
    "jobs_restart": (
        "When TopicLlama itself is ended, work under way ends with it: what was finished until "
        "then is kept.",
        "如果关闭 TopicLlama 程序本身，进行中的工作也会结束：已完成的部分会保留。",
    ),
    "jobs_goes_on": (
        "Preparing search by meaning goes on by itself at the next start.",
        "按语义搜索的准备工作会在下次启动后自动继续。",
    ),
    "jobs_none": ("Nothing is under way.", "当前没有进行中的工作。"),
    "jobs_ended": ("Ended lately", "最近结束"),
    "jobs_running_n": ("{n} running", "{n} 项进行中"),
    "jobs_show": ("Show work under way: {n}", "查看进行中的工作：{n} 项"),
    # a card
    "stage_pull": ("downloading", "下载"),
    "jobs_waiting": ("Beginning…", "正在开始…"),
    "jobs_stopping": (
        "Stopping… What is being done this moment is finished first.",
        "正在停止……手头这一步做完就停。",
    ),
    "jobs_cancel": ("Cancel", "取消"),
    "jobs_cancel_named": ("Cancel: {title}", "取消：{title}"),
    "jobs_go_on": ("Go on", "继续"),
    "jobs_go_on_named": ("Go on: {title}", "继续：{title}"),
    "jobs_of": ("{done} of {total}", "{done} / {total}"),
    "jobs_bytes": ("{done} of {total} GB", "{done} / {total} GB"),
    "jobs_done": ("Done after {time}.", "已完成，用时 {time}。"),
    "jobs_cancelled": (
        "Stopped after {time}. What was finished is kept.",
        "已停止，用时 {time}。已完成的部分已保留。",
    ),
    "jobs_interrupted": (
        "TopicLlama was ended while this ran. What was finished until then is kept; begin the rest "
        "again.",
        "运行期间 TopicLlama 被关闭了。此前完成的部分已保留，其余请重新开始。",
    ),
    "jobs_failed": ("It did not work: {error}", "没有成功：{error}"),
    "jobs_ago": ("{time} ago", "{time}前"),
    "jobs_just_now": ("just now", "刚刚"),
    "jobs_left": ("about {time} left", "大约还需 {time}"),
    "jobs_left_little": ("a few seconds left", "还需几秒"),
    # toasts
    "jobs_said_done": ("Done: {title}.", "已完成：{title}。"),
    "jobs_said_cancelled": ("Stopped: {title}.", "已停止：{title}。"),
    "jobs_said_interrupted": (
        "{title} was interrupted: TopicLlama was ended meanwhile.",
        "{title}中断了：其间 TopicLlama 被关闭了。",
    ),
    "jobs_said_failed": ("{title} did not work: {error}", "{title}没有成功：{error}"),
    "jobs_gone": ("This work is no longer in the list.", "这项工作已不在列表中。"),
    # durations
    "jobs_second": ("1 second", "1 秒"),
    "jobs_seconds": ("{n} seconds", "{n} 秒"),
    "jobs_minute": ("1 minute", "1 分钟"),
    "jobs_minutes": ("{n} minutes", "{n} 分钟"),
    "jobs_hour": ("1 hour", "1 小时"),
    "jobs_hours": ("{n} hours", "{n} 小时"),
}
