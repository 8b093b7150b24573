"""Sentences of the page about models, in English and Chinese: keys "models_…"."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "models_about": (
        "Which models do the work, and where they run.",
        "哪些模型在工作，以及它们在哪里运行。",
    ),
    "models_looking": ("Asking the Ollama server…", "正在询问 Ollama 服务……"),
    # who answers
    "models_answers": ("Who answers", "由谁回答"),
    "models_choose": ("Who should answer?", "由谁来回答？"),
    "models_auto": ("Automatically", "自动选择"),
    "models_auto_about": (
        "The best Llama that the Ollama server has; without one, the offline guide.",
        "使用 Ollama 服务上最合适的 Llama；没有时由离线向导回答。",
    ),
    "models_ollama": ("A certain model of the Ollama server", "指定 Ollama 服务上的一个模型"),
    "models_ollama_about": (
        "Only models that can call tools are listed: they do their work with TopicLlama's own "
        "search and figures.",
        "只列出能调用工具的模型：它们借助 TopicLlama 的搜索和统计来工作。",
    ),
    "models_ollama_none": (
        "There is no such model on the server yet. Fetch one below.",
        "服务上还没有这样的模型，请在下面下载一个。",
    ),
    "models_ollama_away": (
        "No Ollama server answers; what to do is said under “Ollama server”.",
        "没有 Ollama 服务响应，解决办法见“Ollama 服务”一栏。",
    ),
    "models_not_there": ("{name} (not on the server)", "{name}（服务上没有）"),
    "models_guide": ("The offline guide", "离线向导"),
    "models_guide_about": (
        "Needs no language model: it understands requests about texts and topics, but does not "
        "think freely.",
        "不需要语言模型：能处理关于文本和主题的请求，但不能自由思考。",
    ),
    "models_other": ("A model of another provider", "其他服务商的模型"),
    "models_other_about": (
        "Written as provider:model, for example openai:gpt-4.1-mini. It needs the provider's key "
        "and package on this computer, and passages of your texts are sent to the provider.",
        "写作“服务商:模型”，例如 openai:gpt-4.1-mini。需要在本机装好该服务商的软件包和密钥；"
        "你的文本片段会发送给该服务商。",
    ),
    "models_other_label": ("Provider and model", "服务商和模型"),
    "models_other_wrong": (
        "Write it as provider:model, for example openai:gpt-4.1-mini.",
        "请写作“服务商:模型”，例如 openai:gpt-4.1-mini。",
    ),
    "models_pick": ("Choose one of the possibilities.", "请选择其中一项。"),
    "models_use": ("Use this", "使用这个"),
    "models_use_this": ("Use", "使用"),
    "models_use_named": ("Let {name} answer", "由 {name} 回答"),
    "models_env_model": (
        "The environment variable TOPICLLAMA_MODEL names {name}; what you choose here goes "
        "before it.",
        "环境变量 TOPICLLAMA_MODEL 指定了 {name}；在这里的选择优先。",
    ),
    "models_now_answers": ("{name} answers from now on.", "从现在起由{name}回答。"),
    # the Ollama server
    "models_server": ("Ollama server", "Ollama 服务"),
    "models_server_about": (
        "Ollama is a free program that runs language models, on this computer or on another one.",
        "Ollama 是一个免费程序，用来在本机或另一台电脑上运行语言模型。",
    ),
    "models_address": ("Address", "地址"),
    "models_test": ("Test", "测试"),
    "models_save": ("Save", "保存"),
    "models_address_env": (
        "Empty: {host}, from the environment variable {variable}.",
        "留空则使用环境变量 {variable} 中的 {host}。",
    ),
    "models_address_default": ("Empty: {host}, this computer.", "留空则使用本机的 {host}。"),
    "models_address_more": (
        "Further servers that share the work: {hosts}.",
        "另外一起分担工作的服务：{hosts}。",
    ),
    "models_address_fixed": (
        "{hosts}. Another address can be named only on the computer that runs TopicLlama, with the "
        "environment variable OLLAMA_HOST.",
        "{hosts}。其他地址只能在运行 TopicLlama 的电脑上用环境变量 OLLAMA_HOST 指定。",
    ),
    "models_saved_address": ("The address was saved.", "地址已保存。"),
    "models_answers_at": (
        "Ollama {version} answers at {host}. It has {models}.",
        "{host} 上的 Ollama {version} 有响应，有 {models}。",
    ),
    "models_n": ("{n} models, {able} of them able to answer", "{n} 个模型，其中 {able} 个能回答"),
    "models_one": ("1 model, which can answer", "1 个模型，能回答"),
    "models_one_unable": ("1 model, which cannot answer", "1 个模型，但不能用来回答"),
    "models_none_yet": (
        "Ollama {version} answers at {host}, but it has no model yet. Fetch one below: "
        "llama3.2 is a good beginning.",
        "{host} 上的 Ollama {version} 有响应，但还没有模型。请在下面下载一个，可以先用 llama3.2。",
    ),
    "models_silent": (
        "Nothing answers at {host}. Is Ollama installed (ollama.com) and running there? To start "
        "it: ollama serve.",
        "{host} 没有响应。那里装好 Ollama（ollama.com）并启动了吗？启动命令：ollama serve。",
    ),
    "models_slow": (
        "{host} did not answer in time. Is the computer switched on, and does a firewall let port "
        "11434 through?",
        "{host} 没有及时响应。那台电脑开着吗？防火墙是否放行 11434 端口？",
    ),
    "models_forbidden": (
        "Ollama at {host} does not let this program in. Use the address that it listens on, or "
        "allow this one there with OLLAMA_ORIGINS.",
        "{host} 上的 Ollama 不允许本程序访问。请使用它监听的地址，或在那里用 OLLAMA_ORIGINS "
        "允许本程序。",
    ),
    "models_stranger": (
        "Something answers at {host}, but not as Ollama does ({error}). Check the address and the "
        "port: Ollama's is 11434.",
        "{host} 有响应，但不像是 Ollama（{error}）。请检查地址和端口：Ollama 的端口是 11434。",
    ),
    "models_elsewhere": (
        "{host} is not this computer: questions and passages of your texts are sent there.",
        "{host} 不是本机：你的问题和文本片段会发送到那里。",
    ),
    "models_list": ("Models on the server", "服务上的模型"),
    "models_name": ("Model", "模型"),
    "models_size": ("Size", "大小"),
    "models_parameters": ("Parameters", "参数"),
    "models_context": ("Reads at once", "一次能读"),
    "models_tokens": ("{n} tokens", "{n} 个词元"),
    "models_ability": ("Good for", "用途"),
    "models_can_tools": ("answering", "回答"),
    "models_can_embed": ("search by meaning", "按语义搜索"),
    "models_can_text": ("text only, cannot call tools", "只能生成文字，不能调用工具"),
    "models_loaded": ("in memory", "已载入内存"),
    "models_in_use": ("answers now", "正在使用"),
    "models_actions": ("What you can do", "操作"),
    "models_gb": ("{n} GB", "{n} GB"),
    "models_tokens_about": (
        "A token is a piece of a word; 1,000 of them are about 750 English words or 1,000 "
        "Chinese characters.",
        "词元是模型读写文字的最小单位：1000 个词元大约是 750 个英文单词，或 1000 个汉字。",
    ),
    "models_try": ("Try it", "试一试"),
    "models_try_named": ("Try {name}", "试一试 {name}"),
    "models_question": (
        "In one short sentence: what is a topic model?",
        "请用一句话说明：什么是主题模型？",
    ),
    "models_trial": (
        "{name} answered. First word after {first} s (with loading the model)",
        "{name} 已作答。{first} 秒后出现第一个词（含载入模型）",
    ),
    "models_trial_speed": (", then {speed} tokens a second:", "，之后每秒 {speed} 个词元："),
    "models_trial_empty": ("It answered with nothing.", "它的回答是空的。"),
    # fetching models
    "models_get": ("Fetch a model", "下载模型"),
    "models_get_about": (
        "The Ollama server downloads it from ollama.com/library. A model needs about as much "
        "memory as its size.",
        "由 Ollama 服务从 ollama.com/library 下载。模型运行时占用的内存与它的大小差不多。",
    ),
    "models_get_name": ("Another model of the library", "库中的其他模型"),
    "models_fetch": ("Fetch", "下载"),
    "models_fetch_named": ("Fetch {name}", "下载 {name}"),
    "models_fetch_empty": ("Write the name of a model.", "请填写模型的名称。"),
    "models_fetching": ("{name} is being fetched already.", "{name} 已在下载。"),
    "models_all_there": (
        "The models that we recommend are all there.",
        "推荐的模型都已经有了。",
    ),
    "models_for_llama3.2": (
        "A good beginning: quick on most computers.",
        "适合入门：多数电脑上都很快。",
    ),
    "models_for_llama3.2:1b": ("For computers with little memory.", "适合内存较小的电脑。"),
    "models_for_llama3.1": (
        "Answers better; wants 8 GB of memory or more.",
        "回答更好；需要 8 GB 以上内存。",
    ),
    "models_for_qwen2.5": ("Good for Chinese texts.", "适合中文文本。"),
    "models_for_bge-m3": (
        "For search by meaning in Chinese and a hundred other languages.",
        "用于按语义搜索，支持中文等一百多种语言。",
    ),
    # embedding
    "models_embedding": ("Search by meaning", "按语义搜索"),
    "models_embedding_about": (
        "An embedding model turns passages into numbers, so that texts are found that mean the "
        "same in other words. Topics do not need it.",
        "向量模型把文本段落变成数字，这样用词不同但意思相同的文本也能找到。寻找主题不需要它。",
    ),
    "models_embedder": ("Model", "模型"),
    "models_embedder_reads": ("Reads", "能读"),
    "models_reads_en": ("English", "英文"),
    "models_reads_many": ("many languages", "多种语言"),
    "models_embedder_runs": ("Runs", "运行于"),
    "models_done_share": ("Prepared", "已准备"),
    "models_share": (
        "{done} of {total} passages ({percent}%)",
        "{done} / {total} 个段落（{percent}%）",
    ),
    "models_share_none": (
        "nothing to prepare yet: no texts are loaded",
        "还没有可准备的内容：没有加载文本",
    ),
    "models_share_begin": ("nothing yet", "还没有开始"),
    "models_start": ("Prepare now", "现在准备"),
    "models_go_on": ("Go on", "继续"),
    "models_stop": ("Stop", "停止"),
    "models_embedding_named": (
        "The environment variable TOPICLLAMA_EMBEDDER names {name}; what you choose here goes "
        "before it.",
        "环境变量 TOPICLLAMA_EMBEDDER 指定了 {name}；在这里的选择优先。",
    ),
    "models_change": ("Which embedding model?", "使用哪个向量模型？"),
    "models_change_about": (
        "With another model all passages are prepared anew, which takes a while. What was "
        "prepared so far is kept: going back costs nothing.",
        "换一个模型后，所有段落都要重新准备，需要一些时间。以前准备好的会保留，换回来不用重做。",
    ),
    "models_suits": ("The one that suits the texts", "适合文本的模型"),
    "models_suits_about": (
        "For English {name}, which is installed; for Chinese one that the Ollama server has.",
        "英文用已安装的 {name}；中文用 Ollama 服务上有的模型。",
    ),
    "models_installed": ("{name}, installed with TopicLlama", "{name}（随 TopicLlama 安装）"),
    "models_installed_about": ("Reads English.", "能读英文。"),
    "models_of_plugin": ("Of the plugin package {package}.", "由插件 {package} 提供。"),
    "models_of_ollama": ("An embedding model of the Ollama server", "Ollama 服务上的向量模型"),
    "models_of_ollama_none": (
        "The server has none yet. For Chinese texts fetch bge-m3 above.",
        "服务上还没有。中文文本请在上面下载 bge-m3。",
    ),
    "models_by_name": ("Another one, by name or folder", "其他模型（名称或文件夹）"),
    "models_by_name_about": (
        "A sentence-transformers model of huggingface.co, or the folder of a downloaded one.",
        "huggingface.co 上的 sentence-transformers 模型，或已下载模型的文件夹。",
    ),
    "models_by_name_label": ("Name or folder", "名称或文件夹"),
    "models_by_name_empty": ("Write a name or a folder.", "请填写名称或文件夹。"),
    "models_now_embeds": (
        "{name} reads the texts from now on.",
        "从现在起由 {name} 读取文本。",
    ),
    # what runs where
    "models_places": ("What runs where", "各项工作在哪里进行"),
    "models_what": ("Work", "工作"),
    "models_by": ("Done by", "由谁完成"),
    "models_leaves": ("Do texts leave this computer?", "文本会离开本机吗？"),
    "models_no": ("No", "不会"),
    "models_yes": ("Yes, to {where}", "会，发送到 {where}"),
    "models_perhaps": ("Not known yet", "还不清楚"),
    "models_work_topics": ("Topics, trends, search by words", "主题、趋势、按词搜索"),
    "models_work_answers": ("Answers", "回答"),
    "models_work_labels": ("Names and explanations of topics", "主题的命名和解释"),
    "models_work_embedding": ("Search by meaning", "按语义搜索"),
    "models_work_chroma": ("Store of the prepared passages (Chroma)", "段落的存储（Chroma）"),
    "models_here": ("this computer", "本机"),
    "models_by_own": ("TopicLlama itself", "TopicLlama 自身"),
    "models_by_keywords": (
        "TopicLlama, from the documents' own words",
        "TopicLlama，依据文档自身的词语",
    ),
    "models_on_ollama": ("{name}, Ollama at {host}", "{name}（{host} 上的 Ollama）"),
    "models_folder": ("a folder of the workspace", "工作区中的文件夹"),
    "models_chroma_at": ("the server {host}", "服务器 {host}"),
    # plugins
    "models_plugins": ("Plugins", "插件"),
    "models_plugins_about": (
        "What other packages add. It runs as part of TopicLlama and may do whatever you may do.",
        "由其他软件包添加的部分。它们作为 TopicLlama 的一部分运行，权限与你相同。",
    ),
    "models_plugin": ("Plugin", "插件"),
    "models_plugin_kind": ("Kind", "种类"),
    "models_plugin_package": ("Package", "软件包"),
    "models_plugin_state": ("State", "状态"),
    "models_plugin_loader": ("reads files", "读取文件"),
    "models_plugin_embedder": ("embedding model", "向量模型"),
    "models_plugin_algorithm": ("finds topics", "寻找主题"),
    "models_plugin_tool": ("tool", "工具"),
    "models_plugin_ok": ("in use", "可用"),
    "models_plugin_failed": ("cannot be used", "无法使用"),
    "models_plugin_hidden": ("not used", "未使用"),
    # prompts
    "models_prompts": ("Your own prompts", "你的自定义提示词"),
    "models_prompts_about": (
        "A prompt is what a model is told about its work.",
        "提示词是交代给模型的任务说明。",
    ),
    "models_prompts_own": ("You have replaced: {names}.", "你替换了：{names}。"),
    "models_prompts_bad": (
        "These files are not used; the built-in prompts are, until the files are corrected or "
        "deleted:",
        "以下文件没有使用；在改正或删除之前，使用内置的提示词：",
    ),
    "models_prompts_folder": ("Your files lie in {folder}.", "你的文件位于 {folder}。"),
}
