"""Long work on the topics, as jobs: finding them, naming them, measuring their mood."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...tools import plugins
from ...tools.errors import TopicLlamaError
from ...tools.progress import Task
from ...tools.sentiment_kept import measure_sentiment
from ...tools.topic_moods import topic_moods
from ...tools.trends_kept import topic_trends
from ...tools.workspace import Workspace
from ..text import say
from .topics_dialogs import LANGUAGES
from .visit import Done, Sent, Visit

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_MOST = 500  # topics


def train(visit: Visit, sent: Sent) -> Done:
    """Begin to find topics, as the dialog says, and to name them."""
    visit.workspace.require_documents()
    number = _number(sent) if sent.get("how") == "number" else 0
    named = plugins.find("algorithm", str(sent.get("method") or ""))
    method = named.name if named is not None else "lda"
    seeds = read_seeds(str(sent.get("seeds") or ""))
    by_llama, enrich = bool(sent.get("named")), bool(sent.get("enrich"))

    def work(task: Task) -> dict[str, Any]:
        llm = llama(visit.workspace) if by_llama or enrich else None
        toolbox = visit.toolbox(task=task, llm=llm if by_llama else None)
        made = toolbox.train_topics(number, method, seed_words=seeds)
        told: dict[str, Any] = {"topics": made.num_topics}
        if enrich and llm is not None:
            told["augmented"] = _enriched(visit.workspace, llm, task)
        topic_trends(visit.workspace)  # so that the first look at a topic is quick
        return told

    return _begun(visit, "jobs_train", work, "topics_started")


def _number(sent: Sent) -> int:
    text = str(sent.get("number") or "").strip()
    if not text.isdecimal() or not 1 <= int(text) <= _MOST:
        raise TopicLlamaError(
            f"The number of topics must be a whole number from 1 to {_MOST}.",
            "Or leave the choice to TopicLlama.",
        )
    return int(text)


def read_seeds(text: str) -> list[list[str]]:
    """Words that belong together: one topic a line, between commas."""
    lines = [re.split(r"[,，、;；]", line) for line in text.splitlines()]
    groups = [[word.strip() for word in line if word.strip()] for line in lines]
    return [group for group in groups if group]


def _enriched(workspace: Workspace, llm: BaseChatModel, task: Task) -> dict[str, str]:
    """What came of it in both languages; texts that need no more words are no failure."""
    from ...tools.augment import Settings, augment
    from ...tools.chinese_messages import in_chinese

    try:
        result = augment(workspace, llm, Settings(), lambda budget: True, task)
    except TopicLlamaError as error:
        told = f"{error.message} {error.hint}".strip()
        return {"en": told, "zh": in_chinese(told)}
    return {"en": result.why, "zh": result.why_zh}


def label(visit: Visit, sent: Sent) -> Done:
    """Begin to name the topics anew."""
    visit.workspace.require_model()
    language = sent.get("language") if sent.get("language") in LANGUAGES else "auto"
    style, fresh = str(sent.get("style") or "").strip()[:200], bool(sent.get("fresh"))

    def work(task: Task) -> Any:
        toolbox = visit.toolbox(task=task, llm=llama(visit.workspace))
        return toolbox.label_topics(str(language), style, fresh=fresh).note

    return _begun(visit, "jobs_label", work, "topics_naming")


def measure_mood(visit: Visit, sent: Sent) -> Done:
    """Begin to read all texts for their sentiment."""
    visit.workspace.require_model()

    def work(task: Task) -> None:
        measure_sentiment(visit.workspace, task)
        topic_moods(visit.workspace)

    return _begun(visit, "jobs_sentiment", work, "topics_mood_started")


def _begun(visit: Visit, title: str, work: Any, said: str) -> Done:
    job = visit.room.jobs.start(title, work)
    return Done(say(said, visit.language), go="#/topics", changed=False, data={"job": job.id})


def llama(workspace: Workspace) -> BaseChatModel | None:
    """The chat model of the workspace for the tools' own questions; None for the guide."""
    from ...agent.models import choose

    return choose(workspace.settings).tools_llm
