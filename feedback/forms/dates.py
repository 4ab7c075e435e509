"""Dates as people in Vietnam write them: day first, with slashes, dots, dashes or words, the year perhaps left out."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.text import fold

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})(?:\s*[/.\-\s]\s*(\d{4}|\d{2}))?")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})")
_RUN_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})")
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?")
_WEEKDAY = re.compile(r"^(thứ\s+\S+|chủ\s+nhật)\s*,?\s*", re.IGNORECASE)
_MAX_TYPED = 60
_OLDEST_YEAR = 1990

NOT_A_DATE = _("Chưa hiểu ngày này. Bạn viết ngày, tháng, năm, ví dụ 9/11/2026.")


def parse_date(typed: str, today: date) -> date:
    """The date that was meant. Without a year it is the latest such day up to ``today``.

    Raises ValidationError with a sentence that says what is wrong.
    """
    text = _WEEKDAY.sub("", typed.strip())
    if len(text) > _MAX_TYPED:
        raise ValidationError(NOT_A_DATE, code="invalid")
    near = {"hom nay": 0, "hom qua": 1, "hom kia": 2}.get(fold(text))
    if near is not None:
        return today - timedelta(days=near)
    day, month, year = _numbers(text)
    return _checked(day, month, year, today)


def _numbers(text: str) -> tuple[int, int, int | None]:
    year_first = _YEAR_FIRST.fullmatch(text)
    if year_first:
        return int(year_first[3]), int(year_first[2]), int(year_first[1])
    found = _DAY_FIRST.fullmatch(text) or _RUN_TOGETHER.fullmatch(text) or _IN_WORDS.fullmatch(fold(text))
    if found is None:
        raise ValidationError(NOT_A_DATE, code="invalid")
    year = found[3]
    if year is None:
        return int(found[1]), int(found[2]), None
    return int(found[1]), int(found[2]), int(year) + (2000 if len(year) == 2 else 0)


def _checked(day: int, month: int, year: int | None, today: date) -> date:
    if not 1 <= month <= 12:
        text = _("Không có tháng %(month)d. Bạn viết ngày trước, tháng sau, ví dụ 9/11/2026.")
        raise ValidationError(text, code="month", params={"month": month})
    if year is not None and not _OLDEST_YEAR <= year <= today.year + 1:
        text = _("Năm %(year)d chưa đúng. Bạn viết đủ bốn chữ số của năm, ví dụ 9/11/2026.")
        raise ValidationError(text, code="year", params={"year": year})
    meant = year if year is not None else _latest_year(day, month, today)
    last = monthrange(meant, month)[1]
    if not 1 <= day <= last:
        if month == 2:
            text = _("%(day)d/2/%(year)d không có trong lịch. Tháng 2 năm %(year)d có %(last)d ngày.")
        else:
            text = _("%(day)d/%(month)d không có trong lịch. Tháng %(month)d có %(last)d ngày.")
        raise ValidationError(
            text, code="day", params={"day": day, "month": month, "year": meant, "last": last}
        )
    return date(meant, month, day)


def _latest_year(day: int, month: int, today: date) -> int:
    return today.year if (month, day) <= (today.month, today.day) else today.year - 1


class PastDateField(forms.CharField):
    """A date up to today, typed as text. ``today`` may be set for the form; else it is the local day."""

    default_error_messages = {"future": _("Ngày này chưa đến. Bạn xem lại ngày, tháng, năm.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=_MAX_TYPED, **kwargs)
        self.today: date | None = None
        self.widget.attrs.update({"autocomplete": "off", "inputmode": "text", "class": "input-short"})

    def clean(self, value: Any) -> Any:
        """The date, or None for nothing."""
        typed = super().clean(value)
        if not typed:
            return None
        today = self.today or timezone.localdate()
        meant = parse_date(typed, today)
        if meant > today:
            raise ValidationError(self.error_messages["future"], code="future")
        return meant
