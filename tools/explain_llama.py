"""A topic explained by a Llama, from figures and numbered passages, and checked against them."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..prompts import fenced, prompt
from .answer_cache import AnswerCache
from .claims import Checked, check
from .explain_wording import Sayings, percent
from .llama_replies import QUIETLY, is_cut, model_name
from .number_check import Known
from .progress import Task
from .results import TopicsResult, to_json
from .sharing import Server, Sharing, servers_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_PASSAGE = 500
_SHORTEST = 40
_HAN = re.compile(r"[\u3400-\u9fff]")


def llama_explanation(
    result: TopicsResult,
    llm: BaseChatModel,
    language: str,
    task: Task | None = None,
    prompts: Path | None = None,
    cache: AnswerCache | None = None,
) -> Checked | None:
    """The explanation of the one topic of ``result`` in the words of ``llm``, without quotations
    that its passages do not have; None when no usable reply came. What ``cache`` has is not asked
    again. Cancelled when the task is stopped. Call it from a thread that runs no event loop."""
    asked = _prompt(result, language, prompts)
    key = AnswerCache.key(model_name(llm), asked, {})
    known = cache.get(key) if cache is not None else None
    text = str(known["text"]) if known else _usable(_ask(llm, asked, task), language)
    if not text:
        return None
    if cache is not None and not known:
        cache.put(key, {"text": text})
    checked = check(text, _shown(result), _known(result, asked))
    return checked if len(checked.text) >= _SHORTEST / 2 else None


def _ask(llm: BaseChatModel, asked: str, task: Task | None) -> Any:
    async def explain(server: Server, text: str) -> Any:
        return await server.llm.ainvoke(text, QUIETLY)

    def report(done: int, last: Any) -> None:
        if task is not None:
            task.report("explain", done, 1)

    sharing: Sharing[str, Any] = Sharing(servers_of(llm), explain, report, task)
    return asyncio.run(sharing.run([asked])).get(0)


def _usable(reply: Any, language: str) -> str:
    """The reply's text, or "": cut by length, not prose, too short, or in the other language."""
    if reply is None or is_cut(reply):
        return ""
    text = str(reply.text).strip()
    chinese = len(_HAN.findall(text)) > 0.2 * len(text)
    if text[:1] in "{[`" or len(text) < (_SHORTEST / 2 if chinese else _SHORTEST):
        return ""
    return text if chinese == (language == "zh") else ""


def _prompt(result: TopicsResult, language: str, prompts: Path | None) -> str:
    say = Sayings(result, language)
    topic = result.topics[0]
    near = [
        f"- {fenced(other.label, 80)}: {fenced(', '.join(other.shared), 120)} / "
        f"{fenced(', '.join(other.apart), 120)}"
        for other in result.neighbours
    ]
    passages = [f"[{n}] {fenced(f'{one.title}: {one.passage}', _PASSAGE)}"
                for n, one in enumerate(result.representative, 1)]  # fmt: skip
    return prompt(
        "topic_explanation",
        language,
        prompts,
        name=fenced(say.label, 80),
        keywords=fenced(", ".join(topic.keywords), 300),
        size=f"{topic.documents} / {result.documents}, {percent(topic.share)}",
        neighbours="\n".join(near) or "-",
        trend=say.moved() or "-",
        passages="\n".join(passages) or fenced(""),
    )


def _shown(result: TopicsResult) -> list[str]:
    names = [topic.label for topic in result.topics] + [other.label for other in result.neighbours]
    return [*names, *(f"{one.title}\n{one.passage}" for one in result.representative)]


def _known(result: TopicsResult, asked: str) -> Known:
    known = Known()
    known.add_text(asked)
    known.add_result(to_json(result))
    return known
