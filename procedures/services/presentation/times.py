"""Time limits: lines for each way of filing, one summary, and the deadline if filed now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.calendar import Deadline, WorkCalendar, add_term
from core.templatetags.vietnamese import number_vi, weekday_date, weekday_date_year
from procedures.choices import COUNTED_UNITS, TimeUnit
from procedures.models import TimeLimit
from procedures.services.presentation.model import LONG_TEXT, Summary, TimeLine
from procedures.services.terms import as_term
from procedures.wording import join_words, term_words, validity_words


@dataclass(frozen=True)
class Clock:
    """When the reader looks and by which calendar days count; ``running`` is off where nothing can be filed."""

    now: datetime
    calendar: WorkCalendar
    running: bool = True

    def deadline(self, row: TimeLimit) -> Deadline | None:
        """The deadline of ``row`` if filed now."""
        term = as_term(row.value, row.unit)
        if term is None or not self.running:
            return None
        return add_term(self.calendar, self.now, term)


def time_line(row: TimeLimit, clock: Clock) -> TimeLine:
    """One row in words, with the day it would end if filed now."""
    deadline = clock.deadline(row)
    is_long = len(row.verbatim) > LONG_TEXT
    basis = _("Căn cứ: %(text)s") % {"text": row.legal_basis} if row.legal_basis else ""
    parts = (validity_words(row.valid_from, row.valid_to), "" if is_long else row.verbatim, basis)
    return TimeLine(
        text=term_words(row.value, row.unit),
        case=row.case_label,
        details=tuple(part for part in parts if part),
        verbatim=row.verbatim if is_long else "",
        stated=row.unit != TimeUnit.NOT_STATED,
        term=as_term(row.value, row.unit),
        due=deadline.due_date if deadline else None,
    )


def no_time_line() -> TimeLine:
    """What a way of filing without any time limit shows."""
    return TimeLine(text=term_words(None, TimeUnit.NOT_STATED), stated=False)


def decisive_row(rows: Sequence[TimeLimit]) -> TimeLimit | None:
    """The one row that gives the date: all rows agree, or the rows marked as the ordinary case agree.

    Rows that contradict each other give no date: both are shown with their conditions.
    """
    marked = [row for row in rows if row.is_default]
    candidates = marked or list(rows)
    if len({(row.value, row.unit) for row in candidates}) != 1:
        return None
    return candidates[0]


def time_summary(rows: Sequence[TimeLimit], clock: Clock) -> tuple[Summary, Deadline | None]:
    """The fact on top and the deadline behind it. ``rows``: those valid today."""
    row = decisive_row(rows)
    if row is None:
        return _several(rows) if rows else _nothing(), None
    words = term_words(row.value, row.unit)
    note = f"{words} ({row.case_label})" if row.case_label and row.is_default else words
    deadline = clock.deadline(row)
    if deadline is not None:
        value = _due_words(deadline, clock)
        summary = Summary(
            _("Nộp bây giờ, nhận kết quả"), value, note, url="#tung-ngay", link=_("vì sao là ngày này?")
        )
        return summary, deadline
    if row.unit in COUNTED_UNITS or row.unit == TimeUnit.SAME_DAY:
        return Summary(_("Thời hạn"), note), None
    if row.unit == TimeUnit.IMMEDIATE:
        return Summary(_("Thời hạn"), words), None
    known = row.unit != TimeUnit.NOT_STATED
    note = _("ghi bằng lời, xem bên dưới") if known and row.verbatim else ""
    return Summary(_("Thời hạn"), words, note, known=known), None


def _due_words(deadline: Deadline, clock: Clock) -> str:
    due = deadline.due_date
    words = weekday_date(due) if due.year == timezone.localtime(clock.now).year else weekday_date_year(due)
    return str(capfirst(words))


def _nothing() -> Summary:
    return Summary(_("Thời hạn"), term_words(None, TimeUnit.NOT_STATED), known=False)


def _several(rows: Sequence[TimeLimit]) -> Summary:
    """ "5 hoặc 10 ngày làm việc" where the units agree, else every term in full."""
    counted = [row for row in rows if row.unit in COUNTED_UNITS and row.value is not None]
    units = {row.unit for row in counted}
    note = _("tùy cách nộp hoặc trường hợp, xem bên dưới")
    if len(counted) == len(rows) and len(units) == 1:
        values = [number_vi(value) for value in sorted({row.value for row in counted if row.value})]
        return Summary(_("Thời hạn"), f"{join_words(values)} {TimeUnit(units.pop()).label}", note)
    words = list(dict.fromkeys(term_words(row.value, row.unit) for row in rows))
    if len(words) > 2:
        return Summary(_("Thời hạn"), _("%(count)s thời hạn khác nhau") % {"count": len(words)}, note)
    return Summary(_("Thời hạn"), join_words([words[0], *(word.lower() for word in words[1:])]), note)
