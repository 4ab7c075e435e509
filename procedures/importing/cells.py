"""Cells of CSV files that a spreadsheet can't take for a formula.

A cell that begins with = + - @, a tab or a carriage return is run as a formula by spreadsheet programs. Such a cell
gets an apostrophe in front, as OWASP advises ("CSV injection"), and a cell that begins with an apostrophe gets one
more, so that the reader takes away exactly one and every text comes back as it was.
"""

from typing import Final

GUARD: Final = "'"
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", GUARD)


def guarded(text: str) -> str:
    """The cell as it is written."""
    return GUARD + text if text.startswith(_DANGEROUS) else text


def unguarded(text: str) -> str:
    """The cell as it was."""
    return text.removeprefix(GUARD)
