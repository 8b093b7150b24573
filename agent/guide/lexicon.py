"""The words of each concept, in English and in Chinese: what the table of intents is made of.

English words stand between bars; "~" after a verb stands for its regular endings, "…" for up to
five words in between. The Chinese side is a plain pattern. A new way of saying something is one
more word here, and every intent with that concept understands it.
"""

from __future__ import annotations

Words = tuple[str, str]

# what is spoken of -------------------------------------------------------------------------------

THINGS: dict[str, Words] = {
    "topic": (
        "topics?|themes?|clusters?|subjects?|subject areas?|topical groups?",
        "主题|话题|议题|专题|题目|主旨",
    ),
    "topics": (
        "topics|themes|clusters|subjects|subject areas",
        "(?:哪些|什么|所有|全部|各个?|每个|这些|几个|哪个|几大|主要|多少个?|有啥|都|热门|最)[^,。]{0,6}(?:主题|话题|议题|题目)|(?:主题|话题|议题|题目)(?:都|有哪|有什|有啥|们|列|排|一览|清单|总览|概览|名单)",
    ),
    "model": ("models?|results?|outcome|fit", "模型|结果|效果"),
    "groups": ("groups|categories|classes|bins|buckets|piles|sets", "类别|大类|类|组"),
    "document": (
        "articles?|documents?|docs?|texts?|news|stor(?:y|ies)|pieces?|posts?|reports?|papers?"
        "|passages?|files?|coverage|reviews?|items?|entries|examples?|write-?ups?|clippings?|columns?",
        "文章|文档|新闻|报道|报导|资料|内容|消息|帖子|文本|材料|稿件|稿子|评论|文献|文件|篇目|档案|原文|例文|例子",
    ),
    "corpus": (
        "corpus|corpora|collection|data ?set|data|archive|texts|documents|articles|files|material",
        "语料库?|数据集?|资料库?|集子|库|文本集|文集|文档集",
    ),
    "label": (
        "labels?|names?|titles?|captions?|headings?|headlines?|relabel~|labell?(?:ing|ed)",
        "标签|名字|名称|标题|题名|命名|起名|取名|(?:主题|话题|起|取|换|改|新|好|中文|英文|双语|每个|的|个)名(?!单|列|额|义|次)",
    ),
    "word": (
        "words?|terms?|tokens?|expressions?|vocabulary|keywords?",
        "词语?|词汇|字眼|单词|词表",
    ),
    "keywords": (
        "key ?words?|top (?:words|terms)|words|terms|vocabulary",
        "关键词|关键字|高频词|词语|词汇|哪些词|有什么词|主题词",
    ),
    "demo": (
        r"demos?|demonstration|(?:sample|example|built-?in|bundled|included|practi[cs]e|toy|test|trial|demonstration|ready-made|supplied)(?:s)? (?:corpus|corpora|data ?sets?|data|texts?|collections?|documents|docs|files?|articles|set|news|material|one)|(?:chinese|english|mandarin|your own|own|your) (?:examples?|samples?)|an example(?: first)?$|sample|something (?:i can |to )(?:practi[cs]e|try|play)(?: \w+)?|practi[cs]e (?:on|with)|ready-made|built-?in|lee (?:corpus|news|data|articles|background)",
        "演示|示例|样例|例子|范例|样本|内置|自带|示范|样板|试用|练手|练练手|现成的",
    ),
    "source": (
        "sources?|outlets?|newspapers?|publishers?|publications?|media|magazines?|agencies",
        "来源|媒体|出处|各报|报纸|报社|刊物|渠道",
    ),
    "language": (
        "languages?|chinese|english|mandarin|bilingual",
        "语言|中文|英文|英语|汉语|双语|中英|简体",
    ),
    "other_language": (
        "german|deutsch|french|fran[cç]ais|spanish|espa[nñ]ol|japanese|korean|italian|russian|portuguese|arabic|latin",
        "日语|日文|法语|法文|德语|德文|韩语|韩文|西班牙语|俄语|意大利语|葡萄牙语|阿拉伯语",
    ),
}

# what is wanted ----------------------------------------------------------------------------------

