"""Write the import template: a workbook, or its sheets as CSV files in a zip archive."""

import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from procedures.exports.example import EXAMPLE, write_example
from procedures.exports.tables import BYTE_ORDER_MARK, csv_text, heading_rows
from procedures.importing.template_sheets import SHEETS, sheet_rows


class Command(BaseCommand):
    """The file shows every sheet and column with one made-up procedure; read back, it gives no error."""

    help = "Ghi mẫu nhập thủ tục có một dòng ví dụ: .xlsx là bảng tính, .zip là các tệp CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="tệp .xlsx hoặc .zip sẽ được ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        writers = {".xlsx": write_example, ".zip": _write_zip}
        if path.suffix.lower() not in writers:
            raise CommandError("Tên tệp phải kết thúc bằng .xlsx hoặc .zip.")
        writers[path.suffix.lower()](path)
        self.stdout.write(f"Đã ghi {path}.")


def _write_zip(path: Path) -> None:
    rows = list(sheet_rows(EXAMPLE))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in SHEETS:
            own = (row for key, row in rows if key == sheet.key)
            archive.writestr(f"{sheet.key}.csv", BYTE_ORDER_MARK + csv_text([*heading_rows(sheet), *own]))
