"""Rows of all sheets but the main one, put aside by procedure: in a temporary file, so that memory stays flat."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

_TABLES = """
CREATE TABLE line (number INTEGER PRIMARY KEY, code TEXT NOT NULL, sheet TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE taken (code TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class Spool:
    """A private database without a name: SQLite keeps it in a temporary file and deletes it on closing."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
        self._is_indexed = False

    def __enter__(self) -> Self:
        self._database.execute("BEGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def add(self, code: str, sheet: str, content: Any) -> None:
        """Put a row aside; ``content`` is what JSON can hold."""
        self._database.execute(
            "INSERT INTO line (code, sheet, content) VALUES (?, ?, ?)", (code, sheet, json.dumps(content))
        )

    def take(self, code: str) -> dict[str, list[Any]]:
        """The rows of one procedure by sheet, in their order; they count as used from then on."""
        self._index()
        self._database.execute("INSERT OR IGNORE INTO taken VALUES (?)", (code,))
        found = defaultdict(list)
        query = "SELECT sheet, content FROM line WHERE code = ? ORDER BY number"
        for sheet, content in self._database.execute(query, (code,)):
            found[sheet].append(json.loads(content))
        return found

    def left(self) -> Iterator[str]:
        """Codes whose rows nobody took, in the order in which they first came."""
        self._index()
        query = "SELECT code FROM line GROUP BY code ORDER BY min(number)"
        for (code,) in self._database.execute(query).fetchall():
            if not self._database.execute("SELECT 1 FROM taken WHERE code = ?", (code,)).fetchone():
                yield code

    def _index(self) -> None:
        if not self._is_indexed:
            self._database.execute("CREATE INDEX line_code ON line (code)")
            self._is_indexed = True
