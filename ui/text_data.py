"""Sentences of the page about data, in English and Chinese: keys "data_…"."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "data_about": (
        "Bring texts in, see what became of them, and keep separate collections apart.",
        "在这里加载文本，查看读取的结果，把不同的资料分开存放。",
    ),
    # adding
    "data_add": ("Add texts", "添加文本"),
    "data_drop": ("Drop files or folders here", "把文件或文件夹拖到这里"),
    "data_formats": (
        "Text, CSV, JSON, Excel, PDF, Word, HTML, zip. Up to {limit} MB a file. You see a preview "
        "before anything is loaded.",
        "支持文本、CSV、JSON、Excel、PDF、Word、HTML、zip，每个文件不超过 {limit} MB。"
        "加载前可以先预览。",
    ),
    "data_formats_added": (" Also, by plugins: {endings}", "插件另外支持：{endings}"),
    "data_choose_files": ("Choose files", "选择文件"),
    "data_choose_folder": ("Choose a folder", "选择文件夹"),
    "data_paste": ("Paste text", "粘贴文本"),
    "data_demo_intro": ("No texts at hand? Try these:", "手边没有文本？可以先用示例："),
    "data_demo_en": ("300 English news articles", "300 篇英文新闻"),
    "data_demo_zh": ("Chinese news (invented)", "中文新闻（虚构）"),
    "data_demo_confirm": (
        "Add the example news to the {n} documents that are here? To keep them apart, make "
        "another workspace first.",
        "要把示例新闻加到已有的 {n} 篇文档里吗？如果想分开存放，请先新建一个工作区。",
    ),
    "data_demo_yes": ("Add them", "添加"),
    "data_paste_title": ("Paste text", "粘贴文本"),
    "data_paste_field": ("The text", "文本内容"),
    "data_paste_how": ("It is", "划分方式"),
    "data_paste_one": ("one document", "全部作为一篇文档"),
    "data_paste_lines": ("one document a line", "每行一篇文档"),
    "data_paste_paragraphs": (
        "one document a paragraph (empty lines between them)",
        "每段一篇文档（段与段之间空一行）",
    ),
    "data_paste_name": ("Pasted text {time}", "粘贴的文本 {time}"),
    "data_path": ("Or a file or folder on this computer", "或者读取这台电脑上的文件或文件夹"),
    "data_path_field": ("Path", "路径"),
    "data_path_about": (
        "It is read where it lies, without a copy and without a limit in size. Offered only "
        "because the page runs on this computer and needs no login.",
        "直接在原处读取，不复制，也不限大小。只有页面就在本机运行且无需登录时才提供。",
    ),
    "data_path_confirm": (
        "TopicLlama will read the files there and put their texts into this workspace. The files "
        "themselves stay as they are.",
        "TopicLlama 将读取该处的文件，把文本存入当前工作区。原文件不会改动。",
    ),
    "data_load": ("Load", "加载"),
    # uploading
    "data_sending": (
        "Uploading: {done} of {total} files, {bytes} of {all}",
        "正在上传：{done}/{total} 个文件，{bytes}/{all}",
    ),
    "data_sending_bar": ("Upload", "上传进度"),
    "data_cancel_upload": ("Cancel the upload", "取消上传"),
    "data_too_large": (
        "{name} was left out: it is larger than {limit} MB. Split it, or load it with the "
        "command: topicllama load",
        "{name} 未上传：超过 {limit} MB。请拆分后再试，或用命令 topicllama load 加载。",
    ),
    "data_not_sent": ("{name} was left out: {why}", "{name} 未上传：{why}"),
    "data_more_left_out": ("… and {n} more", "……另有 {n} 个"),
    "data_nothing_chosen": (
        "There is no file in it that can be uploaded.",
        "其中没有可以上传的文件。",
    ),
    "data_upload_stopped": (
        "The upload was cancelled. Nothing was loaded.",
        "已取消上传，没有加载任何内容。",
    ),
    "data_uploaded": ("Your files are here. Check them in Data.", "文件已上传，请到“数据”页查看。"),
    "data_uploading_already": (
        "An upload is under way. Wait for it, or cancel it.",
        "正在上传，请等它完成，或先取消。",
    ),
    # waiting to be loaded
    "data_waiting": ("Uploaded, not loaded yet", "已上传，尚未加载"),
    "data_files_one": ("1 file", "1 个文件"),
    "data_files": ("{n} files", "{n} 个文件"),
    "data_go_on": ("Check and load", "查看并加载"),
    "data_discard": ("Discard", "丢弃"),
    "data_discard_confirm": (
        "Discard these uploaded files? The originals on your computer stay, and so do the "
        "documents that are loaded.",
        "丢弃这些已上传的文件吗？你电脑上的原文件和已加载的文档都不受影响。",
    ),
    "data_discarded": ("The uploaded files are discarded.", "已丢弃上传的文件。"),
    # checking before a load
    "data_check": ("Check, then load", "确认后加载"),
    "data_check_about": (
        "{files}, {size}. Below you see what TopicLlama makes of them; nothing is loaded yet.",
        "{files}，共 {size}。下面是 TopicLlama 对它们的理解，目前还没有加载。",
    ),
    "data_back": ("Data", "数据"),
    "data_same_columns": (
        "{name} and {n} more with the same columns",
        "{name} 及另外 {n} 个列相同的表",
    ),
    "data_columns_n": ("{n} columns", "{n} 列"),
    "data_encoding": ("Characters: {name}", "字符编码：{name}"),
    "data_language_is": ("Language: {list}", "语言：{list}"),
    "data_roles": ("Which column is what?", "各列的含义"),
    "data_role_text": ("Text", "正文"),
    "data_role_title": ("Title", "标题"),
    "data_role_date": ("Date", "日期"),
    "data_role_label": ("Label", "标签"),
    "data_role_id": ("Id", "编号"),
    "data_no_column": ("(no column)", "（无）"),
    "data_choose_column": ("(choose a column)", "（请选择）"),
    "data_why_header": ("its heading says so", "列名表明"),
    "data_why_word": ("a word in its heading says so", "列名中的词表明"),
    "data_why_text": ("it holds the longest texts", "这一列的文字最长"),
    "data_why_title": ("what is in it looks like titles", "内容像标题"),
    "data_why_date": ("it holds dates", "这一列是日期"),
    "data_why_label": ("what is in it looks like labels", "内容像标签"),
    "data_why_you": ("your choice", "由你选定"),
    "data_why_none": ("none was found", "没有找到"),
    "data_date_read": ("“{raw}” is read as {date}", "“{raw}”读作 {date}"),
    "data_as_loaded": ("The first documents as they would be loaded", "加载后前几篇文档的样子"),
    "data_no_title": ("(no title)", "（无标题）"),
    "data_no_date": ("no date", "无日期"),
    "data_no_documents": (
        "With these columns the first rows give no document: the text column is empty.",
        "按这样的列，前几行得不到文档：正文列是空的。",
    ),
    "data_rows": ("The first rows of the file", "文件的前几行"),
    "data_more_columns": ("{n} more columns are not shown here.", "另有 {n} 列未在此显示。"),
    "data_pages_one": (
        "1 file becomes one document.",
        "1 个文件将成为一篇文档。",
    ),
    "data_pages": (
        "{n} files become one document each.",
        "{n} 个文件各成为一篇文档。",
    ),
    "data_unread": (
        "Left out, because files of this type cannot be read: {names}",
        "以下文件的类型无法读取，将被跳过：{names}",
    ),
    "data_unseen": (
        "{n} more tables are not shown; their columns are guessed when they are loaded.",
        "另有 {n} 个表未显示，加载时会自动判断各列的含义。",
    ),
    "data_flaws": ("Problems seen so far", "目前发现的问题"),
    "data_line_in": (" (line {n})", "（第 {n} 行）"),
    "data_nothing_readable": (
        "Nothing in these files can be loaded.",
        "这些文件中没有可以加载的内容。",
    ),
    "data_how": ("This workspace holds {n} documents already.", "当前工作区已有 {n} 篇文档。"),
    "data_add_to": ("Add to them", "添加到其中"),
    "data_replace": ("Replace them", "替换它们"),
    "data_replace_about": (
        "The {n} documents go. Topics stay until they are found anew.",
        "原有的 {n} 篇文档会被移除。主题会保留，直到重新寻找。",
    ),
    "data_replace_confirm": (
        "Replace the {n} documents that are here? They go from this workspace; the files that "
        "they came from stay. Topics and chats stay, but the topics are of the old documents "
        "until they are found anew. If nothing can be read from the new files, nothing changes.",
        "要替换现有的 {n} 篇文档吗？它们将从当前工作区移除，来源文件不受影响。主题和对话会保留，"
        "但在重新寻找之前，主题对应的仍是旧文档。如果新文件里什么也读不出来，一切保持不变。",
    ),
    "data_load_files": ("Load these files", "加载这些文件"),
    "data_began": ("Loading has begun.", "已开始加载。"),
    # what is in the workspace
    "data_inside": ("What is in this workspace", "当前工作区的内容"),
    "data_nothing_inside": (
        "There are no texts here yet. Drop some above, or take an example.",
        "这里还没有文本。请把文件拖到上方，或使用示例。",
    ),
    "data_documents": ("Documents", "文档"),
    "data_languages": ("Languages", "语言"),
    "data_dates": ("Dates", "日期"),
    "data_span": ("{first} to {last}", "{first} 至 {last}"),
    "data_undated": ("{n} without a date", "{n} 篇没有日期"),
    "data_no_dates": ("none has a date", "都没有日期"),
    "data_labels": ("Labels", "标签"),
    "data_more": ("{n} more", "另有 {n} 个"),
    "data_sources": ("Sources: {n}", "来源：{n} 个"),
    "data_source": ("Source", "来源"),
    "data_see": ("See the documents of {name}", "查看来自 {name} 的文档"),
    "data_remove": ("Remove", "移除"),
    "data_remove_named": ("Remove the documents of {name}", "移除来自 {name} 的文档"),
    "data_remove_confirm": (
        "Remove the {n} documents that came from {name}? The file itself stays, the topics stay "
        "until they are updated or found anew, and chats that cite these documents keep their "
        "text.",
        "要移除来自 {name} 的 {n} 篇文档吗？文件本身不受影响；主题会保留，直到更新或重新寻找；"
        "引用过这些文档的对话仍保留原文字。",
    ),
    "data_removed": ("{n} documents were removed.", "已移除 {n} 篇文档。"),
    "data_next": ("Find the topics", "寻找主题"),
    "data_topics_old": (
        "The topics do not have all of these documents yet.",
        "主题还没有包含全部这些文档。",
    ),
    "data_update": ("Go to the topics", "前往主题"),
    # reports
    "data_last": ("The last load", "最近一次加载"),
    "data_earlier": ("Earlier loads", "更早的加载"),
    "data_report": ("Load report", "加载报告"),
    "data_added_n": ("{n} documents added", "新增 {n} 篇文档"),
    "data_added_one": ("1 document added", "新增 1 篇文档"),
    "data_replaced_n": ("{n} documents took the place of all before", "{n} 篇文档替换了之前的全部"),
    "data_came_to_nothing": ("Nothing was loaded", "没有加载任何内容"),
    "data_nothing_new": (
        "Nothing new: all texts were there already",
        "没有新内容：这些文本之前都已加载",
    ),
    "data_fact_duplicates": ("Duplicates left out", "跳过的重复文档"),
    "data_fact_empty": ("Without text", "没有文字"),
    "data_fact_rejected": ("Rejected", "被拒绝"),
    "data_rejected": ("Rejected, and why", "被拒绝的内容及原因"),
    "data_warnings": (
        "Remarks: what was guessed, repaired or left out",
        "提示：推断、修正或跳过的内容",
    ),
    "data_line": ("line {n}", "第 {n} 行"),
    "data_more_issues": ("{n} more are not listed.", "另有 {n} 条未列出。"),
    "data_read_files": ("File by file", "逐个文件"),
    "data_file": ("File", "文件"),
    "data_columns": ("Columns used", "所用的列"),
    "data_duplicates": ("Duplicates", "重复"),
    "data_more_files": ("{n} more files are not listed.", "另有 {n} 个文件未列出。"),
    "data_lengths": ("Length of the documents (characters)", "文档长度（字符数）"),
    "data_below": ("below {n}", "少于 {n}"),
    "data_from": ("{n} and more", "{n} 及以上"),
    "data_and_more": ("Show all {n}", "显示全部 {n} 条"),
    # workspaces
    "data_rooms": ("Workspaces", "工作区"),
    "data_rooms_about": (
        "A workspace keeps texts, topics and chats together. Make another one for other texts.",
        "一个工作区存放一批文本及其主题和对话。其他文本可以另建工作区。",
    ),
    "data_first_room": ("First workspace", "最初的工作区"),
    "data_room": ("Name", "名称"),
    "data_topics": ("Topics", "主题"),
    "data_size": ("Size on disk", "占用空间"),
    "data_changed": ("Last change", "最近修改"),
    "data_here": ("open now", "当前"),
    "data_open": ("Open", "打开"),
    "data_open_named": ("Open the workspace {name}", "打开工作区 {name}"),
    "data_rename": ("Rename", "重命名"),
    "data_rename_named": ("Rename the workspace {name}", "重命名工作区 {name}"),
    "data_empty": ("Empty", "清空"),
    "data_empty_named": ("Empty the workspace {name}", "清空工作区 {name}"),
    "data_delete": ("Delete", "删除"),
    "data_delete_named": ("Delete the workspace {name}", "删除工作区 {name}"),
    "data_new_name": ("Name of the new workspace", "新工作区的名称"),
    "data_create": ("Create and open", "新建并打开"),
    "data_created": ("The workspace {name} is open.", "已打开工作区 {name}。"),
    "data_rename_title": ("Rename the workspace", "重命名工作区"),
    "data_new_title": ("New name", "新名称"),
    "data_renamed": ("It is called {name} now.", "已改名为 {name}。"),
    "data_delete_title": ("Delete the workspace “{name}”?", "删除工作区“{name}”？"),
    "data_empty_title": ("Empty the workspace “{name}”?", "清空工作区“{name}”？"),
    "data_goes": ("This goes for good:", "以下内容将永久删除："),
    "data_goes_documents": ("{n} documents", "{n} 篇文档"),
    "data_goes_topics": (
        "{n} topics with their whole history (versions: {versions})",
        "{n} 个主题，包括全部 {versions} 个版本和撤销记录",
    ),
    "data_goes_chats": ("{n} chats", "{n} 个对话"),
    "data_goes_rest": (
        "search indexes, load reports, reading profiles, and the copies of uploaded files",
        "搜索索引、加载报告、阅读偏好，以及上传文件的副本",
    ),
    "data_goes_settings": (
        "its settings, prompts and adapters",
        "该工作区的设置、提示词和适配器",
    ),
    "data_stays_elsewhere": (
        "Files elsewhere on your computer and the other workspaces stay.",
        "电脑上其他位置的文件和其他工作区不受影响。",
    ),
    "data_stays_settings": (
        "Settings, prompts and adapters stay; so do files elsewhere on your computer and the "
        "other workspaces.",
        "设置、提示词和适配器会保留；电脑上其他位置的文件和其他工作区也不受影响。",
    ),
    "data_deleted": ("The workspace {name} was deleted.", "已删除工作区 {name}。"),
    "data_emptied": ("The workspace is empty now.", "工作区已清空。"),
    "data_delete_yes": ("Delete it all", "全部删除"),
    "data_empty_yes": ("Empty it", "清空"),
    "data_room_header": ("Workspace: {name}", "工作区：{name}"),
}  # fmt: skip
