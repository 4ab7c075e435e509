"""The calculator's answers: one for a term typed by hand, one for each time limit of a procedure."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from core.calendar import Deadline, Term, add_term
from core.services.calendar import load_calendar
from procedures.choices import Channel
from procedures.models import ProcedurePage, TimeLimit
from procedures.services.presentation.times import commitment_words, time_text
from procedures.services.terms import as_term
from procedures.wording import term_words


@dataclass(frozen=True)
class Answer:
    """A term and its deadline, or a note why there is none."""

    title: str
    deadline: Deadline | None = None
    note: str = ""

    @property
    def years(self) -> str:
        """The years whose days off are not announced: "2027"."""
        return ", ".join(str(year) for year in self.deadline.unconfirmed_years) if self.deadline else ""


def answer_term(title: str, term: Term, sent_at: datetime) -> list[Answer]:
    """The deadline of a term by the common calendar."""
    return [Answer(title, add_term(load_calendar(), sent_at, term))]


def answer_procedure(page: ProcedurePage, sent_at: datetime) -> list[Answer]:
    """One answer for each different time limit valid on the day of filing; limits that agree are answered once."""
    day = timezone.localtime(sent_at).date()
    rows = [row for row in page.time_limits.all() if row.is_valid_on(day)]
    if not rows:
        return [
            Answer(term_words(None, "not_stated"), note=_("Thủ tục này chưa công bố thời hạn giải quyết."))
        ]
    calendar = load_calendar(page.responsible_department)
    found: dict[str, Answer] = {}
    for row in rows:
        title = _title(row, several=len({r.effective_term for r in rows}) > 1)
        term = as_term(*row.effective_term)
        if term is not None:
            found.setdefault(title, Answer(title, add_term(calendar, sent_at, term)))
        else:
            note = row.verbatim or _("Thời hạn này không tính thành ngày được.")
            found.setdefault(title, Answer(title, note=note))
    return list(found.values())


def _title(row: TimeLimit, *, several: bool) -> str:
    words = " ".join(part for part in (time_text(row), commitment_words(row)) if part)
    if not several:
        return words
    channel = "" if row.channel == Channel.ANY else str(row.get_channel_display())
    conditions = ", ".join(part for part in (channel, row.case_label) if part)
    return f"{words} ({conditions})" if conditions else words
