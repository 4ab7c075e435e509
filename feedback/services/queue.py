"""The officers' queue: which cases are in which tab, and what one row says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.calendar import WorkCalendar
from core.calendar.days import LOCAL_ZONE
from core.models import User
from core.services.calendar import load_calendar
from core.templatetags.vietnamese import weekday_date
from feedback.deadlines import RuleTerm, TimeLeft, Urgency, latest_supply, time_left
from feedback.models import Case, CaseAttachment, CasePause, CaseQuerySet, DeadlineStep
from feedback.workflow import State, StateType, states_of
from feedback.workflow_labels import NEXT_STEP_LABELS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Tab(StrEnum):
    """The tabs of the queue; the value stands in the address."""

    TODO = "can-lam"
    MINE = "cua-toi"
    OVERDUE = "qua-han"
    TODAY = "hom-nay"
    WAITING = "cho-nguoi-dan"
    ANSWERED = "da-tra-loi"
    ALL = "tat-ca"


TAB_LABELS: dict[Tab, StrPromise | str] = {
    Tab.TODO: gettext_lazy("Cần làm"),
    Tab.MINE: gettext_lazy("Của tôi"),
    Tab.OVERDUE: gettext_lazy("Quá hạn"),
    Tab.TODAY: gettext_lazy("Đến hạn hôm nay"),
    Tab.WAITING: gettext_lazy("Chờ người dân"),
    Tab.ANSWERED: gettext_lazy("Đã trả lời"),
    Tab.ALL: gettext_lazy("Tất cả"),
}
# How many there are to do is worth a number; how many there ever were is not.
COUNTED_TABS: tuple[Tab, ...] = (Tab.TODO, Tab.MINE, Tab.OVERDUE, Tab.TODAY, Tab.WAITING)
TODO_STATES: tuple[str, ...] = (*states_of(StateType.OPEN), State.SUSPENDED, State.PUBLISH_PENDING)


def tab_of(word: str) -> Tab:
    """The tab of an address, the first one for anything else."""
    return Tab(word) if word in set(Tab) else Tab.TODO


def in_tab(cases: CaseQuerySet, tab: Tab, user: User, now: datetime) -> CaseQuerySet:
    """Those of ``cases`` that belong into the tab."""
    if tab is Tab.OVERDUE:
        return cases.overdue(now)
    if tab is Tab.TODAY:
        return cases.due_on(now.astimezone(LOCAL_ZONE).date()).filter(due_at__gte=now)
    condition = {
        Tab.TODO: Q(state__in=TODO_STATES),
        Tab.MINE: Q(state__in=(*TODO_STATES, State.NEED_INFO), assignee=user),
        Tab.WAITING: Q(state=State.NEED_INFO),
        Tab.ANSWERED: Q(state__in=states_of(StateType.ANSWERED)),
        Tab.ALL: ~Q(state=State.DRAFT),
    }[tab]
    return cases.filter(condition)


def tab_counts(user: User, now: datetime) -> dict[Tab, int]:
    """How many cases this person has in each counted tab."""
    visible = Case.objects.visible_to(user)
    return {tab: in_tab(visible, tab, user, now).count() for tab in COUNTED_TABS}


def todo_count(user: User) -> int:
    """How many cases wait for this person's department: the number in the menu."""
    return Case.objects.visible_to(user).filter(state__in=TODO_STATES).count()


def for_rows(cases: CaseQuerySet) -> CaseQuerySet:
    """What a row shows, in a constant number of queries; the earliest due date first, none last."""
    files = CaseAttachment.objects.filter(case=OuterRef("pk")).order_by().values("case")
    pause = CasePause.objects.filter(case=OuterRef("pk"), ended_at__isnull=True)
    return (
        cases.select_related("owner_department", "assignee", "reason", "procedure")
        .annotate(
            file_count=Subquery(files.annotate(total=Count("pk")).values("total")),
            paused_at=Subquery(pause.values("started_at")[:1]),
        )
        .order_by(F("due_at").asc(nulls_last=True), "pk")
    )


@dataclass(frozen=True)
class NextStep:
    """What has to happen next; ``tone`` is "late", "today", "wait" or "" (nothing pressing)."""

    words: str
    tone: str


