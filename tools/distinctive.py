"""Words that set one group of documents apart from others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .corpus import Corpus

_PRIOR = 500.0  # words that the prior counts for; it shrinks what few occurrences show
_SURE = 1.96
_RATE = 0.05  # false discoveries among the words that a contrast names
_FEWEST = 5  # occurrences in all groups that a word of a contrast has


@dataclass(frozen=True, slots=True)
class Scores:
    """Of V words against all other groups: ``here`` and ``elsewhere`` the occurrences, ``delta``
    the log-odds ratio with an informative Dirichlet prior, ``z`` its z-score."""

    terms: list[str]
    here: NDArray[np.float64]
    elsewhere: NDArray[np.float64]
    delta: NDArray[np.float64]
    z: NDArray[np.float64]


def scores(counts: Mapping[str, int], total: Counter[str]) -> Scores:
    """Monroe, Colaresi and Quinn, "Fightin' Words", Political Analysis 16(4), 2008, equations 16
    to 23. The prior is the words' distribution over all groups, ``total``."""
    terms = list(total)
    n_all = np.array([total[term] for term in terms], float)
    here = np.array([counts.get(term, 0) for term in terms], float)
    elsewhere = n_all - here
    prior = _PRIOR * n_all / n_all.sum()
    inside, outside = here + prior, elsewhere + prior
    delta = np.log(inside / (here.sum() + _PRIOR - inside))
    delta -= np.log(outside / (elsewhere.sum() + _PRIOR - outside))
    return Scores(terms, here, elsewhere, delta, delta / np.sqrt(1 / inside + 1 / outside))


def distinctive_words(groups: Mapping[str, Counter[str]], limit: int = 10) -> dict[str, list[str]]:
    """For each group its most over-represented words against all other groups, best first:
    ordered by z-score and kept above 1.96."""
    total = _total(groups)
    if len(total) < 2:  # one word cannot stand out among words
        return {name: [] for name in groups}
    return {name: _over(scores(counts, total))[:limit] for name, counts in groups.items()}


def _over(found: Scores) -> list[str]:
    clear = np.flatnonzero((found.here > 1) & (found.z > _SURE))
    return [found.terms[n] for n in sorted(clear, key=lambda n: (-found.z[n], found.terms[n]))]


