"""Files around an import: the template to fill in, the report to keep."""

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy

from procedures.admin_views.imports.access import ImportersOnly, OfOneBatch
from procedures.exports.example import write_example
from procedures.importing.cells import guarded
from procedures.importing.wording import FIELD_LABELS
from procedures.models import FindingSeverity, ImportBatch
from procedures.services.imports.finding_words import kind_words
from procedures.services.imports.report import lines_of

_TITLES: Final = (
    gettext_lazy("Chỗ trong nguồn"),
    gettext_lazy("Mã thủ tục"),
    gettext_lazy("Mức"),
    gettext_lazy("Loại"),
    gettext_lazy("Mục"),
    gettext_lazy("Lý do, nội dung"),
    gettext_lazy("Đang có"),
    gettext_lazy("Theo nguồn"),
)
_DIFFERENCES: Final = {
    "update": gettext_lazy("Cập nhật"),
    "conflict": gettext_lazy("Mâu thuẫn"),
    "kept": gettext_lazy("Giữ nội dung tại đây"),
}
_PER_PIECE: Final = 200


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, value: str) -> str:
        """The line as it is."""
        return value


class ReportView(OfOneBatch):
    """Everything that was found and every difference, as CSV for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """Stream the file: a batch may have a hundred thousand findings."""
        response = StreamingHttpResponse(_report(self.batch), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="bao-cao-nhap-{self.batch.pk}.csv"'
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _report(batch: ImportBatch) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # The mark tells spreadsheet programs that this is UTF-8.
    yield "\ufeff" + writer.writerow([str(title) for title in _TITLES])
    piece: list[str] = []
    for line in lines_of(batch):
        piece.append(writer.writerow([guarded(value) for value in _in_words(line)]))
        if len(piece) == _PER_PIECE:
            yield "".join(piece)
            piece = []
    yield "".join(piece)


def _in_words(line: dict[str, str]) -> tuple[str, ...]:
    severity = FindingSeverity(line["severity"]).label if line["severity"] else ""
    kind = _DIFFERENCES.get(line["kind"]) or kind_words(line["kind"])
    field = FIELD_LABELS.get(line["field"], line["field"])
    words = (
        line["source"],
        line["code"],
        severity,
        kind,
        field,
        line["reason"],
        line["before"],
        line["after"],
    )
    return tuple(str(word) for word in words)


class ExampleView(ImportersOnly):
    """The template as an XLSX file with an example filled in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Made anew each time: it follows the fields that the site knows."""
        response = HttpResponse(
            _workbook(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
        response["Content-Disposition"] = 'attachment; filename="mau-nhap-thu-tuc.xlsx"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _workbook() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mau.xlsx"
        write_example(path)
        return path.read_bytes()
