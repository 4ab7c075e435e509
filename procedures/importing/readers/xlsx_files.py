"""XLSX workbooks, row by row. Macros are never run, formulas never computed: their last stored value is read."""

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.packaging.manifest import Manifest
from openpyxl.utils import range_boundaries
from openpyxl.xml.functions import fromstring

from procedures.importing.broken import Broken
from procedures.importing.fields import Issues
from procedures.importing.readers.archives import check_archive
from procedures.importing.readers.text_files import megabytes
from procedures.importing.records import Parsed
from procedures.importing.tables.assemble import broken, read_tables
from procedures.importing.tables.port import BadCell, RawCell, Row, column_letters

MAX_COLUMNS: Final = 100
MAX_MERGES: Final = 20_000
# Read into memory at once by any reader of XLSX: the texts that cells share, styles, the list of sheets.
MAX_SHARED: Final = 256 * 1024 * 1024
# The parts that say what the others are.
MAX_ABOUT: Final = 4 * 1024 * 1024
_CONTENT_TYPES: Final = "[Content_Types].xml"
_SHEET: Final = "worksheet+xml"
_FORMULA: Final = re.compile(rb"<f[\s/>]")
_MERGE: Final = re.compile(rb'<mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_CHUNK: Final = 1024 * 1024
_OVERLAP: Final = 64
_ERRORS: Final = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_NO_VALUE: Final = BadCell(
    "ô chứa công thức chưa có giá trị: hãy mở bằng bảng tính, lưu lại, hoặc dán giá trị"
)


@dataclass(frozen=True)
class XlsxTable:
    """One visible sheet. ``formulas``: the same sheet read with its formulas, None if the workbook has none."""

    name: str
    values: Any
    formulas: Any
    merges: tuple[tuple[int, int, int, int], ...]

    def place(self, row: int, column: int) -> str:
        return f"trang “{self.name}”, dòng {row}, cột {column_letters(column)}"

    def rows(self) -> Iterator[Row]:
        formulas: Iterable[tuple[Any, ...]] = repeat(()) if self.formulas is None else _rows_of(self.formulas)
        merges = _Merges(self.merges)
        for number, (cells, said) in enumerate(zip(_rows_of(self.values), formulas, strict=False), start=1):
            read = [
                _cell(cell, said[position] if position < len(said) else None)
                for position, cell in enumerate(cells)
            ]
            yield Row(number, tuple(merges.filled(number, read) if self.merges else read))


class _Merges:
    """Gives every cell of a merged range the value of its first cell."""

    def __init__(self, ranges: Iterable[tuple[int, int, int, int]]) -> None:
        self.waiting = sorted(ranges, key=lambda one: one[1])
        self.open: list[tuple[tuple[int, int, int, int], Any]] = []

    def filled(self, number: int, cells: list[Any]) -> list[Any]:
        while self.waiting and self.waiting[0][1] <= number:
            one = self.waiting.pop(0)
            value = cells[one[0] - 1] if one[0] <= len(cells) else None
            self.open.append((one, value))
        self.open = [(one, value) for one, value in self.open if one[3] >= number]
        for (first, _top, last, _bottom), value in self.open:
            if value is not None:
                cells.extend([None] * (first - len(cells)))
                cells[first - 1] = value
                for position in range(first, min(last, len(cells))):
                    cells[position] = value
        return cells


def _rows_of(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet; whatever the library stumbles over is a ``Broken``."""
    rows = sheet.iter_rows(values_only=True)
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                row = next(rows, None)
        except Exception as problem:  # noqa: BLE001 - a damaged sheet makes the library raise anything
            raise Broken("bad_sheet", f"trang hỏng, không đọc tiếp được: {problem!s:.100}") from None
        if row is None:
            return
        yield row[:MAX_COLUMNS]


def _cell(value: Any, formula: Any) -> RawCell | BadCell:
    if isinstance(value, str) and value in _ERRORS:
        return BadCell(f"ô báo lỗi {value}")
    if isinstance(formula, str) and formula.startswith("=") and value is None:
        return _NO_VALUE
    if value is None or isinstance(value, str | int | float | bool | Decimal | date | datetime):
        return value
    return str(value)


@dataclass(frozen=True)
class XlsxReader:
    """The project's template as a workbook."""

    name: str = "xlsx"
    title: str = "Bảng tính XLSX theo mẫu"

    def accepts(self, path: Path) -> bool:
        return path.name.lower().endswith((".xlsx", ".xlsm")) and path.is_file()

    def read(self, path: Path) -> Iterator[Parsed]:
        books: list[Any] = []
        try:
            check_archive(path)
            _check_parts(path)
            values = _book(path, books, data_only=True)
            paths = {sheet.title: sheet._worksheet_path for sheet in values.worksheets}
            scanned = {title: _scan(path, inner) for title, inner in paths.items()}
            has_formulas = any(found for found, _merges in scanned.values())
            formulas = _book(path, books, data_only=False) if has_formulas else None
            yield from _hidden(path.name, values)
            tables = [
                XlsxTable(sheet.title, sheet, _same(formulas, sheet.title), scanned[sheet.title][1])
                for sheet in values.worksheets
                if sheet.sheet_state == "visible"
            ]
            yield from read_tables(tables, path.name)
        except Broken as problem:
            yield broken(path.name, problem)
        finally:
            for book in books:
                book.close()


def _check_parts(path: Path) -> None:
    """Sheets are read row by row; every other part goes into memory whole, whatever the workbook calls it."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
            if max(size for name, size in sizes.items() if _is_about_others(name)) > MAX_ABOUT:
                raise Broken("too_large", "mục lục của bảng tính quá lớn, có thể là tệp phá hoại")
            parts = Manifest.from_tree(fromstring(archive.read(_CONTENT_TYPES))).Override
    except Broken:
        raise
    except Exception as problem:  # noqa: BLE001 - a damaged workbook makes the library raise anything
        raise Broken("bad_workbook", f"bảng tính hỏng: {problem!s:.100}") from None
    for part in parts:
        if (
            not str(part.ContentType).endswith(_SHEET)
            and sizes.get(part.PartName.lstrip("/"), 0) > MAX_SHARED
        ):
            reason = (
                f"chữ trong bảng tính lớn hơn {megabytes(MAX_SHARED)}: hãy chia thành nhiều tệp hoặc dùng CSV"
            )
            raise Broken("too_large", reason)


def _is_about_others(name: str) -> bool:
    return name == _CONTENT_TYPES or name.endswith(".rels")


def _same(book: Any, title: str) -> Any:
    return None if book is None else book[title]


def _book(path: Path, books: list[Any], *, data_only: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=data_only, keep_links=False)
    except Exception as problem:  # noqa: BLE001 - a damaged workbook makes the library raise anything
        raise Broken("bad_workbook", f"bảng tính hỏng: {problem!s:.100}") from None
    books.append(book)
    for sheet in book.worksheets:
        # What a sheet says of its own size may be wrong by millions of rows.
        sheet.reset_dimensions()
    return book


def _scan(path: Path, inner: str) -> tuple[bool, tuple[tuple[int, int, int, int], ...]]:
    """Whether the sheet has formulas, and its merged ranges: streaming readers show neither."""
    has_formulas = False
    merges: dict[bytes, None] = {}
    try:
        with zipfile.ZipFile(path) as archive, archive.open(inner.lstrip("/")) as sheet:
            rest = b""
            while chunk := sheet.read(_CHUNK):
                text = rest + chunk
                has_formulas = has_formulas or _FORMULA.search(text) is not None
                merges.update(dict.fromkeys(_MERGE.findall(text)))
                rest = text[-_OVERLAP:]
    except (KeyError, OSError, zipfile.BadZipFile) as problem:
        raise Broken("bad_workbook", f"bảng tính hỏng: {problem!s:.100}") from None
    ranges = (range_boundaries(one.decode()) for one in list(merges)[:MAX_MERGES])
    return has_formulas, tuple((left, top, right, bottom) for left, top, right, bottom in ranges)


def _hidden(file: str, book: Any) -> Iterator[Parsed]:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            issues = Issues(f"{file} · {sheet.title}")
            issues.note("", "hidden_sheet", "trang tính ẩn, đã bỏ qua")
            yield Parsed(issues.file, None, tuple(issues.found))


XLSX: Final = XlsxReader()
