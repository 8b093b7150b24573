"""Who may use the page: names with hashed passwords, in a file as ``htpasswd -B`` writes it."""

from __future__ import annotations

import os
import re
import stat
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import bcrypt

from ..tools.atomic import sweep, write_bytes
from ..tools.errors import TopicLlamaError

MOST_BYTES = 72  # bcrypt reads no more
_LEAST = 8
_ROUNDS = 12  # about a quarter of a second
_NAME = 60
MOST_TYPED = 1000  # characters; bringing many more into their usual form takes its square
# A cost of 17 and more would take a minute a login.
_HASH = re.compile(r"\$2[aby]\$(0[4-9]|1[0-6])\$[./A-Za-z0-9]{53}")
_Stamp = tuple[int, int, int]


class Passwords:
    """The file, read again when it has changed.

    TopicLlamaError when it cannot be used. A file that goes bad while the page is served leaves
    in force what was read last.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._stamp = _stamp(file)
        self._hashes = read(file)
        # An unknown name takes as long to refuse as a known one.
        self._nobody = bcrypt.hashpw(os.urandom(16).hex().encode(), bcrypt.gensalt(self._rounds()))

    def hash_of(self, name: str) -> str:
        """ "" for a name that may not enter (any longer)."""
        try:
            stamp = _stamp(self.file)
            if stamp != self._stamp:
                self._hashes, self._stamp = read(self.file), stamp
        except (OSError, TopicLlamaError):
            pass
        return self._hashes.get(clean(name), "")

    def check(self, name: str, password: str) -> bool:
        """Takes the time that hashing takes, whatever the answer."""
        known = self.hash_of(name)
        given = _bytes(password)
        fits = len(given) <= MOST_BYTES and b"\0" not in given
        same = bcrypt.checkpw(given if fits else b"", known.encode() or self._nobody)
        return same and fits and bool(known)

    def _rounds(self) -> int:
        return max(int(each[4:6]) for each in self._hashes.values())


def read(file: Path) -> dict[str, str]:
    """Names and hashes. TopicLlamaError says what is wrong with the file and what to do."""
    again = f"Write it with: topicllama password NAME --auth-file {file}"
    try:
        _private(file)
        lines = file.read_text("utf-8").splitlines()
    except FileNotFoundError:
        raise TopicLlamaError(f"There is no file of passwords {file}.", again) from None
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", "") or "it is not text"
        raise TopicLlamaError(
            f"The file of passwords {file} cannot be read ({why}).", again
        ) from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            name, known = _entry(line, file, number, again)
            found.setdefault(name, known)
    if not found:
        raise TopicLlamaError(f"The file of passwords {file} names nobody.", again)
    return found


def _private(file: Path) -> None:
    mode = file.stat().st_mode
    if os.name != "nt" and mode & (stat.S_IROTH | stat.S_IWOTH | stat.S_IWGRP):
        raise TopicLlamaError(
            f"Others on this computer can read or change the file of passwords {file}.",
            f"Run: chmod 600 {file}",
        )


def _entry(line: str, file: Path, number: int, again: str) -> tuple[str, str]:
    name, _, known = line.strip().partition(":")
    if not (clean(name) and _HASH.fullmatch(known)):
        raise TopicLlamaError(
            f"Line {number} of {file} is not a name and a bcrypt hash with a colon between.", again
        )
    return clean(name), known


def set_password(file: Path, name: str, password: str, rounds: int = _ROUNDS) -> bool:
    """Add a line, or replace that of the name; returns whether the name is new. The file appears
    whole, for its owner's eyes alone. TopicLlamaError for a name or password that will not do."""
    name = _sound(clean(name))
    if len(password) < _LEAST:
        raise TopicLlamaError("The password is too short.", f"Use {_LEAST} characters or more.")
    if len(_bytes(password)) > MOST_BYTES or "\0" in password:
        raise TopicLlamaError("The password is too long.", f"Use {MOST_BYTES} bytes at most.")
    lines = _lines(file)
    known = bcrypt.hashpw(_bytes(password), bcrypt.gensalt(rounds)).decode()
    kept = [line for line in lines if clean(line.partition(":")[0]) != name]
    file.parent.mkdir(parents=True, exist_ok=True)
    sweep(file.parent, file.name)
    write_bytes(file, "".join(f"{line}\n" for line in [*kept, f"{name}:{known}"]).encode())
    return len(kept) == len(lines)


def _lines(file: Path) -> list[str]:
    if not file.exists():
        return []
    try:
        return file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TopicLlamaError(
            f"The file of passwords {file} cannot be read ({error}).", "Choose another file."
        ) from error


def _sound(name: str) -> str:
    if (
        not name
        or len(name) > _NAME
        or ":" in name
        or name.startswith("#")
        or not name.isprintable()
    ):
        raise TopicLlamaError(
            "That cannot be the name of a person.",
            f"Use 1 to {_NAME} letters, digits and signs, but no colon and no # at the start.",
        )
    return name


def clean(name: str) -> str:
    """The same name however a keyboard composed it."""
    return unicodedata.normalize("NFC", name).strip()


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _stamp(file: Path) -> _Stamp:
    try:
        found = file.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_size, found.st_ino)


class Attempts:
    """At most ``limit`` attempts in ``seconds`` for each key (an address and a name)."""

    def __init__(
        self, limit: int = 5, seconds: float = 60, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.limit, self.seconds, self._now = limit, seconds, now
        self._made: dict[tuple[str, str], list[float]] = {}

    def wait(self, key: tuple[str, str]) -> float:
        """Count an attempt before it is checked (many may come at once); seconds to wait when it
        is one too many."""
        now = self._now()
        if len(self._made) > 10_000:
            self._forget(now)
        recent = [when for when in self._made.get(key, ()) if now - when < self.seconds]
        if len(recent) >= self.limit:
            return self.seconds - (now - recent[0])
        self._made[key] = [*recent, now]
        return 0.0

    def clear(self, key: tuple[str, str]) -> None:
        """The password was right."""
        self._made.pop(key, None)

    def _forget(self, now: float) -> None:
        self._made = {k: v for k, v in self._made.items() if now - v[-1] < self.seconds}
