"""Subtitles (.srt, .vtt) as documents: what is said, without numbers, times and marks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from topicllama.tools.encodings import open_text
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.sources import Notes, Page, Source

_TIME = re.compile(r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->")
_MARK = re.compile(r"</?[^<>]*>|\{\\[^{}]*\}")
_ASIDE = ("WEBVTT", "NOTE", "STYLE", "REGION")


def subtitles(source: Source, notes: Notes) -> Page:
    """One document a file, titled by its name. A line that the cue before it said already, as
    rolling subtitles do, is left out. TopicLlamaError for a file without times: it is something
    else."""
    with open_text(source, notes) as stream:
        text = stream.read()
    if not _TIME.search(text):
        raise TopicLlamaError("It has no times, so it is not a file of subtitles.")
    said: list[str] = []
    for line in _spoken(text):
        if not said or line != said[-1]:
            said.append(line)
    return Page("\n".join(said), source.stem.replace("_", " "))


def _spoken(text: str) -> Iterator[str]:
    """The lines below each time."""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = block.strip().split("\n")
        if lines[0].startswith(_ASIDE) and not any(map(_TIME.match, lines)):
            continue
        times = [place for place, line in enumerate(lines) if _TIME.match(line.strip())]
        for line in lines[times[0] + 1 :] if times else ():
            words = " ".join(html.unescape(_MARK.sub("", line)).split())
            if words:
                yield words
