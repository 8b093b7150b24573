"""A text without some of its quotations, still in whole sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .quotes import CITED, Quotation, quotations

_STOP = re.compile(r"[.!?](?=[\s\"”’)\[]|\Z)|[。！？；]|\n")
_WORDS = re.compile(r"[A-Za-z]+|[\u3400-\u9fff]")
_LIST_MARK = re.compile(r"\s*(?:[-*•]|\(?\d{1,3}[.)、）])\s+(?:\*\*[^*\n]+\*\*\s*)?")
# What a quotation hangs on: without it, these have nothing to say.
_LEAD_IN = re.compile(
    r"(?:[:：,，]|\b(?:sa(?:y|ys|id|ying)|stat(?:e|es|ed|ing)|wr(?:ite|ites|ote|iting)|report(?:s|ed)?"
    r"|read(?:s|ing)?|quot(?:e|es|ed|ing)|not(?:e|es|ed|ing)|add(?:s|ed|ing)?|claim(?:s|ed|ing)?"
    r"|explain(?:s|ed|ing)?|mention(?:s|ed|ing)?|describ(?:e|es|ed|ing)|warn(?:s|ed|ing)?|argu(?:e|es"
    r"|ed|ing)|call(?:s|ed)?|named|titled|that|as|with|is|was|of|by|and|or|in|for)|[说称道指写到为是提述示认调问答载有：，])\s*\*{0,2}$",
    re.IGNORECASE,
)
_CITATIONS = re.compile(f"(?:{CITED.pattern})*")
_JOINT = re.compile(
    r"(?:and|but|while|whereas|though|although)\s+(?=\w)|(?:而且|而|还|并且?|但是?|同时)"
)
_FEW = 4  # words that are left of a sentence; fewer say nothing


def without(text: str, dropped: Sequence[Quotation]) -> str:
    """The text without these quotations: each goes with the sentence that hangs on it, or alone
    where the sentence does without it."""
    for quotation in sorted(dropped, key=lambda one: -one.start):
        text = _without(text, quotation)
    return _tidy(text) if dropped else text


def _without(text: str, quotation: Quotation) -> str:
    first, last = _unit(text, quotation)
    before, after = text[first : quotation.start], text[quotation.end : last]
    left = _WORDS.findall(CITED.sub("", before + after))
    if len(left) >= _FEW and _WORDS.search(before) and not _LEAD_IN.search(before):
        return text[: quotation.start].rstrip(" ") + _joined(text[quotation.end :])
    end = "" if first == _sentence_start(text, quotation.start) else _ending(text[:last])
    head = text[:first].rstrip(" ,，;；") if end else text[:first]
    rest = text[last:]
    if not end and last < len(text) and (joint := _JOINT.match(rest.lstrip(" "))):
        rest = rest.lstrip(" ")[joint.end() :]
        rest = rest[:1].upper() + rest[1:]
    return head + end + rest


def _joined(rest: str) -> str:
    return rest if re.match(r"[\s,.;:!?，。；：！？、]", rest) else f" {rest}"


def _ending(text: str) -> str:
    """The full stop of what is cut off, behind any citation."""
    found = re.search(r"[.!?。！？]\s*$", CITED.sub("", text))
    return found[0].strip() if found else "。" if re.search(r"[\u3400-\u9fff]", text[-40:]) else "."


def _unit(text: str, quotation: Quotation) -> tuple[int, int]:
    """From the beginning of the sentence, or from behind the quotation before it, to the sentence's
    end, or to the comma where another quotation follows."""
    first = _sentence_start(text, quotation.start)
    last = _sentence_end(text, quotation)
    for other in quotations(text):
        if first < other.end <= quotation.start:
            first = _behind(text, other.end)
        if quotation.end <= other.start < last:
            last = min(last, _behind(text, quotation.end))
    return first, last


def _behind(text: str, place: int) -> int:
    """Behind the citations and the comma that follow a quotation."""
    place = _cited(text, place)
    found = re.compile(r"[ \t]*[,，;；]?[ \t]*").match(text, place)
    return found.end() if found else place


def _sentence_start(text: str, place: int) -> int:
    inside = [(q.start, q.end) for q in quotations(text[:place])]
    start = 0
    for stop in _STOP.finditer(text, 0, place):
        if any(a <= stop.start() < b for a, b in inside):
            # a sentence may end with the full stop of its quotation
            end = next(b for a, b in inside if a <= stop.start() < b)
            if re.match(r"\W*$", text[stop.end() : end]) and re.match(
                r"\s+[A-Z*]|\s*\n", text[end:]
            ):
                start = end
            continue
        start = stop.end()
    start = _cited(text, start)
    start += len(text[start:place]) - len(text[start:place].lstrip(" \t"))
    mark = _LIST_MARK.match(text, start) if start == 0 or text[start - 1] == "\n" else None
    return min(mark.end(), place) if mark else start


def _sentence_end(text: str, quotation: Quotation) -> int:
    if text[quotation.start : quotation.start + 4].lstrip()[:1] == ">":
        return quotation.end
    place = quotation.end
    complete = re.search(r"[.!?。！？…][\"”」』»]?$", text[quotation.start : place])
    behind = _cited(text, place)
    ends = r"\s*(?:\n|\Z)|\s+[A-Z\d*“\"]" + (r"|\s*[\u3400-\u9fff]" if behind > place else "")
    if complete and re.match(ends, text[behind:]):
        return behind
    stop = next((s for s in _STOP.finditer(text, place) if not _inside(text, s.start())), None)
    if stop is None:
        return len(text)
    if stop[0] == "\n":
        return stop.start()
    return _cited(text, stop.end())


def _cited(text: str, place: int) -> int:
    """Behind the citations that stand at a place."""
    found = _CITATIONS.match(text, place)
    return found.end() if found else place


def _inside(text: str, place: int) -> bool:
    return any(q.start <= place < q.end for q in quotations(text))


def _tidy(text: str) -> str:
    """No empty list items, no colon before nothing, no doubled stops."""
    lines = [line for line in text.split("\n") if not re.fullmatch(
        r"\s*(?:[-*•]|\(?\d{1,3}[.)、）])\s*(?:\*\*[^*]*\*\*)?\W*", line)]  # fmt: skip
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    text = re.sub(r"[^.!?。！？\n]*[:：][ \t]*(?=\n\s*\n(?![-*•>\d])|\s*\Z)", "", text)
    text = re.sub(r"[ \t]+([,.;:!?，。；：！？])", r"\1", text)
    text = re.sub(r"([,，;；])(?:\s*[,，;；])+", r"\1", text)
    text = re.sub(r"[,，;；]+([.!?。！？])", r"\1", text)
    text = re.sub(r"([^\n ]) {2,}", r"\1 ", text)
    return re.sub(r"(?m)^[ \t]*[,，;；][ \t]*", "", text).strip()
