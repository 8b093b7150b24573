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
    "folder_closed": (
        (
            "{root} is read-only: everything can be read, nothing changed",
            "Make the folder writable, or copy it to another place and open that with --workspace.",
        ),
        (
            "{root} 是只读的：可以查看，不能修改",
            "请让该文件夹可写，或把它复制到别处再用 --workspace 打开。",
        ),
    ),
    "files_none": (("nothing is stored yet", ""), ("还没有存入内容", "")),
    "files_ok": (
        ("all as they were written", ""),
        ("都与写入时一致", ""),
    ),
    "files_bad": (
        ("{list}", "Put it right with: topicllama doctor --repair"),
        ("{list}", "请修复：topicllama doctor --repair"),
    ),
    "lock_free": (("nobody is writing", ""), ("没有进程在写入", "")),
    "lock_held": (
        ("process {pid} is writing", "Wait until it is done, or stop that process."),
        ("进程 {pid} 正在写入", "请等它完成，或停止该进程。"),
    ),
    "disk_ok": (("{free} GB free", ""), ("剩余 {free} GB", "")),
    "disk_full": (
        (
            "only {free} GB free",
            "Free some space, or copy the folder to another disk and open that with --workspace.",
        ),
        ("仅剩 {free} GB", "请清理磁盘，或把该文件夹复制到别的磁盘再用 --workspace 打开。"),
    ),
    "corpus_ok": (("{n} documents", ""), ("{n} 篇文档", "")),
    "corpus_none": (
        ("no documents yet", "Load some: topicllama load demo"),
        ("还没有文档", "请加载：topicllama load demo-zh"),
    ),
    "corpus_bad": (
        (
            "{reason}",
            "Save what can be read: topicllama doctor --repair",
        ),
        ("{reason}", "请抢救可读的部分：topicllama doctor --repair"),
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
        ("{reason}", "请退回最近的可读版本：topicllama doctor --repair"),
    ),
    "prompts_none": (("the built-in ones", ""), ("使用内置的提示词", "")),
    "prompts_own": (("your own: {list}", ""), ("自定义：{list}", "")),
    "prompts_bad": (
        ("{problems}", "The built-in one is used until the file is corrected or deleted."),
        ("{problems}", "在改正或删除该文件之前，使用内置的提示词。"),
    ),
    "plugins_none": (("none are installed", ""), ("没有安装插件", "")),
    "plugins_ok": (("{list}", ""),) * 2,
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
            "{reason}",
            "Save what can be read: topicllama doctor --repair",
        ),
        ("{reason}", "请抢救可读的部分：topicllama doctor --repair"),
    ),
    "chroma_ok": (("{n} records at {place}", ""), ("{place} 中有 {n} 条记录", "")),
    "chroma_none": (
        ("nothing is stored yet", ""),
        ("还没有存入内容", ""),
    ),
    "chroma_bad": (
        ("it is not what the embeddings say ({reason})", "Rebuild it: topicllama doctor --repair"),
        ("与向量不一致（{reason}）", "请重建：topicllama doctor --repair"),
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
    "nothing_wrong": (("nothing was damaged", ""), ("没有损坏的文件", "")),
    "put_aside": (
        ("what was damaged is kept in {folder}", ""),
        ("损坏的文件保留在 {folder}", ""),
    ),
    "saved": (
        ("corpus.sqlite was damaged: {n} documents could be read and are kept", ""),
        ("corpus.sqlite 已损坏：抢救出 {n} 篇文档", ""),
    ),
    "load_again": (
        ("Load the texts of {name} again, for the documents that are lost?", ""),
        ("要重新加载 {name}，以找回丢失的文档吗？", ""),
    ),
    "loaded_again": (
        ("{n} documents were loaded again from their sources", ""),
        ("从来源重新加载了 {n} 篇文档", ""),
    ),
    "not_loaded": (
        ("{name} was not loaded again: nobody agreed", "Load it: topicllama load {name}"),
        ("没有重新加载 {name}：未得到同意", "请加载：topicllama load {name}"),
    ),
    "source_gone": (
        ("{name} is not there any more, so its documents were not loaded again", ""),
        ("{name} 已不在原处，未能重新加载其中的文档", ""),
    ),
    "documents_lost": (
        ("{n} documents are lost", "Load them again: topicllama load FILE"),
        ("有 {n} 篇文档丢失", "请重新加载：topicllama load 文件"),
    ),
    "documents_unknown": (
        (
            "there are {n} documents now; how many there were, the damaged file does not tell",
            "Look whether some are missing, and load those again: topicllama load FILE",
        ),
        (
            "现有 {n} 篇文档；损坏的文件已无法说明原有多少篇",
            "请检查是否有缺失，并重新加载：topicllama load 文件",
        ),
    ),
    "lost": (
        ("{file} could not be saved: what was in it is lost", ""),
        ("{file} 无法抢救，其中的内容已丢失", ""),
    ),
    "remade": (
        ("{file} is made again when it is needed", ""),
        ("{file} 会在需要时重新生成", ""),
    ),
    "remade_now": (("{file} was made again", ""), ("{file} 已重新生成", "")),
    "version_aside": (
        ("version {version} of the topics was damaged and is put aside", ""),
        ("主题版本 {version} 已损坏，已移到一边", ""),
    ),
    "went_back": (
        ("the topics are those of version {version} again", ""),
        ("主题已退回版本 {version}", ""),
    ),
    "no_model": (
        ("no version of the topics can be read", "Train again: topicllama train"),
        ("没有任何可读的主题版本", "请重新训练：topicllama train"),
    ),
    "vectors_saved": (
        (
            "index/vectors.sqlite was damaged: {n} embeddings could be read and are kept",
            "Make the others: topicllama embed",
        ),
        ("index/vectors.sqlite 已损坏：抢救出 {n} 个向量", "请补算其余的：topicllama embed"),
    ),
    "vectors_dropped": (
        (
            "{n} embeddings were damaged and are gone, the others are kept",
            "Make them again: topicllama embed",
        ),
        ("{n} 个损坏的向量已移除，其余保留", "请补算：topicllama embed"),
    ),
    "profiles_saved": (
        ("profiles.sqlite was damaged: {n} events could be read and are kept", ""),
        ("profiles.sqlite 已损坏：抢救出 {n} 条记录", ""),
    ),
    "chat_saved": (
        ("{file} was damaged: the {n} lines that are good are kept", ""),
        ("{file} 已损坏：保留了完好的 {n} 行", ""),
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
