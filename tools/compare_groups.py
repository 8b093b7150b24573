"""The groups of documents that are to be compared: by label, source, language or time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .corpus import Corpus
from .date_range import first_day, last_day
from .errors import TopicLlamaError
from .joined import Joined
from .periods import PERIODS, choose_period, parts, period_of

MOST_GROUPS = 12
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
_DATE = re.compile(
    r"(?:before and after|before|after|since|from)?\s*(?P<date>\d{4}(?:-\d\d(?:-\d\d)?)?)"
    r"\s*年?\s*(?:on|前后|以前|之前|以后|之后)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s+(?:vs\.?|versus|and|against)\s+|\s*[,，、;；|]\s*|和|与|與|跟|对比|對比")


@dataclass(frozen=True, slots=True)
class Grouping:
    """``values`` has the group of each document, "" for none, ``names`` those that are compared:
    the ones asked for (``chosen``), else the 12 largest, largest first, or in time order."""

    by: str
    split: str
    values: list[str]
    names: list[str]
    chosen: bool = False

    @property
    def over_time(self) -> bool:
        return self.by == "period" or self.by in PERIODS

    @property
    def without(self) -> int:
        """Documents that belong to no group: no label, or no date that is precise enough."""
        return sum(not value for value in self.values)

    @property
    def other(self) -> int:
        """Documents of groups that are not compared."""
        known = set(self.names)
        return sum(bool(value) and value not in known for value in self.values)


def grouping(
    corpus: Corpus, together: Joined, by: str, split: str = "", groups: Sequence[str] = ()
) -> Grouping:
    """Sort the documents into groups.

    ``by`` is a field in English or Chinese, a date (as ``split``), or two or more groups by name:
    "business vs politics", "体育和科技". ``groups`` names groups of the field. TopicLlamaError when
    there are not two groups, or one is not known.
    """
    if found := _DATE.fullmatch(by.strip()):
        by, split = "period", found["date"]
    field = _FIELDS.get(by.strip().lower() or "label", "")
    if not field:
        field, groups = _named(corpus, by)
    values = _values(corpus, together, field, split)
    counts = Counter(value for value in values if value)
    if groups:
        names = [_known(name, field, counts) for name in groups]
        names = list(dict.fromkeys(names))
    else:
        names = [name for name, _ in counts.most_common(MOST_GROUPS)]
        names = sorted(names) if field == "period" or field in PERIODS else names
    if len(names) < 2:
        raise _nothing_to_compare(field, list(counts) if not groups else names)
    return Grouping(field, split if field == "period" else "", values, names, bool(groups))


def mentioned(corpus: Corpus, by: str, question: str) -> list[str]:
    """The labels or sources that a question names ("how do business and politics differ?"), in
    its order; none when it does not name at least two of them."""
    field = _FIELDS.get(by.strip().lower() or "label", "")
    if field not in ("label", "source"):
        return []
    text = question.casefold()
    found = {}
    for name in corpus.counts(field):
        word = re.escape(name.casefold())
        edge = r"\b" if name.isascii() else ""
        if name and (at := re.search(f"{edge}{word}{edge}", text)):
            found[name] = at.start()
    names = sorted(found, key=lambda name: found[name])
    return names if len(names) > 1 else []


def _named(corpus: Corpus, by: str) -> tuple[str, list[str]]:
    """The field in which every part of ``by`` names a group, and the parts."""
    wanted = [part.strip(" \"'“”‘’《》") for part in _BETWEEN.split(by.strip()) if part.strip()]
    if len(wanted) > 1:
        for field in ("label", "source", "language"):
            counts = corpus.counts(field)
            if all(_like(name, counts) for name in wanted):
                return field, wanted
    raise TopicLlamaError(
        f"Documents cannot be compared by {by!r}.",
        "Choose label, source, language, year, month or period, or name two labels or sources.",
    )


def _like(name: str, counts: Mapping[str, int]) -> str:
    """The group that is meant: the same but for case, else the only one that has the words."""
    wanted = name.casefold()
    same = [known for known in counts if known.casefold() == wanted]
    within = [known for known in counts if wanted in known.casefold()]
    if same or len(within) == 1:
        return (same or within)[0]
    return ""


def _known(name: str, field: str, counts: Mapping[str, int]) -> str:
    found = _like(name, counts)
    if not found:
        listed = ", ".join(sorted(counts)[:MOST_GROUPS])
        raise TopicLlamaError(
            f"No document has the {field} {name!r}.", f"Choose from: {listed}."
        )  # fmt: skip
    return found


def _values(corpus: Corpus, together: Joined, field: str, split: str) -> list[str]:
    """The group of each document, "" for none."""
    if field != "period" and field not in PERIODS:
        return together.column(corpus, field)
    dates = together.column(corpus, "date")
    if split:
        return _sides(dates, split)
    period = choose_period(dates) if field == "period" else field
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


def _nothing_to_compare(by: str, names: Sequence[str]) -> TopicLlamaError:
    side, _, date = names[0].partition(" ") if names else ("", "", "")
    if by == "period" and date:
        return TopicLlamaError(
            f"All documents with a date are before {date}, so there is nothing to compare."
            if side == "before"
            else f"All documents with a date are from {date} on, so there is nothing to compare.",
            "Choose a date between the first and the last of them.",
        )
    what = f"all are {names[0]!r}" if names else "none is known"
    return TopicLlamaError(
        f"There is nothing to compare by {by}: {what}.",
        "Compare by something else (label, source or period), or load documents with it.",
    )
