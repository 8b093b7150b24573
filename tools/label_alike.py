"""Names of topics that a reader takes for the same: equal words, or one holds the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from .bow import tokenizer
from .chinese_words import simplified
from .tokens import TextConfig, has_han

_SAME = 0.6  # of the words of both (Jaccard)


def alike(one: str, other: str) -> bool:
    """Whether two names say nearly the same."""
    first, second = words_of(one), words_of(other)
    return first <= second or second <= first or _shared(first, second) >= _SAME


def alike_pairs(labels: Sequence[str]) -> list[tuple[int, int]]:
    """The places of names that are alike, each pair once."""
    pairs = combinations(range(len(labels)), 2)
    return [(a, b) for a, b in pairs if alike(labels[a], labels[b])]


def alike_groups(labels: Sequence[str]) -> list[list[int]]:
    """The places of names that are alike, directly or through others."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    pairs = alike_pairs(labels)
    if not pairs:
        return []
    first, second = zip(*pairs, strict=True)
    size = (len(labels), len(labels))
    _, group = connected_components(coo_array(([1] * len(pairs), (first, second)), size), False)
    places = [[n for n in range(len(labels)) if group[n] == g] for g in sorted(set(group))]
    return [members for members in places if len(members) > 1]


@lru_cache(4096)
def words_of(text: str) -> frozenset[str]:
    """What a name is compared by: the stems of its words, and pairs of Chinese characters."""
    terms = {token.term for token in tokenizer(TextConfig()).topic_tokens(text)}
    latin = {part for term in terms if not has_han(term) for part in term.split("_")}
    return frozenset(latin | _pairs(text)) or frozenset((text.casefold(),))


def _pairs(text: str) -> set[str]:
    runs = "".join(c if has_han(c) else " " for c in simplified(text)).replace("与", " ").split()
    return {run[n : n + 2] for run in runs for n in range(max(len(run) - 1, 1))}


def _shared(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second)
