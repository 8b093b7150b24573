"""Whether a person's own message asks for a change, or a click must.

A document can tell a model to do something, and a model may obey. So a tool that changes the
workspace runs by itself only when the message of this turn asks for it, as the guide's reader
understands that message: nothing that a model has read counts. Everything else the person is asked
first. A first training, before any document was read, replaces nothing and needs no click. Deleting
topics and reading files from elsewhere are asked by the tools themselves, each time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from langchain_core.messages import BaseMessage, ToolMessage

from ..prompts.fence import OPEN, harmless
from ..tools.file_names import path_of
from ..tools.toolbox import DEMOS, PREVIEW
from ..tools.workspace import Workspace
from .guide.numbers import NUMBER, number
from .guide.past import Past, past_of
from .guide.plan import Call, every_call
from .notices import notice
from .toolset import REFUSED

_MOST_TOPICS = 50  # that a training may have without the person naming the number

# Words that ask for a change wherever they stand: the guide's reader takes three wishes at most,
# and passes over what it is not sure of. Measured in tests/agent/test_permission.py.
_CUES = {
    "load_corpus": r"\b(?:load|import|upload|ingest)\b|载入|加载|导入|上传|读进|读取",
    "train_topics": r"\b(?:re-?)?(?:train|fit|cluster)\b|训练|聚类|聚成|归成"
                    r"|(?<!第)\d+ ?(?:topics|个主题|个话题|topic\b)",
    "label_topics": r"\b(?:re-?)?(?:name|label|title)(?: |$)|\bnames\b"
                    r"|命名|起.{0,2}名|取.{0,4}名|名字",
    "merge": r"\b(?:merg|combin|join)|合并|合在一起|合起来|并到|并成|合了|归并",
    "split": r"\b(?:split|divide)|拆|分开",
    "rename": r"\brenam|\bcall (?:it|topic|the)\b|改名|改叫|起.{0,3}名|取.{0,3}名",
    "noise": r"\bnoise|\bstop ?words?|噪|停用词",
    "update": r"\bupdat|\binclud|更新|算进",
    "undo": r"\bundo|\brevert|\broll ?back|take (?:it|that) back|撤销|撤回|还原",
}  # fmt: skip

# "What are these texts about?" may be answered by finding topics, but it orders nothing.
_QUESTION = re.compile(r"^\W*(?:what|which|who|how|why)\b|什么|哪些|怎么|吗", re.IGNORECASE)


@dataclass
class Permission:
    """What one message (``text``, after the messages ``past``) allows."""

    workspace: Workspace
    text: str
    past: Sequence[BaseMessage]
    language: str

    def question(self, tool: str, arguments: Mapping[str, Any], *, has_read: bool) -> str:
        """The question to ask before this call, or "" when none is needed. ``has_read``: a tool
        of this turn has returned a document."""
        if tool == "train_topics":
            return self._training(int(arguments.get("num_topics") or 0), has_read)
        if tool == "label_topics" and not self._asks_for(tool):
            return notice("may_label", self.language)
        if tool == "edit_topics":
            return self._editing({key: _shown(value) for key, value in arguments.items()})
        return self._loading(str(arguments.get("source") or "")) if tool == "load_corpus" else ""

    def _training(self, num_topics: int, has_read: bool) -> str:
        first = not self.workspace.current_version and not has_read and not self._past_has_read
        named = [int(n) for n in self._given("train_topics", "num_topics") if n]
        fits = num_topics in (0, *named) or (not named and num_topics <= _MOST_TOPICS)
        if (first or self._asks_for("train_topics")) and (fits or num_topics in self._numbers):
            return ""
        return notice("may_train", self.language, n=num_topics or "")

    def _editing(self, given: dict[str, str]) -> str:
        action = given.get("action", "")
        if action.startswith(PREVIEW) or action == "delete":  # the toolbox asks before it deletes
            return ""
        wanted = [str(name).removeprefix(PREVIEW) for name in self._given("edit_topics", "action")]
        if action in wanted or self._has_cue(action):
            return ""
        what = " ".join(part for part in (action, given.get("topics"), given.get("name")) if part)
        return notice("may_edit", self.language, what=what)

    def _loading(self, source: str) -> str:
        path = path_of(source)
        uploads = (self.workspace.root / "uploads").resolve()
        if source in DEMOS:
            asked = self._asks_for("load_corpus")
        else:  # what lies outside the uploads is asked by the toolbox
            named = path.name != "" and path.name in self.text
            asked = named or not path.resolve().is_relative_to(uploads)
        return "" if asked else notice("may_load", self.language, source=_shown(path.name))

    # what the message says -------------------------------------------------------------------

    @cached_property
    def _calls(self) -> list[Call]:
        steps = past_of(self.past).steps  # "again" does not mean what the person refused
        wanted = tuple(step for step in steps if not step.error.startswith(REFUSED))
        return every_call(self.text, Past(wanted), date.today())

    def _asks_for(self, tool: str) -> bool:
        found = any(
            call.tool == tool and (call.arguments or not _QUESTION.search(self.text))
            for call in self._calls
        )
        return found or self._has_cue(tool)

    def _given(self, tool: str, argument: str) -> list[Any]:
        return [call.arguments.get(argument) for call in self._calls if call.tool == tool]

    def _has_cue(self, name: str) -> bool:
        return name in _CUES and re.search(_CUES[name], self.text, re.I | re.A) is not None

    @cached_property
    def _numbers(self) -> set[int | None]:
        return {number(found) for found in re.findall(NUMBER, self.text, re.IGNORECASE)}

    @property
    def _past_has_read(self) -> bool:
        return any(OPEN in m.text for m in self.past if isinstance(m, ToolMessage))


def _shown(value: object) -> str:
    return harmless(str(value))[:60]
