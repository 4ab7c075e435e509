"""Readers of the formats that procedures come in, behind one port. See docs/import.md.

``source_files`` finds the files of a path, ``records_at`` gives the records of each one after the other.
"""

from procedures.importing.readers.choose import READERS, read_file, reader_for, records_at, source_files
from procedures.importing.readers.port import Reader

__all__ = ["READERS", "Reader", "read_file", "reader_for", "records_at", "source_files"]
