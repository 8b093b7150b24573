"""A tool call as a step of the chat: its title, arguments, live progress, result."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..agent.events import ToolFinished, ToolProgress, ToolStarted
from ..agent.tool_specs import changing
from ..agent.tool_specs import title as tool_title
from ..tools.toolbox import AS_TREE, EVERY_TOPIC, PREVIEW
from .durations import time_left
from .page_html import esc, inline
from .text import known, say

STOPPED = "stopped"  # the error of a call that a person stopped
_SOON = 3.0  # seconds; before, what is left is a guess
_PASS = re.compile(r"pass (\d+) of (?:at most )?(\d+)")


@dataclass(slots=True)
class Step:
    """One tool call; ``state`` is "running", "done", "failed" or "stopped"."""

    id: str
    name: str
    arguments: dict[str, Any]
    state: str = "running"
    seconds: float = 0.0
    stage: str = ""
    done: int = 0
    total: int | None = None
    detail: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    started: float = field(default_factory=time.monotonic)
    _pace: tuple[str, float, int] = ("", 0.0, 0)

    @classmethod
    def of(cls, event: ToolStarted) -> Step:
        return cls(event.id, event.name, dict(event.arguments))

    @property
    def changes(self) -> bool:
        """Whether it changes the texts or the topics."""
        preview = str(self.arguments.get("action", "")).startswith(PREVIEW)
        return changing(self.name) and not preview

    @property
    def seconds_left(self) -> float | None:
        """Of the stage under way, from its pace so far; None in its first seconds."""
        _, began, first = self._pace
        took, made = time.monotonic() - began, self.done - first
        if not self.total or made <= 0 or time.monotonic() - self.started < _SOON:
            return None
        return took / made * max(self.total - self.done, 0)

    def progress(self, event: ToolProgress) -> None:
        if event.stage != self._pace[0] or event.done < self.done or event.total != self.total:
            self._pace = (event.stage, time.monotonic(), event.done)
        self.stage, self.detail = event.stage, event.detail
        self.done, self.total = event.done, event.total

    def finish(self, event: ToolFinished) -> None:
        stopped = event.error == STOPPED
        self.state = "stopped" if stopped else "failed" if event.error else "done"
        self.seconds, self.result = event.seconds, event.result or {}
        self.error = "" if stopped else event.error

    def stop(self) -> None:
        if self.state == "running":
            self.state, self.seconds = "stopped", round(time.monotonic() - self.started, 1)

    def message(self, language: str, place: str = "") -> dict[str, Any]:
        """The step as a "thought" of Gradio's chatbot, open while it runs and folded after. The
        page's script reads in a class of its title that it is the step "turn:step" (``place``)."""
        title = self.title(language)
        if place and self.state == "done":
            title += f'<span class="tl-at tl-at-{place.replace(":", "-")}"></span>'
        metadata: dict[str, Any] = {"title": title}
        if self.state == "running":
            metadata["status"] = "pending"
        else:
            metadata |= {"status": "done", "duration": max(round(self.seconds, 1), 0.1)}
        return {"role": "assistant", "content": self.body(language), "metadata": metadata}

    def title(self, language: str) -> str:
        text = inline(_title(self.name, self.arguments, language))
        if self.state in ("failed", "stopped"):
            state = say("step_" + self.state, language)
            return f'{text} <span class="tl-step-{self.state}">{state}</span>'
        outcome = _outcome(self.name, self.result, language) if self.state == "done" else ""
        return f'{text} <span class="tl-step-outcome">{inline(outcome)}</span>' if outcome else text

    def body(self, language: str) -> str:
        parts = [self._bar(language)] if self.state == "running" else []
        if self.error:
            parts.append(f'<div class="tl-step-error">{inline(self.error)}</div>')
        parts.append(_arguments(self.name, self.arguments, language))
        return f'<div class="tl-step">{"".join(parts)}</div>'

    def _bar(self, language: str) -> str:
        stop = (
            f'<button type="button" class="tl-button tl-stop" name="stop">'
            f"{say('chats_stop', language)}</button>"
        )
        if not self.stage:
            return f'<div class="tl-bar-text">{say("waiting", language)}{stop}</div>'
        words = inline(_progress(self, language))
        if (left := self.seconds_left) is not None:
            words += f" · {time_left(left, language)}"
        words += stop
        known_total = self.total is not None and self.total > 0
        value = f' max="{self.total}" value="{min(self.done, self.total or 0)}"'
        bar = f'<progress class="tl-bar"{value if known_total else ""}></progress>'
        return f'<div class="tl-bar-text">{words}</div>{bar}'


