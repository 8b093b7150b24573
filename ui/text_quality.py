"""Sentences of the page about quality, in English and Chinese: keys "quality_…"."""

TEXTS: dict[str, tuple[str, str]] = {
    "quality_about": (
        "How good these {n} topics are, what came before them, and files of them (version {name}).",
        "这 {n} 个主题好不好、之前有过哪些版本，以及可下载的文件（版本 {name}）。",
    ),
    "quality_about_one": (
        "How good this topic is, what came before it, and files of it (version {name}).",
        "这个主题好不好、之前有过哪些版本，以及可下载的文件（版本 {name}）。",
    ),
    "quality_level_0": ("weak", "较弱"),
    "quality_level_1": ("fair", "一般"),
    "quality_level_2": ("good", "良好"),
    "quality_level_3": ("very good", "很好"),
    "quality_more": ("More figures", "更多指标"),
    "quality_missing": ("Not measured yet: {names}.", "尚未测量：{names}。"),
    "quality_measure": ("Measure now", "现在测量"),
    "quality_no_labels": (
        "The documents have no labels, so the topics cannot be compared with a division that "
        "people made.",
        "文档没有标签，无法与人工分类作比较。",
    ),
    # the figures
    "quality_npmi": ("Coherence", "连贯度"),
    "quality_npmi_means": (
        "Do the best words of a topic really stand close together in the texts? (NPMI: 0 is "
        "chance, 1 is always.)",
        "一个主题的关键词在文中是否真的常在一起出现？（NPMI：0 相当于偶然，1 为总在一起。）",
    ),
    "quality_npmi_good": (
        "From 0.12 topics read well; from 0.20 hardly a word is out of place.",
        "0.12 以上主题读来通顺；0.20 以上几乎没有不搭的词。",
    ),
    "quality_diversity": ("Diversity", "多样性"),
    "quality_diversity_means": (
        "Are the topics different from each other? It is the part of their best words that "
        "belongs to one topic only.",
        "各主题是否互不相同？这是关键词中不重复的比例。",
    ),
    "quality_diversity_good": (
        "From 0.75 topics hardly repeat each other. If it is low, fewer topics may be better.",
        "0.75 以上主题很少重复。偏低时，减少主题数可能更好。",
    ),
    "quality_stability": ("Stability", "稳定度"),
    "quality_stability_means": (
        "Would other texts of the same kind give the same topics? Two halves of the texts are "
        "compared.",
        "换一批同类文本，会得到同样的主题吗？把文本分成两半分别训练后比较得出。",
    ),
    "quality_stability_good": (
        "From 0.5 most topics come back. Small collections rarely reach 0.7.",
        "0.5 以上大多数主题会再次出现。文档较少时很难达到 0.7。",
    ),
    "quality_perplexity_held_out": ("Surprise at unseen texts", "对新文本的困惑度"),
    "quality_perplexity_held_out_means": (
        "How well do the topics foretell the words of texts that they were not made from? "
        "(Perplexity: lower is better.)",
        "这些主题能多好地预测没有参与训练的文本用词？（困惑度：越低越好。）",
    ),
    "quality_perplexity_held_out_good": (
        "It is as if a word had to be guessed among {value}, without topics among {words}. "
        "It compares versions on the same texts only.",
        "相当于从 {value} 个词中猜一个；没有主题时要从 {words} 个词中猜。"
        "只能在同一批文本的不同版本之间比较。",
    ),
    "quality_coverage": ("Coverage", "覆盖率"),
    "quality_coverage_means": (
        "How many documents have words that the topics know, so that they belong somewhere?",
        "有多少文档含有主题认识的词，因而能归入主题？",
    ),
    "quality_coverage_good": (
        "It should be nearly 100%. What is missing are mostly empty or very short texts.",
        "应接近 100%。缺少的大多是空文档或很短的文档。",
    ),
    "quality_accuracy": ("Agreement with your labels", "与标签的一致程度"),
    "quality_accuracy_means": (
        "How often can a document's label be told from its topics alone?",
        "仅凭主题，能在多大程度上判断文档的标签？",
    ),
    "quality_accuracy_good": (
        "Whoever always guesses the most frequent of the {n} labels is right in {share}.",
        "如果总是猜 {n} 个标签中最常见的那个，正确率为 {share}。",
    ),
    "quality_c_v": ("Coherence c_v", "连贯度 c_v"),
    "quality_c_v_means": (
        "Another measure of whether the words of a topic belong together, often given in papers.",
        "衡量主题词语是否相关的另一指标，论文中常用。",
    ),
    "quality_c_v_good": ("From 0.5 it is good.", "0.5 以上为良好。"),
    "quality_u_mass": ("Coherence U-Mass", "连贯度 U-Mass"),
    "quality_u_mass_means": (
        "Whether the words of a topic stand in the same documents.",
        "主题的词语是否出现在同一批文档中。",
    ),
    "quality_u_mass_good": (
        "It is below 0; the closer to 0, the better. It depends on the texts.",
        "小于 0，越接近 0 越好，与文本有关。",
    ),
    "quality_perplexity": ("Perplexity", "困惑度"),
    "quality_perplexity_means": (
        "How well one half of each text foretells the other. Lower is better.",
        "用每篇文本的一半预测另一半的效果，越低越好。",
    ),
    "quality_perplexity_good": (
        "As if a word had to be guessed among {value} of {words}. The topics know these texts, "
        "so it flatters.",
        "相当于在 {words} 个词中只需从 {value} 个里猜。主题训练时见过这些文本，所以偏乐观。",
    ),
    "quality_perplexity_poor": (
        "That is no better than guessing among all {words} words: there are too few texts for "
        "this figure to say much.",
        "不比从全部 {words} 个词中随意猜更好：文本太少，这个指标说明不了什么。",
    ),
    "quality_nmi": ("Shared information with the labels", "与标签的互信息"),
    "quality_nmi_means": (
        "How much a document's main topic and its label tell of each other (NMI, 0 to 1).",
        "文档的主要主题与标签在多大程度上互相说明（NMI，0 到 1）。",
    ),
    "quality_nmi_good": (
        "From 0.35 it is good, unless there are many more topics than labels.",
        "0.35 以上为良好；主题数远多于标签数时会偏低。",
    ),
    "quality_purity": ("Purity", "纯度"),
    "quality_purity_means": (
        "The part of documents with the most frequent label of their main topic.",
        "文档标签正好是其主要主题中最常见标签的比例。",
    ),
    "quality_purity_good": (
        "The more topics there are, the easier it is to reach.",
        "主题越多，越容易偏高。",
    ),
    "quality_ari": ("Rand index", "兰德指数"),
    "quality_ari_means": (
        "Whether pairs of documents are together in topics as in labels (adjusted; 0 is chance).",
        "文档两两是否同在一个主题又同属一个标签（已校正，0 相当于偶然）。",
    ),
    "quality_ari_good": (
        "It is high only when there are about as many topics as labels.",
        "只有主题数与标签数相近时才会高。",
    ),
    # the number of topics
    "quality_choice": ("How many topics", "主题数的选择"),
    "quality_score": ("Overall", "综合得分"),
    "quality_number": ("Number of topics", "主题数"),
    "quality_chosen": ("chosen", "选中"),
    "quality_point": (
        "%{x} topics<br>%{fullData.name}: %{y:.3f}<extra></extra>",
        "%{x} 个主题<br>%{fullData.name}：%{y:.3f}<extra></extra>",
    ),
    "quality_curve_read": (
        "Each number was tried on halves of the texts; {n} (the line) has the best overall score. "
        "It weighs coherence and diversity, stability, surprise at unseen texts, and how many "
        "topics people like to look at in so many texts.",
        "每个主题数都在分成两半的文本上试过；{n} 个（竖线处）的综合得分最高。"
        "综合得分权衡连贯度与多样性、稳定度、对新文本的困惑度，以及这么多文本通常适合看多少个主题。",
    ),
    "quality_curve_now": (
        "The topics as they are now are {n} (the dotted line).",
        "现在的主题数是 {n}（虚线处）。",
    ),
    "quality_sweep_offer": (
        "Would another number suit the texts better? That can be tried without changing anything.",
        "换一个主题数会不会更合适？可以先试算，不会改变任何东西。",
    ),
    "quality_sweep": ("Try several numbers", "试算不同的主题数"),
    # versions
    "quality_versions": ("Versions", "版本"),
    "quality_versions_about": (
        "Every training and change makes a version. An older one can be used again; nothing is "
        "deleted by that.",
        "每次训练或修改都会生成一个版本。可以换回旧版本，这不会删除任何东西。",
    ),
    "quality_one_version": (
        "There is one version so far. When you find topics again or change them, the versions are "
        "compared here.",
        "目前只有一个版本。重新寻找或修改主题之后，可以在这里比较各个版本。",
    ),
    "quality_version": ("Version", "版本"),
    "quality_made": ("Made", "时间"),
    "quality_action": ("What made it", "来历"),
    "quality_topics": ("Topics", "主题数"),
    "quality_current": ("in use", "使用中"),
    "quality_after": ("after {name}", "基于 {name}"),
    "quality_older": ("{n} older versions", "另外 {n} 个旧版本"),
    "quality_use": ("Use again", "换回"),
    "quality_use_label": ("Use version {name} again", "换回版本 {name}"),
    "quality_use_confirm": (
        "Use version {name} again? It has {n} topics: {labels}. The version in use stays in this "
        "list.",
        "换回版本 {name}？它有 {n} 个主题：{labels}。当前版本会保留在列表中。",
    ),
    "quality_other_texts": (
        "It was made of other texts than those loaded now; documents that are new since have no "
        "topic in it.",
        "它是用另一批文本得出的，之后新增的文档在其中没有主题。",
    ),
    "quality_used": ("Version {name} is in use again.", "已换回版本 {name}。"),
    "quality_action_train": ("topics found", "寻找主题"),
    "quality_action_augment": ("topics found with added texts", "用补充文本寻找主题"),
    "quality_action_label": ("topics named", "为主题命名"),
    "quality_action_merge": ("topics merged: {what}", "合并主题 {what}"),
    "quality_action_split": ("topic split: {what}", "拆分主题 {what}"),
    "quality_action_rename": ("topic renamed: {what}", "重命名主题 {what}"),
    "quality_action_delete": ("topic deleted: {what}", "删除主题 {what}"),
    "quality_action_noise": ("words left out: {what}", "去掉词语：{what}"),
    "quality_action_update": ("new documents folded in", "把新文档算进主题"),
    # method, tree, files
    "quality_method": ("Method", "方法"),
    "quality_method_about": (
        "How the topics were made, ready to be pasted into a paper.",
        "这些主题是怎样得出的，可直接粘贴到论文中。",
    ),
    "quality_copy": ("Copy", "复制"),
    "quality_copied": ("Copied.", "已复制。"),
    "quality_references": ("References", "参考文献"),
    "quality_tree_list": ("The tree as a list", "以列表查看"),
    "quality_files": ("Download", "下载"),
    "quality_files_about": (
        "Everything as it is now. A file of very many documents takes a moment.",
        "以当前状态为准。文档很多时需要等一会儿。",
    ),
    "quality_file_report": ("Report", "报告"),
    "quality_file_topics": ("Topics", "主题"),
    "quality_file_documents": ("Documents with their topics", "文档及其主题"),
    "quality_file_map": ("Map of the documents", "文档地图"),
    "quality_file_method": ("Method", "方法"),
    "quality_format_html": ("web page", "网页"),
    "quality_format_md": ("Markdown", "Markdown 文本"),
    "quality_format_csv": ("table, CSV", "表格，CSV"),
    "quality_format_jsonl": ("JSON Lines", "JSON Lines 文件"),
    "quality_format_parquet": ("Parquet", "Parquet 文件"),
    "quality_format_pyldavis": ("for pyLDAvis, JSON", "供 pyLDAvis 使用，JSON"),
}
