"""Time limits as ISO 8601 durations, for readers that know no working days.

A working day has no duration of its own. What is written is the longest that so many working days take in a week
without holidays, from whatever day: 1 working day is P3D (Friday to Monday), 7 are P11D. Nobody is promised too much,
and the exact words always stand beside it.
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Final

from procedures.choices import COUNTED_UNITS, TimeUnit
from procedures.importing.records import TimeRecord
from procedures.validity import effective_term, ordinary_rows

_WORKING_WEEK: Final = 5
_WEEKEND: Final = 2


def one_duration(rows: Sequence[TimeRecord]) -> str:
    """The duration of the ordinary case; "" where the rows contradict each other."""
    found = {iso_duration(*effective_term(row)) for row in ordinary_rows(rows)}
    return found.pop() if len(found) == 1 else ""


def iso_duration(value: Decimal | None, unit: str) -> str:
    """ "P11D", "PT4H", "P2M"; "" for what can't be counted ("see the text", "not stated")."""
    if unit == TimeUnit.IMMEDIATE:
        return "PT0S"
    if unit == TimeUnit.SAME_DAY:
        return "P1D"
    if value is None or unit not in COUNTED_UNITS:
        return ""
    if unit in {TimeUnit.HOUR, TimeUnit.WORKING_HOUR}:
        minutes = _up(value * 60)
        hours, rest = divmod(minutes, 60)
        return f"PT{hours}H{rest}M" if rest and hours else f"PT{rest}M" if rest else f"PT{hours}H"
    if unit == TimeUnit.WORKING_DAY:
        return f"P{_calendar_days(_up(value))}D"
    if unit == TimeUnit.MONTH and value == value.to_integral_value():
        return f"P{int(value)}M"
    return f"P{_up(value * 31 if unit == TimeUnit.MONTH else value)}D"


def _calendar_days(working_days: int) -> int:
    weekends = -(-working_days // _WORKING_WEEK)
    return working_days + _WEEKEND * weekends


def _up(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_CEILING))
