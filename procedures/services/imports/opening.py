"""The records of a batch's files, in an order that stays the same: reading goes on by counting."""

from collections.abc import Iterator
from pathlib import Path

from procedures.importing.readers import records_at, source_files
from procedures.importing.records import Parsed
from procedures.models import ImportBatch


class Unreadable(Exception):
    """The source is not there or holds nothing that a reader knows; the message says so to people."""


def records_in(batch: ImportBatch) -> Iterator[tuple[str, Parsed]]:
    """Each record with the name of its reader. Raises ``Unreadable``."""
    paths = [Path(batch.upload.path)] if batch.upload else [Path(path) for path in batch.paths]
    files = [file for path in paths for file in source_files(path)]
    if not files:
        raise Unreadable(f"Không thấy tệp nào đọc được ở {', '.join(map(str, paths))}.")
    for file in files:
        yield from records_at(file)
