"""Groups of documents compared: which topics and words each has more of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .corpus import Corpus
from .date_range import first_day, last_day
from .distinctive import GroupWords
from .errors import TopicLlamaError
from .joined import Joined, joined, missing_note
from .periods import PERIODS, choose_period, parts, period_of
from .results import AnalysisResult
from .topic_model import TopicModel

MOST_GROUPS = 12
_SAMPLE = 1200  # documents whose words are counted, over all groups
_NAMES = {
    "label": ("labels", "标签", "標籤", "类别", "類別", "分类"),
    "source": ("sources", "来源", "來源"),
    "language": ("languages", "语言", "語言"),
    "period": ("time", "date", "时间", "時間", "时期"),
    "year": ("years", "年", "年份"),
    "month": ("months", "月", "月份"),
    "week": ("weeks", "周", "週"),
    "day": ("days", "日", "天"),
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in (field, *names)}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def compare(
    corpus: Corpus,
    model: TopicModel,
    by: str = "label",
    split: str = "",
    topic: int | None = None,
) -> AnalysisResult:
    """Topic shares and over-represented words by group.

    ``by`` is "label", "source", "language", "period" (or day, week, month, year); with ``split``,
    an ISO date, the groups are the documents before it and from it on (a date given as ``by``
    does the same). A share is the mean p(topic | document) of a group. ``effect`` is, for two
    groups, Cohen's h = 2 asin(sqrt(p1)) - 2 asin(sqrt(p2)), positive where the first group has
    more (Cohen, Statistical Power Analysis, 1988, chapter 6); for more groups eta squared, the
    part of the variance of the weights that lies between groups, 0 to 1. ``effect_kind`` says
    which. TopicLlamaError when there are not two groups.
    """
    if _DATE.fullmatch(by.strip()):
        by, split = "period", by.strip()
    by = _field(by)
    together = joined(corpus, model)
    values = _values(corpus, together, by, split)
    names = _groups(values, ordered=by == "period" or by in PERIODS)
    if len(names) < 2:
        raise _nothing_to_compare(by, names)
    wanted = range(model.num_topics) if topic is None else [model.row(topic)]
    members = [np.array([i for i, v in enumerate(values) if v == name]) for name in names]
    data: dict[str, Any] = {
        "by": by,
        "split": split,
        "effect_kind": "cohens_h" if len(names) == 2 else "eta_squared",
        "groups": [
            {"name": name, "documents": len(m)} for name, m in zip(names, members, strict=True)
        ],
        "topics": _topics(model, together, names, members, wanted),
        "words": _words(corpus, together, names, members),
        "left_out": len(values) - sum(map(len, members)),
    }
    return AnalysisResult("compare", data, _note(data["left_out"], values, names, together.missing))


def _field(by: str) -> str:
    name = by.strip().lower() or "label"
    if name not in _FIELDS:
        raise TopicLlamaError(
            f"Documents cannot be compared by {by!r}.",
            "Choose label, source, language, year, month or period.",
        )
    return _FIELDS[name]


def _values(corpus: Corpus, together: Joined, by: str, split: str) -> list[str]:
    """The group of each document, "" for none."""
    if by != "period" and by not in PERIODS:
        return together.column(corpus, by)
    dates = together.column(corpus, "date")
    if split:
        return _sides(dates, split)
    period = choose_period(dates) if by == "period" else by
    return [period_of(date, period) for date in dates]


def _sides(dates: Sequence[str], split: str) -> list[str]:
    """ "before ..." or "since ..."; "" where the date is missing or spans the split."""
    if not parts(split):
        raise TopicLlamaError(
            f"{split!r} is not a date.", "Write it like 2003, 2003-05 or 2003-05-14."
        )
    cut = first_day(split)

    def side(date: str) -> str:
        if not parts(date):
            return ""
        if last_day(date) < cut:
            return f"before {split}"
        return f"since {split}" if first_day(date) >= cut else ""

    return [side(date) for date in dates]


def _groups(values: Sequence[str], *, ordered: bool) -> list[str]:
    """The 12 largest groups, largest first, or in time order ("before" precedes "since")."""
    names = [name for name, _ in Counter(v for v in values if v).most_common(MOST_GROUPS)]
    return sorted(names) if ordered else names


def _nothing_to_compare(by: str, names: Sequence[str]) -> TopicLlamaError:
    what = f"all are {names[0]!r}" if names else "none is known"
    return TopicLlamaError(
        f"There is nothing to compare by {by}: {what}.",
        "Compare by something else (label, source, language, year), or load documents with it.",
    )


def _topics(
    model: TopicModel,
    together: Joined,
    names: Sequence[str],
    members: Sequence[NDArray[np.intp]],
    wanted: Sequence[int],
) -> list[dict[str, Any]]:
    """The wanted topics, the greatest effect first."""
    weights = together.weights.astype(float)
    means = np.array([weights[m].mean(axis=0) for m in members])
    effects = _cohens_h(means) if len(members) == 2 else _eta_squared(weights, members, means)
    found = [
        {
            "id": model.topics[row].id,
            "label": model.topics[row].label,
            "shares": {n: round(float(s), 6) for n, s in zip(names, means[:, row], strict=True)},
            "effect": round(float(effects[row]), 6),
            "most": names[int(means[:, row].argmax())],
        }
        for row in wanted
    ]
    return sorted(found, key=lambda item: -abs(item["effect"]))


def _cohens_h(means: NDArray[np.float64]) -> NDArray[np.float64]:
    angles = 2 * np.arcsin(np.sqrt(np.clip(means, 0, 1)))
    return np.asarray(angles[0] - angles[1])


def _eta_squared(
    weights: NDArray[np.float64],
    members: Sequence[NDArray[np.intp]],
    means: NDArray[np.float64],
) -> NDArray[np.float64]:
    everyone = weights[np.concatenate(members)]
    centre = everyone.mean(axis=0)
    sizes = np.array([len(m) for m in members])[:, None]
    between = (sizes * (means - centre) ** 2).sum(axis=0)
    total = ((everyone - centre) ** 2).sum(axis=0)
    return np.asarray(np.divide(between, total, out=np.zeros_like(total), where=total > 0))


def _words(
    corpus: Corpus,
    together: Joined,
    names: Sequence[str],
    members: Sequence[NDArray[np.intp]],
) -> dict[str, list[str]]:
    words = GroupWords(corpus)
    for name, group in zip(names, members, strict=True):
        words.add(name, [together.ids[i] for i in group], _SAMPLE // len(names))
    return words.distinctive()


def _note(left_out: int, values: Sequence[str], names: Sequence[str], missing: int) -> str:
    without = sum(not value for value in values)
    sentences = []
    if without:
        sentences.append(f"{without:,} documents belong to no group.")
    if left_out > without:
        sentences.append(f"Only the {len(names)} largest groups are compared.")
    sentences.append(missing_note(missing))
    return " ".join(filter(None, sentences))
