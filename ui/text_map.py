"""Sentences of the page about the map, in English and Chinese: keys "map_…".

Those of "map_js_…" are said by static/view_map.js, which fills in the braces.
"""

TEXTS: dict[str, tuple[str, str]] = {
    "map_title": ("Map of the documents", "文档地图"),
    "map_about_topics": (
        "Each point is a document, coloured by its main topic unless you choose otherwise. The "
        "more it is of other topics too, the nearer it lies to them. Close circles are topics of "
        "similar words.",
        "每个点是一篇文档，默认用颜色表示主要主题；兼有其他主题的文档偏向那些主题。"
        "圆圈越近，主题的用词越相似。",
    ),
    "map_about_meaning": (
        "Each point is a document, coloured by its main topic unless you choose otherwise. Points "
        "that are close are of similar meaning.",
        "每个点是一篇文档，默认用颜色表示主要主题；位置越近，意思越相近。",
    ),
    "map_to_models": ("Prepare search by meaning", "准备按语义搜索"),
    "map_one_document": (
        "There is one document only, so there is nothing to compare it with.",
        "只有一篇文档，没有可比较的对象。",
    ),
    "map_one_topic": (
        "There is one topic only, so all points have one colour. Train with more topics to see "
        "groups.",
        "只有一个主题，所以所有点颜色相同。训练更多主题才能看到分组。",
    ),
    # arranging by topics or by meaning
    "map_sources": ("Arrangement", "排列方式"),
    "map_by_topics": ("By topics", "按主题"),
    "map_by_meaning": ("By meaning", "按语义"),
    "map_make": ("Arrange by meaning", "按语义排列"),
    "map_make_about": (
        "All texts are prepared for search by meaning, so the map can be arranged by it. This "
        "takes a while for many documents; it goes on when the page is closed.",
        "所有文本都已备好语义向量，地图可以按语义排列。文档多时需要一些时间，关闭页面也会继续。",
    ),
    "map_making": ("The map by meaning is being arranged.", "正在按语义排列地图。"),
    "jobs_map": ("Arranging the map by meaning", "按语义排列地图"),
    # tools of the map
    "map_tools": ("Tools of the map", "地图工具"),
    "map_move": ("Move", "移动"),
    "map_lasso": ("Lasso", "套索"),
    "map_box": ("Box", "框选"),
    "map_move_about": ("Drag to move the map", "拖动地图"),
    "map_lasso_about": ("Draw around documents to select them", "圈选文档"),
    "map_box_about": ("Draw a box around documents to select them", "用方框选择文档"),
    "map_in": ("Zoom in", "放大"),
    "map_out": ("Zoom out", "缩小"),
    "map_all": ("Show all of the map", "显示整张地图"),
    "map_figure": ("Map of the documents", "文档地图"),
    "map_keys": (
        "Drag to move, turn the wheel or pinch to zoom, click a point to read its document. With "
        "keys: arrows move, + and − zoom, 0 shows all, Esc clears the selection.",
        "拖动可移动，滚轮或双指可缩放，点击一个点可阅读文档。键盘：方向键移动，+ 和 − 缩放，"
        "0 显示全部，Esc 清除选择。",
    ),
    # what is shown
    "map_filters": ("What is shown", "显示内容"),
    "map_search": ("Find on the map", "在地图上查找"),
    "map_search_hint": ("Words or a question", "词语或问题"),
    "map_label": ("Label", "标签"),
    "map_any_label": ("All labels", "所有标签"),
    "map_since": ("From", "从"),
    "map_until": ("To", "到"),
    "map_colour": ("Colour", "颜色"),
    "map_colour_topic": ("By topic", "按主题"),
    "map_colour_label": ("By label", "按标签"),
    "map_colour_date": ("By date", "按日期"),
    "map_topics": ("Topics", "主题"),
    "map_topics_about": (
        "Choose topics; the other points fade.",
        "选择主题后，其他点会变淡。",
    ),
    "map_reset": ("Show everything", "显示全部"),
    "map_list": ("These documents as a list", "以列表查看这些文档"),
    # said by the script
    "map_js_loading": ("Drawing the documents…", "正在绘制文档…"),
    "map_js_all": (
        "{n} documents of {k} topics. The largest topic is {topic} with {count}.",
        "{n} 篇文档，{k} 个主题。最大的主题是“{topic}”，有 {count} 篇。",
    ),
    "map_js_one": (
        "All {n} documents are in one topic, {topic}.",
        "{n} 篇文档都属于主题“{topic}”。",
    ),
    "map_js_some": ("{shown} of {n} documents stand out; the others are faded.",
                    "突出显示 {n} 篇文档中的 {shown} 篇，其余已变淡。"),
    "map_js_none": ("No document fits: all {n} are faded.", "没有符合的文档：全部 {n} 篇已变淡。"),
    "map_js_sample": (
        "This browser has no WebGL, which draws many points quickly. A sample of {shown} of {n} "
        "documents is drawn; a selection takes in all of them.",
        "此浏览器没有 WebGL（用于快速绘制大量的点）。图上只画出 {n} 篇文档中的 {shown} 篇样本；"
        "选择时仍包括全部文档。",
    ),
    "map_js_undated": ("Documents without a date are faded too.", "没有日期的文档也会变淡。"),
    "map_js_other": ("other", "其他"),
    "map_js_no_label": ("without a label", "无标签"),
    "map_js_no_date": ("without a date", "无日期"),
    "map_js_nothing": ("There is no document inside.", "范围内没有文档。"),
    "map_js_open": ("Click to read", "点击阅读"),
    "map_changed": (
        "The documents have changed since the map was drawn.",
        "绘制地图之后文档有变动。",
    ),
    "map_reload": ("Load the page again.", "请重新加载页面。"),
    "map_gone": ("There is no such document on the map.", "地图上没有这篇文档。"),
    "map_js_missing": (
        "{n} documents loaded after the training have no topics yet, so they are not on the map.",
        "训练之后加载的 {n} 篇文档还没有主题，因此不在地图上。",
    ),
    # what is selected
    "map_selected_one": ("One document is selected", "已选择 1 篇文档"),
    "map_selected": ("{n} documents are selected", "已选择 {n} 篇文档"),
    "map_selected_most": (
        "{n} documents lie inside; the first {most} of them are kept as the selection.",
        "范围内有 {n} 篇文档，其中前 {most} 篇作为选择保留。",
    ),
    "map_selected_topics": ("Their topics", "所属主题"),
    "map_selected_words": ("Their commonest words", "最常见的词"),
    "map_selected_words_about": (
        "The number says in how many of the documents the word stands.",
        "数字表示多少篇文档中出现该词。",
    ),
    "map_selected_words_some": (
        "The number says in how many of {n} documents, spread evenly over the selection, the word "
        "stands.",
        "数字表示从所选文档中均匀抽取的 {n} 篇里，有多少篇出现该词。",
    ),
    "map_clear": ("Clear the selection", "清除选择"),
    "map_documents": ("{n} documents", "{n} 篇文档"),
}  # fmt: skip
