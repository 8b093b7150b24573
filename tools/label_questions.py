"""What a Llama is asked about topics' names, and how its replies are read."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..prompts import fenced, fenced_lines, prompt
from . import stopwords
from .corpus import Corpus
from .label_asking import Question
from .label_passages import TellingPassages
from .tokens import has_han
from .topic_model import Topic, TopicModel

_KEYWORDS = 12
_GROUP_KEYWORDS = 10
_STYLE = 200  # characters
_MOST_WORDS = 5
_SENTENCE = 8  # words: no name
_MOST_HAN = 16  # characters
# Characters of the fields of a reply. A small Llama that repeats itself is ended by the grammar
# before it is cut, and its name is not lost; a name this long is none.
_MOST_CHARACTERS = {"label": 80, "translation": 80, "description": 300}
OTHER = {"en": "zh", "zh": "en"}
_NAME_OF = {"en": "English", "zh": "Chinese (中文)"}


@dataclass(frozen=True, slots=True)
class Name:
    """A topic's name by a Llama; ``labels`` by language, ``confidence`` 0 to 1 or None."""

    label: str
    labels: Mapping[str, str]
    description: str = ""
    confidence: float | None = None


@dataclass(slots=True)
class Questions:
    """Questions about the topics of one model, in one language and style.

    With ``both`` each name is wanted in the other language too. ``prompts`` is the folder of the
    person's own prompts.
    """

    model: TopicModel
    corpus: Corpus
    language: str
    both: bool = False
    style: str = ""
    prompts: Path | None = None
    _passages: TellingPassages = field(init=False)
    _chosen: dict[int, list[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._passages = TellingPassages(self.model, self.corpus)

    def topic(self, topic: Topic, again: str = "") -> Question[Name]:
        """The name of one topic; ``again`` is a line on the name before (:meth:`another`,
        :meth:`unfit`)."""
        lines = [again] if again else []
        if self.both:
            lines.append(self._prompt("topic_label_both", other=_NAME_OF[OTHER[self.language]]))
        text = self._prompt(
            "topic_label",
            keywords=fenced(", ".join(topic.keywords[:_KEYWORDS])),
            passages=fenced_lines(self._of(topic)),
            style="\n".join([*lines, *self._style()]),
        )
        fields = {"label": "string", "description": "string", "confidence": "number"}
        if self.both:
            fields["translation"] = "string"
        again_text = f"{text}\n{self._prompt('topic_label_short')}"
        return Question(text, _schema("TopicName", fields), self._read, again_text)

    def another(self, label: str) -> str:
        return self._prompt("topic_label_again", label=fenced(label))

    def unfit(self, label: str, other: str) -> str:
        return self._prompt("topic_label_unfit", label=fenced(label), other=fenced(other))

    def group(self, topics: Sequence[Topic], taken: Sequence[str]) -> Question[dict[int, Name]]:
        """Names for topics whose names are too alike, by topic id; ``taken`` are others' names."""
        described = [
            f"{topic.id}: {fenced(topic.label)}; "
            f"{fenced(', '.join(topic.keywords[:_GROUP_KEYWORDS]))}\n"
            f"{fenced_lines(self._of(topic)[:1])}"
            for topic in topics
        ]
        fields = {f"name_{topic.id}": f'- "name_{topic.id}": {topic.id}' for topic in topics}
        if self.both:
            other = _NAME_OF[OTHER[self.language]]
            fields |= {f"translation_{t.id}": f'- "translation_{t.id}": {t.id}, {other}'
                       for t in topics}  # fmt: skip
        text = self._prompt(
            "topic_label_group",
            topics="\n\n".join(described),
            taken=fenced(", ".join(taken)),
            fields="\n".join(fields.values()),
            style="\n".join(self._style()),
        )
        ids = [topic.id for topic in topics]
        schema = _schema("TopicNames", dict.fromkeys(fields, "string"))
        return Question(text, schema, lambda values: self._read_group(values, ids))

    def _prompt(self, name: str, **variables: object) -> str:
        return prompt(name, self.language, self.prompts, **variables)

    def _style(self) -> list[str]:
        """The wish as data: whoever words it cannot leave the schema or the language."""
        if not self.style.strip():
            return []
        return [self._prompt("topic_label_style", style=fenced(self.style, _STYLE))]

    def _of(self, topic: Topic) -> list[str]:
        if topic.id not in self._chosen:
            self._chosen[topic.id] = self._passages.of(topic)
        return self._chosen[topic.id]

    def _read(self, values: Mapping[str, Any]) -> Name | None:
        labels = self._labels(values.get("label"), values.get("translation"))
        if labels is None:
            return None
        description = " ".join(str(values.get("description") or "").split())[:300]
        return Name(
            labels[self.language], labels, description, _confidence(values.get("confidence"))
        )

    def _read_group(self, values: Mapping[str, Any], ids: Sequence[int]) -> dict[int, Name] | None:
        found = {}
        for number in ids:
            labels = self._labels(values.get(f"name_{number}"), values.get(f"translation_{number}"))
            if labels is not None:
                found[number] = Name(labels[self.language], labels)
        return found or None

    def _labels(self, label: Any, translation: Any) -> dict[str, str] | None:
        """The usable names by language, or None without one in the language that was wanted."""
        main = clean_label(str(label or ""), self.language)
        other = clean_label(str(translation or ""), OTHER[self.language])
        found = {self.language: main, OTHER[self.language]: other}
        return {code: text for code, text in found.items() if text} if main else None


def clean_label(text: str, language: str) -> str:
    """A label as it may be shown: of at most five words (a longer one is cut), or "" when it is
    none: a sentence, or in the wrong script."""
    label = " ".join(text.split()).strip(" .。,，:：;；\"'“”‘’「」*#[]{}")
    label = re.sub(r"^(?:topic|主题)\s*\d*\s*[:：]\s*", "", label, flags=re.IGNORECASE)
    chinese = has_han(label)
    if not label or chinese != (language == "zh"):
        return ""
    if chinese:
        return label if len(label) <= _MOST_HAN else ""
    words = label.split()
    if len(words) > _SENTENCE or len(label) > 12 * _SENTENCE:
        return ""
    return _without_loose_end(words[:_MOST_WORDS]) if len(words) > _MOST_WORDS else label


def _without_loose_end(words: list[str]) -> str:
    """Words that were cut, without "and the" at their end."""
    while len(words) > 1 and words[-1].lower().strip(",&") in _loose():
        words = words[:-1]
    return " ".join(words).rstrip(",")


@lru_cache(1)
def _loose() -> frozenset[str]:
    return stopwords.english() | {""}


def _confidence(value: Any) -> float | None:
    """From 0 to 1; percentages are understood."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    if not math.isfinite(number):
        return None
    return min(max(number / 100 if 1 < number <= 100 else number, 0.0), 1.0)


def _schema(title: str, fields: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": title,
        "description": "The name of a topic.",
        "type": "object",
        "properties": {name: _field(name, kind) for name, kind in fields.items()},
        "required": list(fields),
    }


def _field(name: str, kind: str) -> dict[str, Any]:
    if kind != "string":
        return {"type": kind}
    most = _MOST_CHARACTERS.get(name.partition("_")[0], _MOST_CHARACTERS["label"])
    return {"type": kind, "maxLength": most}
