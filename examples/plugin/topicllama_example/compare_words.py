"""A tool: which words one topic's documents use more than another's."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topicllama.tools.bow import bag_of_words
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.resolve import resolve_topic
from topicllama.tools.tool_spec import Argument, ToolSpec
from topicllama.tools.toolbox import Toolbox

Floats = NDArray[np.float64]
_PRIOR = (
    10.0  # words of the whole corpus that are added to both sides, so that rare ones weigh less
)


def compare_words(toolbox: Toolbox, first: str, second: str, limit: int = 8) -> dict[str, Any]:
    """The words with the largest difference, by the log-odds ratio with a prior (Monroe, Colaresi,
    Quinn, "Fightin' words", 2008), with how often they stand in the documents of each topic."""
    model = toolbox.workspace.require_model()
    ids = [resolve_topic(model, first), resolve_topic(model, second)]
    if ids[0] == ids[1]:
        raise TopicLlamaError(
            _say(toolbox, "That is one topic.", "这是同一个主题。"),
            _say(toolbox, "Name two topics.", "请说出两个主题。"),
        )
    bow = bag_of_words(toolbox.workspace, toolbox.task)
    heaviest = dict(zip(model.document_ids, model.document_topic.argmax(axis=1), strict=True))
    rows = [
        [n for n, name in enumerate(bow.document_ids) if heaviest.get(name) == model.row(topic)]
        for topic in ids
    ]
    counts = [np.asarray(bow.counts[each].sum(axis=0), float).ravel() for each in rows]
    score = _log_odds(*counts)
    order = np.argsort(score)
    sides = [_words(order[::-1], score > 0, limit), _words(order, score < 0, limit)]
    topics = [
        {
            "id": topic,
            "label": model.topic(topic).label,
            "documents": len(rows[side]),
            "words": [
                {
                    "word": bow.vocabulary[column],
                    "here": int(counts[side][column]),
                    "there": int(counts[1 - side][column]),
                }
                for column in sides[side]
            ],
        }
        for side, topic in enumerate(ids)
    ]
    return {"topics": topics, "text": _in_words(toolbox, topics)}


def _log_odds(first: Floats, second: Floats) -> Floats:
    """How sure it is, in standard deviations, that a word is more frequent on the first side."""
    both = first + second
    prior = _PRIOR * both / max(both.sum(), 1.0)
    ratio = np.zeros(len(both))
    for counts, sign in ((first, 1), (second, -1)):
        with_prior = counts + prior
        ratio += sign * np.log(np.maximum(with_prior, 1e-12))
        ratio -= sign * np.log(np.maximum(with_prior.sum() - with_prior, 1e-12))
    spread = 1 / np.maximum(first + prior, 1e-12) + 1 / np.maximum(second + prior, 1e-12)
    score: Floats = np.where(both > 0, ratio / np.sqrt(spread), 0.0)
    return score


def _words(order: NDArray[np.intp], wanted: NDArray[np.bool_], limit: int) -> list[int]:
    return [int(column) for column in order[:limit] if wanted[column]]


def _in_words(toolbox: Toolbox, topics: list[dict[str, Any]]) -> str:
    lines = []
    for topic in topics:
        words = _say(toolbox, ", ", "、").join(
            _say(toolbox, "{word} ({here} against {there})", "{word}（{here} 比 {there}）").format(
                **one
            )
            for one in topic["words"]
        )
        lines.append(
            _say(
                toolbox,
                "Topic {id} “{label}” ({documents} documents) says more often: {words}.",
                "主题 {id}“{label}”（{documents} 篇）更常用：{words}。",
            ).format(**{**topic, "words": words or "–"})
        )
    return "\n\n".join(lines)


def _say(toolbox: Toolbox, english: str, chinese: str) -> str:
    return chinese if toolbox.language == "zh" else english


COMPARE_WORDS = ToolSpec(
    "compare_words",
    "Compare the words that two topics use, with how often.",
    '"compare the words of topics 1 and 3" or "比较主题1和主题3的用词" -> first="1", second="3".',
    (
        Argument("first", "a topic's number or label", None),
        Argument("second", "the other topic", None),
        Argument("limit", "how many words of each", 8, low=1, high=30),
    ),
    run=compare_words,
    needs="topics",
    title=("Comparing the words of two topics", "比较两个主题的用词"),
    requests=(
        r"compare (?:the )?words? (?:of|in) topics? (?P<first>\d+) (?:and|with|to) "
        r"(?:topic )?(?P<second>\d+)",
        r"(?:比较|对比)主题 ?(?P<first>\d+) ?[和与跟] ?(?:主题)? ?(?P<second>\d+) ?的?"
        r"(?:用词|词语|词汇)",
    ),
)
