"""Which topics are close, in words: the tree of tools/hierarchy.py as a nested list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .wording_parts import topic_name
from .words import Words

_DEEPEST = 4  # levels that a list can show on a narrow page; what is below stands in one line
_CLOSE = 3  # pairs that are told before the list
_FIRST = ("Closest: {}, {:.2f} apart", "最接近的：{}，相距 {:.2f}")
_NEXT = ("then {}, {:.2f}", "其次是{}，{:.2f}")
Branch = Mapping[str, Any]


def tree(words: Words, root: Branch, names: Mapping[int, str]) -> str:
    """The closest pairs, then all topics in branches; ``names`` are labels by id."""
    head = words.say(
        "How close the topics are, by their words (distance 0 to 1):",
        "各主题在用词上有多接近（距离 0 到 1）：",
    )
    pairs = sorted(_pairs(root), key=lambda branch: float(branch["height"]))[:_CLOSE]
    told = [
        words.say(*(_NEXT if n else _FIRST)).format(_inside(words, pair, names), pair["height"])
        for n, pair in enumerate(pairs)
    ]
    first = words.say("; ", "；").join(told) + (words.say(".", "。") if told else "")
    lines = [
        line for child in root["children"] or [root] for line in _lines(words, child, names, 0)
    ]
    return "\n\n".join(part for part in (first, "\n".join([head, *lines])) if part)


def _pairs(branch: Branch) -> Iterator[Branch]:
    """Branches of two topics."""
    if len(branch["children"]) == 2 and all(
        child["id"] is not None for child in branch["children"]
    ):
        yield branch
    for child in branch["children"]:
        yield from _pairs(child)


def _lines(words: Words, branch: Branch, names: Mapping[int, str], depth: int) -> Iterator[str]:
    dash = f"{'  ' * depth}- "
    if branch["id"] is not None:
        yield f"{dash}{_inside(words, branch, names)} {words.percent(branch['share'])}"
        return
    shared = words.words(branch["words"][:3]) if branch["words"] else ""
    told = words.say(f"{branch['height']:.2f} apart", f"相距 {branch['height']:.2f}")
    yield f"{dash}{told}{words.say(f' ({shared})', f'（{shared}）') if shared else ''}"
    if depth == _DEEPEST:
        yield f"{'  ' * (depth + 1)}- {_inside(words, branch, names)}"
        return
    for child in branch["children"]:
        yield from _lines(words, child, names, depth + 1)


def _inside(words: Words, branch: Branch, names: Mapping[int, str]) -> str:
    """The topics of a branch, by number and name."""
    entries = [{"id": number, "label": names[number]} for number in branch["topics"]]
    return words.listed([topic_name(words, entry) for entry in entries])
