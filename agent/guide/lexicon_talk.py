"""The words of a conversation: greetings, thanks, yes and no, doubts, wishes beyond the tools."""

from __future__ import annotations

from .lexicon import Words

TALK: dict[str, Words] = {
    "greeting": (
        "hi+|hello+|hey+a*|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|morning|what'?s up|sup|how are (?:you|u|things)(?: doing)?|how(?:'s| is) (?:it going|everything|life|your day)(?: going)?|how do you do|nice to meet you|pleased to meet you|anybody (?:home|there)|anyone (?:home|there)|welcome|g'day",
        "你好|您好|日安|妳好|嗨|哈喽|哈啰|哈罗|早上好|早安|早晨|上午好|中午好|下午好|晚上好|(?:大家|各位|诸位|同学们|老师)好|在吗|在不在|你好吗|有人吗|早(?![期年在就已晚])|吃了吗|(?:最近|近来)(?:怎么样|如何|好吗|还好吗)|幸会|嘿|(?:很)?高兴见到(?:你|您)|见到(?:你|您)|hello|hi",
    ),
    "thanks": (
        "(?:many |a thousand |a million )?thanks|thank (?:you|u)|thx|ty|tysm|cheers|ta|much appreciated|appreciat~e|appreciate~|obliged|grateful|great|perfect|awesome|nice|cool|good (?:job|work)|well done|excellent|wonderful|brilliant|lovely|super|fantastic|amazing|helpful|that helps|useful|helps|fine|ok|okay|alright|all right|got it|i see|good|very good|sweet|neat|understood|makes sense|fair enough|interesting|impressive|love it|sounds good|noted",
        "谢谢|感谢|多谢|谢了|谢啦|谢|太好了|不错|很好|很棒|真棒|太棒了|棒|辛苦了?|厉害|干得漂亮|干得好|做得好|漂亮|不赖|好极了|有帮助|帮大忙|完美|好|好的|行|可以|明白了?|知道了?|收到|懂了|了解了?|赞|牛|靠谱|ok|嗯嗯|没问题|酷|有意思|满意|原来如此|唔该",
    ),
    "gratitude": (
        "(?:many |a thousand |a million )?thanks|thank (?:you|u)|thx|ty|tysm|cheers|much appreciated|appreciate (?:it|that|your|the)|obliged|grateful",
        "谢谢|感谢|多谢|谢了|谢啦|辛苦了|唔该",
    ),
    "goodbye": (
        "bye+|bye[- ]bye|goodbye|good ?night|(?:see|cu|catch) (?:you|ya|u)|cya|farewell|so long|that(?:'s| is| will be| was) (?:all|it)|i(?:'m| am) (?:done|finished|off|leaving)|(?:gotta|got to|have to|need to|must) (?:go|run|leave)|quit|exit|talk (?:to you )?(?:later|soon|tomorrow)|(?:until|till) (?:tomorrow|next time)|take care|signing off|done for (?:today|now)|later|ttyl|i'll be back",
        "再见|拜拜|掰掰|回见|晚安|下次(?:见|聊|再聊|再说)|明天(?:见|再聊|继续)|回头见|改天见|先这样|就这样吧?|今天(?:就|先)?到(?:这里?|此)(?:儿)?|没别的了|没有了|我?(?:先)?走了|下了|撤了|告辞|不聊了|闪了|bye|88|下线",
    ),
    "yes": (
        "yes|yep|yeah|yup|sure|ok|okay|please|do(?: it| that| so)?|go ahead|go for it|proceed|confirm~|confirmed|make it so|let's do (?:it|that)|sounds good|alright|absolutely|of course|definitely|agreed|right|good|apply(?: it)?|then|great|fine|now|merge~|split~|it|them|delete|perfect|y",
        "当然|没错|听(?:着|起来|上去)(?:不错|可以|挺好)?|用它|就它|好的|好吧|好|行|可以|是的|是|对|嗯|执行|照做|就这么办|就这样做|就这样|来吧|做吧|合吧|合并|拆吧|删吧|同意|确认|确定|没问题|(?:这样|这么|那样|那么)(?:做|办)|照办|那就|吧|办|动手|干吧|开始|请|继续|ok|yes|就|做",
    ),
    "no": (
        r"no|nope|nah|never ?mind|nevermind|forget (?:it|that|about it)|not now|not right now|better not|i'd rather not|rather not|maybe later|not today|not really|no(?:t)? (?:thanks|thank you|needed|necessary)|no need|don't|do not|leave (?:it|that|them|everything)(?: as it is| as is| alone| be)?|skip (?:it|that)|stop|cancel|wait a (?:moment|second|minute|bit)|wait|hold on|hang on(?: a \w+)?|(?:just )?(?:a|one) (?:moment|second|minute|sec)|not yet|drop it|abort|halt|rather not|let it be|don't bother|it's fine|it's ok|changed my mind",
        "不要了?|不用了?|不必了?|不了|不需要了?|不行|算了|先别|还是别了?|现在不要|现在不|还没好|还没有|先等等|改天|以后再说|再说吧|不是现在|别|先别|先?放一放|搁置|先搁|缓一缓|先缓|停一下|停下|停|稍等(?:一下)?|等会儿?|等一下|等等|慢着|取消吧|没事|没什么|不需要|免了|作罢|先不|暂时不|用不着|不|不行|罢了|当我没说",
    ),
    "keep": (
        "(?:leave|keep) (?:the |my |all |those |these |all the )?(?:topics?|model|everything|things?|it|them|labels?|names?|corpus|rest)(?: \\w+)? (?:as (?:it|they) (?:is|are|were|was)|as is|alone|unchanged|the way|like (?:this|that)|untouched|in peace)|do nothing|change nothing|hands off",
        "保持(?:原样|不变|现状)|原样|维持(?:原样|不变|现状)|什么都(?:不要|别)|别动|不要动|不变(?:就|吧|$)|不动",
    ),
    "help": (
        "help|menu|commands?|options|instructions|usage|manual|tutorial|get(?:ting)? started|how (?:do|does|can|should|would|to)(?: i| this| it| you| one| we)?(?: \\w+)? ?(?:use|using|work|works|start|begin|operate|proceed|function|go about)|what(?:'s| is| are)? ?(?:all |else |things |sort of things |kinds? of \\w+ |exactly )*(?:can|could|do|should|may|might) (?:you|u|i|we|one)(?: \\w+)? ?(?:do|ask|say|try|type|offer|help)|what (?:are|r) (?:you|u) (?:able|capable)|what (?:you|u) (?:can|could|are able to) do|what (?:questions|commands|features|functions|tools)|(?:your|the|my) (?:features|functions|abilities|options|capabilities|skills)|how (?:this|it|that|everything) works|where (?:do i|to|should i|can i) (?:start|begin)|can you help|new here|i(?:'m| am) (?:lost|confused|stuck|new)|what now|what next|now what|don't know (?:where|what|how) to|clueless|first time|show me around|walk me through|guide me|examples of what|what(?:'s| is) possible|what(?:'s| is) (?:this|it|that)(?: thing| tool| app| page)? (?:good |used )?for|what do i do with (?:this|it)|what is the (?:point|purpose|use)",
        "帮助|求助|救命|菜单|指令|命令列表|功能|使用说明|说明书|用法|用法说明|帮帮|教我|教程|(?:能|会|可以|可)(?:帮我|帮忙|用来|在这里?)?(?:做|干|问|说|帮)(?:我|你|些|点|哪些)*(?:什么|啥|嘛|哪些|甚么|事)|(?:能|会|可以)(?:些|点)?(?:什么|啥)|会些?什么|干嘛|做些?什么$|怎么(?:使用|使|用|操作|开始|玩|弄)(?!.*(?:关于|保存|导出))|如何(?:使用|开始|操作|上手)|从哪里?开始|第一次用|新手|有点懵|上手|接下来(?:干|做|怎么办)|现在干|该怎么(?:办|开始|用)|怎么办|有(?:什么|哪些)(?:功能|本领|用法|命令|本事)|问(?:你)?什么|使用方法|怎么(?:跟|和|与)你|如何(?:跟|和|与)你|不会用|(?:有|是)(?:啥|什么|何)用|干(?:什么|啥)用|派什么用场|什么用处",
    ),
    "identity": (
        "who (?:are|r|am) (?:you|u|i (?:talking|speaking|chatting))(?: \\w+)?|what (?:exactly |actually |on earth |kind of \\w+ |sort of \\w+ )?(?:are|r) (?:you|u)(?! (?:able|doing|capable|good))|am i (?:talking|speaking|chatting)|are (?:you|u) (?:a |an |the |really |actually |actual |real |some )*(?:llama|ai|bot|robot|human|chat ?gpt|gpt|real|person|machine|language model|llm|computer|program|claude|gemini|alive)|(?:which|what) (?:language )?(?:model|llm|ai) (?:are you|is this|answers|do you|am i|is behind|runs|powers)|who (?:made|built|wrote|created|developed|programmed|trained) (?:you|u|this)|your name|introduce yourself|(?:is|am|was) (?:a |an |there |this |that |it |any )*(?:real |actual )?(?:human|person|robot|bot|machine|someone)(?: \\w+)* (?:this|here|there|me|reading|answering|typing|behind)|you (?:run|based|built) on|what is (?:this|topicllama)(?: (?:app|tool|program|page|thing|site|software))?$|is (?:this|there) (?:a )?(?:real |human |person|bot|chatgpt|gpt|llama)(?: \\w+)? ?(?:there|behind|answering)?",
        "(?:你|您|妳)(?:是|叫|系|到底是|究竟是)(?:不是)?(?:谁|什么(?!主题)|啥|哪位|哪个|机器|人吗|真人|AI|llama|chatgpt|gpt|人工智能|大模型|大语言模型|人类|程序|一个)|这是(?:什么|啥)(?:软件|工具|程序|东西|网站|应用|app)?[?]*$|(?:你|您)(?:背后)?用的?是?(?:什么|哪个|啥)(?:语言)?模型|(?:什么|哪个)模型在|谁(?:开发|做|写|造|训练|编写|编|设计|创造|研发)了?(?:的)?你|你的名字|你叫(?:什么|啥)|(?:跟|和|与)(?:我|一?个?(?:人|电脑|机器|机器人|AI|真人|谁|什么))[^,。]{0,3}(?:说话|聊天|对话)|自我介绍|介绍(?:一下)?(?:你|您)?自己|对面是|你是",
    ),
    "why": (
        "why|how come|how so|what makes you (?:say|think|so)|where (?:does|do|did) (?:that|this|it|these|they|those) (?:come|get)|how did you (?:choose|decide|pick|get|find|come|know|arrive|work)|how do you know|explain (?:how|why) you|on what (?:basis|grounds)|based on what|(?:that|this|it) based on|reason(?:s|ing)?|justify|what's the (?:reason|evidence|basis)|where did (?:you|that|this|it|they|those)|how (?:was|were) (?:that|this|it|these|they) (?:chosen|computed|found|calculated|made|obtained|determined)",
        "为什么|为何|为啥|怎么会|怎么得出|凭什么|凭啥|何以见得|理由|原因|怎么来的|哪来的|哪里来的|从哪(?:里|儿)?来|怎么算的|依据|根据(?:是|什么)|为什么(?:是|选|要)|怎么(?:选|知道|确定|决定|算|得)|道理何在|解释一下怎么|点解|怎么个|何来|从何而来",
    ),
    # for an opinion or a preview rather than the deed itself
    "preview": (
        "what (?:would|will|does|do|could|happens?|might)|what if|how (?:good |bad |much better )?would|would (?:it|that|this|there|we|i|the|merging|splitting|deleting|removing|ignoring|combining|joining|dropping|dividing|separating|including|\\w+ing)|wouldn't|does it make|does \\w+ing|makes? sense|good idea|bad idea|is it (?:worth|better|good|wise|ok|smart|useful|sensible|reasonable|a)|what(?:'s| is) the (?:effect|impact)|if (?:i|we|you|one|topics?|that|they|\\d)|should (?:i|we|topics?|\\d)|shall (?:i|we)|suppose|supposing|imagine|assum\\w+|preview~|simulat\\w+|try out|dry[- ]run|happen|do you (?:think|recommend|advise)|before i|worth|help~|hurt~|improve|advisable|hypothetically|see how|test what|any (?:point|benefit|harm)|consequences?|effects?|what comes out|without saving|worthwhile|come out|what … give|gain from|lose|risk",
        "怎么看|看法如何|有什么看法|的效果|的影响|如果|要是|假如|假设|倘若|假若|万一|会怎|会如何|会不会|好不好|合适|行不行|值得|值不值|有道理|有没有必要|有必要|该不该|(?<!应)该[^,。]{0,4}吗|真的[^,。]{0,8}吗|要不要|应不应该|应该.*吗|是否应该|是不是该|模拟|预览|预演|试算|后果|影响|能(?:提高|改善|提升|变)|更好吗|妥当|可行|有意义吗|会有|会发生|怎么样[?]*$|好吗.*效果|动手之前|之前先看|坏处|好处|你觉得|你认为|建议.*吗|先看看.*(?:合|拆|删)|结果会|变成什么|得到什么|会变|会是|效果如何|的话|损失|好主意|主意吗|什么样子|可不可取|明智|有好处|有用吗|划算|有帮助|帮助吗|不保存|试着[合拆删]|带来什么|什么变化|明智",
    ),
    "question": (
        "^(?:what|who|whom|whose|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had)",
        "吗|呢|什么|谁|哪|怎么|如何|为何|几|多少|\\?",
    ),
    "reword": (
        "(?:say|repeat|answer|write|tell|put|speak|reply|respond|translate|explain|give|show|in|switch to|use|talk)(?: \\S+){0,4} (?:english|chinese|mandarin)|^(?:english|chinese)(?: please)?$|(?:say|repeat) (?:that|it|this)(?: again)?$|once more in|come again|(?:english|chinese) version",
        "(?:用|说|换成?|改成|以|讲)(?:一下)?(?:中文|英文|英语|汉语|简体|普通话|国语)|^(?:中文|英文|英语)(?:版|呢)?$|^(?:再|重新?|重复)(?:说|讲|复)?(?:一?遍|一次|一下)|翻(?:译)?成(?:中文|英文)",
    ),
    "more": (
        "more|others?|further|next|rest|else|go on|continue~|keep going|another|additional|load more|and\\?*|additional ones",
        "还要|还有|接下来的|多给|更多|多一些|多点|多几|多来|多看|再来|再给|再找|再看|再显示|再列|再要|再多|继续|下一页|接着|其他|其它|别的|剩下|往下|翻页|后面|另外",
    ),
}

