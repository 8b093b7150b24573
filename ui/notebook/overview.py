"""All topics as a table in HTML: share, label, keywords, and a text of each."""

from __future__ import annotations

from ...tools.corpus import Corpus
from ...tools.results import TopicInfo, TopicsResult
from ...tools.topic_model import TopicModel
from . import html
from .words import Language, say

_KEYWORDS = 8


def overview(result: TopicsResult, model: TopicModel, corpus: Corpus, language: Language) -> str:
    """The head and the table; of each topic the text that shows it best has its heading there."""
    best = {topic.id: topic.representative[0] for topic in model.topics if topic.representative}
    headings = {name: one.heading for name, one in corpus.get(best.values()).items()}
    full = max((topic.share for topic in result.topics), default=1.0)

    def row(topic: TopicInfo) -> tuple[str, ...]:
        return (
            f"{html.dot(topic.id)}{topic.id}",
            html.share(topic.share, topic.id, full),
            f"{topic.documents:,}",
            f"<b>{html.words(topic.label)}</b>",
            f'<span class="words">{html.words(_listed(topic, language))}</span>',
            f'<span class="quiet">{html.words(headings.get(best.get(topic.id, ""), ""))}</span>',
        )

    heads = ("", *(say(k, language) for k in ("share", "texts", "label", "keywords", "example")))
    number = len(result.topics)
    head = say(
        "one" if number == 1 else "head", language, n=number, documents=f"{result.documents:,}"
    )
    how = say("how", language, algorithm=model.algorithm.upper(), model=model.version)
    return (
        f'<p><span class="head">{html.words(head)}</span> '
        f'<span class="quiet">{html.words(how)}</span></p>'
        + html.table(heads, map(row, result.topics), numbers=(2,))
    )


def _listed(topic: TopicInfo, language: Language) -> str:
    return say("comma", language).join(topic.keywords[:_KEYWORDS])
