"""One topic of a program's texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...tools.results import TopicInfo
from . import html
from .answers import Explanation
from .documents import Documents
from .words import say

if TYPE_CHECKING:
    from .topics import Topics


class Topic:
    """A topic as it was when it was asked for: ``id``, ``label``, ``labels`` (by language),
    ``label_source`` ("keywords", "llama", "person"), ``description``, ``keywords`` (the best
    first), ``share`` (of all texts, 0 to 1) and ``size`` (texts whose main topic it is)."""

    def __init__(self, topics: Topics, info: TopicInfo) -> None:
        self._topics = topics
        self.id, self.label, self.labels = info.id, info.label, dict(info.labels)
        self.label_source, self.description = info.label_source, info.description
        self.keywords, self.share, self.size = list(info.keywords), info.share, info.documents

    def documents(self, limit: int = 10) -> Documents:
        """The documents with the greatest shares of the topic; their ``score`` is that share."""
        return self._topics.search("", topic=self.id, limit=limit)

    def search(self, query: str, limit: int = 10) -> Documents:
        """Documents of the topic about something."""
        return self._topics.search(query, topic=self.id, limit=limit)

    def explain(self) -> Explanation:
        """What the topic is about, in words and passages, by the Llama when there is one."""
        return self._topics.explain(self.id)

    def rename(self, label: str) -> Topics:
        """Give the topic another label."""
        return self._topics.rename(self.id, label)

    def __repr__(self) -> str:
        lang = self._topics.language
        return "\n".join(
            (say("topic_named", lang, id=self.id, label=self.label), self._size(),
             say("comma", lang).join(self.keywords))
        )  # fmt: skip

    def _size(self) -> str:
        lang = self._topics.language
        return say("size", lang, share=f"{self.share:.1%}", documents=self.size)

    def _repr_html_(self) -> str:
        lang = self._topics.language
        head = html.words(say("topic_named", lang, id=self.id, label=self.label))
        return html.page(
            lang,
            f'<p class="head">{html.dot(self.id)}{head}</p>',
            html.paragraph(self._size(), "quiet"),
            html.paragraph(say("comma", lang).join(self.keywords), "words"),
            html.paragraph(self.description),
        )