# what the guide cannot do ------------------------------------------------------------------------

BEYOND: dict[str, Words] = {
    "beyond": (
        "(?:what(?:'s| is)|how(?:'s| is)) the (?:weather|temperature|time)|weather(?: forecast| like| today| tomorrow| in)|forecast for|what (?:time|day|date) is|time in|(?:write|compose|draft|create|make up|tell|sing|give|do|say|perform)(?: me| us)? (?:a|an|some|another|my|the) (?:\\w+ ){0,2}?(?:poem|haiku|story about|story|joke|song|essay|letter|e-?mail|tweet|blog(?: post)?|speech|script|novel|code|program|function|rap|cover letter|press release|riddle|sonnet|limerick|cv|resume)|(?:search|browse|google|look up on|check|surf) (?:the )?(?:internet|web|google|online|wikipedia)|on the (?:internet|web)|google (?:it|that|this|for)"
        "|(?:play|book|order|buy|send|e-?mail|call|phone|text|schedule|draw|paint|photoshop|hack|cook|bake|reserve)(?: me| us| my)? (?:\\w+ ){0,3}?(?:music|song|game|chess|flight|hotel|table|pizza|food|taxi|ticket|tickets|me|him|her|mum|mom|boss|meeting|e-?mail|message|alarm|timer|reminder|light|picture|image|cat|logo|website|password|account|dinner|lunch|coffee|cake|friend|room|cab|uber|burger)|set (?:a|an) (?:alarm|timer|reminder)|remind me (?:to|at)|turn (?:on|off) (?:the|my)|(?:rain|snow|sunny)(?:ing)? (?:tomorrow|today|outside|later)|(?:stock|share) prices? (?:of|today|now)|bitcoin|lottery|horoscope|(?:give|tell|send|write|share|got|have)(?: me| us)? (?:a|the|your|any|some) (?:\\w+ )?recipes?|recipe for|exchange rates?|youtube|facebook|tiktok|instagram|spotify|whatsapp|netflix|bake|cook|fix my|my (?:homework|password|computer|wifi|laptop|printer)|solve|(?:calculate|compute|work out|add up|multiply|divide) \\d+|what is \\d+|what's \\d+|how much is \\d|\\d+ ?[-+*/x×] ?\\d+|\\d+ ?% of|square root|do you (?:love|dream|believe|have (?:feelings|children|a))|marry me|meaning of life|how old are you|your (?:favou?rite|hobb(?:y|ies)|birthday|age|family)|do you (?:eat|sleep|drink|smoke)|(?:can you |please )?sing|draw|dance|tell (?:me )?a (?:joke|story|riddle|secret|fact)|make me (?:a|an|some) (?:coffee|sandwich|tea|cake|website|app|logo|picture)|who will win|capital (?:city )?of|(?:ignore|forget|disregard) (?:all |your |the |my |previous |prior )+(?:instructions|rules|prompts?)|(?:run|execute) (?:a |the |this |some )?(?:command|shell|script|code|sql|python)|train (?:a |an )?(?:neural|deep|bert|gpt|image)|rm -rf|(?:delete|erase|wipe|destroy|format|remove|clear)(?: \\w+){0,3} (?:files?|(?:hard )?(?:disk|drive)|workspace|computer|database|folder|everything|corpus|documents|texts|data)|predict~|shut ?down|reboot|restart (?:the|my) (?:computer|pc)|web ?site|my (?:boss|mother|mum|mom|wife|husband)|translate (?:this|that|the|it|my|a|these|every)(?!.*\\b(?:labels?|names?|topics?)\\b)",
        "天气|气温|下雨吗|下雪吗|下不下雨|下不下雪|会下雨|会不会下雨|股市|工作总结|周报|检讨书|几点|星期几|几号(?!主题)|今天.{0,3}日期|(?:写|作|创作|编|讲|来|说)(?:一?[首个篇段封则句](?!主题)|点|几[首句个])?(?:关于.*)?(?:的)?(?:情?诗|笑话|段子|(?:爱情|童话)?故事|歌词?|作文|邮件|代码|程序|信|小说|情书|文案|演讲稿|论文|脚本|简历)|唱(?:一?首|个|支)?歌|唱歌|画(?:一?[张幅个只])|(?<!标签)(?<!名字)(?<!名称)(?<!标题)(?<!主题名)翻译(?!.*(?:标签|主题|名字))|(?:删除|删掉|清空|抹掉|格式化|删光|清除|删)(?:掉)?(?:我的?|所有|全部|整个|一切|电脑|硬盘|这个)*(?:文件|硬盘|电脑|工作区|语料库?|数据库?|文档|文章|东西|资料|一切|所有)|(?:把|将)[^,。]*(?:文件|硬盘|工作区|语料库?|数据库?|文档|文章|资料|电脑)[^,。]*(?:删|清空|格式化|关)|(?:订|买|预订|点|叫)(?:一?[张个份辆])?[^,。]{0,6}(?:票|酒店|餐|桌|座位|包间|房间|外卖|披萨|机票|车|咖啡|奶茶)|发[^,。]{0,6}(?:邮件|短信|微信|消息|信息)|闹钟|提醒我|(?:股价|股票|比特币|汇率|彩票)(?:.*(?:多少|涨|跌|买|预测|中奖))|放(?:一?首|点)?(?:歌|音乐)|上网(?:查|搜|找)|百度|谷歌|联网|互联网|破解|黑(?:进|掉)|打电话|算(?:一下|算|出|一算)?\\d+[^个类主]|算命|\\d+\\s*[-+*/×÷加减乘除]\\s*\\d+|\\d+的?\\d*%|百分之\\d+是多少|等于(?:几|多少)|(?:你|您)(?:平时|最|也)?(?:喜欢|爱)(?:吃|喝|玩|什么(?!主题|文章))|你(?:爱|喜欢我|几岁|多大|有感情|会做梦|相信)|忽略(?:之前|以上|你|所有)[^,。]*(?:指令|要求|规则|提示)|忘记(?:之前|你|所有)|执行(?:命令|代码|脚本)|预测(?:一下)?(?:明天|未来|股)|谁会赢|(?:菜|饼|饭|汤|蛋糕|鸡|鱼|肉|面)的做法|抖音|微信|微博账号|做饭|烤|煮|炒|蛋糕|菜谱|食谱|人生的?意义|首都(?:是|在)|关机|重启",
    ),
}
