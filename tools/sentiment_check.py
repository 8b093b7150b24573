"""A Llama judges a sample of documents, to see how far the word lists can be trusted."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..prompts import fenced, prompt
from .answer_cache import AnswerCache
from .corpus import Corpus
from .documents import Document
from .label_asking import Asker, Question
from .language import is_chinese
from .llama_replies import model_name
from .progress import Task
from .results import AnalysisResult

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

SAMPLE = 20  # documents, one call each
CLASSES = ("positive", "neutral", "negative")
_LONGEST = 1500  # characters of a document that the Llama reads
_SHOWN = 200
_SCHEMA: dict[str, Any] = {
    "title": "Sentiment",
    "type": "object",
    "properties": {"sentiment": {"type": "string", "enum": list(CLASSES)}},
    "required": ["sentiment"],
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the word lists say of a document of the sample."""

    id: str
    score: float
    sentiment: str


def sample(judged: Sequence[Judgement], number: int = SAMPLE, seed: int = 0) -> list[Judgement]:
    """``number`` documents, as many of each class as there are, drawn at random: checking what is
    frequent only would hide that the rare class is wrong."""
    groups: dict[str, list[Judgement]] = defaultdict(list)
    for at in np.random.default_rng(seed).permutation(len(judged)):
        groups[judged[at].sentiment].append(judged[at])
    turns = zip_longest(*(groups[kind] for kind in CLASSES))
    return [one for turn in turns for one in turn if one is not None][:number]


def check(
    corpus: Corpus,
    judged: Sequence[Judgement],
    llm: BaseChatModel,
    number: int = SAMPLE,
    *,
    prompts: Path | None = None,
    cache: AnswerCache | None = None,
    task: Task | None = None,
) -> dict[str, Any]:
    """The agreement of word lists and Llama on a sample (one call a document, what ``cache`` has is
    not asked again; progress stage "check"; Cancelled when the task is stopped).

    Returns ``model``, ``documents`` (of the sample), ``answered``, ``agreement`` (share of the
    answered), ``kappa`` (Cohen, Educational and Psychological Measurement 20(1), 1960; 0 is
    chance, 1 is perfect; None when it is not defined), ``counts`` (of each class of the lists, what
    the Llama said), and ``differ``, the documents on which they disagree with both judgements.
    Call it from a thread that runs no event loop.
    """
    chosen = sample(judged, number)
    found = corpus.get([one.id for one in chosen])
    chosen = [one for one in chosen if one.id in found]
    questions = [_question(found[one.id], prompts) for one in chosen]

    def report(done: int, last: object) -> None:
        if task is not None:
            task.report("check", done, len(questions))

    report(0, None)
    answers = asyncio.run(Asker(llm, cache, task=task).answers(questions, report))
    pairs = [(chosen[n], answers[n]) for n in sorted(answers)]
    return {"model": model_name(llm), "documents": len(chosen), **_figures(pairs, found)}


def with_check(
    result: AnalysisResult, corpus: Corpus, llm: BaseChatModel | None, number: int, **given: Any
) -> AnalysisResult:
    """The result of a sentiment analysis that lists its ``documents``, with ``check`` in its data,
    or a sentence that says why there is none."""
    if llm is None:
        said = ("No Llama answers, so the word lists were not checked: start Ollama, "
                "or choose a model.")  # fmt: skip
        return AnalysisResult(result.kind, result.data, f"{said} {result.note}".strip())
    judged = [Judgement(d["id"], d["score"], d["class"]) for d in result.data["documents"]]
    checked = check(corpus, judged, llm, number, **given)
    note = result.note
    if checked["answered"] < checked["documents"]:
        missing = checked["documents"] - checked["answered"]
        note = f"{missing} of {checked['documents']} documents got no usable judgement. {note}"
    return AnalysisResult(result.kind, {**result.data, "check": checked}, note.strip())


def _question(document: Document, prompts: Path | None) -> Question[str]:
    wording = "zh" if is_chinese(document.language) else "en"
    text = f"{document.title}\n{document.text}" if document.title else document.text
    asked = prompt("sentiment_check", wording, prompts, text=fenced(text, _LONGEST))
    return Question(asked, _SCHEMA, _read)


def _read(reply: Mapping[str, Any]) -> str | None:
    said = str(reply.get("sentiment", "")).strip().lower()
    return said if said in CLASSES else None


def _figures(
    pairs: Sequence[tuple[Judgement, str]], found: Mapping[str, Document]
) -> dict[str, Any]:
    counts = {kind: Counter(said for one, said in pairs if one.sentiment == kind)
              for kind in CLASSES}  # fmt: skip
    same = sum(one.sentiment == said for one, said in pairs)
    return {
        "answered": len(pairs),
        "agreement": round(same / len(pairs), 4) if pairs else None,
        "kappa": _kappa([one.sentiment for one, _ in pairs], [said for _, said in pairs]),
        "counts": {kind: {said: row[said] for said in CLASSES} for kind, row in counts.items()},
        "differ": [
            {
                "id": one.id,
                "title": found[one.id].heading,
                "passage": found[one.id].text[:_SHOWN],
                "start": 0,
                "end": len(found[one.id].text[:_SHOWN]),
                "score": one.score,
                "lists": one.sentiment,
                "llama": said,
            }
            for one, said in pairs
            if one.sentiment != said
        ],
    }


def _kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """None without answers, or where both say one and the same class of everything."""
    from sklearn.metrics import cohen_kappa_score

    if not first or len({*first, *second}) < 2:
        return None
    return round(float(cohen_kappa_score(first, second, labels=list(CLASSES))), 4)
