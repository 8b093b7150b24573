"""Quotations in a text: whether they stand in the documents, and the text without those that
do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from .language import to_simplified
from .usual_form import usual

# Up to a few words are a term or a title as often as a quotation; they are not looked up.
A_FEW_WORDS = 3
A_FEW_CHARACTERS = 6

_NOT_BLANK = r"(?:(?!\n[ \t]*\n)[^{}])"
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("«", "»"), ("„", "“"))
_QUOTED = re.compile(
    "|".join(rf"{left}{_NOT_BLANK.format(left + right)}+{right}" for left, right in _PAIRS)
    # straight marks: the first has no word before it, the second none behind it
    + r"|(?<![A-Za-z0-9\"])\"(?=[^\s\"])(?:(?!\n[ \t]*\n)[^\"])+(?<=\S)\"(?![A-Za-z0-9])"
    # cut off before its end
    + r"|“[^“”\n]+(?=\n[ \t]*\n|\Z)|(?<![A-Za-z0-9\"])\"(?=[^\s\"])[^\"\n]+\Z"
    + r"|^(?:[ \t]*>[^\n]*(?:\n|\Z))+",
    re.MULTILINE,
)
_MARKS = re.compile(r"[<>＜＞\"'“”„‟‘’‚«»‹›「」『』＂＇`´]")
_DASHES = re.compile(r"[‐‑‒–—―−]+|--+")
_GAP = re.compile(r"[\[(（【]\s*(?:…+|\.{3,})\s*[\])）】]|…+|\.{3,}|[\[【][^\]】]*[\]】]")
_EDGES = " ,.;:!?，。；：！？、-~～*_"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+(?:['’\-][A-Za-z0-9\u00c0-\u024f]+)*")
CITED = re.compile(r"(?<![ \t])[ \t]*[\[【]\d{1,3}(?:\s*[,，、;]\s*\d{1,3})*[\]】]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """``text[start:end]`` is the quotation with its marks, ``words`` what stands between them."""

    words: str
    start: int
    end: int

    @property
    def is_long(self) -> bool:
        return (
            len(_WORD.findall(self.words)) > A_FEW_WORDS
            or len(_HAN.findall(self.words)) > A_FEW_CHARACTERS
        )


def quotations(text: str) -> list[Quotation]:
    """What stands between quotation marks ("…", “…”, 「…」, 『…』, «…») or behind ">", in order;
    《…》 is a title."""
    return [
        Quotation(_inside(found[0]), *found.span())
        for found in _QUOTED.finditer(text)
        if _inside(found[0])
    ]


def _inside(quoted: str) -> str:
    if quoted.lstrip()[:1] == ">":
        quoted = re.sub(r"^[ \t]*>[ \t]?", "", quoted, flags=re.MULTILINE)
        # behind the quoted lines may stand who said it
        quoted = re.split(r"\n[ \t]*[—–-]{1,2}\s", CITED.sub("", quoted))[0]
    return quoted.strip().strip('"“”「」『』«»„').strip()


def folded(text: str) -> str:
    """A text in the form in which quotations are compared: white space, quotation marks,
    dashes, full-width forms, capitals and the Chinese script make no difference."""
    text = usual("NFKC", _DASHES.sub("-", _MARKS.sub("", text)))
    text = " ".join(to_simplified(text).casefold().split())
    return re.sub(r" ?([^\x00-\x7f]|[,.;:!?()]) ?", r"\1", text)


@dataclass(frozen=True)
class Shown:
    """The texts that may be quoted."""

    texts: Sequence[str]

    @cached_property
    def _folded(self) -> list[str]:
        return [folded(text) for text in self.texts if text.strip()]

    def has(self, words: str) -> bool:
        """Whether the words stand in one of the texts; "…" and "[…]" may stand for what was left
        out between them."""
        pieces = [folded(piece).strip(_EDGES) for piece in _GAP.split(words)]
        pieces = [piece for piece in pieces if piece]
        return any(_in_order(pieces, text) for text in self._folded)


def _in_order(pieces: Iterable[str], text: str) -> bool:
    place = 0
    for piece in pieces:
        place = _find(piece, text, place)
        if place < 0:
            return False
        place += len(piece)
    return True


def _find(piece: str, text: str, start: int) -> int:
    """Where the piece stands as whole words, or -1."""
    while (place := text.find(piece, start)) >= 0:
        end = place + len(piece)
        if not (
            _joins(text[place - 1 : place], piece[0]) or _joins(piece[-1], text[end : end + 1])
        ):
            return place
        start = place + 1
    return -1


def _joins(left: str, right: str) -> bool:
    return bool(left and right and left.isalnum() and right.isalnum()
                and left.isascii() and right.isascii())  # fmt: skip


def unsupported(text: str, shown: Shown) -> list[Quotation]:
    """The long quotations of a text that stand in none of the texts shown. What a person is
    invited to ask is no quotation."""
    return [
        found
        for found in quotations(text)
        if found.is_long and not _is_invited(text, found.start) and not shown.has(found.words)
    ]


def _is_invited(text: str, start: int) -> bool:
    return _INVITED.search(text, max(0, start - _INVITATION), start) is not None


_INVITATION = 80  # characters
_INVITED = re.compile(
    r"(?:\b(?:ask|try|type)(?: me)?(?:,? for (?:example|instance)|,? e\.g\.)?|\bsuch as asking"
    r"|(?:可以|接着|再|继续)(?:问|说|试)(?:我|问|试|一下)?|试试|试着问|输入)[:：,，]?\s*(?:\W{0,2})$",
    re.IGNORECASE,
)
