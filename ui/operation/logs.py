"""What the server writes down, a line for each thing that happened: for people, or as JSON.

No line holds words of a document, of a question or of a file. Of a fault its kind and its places
in the code are written, never its message, which may quote a document; of what a library says,
only who said it and where. ``TOPICLLAMA_DEBUG`` adds the messages.

Formats and the binding of values to a task: https://www.structlog.org.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Literal

import structlog
from structlog.contextvars import merge_contextvars
from structlog.stdlib import BoundLogger, ExtraAdder, ProcessorFormatter

Form = Literal["text", "json"]
FILE = "server.log"
_OURS = "topicllama"
_BYTES, _KEPT = 2 * 2**20, 4  # a file, and how many older ones

_Entry = MutableMapping[str, Any]


def logger(name: str) -> BoundLogger:
    """For lines with named values: ``logger(__name__).info("turn", seconds=1.2)``."""
    bound: BoundLogger = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=BoundLogger,
    )
    return bound


def begin(form: Form | None, level: str = "info", folder: Path | None = None) -> list[Path]:
    """Write down what happens from now on: on stderr in ``form`` (None: not there), and as JSON
    in ``folder`` where that can be written. Returns the files. Called again, it begins anew."""
    end()
    handlers: list[logging.Handler] = []
    if form is not None:
        handlers.append(logging.StreamHandler(sys.stderr))
        handlers[0].setFormatter(_formatter(form))
    if folder is not None and (kept := _file(folder)) is not None:
        handlers.append(kept)
    root, ours = logging.getLogger(), logging.getLogger(_OURS)
    ours.setLevel(level.upper())
    for handler in handlers:
        handler.addFilter(_worth_it)
        handler.set_name(_OURS)
        root.addHandler(handler)
    return [Path(each.baseFilename) for each in handlers if isinstance(each, logging.FileHandler)]


def end() -> None:
    """Write nothing down any longer."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if each.get_name() == _OURS]:
        root.removeHandler(handler)
        with suppress(OSError):  # what it still holds goes onto a full disk
            handler.close()


class _Kept(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A disk that takes nothing stops no work; what Python prints then quotes the record."""


def _file(folder: Path) -> logging.Handler | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = _Kept(folder / FILE, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError:  # a folder that is only read: the server works without
        return None
    made.setFormatter(_formatter("json"))
    return made


def _worth_it(record: logging.LogRecord) -> bool:
    return _is_ours(record.name) or record.levelno >= logging.WARNING


def _is_ours(name: str) -> bool:
    return name == _OURS or name.startswith(_OURS + ".")


def _formatter(form: Form) -> logging.Formatter:
    terminal = form == "text" and sys.stderr.isatty()
    shown: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=terminal, sort_keys=False)
    )
    return ProcessorFormatter(
        foreign_pre_chain=[_without_words, ExtraAdder()],
        processors=[
            merge_contextvars,
            _common,
            _places,
            ProcessorFormatter.remove_processors_meta,
            shown,
        ],
        use_get_message=False,
        pass_foreign_args=True,
    )


def _without_words(_: Any, __: str, entry: _Entry) -> _Entry:
    """The event of a record that did not come through :func:`logger`: our own sentences stand
    without their values, others' not at all."""
    record: logging.LogRecord = entry["_record"]
    values = entry.pop("positional_args", None)
    if os.environ.get("TOPICLLAMA_DEBUG"):
        entry["event"] = str(record.msg) % values if values else str(record.msg)
    else:
        entry["event"] = str(record.msg) if _is_ours(record.name) else "a library's message"
        entry["place"] = f"{record.module}:{record.lineno}"
    return entry


def _common(_: Any, __: str, entry: _Entry) -> _Entry:
    record: logging.LogRecord = entry["_record"]
    entry["level"], entry["logger"] = record.levelname.lower(), record.name
    return structlog.processors.TimeStamper(fmt="iso", utc=True)(None, "", entry)


def _places(_: Any, __: str, entry: _Entry) -> _Entry:
    fault = entry.pop("exc_info", None)
    entry.pop("stack_info", None)
    if fault is True:
        fault = sys.exc_info()
    if isinstance(fault, tuple):
        fault = fault[1]
    if isinstance(fault, BaseException):
        entry["fault"] = fault_lines(fault)
    return entry


def fault_lines(fault: BaseException) -> list[str]:
    """The kind of the fault and of those behind it, each with its places, innermost last; no words,
    which may be those of a document."""
    lines: list[str] = []
    cause: BaseException | None = fault
    while cause is not None and len(lines) < 100:
        debug = f": {cause}" if os.environ.get("TOPICLLAMA_DEBUG") else ""
        lines.append(type(cause).__qualname__ + debug)
        frames = traceback.extract_tb(cause.__traceback__)
        lines += [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]
        cause = cause.__cause__ or cause.__context__
    return lines
