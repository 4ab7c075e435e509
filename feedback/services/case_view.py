"""What one case's screen shows, put together from the rows, for officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.calendar import Deadline
from core.models import User
from core.services.calendar import load_calendar
from core.templatetags.vietnamese import local_day, weekday_date
from feedback.deadlines import TimeLeft, time_left
from feedback.models import Case, CaseAnswer, CaseAttachment, CaseContact, CaseEvent
from feedback.services.answers import current_draft
from feedback.services.compared import Compared
from feedback.services.deadlines import RECOMPUTED, case_deadline
from feedback.services.promised import compared_lines
from feedback.services.queue import NextStep, next_step
from feedback.services.routing import contact_hidden_from
from feedback.services.transitions import NOTE
from feedback.workflow import MoveName
from feedback.workflow_labels import MOVE_LABELS


@dataclass(frozen=True)
class HistoryEntry:
    """One row of history in words. ``moved_due`` says how the due date changed, "" if it didn't."""

    event: CaseEvent
    title: str
    moved_due: str


@dataclass(frozen=True)
class CaseScreen:
    """Everything on the screen. ``contact`` is None when there is none or the officer may not see it."""

    case: Case
    deadline: Deadline | None
    left: TimeLeft | None
    next_step: NextStep
    contact: CaseContact | None
    contact_hidden: bool
    compared: list[Compared]
    history: list[HistoryEntry]
    attachments: list[CaseAttachment]
    answers: list[CaseAnswer]
    draft: CaseAnswer | None


def case_screen(case: Case, user: User, now: datetime) -> CaseScreen:
    """Gather one case; the caller has checked that this person sees it."""
    calendar = load_calendar(case.owner_department)
    pause = case.pauses.filter(ended_at__isnull=True).first()
    paused_at = pause.started_at if pause else None
    left = time_left(calendar, case.due_at, paused_at or now) if case.due_at and case.is_open else None
    hidden = contact_hidden_from(case, user)
    return CaseScreen(
        case=case,
        deadline=case_deadline(case, now),
        left=left,
        next_step=next_step(case, left, paused_at, calendar),
        contact=None if hidden else CaseContact.objects.filter(case=case).first(),
        contact_hidden=hidden,
        compared=compared_lines(case),
        history=history_of(case),
        attachments=list(case.attachments.all()),
        answers=list(case.answers.filter(sent_at__isnull=False).select_related("responsible_unit")),
        draft=current_draft(case),
    )


def history_of(case: Case) -> list[HistoryEntry]:
    """The whole history, the newest first."""
    events = case.events.select_related("actor", "from_department", "to_department")
    return [HistoryEntry(event, _title(event), _moved_due(event)) for event in events.order_by("-at", "-pk")]


def _title(event: CaseEvent) -> str:
    if event.move in set(MoveName):
        return str(MOVE_LABELS[MoveName(event.move)])
    known = {
        NOTE: _("Ghi chú nội bộ"),
        RECOMPUTED: _("Tính lại hạn vì lịch làm việc thay đổi"),
        "succession": _("Chuyển cho đơn vị kế thừa"),
        "reclassify": _("Xếp lại loại"),
        "apology": _("Gửi thư xin lỗi"),
        "alert_near": _("Nhắc: sắp đến hạn"),
        "alert_due": _("Báo: đã quá hạn"),
        "alert_escalated": _("Báo cấp trên: quá hạn hơn 3 ngày"),
    }
    return known.get(event.move, event.move)


def _moved_due(event: CaseEvent) -> str:
    before, after = local_day(event.due_before), local_day(event.due_after)
    if before is None or after is None or before == after:
        return ""
    return _("hạn dời từ %(before)s sang %(after)s") % {
        "before": weekday_date(before),
        "after": weekday_date(after),
    }
