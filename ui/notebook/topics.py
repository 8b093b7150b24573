"""The topics of texts, for a notebook or a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import pandas as pd

from ...tools.choice import Choice
from ...tools.documents import LoadReport
from ...tools.results import TopicInfo, TopicsResult
from ...tools.wording import why
from .. import cli_text, cli_topics
from . import html, tables
from .answers import Explanation, Said
from .changes import Changes
from .development import Trends
from .documents import Documents
from .inputs import Texts, strings
from .keeping import Keeping
from .overview import overview
from .shown import as_text, in_python
from .topic import Topic
from .words import say


class Topics(Changes, Keeping):
    """Topics that were found in texts; made by :func:`find_topics` and :func:`open_topics`.

    ``topics[0]`` is a topic by its id (or its label), ``len(topics)`` how many there are; they
    come the largest first. Every method does what the command line and the agent's tools do, with
    the same results. Edits make a new version that :meth:`undo` takes back, and return these
    topics, so that a notebook shows them. ``loaded`` says what was left out at loading.
    """

    # looking ---------------------------------------------------------------------------------

    @property
    def labels(self) -> dict[int, str]:
        """The topics' labels by id."""
        return {topic.id: topic.label for topic in self._infos()}

    def __len__(self) -> int:
        return len(self._infos())

    def __iter__(self) -> Iterator[Topic]:
        return (Topic(self, info) for info in self._infos())

    def __getitem__(self, topic: int | str) -> Topic:
        from ...tools.explain import resolve_topic

        with self._session.plainly():
            wanted = resolve_topic(self._session.workspace.require_model(), str(topic))
        return next(one for one in self if one.id == wanted)

    def table(self) -> pd.DataFrame:
        """A row a topic by id, the largest first: label, share, documents, keywords, …"""
        return tables.topic_table(self._infos())

    def document_topics(self) -> pd.DataFrame:
        """Documents × topics: the share of each topic in each document, rows sum to 1."""
        with self._session.plainly():
            return tables.weight_table(self._session.workspace.require_model())

    def document_table(self) -> pd.DataFrame:
        """A row a document by id: title, text, date, label, source, topic, weight, topic_label."""
        with self._session.plainly():
            return tables.document_table(self._session.workspace)

    def explain(self, topic: int | str) -> Explanation:
        """A topic in words and passages, by the Llama when there is one."""
        with self._session.working(llama=True) as toolbox:
            return Explanation(toolbox.show_topics(str(topic)), self.language)

    def _infos(self) -> list[TopicInfo]:
        from ...tools.explain import topics_info

        with self._session.plainly():
            return topics_info(self._session.workspace.require_model())

    def _result(self) -> TopicsResult:
        with self._session.plainly():
            return self._session.toolbox().show_topics()

    # documents -------------------------------------------------------------------------------

    def search(
        self, query: str = "", *, topic: int | str = "", since: str = "", until: str = "",
        limit: int = 10, mode: str = "hybrid", **limits: Any,
    ) -> Documents:  # fmt: skip
        """Documents about something with their topics, the best first.

        ``topic`` limits to a topic, ``since`` and ``until`` to a time ("2003", "2003-05"),
        ``labels``, ``sources``, ``languages`` to documents that have one of them, and ``without``
        leaves out what they are about. ``mode``: "hybrid", "keyword", "meaning" or "topic".
        """
        with self._session.working() as toolbox:
            found = toolbox.search_documents(
                query, str(topic), since, until, limit, mode=mode, **limits
            )
        return Documents(found, self.language)

    def recommend(self, liked: str, limit: int = 5, disliked: str = "") -> Documents:
        """Documents to read next: like those with these ids (between commas), or like a text."""
        with self._session.working() as toolbox:
            found = toolbox.recommend_documents(liked, limit, disliked)
        return Documents(found, self.language)

    def predict(self, texts: Texts) -> pd.DataFrame:
        """Texts × topics for new texts (strings), in their order; they are not kept."""
        with self._session.plainly():
            wanted = strings(texts)
        with self._session.working() as toolbox:
            model = toolbox.workspace.require_model()
            return tables.predicted(model, wanted, toolbox.task)

    def embed(self) -> Self:
        """Make the vectors for search by meaning, about 13 texts a second on two cores."""
        from ...tools.embed_job import embed

        with self._session.working() as toolbox:
            embed(toolbox.workspace, task=toolbox.task)
        return self

    def ask(self, question: str, chat: str = "notebook") -> Said:
        """An answer in words with its sources, by the Llama or the offline guide."""
        from .asking import ask

        with self._session.plainly():
            return Said(ask(self._session, question, chat), self.language)

    # figures ---------------------------------------------------------------------------------

    def evaluate(self, *, labels: bool = False) -> pd.Series:
        """Coherence, diversity, perplexity, …; with ``labels`` also against the texts' labels."""
        with self._session.working() as toolbox:
            return pd.Series(
                toolbox.evaluate(labels=labels), name=toolbox.workspace.current_version
            )

    def trends(
        self, by: str = "", topic: int | str = "", *, since: str = "", until: str = ""
    ) -> Trends:
        """Shares over time, what rises and falls, bursts; ``by`` "day", "week", "month", "year".

        ``since`` and ``until`` ("2003", "2003-05"): what was hot in that time.
        """
        with self._session.working() as toolbox:
            result = toolbox.analyze_corpus("trends", str(topic), by, since=since, until=until)
        return Trends(result, self.labels, self.language)

    def sentiment(self) -> pd.DataFrame:
        """A row a topic: mean sentiment (-1 to 1), shares of positive and negative texts."""
        with self._session.working() as toolbox:
            return tables.mood_table(toolbox.analyze_corpus("sentiment").data, self.labels)

    def compare(self, by: str = "label") -> pd.DataFrame:
        """Topics × groups of texts ("label", "source", "period", a date), greatest difference
        first."""
        with self._session.working() as toolbox:
            return tables.comparison_table(
                toolbox.analyze_corpus("compare", by=by).data, self.labels
            )

    # showing ---------------------------------------------------------------------------------

    def _notes(self, result: TopicsResult) -> list[str]:
        lang = self.language
        notes = [*self._told] or self._first_words()
        with cli_text.speaking(lang):
            notes += [in_python(cli_text.told(result.note))] if result.note else []
        by_llama = any(topic.label_source == "llama" for topic in result.topics)
        notes.append(say("llama" if by_llama else "own_words", lang))
        where = "temporary" if self._session.temporary else "kept"
        return [*notes, say(where, lang, folder=self._session.shown)]

    def _first_words(self) -> list[str]:
        """Until the first change: why there are so many topics, and what was left out."""
        if self.loaded is None:
            return []
        choice = self._session.workspace.require_model().parameters.get("choice", {})
        unasked = choice and (choice["limit"] or not choice["asked"])
        told = why(Choice.from_json(choice), self.language) if unasked else ""
        return [sentence for sentence in (told, self._left_out(self.loaded)) if sentence]

    def _left_out(self, loaded: LoadReport) -> str:
        lang = self.language
        counts = {"duplicates": loaded.duplicates, "empty": loaded.empty}
        parts = [say(name, lang, n=n) for name, n in counts.items() if n]
        return say("left_out", lang, what=say("and", lang).join(parts)) if parts else ""

    def __repr__(self) -> str:
        result = self._result()
        shown = as_text(self.language, lambda c: cli_topics.topics(c, result))
        return "\n".join([shown, *self._notes(result)])

    def _repr_html_(self) -> str:
        result = self._result()
        model = self._session.workspace.require_model()
        notes = [html.paragraph(note, "quiet") for note in self._notes(result)]
        shown = overview(result, model, self._session.workspace.corpus, self.language)
        return html.page(self.language, shown, *notes)
