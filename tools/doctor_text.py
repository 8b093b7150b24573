"""What the doctor says: a finding and what to do about it, in English and Chinese."""

from __future__ import annotations

Words = tuple[str, str]

# key: ((finding, hint) in English, the same in Chinese)
TEXTS: dict[str, tuple[Words, Words]] = {
    "python": (("Python {python}, TopicLlama {version}", ""),) * 2,
    "old_python": (
        ("Python {python} is not supported", "Use Python 3.11, 3.12 or 3.13."),
        ("不支持 Python {python}", "请使用 Python 3.11、3.12 或 3.13。"),
    ),
    "packages": (("{list}", ""),) * 2,
    "packages_missing": (
        ("missing: {list}", "Install TopicLlama again: pip install --force-reinstall topicllama"),
        ("缺少：{list}", "请重新安装 TopicLlama：pip install --force-reinstall topicllama"),
    ),
    "folder_ok": (("{root} can be read and written", ""), ("{root} 可读写", "")),
    "folder_new": (
        ("{root} is made at the first use", ""),
        ("{root} 会在首次使用时创建", ""),
    ),
    "folder_bad": (
        ("{root} cannot be used ({reason})", "Choose another folder with --workspace."),
        ("{root} 无法使用（{reason}）", "请用 --workspace 换一个文件夹。"),
    ),
    "settings_bad": (
        ("{file} is damaged", "Start it anew: topicllama doctor --repair"),
        ("{file} 已损坏", "请重建：topicllama doctor --repair"),
    ),
    "lock_free": (("nobody is writing", ""), ("没有进程在写入", "")),
    "lock_held": (
        ("process {pid} is writing", "Wait until it is done, or stop that process."),
        ("进程 {pid} 正在写入", "请等它完成，或停止该进程。"),
    ),
    "disk_ok": (("{free} GB free", ""), ("剩余 {free} GB", "")),
    "disk_full": (
        ("only {free} GB free", "Free some space, or move the workspace with --workspace."),
        ("仅剩 {free} GB", "请清理磁盘，或用 --workspace 换一个位置。"),
    ),
    "corpus_ok": (("{n} documents", ""), ("{n} 篇文档", "")),
    "corpus_none": (
        ("no documents yet", "Load some: topicllama load demo"),
        ("还没有文档", "请加载：topicllama load demo-zh"),
    ),
    "corpus_bad": (
        (
            "the file of documents is damaged ({reason})",
            "Save what can be read: topicllama doctor --repair",
        ),
        ("文档文件已损坏（{reason}）", "请抢救可读的部分：topicllama doctor --repair"),
    ),
    "model_ok": (
        ("version {version}: {n} topics by {algorithm}", ""),
        ("版本 {version}：{n} 个主题（{algorithm}）", ""),
    ),
    "model_behind": (
        (
            "version {version}: {n} topics by {algorithm}; documents since then: {added} new, "
            "{removed} gone",
            "Fold them in: topicllama update",
        ),
        (
            "版本 {version}：{n} 个主题（{algorithm}）；此后新增 {added} 篇文档，移除 {removed} 篇",
            "请更新主题：topicllama update",
        ),
    ),
    "model_none": (
        ("no topics yet", "Find some: topicllama train"),
        ("还没有主题", "请训练：topicllama train"),
    ),
    "model_bad": (
        ("{reason}", "Go back to the newest readable one: topicllama doctor --repair"),
        ("主题模型无法读取：{reason}", "请退回最近的可读版本：topicllama doctor --repair"),
    ),
    "prompts_none": (("the built-in ones", ""), ("使用内置的提示词", "")),
    "prompts_own": (("your own: {list}", ""), ("自定义：{list}", "")),
    "prompts_bad": (
        ("{problems}", "The built-in one is used until the file is corrected or deleted."),
        ("{problems}", "在改正或删除该文件之前，使用内置的提示词。"),
    ),
    "embedder_ok": (("{name}, sha256 as published", ""), ("{name}，sha256 与发布时一致", "")),
    "embedder_other": (("{name}", ""),) * 2,
    "vectors_ok": (
        ("{done} of {total} passages embedded by {name}", ""),
        ("{total} 个段落中 {done} 个已由 {name} 计算向量", ""),
    ),
    "vectors_part": (
        ("{done} of {total} passages embedded by {name}", "Go on with: topicllama embed"),
        ("{total} 个段落中 {done} 个已由 {name} 计算向量", "请继续：topicllama embed"),
    ),
    "vectors_bad": (
        (
            "the file of embeddings is damaged ({reason})",
            "Start it anew: topicllama doctor --repair",
        ),
        ("向量文件已损坏（{reason}）", "请重建：topicllama doctor --repair"),
    ),
    "chroma_ok": (("{n} records at {place}", ""), ("{place} 中有 {n} 条记录", "")),
    "chroma_none": (
        ("nothing is stored yet", ""),
        ("还没有存入内容", ""),
    ),
    "chroma_bad": (
        ("it cannot be opened ({reason})", "Rebuild it: topicllama doctor --repair"),
        ("无法打开（{reason}）", "请重建：topicllama doctor --repair"),
    ),
    "chroma_server": (
        ("{n} records on the server {place} (Chroma API {version})", ""),
        ("服务器 {place} 上有 {n} 条记录（Chroma API {version}）", ""),
    ),
    "unchecked": (
        ("not checked ({reason})", "Repair first: topicllama doctor --repair"),
        ("未检查（{reason}）", "请先修复：topicllama doctor --repair"),
    ),
    # repairs
    "swept": (
        ("half-written files and caches removed", ""),
        ("已清除写了一半的文件和缓存", ""),
    ),
    "saved": (
        ("{n} documents saved; the damaged file is kept as {file}", ""),
        ("抢救出 {n} 篇文档；损坏的文件保留为 {file}", ""),
    ),
    "settings_anew": (
        ("{file} was damaged and is started anew", ""),
        ("{file} 已损坏，已重新建立", ""),
    ),
    "went_back": (
        ("the topics are those of version {version} again", ""),
        ("主题已退回版本 {version}", ""),
    ),
    "no_model": (
        ("no version of the topics can be read", "Train again: topicllama train"),
        ("没有任何可读的主题版本", "请重新训练：topicllama train"),
    ),
    "vectors_anew": (
        ("the damaged file of embeddings is kept as {file}", "Embed again: topicllama embed"),
        ("损坏的向量文件保留为 {file}", "请重新计算：topicllama embed"),
    ),
    "chroma_rebuilt": (
        ("Chroma was rebuilt: {n} records", ""),
        ("已重建 Chroma：{n} 条记录", ""),
    ),
}


def words(key: str, language: str, **values: object) -> Words:
    """(finding, hint) in "en" or "zh"."""
    finding, hint = TEXTS[key][language == "zh"]
    return finding.format(**values), hint.format(**values)
