"""The bag of words on disk: a folder of memory-mapped arrays, and JSON for the vocabulary."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scipy.sparse import csr_matrix

from .array_files import is_kept, mapped
from .atomic import in_use, new_folder, write_json
from .checksums import write_sums
from .damage import disk_problem
from .document_ids import DocumentIds
from .errors import TopicLlamaError
from .word_counting import Counted

_WORDS = "words.json"


def load(folder: Path) -> tuple[Counted, DocumentIds] | None:
    """What was kept, or None when it is not there or damaged (it is then made again)."""
    if not is_kept(folder):
        return None
    try:
        terms, vocabulary = json.loads((folder / _WORDS).read_text("utf-8"))
        ids = DocumentIds.load(folder)
        parts = [mapped(folder / f"{name}.npy") for name in ("data", "indices", "indptr")]
        counts = csr_matrix(tuple(parts), shape=(len(ids), len(terms)))
        words, ends = mapped(folder / "words.npy"), mapped(folder / "ends.npy")
    except (OSError, ValueError):
        return None
    if len(ends) != len(ids) or ends[-1:].sum() != len(words):
        return None
    return Counted(tuple(terms), tuple(vocabulary), counts, words, ends), ids


def save_words(
    folder: Path, terms: Sequence[str], vocabulary: Sequence[str], ids: Sequence[str]
) -> None:
    """Write what belongs to the arrays that are in the folder already."""
    DocumentIds.of(ids).save(folder)
    write_json(folder / _WORDS, [terms, vocabulary])


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A temporary folder to be filled, which then takes the place of every other bag of words.
    TopicLlamaError when it cannot be written."""
    try:
        if folder.exists() and not is_kept(folder):
            shutil.rmtree(folder, ignore_errors=True)
        with new_folder(folder, finish=write_sums) as temporary:
            with in_use(temporary):
                yield temporary
            for stale in folder.parent.glob("bow-*"):
                shutil.rmtree(stale, ignore_errors=True)
    except OSError as error:
        if not folder.exists():  # else another process made the same one meanwhile
            if (found := disk_problem(error)) is not None:
                raise found from error
            raise TopicLlamaError(
                f"The workspace's index cannot be written ({error.strerror}).",
                "Check the free space and the permissions of the workspace folder.",
            ) from error
