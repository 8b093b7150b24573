"""What a Llama answered, kept by what it was asked, so that nothing is asked twice.

The key is the whole question (keywords, passages, language, style and wording of the prompt are in
it), the wanted fields and the model. A retraining that finds the same topics asks nothing.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from .checksums import signed, unsigned
from .documents import content_hash
from .workspace import Workspace

_SCHEMA = "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL)"
_MOST = 50_000  # answers that are kept; the oldest go first
log = logging.getLogger(__name__)


class AnswerCache:
    """Answers in one SQLite file, each written when it comes, so a stopped run loses none.

    The file can always be made anew: one that is damaged is thrown away, and a disk that cannot
    be written to only means that the question is asked again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @staticmethod
    def key(model: str, question: str, fields: Mapping[str, Any]) -> str:
        return content_hash(json.dumps([model, question, fields], sort_keys=True))

    @classmethod
    def of(cls, workspace: Workspace) -> AnswerCache:
        """That of a workspace."""
        return cls(workspace.root / "labels" / "answers.sqlite")

    def get(self, key: str) -> dict[str, Any] | None:
        """The answer to a question, or None when it was not asked before."""
        found = self._run("SELECT answer FROM answers WHERE key=?", (key,))
        try:
            answer = json.loads(unsigned(found[0][0])) if found else None
        except ValueError:
            return None
        return answer if isinstance(answer, dict) else None

    def put(self, key: str, answer: Mapping[str, Any]) -> None:
        text = signed(json.dumps(answer, ensure_ascii=False))
        self._run("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, text))
        oldest = "DELETE FROM answers WHERE rowid <= (SELECT MAX(rowid) FROM answers) - ?"
        self._run(oldest, (_MOST,))

    def _run(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=5)) as db, db:
                db.execute(_SCHEMA)
                return db.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:  # busy, full, read-only: the file is whole
            log.warning("answers are not kept: %s", error)
        except sqlite3.DatabaseError as error:
            log.warning("the kept answers are damaged and thrown away: %s", error)
            self._path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("answers are not kept: %s", error)
        return []
