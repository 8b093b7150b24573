"""Repairs of single files: settings, topics, embeddings, profiles, chats, Chroma."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import topic_model
from .atomic import write_bytes
from .checksums import line_is_sound, read_checked, signed_line, write_checked
from .current import CURRENT, read_current
from .damage import DamagedError
from .integrity import is_sound_database, rows_of
from .migrations import FIRST, MARKER
from .workspace import SETTINGS, SETTINGS_COPY

if TYPE_CHECKING:
    from .repair import Repairing

_EMPTY: dict[str, dict[str, Any]] = {
    MARKER: {"format": FIRST},
    "loads.json": {"format": 1, "loads": []},
    "exports.json": {"files": {}},
}
SMALL = (MARKER, SETTINGS, SETTINGS_COPY, "loads.json", "exports.json")


def small(work: Repairing, name: str) -> None:
    """A file of settings comes back from its copy, or the copy from it; the rest begins anew."""
    if (work.root / name).exists():
        work.aside(name)
    other = {SETTINGS: SETTINGS_COPY, SETTINGS_COPY: SETTINGS}.get(name, "")
    try:
        edited = other == SETTINGS
        record = read_checked(work.root / other, other, edited=edited) if other else None
    except (OSError, DamagedError):
        record = None
    lost = record is None and name != MARKER
    if record is None:
        record = _EMPTY.get(name, {})
    write_checked(work.root / name, record)
    work.did("lost" if lost else "remade_now", file=name)


# topics ------------------------------------------------------------------------------------------


def models(work: Repairing, found: Sequence[DamagedError]) -> None:
    """Damaged versions are put aside, and the newest good one becomes current."""
    folder = work.root / "models"
    bad = {error.file.split("/")[1] for error in found if error.file.startswith("models/m")}
    for version in sorted(bad):
        if (folder / version).exists():
            work.aside(f"models/{version}")
        work.did("version_aside", version=version)
    if bad or any(error.file == f"models/{CURRENT}" for error in found):
        _choose(work)


def _choose(work: Repairing) -> None:
    folder = work.root / "models"
    try:
        version = read_current(folder)
    except DamagedError:
        version = ""
        if (folder / CURRENT).exists():
            work.aside(f"models/{CURRENT}")
    if version and (folder / version).is_dir():
        return
    for name in reversed(work.workspace.versions()):
        with suppress(DamagedError):
            topic_model.load(folder / name)
            work.workspace.use_version(name)
            work.did("went_back", version=name)
            return
    (folder / CURRENT).unlink(missing_ok=True)
    work.did("no_model")


# embeddings and Chroma ---------------------------------------------------------------------------


def vectors(work: Repairing) -> None:
    """Vectors that are good are kept; those that are not, and a file that is no database, are made
    again by the next embedding."""
    from .vectors import NAME, VectorRecord

    file = work.root / NAME
    if not is_sound_database(file):
        with work.anew(NAME) as place:
            kept = VectorRecord(work.workspace, place).restore(_readable_vectors(file))
        work.did("vectors_saved", n=kept)
        return
    work.aside(NAME, copy=True)
    record = VectorRecord(work.workspace)
    gone = record.forget(record.unsound())
    work.did("vectors_dropped", n=gone)


def _readable_vectors(file: Path) -> list[tuple[Any, ...]]:
    """(model, hash, vector, checksum) of each."""
    names = dict(rows_of(file, "models", "name"))
    rows = rows_of(file, "vectors", "model, hash, vector, crc")
    return [(names[model], *row) for _, model, *row in rows if model in names]


def chroma(work: Repairing) -> None:
    """Made again from the embeddings where it is not what they say."""
    from .chroma_check import differs, forget
    from .vectors import FILE

    if not (work.root / "index" / FILE).exists():
        return
    reason = differs(work.workspace)
    if reason:
        folder = "index/chroma"
        forget(work.workspace)
        if (work.root / folder).exists():
            work.aside(folder)
        work.did("chroma_rebuilt", n=rebuild(work))


def rebuild(work: Repairing) -> int:
    from .vector_store import VectorStore

    store = VectorStore(work.workspace)
    store.sync(task=work.task)
    return store.count()


# profiles and chats ------------------------------------------------------------------------------


def profiles(work: Repairing) -> None:
    """The events that are good stay."""
    from .profiles import FILE, Event, Profiles, is_sound_event

    columns = "user, document, action, time, crc"
    rows = [row for _, *row in rows_of(work.root / FILE, "events", columns)]
    good = [Event(*map(str, row[:4])) for row in rows if is_sound_event(row)]
    with work.anew(FILE) as place:
        profiles = Profiles(work.workspace)
        profiles.path = place
        kept = profiles.add(good)
    work.did("profiles_saved", n=kept)


def chat(work: Repairing, name: str) -> None:
    """The turns that are good stay."""
    file = work.root / name
    content = file.read_bytes()
    lines = [line for line in content.split(b"\n") if line and _is_turn(line)]
    work.aside(name, copy=bool(lines))
    if lines:
        first, *rest = lines
        head = first if b'"format"' in first[:40] else _new_head(lines[0])
        turns = rest if head is first else lines
        write_bytes(file, b"\n".join([head, *turns, b""]))
    work.did("chat_saved" if lines else "lost", file=name, n=len(lines))


def _is_turn(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict) and line_is_sound(line)
    except ValueError:
        return False


def _new_head(turn: bytes) -> bytes:
    """What the chat is called is lost, and whose it was: it is nobody's, so that no other person
    of the page reads it."""
    title = str(json.loads(turn).get("text", ""))[:60]
    record = {"format": 2, "title": title, "name": "", "owner": "", "made": ""}
    return signed_line(json.dumps(record, ensure_ascii=False).encode("utf-8"))
