"""The whole open catalogue as files: which formats there are, and each as a stream of bytes or a finished file."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procedures.exports import cpsv
from procedures.exports.tables import BYTE_ORDER_MARK, OPEN_SHEETS, csv_text, heading_rows, open_rows
from procedures.exports.workbooks import CatalogueWorkbook
from procedures.importing.normal import to_json
from procedures.importing.template_sheets import MAIN
from procedures.services.open_data import LICENSE_URL, Entry, entries, open_procedures, publisher

_CHUNK: Final = 64 * 1024

Lines = Callable[[Iterable[Entry], date], Iterator[str]]
Writer = Callable[[Iterable[Entry], Path], None]


@dataclass(frozen=True)
class Format:
    """One way to take the whole catalogue. ``lines`` streams; ``write`` needs a file before its first byte is known.

    ``of_the_day``: tells what holds today, and is another tomorrow.
    """

    key: str
    filename: str
    content_type: str
    label: str | Promise
    about: str | Promise
    importable: bool
    of_the_day: bool = False
    lines: Lines | None = None
    write: Writer | None = None


def json_lines(found: Iterable[Entry], day: date) -> Iterator[str]:
    """A procedure a line, in the normal form that the importer reads."""
    for entry in found:
        yield json.dumps(to_json(entry.record), ensure_ascii=False, separators=(",", ":")) + "\n"


def csv_lines(found: Iterable[Entry], day: date) -> Iterator[str]:
    """The template's main sheet: a procedure a row, without the rows that belong to it."""
    yield BYTE_ORDER_MARK + csv_text(heading_rows(OPEN_SHEETS[0]))
    for entry in found:
        yield csv_text(row for key, row in open_rows(entry.record) if key == MAIN)


def linked_data(found: Iterable[Entry], day: date) -> Iterator[str]:
    """CPSV-AP as one JSON-LD document, node after node. Rows that many procedures share are told once in a while."""
    by = publisher()
    yield '{"@context":' + _json(cpsv.CONTEXT) + ',"@graph":[\n'
    nodes = list(cpsv.catalogue_node(by, LICENSE_URL, timezone.now()))
    yield ",\n".join(map(_json, nodes))
    for entry in found:
        for node in cpsv.service_nodes(entry.record, entry.around, day):
            yield ",\n" + _json(node)
    yield "\n]}\n"


def write_workbook(found: Iterable[Entry], path: Path) -> None:
    """Every sheet of the template in one XLSX file."""
    book = CatalogueWorkbook(OPEN_SHEETS)
    for entry in found:
        for key, row in open_rows(entry.record):
            book.add(key, row)
    book.save(path)


def write_csv_zip(found: Iterable[Entry], path: Path) -> None:
    """Every sheet of the template as a CSV file, in one archive."""
    with TemporaryDirectory(dir=path.parent) as folder, ExitStack() as files:
        names = {sheet.key: Path(folder) / f"{sheet.key}.csv" for sheet in OPEN_SHEETS}
        sheets = {
            key: files.enter_context(name.open("w", encoding="utf-8", newline=""))
            for key, name in names.items()
        }
        for sheet in OPEN_SHEETS:
            sheets[sheet.key].write(BYTE_ORDER_MARK + csv_text(heading_rows(sheet)))
        for entry in found:
            for key, row in open_rows(entry.record):
                sheets[key].write(csv_text([row]))
        for file in sheets.values():
            file.close()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names.values():
                with name.open("rb") as source, archive.open(name.name, "w") as target:
                    shutil.copyfileobj(source, target)


def _json(node: Any) -> str:
    return json.dumps(node, ensure_ascii=False, separators=(",", ":"))


FORMATS: Final = {
    row.key: row
    for row in (
        Format(
            "xlsx",
            "thu-tuc.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _("Bảng tính (XLSX)"),
            _("Mỗi loại dữ liệu một trang tính, đúng mẫu mà trang này nhập được."),
            importable=True,
            write=write_workbook,
        ),
        Format(
            "zip",
            "thu-tuc-csv.zip",
            "application/zip",
            _("Các bảng CSV (ZIP)"),
            _("Cùng các trang tính đó, mỗi trang một tệp CSV."),
            importable=True,
            write=write_csv_zip,
        ),
        Format(
            "csv",
            "thu-tuc.csv",
            "text/csv; charset=utf-8",
            _("Một bảng CSV"),
            _("Mỗi thủ tục một dòng, chỉ các thông tin chung."),
            importable=True,
            lines=csv_lines,
        ),
        Format(
            "jsonl",
            "thu-tuc.jsonl",
            "application/x-ndjson; charset=utf-8",
            _("JSON Lines"),
            _("Mỗi thủ tục một dòng, đầy đủ, nhập lại không mất gì."),
            importable=True,
            lines=json_lines,
        ),
        Format(
            "jsonld",
            "danh-muc.jsonld",
            "application/ld+json; charset=utf-8",
            _("Dữ liệu liên kết (JSON-LD)"),
            _("Theo CPSV-AP, bộ từ vựng chung của châu Âu về dịch vụ công."),
            importable=False,
            of_the_day=True,
            lines=linked_data,
        ),
    )
}


def stream(form: Format, seen: Callable[[int], None]) -> Iterator[bytes]:
    """The format in pieces of some 64 KB, the first as soon as there is one; ``seen`` is told each procedure's key."""
    assert form.lines is not None  # noqa: S101 - only formats with lines are streamed
    buffer: list[str] = []
    size, full = 0, 1
    for line in form.lines(_told(seen), timezone.localdate()):
        buffer.append(line)
        size += len(line)
        if size >= full:
            yield "".join(buffer).encode()
            buffer, size, full = [], 0, _CHUNK
    if buffer:
        yield "".join(buffer).encode()


def write(form: Format, path: Path, seen: Callable[[int], None]) -> None:
    """The finished file at ``path``."""
    if form.write is not None:
        form.write(_told(seen), path)
        return
    # Unbuffered: visitors read it while it grows.
    with path.open("wb", buffering=0) as file:
        file.writelines(stream(form, seen))


def _told(seen: Callable[[int], None]) -> Iterator[Entry]:
    for entry in entries(open_procedures()):
        seen(entry.pk)
        yield entry
