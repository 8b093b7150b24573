"""What the tools say in English, said in Chinese: errors, notes, and what happened while loading.

The tools word things once, in English; ``{}`` stands for what differs. A sentence that is not here
is shown as it is. tests/tools/test_chinese_messages.py finds entries that no tool says any more.
"""

from __future__ import annotations

import re
from functools import cache, partial

SENTENCES: tuple[tuple[str, str], ...] = (
    # what is missing
    ("No texts are loaded yet.", "还没有加载文本。"),
    ("Load a file or a folder, or the demo corpus.",
     "请加载文件或文件夹，或加载示例：topicllama load demo-zh"),
    ("No topics have been found yet.", "还没有训练主题。"),
    ("Train a topic model first.", "请先训练主题模型：topicllama train"),
    ("The topics were found in other documents than those loaded now.",
     "现有主题来自另一批文档，而不是现在加载的这批。"),
    ("The texts have changed since these topics were found ({} new, {} gone): "
     "update the topics to include them.",
     "找出这些主题之后文本有变动（新增 {} 篇，移除 {} 篇）：请更新主题（topicllama update）。"),
    ("Documents loaded after the training are left out ({}): update the topics to include them.",
     "训练之后加载的文档未计入（{} 篇）：请更新主题（topicllama update）。"),
    ("No text is embedded yet, so meaning cannot be searched: embed first.",
     "还没有计算向量，无法按语义搜索：请先运行 topicllama embed。"),
    # the workspace
    ("Another TopicLlama process is writing to this workspace.",
     "另一个 TopicLlama 进程正在写入这个工作区。"),
    ("Wait until it is done, or use another folder with --workspace.",
     "请等它完成，或用 --workspace 换一个文件夹。"),
    ("The workspace {} cannot be used ({}).", "工作区 {} 无法使用（{}）。"),
    ("Choose another folder with --workspace.", "请用 --workspace 换一个文件夹。"),
    ("The workspace {} has format {}; this version reads {}.",
     "工作区 {} 的格式是 {}，本版本只能读取格式 {}。"),
    ("Upgrade TopicLlama, or choose another folder with --workspace.",
     "请升级 TopicLlama，或用 --workspace 换一个文件夹。"),
    ("The topic model in {} cannot be read ({}).", "{} 中的主题模型无法读取（{}）。"),
    ("Train again, or go back to an earlier version.",
     "请重新训练，或运行 topicllama doctor --repair 退回先前的版本。"),
    ("The file of embeddings {} is damaged ({}).", "向量文件 {} 已损坏（{}）。"),
    ("Searched by words only: ", "只按词语搜索："),
    ("The Chroma server at {} does not answer.", "Chroma 服务器 {} 没有响应。"),
    ("Start it with: chroma run, or take back the setting chroma or TOPICLLAMA_CHROMA.",
     "请启动它：chroma run；或取消设置（topicllama chat --chroma \"\"）和环境变量 "
     "TOPICLLAMA_CHROMA，改用内置的。"),
    ("{} is not the address of a Chroma server.", "{} 不是 Chroma 服务器的地址。"),
    ("Write it as host:port, for example localhost:8000, or as https://host.",
     "请写成“主机:端口”，例如 localhost:8000，或写成 https://主机。"),
    ("The headers for the Chroma server cannot be read.", "无法读取 Chroma 服务器的请求头。"),
    ("Write them as a JSON object, for example {\"X-Team\": \"news\"}.",
     "请写成 JSON 对象，例如 {{\"X-Team\": \"news\"}}。"),
    ("The Chroma server at {} does not let us in.", "Chroma 服务器 {} 拒绝访问。"),
    ("Give its token in TOPICLLAMA_CHROMA_TOKEN.",
     "请用环境变量 TOPICLLAMA_CHROMA_TOKEN 给出令牌。"),
    ("What answers at {} is not a Chroma server.", "在 {} 响应的不是 Chroma 服务器。"),
    ("Correct the address, or start one with: chroma run", "请改正地址，或启动一个：chroma run"),
    ("The Chroma server at {} has version {}, which this client cannot use.",
     "Chroma 服务器 {} 的版本是 {}，与本客户端不兼容。"),
    ("Start one of the same version: pip install 'chromadb>=1.5,<2', then: chroma run",
     "请启动相同版本的服务器：先 pip install 'chromadb>=1.5,<2'，再 chroma run"),
    ("The Chroma server at {} reports a fault ({}).", "Chroma 服务器 {} 报告故障（{}）。"),
    ("See what it prints; topicllama doctor --repair fills it again.",
     "请查看它的输出；topicllama doctor --repair 会重新填充。"),
    # naming things that are not there
    ("There is no file or folder {}.", "找不到文件或文件夹 {}。"),
    ("Check the path.", "请检查路径。"),
    ("There is no topic {}.", "没有主题 {}。"),
    ("The topics are {}.", "现有的主题：{}。"),
    ("No topic is called “{}”.", "没有叫做“{}”的主题。"),
    ("“{}” could be more than one topic.", "“{}”可能指不止一个主题。"),
    ("Say which by its number: {}.", "请用编号指定：{}。"),
    ("There is no document {}.", "没有文档 {}。"),
    ("Search for it first; ids look like {}. Or paste a text that you liked.",
     "请先搜索；编号的样子是 {}。"),
    ("There is no column {}; the columns are {}.", "没有 {} 这一列；现有的列：{}。"),
    ("Name one of them with --{}-column.", "请用 --{}-column 指定其中一列。"),
    ("No column holds texts; the columns are {}.", "没有哪一列是正文；现有的列：{}。"),
    ("Name the one to read with --text-column.", "请用 --text-column 指定正文列。"),
    ("{} is not a date.", "{} 不是日期。"),
    ("Write it like 2003, 2003-05 or 2003-05-14.", "请写成 2003、2003-05 或 2003-05-14。"),
    ("The time from {} to {} is empty.", "从 {} 到 {} 的时间范围是空的。"),
    ("Give the earlier date first.", "请把较早的日期放在前面。"),
    # analysis
    ("None of the {} documents has a date, so nothing can be said over time.",
     "{} 篇文档都没有日期，无法看随时间的变化。"),
    ("Load them again and name the column with the dates (--date-column).",
     "请重新加载，并用 --date-column 指定日期列。"),
    ("The documents' dates are too coarse to go by {}.", "文档的日期不够精确，无法按 {} 统计。"),
    ("Go by month or by year.", "请按月或按年统计。"),
    ("{} documents have no date.", "{} 篇文档没有日期。"),
    ("Scores come from word lists (English: VADER): read them as a tendency.",
     "分数来自词表（英文用 VADER），只表示倾向。"),
    ("{} documents in other languages were not judged.", "{} 篇其他语言的文档未作判断。"),
    ("There is nothing to compare by {}: {}.", "无法按 {} 比较（{}）。"),
    ("Compare by something else (label, source, language, year), or load documents with it.",
     "请按别的方式比较（label、source、language、year），或加载带有它的文档。"),
    ("{} documents belong to no group.", "{} 篇文档不属于任何一组。"),
    ("Only the {} largest groups are compared.", "只比较最大的 {} 组。"),
    ("The documents have no labels to compare the topics with.",
     "文档没有标签，无法与主题比较。"),
    ("Load the corpus with --label-column.", "请用 --label-column 重新加载。"),
    ("No document fits these limits: widen the time, or leave out the topic.",
     "没有符合这些限制的文档：请放宽时间，或不限主题。"),
    ("Nothing was found within these limits: try other words, or without a limit.",
     "在这些限制内没有找到：请换几个词，或去掉限制。"),
    ("Nothing was found: try other words, fewer words, or a topic.",
     "没有找到：请换几个词、少用几个词，或按主题查找。"),
    ("No document has these very words: try without the quotation marks.",
     "没有文档含有完全相同的词句：请去掉引号再试。"),
    ("Nothing in these texts is like what you liked.", "这些文本中没有与你喜欢的相似的。"),
    # topics
    ("No Llama answers, so the labels are phrases from the documents.",
     "没有 Llama 响应，因此用文档自身的短语命名。"),
    ("The texts hold no words that could make a topic.", "文本里没有可以构成主题的词。"),
    ("Load texts with sentences in them, or shorten the list of stop words.",
     "请加载有完整句子的文本，或缩短停用词表。"),
    ("None of the words {} stands often enough in the texts.", "文本中 {} 这些词都不够常见。"),
    ("Name words that the texts use, or leave this list out.", "请换用文本中的词，或去掉这一行。"),
    ("There are {} lists of seed words for {} topics.", "有 {} 行种子词，却只要 {} 个主题。"),
    ("Ask for {} topics or more.", "请要求 {} 个或更多主题。"),
    ("Seed words do not work with LSA.", "LSA 不能使用种子词。"),
    ("Train again.", "请重新训练。"),
    # Spark
    ("There is no engine {}.", "没有 {} 这种训练引擎。"),
    ("On Spark only LDA can be trained, not {}.", "Spark 上只能训练 LDA，不能训练 {}。"),
    ('Use the algorithm "lda", or train without Spark.', "请使用 lda 算法，或不使用 Spark。"),
    ("Training on Spark needs pyspark, which is not installed.",
     "在 Spark 上训练需要 pyspark，但尚未安装。"),
    ("Install it: pip install 'topicllama[spark]'", "请安装：pip install 'topicllama[spark]'"),
    ("Training on Spark needs Java, which was not found.",
     "在 Spark 上训练需要 Java，但没有找到。"),
    ("Install a Java 17 runtime, or set JAVA_HOME to the one that is there.",
     "请安装 Java 17 运行环境，或把 JAVA_HOME 设为已有的 Java。"),
    ("Spark could not be started on {} ({}).", "Spark 无法在 {} 上启动（{}）。"),
    ("Check the address and that Java is version 17 or 21, or train without Spark.",
     "请检查地址，并确认 Java 版本是 17 或 21；也可以不使用 Spark。"),
    ("No machine of the Spark cluster {} takes up work.", "Spark 集群 {} 没有机器接受任务。"),
    ("Check that the cluster has free workers, or train without Spark.",
     "请确认集群有空闲的工作节点，或不使用 Spark。"),
    ("Spark could not finish the training ({}).", "Spark 未能完成训练（{}）。"),
    ("Check the cluster's log and its memory, or train without Spark.",
     "请查看集群的日志和内存，或不使用 Spark。"),
    # changing topics
    ("There is no edit {}.", "没有 {} 这种修改。"),
    ("Choose one of {}.", "请从中选择：{}。"),
    ("Merging needs two different topics.", "合并需要两个不同的主题。"),
    ("For example: topics 2 and 5.", "例如：主题 2 和 5。"),
    ("A topic's name has 1 to {} characters.", "主题名称应有 1 到 {} 个字符。"),
    ("Give a name of a few words.", "请取一个几个词的名称。"),
    ("Topic {} is called “{}” already.", "主题 {} 已经叫“{}”了。"),
    ("Choose another name.", "请换一个名称。"),
    ("The only topic cannot be deleted.", "唯一的主题不能删除。"),
    ("Train again instead.", "请改为重新训练。"),
    ("Some documents of these topics are no longer in the corpus.",
     "这些主题的部分文档已不在语料中。"),
    ("Update the topics first.", "请先更新主题（topicllama update）。"),
    ("Topic {} cannot be split into {}: its documents are too much alike.",
     "主题 {} 无法拆成 {} 个：它的文档太相似。"),
    ("Ask for fewer parts, or train again with more topics.",
     "请少拆几个，或用更多主题重新训练。"),
    ("It is not clear which topic you mean.", "不清楚你指的是哪个主题。"),
    ("Name it by its number.", "请说出它的编号。"),
    ("To {}, name one topic.", "请只指定一个主题。"),
    ("For example: topic 3.", "例如：主题 3。"),
    ("There is nothing to undo.", "没有可以撤销的修改。"),
    ("These topics were never changed.", "这些主题还没有改动过。"),
    ("The topic was not deleted: nobody confirmed it.", "没有得到确认，因此没有删除主题。"),
    ("Confirm on the page, or merge it into another topic instead.",
     "请在页面上确认，或把它并入另一个主题。"),
    ("Delete topic {}? Its documents stay, and it can be undone.",
     "要删除主题 {} 吗？它的文档会保留，删除也可以撤销。"),
    ("Read {}?", "要读取 {} 吗？"),
    ("It is not clear which words are noise.", "不清楚哪些词是噪音词。"),
    ("Name them with commas, for example: say, year.", "请用逗号列出，例如：表示，记者。"),
    ("No topic knows the word {}.", "没有主题含有“{}”这个词。"),
    ("Name a word as the topics' keywords show it.", "请说出主题关键词中显示的词。"),
    ("{}: marked as noise already.", "{}：已经是噪音词。"),
    ("Mark another word.", "请换一个词。"),
    ("Topic {} would have no words left.", "主题 {} 会没有任何词语。"),
    ("Delete the topic instead.", "请改为删除这个主题。"),
    # loading
    ("Nothing was loaded.", "没有加载任何内容。"),
    ("These can be read: ", "可以读取："),
    ("There is nothing to load.", "没有可以加载的内容。"),
    ("{} without text, left out", "{}没有正文，已略去"),
    ("{} with a text that is there already, left out", "{}重复，已略去"),
    ("{} with an id that another text has; it got a longer one",
     "{}的编号与其他文档相同，编号已加长"),
    ("{} with characters that cannot be read, shown as \ufffd",
     "{}有无法识别的字符，显示为 \ufffd"),
    ("{} with a date that cannot be read, kept as metadata",
     "{}的日期无法识别，保留在元数据中"),
    ("It is not UTF-8; it was read as {}.", "不是 UTF-8 编码，已按 {} 读取。"),
    ("It is not a text file: it holds binary data.", "不是文本文件，内容是二进制数据。"),
    ("It is not a text file, or its encoding is unknown.", "不是文本文件，或编码无法识别。"),
    ("The file is empty.", "文件是空的。"),
    ("The type of the file is unknown; read as plain text.", "文件类型未知，已按纯文本读取。"),
    ("The file is damaged, encrypted or of another type.", "文件已损坏、已加密或不是这种类型。"),
    ("It is protected by a password.", "文件有密码保护。"),
    ("It holds no text; its pages are probably scanned.", "没有文字，可能是扫描的页面。"),
    ("The first row does not look like a header; columns are numbered.",
     "第一行不像表头，各列已编号。"),
    ("The line is not valid JSON ({}).", "这一行不是有效的 JSON（{}）。"),
    ("It is a link {} and was not followed.", "这是一个链接（{}），没有跟随。"),
    # files to write
    ("There is no format {} for {}.", "没有 {} 这种格式（{}）。"),
    ("{} cannot be written ({}).", "{} 无法写入（{}）。"),
    ("Choose another file or folder.", "请换一个文件或文件夹。"),
    ("{} is a folder.", "{} 是文件夹。"),
    ("Give the name of a file.", "请给出文件名。"),
    # the page
    ("The page could not be served on {}.", "页面无法在 {} 上提供服务。"),
    ("Another program uses the port: choose one with --port, or --port 0 for any.",
     "端口被其他程序占用：请用 --port 指定，或用 --port 0 任选。"),
)  # fmt: skip


