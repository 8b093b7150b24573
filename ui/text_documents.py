"""Sentences of the page about documents, in English and Chinese: keys "documents_…", and those of
the selection: "selection_…"."""

TEXTS: dict[str, tuple[str, str]] = {
    # the selection, by static/selection.js
    "selection": ("Selected documents", "已选文档"),
    "selection_count": ("{n} documents selected", "已选 {n} 篇文档"),
    "selection_count_one": ("1 document selected", "已选 1 篇文档"),
    "selection_ask": ("Ask about them", "就这些文档提问"),
    "selection_show": ("Show them", "查看这些文档"),
    "selection_clear": ("Clear", "清除选择"),
    "selection_about": ("About {n} selected documents", "只问已选的 {n} 篇文档"),
    "selection_about_one": ("About 1 selected document", "只问已选的 1 篇文档"),
    "selection_end": ("Ask about all documents again", "恢复对全部文档提问"),
}
