"""A chat as Markdown: questions, answers, and the sources that they cite with their quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .chat_file import ChatTurn
from .events import Citation

_WORDS = {
    "question": ("Question", "问题"),
    "sources": ("Sources", "来源"),
    "model": ("Answered by {model}", "由 {model} 回答"),
    "guide": ("the offline guide", "离线向导"),
    "stopped": ("(stopped)", "（已停止）"),
}
# What would make a title of a document more than text.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|])")


def chat_markdown(title: str, turns: Sequence[ChatTurn], language: str = "en") -> str:
    """The whole chat; words of the file itself in "en" or "zh"."""
    parts = [f"# {_plain(title)}"]
    for turn in turns:
        answer = turn.answer
        model = _say("guide", language) if answer.model == "guide" else f"`{answer.model}`"
        about = f"{turn.created[:16].replace('T', ' ')} UTC · " + _say("model", language).format(
            model=model
        )
        parts += [f"## {_say('question', language)}: {_plain(turn.text)}", f"*{about}*"]
        parts += [text for text in (answer.text, _say("stopped", language)) if text][
            : 2 if answer.stopped else 1
        ]
        if answer.citations:
            parts.append(f"**{_say('sources', language)}**")
            parts.append("\n".join(_source(citation) for citation in answer.citations))
    return "\n\n".join(parts) + "\n"


def _source(citation: Citation) -> str:
    date = f", {citation.date}" if citation.date else ""
    quote = " ".join(citation.quote.split())
    head = f"- [{citation.number}] {_plain(citation.title or citation.id)}{date} (`{citation.id}`)"
    return f"{head}\n  > {_plain(quote)}" if quote else head


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _say(key: str, language: str) -> str:
    return _WORDS[key][language == "zh"]
