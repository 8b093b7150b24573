"""The method behind topics in sentences for a paper, English and Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .algorithms import PARAMETER

if TYPE_CHECKING:
    from .method import Method

_LANGUAGES = {
    "en": ("English", "英文"), "zh": ("Chinese", "中文"), "zh-Hant": ("Chinese", "中文"),
    "mixed": ("mixed English and Chinese", "中英混合"), "other": ("other languages", "其他语言"),
    "unknown": ("unknown language", "语言不明"),
}  # fmt: skip
_NAMES = {
    "lda": ("latent Dirichlet allocation (LDA; Blei et al., 2003)",
            "潜在狄利克雷分配（LDA；Blei et al., 2003）"),
    "nmf": ("non-negative matrix factorisation (NMF; Lee and Seung, 1999)",
            "非负矩阵分解（NMF；Lee and Seung, 1999）"),
    "lsa": ("latent semantic analysis (LSA; Deerwester et al., 1990), its directions rotated by "
            "varimax (Kaiser, 1958)",
            "潜在语义分析（LSA；Deerwester et al., 1990），其方向经方差最大旋转（Kaiser, 1958）"),
}  # fmt: skip
_FIGURES = {
    "npmi": ("NPMI coherence {:.3f} (Bouma, 2009; ten words a topic, windows of ten words)",
             "NPMI 连贯度 {:.3f}（Bouma, 2009；每主题十词，窗口十词）"),
    "c_v": ("c_v {:.3f} (Röder et al., 2015)", "c_v {:.3f}（Röder et al., 2015）"),
    "diversity": ("topic diversity {:.3f} (Dieng et al., 2020; ten words a topic)",
                  "主题多样性 {:.3f}（Dieng et al., 2020；每主题十词）"),
    "perplexity": ("perplexity per word by document completion {:,.0f} (Wallach et al., 2009)",
                   "文档补全法的每词困惑度 {:,.0f}（Wallach et al., 2009）"),
    "perplexity_held_out": ("{:,.0f} in texts that the topics were not made from",
                            "在未参与训练的文本上为 {:,.0f}"),
    "stability": ("stability {:.3f} (mean cosine of the best matched topics of two random halves "
                  "of the texts)",
                  "稳定度 {:.3f}（文本随机两半所得主题最佳配对的平均余弦）"),
}  # fmt: skip
_SOURCES = {
    "keywords": ("from keywords", "由关键词"),
    "llama": ("by a Llama model", "由 Llama 模型"),
    "person": ("by a person", "由人工"),
}


def paragraph(method: Method, language: str) -> str:
    """The whole method in one paragraph."""
    chinese = language == "zh"
    if chinese:
        return "".join(_chinese(method))
    return " ".join(_english(method))


def _english(method: Method) -> Iterator[str]:
    words = f", {method.words:,} words after preprocessing" if method.words else ""
    topics = "One topic was" if method.num_topics == 1 else f"{method.num_topics} topics were"
    yield (
        f"{topics} found in {method.documents:,} documents ({_languages(method, 0)}{words}, "
        f"{method.vocabulary:,} different ones) by {_name(method, 0)} with "
        f"{_versions(method, ', ')}."
    )
    yield _english_words(method)
    yield from _english_training(method)
    yield _english_number(method)
    if figures := _figures(method, 0):
        yield f"Figures of the topics: {'; '.join(figures)}."
    yield f"Topics were named {_labels(method, 0)}."
    if method.edits:
        yield f"After the training the topics were edited ({'; '.join(method.edits)})."
    yield f"The topics were trained on {method.trained} (model {method.model})."


def _name(method: Method, which: int) -> str:
    """Of the algorithm; a model remembers what a plugin calls its own."""
    if method.algorithm in _NAMES:
        return _NAMES[method.algorithm][which]
    made_by = method.parameters.get(PARAMETER) or {}
    title = (made_by.get("title") or ["", ""])[which] or method.algorithm
    package = f"{made_by.get('package', '')} {made_by.get('version', '')}".strip()
    if not package:
        return title
    return f"{title}（软件包 {package}）" if which else f"{title} (package {package})"


def _english_words(method: Method) -> str:
    text = method.text
    english, chinese = _reads(method)
    by = "Chinese by jieba, in Simplified form"
    parts = [f"texts were lower-cased and cut into words{f' ({by})' if chinese else ''}"]
    if text.get("stem") and english:
        parts.append("English words were matched by their Snowball stems")
    numbers = "" if text.get("keep_numbers") else ", numbers"
    lengths = [f"{text.get('min_word_length', 3)} letters"] if english else []
    lengths += ["two characters"] if chinese else []
    parts.append(
        f"stop words{numbers} and words of fewer than {' or '.join(lengths)} were left out"
    )
    least = f"fewer than {text['min_df']} documents or in " if text["min_df"] > 1 else ""
    parts.append(
        f"so were words in {least}more than {text.get('max_df', 0.5):.0%} of the documents, and "
        f"all beyond the {text.get('max_vocabulary', 30_000):,} most frequent"
    )
    if text.get("phrases"):
        parts.append("neighbouring words with a normalised PMI of 0.5 or more became phrases")
    sentence = "; ".join(parts)
    if text.get("stop_words"):
        sentence += f"; {len(text['stop_words'])} stop words were added by hand"
    return sentence[0].upper() + sentence[1:] + "."


def _english_training(method: Method) -> Iterator[str]:
    p = method.parameters
    if method.algorithm == "lda":
        engine = "Spark" if p.get("engine") == "spark" else "gensim"
        yield (
            f"LDA was trained by online variational Bayes (Hoffman et al., 2010) in {engine}, with "
            f"a symmetric document-topic prior of {p.get('alpha', 0.1):g}, at most "
            f"{p.get('passes')} passes in chunks of {p.get('chunk')} documents, and a topic-word "
            f"prior of 0.01 + {p.get('prior_weight')} (N / K) H, where H is a non-negative "
            f"factorisation of the {_basis(p.get('basis'), 0)} weights, N the number of words and "
            "K that of topics."
        )
    elif PARAMETER in p:
        yield (
            "The word weights of each topic were made to sum to 1 and mixed with "
            f"{p.get('background', 0.02):.0%} of the corpus distribution; the topics of the "
            "documents were inferred "
            + ("by the plugin." if p[PARAMETER].get("mixtures") else "from them as in LDA, with a "
               f"symmetric prior of {p.get('alpha', 0.1):g}.")
        )  # fmt: skip
    else:
        basis = _basis(p.get("basis"), 0)
        yield (
            f"The {basis} weights were factorised; the word weights of each topic were made to sum "
            f"to 1 and mixed with {p.get('background', 0.02):.0%} of the corpus distribution, and "
            "the topics of the documents were inferred from them as in LDA, with a symmetric prior "
            f"of {p.get('alpha', 0.1):g}."
        )
    if p.get("seed_words"):
        yield f"{len(p['seed_words'])} topics were guided by seed words."
    yield f"The random seed was {p.get('seed', 0)}."


def _english_number(method: Method) -> str:
    choice = method.parameters.get("choice", {})
    tried = [one["num_topics"] for one in choice.get("candidates", ())]
    if choice.get("asked") or not tried:
        return "The number of topics was set by hand."
    return (
        f"The number of topics was chosen among {len(tried)} numbers from {min(tried)} to "
        f"{max(tried)} by coherence, diversity, stability and likelihood in halves of the texts "
        "that the topics were not made from."
    )


def _chinese(method: Method) -> Iterator[str]:
    words = f"，预处理后共 {method.words:,} 词" if method.words else ""
    yield (
        f"在 {method.documents:,} 篇文档（{_languages(method, 1)}{words}，"
        f"{method.vocabulary:,} 个不同的词）中，用{_name(method, 1)}得到 "
        f"{method.num_topics} 个主题，软件为 {_versions(method, '、')}。"
    )
    yield _chinese_words(method)
    yield from _chinese_training(method)
    yield _chinese_number(method)
    if figures := _figures(method, 1):
        yield f"主题的各项指标：{'；'.join(figures)}。"
    yield f"主题名称{_labels(method, 1)}给出。"
    if method.edits:
        yield f"训练之后对主题作过修改（{'；'.join(method.edits)}）。"
    yield f"训练日期为 {method.trained}（模型 {method.model}）。"


def _chinese_words(method: Method) -> str:
    text = method.text
    english, chinese = _reads(method)
    parts = [f"文本转为小写并切分成词{'（中文统一为简体，用 jieba 分词）' if chinese else ''}"]
    if text.get("stem") and english:
        parts.append("英文词按 Snowball 词干匹配")
    numbers = "" if text.get("keep_numbers") else "、数字"
    lengths = [f"不足 {text.get('min_word_length', 3)} 个字母"] if english else []
    lengths += ["不足两个汉字"] if chinese else []
    parts.append(f"去掉停用词{numbers}以及{'或'.join(lengths)}的词")
    least = f"少于 {text['min_df']} 篇或" if text["min_df"] > 1 else ""
    parts.append(
        f"去掉在{least}超过 {text.get('max_df', 0.5):.0%} 的文档中出现的词，"
        f"最多保留 {text.get('max_vocabulary', 30_000):,} 个最常见的词"
    )
    if text.get("phrases"):
        parts.append("标准化点互信息不低于 0.5 的相邻词合并为短语")
    if text.get("stop_words"):
        parts.append(f"另外手工添加 {len(text['stop_words'])} 个停用词")
    return "；".join(parts) + "。"


def _chinese_training(method: Method) -> Iterator[str]:
    p = method.parameters
    if method.algorithm == "lda":
        engine = "Spark" if p.get("engine") == "spark" else "gensim"
        yield (
            f"LDA 用 {engine} 的在线变分贝叶斯（Hoffman et al., 2010）训练，文档—主题先验为对称的 "
            f"{p.get('alpha', 0.1):g}，最多 {p.get('passes')} 遍，每块 {p.get('chunk')} 篇；"
            f"主题—词先验为 0.01 + {p.get('prior_weight')} (N / K) H，其中 H 为"
            f"{_basis(p.get('basis'), 1)}权重的非负分解，N 为总词数，K 为主题数。"
        )
    elif PARAMETER in p:
        yield (
            f"每个主题的词权重归一后，混入 {p.get('background', 0.02):.0%} 的语料词分布；文档的主题"
            + ("由插件推断。" if p[PARAMETER].get("mixtures")
               else f"像 LDA 那样推断，对称先验为 {p.get('alpha', 0.1):g}。")
        )  # fmt: skip
    else:
        yield (
            f"对{_basis(p.get('basis'), 1)}权重作分解；每个主题的词权重归一后，混入 "
            f"{p.get('background', 0.02):.0%} 的语料词分布，再像 LDA 那样推断文档的主题，"
            f"对称先验为 {p.get('alpha', 0.1):g}。"
        )
    if p.get("seed_words"):
        yield f"其中 {len(p['seed_words'])} 个主题由种子词引导。"
    yield f"随机种子为 {p.get('seed', 0)}。"


def _chinese_number(method: Method) -> str:
    choice = method.parameters.get("choice", {})
    tried = [one["num_topics"] for one in choice.get("candidates", ())]
    if choice.get("asked") or not tried:
        return "主题数由人工设定。"
    return (
        f"主题数在 {min(tried)} 到 {max(tried)} 之间的 {len(tried)} 个数中选定，"
        "依据是在未参与训练的另一半文本上的连贯度、多样性、稳定度与似然。"
    )


def _reads(method: Method) -> tuple[bool, bool]:
    """Whether there are texts in English (or another language of letters), and in Chinese."""
    chinese = {"zh", "zh-Hant", "mixed"}
    return bool(method.languages.keys() - {"zh", "zh-Hant"}), bool(
        method.languages.keys() & chinese
    )


def _languages(method: Method, which: int) -> str:
    named: dict[str, int] = {}
    for code, count in method.languages.items():
        name = _LANGUAGES.get(code, (code, code))[which]
        named[name] = named.get(name, 0) + count
    if len(named) == 1:
        return next(iter(named))
    return ("、" if which else ", ").join(f"{name} {count:,}" for name, count in named.items())


def _versions(method: Method, comma: str) -> str:
    order = ["topicllama", "gensim", "scikit-learn", "Python"]
    if method.algorithm not in ("lda", "lsa"):
        order.remove("gensim")
    names = {"topicllama": "TopicLlama"}
    return comma.join(
        f"{names.get(n, n)} {method.versions[n]}" for n in order if n in method.versions
    )


def _figures(method: Method, which: int) -> list[str]:
    return [
        words[which].format(method.metrics[name])
        for name, words in _FIGURES.items()
        if name in method.metrics
    ]


def _labels(method: Method, which: int) -> str:
    if len(method.labels) == 1:
        return _SOURCES[next(iter(method.labels))][which]
    parts = [f"{_SOURCES[name][which]} ({count})" for name, count in method.labels.items()]
    return "、".join(parts) if which else ", ".join(parts)


def _basis(basis: object, which: int) -> str:
    if basis == "ppmi":
        return ("words' PPMI", "词的 PPMI ")[which]
    return ("tf-idf", " tf-idf ")[which]
