"""The history file of what users read: a table with a user, a document and a time in each row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .dates import parse_date
from .documents import LoadReport
from .errors import TopicLlamaError
from .profiles import Event
from .readers import rows_of
from .sources import Notes, Row, Source
from .tables import delimited

_COLUMNS = {
    "user": "user userid username reader readerid 用户 用户id 用户名 读者",
    "document": "document documentid docid doc item itemid article articleid id"
    " 文档 文档id 文档编号 文章 文章id 文章编号 编号",
    "time": "time timestamp date datetime when readat 时间 日期 时间戳 阅读时间",
    "action": "action event kind type feedback 操作 动作 行为 反馈 态度",
}
_ACTIONS = {
    "liked": "liked like likes love loved favourite favorite 喜欢 喜爱 点赞 赞 收藏",
    "disliked": "disliked dislike dislikes hated hate skipped 不喜欢 讨厌 踩 不感兴趣",
}
_EPOCH = re.compile(r"\d{9,10}(\.\d+)?|\d{12,13}")


@dataclass(slots=True)
class History:
    """``events`` whose documents are in the corpus, of ``rows`` in all; how many named a document
    that is ``unknown``, had no time that can be read (``untimed``; they are kept without one) or
    lacked a user or a document (``incomplete``)."""

    events: list[Event] = field(default_factory=list)
    rows: int = 0
    unknown: int = 0
    untimed: int = 0
    incomplete: int = 0

    @property
    def notes(self) -> list[str]:
        """What was left out, in sentences."""
        told = {
            "Rows of the history that name no document of this corpus: {}.": self.unknown,
            "Rows of the history without a time that can be read: {}.": self.untimed,
            "Rows of the history without a user or a document: {}.": self.incomplete,
        }
        return [sentence.format(number) for sentence, number in told.items() if number]


def read_history(file: Path, documents: Collection[str]) -> History:
    """Read a table (CSV, also TSV, Excel, JSON lines) with the columns user, document and time,
    and perhaps action (liked, read, disliked; read without it). ``documents`` are the ids that
    are known. TopicLlamaError when it cannot be read, lacks a column, or no row can be used."""
    history = History()
    columns: dict[str, str] = {}
    for row in _rows(file):
        if not history.rows:
            columns = _columns(row.values, file)
        history.rows += 1
        _take(row.values, columns, documents, history)
    if not history.events:
        some = ", ".join(sorted(documents)[:3])
        raise TopicLlamaError(
            f"No row of {file.name} says what a user did with a document of this corpus.",
            f"Its column document needs ids of documents, which look like {some}.",
        )
    return history


def _rows(file: Path) -> Iterator[Row]:
    if not file.is_file():
        raise TopicLlamaError(f"There is no file or folder {file}.", "Check the path.")
    source = Source(file.name, file.stat().st_size, lambda: file.open("rb"), named=True)
    yield from (rows_of(source.suffix) or delimited)(source, Notes(LoadReport()))


def _columns(values: Mapping[str, Any], file: Path) -> dict[str, str]:
    """The column of each role; time and action may be missing."""
    found: dict[str, str] = {}
    for role, names in _COLUMNS.items():
        for header in values:
            if re.sub(r"[\s_-]", "", header).lower() in names.split():
                found.setdefault(role, header)
    if missing := {"user", "document"} - set(found):
        raise TopicLlamaError(
            f"The history file {file.name} has no column {min(missing)}; its columns are "
            f"{', '.join(values)}.",
            "It needs the columns user, document and time, and may have action.",
        )
    return found


def _take(
    values: Mapping[str, Any],
    columns: Mapping[str, str],
    documents: Collection[str],
    history: History,
) -> None:
    cells = {role: _cell(values.get(header)) for role, header in columns.items()}
    if not cells["user"] or not cells["document"]:
        history.incomplete += 1
    elif cells["document"] not in documents:
        history.unknown += 1
    else:
        time = parse_time(cells.get("time", ""))
        history.untimed += not time
        action = _action(cells.get("action", ""))
        history.events.append(Event(cells["user"], cells["document"], action, time))


def _cell(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():  # an id in a spreadsheet
        value = int(value)
    return str(value).strip()


def _action(text: str) -> str:
    for action, names in _ACTIONS.items():
        if text.lower() in names.split():
            return action
    return "read"


def parse_time(text: str) -> str:
    """ISO 8601 in UTC to the second: of a timestamp, seconds or milliseconds since 1970, or a
    date as :func:`~topicllama.tools.dates.parse_date` reads it (its beginning); else ""."""
    try:
        if _EPOCH.fullmatch(text):
            seconds = float(text) / (1000 if len(text.split(".")[0]) > 10 else 1)
            return _iso(datetime.fromtimestamp(seconds, UTC))
        return _iso(datetime.fromisoformat(text))
    except (ValueError, OverflowError, OSError):
        day = parse_date(text)
        return f"{day}-01-01"[:10] + "T00:00:00" if day else ""


def _iso(moment: datetime) -> str:
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="seconds")
