"""CSV in the project's template: one file, or one file a sheet in a folder or a zip archive."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from core.text import fold
from procedures.importing.broken import Broken
from procedures.importing.cells import unguarded
from procedures.importing.fields import MAX_TEXT
from procedures.importing.readers.archives import check_archive
from procedures.importing.readers.text_files import megabytes
from procedures.importing.records import Parsed
from procedures.importing.tables.assemble import broken, read_tables
from procedures.importing.tables.port import Row, column_letters
from procedures.importing.template_sheets import MAIN, SHEETS

MAX_LINE: Final = 8 * 1024 * 1024
_HEAD: Final = 16 * 1024
_SEPARATORS: Final = (";", ",", "\t")
_NOT_UTF8: Final = (
    "tệp CSV không phải UTF-8 (có thể là bảng mã Windows-1258, TCVN3 hoặc VNI): "
    "hãy lưu lại bằng “CSV UTF-8 (Comma delimited)”"
)


@dataclass(frozen=True)
class CsvTable:
    """One CSV file; ``open_bytes`` opens it anew each time it is read."""

    name: str
    open_bytes: Callable[[], AbstractContextManager[IO[bytes]]]

    def place(self, row: int, column: int) -> str:
        return f"“{self.name}”, dòng {row}, cột {column_letters(column)}"

    def rows(self) -> Iterator[Row]:
        csv.field_size_limit(MAX_TEXT)
        try:
            with self.open_bytes() as head:
                encoding, separator = _dialect(head.read(_HEAD))
            with self.open_bytes() as content, io.TextIOWrapper(content, encoding, newline="") as text:
                for number, cells in enumerate(csv.reader(_lines(text), delimiter=separator), start=1):
                    yield Row(number, tuple(unguarded(cell) for cell in cells))
        except UnicodeDecodeError:
            raise Broken("not_utf8", _NOT_UTF8) from None
        except csv.Error as problem:
            raise Broken("bad_csv", f"CSV hỏng, không đọc tiếp được: {problem!s:.100}") from None
        except (OSError, zipfile.BadZipFile) as problem:
            raise Broken("unreadable", f"không mở được tệp: {problem!s:.100}") from None


def _dialect(head: bytes) -> tuple[str, str]:
    """(encoding, separator). The separator is what the first line that has any has most of, outside quotes."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for line in head.decode(encoding, "replace").splitlines():
        bare = "".join(line.split('"')[::2])
        counts = {separator: bare.count(separator) for separator in _SEPARATORS}
        if any(counts.values()):
            return encoding, max(_SEPARATORS, key=counts.__getitem__)
    return encoding, ","


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise Broken("too_large", f"có dòng dài hơn {megabytes(MAX_LINE)}")
        yield line.replace("\x00", "")


@dataclass(frozen=True)
class CsvReader:
    """A single file, mostly of the main sheet; its heading says which sheet it is."""

    name: str = "csv"
    title: str = "CSV theo mẫu"

    def accepts(self, path: Path) -> bool:
        return path.name.lower().endswith(".csv") and path.is_file()

    def read(self, path: Path) -> Iterator[Parsed]:
        yield from read_tables([CsvTable(path.stem, lambda: path.open("rb"))], path.name)


@dataclass(frozen=True)
class CsvFolderReader:
    """A folder with one file a sheet, named by the sheet's key or title."""

    name: str = "csv_folder"
    title: str = "Thư mục CSV theo mẫu"

    def accepts(self, path: Path) -> bool:
        return path.is_dir() and any(_is_main(file) for file in path.glob("*.csv"))

    def read(self, path: Path) -> Iterator[Parsed]:
        files = sorted(path.glob("*.csv"))
        yield from read_tables([CsvTable(file.stem, _opener(file)) for file in files], path.name)


def _is_main(file: Path) -> bool:
    main = next(sheet for sheet in SHEETS if sheet.key == MAIN)
    return fold(file.stem) in {MAIN, fold(str(main.title))}


def _opener(file: Path) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: file.open("rb")


@dataclass(frozen=True)
class CsvZipReader:
    """The same files in a zip archive, read without unpacking them to disk."""

    name: str = "csv_zip"
    title: str = "Tệp ZIP các CSV theo mẫu"

    def accepts(self, path: Path) -> bool:
        return path.name.lower().endswith(".zip") and path.is_file()

    def read(self, path: Path) -> Iterator[Parsed]:
        try:
            check_archive(path)
            with zipfile.ZipFile(path) as archive:
                names = sorted(name for name in archive.namelist() if name.lower().endswith(".csv"))
        except (Broken, OSError, zipfile.BadZipFile) as problem:
            known = problem if isinstance(problem, Broken) else Broken("unreadable", str(problem))
            yield broken(path.name, known)
            return
        if not names:
            yield broken(path.name, Broken("unknown_format", "tệp ZIP không có tệp CSV nào của mẫu nhập"))
            return
        yield from read_tables([CsvTable(Path(name).stem, _entry(path, name)) for name in names], path.name)


def _entry(path: Path, name: str) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with zipfile.ZipFile(path) as archive, archive.open(name) as file:
            yield file

    return opened


CSV: Final = CsvReader()
CSV_FOLDER: Final = CsvFolderReader()
CSV_ZIP: Final = CsvZipReader()
