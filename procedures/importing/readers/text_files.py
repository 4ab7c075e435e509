"""Text files line by line, plain or compressed, within limits that a compressed bomb or an endless line can't pass."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

from procedures.importing.broken import Broken

MAX_LINE: Final = 8 * 1024 * 1024
MAX_DOCUMENT: Final = 64 * 1024 * 1024
MAX_UNPACKED: Final = 4 * 1024 * 1024 * 1024
HEAD: Final = 64 * 1024
_BOM: Final = b"\xef\xbb\xbf"
_WIDE_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


def megabytes(size: int) -> str:
    return f"{size // 1024 // 1024} MB"


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, unpacked if its name ends in .gz. Whatever goes wrong while reading is a ``Broken``."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            yield cast("BinaryIO", file)
    except (gzip.BadGzipFile, zlib.error, EOFError) as problem:
        raise Broken("bad_gzip", f"tệp nén hỏng: {problem!s:.100}") from None
    except OSError as problem:
        raise Broken("unreadable", f"không mở được tệp: {problem.strerror or problem}") from None


def head_of(path: Path) -> str:
    """The beginning of the file as text, "" where there is none to be read."""
    try:
        with opened(path) as file:
            return decoded(file.read(HEAD), errors="replace")
    except Broken:
        return ""


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """(number from 1, line). A line that is no UTF-8 or endless ends the file with a ``Broken``."""
    with opened(path) as file:
        total = 0
        number = 0
        while line := file.readline(MAX_LINE + 1):
            number += 1
            total += len(line)
            if len(line) > MAX_LINE:
                raise Broken("too_large", f"dòng {number} dài hơn {megabytes(MAX_LINE)}")
            if total > MAX_UNPACKED:
                raise Broken("too_large", f"tệp lớn hơn {megabytes(MAX_UNPACKED)} khi giải nén")
            try:
                yield number, decoded(line)
            except UnicodeDecodeError as problem:
                reason = f"không phải UTF-8 (dòng {number}, byte {problem.start})"
                raise Broken("not_utf8", reason) from None


def document(path: Path) -> str:
    """The whole text of a file that is one document."""
    with opened(path) as file:
        content = file.read(MAX_DOCUMENT + 1)
    if len(content) > MAX_DOCUMENT:
        advice = "hãy tách ra hoặc đổi sang JSON Lines (mỗi dòng một bản ghi)"
        raise Broken("too_large", f"tệp lớn hơn {megabytes(MAX_DOCUMENT)}: {advice}")
    try:
        return decoded(content)
    except UnicodeDecodeError as problem:
        raise Broken("not_utf8", f"tệp không phải UTF-8 (byte {problem.start})") from None


def decoded(content: bytes, errors: str = "strict") -> str:
    if content.startswith(_WIDE_BOMS):
        return content.decode("utf-16", errors)
    return content.removeprefix(_BOM).decode("utf-8", errors)
