"""Sentences of the page about trends, in English and Chinese: keys "trends_…"."""

TEXTS: dict[str, tuple[str, str]] = {
    "trends_tabs": ("What is compared", "比较什么"),
    "trends_tab_time": ("Over time", "随时间变化"),
    "trends_tab_compare": ("Groups", "分组比较"),
    "trends_tab_sentiment": ("Sentiment", "情感"),
    "trends_about_time": (
        "How much each topic was written about, and when something special happened.",
        "每个主题在不同时间被谈论了多少，什么时候有特别的事。",
    ),
    "trends_about_compare": (
        "Which topics and words one group of documents has more of than another.",
        "一组文档比另一组更多谈论哪些主题、使用哪些词语。",
    ),
    "trends_about_sentiment": (
        "How favourably or unfavourably the texts of each topic speak.",
        "各主题的文字语气偏正面还是偏负面。",
    ),
    "trends_waiting": (
        "This takes a little in so many documents. You can leave the page meanwhile.",
        "文档很多，需要一点时间。其间可以离开本页。",
    ),
    "trends_again": ("Try again", "重试"),
    "trends_chart_failed": (
        "The chart could not be drawn. Its figures are in the table below.",
        "图表无法绘制，数据见下面的表格。",
    ),
    "trends_table": ("The figures as a table", "以表格查看数据"),
    "trends_csv": ("Download all figures (CSV)", "下载全部数据（CSV）"),
    "trends_none": ("None.", "没有。"),
    "trends_more": ("{n} more", "另外 {n} 个"),
    "trends_n_documents": ("{n} documents", "{n} 篇文档"),
    "trends_documents": ("Documents", "文档数"),
    "trends_topic": ("Topic", "主题"),
    # nothing to show
    "trends_no_dates": (
        "None of the {n} documents has a date.",
        "{n} 篇文档都没有日期。",
    ),
    "trends_no_dates_how": (
        "Load them again and say which column holds the dates; then topics can be followed "
        "over time. Groups and sentiment can be compared without dates.",
        "请重新加载，并指明哪一列是日期，之后就能看到主题随时间的变化。"
        "分组比较和情感分析不需要日期。",
    ),
    "trends_to_data": ("Choose the date column", "选择日期列"),
    # what is chosen
    "trends_show": ("How to draw", "图表样式"),
    "trends_show_lines": ("Lines", "折线"),
    "trends_show_areas": ("All, stacked", "全部堆叠"),
    "trends_by": ("Period", "时间单位"),
    "trends_by_auto": ("automatic", "自动"),
    "trends_by_day": ("day", "日"),
    "trends_by_week": ("week", "周"),
    "trends_by_month": ("month", "月"),
    "trends_by_year": ("year", "年"),
    "trends_since": ("From", "从"),
    "trends_until": ("To", "到"),
    "trends_date_form": ("e.g. 2020-03", "如 2020-03"),
    "trends_raw": ("Not smoothed", "不平滑"),
    "trends_topics": ("Topics in the chart", "图中的主题"),
    # the chart
    "trends_chart": ("Share of each topic by {by}", "各主题的占比（按{by}）"),
    "trends_chart_areas": ("Shares of all topics by {by}", "全部主题的占比（按{by}）"),
    "trends_point": (
        "<b>%{fullData.name}</b><br>%{customdata[4]}: %{customdata[0]:.1%} "
        "(%{customdata[1]:.1%}–%{customdata[2]:.1%})<br>"
        "%{customdata[3]:,} documents in all<extra></extra>",
        "<b>%{fullData.name}</b><br>%{customdata[4]}：%{customdata[0]:.1%}"
        "（%{customdata[1]:.1%}–%{customdata[2]:.1%}）<br>"
        "共 %{customdata[3]:,} 篇文档<extra></extra>",
    ),
    "trends_burst_point": (
        "<b>{label}</b><br>burst {when}: {words}<br>{n} documents",
        "<b>{label}</b><br>突增 {when}：{words}<br>{n} 篇文档",
    ),
    "trends_read": (
        "A share is the part of all text in a period that is about the topic.",
        "占比是该时期全部文字中谈论这个主题的部分。",
    ),
    "trends_read_areas": (
        "All topics together are 100% of the text in a period.",
        "同一时期所有主题合计为 100%。",
    ),
    "trends_read_smooth": (
        "The lines are smoothed over neighbouring periods; the exact share is shown at each point.",
        "曲线参考了相邻时期作平滑处理，指向各点可看到确切占比。",
    ),
    "trends_read_band": (
        "Dots are the exact shares. The band holds the true share with 95% certainty: the fewer "
        "documents, the wider.",
        "圆点是确切占比。色带以 95% 的把握包含真实占比：文档越少，色带越宽。",
    ),
    "trends_read_burst": (
        "Shaded times are bursts; a triangle marks the peak at its exact share.",
        "阴影是突增的时段，三角标出高峰及其确切占比。",
    ),
    "trends_read_click": (
        "A click on a point opens its documents; so do the cells of the table.",
        "点击图上的点可打开相应文档，表格中的数字也可以点击。",
    ),
    "trends_period": ("Period", "时期"),
    "trends_table_caption": ("Share of each topic by period", "各时期各主题的占比"),
    "trends_more_rows": (
        "The newest {n} periods are listed; the file has all.",
        "此处列出最近的 {n} 个时期，文件中有全部数据。",
    ),
    # what was found
    "trends_movers": ("What rises and falls", "上升与下降"),
    "trends_rising": ("Rising", "上升"),
    "trends_falling": ("Falling", "下降"),
    "trends_no_movers": (
        "No topic rises or falls clearly from the first to the last date.",
        "从最早到最晚的日期，没有哪个主题明显上升或下降。",
    ),
    "trends_change": (
        "{points} percentage points from the first to the last date",
        "从最早到最晚的日期变化 {points} 个百分点",
    ),
    "trends_p_sure": ("almost certainly not chance", "几乎肯定不是偶然"),
    "trends_p_hardly": ("very unlikely to be chance", "极不可能是偶然"),
    "trends_p_likely": ("unlikely to be chance", "不太可能是偶然"),
    "trends_p_maybe": ("may be chance", "可能是偶然"),
    "trends_bursts": ("Bursts", "突增"),
    "trends_bursts_about": (
        "Times in which far more documents than usual were about a topic, with the words that "
        "set these documents apart.",
        "某个主题的文档远多于平时的时段，以及这些文档特有的词语。",
    ),
    "trends_no_bursts": (
        "No topic had far more documents than usual at any time.",
        "没有哪个主题在某段时间的文档远多于平时。",
    ),
    "trends_events": ("Events", "事件"),
    "trends_events_about": (
        "Words that suddenly appear together in many documents: most likely something happened.",
        "一些词语突然一起出现在许多文档中：很可能发生了什么事。",
    ),
    "trends_no_events": (
        "No event stands out. Events need many documents with exact dates.",
        "没有突出的事件。要发现事件，需要较多带有确切日期的文档。",
    ),
    "trends_peak": ("peak {when}", "高峰 {when}"),
    "trends_moment": (
        "What was special: {when} ({n} documents)",
        "这段时间的特别之处：{when}（{n} 篇文档）",
    ),
    "trends_moment_none": (
        "No topic was written about clearly more than at other times.",
        "没有哪个主题明显比其他时间谈论得更多。",
    ),
    "trends_moment_words": ("Words of this time:", "这段时间的词语："),
    "trends_moment_share": (
        "{share}, at other times {elsewhere}",
        "{share}，其他时间 {elsewhere}",
    ),
    # groups
    "trends_compare_by": ("Compare by", "比较依据"),
    "trends_field_label": ("label", "标签"),
    "trends_field_source": ("source", "来源"),
    "trends_field_language": ("language", "语言"),
    "trends_field_split": ("before and after a date", "某个日期前后"),
    "trends_field_year": ("year", "年"),
    "trends_field_month": ("month", "月"),
    "trends_field_none": ("{name} (fewer than two)", "{name}（不足两组）"),
    "trends_split": ("Date", "日期"),
    "trends_group_a": ("First group", "第一组"),
    "trends_group_b": ("Second group", "第二组"),
    "trends_every_group": ("all groups", "所有组"),
    "trends_nothing_to_compare": (
        "There is nothing to compare yet.",
        "还没有可以比较的内容。",
    ),
    "trends_nothing_to_compare_how": (
        "All documents have the same source and language, and no label or date. Load them with "
        "the column that holds their label, or add others.",
        "所有文档的来源和语言都相同，也没有标签或日期。请在加载时指明标签所在的列，"
        "或者再加载别的文档。",
    ),
    "trends_to_load": ("Go to the data", "前往数据页"),
    "trends_compare_two": ("Topics: {first} / {second}", "主题：{first} / {second}"),
    "trends_compare_many": ("Topics of {n} groups", "{n} 个组的主题"),
    "trends_compare_read_two": (
        "The topics with the greatest difference are at the top; a faint bar may be chance.",
        "差别最大的主题在最上面；颜色较淡的差别可能是偶然。",
    ),
    "trends_compare_read_many": (
        "The darker, the more of a group's text is about the topic.",
        "颜色越深，这一组的文字中谈论该主题的越多。",
    ),
    "trends_compare_click": (
        "A click opens the documents of that group and topic.",
        "点击可打开该组中这个主题的文档。",
    ),
    "trends_bar_point": (
        "<b>%{text}</b><br>%{fullData.name}: %{x:.1%}<extra></extra>",
        "<b>%{text}</b><br>%{fullData.name}：占比 %{x:.1%}<extra></extra>",
    ),
    "trends_difference": ("Difference", "差别"),
    "trends_group_of": ("{name} ({n} documents)", "{name}（{n} 篇文档）"),
    "trends_more_of": ("More about", "更多谈论"),
    "trends_fewer_of": ("Less about", "较少谈论"),
    "trends_typical_words": ("Typical words", "特有的词语"),
    "trends_alike": (
        "No clear difference.",
        "没有明显差别。",
    ),
    "trends_against": ("{share}, the others {others}", "{share}，其他组 {others}"),
    "trends_effect_3": ("very large difference", "差别很大"),
    "trends_effect_2": ("large difference", "差别较大"),
    "trends_effect_1": ("moderate difference", "差别中等"),
    "trends_effect_0": ("small difference", "差别较小"),
    "trends_by_chance": ("may be chance", "可能是偶然"),
    "trends_before": ("before {date}", "{date} 之前"),
    "trends_from": ("from {date} on", "{date} 及以后"),
    "trends_effect_about_two": (
        "The difference is judged by Cohen's h (from 0.2 small, 0.5 moderate, 0.8 large); what may "
        "be chance at a false discovery rate of 5% is said.",
        "差别大小按 Cohen's h 判断（0.2 起为小，0.5 起为中等，0.8 起为大）；"
        "在 5% 的错误发现率下可能出于偶然的会注明。",
    ),
    "trends_effect_about_many": (
        "The difference is eta squared: the part of a topic's variation that lies between the "
        "groups (from 1% small, 6% moderate, 14% large).",
        "差别为 eta 平方：该主题的变化中由分组造成的部分（1% 起为小，6% 起为中等，14% 起为大）。",
    ),
    # sentiment
    "trends_mood_begin": (
        "The texts have not been read for their sentiment yet.",
        "还没有分析这些文字的情感。",
    ),
    "trends_mood_begin_how": (
        "All {n} documents are read once; that takes about {seconds}. After that it is kept.",
        "需要把 {n} 篇文档读一遍，大约 {seconds}，之后结果会保留。",
    ),
    "trends_seconds": ("{n} seconds", "{n} 秒"),
    "trends_minutes": ("{n} minutes", "{n} 分钟"),
    "trends_mood_start": ("Read them now", "开始分析"),
    "trends_mood_chart": ("Sentiment by topic", "各主题的情感"),
    "trends_mood_read": (
        "To the left the part of a topic's documents that is negative, to the right the positive; "
        "what is missing is neutral. The number is the mean, from -1 (bad) to +1 (good).",
        "左边是该主题中负面文档的比例，右边是正面文档的比例，其余为中性。"
        "数字是平均值，从 -1（最负面）到 +1（最正面）。",
    ),
    "trends_negative": ("negative", "负面"),
    "trends_positive": ("positive", "正面"),
    "trends_mean": ("Mean", "平均"),
    "trends_spread": ("Spread", "离散程度"),
    "trends_mood_point": (
        "<b>%{text}</b><br>%{customdata[0]:.0%} negative, %{customdata[1]:.0%} positive, mean "
        "%{customdata[2]:+.2f}<br>%{customdata[3]:,} documents<extra></extra>",
        "<b>%{text}</b><br>负面 %{customdata[0]:.0%}，正面 %{customdata[1]:.0%}，平均 "
        "%{customdata[2]:+.2f}<br>%{customdata[3]:,} 篇文档<extra></extra>",
    ),
    "trends_mood_time": ("Sentiment by {by}", "情感随时间的变化（按{by}）"),
    "trends_mood_time_read": (
        "The mean of a topic's documents in each period. Above the line they are favourable on "
        "the whole, below it unfavourable.",
        "每个时期该主题文档的平均值。在零线以上总体偏正面，以下偏负面。",
    ),
    "trends_mood_time_point": (
        "<b>%{fullData.name}</b><br>%{customdata[1]}: %{y:+.2f} (%{customdata[0]} documents)"
        "<extra></extra>",
        "<b>%{fullData.name}</b><br>%{customdata[1]}：%{y:+.2f}（%{customdata[0]} 篇文档）"
        "<extra></extra>",
    ),
    "trends_mood_table": ("Sentiment of each topic", "各主题的情感"),
    "trends_passages": ("Most positive and most negative passages", "最正面和最负面的段落"),
    "trends_no_passages": ("No passage stands out.", "没有突出的段落。"),
    "trends_check": ("How reliable is this?", "结果有多可靠？"),
    "trends_check_about": (
        "The scores come from lists of favourable and unfavourable words. They do not understand "
        "irony, and news of a disaster counts as negative however soberly it is told.",
        "分数来自正面词和负面词的词表。它看不懂反话；灾难新闻无论写得多么客观，都会算作负面。",
    ),
    "trends_check_how": (
        "The Llama can judge a sample of {n} documents as well; then you see how far both agree.",
        "可以让 Llama 也判断 {n} 篇抽样文档，看看两者在多大程度上一致。",
    ),
    "trends_check_start": ("Check a sample with the Llama", "让 Llama 抽样核对"),
    "trends_check_none": (
        "No Llama is running, so it cannot be checked here.",
        "没有 Llama 在运行，无法核对。",
    ),
    "trends_to_models": ("Connect a Llama", "连接 Llama"),
    "trends_checked": (
        "{model} agrees with the word lists on {agreement} of {n} documents "
        "(Cohen's kappa {kappa}; 0 is chance, 1 is perfect).",
        "在 {n} 篇文档中，{model} 与词表的判断有 {agreement} 一致"
        "（Cohen's kappa 为 {kappa}；0 相当于碰运气，1 为完全一致）。",
    ),
    "trends_differ": ("Where they disagree", "判断不一致的文档"),
    "trends_differ_point": ("lists: {lists}; Llama: {llama}", "词表：{lists}；Llama：{llama}"),
    "trends_class_positive": ("positive", "正面"),
    "trends_class_negative": ("negative", "负面"),
    "trends_class_neutral": ("neutral", "中性"),
}  # fmt: skip
