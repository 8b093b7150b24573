"""The sentences that the conversation itself says, in both languages."""

from __future__ import annotations

_NOTICES = {
    "gone": ("Ollama does not answer.", "Ollama 没有响应。"),
    "guide_instead": ("{why} The offline guide answers instead.", "{why}由离线向导代为回答。"),
    "own_prompt": (
        "(Your own prompt is not used. {problem})",
        "（未使用你自己的提示词。{problem}）",
    ),
    "found": ("Found in the texts: {numbers}", "文本中找到的段落：{numbers}"),
    "nothing_said": ("The Llama gave no answer.", "Llama 没有给出回答。"),
    "cut": (
        "(The answer reached its length limit and was cut. Ask me to go on.)",
        "（回答达到长度上限，被截断了。可以让我继续。）",
    ),
    "truncated": (
        "(The conversation was longer than the model's context, so Ollama left out its beginning. "
        "Start a new chat, or choose a larger num_ctx.)",
        "（对话超出了模型的上下文长度，Ollama 略去了开头部分。请新建对话，或调大 num_ctx。）",
    ),
    "question_cut": (
        "(The question was longer than the model's context, so its middle was left out. Ask it in "
        "parts, or choose a larger num_ctx.)",
        "（问题超出了模型的上下文长度，略去了中间部分。请分几次提问，或调大 num_ctx。）",
    ),
    "limit": (
        "I stopped after {steps} steps without a final answer. Ask for one thing at a time, or "
        "name the topic or the words to look for.",
        "我走了 {steps} 步仍没有得出最终答案。请一次只问一件事，或说明具体的主题或关键词。",
    ),
    "empty": (
        "There is no answer to that yet. Ask it in other words.",
        "暂时没有答案，请换一种说法。",
    ),
    "may_train": (
        "Your message does not ask for it, but the model wants to find {n} topics anew. Allow it? "
        "Undo brings the topics of now back.",
        "你没有要求，但模型想重新找出 {n} 个主题。允许吗？撤销可以恢复现在的主题。",
    ),
    "may_label": (
        "Your message does not ask for it, but the model wants to give all topics new names. Allow "
        "it? It can be undone.",
        "你没有要求，但模型想为所有主题重新命名。允许吗？可以撤销。",
    ),
    "may_edit": (
        "Your message does not ask for it, but the model wants to change the topics ({what}). "
        "Allow it? It can be undone.",
        "你没有要求，但模型想修改主题（{what}）。允许吗？可以撤销。",
    ),
    "may_load": (
        "Your message does not ask for it, but the model wants to load {source}. Allow it?",
        "你没有要求，但模型想加载 {source}。允许吗？",
    ),
    "stopped_call": ("The person stopped this.", "用户停止了这一步。"),
    "lost_call": ("This step was not finished.", "这一步没有完成。"),
    "missing": (
        "Ollama does not have the model {model}. Run `ollama pull {model}`.",
        "Ollama 上没有模型 {model}。请运行 `ollama pull {model}`。",
    ),
    "no_tools": (
        "The model {model} cannot call tools. Choose another one, or run `ollama pull llama3.2`.",
        "模型 {model} 不能调用工具。请换一个模型，例如运行 `ollama pull llama3.2`。",
    ),
    "no_chat": (
        "The model {model} makes embeddings and cannot chat. Choose another one, or run "
        "`ollama pull llama3.2`.",
        "模型 {model} 只能计算向量，不能对话。请换一个模型，例如运行 `ollama pull llama3.2`。",
    ),
    "unable": (
        "The model {model} cannot do what was asked of it ({detail}). Choose another model.",
        "模型 {model} 做不到（{detail}）。请换一个模型。",
    ),
    "forbidden": (
        "The Ollama server does not let this program in. Set OLLAMA_HOST to the address that it "
        "listens on, or allow this one there with OLLAMA_ORIGINS.",
        "Ollama 服务器拒绝了本程序的访问。请把 OLLAMA_HOST 设为它监听的地址，"
        "或在服务器上用 OLLAMA_ORIGINS 放行。",
    ),
    "too_long": (
        "The conversation is longer than the model {model} can read. Start a new chat, or choose a "
        "larger num_ctx.",
        "对话超出了模型 {model} 的上下文长度。请新建对话，或调大 num_ctx。",
    ),
    "memory": (
        "There is not enough memory for the model {model} ({detail}). Choose a smaller model or a "
        "smaller num_ctx, or close other programs.",
        "内存不足，无法运行模型 {model}（{detail}）。请换更小的模型、调小 num_ctx，"
        "或关闭其他程序。",
    ),
    "timeout": (
        "The model {model} took too long to answer. Try again, or choose a smaller model.",
        "模型 {model} 响应超时。请重试，或换一个更小的模型。",
    ),
    "broken_off": (
        "The connection to the model {model} broke off in the middle. Ask again; if it happens "
        "again, restart Ollama.",
        "与模型 {model} 的连接中途断开。请再问一次；如果仍然如此，请重启 Ollama。",
    ),
    "busy": (
        "The server of {model} is overloaded. Wait a moment and ask again.",
        "{model} 的服务器过载。请稍等片刻再问。",
    ),
    "refused": (
        "The model {model} reported an error ({detail}). Ask again, or choose another model.",
        "模型 {model} 报错（{detail}）。请再问一次，或换一个模型。",
    ),
    "damaged": (
        "(This part of the chat is damaged on disk and cannot be read.)",
        "（这部分对话在磁盘上已损坏，无法读取。）",
    ),
    "unsaved": (
        "(This chat could not be saved: {detail}. Check the disk with: topicllama doctor)",
        "（对话未能保存：{detail}。请用 topicllama doctor 检查磁盘。）",
    ),
    "unsaved_full": (
        "(This chat could not be saved: the disk is full. Free some space; the next question saves "
        "this one too.)",
        "（对话未能保存：磁盘已满。请清理磁盘；下次提问时会一并保存。）",
    ),
    "unsaved_closed": (
        "(This chat cannot be saved: the folder of the workspace is read-only.)",
        "（对话无法保存：工作区的文件夹是只读的。）",
    ),
    "unexpected": (
        "Something unexpected went wrong ({detail}). The texts and topics are as they were; ask "
        "again, or run: topicllama doctor",
        "出现了意外错误（{detail}）。文本和主题没有改变；请再问一次，或运行：topicllama doctor",
    ),
}


def notice(key: str, language: str, **values: object) -> str:
    english, chinese = _NOTICES[key]
    return (chinese if language == "zh" else english).format(**values)
