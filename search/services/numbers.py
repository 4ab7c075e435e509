"""What hits can be limited and ordered by: what a procedure costs at least today, and how long it takes at most.

Pure over rows that are in memory. A number is given only where it is true whatever the reader's case turns out to be;
where it isn't known it is left out, and a search with a limit leaves the procedure out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Final, NamedTuple

from procedures.choices import HOURS_A_DAY, Channel, Currency, FeeStatus, TimeUnit
from procedures.validity import TimedRow, decisive_row

#: No stretch of seven days holds more working days, and no month.
_WORKING_DAYS_A_WEEK: Final = 5
_WORKING_DAYS_A_MONTH: Final = 23
_FREE: Final = FeeStatus.FREE.value


class Charge(NamedTuple):
    """A row of fees that is valid today."""

    status: str
    channel: str
    case_label: str
    amount: int | None  # the smallest, in ``currency``
    currency: str


def smallest_fee(rows: Sequence[Charge]) -> int | None:
    """The smallest amount that has to be paid, in đồng; 0 only where nothing is charged; None where it isn't known.

    Nothing is charged where every row says so and not only for special cases. Else the smallest amount counts of all
    ways of filing and cases whose every row is an amount: a row without one ("set by the province") may add to it.
    Amounts of which a part of the people pays nothing (from 0), and dollars, are not known.
    """
    if rows and all(row.status == _FREE for row in rows):
        return None if all(row.case_label for row in rows) else 0
    amounts = []
    for charged in _charged_together(rows):
        known = [row.amount for row in charged if _is_known(row)]
        if known and len(known) == len(charged):
            amounts.append(min(amount for amount in known if amount))
    return min(amounts, default=None)


def _charged_together(rows: Sequence[Charge]) -> list[list[Charge]]:
    """For each way of filing and case, the rows that take something; a row for any way stands with each."""
    taking = [row for row in rows if row.status != _FREE]
    channels = {row.channel for row in taking if row.channel != Channel.ANY} or {Channel.ANY.value}
    together = defaultdict(list)
    for row in taking:
        for channel in channels:
            if row.channel in (Channel.ANY, channel):
                together[channel, row.case_label].append(row)
    return list(together.values())


def _is_known(row: Charge) -> bool:
    return row.status == FeeStatus.AMOUNT and row.currency == Currency.VND and bool(row.amount)


def longest_days(rows: Sequence[TimedRow]) -> int | None:
    """The working days within which the result is due: by the decisive row, else by the longest if all can be counted.

    A part of a day counts as a day. Calendar days and months count the most working days that can lie in them (7 days
    have 5, 4 days 4, a month 23), so the number is never smaller than what the citizen may have to wait. At once is 0.
    """
    row = decisive_row(rows)
    days = [_working_days(*each.effective_term) for each in ([row] if row else rows)]
    known = [each for each in days if each is not None]
    return max(known) if known and len(known) == len(days) else None


def _working_days(value: Decimal | None, unit: str) -> int | None:
    if unit == TimeUnit.IMMEDIATE:
        return 0
    if unit == TimeUnit.SAME_DAY:
        return 1
    if value is None:
        return None
    match unit:
        case TimeUnit.WORKING_DAY:
            return _up(value)
        case TimeUnit.WORKING_HOUR | TimeUnit.HOUR:
            return _up(value / HOURS_A_DAY)
        case TimeUnit.DAY:
            weeks, rest = divmod(_up(value), 7)
            return weeks * _WORKING_DAYS_A_WEEK + min(rest, _WORKING_DAYS_A_WEEK)
        case TimeUnit.MONTH:
            return _up(value * _WORKING_DAYS_A_MONTH)
    return None


def _up(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))
