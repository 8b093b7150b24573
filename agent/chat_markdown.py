"""A chat as Markdown: questions, answers, and the sources that they cite with their quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .chat_turn import ChatTurn
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
_CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]+`)", re.DOTALL)
# A tag, or an image: a viewer would fetch it, and tell its server what it likes of the texts.
_LOADS = re.compile(r"<(?=[A-Za-z/!?])|!(?=\[)")


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
        parts += [text for text in (_inert(answer.text), _say("stopped", language)) if text][
            : 2 if answer.stopped else 1
        ]
        if answer.citations:
            parts.append(f"**{_say('sources', language)}**")
            parts.append("\n".join(_source(citation) for citation in answer.citations))
    return "\n\n".join(parts) + "\n"


def _source(citation: Citation) -> str:
    date = f", {citation.date}" if citation.date else ""
    quote = " ".join(citation.quote.split())
    title, name = _plain(citation.title or citation.id), _name(citation.id)
    head = f"- [{citation.number}] {title}{date} (`{name}`)"
    return f"{head}\n  > {_plain(quote)}" if quote else head


def _inert(text: str) -> str:
    """A model's Markdown without what a viewer would load. What looks like code gets an invisible
    space: an entity would be shown there, and it may be no code after all."""
    parts = _CODE.split(text)
    parts[::2] = [_LOADS.sub(lambda m: f"&#{ord(m[0])};", part) for part in parts[::2]]
    parts[1::2] = [_LOADS.sub("\\g<0>\u200b", part) for part in parts[1::2]]
    return "".join(parts)


def _name(name: str) -> str:
    return " ".join(name.split()).replace("`", "'")


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _say(key: str, language: str) -> str:
    return _WORDS[key][language == "zh"]
