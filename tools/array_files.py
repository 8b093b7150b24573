"""Arrays that grow piece by piece, in files that are memory-mapped in the end, or in memory."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import DTypeLike, NDArray

from .atomic import new_folder
from .checksums import verify, write_sums
from .damage import DamagedError


class Shelf:
    """Where growing arrays go: .npy files of a folder, or memory where there is none."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    def column(self, name: str, dtype: DTypeLike) -> Column:
        """A new empty array; in a folder it is the file ``name``.npy."""
        return Column(np.dtype(dtype), self.folder and self.folder / f"{name}.npy")

    def discard(self, *names: str) -> None:
        """Remove the files of arrays that nobody needs any more."""
        if self.folder is None:
            return
        for name in names:
            with suppress(PermissionError):  # Windows: it is still mapped, so it stays for now
                (self.folder / f"{name}.npy").unlink(missing_ok=True)


class Column:
    """An array of one dimension to which pieces are appended; :meth:`close` returns it whole."""

    def __init__(self, dtype: np.dtype[Any], path: Path | None = None) -> None:
        self.length = 0
        self._dtype = dtype
        self._path = path
        self._pieces: list[NDArray[Any]] = []
        self._file: BinaryIO | None = None
        if path is not None:
            self._file = path.open("wb")
            self._write_header()

    def append(self, piece: NDArray[Any]) -> None:
        piece = np.ascontiguousarray(piece, self._dtype)
        self.length += len(piece)
        if self._file is None:
            self._pieces.append(piece)
        else:
            self._file.write(piece.data)

    def close(self) -> NDArray[Any]:
        if self._file is None or self._path is None:
            pieces, self._pieces = self._pieces, []
            return np.concatenate(pieces) if pieces else np.zeros(0, self._dtype)
        with self._file as file:
            file.seek(0)
            self._write_header()
        return _mapped(self._path)

    def _write_header(self) -> None:
        """numpy leaves room for a longer shape, so that the header can be written again."""
        assert self._file is not None
        header = {"descr": npy.dtype_to_descr(self._dtype), "fortran_order": False,
                  "shape": (self.length,)}  # fmt: skip
        npy.write_array_header_1_0(self._file, header)


def keep(folder: Path, kind: str, fill: Callable[[Path], None]) -> None:
    """Keep what ``fill`` writes into a folder for the next process, in place of what was kept of
    this ``kind`` before (folders ``kind``-*). It is derived, so no lock is needed: whoever is
    second finds the folder there and leaves it, and where nothing can be written it is made anew.
    """
    for old in folder.parent.glob(f"{kind}-*"):
        shutil.rmtree(old, ignore_errors=True)
    with suppress(OSError), new_folder(folder, finish=write_sums) as temporary:
        fill(temporary)


def is_kept(folder: Path) -> bool:
    """Whether something is kept there, and as it was written: what is damaged is made anew."""
    try:
        verify(folder)
    except (OSError, DamagedError):
        return False
    return True


def save_arrays(folder: Path, **arrays: NDArray[Any]) -> None:
    """Each array as a .npy file of its name."""
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


def mapped(path: Path) -> NDArray[Any]:
    """An array of a .npy file, read where it is needed; OSError or ValueError when damaged, as
    the checksums of its folder say (those that it has once it is complete)."""
    try:
        verify(path.parent)
    except DamagedError as error:
        raise ValueError(error.message) from error
    return _mapped(path)


def _mapped(path: Path) -> NDArray[Any]:
    try:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except EOFError as error:
        raise ValueError(f"{path.name} is empty") from error
