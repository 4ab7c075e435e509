"""Fields that understand what people type: telephone numbers, money, plain text."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import fold

_PHONE_SEPARATORS = re.compile(r"[\s.\-()·]+")
_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{8,9}")
_ABROAD = re.compile(r"\+[1-9]\d{6,14}")
_MONEY = re.compile(r"(\d{1,3}(?:[.,\s]\d{3})+|\d+)(?:[.,](\d{1,2}))?\s*([a-z]*)", re.ASCII)
_AMOUNT_AND_UNIT = re.compile(r"([0-9.,\s]+)([a-zđ\u00c0-\u1ef9]*)")
_MULTIPLES = {
    "": 1,
    "d": 1,
    "vnd": 1,
    "dong": 1,
    "k": 1000,
    "n": 1000,
    "ng": 1000,
    "nghin": 1000,
    "ngan": 1000,
    "tr": 1_000_000,
    "trieu": 1_000_000,
}
MAX_MONEY = 100_000_000_000
# Characters that change the direction of text or are not seen: they serve only to deceive the reader.
_UNSEEN = {"Cf", "Cs", "Co", "Cn"}


def plain_text(value: str) -> str:
    """Composed letters, ordinary line ends, no unseen characters; what people really typed stays as it is."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (
        character
        for character in text
        if character in "\n\t" or (unicodedata.category(character) not in _UNSEEN and character.isprintable())
    )
    return re.sub(r"\n{4,}", "\n\n\n", "".join(kept)).strip()


class PlainTextField(forms.CharField):
    """Text of one or many lines without unseen characters; the length counts what is left."""

    def to_python(self, value: Any) -> Any:
        """The cleaned text."""
        raw = value if isinstance(value, str) else ""
        # A hostile megabyte isn't worth normalising.
        return super().to_python(plain_text(raw[: (self.max_length or 20_000) * 2]))


class LineField(PlainTextField):
    """One line."""

    def to_python(self, value: Any) -> Any:
        """The text with every run of blanks made one."""
        return " ".join(str(super().to_python(value)).split())


class PhoneField(forms.CharField):
    """A number in Vietnam, or abroad with its +; kept as digits (``0900000218``, ``+33612345678``)."""

    default_error_messages = {
        "letters": _("Số điện thoại chỉ gồm chữ số, ví dụ 0912 345 678."),
        "length": _("Số điện thoại di động có 10 chữ số, bạn gõ %(count)d. Bạn xem lại."),
        "unknown": _("Chưa nhận ra đầu số này. Bạn xem lại số điện thoại."),
    }

    def to_python(self, value: Any) -> str:
        """The digits."""
        typed = unicodedata.normalize("NFKC", value if isinstance(value, str) else "").strip()
        digits = _PHONE_SEPARATORS.sub("", typed)
        if not digits:
            return ""
        if digits.startswith("+84"):
            digits = f"0{digits[3:].removeprefix('0')}"
        elif digits.startswith("84") and len(digits) == 11:
            digits = f"0{digits[2:]}"
        if not re.fullmatch(r"\+?\d+", digits, re.ASCII) or len(digits) > 40:
            raise ValidationError(self.error_messages["letters"], code="letters")
        if any(pattern.fullmatch(digits) for pattern in (_MOBILE, _LANDLINE, _ABROAD)):
            return digits
        if re.fullmatch(r"0[35789]\d*", digits):
            text = self.error_messages["length"]
            raise ValidationError(text, code="length", params={"count": len(digits)})
        raise ValidationError(self.error_messages["unknown"], code="unknown")


class MoneyField(forms.CharField):
    """An amount in đồng: ``50.000``, ``50000đ``, ``50 nghìn``, ``50k``, ``1,5 triệu``; an int, or None."""

    default_error_messages = {
        "invalid": _("Chưa hiểu số tiền này. Bạn viết bằng chữ số, ví dụ 50.000."),
        "too_large": _("Số tiền này quá lớn. Bạn xem lại."),
    }

    def to_python(self, value: Any) -> Any:
        """The amount."""
        typed = (value if isinstance(value, str) else "").strip().lower()
        if not typed:
            return None
        found = _MONEY.fullmatch(_plain_unit(typed)) if len(typed) <= 40 else None
        multiple = _MULTIPLES.get(found[3]) if found else None
        if found is None or multiple is None or (found[2] and multiple == 1):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        whole = re.sub(r"\D", "", found[1])
        amount = Decimal(f"{whole}.{found[2] or 0}") * multiple
        if amount > MAX_MONEY:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        return int(amount)


def _plain_unit(typed: str) -> str:
    """The amount with its unit folded: "1,5 triệu" → "1,5 trieu"."""
    found = _AMOUNT_AND_UNIT.fullmatch(unicodedata.normalize("NFC", typed))
    return f"{found[1].strip()} {fold(found[2])}".strip() if found else typed