# What is left in a sentence that was said in Chinese: counts, lines, spaces after it.
_REMAINS = (
    (re.compile(r"([\d,]+) documents?(?=[\u4e00-\u9fff])"), r"\1 篇文档"),
    (re.compile(r"(?<=[\u4e00-\u9fff\ufffd]) \(line ([\d, …]+)\)\."), r"（第 \1 行）。"),
    (re.compile(r"(?<=[\u4e00-\u9fff\ufffd])\.$"), "。"),
    (re.compile(r"([。：])\s+"), r"\1"),
)


def in_chinese(text: str) -> str:
    """English sentences of the tools in Chinese; those that are not in the table stay."""
    for pattern, chinese in _patterns():
        text = pattern.sub(partial(_filled, chinese), text)
    for pattern, words in _REMAINS:
        text = pattern.sub(words, text)
    return text


def _filled(chinese: str, found: re.Match[str]) -> str:
    return chinese.format(*found.groups())


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """What stands for ``{}`` has no end of a sentence in it."""
    made = []
    for english, chinese in SENTENCES:
        pattern = re.escape(english).replace(r"\{\}", r"((?:(?![.。] ).)+?)")
        end = r"(?=\s|$)" if english.endswith(".") else ""
        made.append((re.compile(pattern + end), chinese))
    return made
