"""XLSX: each sheet as a table."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from openpyxl import load_workbook

from procedures.previews.blocks import MAX_COLUMNS, Block, Preview, gathered, heading, table

MAX_ROWS: Final = 200


def preview_xlsx(data: bytes) -> Preview:
    """Raises what the reader raises for a broken file."""
    workbook = load_workbook(BytesIO(data), read_only=True, data_only=True)
    blocks, is_cut = gathered(_blocks(workbook))
    return Preview(blocks, is_cut=is_cut)


def _blocks(workbook: object) -> Iterator[Block]:
    for sheet in workbook.worksheets:  # type: ignore[attr-defined]
        yield heading(sheet.title)
        rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
        yield table([["" if cell is None else str(cell) for cell in row] for row in rows])
