"""Single values out of JSON: the promised type or None, and an issue that says what was wrong."""

import math
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from procedures.importing.fees import LARGEST
from procedures.importing.fields import RawRecord
from procedures.importing.schema import Attribute, Kind
from procedures.importing.wording import CHOICES

LARGEST_COUNT: Final = 999
LARGEST_NUMBER: Final = Decimal("9999.99")
_USUAL: Final[dict[Kind, Any]] = {
    Kind.TEXT: "",
    Kind.CHOICE: "",
    Kind.FLAG: False,
    Kind.COUNT: 0,
}
_ALLOWED: Final = {name: frozenset(choices.values) for name, choices in CHOICES.items()}


def has(raw: RawRecord, name: str) -> bool:
    """Whether the source says anything under this key, if only that there is nothing."""
    return name in raw.data


def read_value(raw: RawRecord, attribute: Attribute) -> Any:
    """The attribute's value; the empty value of its kind where there is none or where it can't be read."""
    value = raw.data.get(attribute.name)
    empty = _USUAL.get(attribute.kind)
    if value is None or value == "":
        return empty
    try:
        return _READERS[attribute.kind](value, attribute, raw)
    except ValueError as problem:
        raw.issues.doubt(raw.place(attribute.name), "bad_value", str(problem))
        return empty


def _can_be_stored(text: str) -> bool:
    """Without the characters that no database takes: nulls and halves of surrogate pairs."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def _text(value: Any, attribute: Attribute, raw: RawRecord) -> str:
    text = raw.raw_text(attribute.name)
    if not _can_be_stored(text):
        raw.issues.note(raw.place(attribute.name), "bad_characters", "có ký tự không lưu được, đã bỏ")
        text = "".join(c for c in text if c != "\x00" and unicodedata.category(c) != "Cs")
    if attribute.limit and len(text) > attribute.limit:
        raw.issues.doubt(
            raw.place(attribute.name), "cut", f"dài hơn {attribute.limit} ký tự, đã cắt bớt: “{text[:60]}…”"
        )
        text = text[: attribute.limit].rstrip()
    return text


def _choice(value: Any, attribute: Attribute, raw: RawRecord) -> str:
    if not isinstance(value, str) or value not in _ALLOWED[attribute.choices]:
        raise ValueError(f"giá trị lạ “{value!s:.40}”")
    return value


def _flag(value: Any, attribute: Attribute, raw: RawRecord) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"phải là đúng/sai, gặp “{value!s:.40}”")
    return value


def _day(value: Any, attribute: Attribute, raw: RawRecord) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"không phải ngày dạng 2026-07-01: “{value!s:.40}”") from None


def _whole(value: Any, largest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"không phải số: “{value!s:.40}”")
    if value != int(value) or not 0 <= value <= largest:
        raise ValueError(f"phải là số nguyên từ 0 đến {largest}, gặp “{value!s:.40}”")
    return int(value)


def _count(value: Any, attribute: Attribute, raw: RawRecord) -> int:
    return _whole(value, LARGEST_COUNT)


def _amount(value: Any, attribute: Attribute, raw: RawRecord) -> int:
    return _whole(value, LARGEST)


def _number(value: Any, attribute: Attribute, raw: RawRecord) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"không phải số: “{value!s:.40}”")
    try:
        number = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError(f"không phải số: “{value!s:.40}”") from None
    if not 0 < number <= LARGEST_NUMBER:
        raise ValueError(f"phải lớn hơn 0 và không quá {LARGEST_NUMBER}, gặp “{value!s:.40}”")
    return number


_READERS: Final = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
    Kind.DAY: _day,
    Kind.COUNT: _count,
    Kind.AMOUNT: _amount,
    Kind.NUMBER: _number,
}