def _progress(step: Step, language: str) -> str:
    """ "training: pass 2 of 5, 340/1,500" and its like."""
    words = stage_name(step.stage, language)
    parts = [_detail(step.detail, language)] if step.detail else []
    if step.stage == "read" and step.total:  # counted in bytes
        parts.append(f"{min(step.done / step.total, 1):.0%}")
    elif step.total:
        parts.append(f"{step.done:,}/{step.total:,}")
    elif step.done:
        parts.append(f"{step.done:,}")
    colon, comma = ("：", "，") if language == "zh" else (": ", ", ")
    return words + (colon + comma.join(parts) if parts else "")


def _detail(detail: str, language: str) -> str:
    found = _PASS.match(detail)
    if found is None:
        return _short(detail)
    return say("stage_pass", language, n=found.group(1), total=found.group(2))


def stage_name(stage: str, language: str) -> str:
    return say("stage_" + stage, language) if known("stage_" + stage) else stage


def _title(name: str, arguments: Mapping[str, Any], language: str) -> str:
    namer = _TITLES.get(name)
    if namer:
        return namer(arguments, language)
    return tool_title(name, language) or say("step_other", language, name=name)


def _load_title(arguments: Mapping[str, Any], language: str) -> str:
    source = str(arguments.get("source", ""))
    demos = {"demo": "what_demo", "demo-zh": "what_demo_zh"}
    if source in demos:
        what = say(demos[source], language)
    elif "/uploads/" in source.replace("\\", "/"):
        what = say("what_files", language)
    else:
        what = f" {source}" if language == "zh" else source
    return say("step_load", language, what=what)


def _train_title(arguments: Mapping[str, Any], language: str) -> str:
    number = arguments.get("num_topics") or 0
    return say("step_train_n", language, n=number) if number else say("step_train", language)


def _topics_title(arguments: Mapping[str, Any], language: str) -> str:
    topic = str(arguments.get("topic", "all")).strip()
    if topic.lower() in EVERY_TOPIC:
        return say("step_topics", language)
    if topic.lower() in AS_TREE:
        return say("chats_step_tree", language)
    return say("step_topic", language, topic=topic)


def _edit_title(arguments: Mapping[str, Any], language: str) -> str:
    action = str(arguments.get("action", ""))
    key = f"step_{action.removeprefix(PREVIEW)}"
    numbers = re.split(r"\s*[,，]\s*", str(arguments.get("topics", "")))
    given = {"topics": say("step_list", language).join(numbers), "name": arguments.get("name", "")}
    what = say(key if known(key) else "step_undo", language, **given)
    return say("step_preview", language, what=what) if action.startswith(PREVIEW) else what


def _search_title(arguments: Mapping[str, Any], language: str) -> str:
    if arguments.get("query"):
        query = str(arguments["query"]).strip('"“”')
        return say("step_search", language, query=query)
    if str(arguments.get("topic", "")).strip():
        return say("step_search_topic", language, topic=arguments["topic"])
    return say("step_search_any", language)


def _analysis_title(arguments: Mapping[str, Any], language: str) -> str:
    key = f"step_{arguments.get('kind', '')}"
    return say(key if known(key) else "step_overview", language)


_TITLES: dict[str, Callable[[Mapping[str, Any], str], str]] = {
    "load_corpus": _load_title,
    "train_topics": _train_title,
    "show_topics": _topics_title,
    "label_topics": lambda _, language: say("step_label", language),
    "edit_topics": _edit_title,
    "search_documents": _search_title,
    "analyze_corpus": _analysis_title,
    "recommend_documents": lambda _, language: say("step_recommend", language),
}


def _outcome(name: str, result: Mapping[str, Any], language: str) -> str:
    if name == "load_corpus" and "added" in result:
        return say("done_load", language, added=f"{result['added']:,}")
    if name == "train_topics" and "num_topics" in result:
        return say("done_train", language, n=result["num_topics"])
    if name == "search_documents" and "results" in result:
        found = result.get("total") or len(result["results"])
        return say("done_search", language, n=f"{found:,}")
    if name == "recommend_documents" and "results" in result:
        return say("done_recommend", language, n=len(result["results"]))
    return ""


def _arguments(name: str, arguments: Mapping[str, Any], language: str) -> str:
    """The call as a programmer would write it, small; a path shows its last part only."""
    shown = (
        f"<span>{esc(key)}=</span>{inline(_short(value))}"
        for key, value in arguments.items()
        if value not in ("", None)
    )
    return f'<div class="tl-args">{inline(name)}({", ".join(shown)})</div>'


def _short(value: object) -> str:
    text = str(value)
    if "/uploads/" in text:
        text = text.rsplit("/uploads/", 1)[1]
    return text if len(text) <= 80 else text[:79] + "…"
