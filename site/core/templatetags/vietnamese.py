"""Numbers, money, sizes and dates as Vietnamese readers write them, and on English pages as English ones do."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import template
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop

register = template.Library()

WEEKDAYS = (
    gettext_noop("thứ Hai"),
    gettext_noop("thứ Ba"),
    gettext_noop("thứ Tư"),
    gettext_noop("thứ Năm"),
    gettext_noop("thứ Sáu"),
    gettext_noop("thứ Bảy"),
    gettext_noop("Chủ nhật"),
)
_SIZE_STEP = 1024
_CENT = Decimal("0.01")


@register.filter
def number_vi(value: object) -> str:
    """``2214`` → ``2.214``, ``1.5`` → ``1,5`` (in English ``2,214``, ``1.5``); two decimals; "" for no number."""
    whole, _point, fraction = _in_thousands(value).partition(".")
    fraction = fraction.rstrip("0")
    if get_language() == "en":
        return whole + (f".{fraction}" if fraction else "")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


def _in_thousands(value: object) -> str:
    """ "1,234" or "1,234.50"; "" for no number."""
    if type(value) is int:  # a count, as nearly every number on a page: nothing to round
        return f"{value:,}"
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return ""
    return f"{number.quantize(_CENT, ROUND_HALF_UP):,f}" if number.is_finite() else ""


@register.filter
def dong(value: object) -> str:
    """An amount of money: ``15000`` → ``15.000 đ``; "" for what is no number (an unknown fee is no zero)."""
    number = number_vi(value)
    return f"{number} đ" if number else ""


@register.filter
def filesize_vi(value: object) -> str:
    """Bytes → ``48 KB`` or ``1,2 MB``, rounded up to 1 KB; "" for what is no number."""
    try:
        size = int(str(value))
    except ValueError:
        return ""
    kilobytes = max(1, round(size / _SIZE_STEP))
    if kilobytes < _SIZE_STEP:
        return f"{kilobytes} KB"
    return f"{number_vi(round(size / _SIZE_STEP**2, 1))} MB"


@register.filter
def weekday_date(value: date | datetime | None) -> str:
    """``2026-12-02`` → ``thứ Tư 2/12``; a moment is shown as its local day; "" for nothing."""
    day = local_day(value)
    if day is None:
        return ""
    return f"{gettext(WEEKDAYS[day.weekday()])} {day.day}/{day.month}"


@register.filter
def weekday_date_year(value: date | datetime | None) -> str:
    """``2026-12-02`` → ``thứ Tư 2/12/2026``; a moment is shown as its local day; "" for nothing."""
    day = local_day(value)
    return "" if day is None else f"{weekday_date(day)}/{day.year}"


@register.filter
def weekday_time(value: datetime | None) -> str:
    """A moment → ``thứ Tư 2/12, 9:05``, local time; "" for nothing."""
    if not isinstance(value, datetime):
        return ""
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{weekday_date(moment)}, {moment.hour}:{moment.minute:02d}"


def local_day(value: object) -> date | None:
    """The local day of a date or of a moment; None for anything else."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None
