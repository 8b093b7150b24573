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
    "try_again": ("Try again", "再试一次"),
    "view_failed": (
        "This could not be shown. The log of TopicLlama says why.",
        "无法显示，原因见 TopicLlama 的日志。",
    ),
    "trouble_more": ("And {n} more.", "另有 {n} 个文件。"),
    "trouble_rest": ("Everything else works.", "其余部分都可使用。"),
    "trouble_read_only": (
        "The folder of this workspace is read-only: everything can be read, but nothing changed or "
        "kept.",
        "工作区的文件夹是只读的：可以查看，但不能修改或保存。",
    ),
    "go_to_data": ("Load texts", "加载文本"),
    "go_to_topics": ("Find topics", "寻找主题"),
    "log_in_again": ("Please log in again.", "请重新登录。"),
    # who may come in
    "login_title": ("Log in to TopicLlama", "登录 TopicLlama"),
    "login_about": (
        "Only people with a name and a password reach these texts.",
        "需要用户名和密码才能看到这里的文本。",
    ),
    "login_name": ("Name", "用户名"),
    "login_password": ("Password", "密码"),
    "login_button": ("Log in", "登录"),
    "login_wrong": ("The name or the password is wrong.", "用户名或密码不对。"),
    "login_slow": (
        "Too many attempts. Try again in {seconds} seconds.",
        "尝试次数过多，请在 {seconds} 秒后再试。",
    ),
    "log_out": ("Log out", "退出登录"),
    "log_out_of": ("Log out ({name})", "退出登录（{name}）"),
    "not_logged_in": ("You are not logged in.", "你还没有登录。"),
    "not_logged_in_hint": ("Load the page again and log in.", "请重新加载页面并登录。"),
    # what the server refuses
    "view_failed_hint": ("Try again.", "请再试一次。"),
    "server_stopping": ("The server is stopping.", "服务器正在停止。"),
    "server_stopping_hint": ("Try again in a moment.", "请稍后再试。"),
    "from_elsewhere": ("This was not sent by the page itself.", "这个请求不是由页面本身发出的。"),
    "from_elsewhere_hint": ("Open the page by its address.", "请通过页面自己的地址打开。"),
    "host_unknown": (
        "This page does not go by the name {host}.",
        "这个页面不使用名称 {host}。",
    ),
    "host_unknown_hint": (
        "Use the address that TopicLlama printed, or start it with --allow-host.",
        "请使用 TopicLlama 显示的地址，或在启动时加上 --allow-host。",
    ),
    "request_too_large": ("This is larger than {limit} MB.", "内容超过 {limit} MB。"),
    "request_too_large_hint": (
        "Send less at once, or start TopicLlama with a larger --upload-limit.",
        "请分次发送，或在启动 TopicLlama 时用 --upload-limit 提高上限。",
    ),
    # light and dark
    "theme": ("Appearance", "外观"),
    "theme_auto": ("As the system", "跟随系统"),
    "theme_light": ("Light", "浅色"),
    "theme_dark": ("Dark", "深色"),
    "needs_script": (
        "This page needs JavaScript: please allow it for this address.",
        "这个页面需要 JavaScript，请在浏览器中允许它。",
    ),
    "skip": ("Skip to the content", "跳到正文"),
    "dialog_cancel": ("Cancel", "取消"),
    # Plotly's buttons, in the order that static/plotly.js knows.
    "plotly_words": (
        "Move|Zoom|Zoom in|Zoom out|Box selection|Lasso selection|Show all|Show all|"
        "Save as a picture|Double-click to show all",
        "移动|缩放|放大|缩小|框选|套索选择|显示全部|显示全部|保存为图片|双击显示全部",
    ),
}
