"""The engine that needs no server: SQLite FTS5 in a file of its own."""

from search.engines.sqlite.engine import SqliteEngine

__all__ = ["SqliteEngine"]
