"""Cells as people and spreadsheet programs leave them, into the values that the project's own format has.

What has one meaning only is read ("15.000 đồng", "01/07/2026", a date cell, "x" under a flag); what could mean two
things is reported and left out.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import override

from core.text import clean_display, fold
from procedures.importing.schema import Attribute, Kind
from procedures.importing.tables.port import RawCell
from procedures.importing.texts import clean_cell
from procedures.importing.wording import CHOICES

VERBATIM: Final = "official_name"
_TRUE: Final = frozenset({"co", "x", "dung", "true", "yes", "1", "1.0"})
_FALSE: Final = frozenset({"khong", "sai", "false", "no", "0", "0.0"})
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*")
_WHOLE: Final = re.compile(r"\d{1,15}(?:[.,]0{1,2})?")
_CURRENCY: Final = re.compile(r"\s*(?:đồng|đ|vnđ|vnd)\.?\s*$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?")
_DAY: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_LOST_ZEROS: Final = re.compile(r"(\d)[.,](\d{1,6})")


class CellProblem(ValueError):
    """The cell can't be read as what its column holds; the message says why."""


def cell_value(cell: RawCell, attribute: Attribute) -> Any:
    """The value as JSON would have it. Raises ``CellProblem``. ``cell`` is not empty."""
    return _READERS[attribute.kind](cell, attribute)


def is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip("\ufeff \t\r\n\xa0"))


def code_text(cell: RawCell) -> tuple[str, str]:
    """A code and what is doubtful in it. Spreadsheets take 1.004220 for a number and drop its last zeros."""
    if isinstance(cell, bool | date):
        return str(cell), "ô này không phải chữ"
    if isinstance(cell, float) and not cell.is_integer():
        text = f"{cell:.9f}".rstrip("0")
    else:
        text = clean_display(cell) if isinstance(cell, str) else str(int(cell or 0))
    match = _LOST_ZEROS.fullmatch(text)
    if match is None:
        return text, ""
    code = f"{match[1]}.{match[2]:0<6}"
    lost = 6 - len(match[2])
    return code, f"ô ghi {text}: bảng tính có thể đã bỏ {lost} số 0 ở cuối, hiểu là {code}" if lost else ""


def _text(cell: RawCell, attribute: Attribute) -> str:
    if isinstance(cell, str):
        return clean_cell(cell, keep_blanks=attribute.name == VERBATIM)
    if isinstance(cell, bool):
        return "có" if cell else "không"
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return f"{cell.day}/{cell.month}/{cell.year}"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _choice(cell: RawCell, attribute: Attribute) -> str:
    text = clean_display(str(cell))
    known = choice_values(attribute.choices)
    value = known.get(fold(text)) or known.get(text.lower())
    if value is None:
        raise CellProblem(f"giá trị lạ “{text[:40]}”")
    return value


@lru_cache
def choice_values(choices: str) -> Mapping[str, str]:
    """Values of a closed list by their Vietnamese label (folded) and by the value itself."""
    with override("vi"):
        by_label = {fold(str(label)): value for value, label in CHOICES[choices].choices}
    return by_label | {value.lower(): value for value in CHOICES[choices].values}


def _flag(cell: RawCell, attribute: Attribute) -> bool:
    if isinstance(cell, bool):
        return cell
    word = fold(str(cell))
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise CellProblem(f"hãy ghi “có” hoặc “không”, gặp “{str(cell)[:40]}”")


def _day(cell: RawCell, attribute: Attribute) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = clean_display(str(cell))
    if isinstance(cell, int | float):
        raise CellProblem(f"ô ghi số {text[:20]}: hãy định dạng ô là ngày, hoặc ghi 01/07/2026")
    match = _DAY.fullmatch(text)
    year, month, day = (match[3], match[2], match[1]) if match else (0, 0, 0)
    if match is None and (iso := _ISO_DAY.fullmatch(text)):
        year, month, day = iso[1], iso[2], iso[3]
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise CellProblem(f"không phải ngày dạng 01/07/2026: “{text[:40]}”") from None


def _whole(cell: RawCell) -> int:
    if isinstance(cell, bool | date):
        raise CellProblem(f"không phải số: “{cell!s:.40}”")
    if isinstance(cell, int | float | Decimal):
        if not math.isfinite(cell) or cell != int(cell):
            raise CellProblem(f"không phải số nguyên: “{cell!s:.40}”")
        return int(cell)
    text = _CURRENCY.sub("", clean_display(str(cell)))
    if _THOUSANDS.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    if _WHOLE.fullmatch(text):
        return int(re.split("[.,]", text)[0])
    raise CellProblem(f"không phải số nguyên: “{text[:40]}”")


def _amount(cell: RawCell, attribute: Attribute) -> int:
    return _whole(cell)


def _number(cell: RawCell, attribute: Attribute) -> float:
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        if not math.isfinite(cell):
            raise CellProblem(f"không phải số: “{cell!s:.40}”")
        return float(cell)
    text = clean_display(str(cell))
    match = _NUMBER.fullmatch(text)
    if match is None or isinstance(cell, bool):
        raise CellProblem(f"không phải số: “{text[:40]}”")
    return float(f"{match[1]}.{match[2] or 0}")


_READERS: Final[dict[Kind, Callable[[RawCell, Attribute], Any]]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
    Kind.DAY: _day,
    Kind.COUNT: _amount,
    Kind.AMOUNT: _amount,
    Kind.NUMBER: _number,
}
