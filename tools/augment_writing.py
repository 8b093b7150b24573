"""From short texts to the words of sentences that a Llama writes: groups, budget, words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .augment_budget import Budget, estimate
from .augment_cache import ReplyCache
from .augment_extra import WrittenWords
from .augment_llama import Asked, Written, question, write
from .augment_neighbours import groups, neighbours
from .bow import BagOfWords, counts_for, tokenizer, topic_text
from .editing import alpha_of
from .errors import TopicLlamaError
from .inference import document_topics, known_words
from .llama_replies import model_name
from .progress import Task
from .sharing import servers_of
from .topic_model import TopicModel
from .workspace import Workspace

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class Writing:
    """One run of a Llama over short texts; :meth:`ask_about` comes first."""

    def __init__(
        self, workspace: Workspace, bow: BagOfWords, llm: BaseChatModel, sentences: int,
        task: Task | None = None,
    ) -> None:  # fmt: skip
        self.workspace, self.bow, self.llm = workspace, bow, llm
        self.sentences, self.task = sentences, task
        self.cache = ReplyCache(workspace, model_name(llm))
        self.questions: list[Asked] = []

    def ask_about(self, rows: NDArray[np.int64], model: TopicModel, size: int) -> None:
        """Put the texts (rows of the corpus) into groups of at most ``size`` that are alike, and
        word the question about each."""
        ids = [self.bow.document_ids[row] for row in rows.tolist()]
        found = self.workspace.corpus.get(ids)
        languages = [found[name].language for name in ids]
        for group in self._groups(rows, languages, model, size):
            texts = [topic_text(found[ids[place]]) for place in group]
            named = [int(rows[place]) for place in group]
            self.questions.append(
                question(named, texts, languages[group[0]], self.sentences, self.workspace.prompts)
            )

    def _groups(
        self, rows: NDArray[np.int64], languages: list[str], model: TopicModel, size: int
    ) -> list[list[int]]:
        if size < 2 or len(rows) < 2:
            return [[place] for place in range(len(rows))]
        near = neighbours(self.bow.counts[rows], task=self.task)
        counts = counts_for(model.terms, self.bow)[rows]
        topics = document_topics(counts, model.topic_word, alpha_of(model)).argmax(axis=1)
        return groups(near, languages, topics.tolist(), size)

    def budget(self) -> Budget:
        return estimate(self.questions, self.sentences, self.cache, servers_of(self.llm))

    def done(self, weight: float) -> tuple[WrittenWords, Written]:
        """Ask what was not asked before. TopicLlamaError when nothing of it can be used."""
        written = write(self.questions, self.llm, self.sentences, self.cache, self.task)
        reader = tokenizer(self.bow.config)
        texts = ["\n".join(sentences) for sentences in written.sentences]
        words = known_words(texts, self.bow.index, reader)
        if not words.nnz:
            raise TopicLlamaError(
                "Nothing that the Llama wrote can be used.",
                "Run it again, choose another model, or use --without-model.",
            )
        rows = [asked.rows for asked in self.questions]
        return WrittenWords(self.bow, words, rows, weight), written
