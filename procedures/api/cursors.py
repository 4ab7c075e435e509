"""Positions in a list, as opaque words: a page of the list begins after a row, not at a number."""

import base64
import binascii
import json
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from procedures.api.problems import Problem, bad_parameters
from procedures.services.changes import Position

# Days are counted around a position, which the first and the last of the calendar leave no room for.
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200


def write_cursor(*values: Any) -> str:
    """An opaque word for these plain values."""
    packed = json.dumps(values, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(cursor: str, *kinds: type) -> tuple[Any, ...]:
    """The values of a cursor that ``write_cursor`` made. Raises ``Problem`` for anything else."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        values = None
    fits = (
        isinstance(values, list)
        and len(values) == len(kinds)
        and all(type(value) is kind for value, kind in zip(values, kinds, strict=True))
    )
    if not fits or any(isinstance(value, int) and abs(value) > 2**62 for value in values):
        raise bad_cursor()
    return tuple(values)


def read_position(cursor: str) -> Position:
    """A place in the list of changes. Raises ``Problem`` for a moment without a zone or out of all reason."""
    text, source, pk = read_cursor(cursor, str, int, int)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise bad_cursor() from error
    if at.tzinfo is None or not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise bad_cursor()
    return Position(at, source, pk)


def bad_cursor() -> Problem:
    """A cursor that was not made here."""
    return bad_parameters(("cursor", _("Hãy dùng nguyên giá trị “next” của trang trước.")))
