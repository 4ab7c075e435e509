"""What a portal time limit means: a number and a unit where it gives them, its words where it does not."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from procedures.choices import TimeUnit
from procedures.importing.records import TimeRecord
from procedures.importing.texts import clean_lines

LONGEST: Final = Decimal(3660)
UNITS: Final = {
    "WORKING_DAY": TimeUnit.WORKING_DAY,
    "DAY": TimeUnit.DAY,
    "HOUR": TimeUnit.HOUR,
    "MONTH": TimeUnit.MONTH,
}
OTHER: Final = "OTHER"
_NUMBER: Final = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?")
_POINTS_ELSEWHERE: Final = frozenset({"theo mô tả", "xem mô tả", "theo quy định"})


class TimeProblem(ValueError):
    """The number or unit can't be believed; the message says why."""


def read_number(value: object) -> Decimal | None:
    """The number of a time limit, or None where ``value`` is text or nothing."""
    if isinstance(value, bool):
        return None
    text = str(value).strip() if isinstance(value, int | float | str) else ""
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def read_time(channel: str, value: object, unit: str, description: str) -> TimeRecord:
    """One row. A number with a known unit is counted; everything else keeps its words under "see the text".

    Raises ``TimeProblem`` for an unknown unit or a number that is no time limit.
    """
    number = read_number(value)
    words = clean_lines(value) if isinstance(value, str) and number is None else ""
    if unit == OTHER or (number is None and words):
        return _in_words(channel, number, words, description)
    if unit not in UNITS:
        raise TimeProblem(f"đơn vị lạ “{unit[:40]}”")
    if number is None:
        return TimeRecord(channel, TimeUnit.NOT_STATED.value)
    if number == 0:
        return TimeRecord(channel, TimeUnit.NOT_STATED.value, verbatim=clean_lines(description))
    if number > LONGEST:
        raise TimeProblem(f"thời hạn {number} quá dài")
    return TimeRecord(channel, UNITS[unit].value, _two_places(number))


def _in_words(channel: str, number: Decimal | None, words: str, description: str) -> TimeRecord:
    said = "" if words.lower() in _POINTS_ELSEWHERE else words
    parts = [said or clean_lines(description)]
    if number:
        parts.insert(0, f"Nguồn ghi: {f'{number:f}'.replace('.', ',')} (không rõ đơn vị)")
    verbatim = "\n".join(part for part in parts if part)
    unit = TimeUnit.SEE_TEXT if verbatim else TimeUnit.NOT_STATED
    return TimeRecord(channel, unit.value, verbatim=verbatim)


def _two_places(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"))
