"""The reason for a number of topics in plain sentences, English and Chinese."""

from __future__ import annotations

from .choice import Candidate, Choice

_LIMITS = {
    "documents": (
        "{documents:,} of the texts hold words to go by",
        "只有 {documents:,} 篇文本有可用的词",
    ),
    "words": ("the texts have too few different words", "文本中不同的词太少"),
    "variety": ("the texts carry no more different subjects", "文本的内容不够多样"),
}
_REASONS = {
    "coherent": ("the most coherent topics", "词语最连贯"),
    "stable": ("the topics that change least when trained again on other texts",
               "换一批文本重新训练时变化最小"),
    "balance": ("the best balance of coherent, distinct and stable topics",
                "主题在连贯、各异与稳定之间最均衡"),
}  # fmt: skip


def why(choice: Choice, language: str = "en") -> str:
    """One or two sentences on the number of topics, in "en" or "zh"."""
    chinese = language == "zh"
    if choice.limit:
        reason = _LIMITS[choice.limit][chinese].format(documents=choice.documents)
        return (
            f"你要求 {choice.requested} 个主题，但{reason}，只能分出 {choice.num_topics} 个。"
            if chinese
            else f"You asked for {choice.requested} topics, but there are {choice.num_topics}: "
            f"{reason}."
        )
    if choice.asked:
        number = f"{choice.num_topics} {_topics(choice.num_topics)}"
        return (
            f"按你的要求分成 {choice.num_topics} 个主题。"
            if chinese
            else f"You asked for {number}."
        )
    best = next((one for one in choice.candidates if one.num_topics == choice.num_topics), None)
    if best is None:
        return _few(choice, chinese)
    return _chosen(choice, best, chinese)


def _few(choice: Choice, chinese: bool) -> str:
    if chinese:
        return f"{choice.documents} 篇文本最多只能分出 {choice.num_topics} 个互不重复的主题。"
    texts = "text carries" if choice.documents == 1 else "texts carry"
    number = f"{choice.num_topics} {_topics(choice.num_topics)}"
    themselves = "itself" if choice.documents == 1 else "themselves"
    return f"{choice.documents} {texts} {number} at most without repeating {themselves}."


def _chosen(choice: Choice, best: Candidate, chinese: bool) -> str:
    numbers = [one.num_topics for one in choice.candidates]
    reason = _REASONS[_reason(choice, best)][chinese]
    figures = (best.npmi, best.stability)
    if chinese:
        first = (
            f"{choice.num_topics} 个主题：在试过的 {min(numbers)} 到 {max(numbers)} 个之中，"
            f"{reason}"
            "（连贯度 {:.2f}，稳定度 {:.2f}）。".format(*figures)
        )
    else:
        first = (
            f"{choice.num_topics} topics: of the numbers from {min(numbers)} to {max(numbers)}"
            f" that were tried this gives {reason}"
            " (coherence {:.2f}, stability {:.2f}).".format(*figures)
        )
    if choice.runner_up is None:
        return first
    broader = choice.runner_up < choice.num_topics
    if chinese:
        return f"{first}其次是 {choice.runner_up} 个，主题会更{'宽泛' if broader else '细'}。"
    return f"{first} {choice.runner_up} came next and would be {'broader' if broader else 'finer'}."


def _reason(choice: Choice, best: Candidate) -> str:
    """What the number is best at."""
    if best.npmi >= max(one.npmi for one in choice.candidates):
        return "coherent"
    if best.stability >= max(one.stability for one in choice.candidates):
        return "stable"
    return "balance"


def _topics(number: int) -> str:
    return "topic" if number == 1 else "topics"
