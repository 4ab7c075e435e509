"""Zip archives, of which XLSX is one: refused before they are unpacked if they would unpack to too much."""

import zipfile
from pathlib import Path
from typing import Final

from procedures.importing.readers.text_files import megabytes
from procedures.importing.tables.port import BrokenTable

MAX_ENTRIES: Final = 2_000
MAX_UNPACKED: Final = 2 * 1024 * 1024 * 1024
# Read into memory at once by any reader of XLSX: the texts that cells share.
MAX_SHARED: Final = 256 * 1024 * 1024
MAX_RATIO: Final = 200
_SMALL: Final = 16 * 1024 * 1024
_SHARED_TEXTS: Final = "sharedStrings.xml"
_ENCRYPTED: Final = 0x1


def check_archive(path: Path) -> None:
    """Raises ``BrokenTable`` for what is no zip archive or could be a bomb."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        reason = "không phải tệp XLSX hay ZIP; nếu là .xls cũ hoặc có mật khẩu, hãy lưu lại thành .xlsx"
        raise BrokenTable("bad_archive", reason) from None
    except OSError as problem:
        raise BrokenTable("unreadable", f"không mở được tệp: {problem.strerror or problem}") from None
    if len(entries) > MAX_ENTRIES:
        raise BrokenTable("too_large", f"tệp nén chứa hơn {MAX_ENTRIES} tệp")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise BrokenTable("too_large", f"tệp lớn hơn {megabytes(MAX_UNPACKED)} khi giải nén")
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise BrokenTable("encrypted", "tệp có mật khẩu, không đọc được")
    if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise BrokenTable("too_large", f"“{entry.filename[:80]}” nén quá chặt, có thể là tệp phá hoại")
    if entry.filename.endswith(_SHARED_TEXTS) and entry.file_size > MAX_SHARED:
        reason = (
            f"chữ trong bảng tính lớn hơn {megabytes(MAX_SHARED)}: hãy chia thành nhiều tệp hoặc dùng CSV"
        )
        raise BrokenTable("too_large", reason)
