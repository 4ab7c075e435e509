"""Writes the migrated, empty database that a first start copies: ``make template-db`` after every new migration."""

import gzip
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from scripts.prepare import TEMPLATE

ROOT = Path(__file__).resolve().parents[1]


def migrated(folder: Path) -> Path:
    """A database with every migration applied, as one file without a journal beside it."""
    path = folder / "template.sqlite3"
    settings = {
        "DJANGO_SETTINGS_MODULE": "motcua.settings.local",
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{path}",
    }
    command = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def main() -> None:
    """Write the packed template; without a time stamp, so that equal content gives an equal file."""
    with tempfile.TemporaryDirectory() as folder:
        content = migrated(Path(folder)).read_bytes()
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(gzip.compress(content, 9, mtime=0))
    print(f"{TEMPLATE.relative_to(ROOT)}: {len(content):,} bytes, {TEMPLATE.stat().st_size:,} packed")


if __name__ == "__main__":
    main()
