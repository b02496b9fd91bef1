"""Everything the sandbox must remember, as JSON documents in one SQLite file.

A workspace is a few hundred small objects of many kinds, each read and written whole. A document store keeps the
services free of SQL and schema migrations; SQLite gives them transactions and survives a killed process. One
connection is shared under a lock because writes have to be serial anyway and a read takes some ten microseconds.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Document = dict[str, Any]
Documents = list[Document]

_TABLES = """
CREATE TABLE IF NOT EXISTS documents (
    kind TEXT NOT NULL, id TEXT NOT NULL, parent TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_parent ON documents (kind, parent, id);
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""


class Store:
    """Documents by kind and id; a document may name a parent to be listed by. Safe to use from many threads."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        # NORMAL may lose the last writes in a power cut, never the file: the right price for a sandbox.
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(_TABLES)

    def put(self, kind: str, id: str, doc: Document, parent: str = "") -> None:  # noqa: A002
        """Store a document, replacing the one that has its kind and id."""
        body = json.dumps(doc, separators=(",", ":"))
        self._execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", kind, id, parent, body)

    def get(self, kind: str, id: str) -> Document | None:  # noqa: A002
        """Return the document, or None when there is none."""
        rows = self._execute("SELECT body FROM documents WHERE kind = ? AND id = ?", kind, id)
        return json.loads(rows[0][0]) if rows else None

    def delete(self, kind: str, id: str) -> bool:  # noqa: A002
        """Remove the document and say whether there was one."""
        return bool(self._execute("DELETE FROM documents WHERE kind = ? AND id = ? RETURNING id", kind, id))

    def list(self, kind: str, parent: str | None = None) -> Documents:
        """Return the documents of a kind, of one parent if given, ordered by id."""
        if parent is None:
            rows = self._execute("SELECT body FROM documents WHERE kind = ? ORDER BY id", kind)
        else:
            rows = self._execute(
                "SELECT body FROM documents WHERE kind = ? AND parent = ? ORDER BY id", kind, parent
            )
        return [json.loads(body) for (body,) in rows]

    def next_id(self, counter: str) -> int:
        """Return 1, 2, 3, … for a counter, never the same number twice, not even after a restart."""
        statement = (
            "INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"
        )
        return int(self._execute(statement, counter)[0][0])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make the block's writes appear together or not at all. Other threads wait; blocks may nest."""
        with self._lock:
            self._depth += 1
            mark = f"level_{self._depth}"
            self._connection.execute("BEGIN IMMEDIATE" if self._depth == 1 else f"SAVEPOINT {mark}")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK" if self._depth == 1 else f"ROLLBACK TO {mark}")
                raise
            else:
                self._connection.execute("COMMIT" if self._depth == 1 else f"RELEASE {mark}")
            finally:
                self._depth -= 1

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _execute(self, statement: str, *values: object) -> Any:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()
