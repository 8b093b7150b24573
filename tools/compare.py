"""Groups of documents compared: which topics and words each has more of, and fewer."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .compare_groups import Grouping, grouping
from .corpus import Corpus
from .distinctive import GroupWords
from .joined import Joined, joined, missing_note
from .results import AnalysisResult
from .topic_model import TopicModel

SMALL = 10  # documents below which a group says little
RATE = 0.05  # false discoveries among the differences that are claimed
_MOST = 5  # topics that a group is said to have more, or fewer, of
_SAMPLE = 1200  # documents whose words are counted, over all groups
Matrix = NDArray[np.float64]
Members = Sequence[NDArray[np.intp]]


def compare(
    corpus: Corpus,
    model: TopicModel,
    by: str = "label",
    split: str = "",
    topic: int | None = None,
    groups: Sequence[str] = (),
) -> AnalysisResult:
    """Topics and words that groups of documents have more, and fewer, of.

    ``by`` is "label", "source", "language", "period" (or day, week, month, year), or names groups
    ("business vs politics"); ``groups`` names some of a field. With ``split``, an ISO date, the
    groups are the documents before it and from it on (a date given as ``by`` does the same).

    A share is the mean p(topic | document) of a group. ``effect`` is, for two groups, Cohen's
    h = 2 asin(sqrt(p1)) - 2 asin(sqrt(p2)), positive where the first group has more (Cohen,
    Statistical Power Analysis, 1988, chapter 6); for more groups eta squared, the part of the
    variance of the weights that lies between groups, 0 to 1. ``effect_kind`` says which; ``p`` is
    of Welch's t test, or of one-way analysis of variance, over all topics at a false discovery
    rate (Benjamini and Hochberg 1995), and ``clear`` whether it is below 0.05.

    ``contrasts`` has for each group the topics that it has clearly more ("over") and fewer
    ("under") of than all others together, by Cohen's h, and such words (:mod:`distinctive`).
    TopicLlamaError when there are not two groups.
    """
    together = joined(corpus, model)
    found = grouping(corpus, together, by, split, groups)
    members = [np.array([i for i, v in enumerate(found.values) if v == n]) for n in found.names]
    wanted = list(range(model.num_topics)) if topic is None else [model.row(topic)]
    weights = together.weights.astype(float)
    words = _words(corpus, together, found.names, members)
    data: dict[str, Any] = {
        "by": found.by,
        "split": found.split,
        "effect_kind": "cohens_h" if len(members) == 2 else "eta_squared",
        "groups": [
            {"name": name, "documents": len(m), "small": len(m) < SMALL}
            for name, m in zip(found.names, members, strict=True)
        ],
        "topics": _topics(model, weights, found.names, members, wanted),
        "words": words.distinctive(),
        "contrasts": _contrasts(model, weights, found.names, members, wanted, words),
        "left_out": found.without + found.other,
        "undated": found.without if found.over_time else 0,
    }
    return AnalysisResult("compare", data, _note(found, data, together.missing))


def _topics(
    model: TopicModel, weights: Matrix, names: Sequence[str], members: Members,
    wanted: Sequence[int],
) -> list[dict[str, Any]]:  # fmt: skip
    """The wanted topics, the greatest effect first."""
    means = np.array([weights[m].mean(axis=0) for m in members])
    two = len(members) == 2
    effects = cohens_h(means[0], means[1]) if two else _eta_squared(weights, members, means)
    p = _adjusted(_p_values([weights[m][:, list(wanted)] for m in members]))
    found = [
        {
            "id": model.topics[row].id,
            "label": model.topics[row].label,
            "shares": {n: round(float(s), 6) for n, s in zip(names, means[:, row], strict=True)},
            "effect": round(float(effects[row]), 6),
            "most": names[int(means[:, row].argmax())],
            "least": names[int(means[:, row].argmin())],
            "p": float(f"{p[place]:.3g}"),
            "clear": bool(p[place] < RATE),
        }
        for place, row in enumerate(wanted)
    ]
    return sorted(found, key=lambda item: -abs(item["effect"]))


def cohens_h(first: Matrix, second: Matrix) -> Matrix:
    """Cohen's h of two arrays of shares, positive where the first is greater."""
    angles = [2 * np.arcsin(np.sqrt(np.clip(shares, 0, 1))) for shares in (first, second)]
    return np.asarray(angles[0] - angles[1])


