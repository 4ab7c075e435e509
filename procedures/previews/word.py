"""DOCX: headings, paragraphs and tables in their order."""

from collections.abc import Iterator
from io import BytesIO

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table
from docx.text.paragraph import Paragraph

from procedures.previews.blocks import Block, Preview, gathered, heading, paragraph, table

_SHORT = 120


def preview_docx(data: bytes) -> Preview:
    """Raises what the reader raises for a broken file."""
    document = docx.Document(BytesIO(data))
    blocks, is_cut = gathered(_blocks(document.iter_inner_content()))
    return Preview(blocks, is_cut=is_cut)


def _blocks(content: Iterator[Paragraph | Table]) -> Iterator[Block]:
    for part in content:
        if isinstance(part, Paragraph):
            yield heading(part.text) if _is_heading(part) else paragraph(part.text)
            continue
        rows = [_cells(row) for row in part.rows]
        if len(rows) == 1:
            # One row is there to put two things side by side, such as the agency and the state's name.
            yield from map(paragraph, rows[0])
        else:
            yield table(rows)


def _cells(row: object) -> tuple[str, ...]:
    """Each cell once: merged cells are handed out once for each column that they cover."""
    cells = {id(cell._tc): cell.text for cell in row.cells}  # type: ignore[attr-defined]
    return tuple(cells.values())


def _is_heading(part: Paragraph) -> bool:
    """By its style, or as forms do it: short, bold and in the middle."""
    style = part.style.name if part.style else None
    if (style or "").startswith(("Heading", "Title")):
        return True
    runs = [run for run in part.runs if run.text.strip()]
    is_bold = bool(runs) and all(run.bold for run in runs)
    return is_bold and part.alignment is WD_ALIGN_PARAGRAPH.CENTER and len(part.text) <= _SHORT
