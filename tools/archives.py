"""What is inside .zip and .gz files, read as streams and never unpacked to a folder.

Every archive is decompressed once and only counted before anything in it is used: what its header
says about sizes is not believed, and a bomb is refused before its first document is loaded.
"""

from __future__ import annotations

import gzip
import lzma
import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from .errors import TopicLlamaError
from .file_names import shown_name
from .sources import Notes, Source, ignored

MAX_UNPACKED = 4 * 2**30
MAX_RATIO = 200  # texts shrink to a third or a tenth, the worst tables to a fiftieth
_SMALL = 2**20  # the ratio of less than this says nothing
_CHUNK = 2**18
_MAX_MEMBERS = 1_000_000
_IN_MEMORY = 2**24
_DRIVE = re.compile(r"[A-Za-z]:")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
            ValueError, lzma.LZMAError, struct.error)  # fmt: skip


def unpack(source: Source, notes: Notes, wanted: Callable[[str], bool]) -> Iterator[Source]:
    """The files in a .zip or .gz; ``wanted`` says by name whether one is to be read.

    Members that climb out, are encrypted, damaged or links are noted as rejected.
    Raises TopicLlamaError for a bomb and for what is no archive.
    """
    if source.suffix == ".gz":
        yield _gunzipped(source)
    else:
        yield from _members(source, notes, wanted, nested=False)


def check_package(stream: BinaryIO, size: int) -> None:
    """Raise TopicLlamaError when an office file, which is a zip inside, is a bomb or damaged."""
    try:
        with zipfile.ZipFile(stream) as archive:
            counter = _Counter(size)
            for info in archive.infolist():
                counter.count(archive.open(info), info.compress_size)
    except _DAMAGED as error:
        raise TopicLlamaError("The file is damaged, encrypted or of another type.") from error


class _Counter:
    """Adds up what an archive decompresses to, and raises when it is too much."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.total = 0

    def count(self, stream: IO[bytes], compressed: int) -> int:
        """Decompress a stream and forget it; returns its size in bytes."""
        unpacked = 0
        with stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                self._check(unpacked, compressed)
                self._check(self.total + unpacked, self.size)
        self.total += unpacked
        return unpacked

    @staticmethod
    def _check(unpacked: int, packed: int) -> None:
        if unpacked > MAX_UNPACKED or unpacked > max(_SMALL, MAX_RATIO * packed):
            raise TopicLlamaError(
                f"It unpacks to more than {MAX_RATIO} times its size or to more than 4 GB, as a "
                "zip bomb does, so nothing of it was read."
            )


def _gunzipped(source: Source) -> Source:
    suffix = Path(Path(source.name).stem).suffix.lower()
    if suffix in (".tar", ".zip", ".gz"):
        raise TopicLlamaError(f"A {suffix}.gz cannot be read.", "Unpack it and load the folder.")

    def open_inner() -> BinaryIO:
        return cast(BinaryIO, _Gzip(source.open()))

    try:
        size = _Counter(source.size).count(open_inner(), source.size)
    except _DAMAGED as error:
        raise TopicLlamaError("It is not a gzip file, or it is cut off or damaged.") from error
    return Source(source.name, size, open_inner, suffix or ".txt")


class _Gzip(gzip.GzipFile):
    """A gzip stream that closes the file beneath it."""

    def __init__(self, beneath: BinaryIO) -> None:
        super().__init__(fileobj=beneath, mode="rb")
        self._beneath = beneath

    def close(self) -> None:
        super().close()
        self._beneath.close()


def _members(
    source: Source, notes: Notes, wanted: Callable[[str], bool], *, nested: bool
) -> Iterator[Source]:
    with ExitStack() as stack:
        archive = _open_zip(source, stack)
        counter = _Counter(source.size)
        sizes = {}
        for info in archive.infolist():
            size = _checked(source, archive, info, counter, notes, wanted)
            if size is not None:
                sizes[info] = size
        for info, size in sizes.items():
            member = Source(f"{source.name}/{_name(info)}", size, partial(_open, archive, info))
            if member.suffix != ".zip":
                yield member
            elif nested:
                notes.reject(member.name, 0, "It is a zip in a zip in a zip. Unpack it first.")
            else:
                yield from _nested(member, notes, wanted)


def _open_zip(source: Source, stack: ExitStack) -> zipfile.ZipFile:
    try:
        archive = stack.enter_context(zipfile.ZipFile(stack.enter_context(source.open())))
    except _DAMAGED as error:
        raise TopicLlamaError("It is not a zip file, or it is damaged.") from error
    if len(archive.infolist()) > _MAX_MEMBERS:
        raise TopicLlamaError(f"It holds more than {_MAX_MEMBERS:,} files.", "Split it.")
    return archive


def _open(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(info))


def _checked(
    source: Source,
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    counter: _Counter,
    notes: Notes,
    wanted: Callable[[str], bool],
) -> int | None:
    """The unpacked size of a member that is to be read, None for the others."""
    name = _name(info)
    hidden = any(map(ignored, PurePosixPath(name).parts))
    if info.is_dir() or not (_climbs(info, name) or (not hidden and wanted(name))):
        return None
    reason = _refusal(info, name)
    try:
        if not reason:
            return counter.count(archive.open(info), info.compress_size)
    except _DAMAGED:
        reason = "It is damaged or packed in a way that cannot be read."
    notes.reject(f"{source.name}/{name}", 0, reason)
    return None


def _refusal(info: zipfile.ZipInfo, name: str) -> str:
    if _climbs(info, name):
        return "Its path leads out of the archive, so it was not read."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "It is a link and was not followed."
    if info.flag_bits & 0x1:
        return "It is encrypted. Unpack the archive with its password and load the files."
    return ""


def _climbs(info: zipfile.ZipInfo, name: str) -> bool:
    for written in (info.orig_filename, name):
        path = PurePosixPath(written.replace("\\", "/"))
        if ".." in path.parts or path.is_absolute() or _DRIVE.match(written):
            return True
    return False


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name as people can read it."""
    return shown_name(_written_name(info))


def _written_name(info: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag are UTF-8 or GBK more often than cp437."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _nested(member: Source, notes: Notes, wanted: Callable[[str], bool]) -> Iterator[Source]:
    """The members of a zip in a zip; a copy without a name makes it seekable."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        with member.open() as stream:
            while chunk := stream.read(_CHUNK):
                copy.write(chunk)
        inner = Source(member.name, member.size, partial(_rewound, copy))
        try:
            yield from _members(inner, notes, wanted, nested=True)
        except TopicLlamaError as error:
            notes.reject(member.name, 0, error.message)


def _rewound(copy: tempfile.SpooledTemporaryFile[bytes]) -> BinaryIO:
    copy.seek(0)
    return cast(BinaryIO, copy)
