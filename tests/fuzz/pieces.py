"""What the readers of a person's, a model's or a document's text look for."""

PIECES = [
    "[1]", "[9]", "【2，3】", "[", "]", "{", "}", "(", ")", '"', "'", "“", "”", "「", "」", "„",
    "`", "```", ">>>", "<<<", "＞", "<|eot_id|>", "[INST]", "</s>", "<script>", "![", "](",
    "http://x", "@", ".com", '{"name": "search_documents", "parameters": {"query": "x"}}',
    "show_topics(", 'topic="2")', "topic 1", "topics 1 and 2", "merge", "rename", "to",
    "and then", "not", "-football", "since 2001", "find articles about", "what", "why",
    "please", "undo", "更新", "主题1", "把", "合并", "和", "不要足球", "找五篇", "关于",
    "改名为", "百分之三十五", "三万二千", "2001年", "35 per cent", "1,200", "5m", "--", "A. ",
    "Mr. ", "U.S.", "。", "？", "！", ",", ";", ":", "\n", "\n\n", "\t", " ", "\u3000", "> ",
    "From: a\n", "wrote:\n", "-- \n", "\u202e", "\u2066", "\u200b", "\u0301", "\ud800",
    "\udc00", "\0", "\x1b[31m", "\x85", "😀", "👨‍👩‍👧", "ﷺ", "٣", "²", "½", "Ⅳ", "İ", "ß",
    "臺灣", "台湾", "火", "مرحبا", "ไทย",
]  # fmt: skip
