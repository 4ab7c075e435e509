"""The database that a first start copies is the one that a fresh migration makes."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from scripts.prepare import copy_template
from scripts.template_db import migrated

# What differs between two runs of the same migrations.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d)?")
RANDOM_KEY = re.compile(r"\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")

Content = dict[str, tuple[str, list[str]]]


def test_the_template_equals_a_fresh_migration(tmp_path: Path) -> None:
    copy, fresh_folder = tmp_path / "copy.sqlite3", tmp_path / "fresh"
    fresh_folder.mkdir()
    assert copy_template(copy)
    template, fresh = content(copy), content(migrated(fresh_folder))
    assert template.keys() == fresh.keys(), "run make template-db"
    for name, table in fresh.items():
        assert template[name] == table, f"{name} differs: run make template-db"


def test_an_existing_database_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    path.write_text("mine")
    assert not copy_template(path)
    assert path.read_text() == "mine"


def content(path: Path) -> Content:
    """Definition and rows of everything in a database, without what differs from run to run."""
    with closing(sqlite3.connect(path)) as database:
        definitions = dict(database.execute("SELECT name, coalesce(sql, '') FROM sqlite_master"))
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        # Shadow tables of the full-text index hold what the index tables hold, in another form.
        plain = [name for name in tables if "_fts_" not in name]
        rows = {name: sorted(map(steady, database.execute(f'SELECT * FROM "{name}"'))) for name in plain}  # noqa: S608
    return {name: (definition, rows.get(name, [])) for name, definition in definitions.items()}


def steady(row: tuple[object, ...]) -> str:
    return RANDOM_KEY.sub("key", MOMENT.sub("moment", repr(row)))
