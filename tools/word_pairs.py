"""Words that stand side by side in a query and in a document: "boundary layer", "interest rate".

Source of the idea: Metzler and Croft, "A Markov Random Field Model for Term Dependencies" (SIGIR
2005), which weighs pairs beside words; here as in BM25, with the words' own rarity.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# What a pair is worth beside its words. Chosen on the odd queries of Cranfield; Chinese words are
# cut finely, so that their pairs repeat what the words say (cnews1000: no gain), and do not count.
_WORTH = 0.2
_READ = 300_000  # words of documents that are read for a query, those of the best ones first


def pair_scores(
    pairs: Sequence[tuple[int, int, float]],
    candidates: NDArray[np.int64],
    words: NDArray[np.int32],
    ends: NDArray[np.int64],
    part: NDArray[np.float64],
) -> NDArray[np.float32]:
    """What each candidate (documents, best first) has beside the scores of its words, (C,).

    ``pairs`` are two words and the sum of their inverse document frequencies; ``words`` (N) and
    ``ends`` (D) are the corpus in reading order; ``part`` (D,) is what BM25 divides by beside the
    frequency. Candidates beyond some 300,000 words get 0.
    """
    starts = np.where(candidates > 0, ends[candidates - 1], 0)
    lengths = ends[candidates] - starts
    read = int(np.searchsorted(np.cumsum(lengths), _READ, "right"))
    found = np.zeros(len(candidates), np.float32)
    if not read:
        return found
    text = np.concatenate([words[starts[i] : starts[i] + lengths[i]] for i in range(read)])
    places = np.repeat(np.arange(read), lengths[:read])
    for first, second, rarity in pairs:
        hits = np.flatnonzero((text[:-1] == first) & (text[1:] == second))
        often = np.bincount(places[hits], minlength=read)
        found[:read] += _WORTH * rarity * often / (often + part[candidates[:read]])
    return found