@dataclass(frozen=True)
class QueueRow:
    """One row in words. ``left`` is None without a due date; ``facts`` is the small line under the title."""

    case: Case
    left: TimeLeft | None
    is_open: bool
    about: str
    facts: tuple[str, ...]
    handler: str
    next_step: NextStep

    @property
    def urgency(self) -> str:
        """The colour of the row: "late", "today", "soon", "later", "paused", "done" or "none"."""
        if not self.is_open:
            return "done"
        if self.left is None:
            return "none"
        if self.left.urgency is not Urgency.LATE and self.next_step.tone == "wait":
            return "paused"
        return self.left.urgency.value


def rows_of(cases: Iterable[Case], user: User, now: datetime) -> list[QueueRow]:
    """The rows for these cases (from ``for_rows``), each in its department's calendar."""
    calendars: dict[int, WorkCalendar] = {}
    rows = []
    for case in cases:
        if case.owner_department_id not in calendars:
            calendars[case.owner_department_id] = load_calendar(case.owner_department)
        rows.append(_row(case, calendars[case.owner_department_id], user, now))
    return rows


def _row(case: Case, calendar: WorkCalendar, user: User, now: datetime) -> QueueRow:
    paused_at: datetime | None = getattr(case, "paused_at", None)
    left = time_left(calendar, case.due_at, paused_at or now) if case.due_at else None
    return QueueRow(
        case=case,
        left=left,
        is_open=case.is_open,
        about=str(case.reason) if case.reason else str(case.get_kind_display()),
        facts=_facts(case, user),
        handler=_handler(case, user),
        next_step=next_step(case, left if case.is_open else None, paused_at, calendar),
    )


def _facts(case: Case, user: User) -> tuple[str, ...]:
    files: int = getattr(case, "file_count", 0) or 0
    about = case.procedure.title if case.procedure else case.place_text
    parts = [
        case.public_code,
        about if about not in case.subject else "",
        _promised(case),
        ngettext("%(count)s tệp", "%(count)s tệp", files) % {"count": files} if files else "",
        _("chuyển đến lần %(count)s") % {"count": case.forward_count} if case.forward_count > 1 else "",
        _("đã mở lại") if case.reopen_count else "",
        case.owner_department.label if case.owner_department_id != user.department_id else "",
    ]
    return tuple(part for part in parts if part)


def _promised(case: Case) -> str:
    """What the procedure's page had promised, for somebody who filed and waits."""
    promised = (case.promise or {}).get("time_summary", "")
    if not promised or case.filed_on is None:
        return ""
    promised = promised[:1].lower() + promised[1:]
    return _("trang hứa %(time)s, nộp %(day)s") % {"time": promised, "day": weekday_date(case.filed_on)}


def _handler(case: Case, user: User) -> str:
    if case.assignee is None:
        return _("Chưa giao")
    return _("Tôi") if case.assignee_id == user.pk else str(case.assignee)


def next_step(
    case: Case, left: TimeLeft | None, paused_at: datetime | None, calendar: WorkCalendar
) -> NextStep:
    """The next step in words. ``left`` is None where no time runs any more."""
    state = State(case.state)
    words = str(NEXT_STEP_LABELS[state])
    if state is State.NEED_INFO and paused_at is not None:
        return NextStep(_wait_words(case, paused_at, calendar), "wait")
    if state is State.SUSPENDED:
        return NextStep(words, "wait")
    if left is None:
        return NextStep(words, "")
    if left.urgency is Urgency.LATE:
        unassigned = case.assignee_id is None and state in (State.RECEIVED, State.FORWARDED)
        return NextStep(_("Giao người, gửi thư xin lỗi") if unassigned else words, "late")
    return NextStep(words, "today" if left.urgency is Urgency.TODAY else "")


def _wait_words(case: Case, asked_at: datetime, calendar: WorkCalendar) -> str:
    data = case.rule_snapshot.get(DeadlineStep.NEED_INFO_WAIT)
    if not data:
        return str(NEXT_STEP_LABELS[State.NEED_INFO])
    until = latest_supply(calendar, asked_at, RuleTerm.from_json(data))
    return _("Chờ người dân đến %(day)s") % {"day": weekday_date(until)}


def search(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Cases whose code, dossier code, summary or content holds what was typed."""
    typed = words.strip()
    code = typed.upper().replace(" ", "")
    return cases.filter(
        Q(public_code__icontains=code)
        | Q(dossier_code__icontains=typed)
        | Q(subject__icontains=typed)
        | Q(content__icontains=typed)
    )
