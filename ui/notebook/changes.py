"""Topics changed by a program: each change is a version that can be undone."""

from __future__ import annotations

from typing import Any, Self

from .held import Held
from .inputs import Texts, given


class Changes(Held):
    """Edits; each returns the topics, so that a notebook shows them."""

    def rename(self, topic: int | str, label: str) -> Self:
        """Give a topic another label."""
        return self._edit("rename", (topic,), label)

    def merge(self, *topics: int | str, label: str = "") -> Self:
        """Make one topic of several; it has the id of the largest."""
        return self._edit("merge", topics, label)

    def split(self, topic: int | str) -> Self:
        """Make two topics of one."""
        return self._edit("split", (topic,))

    def delete(self, *topics: int | str) -> Self:
        """Remove topics; their documents stay and go to the others."""
        return self._edit("delete", topics)

    def leave_out(self, *words: str) -> Self:
        """Mark words as noise, which no topic shows."""
        return self._edit("noise", (), ", ".join(words))

    def undo(self) -> Self:
        """Take the last change back."""
        return self._edit("undo")

    def add(self, texts: Texts, **columns: Any) -> Self:
        """More texts (as for :func:`find_topics`), folded into the topics; ids and labels stay."""
        first = len(self._session.workspace.corpus)
        with self._session.plainly():
            handed = given(texts, first=first, **columns)
        with self._session.working() as toolbox:
            self.loaded = toolbox.load(handed.sources, columns=handed.columns)
        return self._edit("update")

    def relabel(self, language: str = "auto", style: str = "") -> Self:
        """Name the topics anew, in a language ("en", "zh", "both") and a style ("as newspaper
        sections"): by the Llama when there is one."""
        with self._session.working(llama=True) as toolbox:
            result = toolbox.label_topics(language, style)
        self._told = [result.note] if result.note else []
        return self

    def _edit(self, action: str, topics: tuple[int | str, ...] = (), name: str = "") -> Self:
        from ...tools import edit_wording
        from ...tools.results import to_json

        with self._session.working() as toolbox:
            named = ", ".join(str(topic) for topic in topics)
            done = to_json(toolbox.edit_topics(action, named, name))
        lang = self.language
        said = (edit_wording.head(done, lang, str, str), edit_wording.figures(done, lang))
        self._told = [sentence for sentence in said if sentence]
        return self
