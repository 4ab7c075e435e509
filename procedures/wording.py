"""Fees and time limits in words. Pure: takes values, knows no model and no clock.

Nothing is filled in: what a source does not state is called "chưa công bố", and 0 is never read as free.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.templatetags.vietnamese import number_vi
from procedures.choices import COUNTED_UNITS, HOURS_A_DAY, Currency, FeeStatus, TimeUnit

_NOT_STATED: Final = gettext_lazy("Chưa công bố")
_FEES: Final = {
    FeeStatus.FREE.value: gettext_lazy("Không thu"),
    FeeStatus.SET_BY_PROVINCE.value: gettext_lazy("Do tỉnh quy định"),
    FeeStatus.BY_FORMULA.value: gettext_lazy("Theo biểu mức thu"),
    FeeStatus.NOT_STATED.value: _NOT_STATED,
}
_TERMS: Final = {
    TimeUnit.SAME_DAY.value: gettext_lazy("Trong ngày làm việc"),
    TimeUnit.IMMEDIATE.value: gettext_lazy("Trả ngay khi nộp"),
    TimeUnit.SEE_TEXT.value: gettext_lazy("Xem nội dung"),
}
# "several" chooses between the two, apart from what is shown.
_COUNTED: Final = {
    TimeUnit.WORKING_DAY.value: ngettext_lazy(
        "%(count)s ngày làm việc", "%(count)s ngày làm việc", "several"
    ),
    TimeUnit.DAY.value: ngettext_lazy("%(count)s ngày", "%(count)s ngày", "several"),
    TimeUnit.WORKING_HOUR.value: ngettext_lazy("%(count)s giờ làm việc", "%(count)s giờ làm việc", "several"),
    TimeUnit.HOUR.value: ngettext_lazy("%(count)s giờ", "%(count)s giờ", "several"),
    TimeUnit.MONTH.value: ngettext_lazy("%(count)s tháng", "%(count)s tháng", "several"),
}


def money(amount: int, currency: str = Currency.VND) -> str:
    """``15000`` → "15.000 đồng"; ``5`` in USD → "5 USD"."""
    unit = _("đồng") if currency == Currency.VND else currency
    return f"{number_vi(amount)} {unit}"


def amount_words(
    amount_min: int, amount_max: int | None, currency: str = Currency.VND, per_unit: str = ""
) -> str:
    """ "15.000 đồng/lần" or "từ 10.000 đến 15.000 đồng"."""
    tail = _per_unit(per_unit)
    if amount_max is None or amount_max == amount_min:
        return money(amount_min, currency) + tail
    limits = {"low": number_vi(amount_min), "high": money(amount_max, currency)}
    return _("từ %(low)s đến %(high)s") % limits + tail


def _per_unit(per_unit: str) -> str:
    text = per_unit.strip()
    return text if not text or text.startswith("/") else f"/{text}"


def fee_words(status: str) -> str:
    """What is said of a fee without an amount."""
    return str(_FEES[status])


def term_words(value: Decimal | None, unit: str) -> str:
    """ "7 ngày làm việc", "7,5 ngày làm việc", "Trong ngày làm việc", "Chưa công bố"."""
    if unit in COUNTED_UNITS and value is not None:
        return _counted(value, unit)
    return str(_TERMS.get(unit, _NOT_STATED))


def _counted(value: Decimal, unit: str) -> str:
    """ "7,5 ngày làm việc"; English tells one from several, and ``ngettext`` takes whole numbers only."""
    return _COUNTED[unit] % {"count": number_vi(value), "several": 1 if value == 1 else 2}


def hours_words(hours: Decimal) -> str:
    """ "12 giờ làm việc", or whole working days: "4 ngày làm việc"."""
    days = hours / HOURS_A_DAY
    if days >= 1 and days == days.to_integral_value():
        return term_words(days, TimeUnit.WORKING_DAY)
    return term_words(hours, TimeUnit.WORKING_HOUR)


def validity_words(valid_from: date | None, valid_to: date | None) -> str:
    """ "từ 1/7/2026 đến hết 31/12/2026", "đến hết 31/12/2026" or ""."""
    if valid_from and valid_to:
        return _("từ %(start)s đến hết %(end)s") % {
            "start": day_words(valid_from),
            "end": day_words(valid_to),
        }
    if valid_to:
        return _("đến hết %(end)s") % {"end": day_words(valid_to)}
    if valid_from:
        return _("từ %(start)s") % {"start": day_words(valid_from)}
    return ""


def day_words(day: date) -> str:
    """``date(2026, 7, 1)`` → "1/7/2026"."""
    return f"{day.day}/{day.month}/{day.year}"


def lower_first(text: str) -> str:
    """ "Không thu" in the middle of a sentence: "không thu"."""
    return text[:1].lower() + text[1:]


def join_words(parts: list[str]) -> str:
    """ "5", "5 hoặc 7", "5, 7 hoặc 10"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s hoặc %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def change_kind_words(kind: str) -> str:
    """What a change of the catalogue is called in its list."""
    return {
        "new": _("Mới đăng"),
        "amended": _("Sửa đổi, bổ sung"),
        "replaced": _("Thay thế"),
        "abolished": _("Hết áp dụng"),
        "fee": _("Phí, lệ phí"),
        "time_limit": _("Thời hạn"),
    }.get(kind, _("Sửa nội dung"))
