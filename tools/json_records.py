"""Records of JSON: one value a line (.jsonl), or a list in one file (.json), read as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from .columns import known_header
from .documents import LoadReport
from .encodings import clean, open_text
from .errors import TopicLlamaError
from .sources import MAX_DOCUMENT, Notes, Row, Source, too_large

_CHUNK = 2**16
_MAX_OBJECT = 200 * 2**20
_DECODER = json.JSONDecoder()
_TOO_DEEP = "The JSON is nested too deeply"


def json_lines(source: Source, notes: Notes) -> Iterator[Row]:
    """One object or string a line; a broken line is rejected and the rest is read."""
    with open_text(source, notes) as text:
        for number, line in _lines(text, source.name, notes):
            try:
                value = json.loads(line)
            except ValueError as error:
                notes.reject(source.name, number, f"The line is not valid JSON ({_why(error)}).")
            except RecursionError:
                notes.reject(source.name, number, f"{_TOO_DEEP}.")
            else:
                yield from _row(value, number, source.name, notes)


def json_file(source: Source, notes: Notes) -> Iterator[Row]:
    """A list of objects or strings, an object that holds such a list, or one object.

    A list is read as a stream, so its size does not matter. Where it is broken the documents
    before that place are kept. Lines of JSON under the name .json are read as such.
    """
    if _has_a_value_a_line(source):
        yield from json_lines(source, notes)
        return
    with open_text(source, notes) as text:
        window = _Window(text)
        if window.peek() == "[":
            yield from _elements(window, source.name, notes)
        else:
            yield from _of_object(_whole(source, window), source.name, notes)


def _lines(text: TextIO, name: str, notes: Notes) -> Iterator[tuple[int, str]]:
    number = 0
    while line := text.readline(MAX_DOCUMENT):
        number += 1
        if len(line) == MAX_DOCUMENT:
            notes.reject(name, number, too_large().message)
            while line and not line.endswith("\n"):
                line = text.readline(MAX_DOCUMENT)
        elif line.strip():
            yield number, line


def _row(value: Any, line: int, name: str, notes: Notes) -> Iterator[Row]:
    if isinstance(value, dict):
        yield Row(line, {clean(key): held for key, held in value.items()})
    elif isinstance(value, str):
        yield Row(line, {"text": value})
    else:
        notes.reject(name, line, "It is neither an object nor a string.")


def _has_a_value_a_line(source: Source) -> bool:
    """Whether the first line is an object by itself and another follows."""
    with open_text(source, Notes(LoadReport())) as text:
        first, second = text.readline(_CHUNK * 16), text.readline(_CHUNK)
    if not first.lstrip().startswith("{") or not second.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _why(error: ValueError) -> str:
    """What is wrong with a JSON text; a number of thousands of digits is a plain ValueError."""
    return error.msg if isinstance(error, json.JSONDecodeError) else "A number is too long"


class _Window:
    """A part of a JSON text that moves on value by value."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._part = ""
        self._at = 0
        self._ended = False
        self.line = 1

    def peek(self) -> str:
        """The next character that is not white space, "" at the end."""
        while True:
            rest = self._part[self._at : self._at + 1]
            if rest and not rest.isspace():
                return rest
            if rest:
                self._move(self._at + 1)
            elif not self._read_on():
                return ""

    def skip(self) -> None:
        """Step over one character."""
        self._move(self._at + 1)

    def value(self, limit: int = MAX_DOCUMENT) -> Any:
        """The value that begins here; ValueError when it is broken or too large."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._part, self._at)
            except json.JSONDecodeError:
                if len(self._part) - self._at > limit or not self._read_on():
                    raise
            else:
                length = end - self._at
                if end < len(self._part) or not self._read_on():  # a number may go on
                    self._move(self._at + length)
                    return value

    def _move(self, to: int) -> None:
        self.line += self._part.count("\n", self._at, to)
        self._at = to

    def _read_on(self) -> bool:
        """Read as much again as is left, so that a long value is not decoded too often."""
        if self._ended:
            return False
        rest = self._part[self._at :]
        more = self._text.read(max(_CHUNK, len(rest)))
        self._part, self._at = rest + more, 0
        self._ended = not more
        return bool(more)


def _elements(window: _Window, name: str, notes: Notes) -> Iterator[Row]:
    window.skip()
    while window.peek() != "]":
        line = window.line
        try:
            value = window.value()
            separator = window.peek()
            if separator not in ("]", ","):
                raise json.JSONDecodeError("Expecting ',' or ']'", "", 0)
        except (ValueError, RecursionError) as error:
            reason = _why(error) if isinstance(error, ValueError) else _TOO_DEEP
            notes.reject(name, line, f"The JSON is broken from here on: {reason}.")
            return
        yield from _row(value, line, name, notes)
        if separator == ",":
            window.skip()


def _whole(source: Source, window: _Window) -> Any:
    if source.size > _MAX_OBJECT:
        raise too_large(_MAX_OBJECT)
    try:
        return window.value(_MAX_OBJECT)
    except ValueError as error:
        reason = error if isinstance(error, json.JSONDecodeError) else _why(error)
        raise TopicLlamaError(f"It is not valid JSON ({reason}).") from error
    except RecursionError as error:
        raise TopicLlamaError(f"{_TOO_DEEP}.") from error


def _of_object(value: Any, name: str, notes: Notes) -> Iterator[Row]:
    records = _held_records(value) if isinstance(value, dict) else None
    if records is None:
        yield from _row(value, 1, name, notes)
        return
    for record in records:
        yield from _row(record, 0, name, notes)


def _held_records(value: dict[str, Any], depth: int = 3) -> list[Any] | None:
    """The longest list of records within an object; None when the object is a record itself."""
    lists = [held for held in value.values() if isinstance(held, list) and held]
    objects = [held for held in lists if all(isinstance(item, dict) for item in held)]
    records = [held for held in objects if any(map(_is_record, held[:10]))]
    if records:
        return max(records, key=len)
    if _is_record(value):
        return None
    if objects:
        return max(objects, key=len)
    if len(value) == len(lists) == 1 and all(isinstance(item, str) for item in lists[0]):
        return lists[0]
    return _deeper(value, depth)


def _is_record(value: dict[str, Any]) -> bool:
    return any(isinstance(held, str) and known_header(key) for key, held in value.items())


def _deeper(value: dict[str, Any], depth: int) -> list[Any] | None:
    """Lists further down, or the objects themselves when they are filed under their ids."""
    inner = {key: held for key, held in value.items() if isinstance(held, dict)}
    if len(inner) == len(value) > 1 and all(map(_is_record, inner.values())):
        return [{"id": key, **held} for key, held in inner.items()]
    for held in inner.values():
        if depth and (records := _held_records(held, depth - 1)):
            return records
    return None
