"""Zip archives, of which XLSX is one: refused before they are unpacked if they would unpack to too much."""

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from procedures.importing.broken import Broken
from procedures.importing.readers.text_files import megabytes

MAX_ENTRIES: Final = 2_000
# A record a file: the national catalogue has some 6,000.
MAX_DOCUMENTS: Final = 20_000
MAX_UNPACKED: Final = 2 * 1024 * 1024 * 1024
MAX_RATIO: Final = 200
_SMALL: Final = 16 * 1024 * 1024
_ENCRYPTED: Final = 0x1
_JSON: Final = (".json", ".jsonl", ".ndjson")
_CSV: Final = ".csv"
_FULL_RECORDS: Final = "details"
# What other systems add beside the files that people packed.
_NOBODYS: Final = "__MACOSX"


def check_archive(path: Path, most: int = MAX_ENTRIES) -> None:
    """Raises ``Broken`` for what is no zip archive or could be a bomb."""
    entries = _entries(path)
    if len(entries) > most:
        raise Broken("too_large", f"tệp nén chứa hơn {most} tệp")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Broken("too_large", f"tệp lớn hơn {megabytes(MAX_UNPACKED)} khi giải nén")
    for entry in entries:
        _check_entry(entry)


def is_json_archive(path: Path) -> bool:
    """Whether the path is a zip archive of JSON files (the template's CSV files have a reader of their own)."""
    if not path.name.lower().endswith(".zip") or not path.is_file():
        return False
    try:
        names = [entry.filename.lower() for entry in _entries(path)]
    except Broken:
        return False
    return any(name.endswith(_JSON) for name in names) and not any(name.endswith(_CSV) for name in names)


def json_files_in(path: Path) -> Iterator[Path]:
    """Each JSON file of an archive, unpacked for as long as it is looked at: rows, then what ``details`` holds.

    Raises ``Broken`` for what ``check_archive`` refuses, and where the archive can't be read on.
    """
    check_archive(path, MAX_DOCUMENTS)
    try:
        with zipfile.ZipFile(path) as archive, TemporaryDirectory(prefix="nhap-") as folder:
            for name in sorted(_documents(archive.namelist()), key=_order):
                unpacked = Path(folder) / PurePosixPath(name).name
                with archive.open(name) as source, unpacked.open("wb") as target:
                    shutil.copyfileobj(source, target)
                yield unpacked
                unpacked.unlink()
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as problem:
        raise Broken("bad_archive", f"tệp nén hỏng: {problem!s:.100}") from None


def left_out(path: Path) -> list[str]:
    """The files of an archive of JSON that are none and stay unread, in the order of their names."""
    names = [entry.filename for entry in _entries(path) if not entry.is_dir()]
    documents = set(_documents(names))
    return sorted(name for name in names if name not in documents and not _is_nobodys(name))


def _documents(names: list[str]) -> Iterator[str]:
    return (name for name in names if name.lower().endswith(_JSON) and not _is_nobodys(name))


def _is_nobodys(name: str) -> bool:
    place = PurePosixPath(name)
    return _NOBODYS in place.parts or place.name.startswith(".")


def _order(name: str) -> tuple[bool, str]:
    return _FULL_RECORDS in PurePosixPath(name).parts[:-1], name


def _entries(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except zipfile.BadZipFile:
        reason = "không phải tệp XLSX hay ZIP; nếu là .xls cũ hoặc có mật khẩu, hãy lưu lại thành .xlsx"
        raise Broken("bad_archive", reason) from None
    except OSError as problem:
        raise Broken("unreadable", f"không mở được tệp: {problem.strerror or problem}") from None


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise Broken("encrypted", "tệp có mật khẩu, không đọc được")
    if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise Broken("too_large", f"“{entry.filename[:80]}” nén quá chặt, có thể là tệp phá hoại")
