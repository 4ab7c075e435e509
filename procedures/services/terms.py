"""From a published time limit to a term that the calendar can add."""

from decimal import ROUND_CEILING, Decimal

from core.calendar import Term, TermUnit
from procedures.choices import TimeUnit

_UNITS = {
    TimeUnit.WORKING_DAY.value: TermUnit.WORKING_DAY,
    TimeUnit.DAY.value: TermUnit.CALENDAR_DAY,
    TimeUnit.WORKING_HOUR.value: TermUnit.WORKING_HOUR,
    TimeUnit.MONTH.value: TermUnit.MONTH,
}


def as_term(value: Decimal | None, unit: str) -> Term | None:
    """The countable term of a time limit, or None where the calendar cannot count it.

    A broken number of days is rounded up (7.5 working days end in the course of the eighth). Plain hours are not
    counted: sources that say "giờ" do not say whether nights count. A term too long for the calendar is None too.
    """
    if unit == TimeUnit.SAME_DAY:
        return Term(0, TermUnit.SAME_DAY)
    kind = _UNITS.get(unit)
    if kind is None or value is None:
        return None
    amount = value if kind is TermUnit.WORKING_HOUR else value.to_integral_value(ROUND_CEILING)
    try:
        return Term(amount, kind)
    except ValueError:
        return None
