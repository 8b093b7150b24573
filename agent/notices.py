"""The sentences that the conversation itself says, in both languages."""

from __future__ import annotations

_NOTICES = {
    "guide_instead": (
        "Ollama does not answer; the offline guide answers instead.",
        "Ollama 没有响应，由离线向导代为回答。",
    ),
    "nothing_said": (
        "The Llama gave no answer; the offline guide answers instead.",
        "Llama 没有给出回答，由离线向导代为回答。",
    ),
    "cut": (
        "(The answer reached its length limit and was cut. Ask me to go on.)",
        "（回答达到长度上限，被截断了。可以让我继续。）",
    ),
    "truncated": (
        "(The conversation was longer than the model's context, so Ollama left out its beginning. "
        "Start a new chat, or choose a larger num_ctx.)",
        "（对话超出了模型的上下文长度，Ollama 略去了开头部分。请新建对话，或调大 num_ctx。）",
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
    "stopped_call": ("The person stopped this.", "用户停止了这一步。"),
    "lost_call": ("This step was not finished.", "这一步没有完成。"),
    "missing": (
        "Ollama does not have the model {model}. Run: ollama pull {model}",
        "Ollama 上没有模型 {model}。请运行：ollama pull {model}",
    ),
    "no_tools": (
        "The model {model} cannot call tools. Choose another one, or run: ollama pull llama3.2",
        "模型 {model} 不能调用工具。请换一个模型，例如运行：ollama pull llama3.2",
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
    "unsaved": (
        "(This chat could not be saved: {detail}. Check the disk with: topicllama doctor)",
        "（对话未能保存：{detail}。请用 topicllama doctor 检查磁盘。）",
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
