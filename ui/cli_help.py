"""The help of every command and option, in English and Chinese."""

from __future__ import annotations

HELP: dict[str, tuple[str, str]] = {
    "topicllama": (
        "Talk to a pile of texts: find its topics, name them, search, ask.",
        "与一批文本对话：发现主题、命名、搜索、提问。",
    ),
    # commands
    "load": (
        "Add files, folders or a demo corpus (demo, demo-zh).",
        "加载文件、文件夹或示例语料（demo、demo-zh）。",
    ),
    "train": ("Find the topics of the documents.", "找出文档的主题。"),
    "topics": ("List the topics, or explain one.", "列出主题，或解释其中一个。"),
    "label": ("Name the topics anew.", "重新为主题命名。"),
    "edit": (
        "Merge, split, rename or delete topics, mark words as noise, undo.",
        "合并、拆分、重命名或删除主题，标记噪音词，撤销。",
    ),
    "update": (
        "Fold documents that were loaded since into the topics.",
        "把之后加载的文档算进现有主题。",
    ),
    "evaluate": ("Measure the quality of the topics.", "评估主题的质量。"),
    "infer": ("Tell the topics of new documents.", "推断新文档的主题。"),
    "embed": ("Prepare searching by meaning.", "为语义搜索计算向量。"),
    "search": ("Find documents.", "查找文档。"),
    "ask": ("Ask a question or give an order in plain words.", "用日常语言提问或下指令。"),
    "recommend": ("Recommend documents to read next.", "推荐接下来可读的文档。"),
    "trends": ("Show how topics develop over time.", "显示主题随时间的变化。"),
    "sentiment": ("Show the sentiment of each topic.", "显示各主题的情感。"),
    "compare": ("Compare the topics of groups of documents.", "比较各组文档的主题。"),
    "export": ("Write documents, topics or a report to a file.", "将文档、主题或报告写入文件。"),
    "map": ("Draw the documents as a map.", "把文档画成地图。"),
    "adapt": (
        "Adapt a Llama to the documents, and create it in Ollama.",
        "用文档对 Llama 作适配，并在 Ollama 中创建。",
    ),
    "chat": ("Open the chat page in the browser.", "在浏览器中打开对话页面。"),
    "password": (
        "Give a person a name and a password for the page.",
        "为某人设置页面的用户名和密码。",
    ),
    "mcp": (
        "Open the tools to other agents over MCP.",
        "通过 MCP 把工具提供给其他智能体。",
    ),
    "chats": (
        "List and search the kept chats; save one as Markdown, rename or delete it.",
        "列出和搜索保存的对话；可导出为 Markdown、重命名或删除。",
    ),
    "prompts": (
        "List the prompts of the Llama, or copy one to change it.",
        "列出 Llama 的提示词，或复制一份来修改。",
    ),
    "eval_agent": (
        "Measure how well a model does as the agent.",
        "评估模型作为助手的表现。",
    ),
    "plugins": (
        "List the plugins that are installed, and which cannot be used.",
        "列出已安装的插件，以及哪些无法使用。",
    ),
    "tool": (
        "Run one of the agent's tools by its name; without one, list them.",
        "按名称运行智能体的一个工具；省略名称则列出全部工具。",
    ),
    "doctor": ("Check that everything works, and repair.", "检查一切是否正常，并可修复。"),
    "augment": (
        "Let the topics of short texts learn from more words, and keep them if they are better.",
        "让短文本的主题从更多词语中学习，变好才采用。",
    ),
    # options of every command
    "--workspace": (
        "Folder that holds everything (else TOPICLLAMA_WORKSPACE).",
        "保存一切内容的文件夹（默认取 TOPICLLAMA_WORKSPACE）。",
    ),
    "--json": ("Print one JSON object and nothing else.", "只输出一个 JSON 对象。"),
    "--ui-language": (
        "Language of the output: en or zh (else from LANG).",
        "输出语言：en 或 zh（默认取自 LANG）。",
    ),
    "--version": ("Print the version.", "显示版本。"),
    # load
    "PATH": (
        "Files, folders, zip archives, demo or demo-zh.",
        "文件、文件夹、zip 压缩包、demo 或 demo-zh。",
    ),
    "--text-column": ("Column that holds the text.", "正文所在的列。"),
    "--title-column": ("Column that holds the title.", "标题所在的列。"),
    "--date-column": ("Column that holds the date.", "日期所在的列。"),
    "--label-column": ("Column that holds the label.", "标签所在的列。"),
    "--replace": (
        "Replace the documents that are there.",
        "替换已有的文档。",
    ),
    # topics
    "--topics": ("How many topics, or auto.", "主题数，或 auto（自动）。"),
    "--algorithm": (
        "lda, lsa, nmf, or one of a plugin.",
        "lda、lsa、nmf，或插件提供的算法。",
    ),
    "--seed": ("The same seed gives the same topics.", "相同的种子得到相同的主题。"),
    "--seed-words": (
        "File of words that belong together: a topic a line, words separated by commas.",
        "种子词文件：每行一个主题，词之间用逗号分隔。",
    ),
    "--engine": (
        "Train on this machine (local) or on a Spark cluster (spark; LDA only).",
        "在本机训练（local），或在 Spark 集群上训练（spark，仅限 LDA）。",
    ),
    "ID": ("A topic's id or label.", "主题的编号或名称。"),
    "--tree": (
        "Also show as a tree which topics are close.",
        "同时以树的形式显示哪些主题相近。",
    ),
    "--language": ("Language of the labels: en, zh or both.", "名称的语言：en、zh 或 both。"),
    "--style": (
        "Wish for the labels, for example 'at most three words'.",
        "对名称的要求，例如“不超过六个字”。",
    ),
    "--fresh": (
        "Ask the Llama for other names than before.",
        "请 Llama 起与之前不同的名称。",
    ),
    "--report": (
        "Judge each name: how well it fits its documents, which are alike.",
        "评价每个名称：是否贴合其文档、有无相似的名称。",
    ),
    "ACTION": ("What to do.", "要做的修改。"),
    "WHAT_TO_EDIT": (
        "Topics by id or label; rename: a topic and its new name; noise: the words.",
        "主题的编号或名称；rename：主题和新名称；noise：词语。",
    ),
    "--preview": (
        "Show what it would do to the figures, and change nothing.",
        "只显示对各项指标的影响，不做改动。",
    ),
    "--yes-edit": ("Delete without asking.", "删除时不再询问。"),
    "--labels": ("Also compare with the documents' labels.", "同时与文档自带的标签比较。"),
    "FILE": (
        "A file with documents, or - for one document a line.",
        "文档文件；- 表示从标准输入读取，每行一篇。",
    ),
    # augment
    "--same-topics": (
        "How many topics, or auto: as many as there are now.",
        "主题数，或 auto：与现在相同。",
    ),
    "--without-model": (
        "Ask no Llama: the extra words are those of the nearest texts.",
        "不用 Llama：补充的词语来自最相近的文本。",
    ),
    "--group": (
        "Short texts in one call; more save calls.",
        "每次提问包含几篇短文本；越多，提问次数越少。",
    ),
    "--sentences": ("Sentences that each call brings.", "每次提问要几句话。"),
    "--augment-limit": (
        "Ask about so many short texts (0: all).",
        "只就这么多篇短文本提问（0：全部）。",
    ),
    "--weight": (
        "How much the extra words of a text weigh against its own.",
        "一篇文本的补充词语相对于自身词语的权重。",
    ),
    "--keep": (
        "Keep the new topics: auto (by the figures), always or never.",
        "是否采用新主题：auto（看指标）、always 或 never。",
    ),
    "--yes-augment": ("Agree to the budget without being asked.", "不再询问，直接同意预算。"),
    # finding
    "QUERY": ("What to look for.", "要查找的内容。"),
    "--topics-of": (
        "Only these topics (ids or labels, with commas, or given again).",
        "只看这些主题（编号或名称，用逗号分开或重复此选项）。",
    ),
    "--label-of": ("Only documents with these labels.", "只看带这些标签的文档。"),
    "--source-of": ("Only documents of this source.", "只看此来源的文档。"),
    "--text-language": (
        "Only documents in these languages (en, zh, zh-Hant, mixed, other).",
        "只看这些语言的文档（en、zh、zh-Hant、mixed、other）。",
    ),
    "--not": (
        "Leave out documents about this: words, or a topic.",
        "排除与此有关的文档：词语或主题。",
    ),
    "--topic": ("Only this topic (id or label).", "只看这个主题（编号或名称）。"),
    "--mode": ("hybrid, keyword, meaning or topic.", "hybrid、keyword、meaning 或 topic。"),
    "--since": ("Only from this date on.", "只看此日期及以后。"),
    "--until": ("Only up to this date.", "只看此日期及以前。"),
    "--limit": ("How many at most.", "最多多少条。"),
    "TEXT": ("A question or an order.", "问题或指令。"),
    "--documents-of": (
        "Only these documents (ids, with commas, or given again).",
        "只看这些文档（编号，用逗号分开或重复此选项）。",
    ),
    "--chat": ("Go on with this chat.", "继续这个对话。"),
    "--yes": ("Allow what the answer asks permission for.", "允许回答过程中请求许可的操作。"),
    "--liked": ("Ids of liked documents, separated by commas.", "喜欢的文档编号，用逗号分隔。"),
    "--disliked": (
        "Ids of disliked documents, separated by commas.",
        "不喜欢的文档编号，用逗号分隔。",
    ),
    "--like-text": (
        "A text that was liked, or - for stdin; can be repeated.",
        "喜欢的一段文字，- 表示标准输入；可以重复。",
    ),
    "--like-file": (
        "A file with texts that were liked; can be repeated.",
        "含有喜欢的文本的文件；可以重复。",
    ),
    "--history": (
        "Table of what people read: user,document,time (and action); kept as their profiles.",
        "阅读历史的表格：user,document,time（以及 action），保存为各用户的记录。",
    ),
    "--user": (
        "For whom: the profile that is kept, to which --liked and --disliked are added.",
        "为谁推荐：使用保存的记录，并把 --liked 和 --disliked 记入其中。",
    ),
    "--profiles": ("Show whose profiles are kept.", "列出保存了记录的用户。"),
    "--forget": ("Delete everything that is kept about this user.", "删除这个用户的全部记录。"),
    "--evaluate": (
        "Measure the recommendations: hold out what each user read last (--history), or simulate "
        "readers of labels or sources (--by).",
        "评估推荐：留出每个用户最后读的文档（--history），或按标签、来源模拟读者（--by）。",
    ),
    "--readers-by": ("Simulate readers of each label or source.", "按 label 或 source 模拟读者。"),
    "-k": ("How many recommendations are judged.", "评估前多少条推荐。"),
    # analysis
    "--by": ("day, week, month or year.", "day、week、month 或 year。"),
    "--hot-since": ("What was hot from this date on.", "从此日期起有什么热点。"),
    "--hot-until": ("What was hot up to this date.", "到此日期为止有什么热点。"),
    "--groups": ("label, source or period.", "label、source 或 period。"),
    "--documents": ("Also every document (with --json).", "同时给出每篇文档（用于 --json）。"),
    "--check": (
        "Have the Llama judge a sample, and show how far it agrees.",
        "请 Llama 判断一部分文档，并给出一致程度。",
    ),
    "--sample": (
        "Documents that --check has judged, one call each.",
        "--check 请 Llama 判断多少篇文档（每篇问一次）。",
    ),
    "--split": ("Date that divides the periods.", "划分时期的日期。"),
    "--only": ("Only these groups, by name.", "只比较这几个组（写名称）。"),
    # export
    "WHAT": (
        "documents, topics, report, map or method.",
        "documents、topics、report、map 或 method。",
    ),
    "--format": (
        "documents: csv, jsonl or parquet; topics: csv, json, md or pyldavis; report: html or md; "
        "map: html, csv or json; method: md, txt or json.",
        "documents 用 csv、jsonl 或 parquet；topics 用 csv、json、md 或 pyldavis；report 用 "
        "html 或 md；map 用 html、csv 或 json；method 用 md、txt 或 json。",
    ),
    "--output": ("The file to write.", "要写入的文件。"),
    "--force": (
        "Replace the file, whatever it is.",
        "文件已存在时直接替换，不论内容。",
    ),
    "--map-by": (
        "By topics, by meaning (of embedded texts), or auto.",
        "按主题（topics）、按语义（meaning，需计算向量）或 auto。",
    ),
    "--map-output": (
        "Write it to this file: html, csv or json.",
        "写入文件：html、csv 或 json。",
    ),
    # chat
    "--host": ("Address to listen on.", "监听的地址。"),
    "--port": ("Port to listen on (0: a free one).", "监听的端口（0：任选空闲端口）。"),
    "--auth-file": (
        "Ask for a login: names and passwords of this file (topicllama password).",
        "要求登录：使用此文件中的用户名和密码（topicllama password）。",
    ),
    "--auth-file-to-write": (
        "File of names and passwords (else passwords in the workspace).",
        "用户名和密码文件（默认是工作区里的 passwords）。",
    ),
    "NAME_OF_PERSON": ("The name to log in with.", "登录用的用户名。"),
    "--allow-host": (
        "A name that the page may be asked for by (may be repeated).",
        "允许用来访问页面的主机名（可重复）。",
    ),
    "--root-path": (
        "Where a reverse proxy shows the page, for example /texts.",
        "反向代理显示页面的路径，例如 /texts。",
    ),
    "--share": (
        "Let Gradio's tunnel make the page reachable on the internet (needs a login).",
        "通过 Gradio 的隧道让互联网能访问页面（需要登录）。",
    ),
    "--log": (
        "Write what happens on stderr, as text or JSON (the workspace's logs keep it too).",
        "把发生的事情写到标准错误输出，格式为文本或 JSON（工作区的 logs 文件夹里也会保存）。",
    ),
    "--log-level": ("What is worth a line in the log.", "哪些事情值得写进日志。"),
    "--upload-limit": (
        "Largest upload, in MB (500 without it).",
        "上传大小上限，单位 MB（默认 500）。",
    ),
    "--open": ("Open the browser.", "打开浏览器。"),
    "--chroma": ("Use a Chroma server, host:port.", "使用 Chroma 服务器，host:port。"),
    "--model": (
        "Chat model: a name at Ollama, or provider:model.",
        "对话模型：Ollama 中的名称，或 provider:model。",
    ),
    # adapt
    "BASE": (
        "Folder of a Hugging Face Llama checkpoint, or its name on the hub.",
        "Hugging Face 格式的 Llama 模型文件夹，或它在 Hub 上的名称。",
    ),
    "--adapter-output": (
        "New folder for the adapter (else in the workspace, under adapters).",
        "存放适配器的新文件夹（默认在工作区的 adapters 下）。",
    ),
    "--name": (
        "Name of the adapter and of the model in Ollama.",
        "适配器以及 Ollama 中模型的名称。",
    ),
    "--ollama-base": (
        "Ollama's model made of the same checkpoint, such as llama3.2:3b.",
        "Ollama 中与该模型权重相同的模型，例如 llama3.2:3b。",
    ),
    "--create": ("Create the model in Ollama.", "在 Ollama 中创建模型。"),
    "--epochs": ("How often to read the texts.", "通读文本的遍数。"),
    "--steps": ("How many updates, instead of --epochs.", "更新次数，用来代替 --epochs。"),
    "--rank": ("Rank of the adapter: how much it can learn.", "适配器的秩：能学多少。"),
    "--max-length": ("Tokens that are read in one piece.", "一次读取的词元数。"),
    "--batch": ("Pieces that an update learns from.", "每次更新所用的片段数。"),
    "--learning-rate": ("How far an update goes.", "每次更新的幅度。"),
    "--adapt-seed": (
        "The same seed gives the same adapter on the same machine.",
        "同一台机器上，相同的种子得到相同的适配器。",
    ),
    "--device": ("auto, cpu, cuda or mps.", "auto、cpu、cuda 或 mps。"),
    # prompts
    "--http": (
        "Serve over HTTP at /mcp instead of standard input and output.",
        "通过 HTTP（/mcp）提供服务，而不是标准输入输出。",
    ),
    "--mcp-host": (
        "Address to listen on; one that others can reach needs TOPICLLAMA_MCP_TOKEN.",
        "监听地址；其他电脑能访问的地址需要设置 TOPICLLAMA_MCP_TOKEN。",
    ),
    "--mcp-port": ("Port to listen on.", "监听端口。"),
    "--allow": (
        "A folder that agents may load texts from without asking; may be repeated.",
        "智能体不经询问即可加载文本的文件夹；可多次给出。",
    ),
    # chats
    "CHATS_WHAT": ("What to do.", "要做什么。"),
    "CHAT_ID": ("The chat's id, as the list shows it.", "对话的编号，见列表。"),
    "--search": (
        "Only chats with all of these words in title, questions and answers.",
        "只列出标题、问题和回答中含有所有这些词语的对话。",
    ),
    "--chat-name": (
        "rename: the new name; without it the chat is called by its first question.",
        "rename：新名称；省略则用第一个问题作名称。",
    ),
    "--chat-output": (
        "export: the file to write; without it the text is printed.",
        "export：要写入的文件；省略则直接显示。",
    ),
    "--chat-yes": ("delete: without asking.", "delete：不再询问。"),
    "--write": (
        "Copy this prompt into the workspace, to be changed there.",
        "把这个提示词复制到工作区，以便修改。",
    ),
    # eval-agent
    "--conversations": (
        "File of conversations to play; else those of the project.",
        "要进行的对话文件；默认用自带的对话。",
    ),
    "--limit-eval": (
        "Only the first N conversations (0: all).",
        "只进行前 N 个对话（0：全部）。",
    ),
    "--verbose": ("Also every turn that was not right.", "同时列出每个出错的回合。"),
    # plugins
    "--all": ("Also TopicLlama's own parts.", "也列出 TopicLlama 自带的部分。"),
    "TOOL": ("A tool's name.", "工具的名称。"),
    "ARGUMENTS": (
        "Its arguments, such as topic=2.",
        "工具的参数，例如 topic=2。",
    ),
    "--yes-tool": ("Allow it what it asks permission for.", "允许它请求许可的操作。"),
    # doctor
    "--yes-doctor": (
        "With --repair: load lost texts from their sources again without asking.",
        "与 --repair 同用：不再询问，直接从来源重新加载丢失的文本。",
    ),
    "--repair": ("Repair what can be rebuilt.", "修复可以重建的部分。"),
}
