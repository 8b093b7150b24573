"""Words about the texts, as a notebook shows them: a topic explained, a question answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from ...tools.results import TopicsResult
from .. import cli_output, cli_topics
from . import html
from .shown import as_text
from .words import Language, say

if TYPE_CHECKING:
    import pandas as pd

    from ...agent.events import Answer


@dataclass(frozen=True, repr=False)
class Explanation:
    """One topic in words, with the passages that show it and the topics next to it."""

    result: TopicsResult
    language: Language

    def __str__(self) -> str:
        return self.result.explanation

    def table(self) -> pd.DataFrame:
        """A row a passage: id, title, passage, weight, date."""
        import pandas as pd

        names = ("id", "title", "passage", "weight", "date")
        rows = [[getattr(one, name) for name in names] for one in self.result.representative]
        return pd.DataFrame(rows, columns=list(names))

    def __repr__(self) -> str:
        return as_text(self.language, lambda c: cli_topics.one_topic(c, self.result))

    def _repr_html_(self) -> str:
        topic, lang = self.result.topics[0], self.language
        head = say("topic_named", lang, id=topic.id, label=topic.label)
        size = say("size", lang, share=f"{topic.share:.1%}", documents=topic.documents)
        passages = "".join(
            f"<li><b>{html.words(one.title)}</b> "
            f'<span class="quiet">{html.words(one.id)} · {one.weight:.0%}</span><br>'
            f"{html.marked(one.passage, [])}</li>"
            for one in self.result.representative
        )
        near = say("comma", lang).join(
            f"{one.id} {one.label} ({one.similarity:.2f})" for one in self.result.neighbours
        )
        said = self.result.explanation.split("\n\n")
        return html.page(
            lang, f'<p class="head">{html.dot(topic.id)}{html.words(head)}</p>',
            html.paragraph(size, "quiet"),
            html.paragraph(say("comma", lang).join(topic.keywords), "words"),
            *map(html.paragraph, said),
            html.paragraph(say("shows", lang), "head"), f"<ol>{passages}</ol>",
            html.paragraph(say("pair", lang, name=say("near", lang), value=near)) if near else "",
        )  # fmt: skip


@dataclass(frozen=True, repr=False)
class Said:
    """The answer to a question, with its sources."""

    answer: Answer
    language: Language

    def __str__(self) -> str:
        return self.answer.text

    def __repr__(self) -> str:
        return as_text(self.language, lambda c: cli_output.answer(c, self.answer, text=True))

    def table(self) -> pd.DataFrame:
        """A row a source: number, id, title, date, quote."""
        import pandas as pd

        names = ("number", "id", "title", "date", "quote")
        rows = [[getattr(one, name) for name in names] for one in self.answer.citations]
        return pd.DataFrame(rows, columns=list(names))

    def _repr_html_(self) -> str:
        lang, answer = self.language, self.answer
        sources = "".join(
            f"<li>[{one.number}] <b>{html.words(one.title or one.id)}</b> "
            f'<span class="quiet">{html.words(one.date)}</span><br>{html.words(one.quote)}</li>'
            for one in answer.citations
        )
        model = say("guide", lang) if answer.model == "guide" else answer.model
        return html.page(
            lang, _marked_up(answer.text),
            html.paragraph(say("sources", lang), "head") + f"<ol>{sources}</ol>" if sources else "",
            html.paragraph(say("answered_by", lang, model=model), "quiet"),
        )  # fmt: skip


def _marked_up(text: str) -> str:
    """An answer's emphasis and lists; no HTML, and no links, whose address nobody would see."""
    return str(MarkdownIt("zero").enable(["emphasis", "list", "newline"]).render(text))
