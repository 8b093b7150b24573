"""Sentences of the page about chats, in English and Chinese: keys "chats_…"."""

TEXTS: dict[str, tuple[str, str]] = {
    # the list of chats
    "chats_find": ("Search the chats", "搜索对话"),
    "chats_none": ("No chats yet.", "还没有对话。"),
    "chats_none_found": ("No chat has these words.", "没有对话包含这些词语。"),
    "chats_today": ("Today", "今天"),
    "chats_week": ("Last 7 days", "最近 7 天"),
    "chats_older": ("Older", "更早"),
    "chats_more": ("Show {n} older chats", "显示更早的 {n} 个对话"),
    "chats_running": ("is answering", "正在回答"),
    "chats_options": ("Options of the chat “{title}”", "对话“{title}”的选项"),
    "chats_rename": ("Rename", "重命名"),
    "chats_new_name": ("New name of the chat", "对话的新名称"),
    "chats_export": ("Save as Markdown", "保存为 Markdown"),
    "chats_delete": ("Delete", "删除"),
    "chats_delete_sure": (
        "Delete the chat “{title}”? Its questions and answers are gone for good; the texts and the "
        "topics stay.",
        "删除对话“{title}”？其中的问题和回答将无法恢复；文本和主题会保留。",
    ),
    "chats_deleted": ("The chat was deleted.", "对话已删除。"),
    "chats_busy": (
        "This chat is still answering. Stop it first.",
        "这个对话正在回答，请先停止。",
    ),
    "chats_closed": (
        "That chat cannot be opened, so this is a new one.",
        "那个对话无法打开，已为你新建一个。",
    ),
    # a chat
    "chats_earlier": ("Show earlier questions ({n})", "显示更早的问题（{n} 个）"),
    "chats_stays": (
        "The question was taken back. What it did to the texts and the topics stays; to take back "
        "the last change of the topics, ask “undo the last change”.",
        "问题已撤回，但它对文本和主题所做的改动仍然保留；要撤销对主题的上一次修改，"
        "请说“撤销上一次修改”。",
    ),
    "chats_note": ("Note", "提示"),
    "chats_stop": ("Stop", "停止"),
    "chats_step_tree": ("Looking at which topics are close", "查看主题的远近"),
    # beside the chat
    "chats_panel": ("Beside the chat", "对话旁边"),
    "chats_tab_answer": ("This answer", "这个回答"),
    "chats_tab_topics": ("Topics", "主题"),
    "chats_asked": ("Asked: {question}", "问题：{question}"),
    "chats_documents_n": ("Documents ({n})", "文档（{n}）"),
    "chats_topic_n": ("Topic {id}", "主题 {id}"),
    "chats_topics_n": ("Topics ({n})", "主题（{n}）"),
    "chats_trends": ("Trends", "趋势"),
    "chats_mood": ("Sentiment", "情感"),
    "chats_compare": ("Comparison", "比较"),
    "chats_quality": ("Quality", "质量"),
    "chats_loaded": ("Loading report", "加载情况"),
    "chats_overview": ("The texts", "文本概况"),
    "chats_tree": ("Tree of topics", "主题树"),
    "chats_map": ("Map", "地图"),
    # documents that were found
    "chats_found_none": ("No document was found.", "没有找到文档。"),
    "chats_found_of": ("The best {shown} of {total}", "共 {total} 篇，显示最相关的 {shown} 篇"),
    "chats_all_found": ("All of them, with filters", "查看全部并筛选"),
    "chats_liked": ("Like: {titles}", "类似于：{titles}"),
    # topics
    "chats_share": (
        "{share} of the texts; the main topic of {documents} documents.",
        "占全部文字的 {share}，是 {documents} 篇文档的主要主题。",
    ),
    "chats_open_topic": ("The topic's page", "打开主题页"),
    "chats_open_topics": ("All topics", "全部主题"),
    "chats_changed": ("changed", "有改动"),
    "chats_preview": ("A preview: nothing was changed.", "这是预览，没有改动任何内容。"),
    "chats_best": ("Documents that show it best", "最能代表它的文档"),
    "chats_close_topics": ("Close topics", "相近的主题"),
    # figures
    "chats_open_trends": ("All trends", "查看全部趋势"),
    "chats_trend_label": ("Share of topic {name} over time", "主题 {name} 随时间的占比"),
    "chats_rising": ("rising", "上升"),
    "chats_falling": ("falling", "下降"),
    "chats_bursts": ("Times when much was written", "文章集中出现的时期"),
    "chats_burst": ("{start} – {end}, most in {peak}", "{start} – {end}，{peak} 最多"),
    "chats_burst_one": ("{peak}", "{peak}"),
    "chats_negative": ("negative", "负面"),
    "chats_positive": ("positive", "正面"),
    "chats_mood_label": (
        "{negative} of the documents are negative, {positive} positive",
        "{negative} 的文档偏负面，{positive} 偏正面",
    ),
    "chats_mood_read": (
        "Left (orange) negative, right (blue) positive, grey neither. A tendency by word lists, "
        "not a reading.",
        "左（橙）为负面，右（蓝）为正面，灰色为中性。依据词表得出，只反映倾向。",
    ),
    "chats_more_in": ("More in {name}", "在“{name}”中更多"),
    "chats_less_in": ("less: {names}", "更少：{names}"),
    "chats_against": ("{share}, elsewhere {others}", "{share}，其他为 {others}"),
    "chats_words": ("Words: {words}", "用词：{words}"),
    "chats_no_contrast": (
        "The groups do not clearly differ in their topics.",
        "各组的主题没有明显差别。",
    ),
    "chats_open_compare": ("Compare all groups", "比较所有组"),
    "chats_open_quality": ("What the figures mean", "这些指标的含义"),
    # loading and the corpus
    "chats_added": ("Added", "新增"),
    "chats_now": ("Loaded now", "现有"),
    "chats_duplicates": ("Duplicates left out", "略去重复"),
    "chats_empty": ("Empty ones left out", "略去空文档"),
    "chats_warnings": ("Warnings", "警告"),
    "chats_rejected": ("Not read", "未能读取"),
    "chats_columns": ("Columns used", "所用的列"),
    "chats_languages": ("Languages", "语言"),
    "chats_dates": ("Dates", "日期"),
    "chats_undated": ("{n} without a date", "{n} 篇没有日期"),
    "chats_no_dates": ("none", "无"),
    "chats_labels": ("Labels", "标签"),
    "chats_median": ("Usual length", "常见长度"),
    "chats_characters": ("{n} characters", "{n} 个字符"),
    "chats_open_data": ("What was read, file by file", "逐个文件查看读取情况"),
    # tree and map
    "chats_tree_label": ("Tree of {n} topics", "{n} 个主题的树"),
    "chats_tree_read": (
        "Topics that join further right use more alike words.",
        "连接处越靠右，两个主题的用词越相近。",
    ),
    "chats_open_map": ("The whole map", "打开完整地图"),
}
