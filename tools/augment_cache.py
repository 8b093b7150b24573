"""What a Llama wrote for short texts, kept in ``index/augment.sqlite``: nothing is asked twice.

A reply belongs to the model and to the whole prompt (its wording and the texts in it), so another
model, another text and another version of the prompt each ask anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager

from .checksums import signed, unsigned
from .documents import content_hash
from .sqlite_files import transaction
from .workspace import Workspace

_SCHEMA = """
CREATE TABLE IF NOT EXISTS replies (
    model TEXT NOT NULL, prompt TEXT NOT NULL, sentences TEXT NOT NULL, seconds REAL NOT NULL,
    PRIMARY KEY (model, prompt)) WITHOUT ROWID;
"""
FILE = "index/augment.sqlite"
_ENOUGH = 5  # replies, to know how long one takes


class ReplyCache:
    """Each method is one transaction, so a stopped run has every reply that came. Two processes
    may use it at once: at worst both ask the same."""

    def __init__(self, workspace: Workspace, model: str) -> None:
        self.path, self.model = workspace.folder("index") / "augment.sqlite", model
        with self._connect() as db:
            db.execute("PRAGMA journal_mode=WAL")
            db.executescript(_SCHEMA)

    def _connect(self) -> AbstractContextManager[sqlite3.Connection]:
        return transaction(self.path, FILE)

    def get(self, prompts: Sequence[str]) -> dict[str, list[str]]:
        """What was written for each prompt; those that were never asked are left out."""
        query = "SELECT sentences FROM replies WHERE model=? AND prompt=?"
        found = {}
        with self._connect() as db:
            for text in prompts:
                row = db.execute(query, (self.model, content_hash(text))).fetchone()
                if row and (told := unsigned(row[0])):  # a damaged one is asked for again
                    found[text] = json.loads(told)
        return found

    def put(self, prompt: str, sentences: Sequence[str], seconds: float) -> None:
        """Keep a reply; one without sentences was asked for and could not be used."""
        told = signed(json.dumps(sentences, ensure_ascii=False))
        row = (self.model, content_hash(prompt), told, seconds)
        with self._connect() as db:
            db.execute("INSERT OR REPLACE INTO replies VALUES (?,?,?,?)", row)

    def seconds(self) -> float | None:
        """How long a reply of the model took on average, or None before there are a few."""
        query = "SELECT COUNT(*), AVG(seconds) FROM replies WHERE model=?"
        with self._connect() as db:
            number, mean = db.execute(query, (self.model,)).fetchone()
        return float(mean) if number >= _ENOUGH else None
