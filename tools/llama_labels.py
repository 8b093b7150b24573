"""Names of topics by a Llama: asked for, judged, asked for again where they are poor or alike."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .answer_cache import AnswerCache
from .corpus import Corpus
from .label_alike import alike, alike_groups, words_of
from .label_asking import Asker, Question
from .label_questions import Name, Questions
from .label_report import FITS, SURE, LabelCard, LabelJudge
from .language import main_language
from .progress import Task
from .tokens import has_han
from .topic_model import Topic, TopicModel

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_TOGETHER = 8  # topics that are renamed in one call; the others' names are told as taken


def llama_labels(
    model: TopicModel,
    corpus: Corpus,
    llm: BaseChatModel,
    language: str = "auto",
    style: str = "",
    task: Task | None = None,
    prompts: Path | None = None,
    cache: AnswerCache | None = None,
    fresh: bool = False,
) -> TopicModel:
    """The model with its topics named by ``llm``: a label of 1 to 5 words and a sentence each.

    ``language`` is "en", "zh", "auto" (that of most documents) or "both" (that of most documents,
    and the other one in ``labels``). A topic that a person named keeps its name. One whose reply
    is broken or cut twice, or fits no better than a guess, and all when the server is gone, keep
    the label they have. Names that
    the report card finds poor are asked for once more with the reason, and names that are alike
    together. A model that stands on several servers shares the topics out among them.

    What ``cache`` has is not asked again, unless ``fresh`` wants other names. Progress is stage
    "label", then "relabel". Cancelled when the task is stopped: the calls under way are ended, and
    their connections closed. Call it from a thread that runs no event loop. ``prompts`` is the
    folder of the person's own prompts.
    """
    main = main_language(corpus.counts("language")) if language in ("auto", "both") else language
    questions = Questions(model, corpus, main, language == "both", style, prompts)
    naming = _Naming(model, corpus, questions, Asker(llm, cache, fresh, task), fresh, task)
    return model.with_topics(asyncio.run(naming.run()))


@dataclass(slots=True)
class _Naming:
    model: TopicModel
    corpus: Corpus
    questions: Questions
    asker: Asker
    fresh: bool
    task: Task | None

    async def run(self) -> list[Topic]:
        """The topics, named, mended and told apart."""
        topics = await self._named(list(self.model.topics))
        topics = await self._better(topics)
        topics = await self._renamed_together(topics)
        return _told_apart(topics)

    async def _named(self, topics: list[Topic]) -> list[Topic]:
        places = [n for n, topic in enumerate(topics) if topic.label_source != "person"]
        asked = [self.questions.topic(topics[n], self._before(topics[n])) for n in places]
        kept = len(topics) - len(places)
        found = await self.asker.answers(asked, self._report("label", len(topics), kept))
        for n, name in found.items():
            topics[places[n]] = _with_name(topics[places[n]], name)
        return topics

    def _before(self, topic: Topic) -> str:
        """Who wants fresh names wants others."""
        if self.fresh and topic.label_source == "llama":
            return self.questions.another(topic.label)
        return ""

    async def _better(self, topics: list[Topic]) -> list[Topic]:
        """Poor names asked for once more; the better of both stays, or the one from before the
        Llama where both are bare guesses."""
        judge = LabelJudge(self.model, self.corpus)
        cards = judge.report(topics).labels
        poor = [n for n, card in enumerate(cards) if _is_poor(card)]
        asked = [self.questions.topic(topics[n], self._reason(cards[n], topics)) for n in poor]
        found = await self._again(asked)
        for n, name in found.items():
            other = _with_name(topics[poor[n]], name)
            before, after = judge.report([topics[poor[n]], other]).labels
            if _worth(after) > _worth(before):
                topics[poor[n]] = other
        return topics if self.questions.style.strip() else self._guesses_out(topics, poor, judge)

    def _guesses_out(
        self, topics: list[Topic], places: Sequence[int], judge: LabelJudge
    ) -> list[Topic]:
        """A name with none of the topic's keywords that fits other documents just as well gives
        way to the keyword label, if that one fits: a very small Llama names after anything."""
        for n in places:
            old = self.model.topics[n]
            new, kept = judge.report([topics[n], old]).labels
            guess = new.fits_other and not new.coverage
            if old.label_source == "keywords" and guess and kept.fit and kept.fit >= FITS:
                topics[n] = old
        return topics

    def _reason(self, card: LabelCard, topics: Sequence[Topic]) -> str:
        if card.fits_other and card.nearest is not None:
            other = next(topic for topic in topics if topic.id == card.nearest)
            return self.questions.unfit(card.label, other.label)
        return self.questions.another(card.label)

    async def _renamed_together(self, topics: list[Topic]) -> list[Topic]:
        groups = [
            part
            for group in alike_groups([topic.label for topic in topics])
            for part in _parts([n for n in group if topics[n].label_source == "llama"])
        ]
        asked = [self.questions.group(*_group(topics, group)) for group in groups]
        for n, names in (await self._again(asked)).items():
            for place in groups[n]:
                name = names.get(topics[place].id)
                others = [t.label for p, t in enumerate(topics) if p != place]
                if name and not any(alike(name.label, other) for other in others):
                    labels = {**topics[place].labels, **name.labels}
                    topics[place] = replace(topics[place], label=name.label, labels=labels)
        return topics

    async def _again(self, asked: Sequence[Question[Any]]) -> dict[int, Any]:
        if not asked:
            return {}
        return await self.asker.answers(asked, self._report("relabel", len(asked)))

    def _report(self, stage: str, total: int, before: int = 0) -> Callable[[int, Any], None]:
        def report(done: int, last: Any) -> None:
            if self.task is not None:
                detail = last.label if isinstance(last, Name) else ""
                self.task.report(stage, before + done, total, detail)

        return report


def _with_name(topic: Topic, name: Name) -> Topic:
    return replace(
        topic, label=name.label, label_source="llama", labels=dict(name.labels),
        description=name.description, confidence=name.confidence,
    )  # fmt: skip


def _is_poor(card: LabelCard) -> bool:
    unsure = card.confidence is not None and card.confidence < SURE
    return card.source == "llama" and (card.fits_other or unsure)


def _worth(card: LabelCard) -> tuple[bool, float, float]:
    """Fit enough first, then what the Llama says of itself, then the fit."""
    fit = FITS if card.fit is None else card.fit
    return fit >= FITS, card.confidence or 0.0, fit


def _parts(places: list[int]) -> list[list[int]]:
    """A large group in calls that a small model can keep in view."""
    return [places[n : n + _TOGETHER] for n in range(0, len(places), _TOGETHER)]


def _group(topics: Sequence[Topic], places: Sequence[int]) -> tuple[list[Topic], list[str]]:
    """Topics to rename, and the names of all others."""
    chosen = [topics[n] for n in places]
    return chosen, [topic.label for topic in topics if topic not in chosen]


def _told_apart(topics: Sequence[Topic]) -> list[Topic]:
    """Names that are still made of the same words get a keyword that sets them apart; a person's
    stay."""
    count: dict[frozenset[str], int] = {}
    for topic in topics:
        count[words_of(topic.label)] = count.get(words_of(topic.label), 0) + 1
    taken = {topic.label.casefold() for topic in topics}
    return [_distinct(t, taken) if count[words_of(t.label)] > 1 else t for t in topics]


def _distinct(topic: Topic, taken: set[str]) -> Topic:
    if topic.label_source != "llama":
        return topic
    form = "{}（{}）" if has_han(topic.label) else "{} ({})"
    for word in (*topic.keywords, str(topic.id)):
        label = form.format(topic.label, word)
        if word.lower() not in topic.label.lower() and label.casefold() not in taken:
            taken.add(label.casefold())
            main = {code: label for code, old in topic.labels.items() if old == topic.label}
            return replace(topic, label=label, labels={**topic.labels, **main})
    return topic
