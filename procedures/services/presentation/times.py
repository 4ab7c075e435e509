"""Time limits: lines for each way of filing, one summary, and the deadline if filed now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.calendar import Deadline, Term, WorkCalendar, add_term
from core.templatetags.vietnamese import number_vi, weekday_date, weekday_date_year
from procedures.choices import COUNTED_UNITS, TimeUnit
from procedures.models import TimeLimit
from procedures.services.presentation.dated import Gap, gap, valid_on
from procedures.services.presentation.lines import LONG_TEXT, TimeLine
from procedures.services.presentation.model import Summary
from procedures.services.terms import as_term
from procedures.validity import decisive_row
from procedures.wording import day_words, join_words, term_words, validity_words


@dataclass(frozen=True)
class Clock:
    """When the reader looks and by which calendar days count; ``running`` is off where nothing can be filed."""

    now: datetime
    calendar: WorkCalendar
    running: bool = True

    @cached_property
    def today(self) -> date:
        """The local day of ``now``."""
        return timezone.localtime(self.now).date()

    def deadline(self, row: TimeLimit) -> Deadline | None:
        """The deadline of ``row`` if filed now, by the term that the citizen can count on."""
        return self.ends(as_term(*row.effective_term))

    def ends(self, term: Term | None) -> Deadline | None:
        """The deadline of ``term`` if filed now; None where nothing can be counted or filed."""
        return add_term(self.calendar, self.now, term) if term is not None and self.running else None


def time_text(row: TimeLimit) -> str:
    """The term that the citizen can count on: the commitment where there is one, else the law's."""
    return term_words(*row.effective_term)


def time_line(row: TimeLimit, clock: Clock) -> TimeLine:
    """One row in words, with the day it would end if filed now."""
    deadline = clock.deadline(row)
    is_long = len(row.verbatim) > LONG_TEXT
    return TimeLine(
        text=time_text(row),
        law=term_words(row.value, row.unit) if row.committed_unit else "",
        cut=row.cut_percent,
        case=row.case_label,
        details=tuple(part for part in _details(row, "" if is_long else row.verbatim) if part),
        verbatim=row.verbatim if is_long else "",
        stated=row.effective_term[1] != TimeUnit.NOT_STATED,
        term=as_term(*row.effective_term),
        due=deadline.due_date if deadline else None,
    )


def _details(row: TimeLimit, verbatim: str) -> tuple[str, ...]:
    basis = _("Căn cứ: %(text)s") % {"text": row.legal_basis} if row.legal_basis else ""
    commitment = _("Cam kết theo: %(text)s") % {"text": row.committed_basis} if row.committed_basis else ""
    return validity_words(row.valid_from, row.valid_to), verbatim, basis, commitment


def alike(row: TimeLimit) -> str:
    """Time limits that may follow one another: those for the same case."""
    return row.case_label


def no_time_line(rows: Sequence[TimeLimit], today: date) -> TimeLine:
    """What a way of filing without a time limit for ``today`` shows. ``rows``: all its time limits."""
    found = gap(rows, today)
    if found is None:
        return TimeLine(text=term_words(None, TimeUnit.NOT_STATED), stated=False)
    return TimeLine(text=no_time_today(), details=_gap_words(found), stated=False)


def no_time_today() -> str:
    """What is said where published time limits leave out today."""
    return _("Chưa công bố thời hạn cho hôm nay")


def _gap_words(found: Gap[TimeLimit]) -> tuple[str, ...]:
    words = []
    if found.last and found.last.valid_to:
        values = {"term": time_text(found.last), "day": day_words(found.last.valid_to)}
        words.append(_("Thời hạn trước (%(term)s) áp dụng đến hết %(day)s.") % values)
    if found.following and found.following.valid_from:
        values = {"term": time_text(found.following), "day": day_words(found.following.valid_from)}
        words.append(_("Từ %(day)s: %(term)s.") % values)
    return tuple(words)


def time_summary(published: Sequence[TimeLimit], clock: Clock) -> tuple[Summary, Deadline | None]:
    """The fact on top and the deadline behind it. ``published``: every row of the page."""
    rows = valid_on(published, clock.today)
    if not rows:
        return _nothing_today(published, clock.today), None
    row = decisive_row(rows)
    return _decided(row, clock) if row else (_several(rows), None)


def _decided(row: TimeLimit, clock: Clock) -> tuple[Summary, Deadline | None]:
    words, unit = time_text(row), row.effective_term[1]
    full = f"{words} ({row.case_label})" if row.case_label and row.is_default else words
    promised = commitment_words(row)
    deadline = clock.deadline(row)
    if deadline is not None:
        value = _due_words(deadline, clock)
        note = f"{full} {promised}" if promised else full
        summary = Summary(
            _("Nộp bây giờ, nhận kết quả"), value, note, url="#tung-ngay", link=_("vì sao là ngày này?")
        )
        return summary, deadline
    if unit in COUNTED_UNITS or unit == TimeUnit.SAME_DAY:
        return Summary(_("Thời hạn"), full, promised), None
    if unit == TimeUnit.IMMEDIATE:
        return Summary(_("Thời hạn"), words, promised), None
    known = unit != TimeUnit.NOT_STATED
    note = _("ghi bằng lời, xem bên dưới") if known and row.verbatim else ""
    return Summary(_("Thời hạn"), words, note, known=known), None


def commitment_words(row: TimeLimit) -> str:
    """ "theo cam kết, luật cho 7 ngày làm việc"; "" where only the law's term holds."""
    if not row.committed_unit:
        return ""
    return _("theo cam kết, luật cho %(law)s") % {"law": term_words(row.value, row.unit).lower()}


def law_due(published: Sequence[TimeLimit], clock: Clock) -> date | None:
    """When the law's own term would end if filed now, where a shorter commitment gives the date on top."""
    row = decisive_row(valid_on(published, clock.today))
    deadline = clock.ends(as_term(row.value, row.unit)) if row and row.committed_unit else None
    return deadline.due_date if deadline else None


def _due_words(deadline: Deadline, clock: Clock) -> str:
    due = deadline.due_date
    words = weekday_date(due) if due.year == timezone.localtime(clock.now).year else weekday_date_year(due)
    return str(capfirst(words))


def _nothing_today(published: Sequence[TimeLimit], today: date) -> Summary:
    found = gap(published, today)
    if found is None:
        return Summary(_("Thời hạn"), term_words(None, TimeUnit.NOT_STATED), known=False)
    return Summary(_("Thời hạn"), no_time_today(), " ".join(_gap_words(found)), known=False)


def _several(rows: Sequence[TimeLimit]) -> Summary:
    """ "5 hoặc 10 ngày làm việc" where the units agree, else every term in full."""
    terms = {row.effective_term for row in rows}
    units = {unit for _value, unit in terms}
    counts = sorted(value for value, unit in terms if value is not None and unit in COUNTED_UNITS)
    note = _("tùy cách nộp hoặc trường hợp, xem bên dưới")
    if len(counts) == len(terms) and len(units) == 1:
        values = [number_vi(value) for value in counts]
        return Summary(_("Thời hạn"), f"{join_words(values)} {TimeUnit(units.pop()).label}", note)
    words = list(dict.fromkeys(time_text(row) for row in rows))
    if len(words) > 2:
        return Summary(_("Thời hạn"), _("%(count)s thời hạn khác nhau") % {"count": len(words)}, note)
    return Summary(_("Thời hạn"), join_words([words[0], *(word.lower() for word in words[1:])]), note)
