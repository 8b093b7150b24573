"""Topics in the form that LDAvis draws: the JSON of pyLDAvis's PreparedData.

Source: Sievert, Shirley, "LDAvis: a method for visualizing and interpreting topics" (ACL workshop
ILLVI, 2014); names and roundings are those of pyLDAvis 3.4.1.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .bow import bag_of_words, counts_for
from .joined import joined
from .topic_layout import layout_of
from .topic_model import TopicModel
from .workspace import Workspace

Floats = NDArray[np.float64]
_TERMS = 30  # that LDAvis lists (R)
_STEP = 0.01  # of lambda, for which the terms of a topic must be there


def prepared(workspace: Workspace, model: TopicModel) -> dict[str, Any]:
    """What ``PreparedData.to_dict`` of pyLDAvis holds, and ``topics``.

    LDAvis numbers topics from 1: here in the order of their ids, so that number n is topic n - 1
    until topics are edited. ``topic.order`` has our id for each number, ``topics`` number, id and
    label (LDAvis ignores it). Sizes count the words of the documents that are there; the places
    are those of :func:`topicllama.tools.topic_layout.layout_of`.
    """
    order = sorted(range(model.num_topics), key=lambda row: model.topics[row].id)
    together = joined(workspace.corpus, model)
    counts = counts_for(model.terms, bag_of_words(workspace))[together.positions]
    lengths = np.asarray(counts.sum(axis=1), np.float64).ravel()
    topic_word = np.maximum(np.asarray(model.topic_word[order], np.float64), 1e-12)
    sizes = lengths @ together.weights[:, order].astype(np.float64)
    terms = _distinct(model)
    frequencies = topic_word * sizes[:, None]  # of each word (K, V) as the topics have it
    info, columns = _term_info(topic_word, frequencies, sizes / sizes.sum(), terms)
    places = layout_of(workspace, model).places[order]
    numbers = list(range(1, len(order) + 1))
    return {
        "mdsDat": {
            "x": places[:, 0].tolist(), "y": places[:, 1].tolist(), "topics": numbers,
            "cluster": [1] * len(order), "Freq": (100 * sizes / sizes.sum()).tolist(),
        },
        "tinfo": info,
        "token.table": _token_table(frequencies, terms, columns),
        "R": min(_TERMS, len(terms)),
        "lambda.step": _STEP,
        "plot.opts": {"xlab": "x", "ylab": "y"},
        "topic.order": [model.topics[row].id for row in order],
        "topics": [
            {"number": number, "id": model.topics[row].id, "label": model.topics[row].label}
            for number, row in zip(numbers, order, strict=True)
        ],
    }  # fmt: skip


def _distinct(model: TopicModel) -> list[str]:
    """Display forms, each of them once: LDAvis knows a word by its name."""
    often = Counter(model.vocabulary)
    return [
        shown if often[shown] == 1 else f"{shown} ({term})"
        for shown, term in zip(model.vocabulary, model.terms, strict=True)
    ]


def _term_info(
    topic_word: Floats, frequencies: Floats, shares: Floats, terms: list[str]
) -> tuple[dict[str, list[Any]], list[int]]:
    """The table of the words of each list that LDAvis can show, and their columns."""
    totals = frequencies.sum(axis=0)
    logs = np.log(topic_word)
    lifts = logs - np.log(totals / totals.sum())
    salient = _salient(topic_word, shares, totals)[:_TERMS]
    ranks = [float(rank) for rank in range(len(salient), 0, -1)]
    whole = np.floor(totals[salient]).tolist()
    table: dict[str, list[Any]] = {
        "Term": [terms[column] for column in salient], "Freq": whole, "Total": list(whole),
        "Category": ["Default"] * len(salient), "logprob": ranks, "loglift": list(ranks),
    }  # fmt: skip
    seen = set(salient)
    for row in range(len(topic_word)):
        columns = _relevant(logs[row], lifts[row])
        seen.update(columns)
        table["Term"] += [terms[column] for column in columns]
        table["Freq"] += frequencies[row, columns].tolist()
        table["Total"] += totals[columns].tolist()
        table["Category"] += [f"Topic{row + 1}"] * len(columns)
        table["logprob"] += logs[row, columns].round(4).tolist()
        table["loglift"] += lifts[row, columns].round(4).tolist()
    return table, sorted(seen)


def _salient(topic_word: Floats, shares: Floats, totals: Floats) -> list[int]:
    """Columns by saliency: p(w) times the sum over topics of p(t | w) log(p(t | w) / p(t)), where
    p(t | w) is, as in pyLDAvis, the topics' p(w) divided by their sum."""
    given = topic_word / topic_word.sum(axis=0)
    distinct = (given * np.log(given / shares[:, None])).sum(axis=0)
    order: list[int] = np.argsort(-totals / totals.sum() * distinct, kind="stable").tolist()
    return order


def _relevant(logs: Floats, lifts: Floats) -> list[int]:
    """Columns that are among the first for any lambda of lambda log p(w | t) + (1 - lambda)
    log lift, in the order in which they come up."""
    found: dict[int, None] = {}
    number = min(_TERMS, len(logs))
    for step in range(round(1 / _STEP) + 1):
        relevance = step * _STEP * logs + (1 - step * _STEP) * lifts
        best = np.argpartition(-relevance, number - 1)[:number]
        found.update(dict.fromkeys(best[np.argsort(-relevance[best], kind="stable")].tolist()))
    return list(found)


def _token_table(frequencies: Floats, terms: list[str], columns: list[int]) -> dict[str, list[Any]]:
    """How the words of the lists are spread over the topics; what is less than half a word is
    left out."""
    totals = frequencies.sum(axis=0)
    table: dict[str, list[Any]] = {"Topic": [], "Freq": [], "Term": []}
    for column in sorted(columns, key=lambda column: terms[column]):
        for row in np.flatnonzero(frequencies[:, column] >= 0.5).tolist():
            table["Topic"].append(row + 1)
            table["Freq"].append(float(np.round(frequencies[row, column]) / totals[column]))
            table["Term"].append(terms[column])
    return table
