"""What the page says above everything else: files that are damaged, and a folder in which nothing
can be changed."""

from __future__ import annotations

from ..tools.chinese_messages import in_language
from ..tools.damage import REPAIR
from ..tools.workspace import Workspace
from .page_html import esc
from .text import say

_SHOWN = 5


def trouble(workspace: Workspace, language: str) -> str:
    """HTML, "" when all is well."""
    told = []
    found = workspace.damage
    if found:
        told = [in_language(error.message, language) for error in found[:_SHOWN]]
        if len(found) > _SHOWN:
            told.append(say("trouble_more", language, n=len(found) - _SHOWN))
        told += [say("trouble_rest", language), in_language(REPAIR, language)]
    if workspace.read_only:
        told.append(say("trouble_read_only", language))
    gap = "" if language == "zh" else " "
    return f'<p class="tl-trouble" role="status">{esc(gap.join(told))}</p>' if told else ""
