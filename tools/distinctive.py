"""Words that set one group of documents apart from others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from .corpus import Corpus

_PRIOR = 500.0  # words that the prior counts for; it shrinks what few occurrences show
_SURE = 1.96


def distinctive_words(groups: Mapping[str, Counter[str]], limit: int = 10) -> dict[str, list[str]]:
    """For each group its most over-represented words against all other groups, best first.

    Log-odds with an informative Dirichlet prior, ordered by z-score and kept above 1.96: Monroe,
    Colaresi and Quinn, "Fightin' Words", Political Analysis 16(4), 2008, equations 16 to 23. The
    prior is the words' distribution over all groups.
    """
    total: Counter[str] = Counter()
    for counts in groups.values():
        total.update(counts)
    if len(total) < 2:  # one word cannot stand out among words
        return {name: [] for name in groups}
    size = total.total()
    return {
        name: [word for word, _ in _scores(counts, total, size)[:limit]]
        for name, counts in groups.items()
    }


def _scores(counts: Counter[str], total: Counter[str], size: int) -> list[tuple[str, float]]:
    here, elsewhere = counts.total(), size - counts.total()
    found = []
    for word, n in counts.items():
        prior = _PRIOR * total[word] / size
        inside, outside = n + prior, total[word] - n + prior
        delta = math.log(inside / (here + _PRIOR - inside))
        delta -= math.log(outside / (elsewhere + _PRIOR - outside))
        score = delta / math.sqrt(1 / inside + 1 / outside)
        if n > 1 and score > _SURE:
            found.append((word, score))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


class GroupWords:
    """Counts the words of groups of documents, to compare them."""

    def __init__(self, corpus: Corpus) -> None:
        from .tokens import TextConfig, Tokenizer

        self._corpus = corpus
        self._tokenizer = Tokenizer(TextConfig())
        self._groups: dict[str, Counter[str]] = {}
        self._surfaces: dict[str, Counter[str]] = {}

    def add(self, name: str, ids: Sequence[str], limit: int) -> None:
        """Count a group; of more than ``limit`` documents only that many, spread evenly."""
        if len(ids) > limit:
            ids = [ids[at * len(ids) // limit] for at in range(limit)]
        counts = self._groups.setdefault(name, Counter())
        for document in self._corpus.get(ids).values():
            for token in self._tokenizer.topic_tokens(f"{document.title}\n{document.text}"):
                counts[token.term] += 1
                self._surfaces.setdefault(token.term, Counter())[token.surface] += 1

    def distinctive(self, *names: str, limit: int = 10) -> dict[str, list[str]]:
        """The most over-represented words of each group in display form, best first.

        The groups are compared with each other: those with these names, or all."""
        chosen = {name: self._groups[name] for name in names or self._groups}
        return {
            name: [self._surfaces[term].most_common(1)[0][0] for term in terms]
            for name, terms in distinctive_words(chosen, limit).items()
        }