def _eta_squared(weights: Matrix, members: Members, means: Matrix) -> Matrix:
    everyone = weights[np.concatenate(members)]
    centre = everyone.mean(axis=0)
    sizes = np.array([len(m) for m in members])[:, None]
    between = (sizes * (means - centre) ** 2).sum(axis=0)
    total = ((everyone - centre) ** 2).sum(axis=0)
    return np.asarray(np.divide(between, total, out=np.zeros_like(total), where=total > 0))


def _p_values(samples: Sequence[Matrix]) -> Matrix:
    """(K) chances of such different means; 1 where a group is too small to tell."""
    from scipy.stats import f_oneway, ttest_ind

    if min(len(sample) for sample in samples) < 2:
        return np.ones(samples[0].shape[1])
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # weights that are all alike: the chance is 1, or 0
        if len(samples) == 2:
            p = ttest_ind(samples[0], samples[1], axis=0, equal_var=False).pvalue
        else:
            p = f_oneway(*samples, axis=0).pvalue
    return np.asarray(np.nan_to_num(p, nan=1.0))


def _adjusted(p: Matrix) -> Matrix:
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(p.ravel())).reshape(p.shape)


def _contrasts(
    model: TopicModel, weights: Matrix, names: Sequence[str], members: Members,
    wanted: Sequence[int], words: GroupWords,
) -> list[dict[str, Any]]:  # fmt: skip
    """Each group against all others together."""
    rest = [np.concatenate([m for k, m in enumerate(members) if k != n]) for n in range(len(names))]
    here = np.array([weights[m].mean(axis=0)[wanted] for m in members])
    others = np.array([weights[m].mean(axis=0)[wanted] for m in rest])
    pairs = zip(members, rest, strict=True)
    p = _adjusted(np.array([_p_values([weights[m][:, wanted], weights[r][:, wanted]])
                            for m, r in pairs]))  # fmt: skip
    effects = cohens_h(here, others)
    of_words = words.contrasts()
    contrasts = []
    for n, name in enumerate(names):
        order = np.argsort(-np.abs(effects[n]), kind="stable")
        entries = [
            {
                "id": model.topics[wanted[k]].id,
                "label": model.topics[wanted[k]].label,
                "share": round(float(here[n, k]), 6),
                "others": round(float(others[n, k]), 6),
                "effect": round(float(effects[n, k]), 4),
                "p": float(f"{p[n, k]:.3g}"),
            }
            for k in order
            if p[n, k] < RATE
        ]
        contrasts.append({
            "name": name,
            "over": [entry for entry in entries if entry["effect"] > 0][:_MOST],
            "under": [entry for entry in entries if entry["effect"] < 0][:_MOST],
            "words": of_words[name],
        })  # fmt: skip
    return contrasts


def _words(corpus: Corpus, together: Joined, names: Sequence[str], members: Members) -> GroupWords:
    words = GroupWords(corpus)
    for name, group in zip(names, members, strict=True):
        words.add(name, [together.ids[i] for i in group], _SAMPLE // len(names))
    return words


def _note(found: Grouping, data: dict[str, Any], missing: int) -> str:
    small = [group["name"] for group in data["groups"] if group["small"]]
    sentences = []
    if found.without and found.over_time:
        sentences.append(f"{found.without:,} documents without a date that fits are left out.")
    elif found.without:
        sentences.append(f"{found.without:,} documents belong to no group.")
    if found.other and found.chosen:
        sentences.append(f"{found.other:,} documents of other groups are not compared.")
    elif found.other:
        sentences.append(f"Only the {len(found.names)} largest groups are compared.")
    if small:
        listed = ", ".join(small[:_MOST]) + ("…" if len(small) > _MOST else "")
        sentences.append(f"Groups of fewer than {SMALL} documents say little: {listed}.")
    sentences.append(missing_note(missing))
    return " ".join(filter(None, sentences))
