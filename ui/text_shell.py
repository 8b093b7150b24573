"""Sentences around the views, in English and Chinese."""

TEXTS: dict[str, tuple[str, str]] = {
    "menu": ("Menu", "菜单"),
    "views": ("Views", "页面"),
    "view_chat": ("Chat", "对话"),
    "view_topics": ("Topics", "主题"),
    "view_documents": ("Documents", "文档"),
    "view_map": ("Map", "地图"),
    "view_trends": ("Trends", "趋势"),
    "view_quality": ("Quality", "质量"),
    "view_data": ("Data", "数据"),
    "view_models": ("Models", "模型"),
    "loading": ("One moment…", "请稍候…"),
    "no_answer": (
        "The page gets no answer. Is TopicLlama still running?",
        "页面没有收到回应。TopicLlama 还在运行吗？",
    ),
    "view_failed": (
        "This could not be shown. The log of TopicLlama says why.",
        "无法显示，原因见 TopicLlama 的日志。",
    ),
    "log_in_again": ("Please log in again.", "请重新登录。"),
    "dialog_cancel": ("Cancel", "取消"),
    # Plotly's buttons, in the order that static/plotly.js knows.
    "plotly_words": (
        "Move|Zoom|Zoom in|Zoom out|Box selection|Lasso selection|Show all|Show all|"
        "Save as a picture|Double-click to show all",
        "移动|缩放|放大|缩小|框选|套索选择|显示全部|显示全部|保存为图片|双击显示全部",
    ),
}
