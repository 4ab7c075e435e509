"""ODT and ODS: the paragraphs and tables of ``content.xml``."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from procedures.previews.blocks import MAX_COLUMNS, Block, Preview, gathered, heading, paragraph, table

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_BLANKS: Final = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}


def preview_opendocument(data: bytes) -> Preview:
    """Raises what the readers of archives and XML raise for a broken file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = fromstring(archive.read("content.xml"))
    body = root.find(f"{_OFFICE}body")
    blocks, is_cut = gathered(_blocks(body if body is not None else root))
    return Preview(blocks, is_cut=is_cut)


def _blocks(parent: Element) -> Iterator[Block]:
    for element in parent:
        if element.tag == f"{_TEXT}h":
            yield heading(_words(element))
        elif element.tag == f"{_TEXT}p":
            yield paragraph(_words(element))
        elif element.tag == f"{_TABLE}table":
            rows = [_cells(row) for row in element.iter(f"{_TABLE}table-row")]
            if len(rows) == 1:
                yield from map(paragraph, rows[0])
            else:
                yield table(rows)
        else:
            yield from _blocks(element)


def _cells(row: Element) -> tuple[str, ...]:
    cells = row.findall(f"{_TABLE}table-cell")[:MAX_COLUMNS]
    return tuple("\n".join(_words(line) for line in cell.iter(f"{_TEXT}p")) for cell in cells)


def _words(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += [_BLANKS.get(child.tag, ""), _words(child), child.tail or ""]
    return "".join(parts)
