"""Documents that were found, as a notebook shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from .. import cli_output, cli_text
from . import html, tables
from .shown import as_text, in_python
from .words import Language, say

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Documents(Sequence[Any]):
    """Documents that were found, the best first; each has id, title, passage, score, topic,
    topic_label, date and source. ``result`` is the tool's own answer
    (:class:`topicllama.tools.results.SearchResult` or ``RecommendResult``); of the documents of a
    topic the score is the topic's share of the document."""

    result: Any
    language: Language

    def __len__(self) -> int:
        return len(self.result.results)

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        return self.result.results[place]

    @property
    def total(self) -> int:
        """How many were found, of which these are the first."""
        return max(getattr(self.result, "total", 0), len(self))

    def table(self) -> pd.DataFrame:
        """A row a document: id, title, passage, score, topic, topic_label, date, source."""
        return tables.hit_table(self)

    def __repr__(self) -> str:
        if hasattr(self.result, "total"):
            return as_text(self.language, lambda c: cli_output.hits(c, self.result))
        return str(self.table()) if len(self) else say("nothing", self.language)

    def _repr_html_(self) -> str:
        head = say("found", self.language, shown=len(self), total=self.total)
        with cli_text.speaking(self.language):
            note = in_python(cli_text.told(self.result.note))
            why = in_python(cli_text.told(getattr(self.result, "why", "")))
        found = f"<ol>{''.join(map(self._item, self))}</ol>" if len(self) else ""
        return html.page(
            self.language,
            html.paragraph(head if len(self) else say("nothing", self.language), "head"),
            found, html.paragraph(note), html.paragraph(why, "quiet"),
        )  # fmt: skip

    def _item(self, hit: Any) -> str:
        title = f"<b>{html.words(hit.title or hit.id)}</b>"
        topic = ""
        if hit.topic is not None:
            named = say("topic_named", self.language, id=hit.topic, label=hit.topic_label)
            topic = html.dot(hit.topic) + html.words(named)
        shown = f"{hit.score:.0%}" if self._of_a_topic else f"{hit.score:.2f}"
        facts = [part for part in (topic, html.words(hit.date), html.words(hit.id), shown) if part]
        reason = html.paragraph(getattr(hit, "reason", ""), "quiet")
        passage = html.marked(hit.passage, getattr(hit, "matches", ()))
        return (
            f'<li>{title}<br><span class="quiet">{" · ".join(facts)}</span>'
            f"<br>{passage}{reason}</li>"
        )

    @property
    def _of_a_topic(self) -> bool:
        result = self.result
        return getattr(result, "topic", None) is not None and not result.query
