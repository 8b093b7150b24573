"""Text of models and documents as HTML and Markdown that cannot run or load anything."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

# Fenced blocks and code spans stay as they are: Markdown shows their content literally.
_CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]+`)", re.DOTALL)
_CITATION = re.compile(r"\[(\d{1,3})\](?!\()")
_LINK = re.compile(r"\]\(\s*(?!https?://)[^)]*\)", re.IGNORECASE)
_WEB_LINK = re.compile(r"\]\(\s*(?=https?://)", re.IGNORECASE)
_REFERENCE = re.compile(r"^(\s{0,3}\[[^\]]*\]):", re.MULTILINE)


# Marks that turn the direction of what follows: embeddings and overrides, and isolates.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATE_ENDS = "\u2069"
_ENDS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c",
         "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}  # fmt: skip


def esc(text: object) -> str:
    """For HTML text and quoted attributes. Writing directions that it opens it closes."""
    return html.escape(closed(str(text)), quote=True)


def closed(text: str) -> str:
    """The text with an end for every change of direction that it leaves open, and none that it did
    not open: a title may not turn round what stands behind it. (Between elements the style sheet
    sees to it.)"""
    if _TURNS.search(text) is None:
        return text
    open_ends: list[str] = []

    def turn(mark: re.Match[str]) -> str:
        if mark[0] in _ENDS:
            open_ends.append(_ENDS[mark[0]])
        elif mark[0] in open_ends[-1:] or (mark[0] == _ISOLATE_ENDS and mark[0] in open_ends):
            while open_ends.pop() != mark[0]:  # it ends embeddings within it, not the reverse
                pass
        else:
            return ""
        return mark[0]

    return _TURNS.sub(turn, text) + "".join(reversed(open_ends))


def empty(title: str, about: str, then: str = "", level: int = 1) -> str:
    """In place of a view or a part of it, when there is nothing to show: why, and what to do
    (``then``, a link or a button). All three are HTML."""
    focus = ' tabindex="-1"' if level == 1 else ""
    about = f"<p>{about}</p>" if about else ""
    return f'<div class="tl-empty"><h{level}{focus}>{title}</h{level}>{about}{then}</div>'


def link(address: str, words: str) -> str:
    """A link that looks like the button to press next."""
    return f'<a class="tl-button tl-primary" href="{esc(address)}">{words}</a>'


def inline(text: object) -> str:
    """Escaped for HTML inside Markdown: neither a tag nor a mark of Markdown survives."""
    return re.sub(r"[\\`*_{}\[\]()#+!|~$:.\n-]", lambda m: f"&#{ord(m.group())};", esc(text))


def typed(text: str) -> str:
    """What a person typed, as Markdown that is still the same text when it is edited: an
    invisible space keeps tags and images from being read as such (:func:`untyped` removes it)."""
    return re.sub(r"<(?=[A-Za-z/!?])", "<\u200b", text).replace("![", "!\u200b[")


def untyped(text: str) -> str:
    return text.replace("\u200b", "")


def answer(text: str, turn: int, titles: Mapping[int, str], describe: str) -> str:
    """An answer's Markdown with citations as buttons.

    Raw HTML is escaped, images and links that are not to the web become text, and a link to the
    web stands with its address, so that nobody is led elsewhere than they see. ``titles`` maps the
    citation numbers there are to documents' titles; ``describe`` is a pattern with ``{number}``
    and ``{title}``. The button carries ``turn:number``.
    """
    parts = _CODE.split(text)
    for i in range(0, len(parts), 2):
        parts[i] = _CITATION.sub(lambda m: _chip(m, turn, titles, describe), _safe(parts[i]))
    return "".join(part if i % 2 == 0 else _code(part) for i, part in enumerate(parts))


def _safe(text: str) -> str:
    text = "\n".join(map(closed, text.split("\n")))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("![", "!&#91;")
    text = _WEB_LINK.sub("] (", _LINK.sub("]", text))
    return _REFERENCE.sub(lambda m: m.group(1) + "&#58;", text)


def _code(text: str) -> str:
    """Should a code span not be one after all, a tag or an image in it must still be text.
    Diagrams are not drawn: what they draw is HTML."""
    return typed(text).replace("```mermaid", "```")


def _chip(found: re.Match[str], turn: int, titles: Mapping[int, str], describe: str) -> str:
    number = int(found.group(1))
    if number not in titles:
        return found.group()
    name = inline(describe.format(number=number, title=titles[number]))
    return (
        f'<button type="button" class="tl-cite" name="cite" value="{turn}:{number}"'
        f' title="{name}">{number}</button>'
    )