DEEDS: dict[str, Words] = {
    "load": (
        "load~|open~|import~|read(?: in)?|ingest~|upload~|pull in|bring in|put in|feed~|fetch~|add~|use~|using|try~"
        "|take|start with|begin with|work with|work on|switch to|set up|process~|analy[sz]e~|go with|play(?: around)? with|have",
        "载入|加载|导入|打开|开启|读取|读入|读|上传|装入|装载|装进|载进|读进|放进|调入|引入|添加|加入|加上|再加|换成|换|用|使用|试试?|试用|启动|开|来|看看?|处理|输入|匯入|加|跑",
    ),
    "load_hard": (
        "load~|import~|ingest~|upload~|open~",
        "载入|加载|导入|上传|读取|读入|装载|载进|装进来?",
    ),
    "train": (
        "train~|re-?train~|discover~|detect~|extract~|identif(?:y|ies|ied|ying)|compute~|re-?compute~|cluster~|infer~|uncover~|mine|modell?ing|model (?:the|my|these|them|it|this)|fit|re-?fit~|learn~"
        "|partition~|categori[sz]e~|classif(?:y|ies|ied|ying)|topic[- ]model~|generate~|calculate~|work out|figure out|find out|determine~|re-?run~|run(?:s|ning)?(?! (?:me|us|through))|redo~|produce~|build~|create~|derive~|segment~|sort|organi[sz]e~|arrange~",
        "训练|重训|聚类|聚成|分类|归类|归纳|提取|抽取|提炼|挖掘|识别|发现|找出|抓|划分|分成|分为|分出|归成|归为|建模|建立|构建|生成|算出|计算|重算|整理|梳理|总结出|重跑|跑|建|挖|弄出|做出|理出|分析出|分群|分一?分|重新训练|拟合|聚",
    ),
    "train_hard": (
        "train|(?:start|begin|do|run|redo) (?:the |a )?(?:new )?training|trained|re-?train~|fit|re-?fit~|topic[- ]?model+(?:s|ing|ed)?|clustering|lda|lsa|lsi|nmf|model the|(?:fewer|more|less) (?:topics|themes|clusters)|(?:decide|choose|determine|pick) (?:how many|the number)|clustered|re-?cluster|sort … into",
        "训练|重训|聚类|分群|主题建模|主题分析|建模|重跑|lda|lsa|lsi|nmf|重新跑|再跑|归归类|聚成|会聚|能聚|分成什么|归类|分几类|分[^,。]{0,3}类|自动(?:确定|选择|决定)",
    ),
    "find": (
        "find~|get~|give~|want~|need~|make~|look for|search for|have|split|divide|group~|do|use|using|try|set|choose|let's go with|how about",
        "寻找|找|分|要|来|弄|做|给我?|改成|换成|拆成|用|试试?|设为|设成|得到|想要|需要",
    ),
    "train_strong": (
        "train~|re-?train~|compute~|calculate~|discover~|mine|uncover~|cluster~|extract~|detect~|identif(?:y|ies|ied|ying)|work out|figure out|find out|determine~|modell?ing|model (?:the|my|these|them|it|this)|run(?:s|ning)?(?! (?:me|us|through))|re-?run~|decide~|choose|automatic(?:ally)?|should",
        "分几[个类]|分多少|分成几|能[^,。]{0,10}(?:找|发现|看)(?:到|出)|训练|弄清楚?|搞清楚?|提取|抽取|提炼|识别|聚类|挖掘|算一?[下算]|计算|跑|分出|分析|建|归纳|分成|能分|重新|lda|nmf|lsa|自动|整理",
    ),
    "asks_topics": (
        "(?:which|what)(?: are| were)?(?: the| my| our| your)?(?: \\w+){0,2} (?:topics|themes|clusters|subjects)|(?:which|what) (?:topic|theme|subject)|how many (?:topics|themes|clusters|subjects)",
        "(?:哪些|什么|哪几个|有啥|啥|几个|多少个?)(?:主要|常见|热门|不同)?的?(?:主题|话题|议题|题目)|(?:主题|话题|议题|题目)(?:都|一共|总共|主要)?(?:有|是|包括)?(?:哪些|哪几|什么(?!区|不|差)|啥|几个|多少个)(?!文|新闻|报|资料|关键|词|内容|变|趋)",
    ),
    "found": (
        "what (?:did|have|has) (?:you|we|it) (?:find|found|got|get|come up with|discover\\w*|got out)|what (?:came|comes) out|what you (?:found|got)|what (?:are|do|did) (?:people|they|authors|journalists|writers) (?:writ\\w+|talk\\w*|wrote) about(?: the)?(?: most| mostly| mainly)?$",
        "(?:你|都)?(?:找出|找到|发现|得出|出来)了?(?:些)?(?:什么|啥|哪些)",
    ),
    "texts_about": (
        "what (?:are|is|do|does) (?:they|it all|the|these|this|those|my|our) ?(?:texts?|articles?|documents?|corpus|collection|data|files?|papers?|stories)? ?(?:\\w+ )?(?:all |mainly |mostly |generally |really )?(?:about|talk(?:ing)? about|deal(?:ing)? with|cover|discuss|revolve around)(?! (?:it|them|this))(?: \\w+)?(?: general)?[?]*$|what .* (?:texts|articles|documents|corpus|data) (?:is|are) (?:all )?about[?]*$",
        "^(?:这[些批堆]|那[些批堆]|这个|这|我的)(?:文章|文本|资料|文档|材料|新闻|报道|语料库?|数据|东西|文件|稿子)?(?:整体|总体|大概|主要|基本|大致|究竟|到底|上|都|在|是)*(?:讲|说|谈|写|聊|讨论)(?:了|的|些|的是|点)*(?:什么|啥|哪些(?:内容|东西|方面)?)(?:内容|东西)?[?]*$",
    ),
    "algorithm": (
        "lda|lsa|lsi|nmf|latent dirichlet|latent semantic|non-?negative",
        "lda|lsa|lsi|nmf|潜在语义|潜在狄利克雷|非负矩阵",
    ),
    "again": (
        "again|once more|anew|afresh|over|redo~|re-?run~|repeat~|another (?:run|time|go)",
        "重新|重来|再来|再[^,。]{0,4}[一次遍]|重跑|重算|重做|再跑|再训",
    ),
    "show": (
        "show~|list~|display~|see|view~|print~|give|enumerate~|present~|let me see|look at|overview of|remind|tell|what are|which are|what were|recap~|name all|bring up|run (?:me |us )?through|walk (?:me |us )?through|take (?:me |us )?through|go through|on (?:the )?screen|gist of",
        "列|显示|展示|看|查看|给我|罗列|说说|讲讲|总结|介绍|呈现|亮|报一?下|告诉|过一遍|过一下|摆出|摆一|过目|大意|概括|念|浏览|瞧瞧|瞄",
    ),
    "map": (
        "map of (?:the |my |all |these |our )*(?:documents?|texts?|topics?|corpus|articles)|(?:document|topic|text|corpus|2-?d) maps?|scatter ?plots?",
        "(?:文档|文本|文章|主题|语料|话题)(?:的)?(?:地图|分布图|散点图)|二维(?:地图|图)|散点图|画.{0,4}地图",
    ),
    "tree": (
        "trees?|hierarch~|dendrogram|(?:close|closest|near|nearest|related|similar) to (?:each other|one another)|close together|closest topics|how close|(?:most )?(?:alike|similar) topics|(?:most|more) alike|topics (?:are )?(?:very |most |the )?(?:related|close|closest|similar|near|nearest)",
        "树|层次|层级|谱系|(?:互相|彼此|相互|比较|最|很|更|主题|话题)(?:接近|相近|相似|靠近)|关系图|相近的主题|相似的主题",
    ),
    "sizes": (
        "sizes?|by size|shares?|proportions?|how (?:big|large)",
        "大小|篇数|占比|比例|占多少|多大",
    ),
    "explain": (
        "explain~|describe~|what is|what's|what does|tell|about|details?|summari[sz]e~|elaborate~|zoom|dig|deeper|mean~|meant|understand~|curious|know|define~|more on|interpret~|clarify|expand~|unpack",
        "解释|介绍|说明|讲|说|详|是什么|是啥|什么意思|内容|了解|展开|理解|看|究竟|到底|意思|怎么回事|看懂|明白|好奇|定义|涉及|代表",
    ),
    "common": (
        "most common|biggest|largest|main|most frequent|dominant|dominate~|top|smallest|rarest|key|prevalent|principal|major|most often|most important|most prominent|leading|central|prominent",
        "最常见|最多|最大|主要|最重要|最普遍|占比|占得|排行|排名|排序|占多少|比例|前[一二三四五六七八九十\\d]|大头",
    ),
    "label_deed": (
        "(?:re-?)?label(?:l?ing|l?ed)?|nam(?:e|ed|ing)|title|titling|re-?title|caption|rename all|rename everything|call (?:the |these |my |all |all the )?topics|rename (?:the |all |these |every )+topics?|christen~|baptise",
        "命名|起名|取名|起(?:个|一个|上|出)?[^,。]{0,8}(?:名|标题)|取(?:个|一个|上)?[^,。]{0,8}(?:名|标题)|(?:贴|打|加|做|上|标)(?:个|上|一下)?[^,。]{0,4}标签|标注",
    ),
    "improve": (
        "give~|find~|make~|create~|write|suggest~|assign~|generate~|add~|need~|want~|prefer~|come up with|get|redo~|change~|improve~|update~|new|put|better|nicer|shorter|longer|clearer|simpler|funnier|funny|good|different|other|proper|more serious|serious|less|awful|terrible|bad|poor|ugly|hate|again|over|in|into|turn|translate~|should be|could be|both|please|formal|plain|catchy|chinese|english|bilingual|let the|have the|all|every|use|style|call",
        "换|改|更|重|要|用|给|想|好|差|烂|短|长|简|通俗|正式|有趣|搞笑|双语|中文|英文|中英|翻译|都|写|生成|弄|风格|像|再|最好|不行|一点|一些|些",
    ),
    "merge": (
        "merg(?:e|es|ed|ing)|combin(?:e|es|ed|ing)|join~|unit(?:e|es|ed|ing)|unif(?:y|ied|ying)|fuse~|collapse~|consolidate~|lump~|amalgamate~|melt together|glue|blend~|fold … into|roll … into"
        "|put … together|group … together|bring … together|bring together|join up|put together|throw … together|stick … together|make … one|into one|(?:should|could|ought to|must|can) (?:all )?be (?:one|the same|a single|together|joined|in one)|single topic|belong~ together|go(?:es)? together"
        "|same thing|same topic|one topic|identical|duplicates?|basically the same|are the same|one and the same",
        "合并|合成|合为|合到|合在|合起|合一|合了|合掉|整合|归并|并到|并成|并为|并入|并进|并在|融合|凑一起|放一起|放到一起|放在一起|归为一|归到一|归成一|当成一个|算一个|是一回事|同一回事|一码事|同一件事|是一样的|同一个主题|一个主题就|应该是一个|是一个主题|变成一个|成为一个|连成一个|连在一起|并了|并掉|并吧|整并|揉|捏|归并|凑成|merge|(?<!组)合(?:吧|一块|一起|一下)|(?:把|将)[^,。]*[合并]$|[\\d]合$",
    ),
    "split": (
        "split~|divide~|separate~|subdivide~|break (?:topic|theme|it|this|that)|break … up|break up|break … apart|break … down|break down|take … apart|pull … apart|cut … in|cut up|disentangle~|smaller (?:pieces|parts|ones|topics|chunks)|in(?:to)? (?:pieces|parts|halves)|too (?:broad|wide|big|large|mixed|general)|is a mix|two (?:different )?(?:topics|things) in|mixes",
        "拆|分裂|细分|分拆|切分|分开|一分为|切开|剖开|太宽|太杂|太大|太泛|太笼统|混了|混在|split|分成小|分成两|分成几|分为两|分成更小|分细|再分|分吧|分一分|分得更?[小细]|更细|分小|切|劈",
    ),
    "delete": (
        "delet(?:e|es|ed|ing)|remov(?:e|es|ed|ing)|drop~|discard~|eras(?:e|es|ed|ing)|kill~|hide~|bin(?: it)?|scrap~|trash|dump|rm|kick(?:ing|ed)? … out|kick out|throw(?:ing)? … (?:out|away)|throw (?:out|away)|get(?:ting)? rid of|take … out|chuck … out|goes away|went away|(?:can|should|must|has to|may) go$|eliminat(?:e|es|ed|ing)|is (?:rubbish|garbage|junk|useless|worthless|trash|crap|nonsense)|(?<!is )(?<!has )gone|away with|lose topic|wipe~ out|(?:don't|do not) (?:need|want) … (?:topic|any ?more)",
        "删|去掉|移除|丢弃|丢掉|清除|不要(?:了)?|去除|拿掉|扔|抹[掉去]|剔除|踢掉|踢出|砍掉|移走|delete|remove|没用|没啥用|用不着|不需要|干掉|灭掉|垃圾|撤掉|拿走|去除|剔掉|不想(?:再)?看",
    ),
    "ignore": (
        "ignor(?:e|es|ed|ing)|exclud(?:e|es|ed|ing)|leav(?:e|ing) out|(?:leave|leaving|keep|keeping|cut|take) … out|(?:take|strike|cross) … off|(?:is|are) not (?:a |an )?(?:meaningful|useful|real|proper|interesting|important)|strip~|filter~|skip~|disregard~|forget|omit~|stop counting|do not count|don't count|take out|throw out|get rid of|drop~|remov(?:e|es|ed|ing)|not count~|suppress~|(?:should not|shouldn't|must not|don't|doesn't) (?:count|matter|be counted|be included|be used)|(?:is|are) (?:useless|meaningless|irrelevant)|mean nothing|says? nothing|tells? us nothing|means nothing",
        "忽略|去掉|去除|剔除|排除|过滤|屏蔽|删掉|删除|不要|扔掉|别算|不算|不统计|别统计|别管|不计|不用管|去了|无视|略过|跳过|滤掉|删了|当主题词|当关键词|不要出现|别出现|不出现|不该出现|不是有意义|不算有意义|不该算|不应该算|没意义|没有意义|没用|别要|不必理|别理",
    ),
    "noise": (
        "noise|stop ?words?|stop ?list|fillers?(?: words?)?|(?:useless|meaningless|empty|uninformative|boring) (?:words?|terms?)|black ?list|noise words?",
        "噪[音声]|停用词?|干扰词|废词|废话|(?:没用|无用|无意义|没有意义|没意义|没什么意义)的?词|黑名单|虚词",
    ),
    "update": (
        "updat(?:e|es|ed|ing)|refresh~|up to date|includ(?:e|es|ed|ing)|incorporat(?:e|es|ed|ing)|fold(?:ed|ing)?(?: … )? in|integrat(?:e|es|ed|ing)|absorb~|account|consider~|take … into|work in|add~|assign~|count(?:ed|ing)?(?: in)?|catch up|sync~|take in|put|part of the topics|(?:be|become) part|belong~|work … in(?:to)?|merge … in(?:to)?|bring … in(?:to)?",
        "更新|刷新|算进|算上|加进|加入|加到|加上|并进|纳入|放进|归进|包括|计入|补上|吸收|考虑进|考虑|同步|算在内|也算|归入|放到|归到|收进|添到|融进|融入|算到|算入|并到|并入|合进|加",
    ),
    "refresh": ("updat(?:e|es|ed|ing)|refresh~|up to date|catch up|sync~", "更新|刷新|同步"),
    "new_documents": (
        r"(?:new|newly[ -]\w+|newer|added|additional|missing|remaining|just loaded|latest|fresh|extra|recent) (?:\w+ )?(?:articles?|documents?|docs?|texts?|files?|news|stories|pieces?|reports?|papers?|items?|ones|data|material)|(?:articles|documents|docs|texts|files|data|material|stuff|ones) (?:i|we)(?:'ve| have)? (?:just |newly )?(?:added|loaded|put)|(?:i|we)(?:'ve| have)? (?:just |also )?(?:added|loaded|put in)(?: \w+){0,2} (?:texts|documents|files|articles|data)",
        "(?:后来|追加|新近|最近)(?:导入|载入|加载|加|放|上传)(?:进来|进去|入)?的?(?:文章|文档|新闻|报道|资料|文本|材料|稿件|文件|数据|内容)|(?:新增?|新加载?|新载入|新导入|新来|新放|新上传|最新|刚加载|刚载入|刚导入|刚加|刚才加|后加|后来加|剩下|剩余|漏掉|未计入|没计入|又加|补充)(?:进来|进去|入)?(?:了|些|的|那些|这些)*(?:文章|文档|新闻|报道|资料|文本|材料|稿件|文件|数据|东西|内容|档案)",
    ),
    "undo": (
        "undo~|undone|revert~|roll~(?: it| that| this)? back|take (?:that|it|this) back|restore~|go back|went back|put (?:it|that|everything) back|cancel (?:the |that |my )?(?:last|edit|change|merge|step|previous)|(?:previous|earlier|old|former) (?:version|state)|as it was|how it was|like before|step back|reverse (?:that|it|the)|unmerge|turn back",
        "撤销|撤回|撤消|改错|弄错|搞错|合错|删错|恢复|还原|回退|退回|退一步|反悔|收回|复原|取消(?:刚才|上|这|那|合并|删除|改名|修改|操作|掉)|取消$|undo|倒回|回到(?:之前|原来|上)|变回|改回|回滚",
    ),
    "rename": (
        "rename~|call~|named|called|name~|re-?label~|re-?title~|label~|title~|->|=|→|=>|should be called|is called|new name|to be called|change … (?:name|label|title)|should (?:be|read|say)|set … (?:name|label|title)|known as|dub~|from now on|henceforth|give … (?:name|label|title)",
        "改名|重命名|更名|改个名|换个名|换名|改叫|改称|叫做?|称为|称作|命名|取名|起名|名字|名称|标签|->|→|改成|改为|换成|rename",
    ),
    "search": (
        "find~|search~|look(?:ing)? (?:for|up)|show~|list|give|get|pull(?: up)?|dig(?: up)?|hunt~|fetch~|query|locate~|retrieve~|read about|read",
        "找|查|搜|检索|翻|寻|看看|调出|列出|读到|给我|搜寻|查询",
    ),
    "search_hard": (
        "search~ (?:for|the|through)|search|find (?:me )?(?:articles|documents|texts|news|stories|reports|anything|something|everything)|look for (?:articles|documents|texts)|articles (?:about|on)|documents (?:about|on)|texts (?:about|on)|stories (?:about|on)|(?:show|list|give)(?: me)? (?:the |all |some )?(?:articles|documents|texts|stories)",
        "搜索|检索|查找|找(?:一?找|一下|找看)?[^,。]{0,12}(?:文章|文档|报道|新闻|资料)|查一?查|查一下|搜",
    ),
    "recommend": (
        "recommend(?:s|ed|ing|ations?)?|(?:did not|didn't|do not|don't) like|dislik~ed?|suggest~(?: me)?|suggestions?|similar|resembl~e|resemble~|alike|akin|comparable|related to|close to|liked|enjoyed|loved|more like|(?:some|any)thing like|like (?:this|that|these|those|it|the (?:first|second|third|fourth|fifth|last))|(?:articles|documents|texts|stories|ones|pieces|docs|others) like|of (?:that|this|the same) (?:kind|sort|type)|in the same vein|(?:should|could|can|shall|might|to|would) (?:i|we) (?:read|look at|enjoy|like)(?! (?:about|on))|what (?:else )?(?:should|could|can|might|to) (?:i |we )?(?:read|enjoy|look at|like)|(?:what|something|anything) (?:else )?(?:to|might i|could i|would i|should i) (?:read|enjoy|like)|read(?:ing)? (?:tips?|lists?|next|on|suggestions?)|worth reading|worth my time|next read|(?:for|to) (?:someone|somebody|people|a person|a fan|fans|an? \\w+ (?:fan|lover))|interested in|along the lines|in that vein|(?:big |huge )?fan of|(?:someone|somebody|people|anyone) (?:who|into)|based on (?:what|the|document|article|d)|might interest|would interest|i(?:'m| am) reading|i (?:also |really )?like(?!d? (?:to|it if))|i(?:'ve)? read(?! about)",
        "推荐|推介|推薦|推几|推一|建议[^,。]{0,3}(?:读|看|阅读)|类似|相似|相近|差不多|很像|雷同|同类|这种的|这类的|那样的|这样的|一样的|像[^,。]*(?:的|那样)|(?:该|可以|应该|能|值得)[^,。]{0,3}(?:读|看)[^,。]{0,3}(?:什么|哪些|哪篇|啥)|值得[^,。]{0,3}(?:读|看)|(?:该|应该)(?:读|看)[点些]?(?:什么|啥|哪)|喜欢|爱看|爱听|爱玩|接着(?:该)?(?:读|看)|(?:读|看)(?:点|些)?(?:什么|啥)(?:好|呢)|爱好|适合[^,。]{0,4}(?:读|看)|看过|感兴趣|读过|读了|看了|很好看|有意思|路子|口味|我是[^,。]{1,8}(?:迷|粉)|粉丝|爱好者|接下来(?:该)?(?:读|看)",
    ),
    "recommend_hard": ("recommend~|recommendations?|suggest~|suggestions?", "推荐|推介|建议"),
    "sentiment": (
        "sentiments?|moods?|tones?|emotions?|emotional(?:ly)?|feel~|feelings?|positive(?:ly|ity)?|(?<!non-)negative(?:ly|ity)?|optimis\\w+|pessimis\\w+|critical(?:ly)?|favou?rabl[ey]|happy|happier|happiest|angry|angrier|angriest|gloom\\w*|cheerful\\w*|upbeat|depressing|sad|saddest|friendly|hostile|attitudes?|polarity|mean-spirited|bitter|joyful|upset|unhappy|mad|annoyed|frustrated|hopeful|enthusiastic|worried|afraid|fearful|anxious|pleased|satisfied",
        "情感|情绪|正面|负面|积极|消极|褒贬|褒|贬|语气|基调|态度|乐观|悲观|好评|差评|口碑|感受|感情|心情|生气|开心|愤怒|友好|敌意|正负|好话|坏话|高兴|难过|悲伤|失望|焦虑|担忧|满意|不满",
    ),
    "trend": (
        "trends?|trending|(?:big|biggest|major|main|hot|hottest|key) events?|over (?:time|the (?:years|months|weeks|decades))|through (?:time|the (?:years|months|decades))|rising|falling|growing|shrinking|declin\\w+|increas\\w+|decreas\\w+|emerg\\w+|fading|booming|dying|rise|rose|risen|fall|fell|fallen|grow|grew|grown|evol\\w+|develop\\w*|chang(?:e|ed|es|ing)|gain(?:ed|ing|s)?|los(?:t|e|es|ing)|(?:go|goes|going|went|gone) (?:up|down)|hot|hotter|hottest|burst\\w*|peak\\w*|spik\\w+|hype|buzz|(?:per|by|each|every|a) (?:year|month|week|day|quarter)|year[- ]by[- ]year|month[- ]by[- ]month|week[- ]by[- ]week|yearly|annual(?:ly)?|monthly|weekly|daily|timelines?|time line|time series|history|popular(?:ity)?|attention|momentum|still|becom(?:e|es|ing)|more (?:common|frequent|often|talked about)|less (?:common|frequent|often)|shift(?:s|ed|ing)?|fashion|dynamics|(?:take|took|taken|taking) off|surg\\w+|boom\\w*|all the rage|heyday|curve|up(?:wards?)? or down(?:wards?)?|interest in",
        "大事(?:件)?(?![化记])|大新闻|(?:热门|热点|重大|重要)事件|趋势|走势|走向|演变|演进|变迁|消长|此消彼长|随(?:着)?时间|上升|下降|增长|增加|减少|升温|降温|变热|变冷|(?<![山野大救着起灭放烟战柴怒])火(?![灾车箭山星锅炉柴药势焰情场警])|变凉|凉了|热了|冷了|越来越[多少热火]|走红|兴起|衰退|消退|回落|冒出|热门|热点|热度|最热|很热|那么热|爆发|高峰|峰值|突发|[按每各逐](?:年|个?月|周|天|日|年份|月份|季度?|星期)|时间线|历年|年度|月度|变化|怎么变|如何变|流行|过气|发展|这些年|近年来?|起伏|升降|涨|跌|多起来|少了|走下坡|时序|波动|不[再火]|红起来|火起来|冒头|到顶|顶峰|巅峰|曲线|抬头|冷下|热起来|走低|走高",
    ),
    "quality": (
        "quality(?:-wise)?|good enough|coheren(?:ce|t)|perplexity|npmi|diversity|metrics?|evaluat\\w+|stability|stable|goodness|trust\\w*|reliab\\w+|how (?:good|bad|accurate|well|convincing|sound|solid|sensible|useful|robust)|any good|make(?:s)? sense(?! of)|believ\\w+|score~|scores?|assess~|judg~e|judge~|rate the|grade~|convincing|accura\\w+|valid(?:ity)?|are (?:they|these|the topics|the results?) (?:any )?(?:good|ok|okay|useful|sensible)|is (?:it|this|the model|that) (?:a |an )?(?:any )?(?:good|ok|okay|decent|useful|poor|bad)|solid|rely on|worth anything|confident",
        "质量|品质|一致性|连贯性?|困惑度|多样性|靠谱|可靠|准确|准不准|可信|稳定|评估|评价(?:一下)?(?:主题|模型|结果|质量)|指标|得分|多少分|几分|分数|评分|打(?:个|一下|一?个)?分|评个分|npmi|(?:模型|结果|效果|主题|分)(?:得|做得|找得|分得|训练得|的?质量|的?效果|到底|整体|都|究竟)*(?:有多[好差准]|好不好|好吗|怎么样|咋样|如何|行不行|行吗)|信得过|有效|合理|能信|准吗|好坏|水平",
    ),
    "overview": (
        "overview|statistics|stats|summary|summari[sz]e~|profile|status|state|loaded|how (?:many|much|large|big|long)|size|languages|time span|period|periods|dates?|date range|years|sources|in (?:here|there)|do (?:i|we) have|have (?:i|we)|describe|about|tell|info|kind of|anything|nothing|what's in|contents?|inventory|facts|figures|numbers|far back|range|from when|average length|how old|number of (?:documents|texts|articles|files)|(?:i|we)(?:'ve| have)? (?:just )?loaded|what exactly is|what is in|is in|consist\\w*|made up of",
        "概况|概览|总览|概述|概要|统计|多少|数量|篇数|收录|载入的|加载的|导入的|几篇|几个|规模|大小|多大|基本情况|情况|简介|有什么|有哪些|有些什么|有些啥|有啥|语言|中文|英文|哪些语言|时间段|时间范围|日期|跨度|加载了|载入了|导入了|都载|都加载|里面?有|长度|构成|多久以前|从什么时候|到什么时候|什么时候到什么时候|什么年代|多旧|多老|什么时候的|目前|有(?:载入|加载|导入|数据|东西)[^,。]{0,4}吗|多长|信息|介绍|数字|描述|说明",
    ),
    "compare": (
        "compar(?:e|es|ed|ing|isons?)|differ~|differences?|different(?:ly)?|versus|vs\\.?|contrast~|distinguish~|before and after|before … after|after … before|compared|break(?:s|ing)?(?: it)? ?down|distribut\\w+|spread|across|by (?:labels?|sources?|categor(?:y|ies)|sections?|languages?|class|groups?|authors?|outlets?)|(?:each|every|per) (?:sources?|labels?|categor(?:y|ies)|sections?|languages?|outlets?|newspapers?)|same (?:things?|topics)|side by side|set … apart|unlike|prefer~|from (?:paper|source|outlet|newspaper|section|category|label|class|group)s? to|next to each other|vary|varies|varied",
        "比较|对比|相比|不一样|差别|差异|区别|不同|异同|前后|以前和|之前和|比一比|对照|分布|一样吗|一样不|相同|哪个更多|各(?:家|自|个)?(?:来源|媒体|报|标签|类别|栏目|分类|版块|板块|语言)|[按](?:标签|来源|类别|栏目|分类|语言|媒体|作者|类型)|vs|跟[^,。]*比|和[^,。]*比|比起|有差|差在哪|比比看",
    ),
    "groups_by": (
        "labels?|sources?|categor(?:y|ies)|sections?|languages?|outlets?|newspapers?|papers|media|class(?:es)?|authors?|periods?|publishers?|magazines?|years?|before|after|groups?|business|politics|sports?|domestic|foreign",
        "标签|来源|类别|栏目|分类|语言|媒体|版块|板块|类型|年份|报纸|报社|各报|时期|时段|前后|以前|之后|以后|作者|各类|体育|财经|教育|科技|中英文|出处|各家|文件",
    ),
    "save_as": ("export~|download~|save~|write", "导出|匯出|下载|另存|保存|存"),
    "export": (
        "export~|download~|save~|as (?:a |an )?(?:csv|excel|xlsx|spreadsheet|pdf|html|parquet|json|file|word|table|sheet)|(?:in|into|to) (?:a |an )?(?:csv|excel|xlsx|spreadsheet|pdf|html|parquet|json|file|word document)|spreadsheet|print~(?: … )? to|dump … to|write … to (?:a )?(?:file|disk)|(?:make|create|generate|give me|write|produce)(?: me)? a (?:report|csv|spreadsheet|pdf|file)|csv(?: file)?$|excel(?: file| sheet)?$|pdf$|printable|hard copy|as a report|(?:word|office) (?:file|doc|document)|powerpoint|google (?:docs?|sheets?)",
        "导出|匯出|下载|另存|保存(?!原样)|存(?:成|为|到|下来|起来|档)|(?:生成|做|写|出)(?:一份|一个|个|份)?(?:报告|报表|表格)|表格文件|表格|打印|excel|(?:转|弄|做|变|导|整理|输出)成?(?:一[份个])?(?:pdf|csv|excel|word|ppt|文档|表格|json)|word文档|一份报告|成pdf|成csv",
    ),
}
