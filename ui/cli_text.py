"""Every sentence that the command line prints, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal

from .cli_help import HELP

Language = Literal["en", "zh"]

_TEXTS: dict[str, tuple[str, str]] = {
    # errors
    "wrong_usage": ("Wrong usage: {message}", "用法不对：{message}"),
    "see_help": ("See: {command} --help", "请看：{command} --help"),
    "unexpected": (
        "TopicLlama stopped because of a fault of its own ({kind}).",
        "TopicLlama 内部出错（{kind}），已停止。",
    ),
    "logged": ("The details are in {file}.", "详情见 {file}。"),
    "debug": (
        "Run it again with TOPICLLAMA_DEBUG=1 to see the details.",
        "加上 TOPICLLAMA_DEBUG=1 再运行一次可看到详情。",
    ),
    "cancelled": ("Stopped.", "已停止。"),
    "kept": (
        "What was finished is kept; run the command again to go on.",
        "已完成的部分都已保留；再次运行该命令即可继续。",
    ),
    "stopping": ("Stopping… (Ctrl-C again: at once)", "正在停止……（再按 Ctrl-C 立即结束）"),
    # progress
    "stage.read": ("Reading", "读取"),
    "stage.tokenise": ("Finding words", "切分词语"),
    "stage.train": ("Finding topics", "训练主题"),
    "stage.choose": ("Choosing how many", "选择主题数"),
    "stage.explain": ("Explaining", "解释主题"),
    "stage.converse": ("Conversations", "对话"),
    "stage.label": ("Naming topics", "命名主题"),
    "stage.relabel": ("Mending names", "改进名称"),
    "stage.evaluate": ("Measuring", "评估"),
    "stage.assign": ("Assigning topics", "分配主题"),
    "stage.measure": ("Measuring", "评估"),
    "stage.embed": ("Embedding", "计算向量"),
    "stage.index": ("Indexing", "建立索引"),
    "stage.keywords": ("Preparing search", "准备关键词搜索"),
    "stage.infer": ("Inferring", "推断主题"),
    "stage.export": ("Writing", "写出"),
    "stage.adapt": ("Adapting", "适配"),
    "stage.merge": ("Joining the weights", "合并权重"),
    "stage.create": ("Creating in Ollama", "在 Ollama 中创建"),
    "stage.expand": ("Finding similar texts", "查找相近文本"),
    "stage.write": ("Asking for sentences", "请模型写句子"),
    "stage.compare": ("Comparing", "比较"),
    "stage.sentiment": ("Measuring sentiment", "分析情感"),
    "stage.check": ("Asking the Llama", "询问 Llama"),
    # load
    "loaded": (
        "{added} documents added, {documents} in the workspace.",
        "新增 {added} 篇文档，工作区共有 {documents} 篇。",
    ),
    "loaded_one": (
        "1 document added, {documents} in the workspace.",
        "新增 1 篇文档，工作区共有 {documents} 篇。",
    ),
    "duplicates": ("{n} duplicates left out.", "略去 {n} 篇重复文档。"),
    "duplicates_one": ("1 duplicate left out.", "略去 1 篇重复文档。"),
    "empty": ("{n} empty ones left out.", "略去 {n} 篇空文档。"),
    "empty_one": ("1 empty one left out.", "略去 1 篇空文档。"),
    "languages": ("Languages: {list}", "语言：{list}"),
    "columns": ("Columns used: {list}", "所用的列：{list}"),
    "warnings": ("Warnings", "警告"),
    "rejected": ("Rejected", "被拒绝"),
    "more": ("… and {n} more (--json lists all)", "……另有 {n} 条（--json 列出全部）"),
    "lang.en": ("English", "英文"),
    "lang.zh": ("Chinese (Simplified)", "简体中文"),
    "lang.zh-Hant": ("Chinese (Traditional)", "繁体中文"),
    "lang.mixed": ("mixed", "中英混合"),
    "lang.other": ("other", "其他"),
    "role.text": ("text", "正文"),
    "role.title": ("title", "标题"),
    "role.date": ("date", "日期"),
    "role.label": ("label", "标签"),
    "role.id": ("id", "编号"),
    # topics
    "trained": (
        "{n} topics by {algorithm} in {seconds} s (version {model}).",
        "用 {algorithm} 找到 {n} 个主题，用时 {seconds} 秒（版本 {model}）。",
    ),
    "noise": ("Left out as noise", "作为噪音词略去"),
    "id": ("ID", "编号"),
    "share": ("Share", "占比"),
    "documents": ("Docs", "文档数"),
    "label": ("Label", "名称"),
    "keywords": ("Keywords", "关键词"),
    "topic_heading": ("Topic {id}: {label}", "主题 {id}：{label}"),
    "topic_share": (
        "{share} of the corpus, main topic of {documents} documents.",
        "占语料的 {share}，是 {documents} 篇文档的主要主题。",
    ),
    "representative": ("Documents that show it", "代表文档"),
    "neighbours": ("Close topics", "相近主题"),
    "tree": (
        "How close topics are (distance of their words, 0 to 1, and words that they share)",
        "主题的远近（用词的距离，0 到 1，以及共有的词语）",
    ),
    "fit": ("Fit", "贴合度"),
    "keyword_share": ("Keywords", "关键词"),
    "alike": ("Alike", "相似"),
    "sure": ("Sure", "把握"),
    "verdict": ("Verdict", "评价"),
    "good": ("good", "好"),
    "poor": ("poor", "差"),
    "fits_other": ("fits topic {id} as well", "也适合主题 {id}"),
    "report_summary": (
        "{poor} of {n} names are poor; fit {fit} on average (1: only its own documents, 0.5: any).",
        "{n} 个名称中有 {poor} 个较差；平均贴合度 {fit}（1 为只适合本主题，0.5 为不加区分）。",
    ),
    "metric": ("Measure", "指标"),
    "value": ("Value", "数值"),
    "document": ("Document", "文档"),
    "weight": ("Weight", "权重"),
    "topic": ("Topic", "主题"),
    # augment
    "augmented_corpus": (
        "{texts:,} short texts learned from the words of those most like them.",
        "{texts:,} 篇短文本补充了最相近文本的词语。",
    ),
    "augmented_llama": (
        "{texts:,} short texts learned from {sentences:,} written sentences ({dropped:,} dropped).",
        "{texts:,} 篇短文本补充了 {sentences:,} 个写出的句子（舍去 {dropped:,} 个）。",
    ),
    "start": ("Start?", "开始吗？"),
    "before": ("Before", "之前"),
    "after": ("After", "之后"),
    "better": ("better", "变好"),
    "worse": ("worse", "变差"),
    # search and ask
    "found": ("{shown} of {total} documents", "共 {total} 篇，显示 {shown} 篇"),
    "nothing_found": ("No document matches.", "没有找到匹配的文档。"),
    "covered": (
        "Search by meaning covers {share} of the corpus so far (topicllama embed does the rest).",
        "语义搜索目前覆盖语料的 {share}（运行 topicllama embed 完成其余部分）。",
    ),
    "sources": ("Sources", "来源"),
    "answer_checked": ("After a check against the documents, the answer is:",
                       "与文档核对之后，回答是："),
    "answered_by": ("Answered by {model}.", "回答者：{model}。"),
    "guide": ("the offline guide", "离线向导"),
    "pair": ("{name}: {value}", "{name}：{value}"),
    "comma": (", ", "、"),
    "semicolon": ("; ", "；"),
    "yes_no": ("{question} [y/N] ", "{question} [y/N] "),
    # embed, export, analysis
    "embedded": (
        "{embedded} of {passages} passages embedded, {seconds} s.",
        "{passages} 个段落中已有 {embedded} 个完成向量计算，用时 {seconds} 秒。",
    ),
    "replace_file": (
        "{file} is there already, and it is not an unchanged export. Replace it?",
        "{file} 已经存在，而且不是未经改动的导出文件。要替换吗？",
    ),
    "map_heading": ("{n} documents {by}", "{n} 篇文档（{by}）"),
    "map.topics": ("by their topics", "按主题"),
    "map.meaning": ("by their meaning", "按语义"),
    "mark": ("Mark", "记号"),
    "stage.map": ("Drawing the map", "绘制地图"),
    "text_written": ("{file} is written.", "已写入 {file}。"),
    "exported": ("{rows} rows written to {file}.", "已将 {rows} 行写入 {file}。"),
    "development": ("Over time ({first} to {last})", "走势（{first} 至 {last}）"),
    "rising": ("Rising", "上升"),
    "falling": ("Falling", "下降"),
    "bursts": ("Bursts", "突发"),
    "last_share": ("At the end (95 %)", "末期（95%）"),
    "no_movers": (
        "No topic rises or falls more than chance would have it.",
        "没有哪个主题的升降超出偶然。",
    ),
    "hot_events": ("Hot events", "热点事件"),
    "peak": ("Peak", "高峰"),
    "event": ("Event", "事件"),
    "moment": ("{when}: {n} documents", "{when}：{n} 篇文档"),
    "then": ("Then", "当时"),
    "otherwise": ("Otherwise", "其余时间"),
    "words_then": ("Words of that time", "当时的词语"),
    "no_topic_then": (
        "No topic had clearly more of it than of the rest.", "没有哪个主题在当时明显更多。",
    ),
    "undated": ("{n} documents have no date and are left out.", "{n} 篇文档没有日期，未计入。"),
    "mean": ("Mean", "平均"),
    "positive": ("Positive", "正面"),
    "negative": ("Negative", "负面"),
    "spread": ("Spread", "离散"),
    "check_calls": (
        "The Llama is asked {n} times at most; what it judged before is not asked again.",
        "最多询问 Llama {n} 次；判断过的文档不再询问。",
    ),
    "checked": (
        "{model} agrees on {agreement} of {n} documents (Cohen's kappa {kappa}).",
        "{model} 对 {n} 篇文档的判断有 {agreement} 与词表一致（Cohen's kappa {kappa}）。",
    ),
    "differs": ("  word lists: {lists}, Llama: {llama}", "  词表：{lists}，Llama：{llama}"),
    "neutral": ("Neutral", "中性"),
    "most_positive": ("Most positive", "最正面"),
    "most_negative": ("Most negative", "最负面"),
    "effect": ("Effect", "差异"),
    "group": ("{name} ({n} documents)", "{name}（{n} 篇）"),
    "side.before": ("before {date}", "{date} 之前"),
    "side.since": ("from {date} on", "{date} 起"),
    "cohens_h": (
        "Effect: Cohen's h, + where the first group has more. * clear (false discovery rate 5 %). "
        "Words have the z-score of their log-odds.",
        "差异：Cohen's h，正值表示第一组较多。* 差异明确（错误发现率 5 %）。"
        "词语后面是对数优势比的 z 值。",
    ),
    "eta_squared": (
        "Effect: eta squared, 0 to 1 (topics of a group: Cohen's h). * clear (false discovery rate "
        "5 %). Words have the z-score of their log-odds.",
        "差异：eta 平方，0 到 1（各组的主题：Cohen's h）。* 差异明确（错误发现率 5 %）。"
        "词语后面是对数优势比的 z 值。",
    ),
    "four_groups": (
        "The table shows the first 4 of {n} groups; below are all, and --json has their shares.",
        "表中是 {n} 组里的前 4 组；下面列出全部，各组占比见 --json。",
    ),
    "more_of": ("  more of", "  较多"),
    "less_of": ("  less of", "  较少"),
    "more_words": ("  more often", "  常用"),
    "less_words": ("  less often", "  少用"),
    "no_difference": (
        "  no topic or word is clearly more frequent than in the others",
        "  没有哪个主题或词语明显多于其他组",
    ),
    # adapt
    "adapted": (
        "Learned from {documents} documents ({tokens} tokens) in {seconds} s on {device}.",
        "已学习 {documents} 篇文档（{tokens} 个词元），用时 {seconds} 秒，设备 {device}。",
    ),
    "perplexity": (
        "Perplexity of {n} held-out documents: {before} before, {after} after "
        "({bits_before} and {bits_after} bits per byte).",
        "{n} 篇留出文档的困惑度：适配前 {before}，适配后 {after}"
        "（每字节 {bits_before} 和 {bits_after} 比特）。",
    ),
    "adapter_at": (
        "The adapter and its Modelfile are in {folder}",
        "适配器和 Modelfile 在 {folder}",
    ),
    "adapter_created": ("Ollama has it as {model}.", "Ollama 中的名称：{model}。"),
    "adapter_by_hand": (
        "To create it in Ollama, run in {folder}: ollama create NAME -f Modelfile",
        "要在 Ollama 中创建，请在 {folder} 中运行：ollama create 名称 -f Modelfile",
    ),
    # chats
    "no_chats": ("No chat was found.", "没有找到对话。"),
    "chat_title": ("Chat", "对话"),
    "chat_changed": ("Last turn (UTC)", "最近一次（UTC）"),
    "chat_renamed": ("The chat is now called “{title}”.", "对话已改名为“{title}”。"),
    "chat_delete_sure": (
        "Delete the chat “{title}” for good?", "彻底删除对话“{title}”？",
    ),
    "chat_deleted": ("The chat “{title}” was deleted.", "已删除对话“{title}”。"),
    # prompts
    "plugin": ("Plugin", "插件"),
    "plugin_kind": ("Kind", "种类"),
    "plugin_package": ("Package", "软件包"),
    "plugin_state": ("State", "状态"),
    "plugin.loader": ("loader", "文件读取"),
    "plugin.embedder": ("embedder", "向量模型"),
    "plugin.algorithm": ("algorithm", "算法"),
    "plugin.tool": ("tool", "工具"),
    "plugin.ok": ("in use", "可用"),
    "plugin.failed": ("cannot be used", "无法使用"),
    "plugin.hidden": ("not used", "未使用"),
    "plugins_none": (
        "No plugins are installed; --all lists TopicLlama's own parts. How to write one: "
        "docs/plugins.md",
        "没有安装插件；--all 列出 TopicLlama 自带的部分。编写方法见 docs/plugins.md。",
    ),
    "tool": ("Tool", "工具"),
    "tool_arguments": ("Arguments", "参数"),
    "tool_argument": (
        "{text} is not an argument of {tool}; write name=value, with one of: {names}",
        "{tool} 没有参数 {text}；请写成 名称=值，可用的名称：{names}",
    ),
    "tool_missing": ("{tool} also needs: {names}", "{tool} 还需要：{names}"),
    "no_algorithm": (
        "there is no algorithm {text}; there are: {names}",
        "没有算法 {text}；可用的有：{names}",
    ),
    "prompt": ("Prompt", "提示词"),
    "variables": ("Variables", "变量"),
    "own": ("Your own", "自定义"),
    "prompt_written": ("Written: {file}", "已写入：{file}"),
    "prompt_kept": ("There already, left as it is: {file}", "已存在，未改动：{file}"),
    "prompts_hint": ("topicllama prompts lists them all.", "topicllama prompts 会列出全部。"),
    "own_prompt": (
        "Your own prompt is not used: {problem}", "未使用你自己的提示词：{problem}",
    ),
    # eval-agent
    "evaluated": (
        "{conversations} conversations ({turns} turns) with {model} in {seconds} s.",
        "与{model}进行了 {conversations} 个对话（{turns} 个回合），用时 {seconds} 秒。",
    ),
    "measure": ("Right", "正确率"),
    "everything": ("All", "全部"),
    "measure.tool": ("tool", "工具"),
    "measure.arguments": ("tool and arguments", "工具和参数"),
    "measure.restraint": ("no tool when none is needed", "不需要时不用工具"),
    "measure.recovery": ("recovery after errors", "出错后改正"),
    "measure.answered": ("answered", "有回答"),
    "measure.language": ("language of the answer", "回答的语言"),
    "turns_about": ("Turns about", "回合内容"),
    "wholly_right": ("Wholly right", "完全正确"),
    "looked_up": (
        "Turns in which the model called nothing, so that the call was made in its place: {n}",
        "模型没有调用工具、由程序代为调用的回合：{n} 个",
    ),
    "see_failures": (
        "Turns that were not wholly right: {n} (--verbose shows them).",
        "不完全正确的回合：{n} 个（加 --verbose 查看）。",
    ),
    "wrong": ("  Wrong", "  错在"),
    "expected": ("  Expected", "  应调用"),
    "called": ("  Called", "  实际调用"),
    "no_call": ("nothing", "无"),
    "answer": ("  Answer", "  回答"),
    "model_away": (
        "The model {name} does not answer through Ollama, or cannot call tools.",
        "模型 {name} 没有通过 Ollama 响应，或不能调用工具。",
    ),
    "model_away_hint": (
        "Start Ollama (ollama serve) and run: ollama pull {name}",
        "请启动 Ollama（ollama serve），然后运行：ollama pull {name}",
    ),
    # doctor
    "check.python": ("Python", "Python"),
    "check.packages": ("Packages", "软件包"),
    "check.workspace": ("Workspace", "工作区"),
    "check.lock": ("Lock", "锁"),
    "check.files": ("Stored files", "存储的文件"),
    "check.disk": ("Disk", "磁盘"),
    "check.corpus": ("Documents", "文档"),
    "check.topics": ("Topics", "主题"),
    "check.embedding model": ("Embedding model", "向量模型"),
    "check.embeddings": ("Embeddings", "向量"),
    "check.chroma": ("Chroma", "Chroma"),
    "check.prompts": ("Prompts", "提示词"),
    "check.plugins": ("Plugins", "插件"),
    "check.ollama": ("Ollama", "Ollama"),
    "check.models": ("Models of Ollama", "Ollama 的模型"),
    "check.chat model": ("Who answers", "回答者"),
    "all_well": ("Everything that is needed is there.", "所需的一切都正常。"),
    "not_well": ("Something that is needed is missing.", "有必需的部分不正常。"),
    # what to do next
    "next": ("Next: {command}", "下一步：{command}"),
    "nothing_loaded": (
        "Nothing was loaded; correct the file or choose another one.",
        "没有加载任何内容；请修正文件或换一个。",
    ),
    "no_documents": ("{file} holds no documents.", "{file} 中没有文档。"),
    "unreadable": ("{file} cannot be read ({reason}).", "{file} 无法读取（{reason}）。"),
    "topics_number": (
        "{text!r} is neither a number from 1 on nor auto.",
        "{text!r} 既不是大于 0 的整数，也不是 auto。",
    ),
    "open_to_all": (
        "Everyone who reaches this computer on {host} can use the page: read the texts, load and "
        "delete, and talk to the model. To ask for a login: topicllama password NAME, then "
        "--auth-file.",
        "凡是能通过 {host} 访问这台电脑的人都能使用页面：阅读文本、加载、删除、与模型对话。"
        "如需登录，请运行 topicllama password 用户名，再加上 --auth-file。",
    ),
    "password_first": ("Password for {name}: ", "{name} 的密码："),
    "password_again": ("Once more: ", "再输入一次："),
    "password_added": ("{name} can log in ({file}).", "{name} 可以登录了（{file}）。"),
    "password_changed": (
        "{name} has a new password ({file}).",
        "{name} 的密码已更改（{file}）。",
    ),
    "mcp_open": (
        "The MCP server is at {url} (Ctrl-C ends it).",
        "MCP 服务位于 {url}（按 Ctrl-C 结束）。",
    ),
    "chat_open": (
        "The chat page is at {url} (Ctrl-C ends it).",
        "对话页面：{url}（按 Ctrl-C 结束）。",
    ),
    "ollama_ok": ("answers at {url}", "{url} 有响应"),
    "ollama_none": ("does not answer at {url}", "{url} 没有响应"),
    "ollama_closed": (
        "the server at {url} does not let this program in", "{url} 处的服务不允许本程序访问",
    ),
    "ollama_origins": (
        "Set OLLAMA_HOST to the address that it listens on, or allow this one there with "
        "OLLAMA_ORIGINS.",
        "请把 OLLAMA_HOST 设为它监听的地址，或在那里用 OLLAMA_ORIGINS 允许本程序。",
    ),
    "ollama_hint": (
        "Only needed to talk to a Llama: install Ollama, then: ollama pull llama3.2",
        "仅在与 Llama 对话时需要：请安装 Ollama，然后运行：ollama pull llama3.2",
    ),
    "host_has": (
        "{url} answers ({version}) and has {model}", "{url} 有响应（{version}），有 {model}",
    ),
    "host_lacks": (
        "{url} answers ({version}) without {model}", "{url} 有响应（{version}），没有 {model}",
    ),
    "host_silent": ("{url} does not answer", "{url} 没有响应"),
    "hosts_hint": (
        "Labels are shared out over the hosts that have {model}: start Ollama on the others, and "
        "run there: ollama pull {model}",
        "命名会分给有 {model} 的各台主机：请在其余主机上启动 Ollama，并运行：ollama pull {model}",
    ),
    "models_hint": ("Get one that calls tools: ollama pull llama3.2",
                    "请下载能调用工具的模型：ollama pull llama3.2"),
    "see_settings": (
        "Choose another one: topicllama chat --model auto",
        "请换一个：topicllama chat --model auto",
    ),
    "no_models": ("none", "无"),
    "calls_tools": ("{name} (calls tools)", "{name}（能调用工具）"),
    "no_tools": ("{name} (no tools)", "{name}（不能调用工具）"),
    "liked_or_history": (
        "It is not clear what was liked: give --liked, --text, --history or --user.",
        "不清楚喜欢什么：请给出 --liked、--text、--history 或 --user。",
    ),
    "liked_hint": ("For example: topicllama recommend --liked ID,ID",
                   "例如：topicllama recommend --liked 编号,编号"),
    "half_life": ("What was read counts half as much every {days} days.",
                  "阅读记录的权重每过 {days} 天减半。"),
    "imported": ("{rows} rows of the history, {added} of them new.",
                 "阅读历史共 {rows} 行，其中 {added} 行是新的。"),
    "no_profiles": ("No profiles are kept here.", "这里没有保存任何用户的记录。"),
    "kept_here": ("Profiles are kept in {file} only.", "用户的记录只保存在 {file}。"),
    "evaluate_hint": ("Give --history FILE, or simulate readers: --by label",
                      "请给出 --history FILE，或模拟读者：--by label"),
    "protocol.history": (
        "Users of the history: {n}. What each read last (a fifth) is to be found again.",
        "阅读历史中的用户：{n} 位。留出每人最后读的五分之一，看能否推荐出来。",
    ),
    "protocol.label": (
        "Simulated readers of one to three labels: {n}. They read 11 documents; 10 more of their "
        "labels are to be found among 1,000.",
        "模拟的读者：{n} 位，各关注一到三个标签。每人读 11 篇，再从 1,000 篇中找出同标签的 10 篇。",
    ),
    "protocol.source": (
        "Simulated readers of one to three sources: {n}. They read 11 documents; 10 more of their "
        "sources are to be found among 1,000.",
        "模拟的读者：{n} 位，各关注一到三个来源。每人读 11 篇，再从 1,000 篇中找出同来源的 10 篇。",
    ),
    "readers_left_out": ("Users with fewer than two documents, left out: {n}.",
                         "读过不足两篇、未计入的用户：{n} 位。"),
    "forgotten": ("Forgot all {n} records of {user}.", "已删除 {user} 的全部 {n} 条记录。"),
    "user": ("user", "用户"),
    "read": ("read", "读过"),
    "liked": ("liked", "喜欢"),
    "disliked": ("disliked", "不喜欢"),
    "first": ("first", "最早"),
    "last": ("last", "最近"),
    "recommended_by": ("recommended by", "推荐方法"),
    "system.ours": ("TopicLlama", "TopicLlama"),
    "system.popularity": ("popularity", "热门程度"),
    "system.tfidf": ("TF-IDF neighbours", "TF-IDF 近邻"),
    "recall": ("recall@{k}", "召回率@{k}"),
    "ndcg": ("nDCG@{k}", "nDCG@{k}"),
    "coverage": ("coverage", "覆盖率"),
    "novelty": ("novelty, bits", "新颖度（比特）"),
}  # fmt: skip

_language: Language = "en"


def use_language(language: Language) -> None:
    """Set the language of everything that is printed from now on."""
    global _language
    _language = language


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say things in this language inside the block."""
    before = _language
    use_language(language)
    try:
        yield
    finally:
        use_language(before)


def language() -> Language:
    """The language in use."""
    return _language


def say(key: str, **values: object) -> str:
    """A sentence of the table in the language in use."""
    return _TEXTS[key][_language == "zh"].format(**values)


def has(key: str) -> bool:
    return key in _TEXTS


def help_for(key: str) -> str:
    """The help of a command ("load") or of an option ("--topics") in the language in use."""
    return HELP[key][_language == "zh"]


def told(text: str) -> str:
    """What a tool says, in the language in use where a translation is known."""
    if _language == "en":
        return text
    from ..tools.chinese_messages import in_chinese

    return in_chinese(text)


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language of the output: ``--language``, else LC_ALL, LC_MESSAGES or LANG."""
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if argument == "--":
            break
        if name == "--language":
            value = value or " ".join(arguments[place + 1 : place + 2])
            if value in ("en", "zh"):
                return "zh" if value == "zh" else "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    return "en"
