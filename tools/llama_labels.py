"""Names of topics by a Llama: one call a topic, answered as JSON, from keywords and passages."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..prompts import fenced, fenced_lines, prompt
from .corpus import Corpus
from .language import is_chinese
from .passages import split
from .progress import Task
from .sharing import Server, Sharing, servers_of
from .topic_model import Topic, TopicModel

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)

_KEYWORDS = 12
_DOCUMENTS = 4
_PASSAGE = 350
_TRIES = 2
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_OTHER = {"en": "zh", "zh": "en"}


def llama_labels(
    model: TopicModel,
    corpus: Corpus,
    llm: BaseChatModel,
    language: str = "auto",
    style: str = "",
    task: Task | None = None,
    prompts: Path | None = None,
) -> TopicModel:
    """The model with its topics named by ``llm``: a label of 1 to 5 words and a sentence each.

    ``language`` is "en", "zh", "auto" (that of most documents) or "both" (that of most documents,
    and the other one in ``labels``). A topic that a person named keeps its name. One whose reply
    is broken or cut twice, and all when the server is gone, keep the label they have. A model that
    stands on several servers shares the topics out among them. Progress is stage "label".
    Cancelled when the task is stopped: the calls under way are ended, and their connections
    closed. Call it from a thread that runs no event loop. ``prompts`` is the folder of the person's
    own prompts.
    """
    main = _main_language(corpus) if language in ("auto", "both") else language
    namer = _Namer(model, corpus, llm, main, language == "both", style, prompts)
    named = asyncio.run(_name_all(namer, model.topics, task))
    return model.with_topics(_told_apart(named))


def _main_language(corpus: Corpus) -> str:
    counts = corpus.counts("language")
    chinese = sum(n for code, n in counts.items() if is_chinese(code))
    return "zh" if 2 * chinese > sum(counts.values()) else "en"


async def _name_all(namer: _Namer, topics: Sequence[Topic], task: Task | None) -> list[Topic]:
    named = list(topics)
    to_name = [place for place, topic in enumerate(topics) if topic.label_source != "person"]

    def report(done: int, last: Topic | None) -> None:
        if task is not None:
            done += len(topics) - len(to_name)
            task.report("label", done, len(topics), last.label if last else "")

    sharing = Sharing(namer.servers, namer.name, report, task)
    found = await sharing.run([topics[place] for place in to_name])
    for place, topic in found.items():
        named[to_name[place]] = topic
    if len(found) < len(to_name):
        log.warning("no server is left: %d topics keep their labels", len(to_name) - len(found))
    return named


class _Namer:
    """Asks for names; what all topics share is worked out once."""

    def __init__(
        self,
        model: TopicModel,
        corpus: Corpus,
        llm: BaseChatModel,
        language: str,
        both: bool,
        style: str,
        prompts: Path | None = None,
    ) -> None:
        self.model, self.corpus, self.language, self.both = model, corpus, language, both
        self.prompts = prompts
        self.style = " ".join(style.split())[:200]
        self._schema = _schema(both)
        self._fields = set(self._schema["required"])
        self.servers = servers_of(llm)

    async def name(self, server: Server, topic: Topic) -> Topic:
        """The topic with its new name, or as it is when no reply could be used."""
        asking = server.llm.with_structured_output(
            self._schema, method="json_schema", include_raw=True
        )
        asked = self._prompt(topic)
        for _ in range(_TRIES):
            # nostream: a tool's own call must not appear in the conversation's stream
            reply = await asking.ainvoke(asked, {"tags": ["nostream"]})
            found = self._read(reply)
            if found is not None:
                label, description, labels = found
                return replace(
                    topic,
                    label=label,
                    label_source="llama",
                    description=description,
                    labels=labels,
                )
        return topic

    def _prompt(self, topic: Topic) -> str:
        return prompt(
            "topic_label",
            self.language,
            self.prompts,
            keywords=fenced(", ".join(topic.keywords[:_KEYWORDS])),
            passages=fenced_lines(self._passages(topic)),
            style="\n".join(self._extra_lines()),
        )

    def _extra_lines(self) -> list[str]:
        lines = []
        if self.both:
            other = _OTHER[self.language]
            lines.append(
                prompt("topic_label_both", self.language, self.prompts, other=_NAME_OF[other])
            )
        if self.style:
            lines.append(prompt("topic_label_style", self.language, self.prompts, style=self.style))
        return lines

    def _passages(self, topic: Topic) -> Iterable[str]:
        names = topic.representative or self._heaviest(topic)
        for document in self.corpus.get(names[:_DOCUMENTS]).values():
            yield _telling_passage(document.text, topic.keywords)

    def _heaviest(self, topic: Topic) -> tuple[str, ...]:
        weights = self.model.document_topic[:, self.model.row(topic.id)]
        return tuple(self.model.document_ids[int(i)] for i in weights.argsort()[::-1][:_DOCUMENTS])

    def _read(self, reply: Any) -> tuple[str, str, dict[str, str]] | None:
        parsed, raw = reply.get("parsed"), reply.get("raw")
        cut = getattr(raw, "response_metadata", {}).get("done_reason") == "length"
        # a torn reply is read leniently and lacks its end
        if cut or not isinstance(parsed, dict) or not self._fields <= parsed.keys():
            return None
        label = clean_label(str(parsed.get("label") or ""), self.language)
        if not label:
            return None
        labels = {self.language: label}
        other = _OTHER[self.language]
        translated = clean_label(str(parsed.get("translation") or ""), other)
        if translated:
            labels[other] = translated
        return label, " ".join(str(parsed.get("description") or "").split())[:300], labels


_NAME_OF = {"en": "English", "zh": "Chinese (中文)"}


def _schema(both: bool) -> dict[str, Any]:
    fields = ["label", "description", *(["translation"] if both else [])]
    return {
        "title": "TopicName",
        "description": "The name of a topic.",
        "type": "object",
        "properties": {name: {"type": "string"} for name in fields},
        "required": fields,
    }


def clean_label(text: str, language: str) -> str:
    """A label as it may be shown, or "" when it is none: too long, or in the wrong script."""
    label = " ".join(text.split()).strip(" .。,，:：;；\"'“”‘’「」*#[]{}")
    label = re.sub(r"^(?:topic|主题)\s*\d*\s*[:：]\s*", "", label, flags=re.IGNORECASE)
    chinese = _CHINESE.search(label) is not None
    if not label or chinese != (language == "zh"):
        return ""
    too_long = len(label) > 20 if chinese else len(label) > 60 or len(label.split()) > 7
    return "" if too_long else label


def _telling_passage(text: str, keywords: Sequence[str]) -> str:
    """The passage with the most keywords, among the first of the document."""
    passages = [passage.text for passage in split(text[:6000])] or [text]
    words = [word.lower() for word in keywords]
    best = max(passages, key=lambda passage: sum(word in passage.lower() for word in words))
    return " ".join(best.split())[:_PASSAGE]


def _told_apart(topics: Sequence[Topic]) -> list[Topic]:
    """Labels that two topics share get a keyword that sets them apart; a person's stay."""
    count: dict[str, int] = {}
    for topic in topics:
        count[topic.label.casefold()] = count.get(topic.label.casefold(), 0) + 1
    taken = {topic.label.casefold() for topic in topics}
    return [_distinct(t, taken) if count[t.label.casefold()] > 1 else t for t in topics]


def _distinct(topic: Topic, taken: set[str]) -> Topic:
    if topic.label_source != "llama":
        return topic
    form = "{}（{}）" if _CHINESE.search(topic.label) else "{} ({})"
    for word in (*topic.keywords, str(topic.id)):
        label = form.format(topic.label, word)
        if word.lower() not in topic.label.lower() and label.casefold() not in taken:
            taken.add(label.casefold())
            main = {code: label for code, old in topic.labels.items() if old == topic.label}
            return replace(topic, label=label, labels={**topic.labels, **main})
    return topic
