"""The parts of a preview, and how much of a file goes into it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from core.text import clean_display

# A form has a page or four; what is longer is cut, and the reader is told.
MAX_BLOCKS: Final = 300
MAX_LETTERS: Final = 40_000
MAX_COLUMNS: Final = 12
# A line to write on: dots, underscores or ellipses. Read aloud or on a phone one short run says the same.
_LINE_TO_FILL: Final = re.compile(r"[._…‥·]{5,}(?:\s*[._…‥·]{3,})*")
_SHORT_LINE: Final = "……"


class BlockKind(StrEnum):
    """What a block is read as."""

    HEADING = "heading"
    TEXT = "text"
    TABLE = "table"


@dataclass(frozen=True)
class Block:
    """A heading or paragraph with its ``text``, or a table with its ``rows``."""

    kind: BlockKind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def letters(self) -> int:
        """How much there is to read."""
        return len(self.text) + sum(len(cell) for row in self.rows for cell in row)

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        if self.kind is BlockKind.TABLE:
            return {"kind": self.kind.value, "rows": [list(row) for row in self.rows]}
        return {"kind": self.kind.value, "text": self.text}


@dataclass(frozen=True)
class Preview:
    """``image``: PNG of the first page, empty where the kind has no pages. ``pages``: 0 where it can't be said.

    ``is_cut``: the text goes on in the file.
    """

    blocks: tuple[Block, ...] = ()
    image: bytes = field(default=b"", repr=False)
    pages: int = 0
    is_cut: bool = False


def heading(text: str) -> Block:
    """A heading."""
    return Block(BlockKind.HEADING, clean(text))


def paragraph(text: str) -> Block:
    """A paragraph."""
    return Block(BlockKind.TEXT, clean(text))


def table(rows: Iterable[Iterable[str]]) -> Block:
    """A table without its empty rows and last empty columns, all rows of one length."""
    cleaned = [tuple(clean(cell) for cell in row)[:MAX_COLUMNS] for row in rows]
    kept = [row for row in cleaned if any(row)]
    width = max((1 + number for row in kept for number, cell in enumerate(row) if cell), default=0)
    return Block(BlockKind.TABLE, rows=tuple((*row, *[""] * width)[:width] for row in kept))


def clean(text: str) -> str:
    """Text on clean lines, its lines to write on shortened."""
    lines = (clean_display(_LINE_TO_FILL.sub(_SHORT_LINE, line)) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def gathered(blocks: Iterator[Block]) -> tuple[tuple[Block, ...], bool]:
    """The blocks that say something, up to the limits, and whether something was left out."""
    kept: list[Block] = []
    letters = 0
    for block in blocks:
        if not block.letters:
            continue
        letters += block.letters
        if len(kept) == MAX_BLOCKS or letters > MAX_LETTERS:
            return tuple(kept), True
        kept.append(block)
    return tuple(kept), False