def _total(groups: Mapping[str, Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counts in groups.values():
        total.update(counts)
    return total


def word_contrast(
    counts: Mapping[str, int],
    total: Counter[str],
    spread: Mapping[str, float],
    limit: int = 10,
) -> dict[str, list[dict[str, Any]]]:
    """The words that a group has more of ("over") and fewer of ("under") than all others, by
    z-score, at a false discovery rate of 0.05 (Benjamini and Hochberg, JRSS B 57(1), 1995).

    Whether a word is claimed is decided by the log-likelihood ratio (Dunning, Computational
    Linguistics 19(1), 1993), which holds for small counts too, over ``spread``: by how much a
    word's occurrences vary more between documents than by chance (1 or more). A word that one
    document has ten times is no sure sign of a group. Each is ``word``, ``z``, ``log_odds``
    (negative: fewer), ``p`` (of the test), ``per_thousand`` and ``others_per_thousand`` words.
    """
    from scipy.stats import chi2, false_discovery_control

    total = Counter({term: n for term, n in total.items() if n >= _FEWEST})
    if len(total) < 2:
        return {"over": [], "under": []}
    found = scores(counts, total)
    spreads = np.array([spread.get(term, 1.0) for term in found.terms])
    p = false_discovery_control(chi2.sf(_likelihood_ratio(found) / spreads, 1))
    sure = p < _RATE
    order = np.argsort(-np.abs(found.z), kind="stable")
    return {
        "over": [_word(found, p, n) for n in order if sure[n] and found.z[n] > 0][:limit],
        "under": [_word(found, p, n) for n in order if sure[n] and found.z[n] < 0][:limit],
    }


def _likelihood_ratio(found: Scores) -> NDArray[np.float64]:
    """Twice the log-likelihood ratio of "rates differ" and "one rate everywhere", chi squared."""
    ratio = np.zeros(len(found.terms))
    total, size = found.here + found.elsewhere, found.here.sum() + found.elsewhere.sum()
    for side in (found.here, found.elsewhere):
        expected = total * side.sum() / size
        ratio += 2 * side * np.log(np.where(side > 0, side, 1) / np.where(side > 0, expected, 1))
    return ratio


def _word(found: Scores, p: NDArray[np.float64], n: int) -> dict[str, Any]:
    return {
        "word": found.terms[n],
        "z": round(float(found.z[n]), 2),
        "log_odds": round(float(found.delta[n]), 4),
        "p": float(f"{p[n]:.3g}"),
        "per_thousand": _per_thousand(found.here, n),
        "others_per_thousand": _per_thousand(found.elsewhere, n),
    }


def _per_thousand(counts: NDArray[np.float64], n: int) -> float:
    return round(1000 * float(counts[n]) / max(1.0, float(counts.sum())), 3)


class GroupWords:
    """Counts the words of groups of documents, to compare them."""

    def __init__(self, corpus: Corpus) -> None:
        from .tokens import TextConfig, Tokenizer

        self._corpus = corpus
        self._tokenizer = Tokenizer(TextConfig())
        self._groups: dict[str, Counter[str]] = {}
        self._surfaces: dict[str, Counter[str]] = {}
        # Over all documents: of each word the sums of n^2 and of n * length, and that of length^2.
        self._squares: Counter[str] = Counter()
        self._by_length: Counter[str] = Counter()
        self._lengths = 0

    def add(self, name: str, ids: Sequence[str], limit: int) -> None:
        """Count a group; of more than ``limit`` documents only that many, spread evenly."""
        if len(ids) > limit:
            ids = [ids[at * len(ids) // limit] for at in range(limit)]
        counts = self._groups.setdefault(name, Counter())
        for document in self._corpus.get(ids).values():
            own: Counter[str] = Counter()
            for token in self._tokenizer.topic_tokens(f"{document.title}\n{document.text}"):
                own[token.term] += 1
                self._surfaces.setdefault(token.term, Counter())[token.surface] += 1
            counts.update(own)
            length = own.total()
            self._squares.update({term: n * n for term, n in own.items()})
            self._by_length.update({term: n * length for term, n in own.items()})
            self._lengths += length * length

    def distinctive(self, *names: str, limit: int = 10) -> dict[str, list[str]]:
        """The most over-represented words of each group in display form, best first.

        The groups are compared with each other: those with these names, or all."""
        chosen = {name: self._groups[name] for name in names or self._groups}
        return {
            name: [self._surface(term) for term in terms]
            for name, terms in distinctive_words(chosen, limit).items()
        }

    def contrasts(self, limit: int = 10) -> dict[str, dict[str, list[dict[str, Any]]]]:
        """:func:`word_contrast` of each group against all others, in display form."""
        total = _total(self._groups)
        spread = self._spread(total)
        found = {n: word_contrast(c, total, spread, limit) for n, c in self._groups.items()}
        for sides in found.values():
            for entry in (*sides["over"], *sides["under"]):
                entry["word"] = self._surface(entry["word"])
        return found

    def _spread(self, total: Counter[str]) -> dict[str, float]:
        """The variance of each word's count in a document around what its length lets expect,
        over that expectation (Pearson's dispersion); at least 1, that of Poisson's law."""
        size = max(1, total.total())
        found = {}
        for term, n in total.items():
            p = n / size
            squared = self._squares[term] - 2 * p * self._by_length[term] + p * p * self._lengths
            found[term] = max(1.0, squared / n)
        return found

    def _surface(self, term: str) -> str:
        return self._surfaces[term].most_common(1)[0][0]
