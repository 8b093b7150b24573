"""What a program hands over, made ready to load: strings, pandas, files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from ...tools.columns import ColumnChoice, guess
from ...tools.errors import TopicLlamaError
from ...tools.sources import Records

Texts: TypeAlias = (
    "str | os.PathLike[str] | Iterable[str] | Iterable[Path] | Mapping[str, str]"
    " | Iterable[Mapping[str, Any]] | pd.Series | pd.DataFrame"
)
Column: TypeAlias = "str | Sequence[Any] | pd.Series | None"
NAME = "texts"  # the source of documents that came from no file
_ROLES = ("title", "date", "label")
_LONGEST_PATH = 1000
_SAMPLE = 100


@dataclass(frozen=True, slots=True)
class Given:
    """What :meth:`topicllama.tools.toolbox.Toolbox.load` is given."""

    sources: list[str | Path | Records]
    columns: ColumnChoice = field(default_factory=ColumnChoice)


def given(
    texts: Any, *, text: str | None = None, title: Column = None, date: Column = None,
    label: Column = None, first: int = 0,
) -> Given:  # fmt: skip
    """Strings, a Series (its index gives the ids), a mapping from ids to strings, a DataFrame or
    dicts, or the path of a file or a folder ("demo" and "demo-zh" are built in).

    ``text``, ``title``, ``date`` and ``label`` name columns of a DataFrame or of files; those that
    are not named are guessed. Beside strings the last three are sequences as long. Strings are
    numbered from ``first``. TopicLlamaError for anything else.
    """
    columns = {"title": title, "date": date, "label": label}
    if isinstance(texts, str | os.PathLike):
        return Given([_path(texts)], _choice(text, columns))
    if isinstance(texts, pd.DataFrame):
        return _frame(texts, _choice(text, columns))
    if isinstance(texts, pd.Series):
        names = list(texts.index) if texts.index.is_unique else None
        return _strings(texts.tolist(), columns, names, first)
    if isinstance(texts, Mapping):
        return _strings(list(texts.values()), columns, list(texts), first)
    if not isinstance(texts, Iterable) or isinstance(texts, bytes | bytearray):
        raise TopicLlamaError(
            f"Texts cannot be read from {_kind(texts)}.",
            "Give a list of strings, a pandas Series or DataFrame, or the path of a file.",
        )
    listed = list(texts)
    if listed and all(isinstance(one, Path) for one in listed):
        return Given(listed, _choice(text, columns))
    if listed and all(isinstance(one, Mapping) for one in listed):
        return _frame(pd.DataFrame(listed), _choice(text, columns))
    return _strings(listed, columns, None, first)


def strings(texts: Any) -> list[str]:
    """Texts as a list of strings, what is missing as ""; TopicLlamaError for anything else."""
    values = [texts] if isinstance(texts, str) else list(texts)
    return [_string(value, place) for place, value in enumerate(values)]


def _kind(value: Any) -> str:
    return type(value).__name__


def _string(value: Any, place: int) -> str:
    if isinstance(value, str):
        return str(value)
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    raise TopicLlamaError(
        f"Text {place} is not a string but {_kind(value)}.",
        "Give strings: join the words of a list, decode bytes, and turn numbers into text first.",
    )


def _no_texts() -> TopicLlamaError:
    return TopicLlamaError("There are no texts.", "Give a list of strings, a table or a file.")


def _path(path: str | os.PathLike[str]) -> str | Path:
    if not isinstance(path, str):
        return Path(path)
    if not path.strip():  # as a path it would be the folder that one is in
        raise _no_texts()
    if "\n" in path or len(path) > _LONGEST_PATH:
        raise TopicLlamaError(
            "One text was given in place of a list of texts.",
            "Put it into a list, or cut it into several: topics show when texts are compared.",
        )
    return path


def _choice(text: str | None, columns: Mapping[str, Any]) -> ColumnChoice:
    for role, column in columns.items():
        if column is not None and not isinstance(column, str):
            raise TopicLlamaError(
                f"{role} is not the name of a column but {_kind(column)}.",
                "Name a column of the table; lists belong to a list of texts.",
            )
    return ColumnChoice(text, **columns)


def _strings(
    values: Sequence[Any], columns: Mapping[str, Any], names: Sequence[Any] | None, first: int
) -> Given:
    texts = strings(values)
    if not any(text.strip() for text in texts):
        raise _no_texts()
    beside = {
        role: _beside(role, column, len(texts))
        for role, column in columns.items()
        if column is not None
    }
    ids = names or range(first, first + len(texts))
    rows = [
        {"id": str(name), "text": text, **{role: values[n] for role, values in beside.items()}}
        for n, (name, text) in enumerate(zip(ids, texts, strict=True))
    ]
    without = frozenset(role for role in _ROLES if role not in beside)
    choice = ColumnChoice("text", **{role: role for role in beside}, without=without)
    return Given([Records(NAME, rows)], choice)


def _beside(role: str, column: Any, number: int) -> list[Any]:
    if isinstance(column, str):
        raise TopicLlamaError(
            f"{role} names a column, but the texts are no table.",
            "Give a list that is as long as the texts.",
        )
    values = [_plain(value) for value in column]
    if len(values) != number:
        raise TopicLlamaError(
            f"There are {number} texts, but {len(values)} values of {role}.",
            "Give one for each text; None where there is none.",
        )
    return values


def _frame(frame: pd.DataFrame, choice: ColumnChoice) -> Given:
    """Each row a record; the index gives the ids where no column does."""
    if frame.empty:
        raise _no_texts()
    columns = [str(name) for name in frame.columns]
    rows = [
        dict(zip(columns, map(_plain, values), strict=True))
        for values in frame.itertuples(index=False, name=None)
    ]
    roles = guess(columns, list(islice(rows, _SAMPLE)), choice)
    if "id" not in roles and "id" not in columns and frame.index.is_unique:
        for name, row in zip(frame.index, rows, strict=True):
            row["id"] = str(name)
    return Given([Records(NAME, rows)], choice)


def _plain(value: Any) -> Any:
    """What JSON knows, or a date; None for what pandas calls missing."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | dict | set):
        return list(value) if isinstance(value, tuple) else value
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
