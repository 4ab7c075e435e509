"""The day grid: every day between filing and the due date, as cells with words for eyes and for screen readers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.translation import gettext, gettext_noop, ngettext

from core.calendar import DayStep, Deadline, Mark, TermUnit
from core.calendar.days import WEEKEND
from core.calendar.weeks import Week, by_week, folded
from core.templatetags.vietnamese import weekday_date

register = template.Library()

_SHORT_WEEKDAYS = (
    gettext_noop("T2"),
    gettext_noop("T3"),
    gettext_noop("T4"),
    gettext_noop("T5"),
    gettext_noop("T6"),
    gettext_noop("T7"),
    gettext_noop("CN"),
)


@dataclass(frozen=True)
class Cell:
    """One day, or a fold of ordinary weeks (``fold`` is then its whole text and the rest is empty).

    ``column`` is 1 (Monday) to 7 on the first cell of a row and 0 on the others, which follow on their own.
    """

    mark: str = ""
    column: int = 0
    label: str = ""
    caption: str = ""
    spoken: str = ""
    fold: str = ""


@dataclass(frozen=True)
class DayGrid:
    """What components/day_grid.html draws. ``explanation``: full sentences that say the same in words."""

    weekdays: tuple[str, ...]
    cells: tuple[Cell, ...]
    explanation: tuple[str, ...]


@register.simple_tag(name="day_grid")
def day_grid(deadline: Deadline, sent_label: str = "", due_label: str = "") -> DayGrid:
    """The grid of ``deadline``; the labels name its two ends, "nộp" and "kết quả" where nothing is given."""
    labels = {
        Mark.SENT: sent_label or gettext("nộp"),
        Mark.RECEIVED: gettext("nhận"),
        Mark.DUE: due_label or gettext("kết quả"),
        Mark.PAUSED: gettext("dừng"),
    }
    steps = deadline.steps
    if steps and steps[0].mark is Mark.RECEIVED:
        labels[Mark.RECEIVED] = labels[Mark.SENT]
    return DayGrid(
        weekdays=tuple(gettext(name) for name in _SHORT_WEEKDAYS),
        cells=tuple(_cells(steps, labels)),
        explanation=tuple(_explanation(deadline)),
    )


def _cells(steps: Sequence[DayStep], labels: dict[Mark, str]) -> Iterator[Cell]:
    month = 0
    for row in folded(by_week(steps)):
        if not isinstance(row, Week):
            month = row.last.month
            text = gettext("%(weeks)s tuần thường, đến hết %(last)s: %(counted)s ngày được tính")
            yield Cell(fold=text % {"weeks": row.weeks, "last": _short(row.last), "counted": row.counted})
            continue
        for index, step in enumerate(row.steps):
            named = step.date.month != month or step.mark is Mark.DUE
            month = step.date.month
            yield Cell(
                mark=step.mark.value,
                column=step.date.isoweekday() if index == 0 else 0,
                label=_short(step.date) if named else str(step.date.day),
                caption=_caption(step, labels),
                spoken=_spoken(step, labels),
            )


def _caption(step: DayStep, labels: dict[Mark, str]) -> str:
    if step.mark is Mark.COUNTED:
        return "" if step.number is None else str(step.number)
    if step.mark is Mark.SKIPPED:
        return gettext("nghỉ") if _is_weekend(step) else gettext("lễ")
    return labels[step.mark]


def _spoken(step: DayStep, labels: dict[Mark, str]) -> str:
    """ "thứ Bảy 28/11, nghỉ cuối tuần, không tính"."""
    reason = gettext(step.reason) if step.reason else ""
    number = "" if step.number is None else gettext("ngày thứ %(number)s") % {"number": step.number}
    not_counted = gettext("không tính")
    parts = {
        Mark.SENT: (labels[Mark.SENT], reason),
        Mark.RECEIVED: (labels[Mark.RECEIVED], not_counted),
        Mark.COUNTED: (number or gettext("có tính"), reason),
        Mark.SKIPPED: (reason, not_counted),
        Mark.PAUSED: (gettext("tạm dừng"), not_counted),
        Mark.DUE: (number, labels[Mark.DUE]),
    }[step.mark]
    return ", ".join([weekday_date(step.date), *(part for part in parts if part)])


def _explanation(deadline: Deadline) -> Iterator[str]:
    steps = deadline.steps
    sent = next((step.date for step in steps if step.mark is Mark.SENT), None)
    received = next((step.date for step in steps if step.mark is Mark.RECEIVED), None)
    same_day = deadline.term.unit is TermUnit.SAME_DAY
    if sent and same_day and received is None and deadline.received_at.date() > sent:
        received = deadline.received_at.date()
    if sent and received:
        text = gettext("Gửi %(sent)s được tính là tiếp nhận %(received)s.")
        yield text % {"sent": weekday_date(sent), "received": weekday_date(received)}
    if received and deadline.term.unit not in {TermUnit.WORKING_HOUR, TermUnit.SAME_DAY}:
        yield gettext("Ngày tiếp nhận không tính.")
    if same_day and deadline.due_date == deadline.received_at.date():
        yield gettext("Có kết quả trong ngày tiếp nhận.")
    elif same_day:
        yield gettext("Tiếp nhận cuối ngày nên có kết quả vào ngày làm việc sau.")
    yield from _days_left_out(steps)
    worked = [f"{_short(s.date)} ({gettext(s.reason)})" for s in steps if s.mark is Mark.COUNTED and s.reason]
    if worked:
        yield gettext("Có tính: %(days)s.") % {"days": ", ".join(worked)}
    if deadline.unconfirmed_years:
        years = ", ".join(str(year) for year in deadline.unconfirmed_years)
        yield gettext("Lịch nghỉ năm %(years)s chưa công bố chính thức, ngày này có thể đổi.") % {
            "years": years
        }


def _days_left_out(steps: Sequence[DayStep]) -> Iterator[str]:
    skipped = [step for step in steps if step.mark is Mark.SKIPPED]
    weekend = sum(_is_weekend(step) for step in skipped)
    if weekend:
        text = ngettext(
            "Không tính %(count)s ngày nghỉ cuối tuần.", "Không tính %(count)s ngày nghỉ cuối tuần.", weekend
        )
        yield text % {"count": weekend}
    holidays: dict[str, list[str]] = {}
    for step in skipped:
        if not _is_weekend(step):
            holidays.setdefault(step.reason, []).append(_short(step.date))
    if holidays:
        named = [f"{', '.join(days)} ({gettext(reason)})" for reason, days in holidays.items()]
        yield gettext("Không tính ngày nghỉ %(days)s.") % {"days": "; ".join(named)}
    paused = sum(step.mark is Mark.PAUSED for step in steps)
    if paused:
        text = ngettext("Đồng hồ tạm dừng %(count)s ngày.", "Đồng hồ tạm dừng %(count)s ngày.", paused)
        yield text % {"count": paused}


def _is_weekend(step: DayStep) -> bool:
    return step.reason == WEEKEND


def _short(day: date) -> str:
    return f"{day.day}/{day.month}"
