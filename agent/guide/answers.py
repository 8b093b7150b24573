"""What the guide says without a tool, in both languages."""

from __future__ import annotations

from .past import Past, Step

_ANSWERS = {
    "greeting": (
        "Hello! I am TopicLlama's offline guide. Give me texts and I find their topics, name and "
        "explain them, and show you the documents. To begin, say “load the demo corpus”, or drop "
        "your own files onto the page.",
        "你好！我是 TopicLlama 的离线向导。把文本交给我，我会找出其中的主题，为主题命名并作解释，再把相关"
        "文档找给你看。可以先说“载入演示语料”，或把自己的文件拖到页面上。",
    ),
    "thanks": (
        "You are welcome. Ask whenever you want to look further into your texts.",
        "不客气。想继续了解这些文本，随时问我。",
    ),
    "goodbye": (
        "Goodbye! Everything is kept: texts, topics and this conversation.",
        "再见！文本、主题和这次对话都已保存，下次打开还在。",
    ),
    "identity": (
        "I am TopicLlama's offline guide. No language model is talking: I match your request to "
        "one of eight tools and put its result into words, all on this machine. When a Llama "
        "answers through Ollama (install it and run `ollama pull llama3.2`), it takes my place "
        "by itself.",
        "我是 TopicLlama 的离线向导。现在回答你的不是语言模型：我把你的要求对应到八个工具之一，再把结果写成"
        "句子，全部在本机完成。装好 Ollama 并运行 `ollama pull llama3.2` 之后，Llama 会自动接替我回答。",
    ),
    "help": (
        "This is what I can do. Say it in your own words:\n\n"
        "- **Load texts**: “load the demo corpus”, “load ~/texts/news.csv”\n"
        "- **Find topics**: “find 8 topics”, “find topics with NMF”\n"
        "- **Look at them**: “which topics are most common?”, “what is topic 2 about?”\n"
        "- **Name and change them**: “label the topics”, “rename topic 3 to Weather”, “merge "
        "topics 2 and 5”, “what if I merged 2 and 5?”, “say and year are noise”, “include the new "
        "documents”, “undo”\n"
        "- **Find documents**: “show articles about the bushfires since 2003”, “in topic 3, about "
        "battery life”\n"
        "- **See more**: “how did the topics change over time?”, “what is the sentiment of each "
        "topic?”, “how do the labels differ?”, “how good are the topics?”\n"
        "- **Read on**: “more like the second one”",
        "我能做这些事，怎么说都行：\n\n"
        "- **载入文本**：“载入演示语料”、“载入 ~/texts/news.csv”\n"
        "- **找主题**：“找出8个主题”、“用 NMF 找主题”\n"
        "- **看主题**：“哪些主题最常见？”、“主题2讲的是什么？”\n"
        "- **命名和修改**：“给主题命名”、“把主题3改名为天气”、“合并主题2和5”、“如果合并2和5会怎样？”、"
        "“忽略‘表示’这个词”、“把新文档也算进去”、“撤销”\n"
        "- **找文档**：“找2003年以来关于山火的文章”、“主题3里关于电池的文章”\n"
        "- **看变化**：“主题随时间如何变化？”、“各主题的情感怎么样？”、“不同标签有什么区别？”、“主题质量"
        "如何？”\n"
        "- **继续读**：“推荐类似第二篇的文章”",
    ),
    "refuse": (
        "I can't do that, but I can work with your texts: find their topics, name and explain "
        "them, search documents, show trends and sentiment, and recommend what to read next. Try "
        "“which topics are most common?” or “help”.",
        "这个我做不到，不过我可以处理你的文本：找出主题、命名和解释主题、查找文档、分析趋势和情感、推荐接着"
        "读什么。可以试试“哪些主题最常见？”，或者说“帮助”。",
    ),
    "map": (
        "I can't draw in the chat, but the command line can: `topicllama map --output map.html` "
        "makes a page with your documents on a map, and `topicllama export report --format html "
        "--output report.html` has it beside the other charts. Here I can show which topics are "
        "close: ask “which topics are close to each other?”.",
        "在对话里我不能画图，不过命令行可以：`topicllama map --output map.html` 生成文档地图的页面，"
        "`topicllama export report --format html --output report.html` 的报告里也有它和其他图表。"
        "在这里我可以说明哪些主题接近：问“哪些主题比较接近？”。",
    ),
    "export": (
        "I can't write files from the chat, but the command line can: `topicllama export "
        "documents --format csv --output documents.csv`, `topicllama export topics --format csv "
        "--output topics.csv`, or `topicllama export report --format html --output report.html`.",
        "在对话里我不能写文件，不过可以用命令行导出：`topicllama export documents --format csv "
        "--output documents.csv`、`topicllama export topics --format csv --output topics.csv`，"
        "或 `topicllama export report --format html --output report.html`。",
    ),
    "reword": (
        "There is nothing to repeat yet. Ask me something about your texts first.",
        "还没有可以重说的内容，请先问一个关于文本的问题。",
    ),
    "hold": (
        "All right, I leave everything as it is.",
        "好的，我什么都不改。",
    ),
    "unknown": (
        "I did not understand that. Try one of these: “find 8 topics”, “which topics are most "
        "common?”, “show articles about …”. Say “help” for the whole list.",
        "这句话我没有听懂。可以试试：“找出8个主题”、“哪些主题最常见？”、“查找关于……的文章”。说“帮助”可以"
        "看到全部功能。",
    ),
}
_WHY = {
    "": (
        "So far there is nothing to explain. Ask about your texts and I show where each answer "
        "comes from.",
        "目前还没有需要解释的内容。你问关于文本的问题，我会说明每个回答的出处。",
    ),
    "train_topics": (
        "Topics are groups of words that occur in the same documents; how many there are is "
        "chosen by how coherent and different their words are, unless you name a number.",
        "主题就是经常出现在同一批文档里的一组词。除非你指定数目，主题的个数由词语的连贯程度和彼此的差异决定。",
    ),
    "search_documents": (
        "The documents are ranked by how well their words, their meaning and their topics match "
        "your request; each number in brackets opens the passage that matched.",
        "文档按词语、含义和主题与你的要求的吻合程度排序；点方括号里的编号，可以打开吻合的那一段。",
    ),
    "recommend_documents": (
        "The recommendations share topics and words with what you liked; the reason stands under "
        "each.",
        "推荐的文档与你喜欢的内容有相同的主题和词语，每篇下面都写了理由。",
    ),
    "other": (
        "That comes from counting over all documents: each one is a mixture of topics, and the "
        "figures are averages of those mixtures. “help” shows what else can be looked at.",
        "这些数字来自对全部文档的统计：每篇文档是若干主题的混合，数字是这些比例的平均值。说“帮助”可以看到还能"
        "看什么。",
    ),
}


def answer(key: str, language: str, past: Past | None = None) -> str:
    """The words of an answer in "en" or "zh"."""
    index = 1 if language == "zh" else 0
    if key == "why":
        return _why(past.last if past else None, index)
    return _ANSWERS[key][index]


def _why(step: Step | None, index: int) -> str:
    if step is None:
        return _WHY[""][index]
    general = _WHY.get(step.tool, _WHY["other"])[index]
    if step.tool == "train_topics" and step.result:
        from .wording import Wording

        reason = Wording("zh" if index else "en").why(step.result)
        return f"{reason} {general}" if not index else f"{reason}{general}"
    return general
