"""The tracking page put together: the whole clock, every public step, what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.calendar import Deadline, working_days_between
from core.calendar.days import LOCAL_ZONE
from core.services.calendar import load_calendar
from core.templatetags.vietnamese import local_day, weekday_date, weekday_time
from feedback.deadlines import RuleTerm, TimeLeft, Urgency, escalation_at, is_overdue, time_left
from feedback.models import Case, CaseAnswer, CaseAttachment, CaseEvent, DeadlineStep, UploadedBy
from feedback.services.compared import Compared
from feedback.services.deadlines import case_deadline, frozen_term, wait_until
from feedback.services.promised import compared_lines
from feedback.services.tracking import answer_to_rate, citizen_moves, rating_until
from feedback.services.tracking_words import MOVE_WORDS, STATE_WORDS
from feedback.workflow import MoveName, State, StateType, state_type


@dataclass(frozen=True)
class Fact:
    """One of the three facts on top; ``badge`` is a badge kind or empty."""

    label: str
    value: str
    note: str = ""
    badge: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of the timeline; ``state`` is done, now or next."""

    title: str
    when: str = ""
    text: str = ""
    state: str = "done"


@dataclass(frozen=True)
class Question:
    """What the administration asked; ``until`` is the last day for the answer, "" without one."""

    text: str
    until: str


@dataclass(frozen=True)
class TrackedCase:
    """Everything on the page."""

    case: Case
    facts: list[Fact]
    entries: list[Entry]
    deadline: Deadline | None
    term: RuleTerm | None
    compared: list[Compared]
    question: Question | None
    answers: list[CaseAnswer]
    to_rate: CaseAnswer | None
    moves: frozenset[MoveName]
    until: datetime | None
    files: list[CaseAttachment]


def tracked_case(case: Case, now: datetime) -> TrackedCase:
    """Gather what the sender sees of one case. Internal comments and names of officers are not read."""
    deadline = case_deadline(case, now)
    # While the clock stands the due date moves on with every day; what is stored is from before the pause.
    due_at = deadline.due_at if deadline and _paused_at(case) else case.due_at
    events = list(case.events.public().filter(move__in=MOVE_WORDS))
    answers = case.answers.filter(sent_at__isnull=False).select_related("responsible_unit", "rating")
    return TrackedCase(
        case=case,
        facts=[_due_fact(case, due_at, events, now), _owner_fact(case, events), _state_fact(case, now)],
        entries=_entries(case, due_at, events),
        deadline=deadline,
        term=frozen_term(case, DeadlineStep.ANSWER),
        compared=compared_lines(case),
        question=_question(case, events),
        answers=list(answers.order_by("-sent_at", "-pk")),
        to_rate=answer_to_rate(case, now),
        moves=citizen_moves(case, now),
        until=rating_until(case, case.answered_at) if case.answered_at else None,
        files=list(case.attachments.filter(uploaded_by=UploadedBy.CITIZEN)),
    )


def _due_fact(case: Case, due_at: datetime | None, events: list[CaseEvent], now: datetime) -> Fact:
    kind = state_type(case.state)
    if kind is StateType.ENDED and case.answered_at is None:
        return Fact(_("Kết thúc"), _day(case.closed_at))
    if kind in (StateType.ANSWERED, StateType.ENDED):
        return Fact(_("Đã trả lời"), _day(case.answered_at), _timeliness(case))
    if due_at is None:
        return Fact(_("Chậm nhất phải trả lời"), _("Chưa có quy định số ngày"))
    moved = sum(_moved(event) for event in events)
    notes = [_left_words(time_left(load_calendar(case.owner_department), due_at, now))]
    if case.state == State.NEED_INFO:
        notes.append(_("nếu bạn trả lời hôm nay"))
    if moved:
        notes.append(ngettext("đã dời %(n)d lần", "đã dời %(n)d lần", moved) % {"n": moved})
    return Fact(_("Chậm nhất phải trả lời"), _day(due_at), " · ".join(notes))


def _left_words(left: TimeLeft) -> str:
    """What is left or how late it is, in working days and saying so."""
    if left.urgency is Urgency.TODAY or not left.days:
        return left.words
    if left.urgency is Urgency.LATE:
        words = ngettext("trễ %(days)d ngày làm việc", "trễ %(days)d ngày làm việc", left.days)
    else:
        words = ngettext("còn %(days)d ngày làm việc", "còn %(days)d ngày làm việc", left.days)
    return words % {"days": left.days}


def _timeliness(case: Case) -> str:
    if case.due_at is None or case.answered_at is None:
        return ""
    if case.answered_at <= case.due_at:
        return _("đúng hạn %(day)s") % {"day": weekday_date(case.due_at)}
    calendar = load_calendar(case.owner_department)
    due, answered = (moment.astimezone(LOCAL_ZONE).date() for moment in (case.due_at, case.answered_at))
    days = max(1, working_days_between(calendar, due, answered))
    words = ngettext(
        "trễ %(days)d ngày làm việc, hạn là %(day)s", "trễ %(days)d ngày làm việc, hạn là %(day)s", days
    )
    return words % {"days": days, "day": weekday_date(case.due_at)}


def _owner_fact(case: Case, events: list[CaseEvent]) -> Fact:
    arrived = [event for event in events if event.to_department_id == case.owner_department_id]
    since = arrived[-1].at if arrived else case.received_at
    note = _("nhận %(day)s") % {"day": weekday_date(since)}
    if case.owner_department.phone:
        note = f"{note} · {case.owner_department.phone}"
    return Fact(_("Đang ở"), case.owner_department.name, note)


def _state_fact(case: Case, now: datetime) -> Fact:
    paused_at = _paused_at(case)
    overdue = is_overdue(case.state, case.due_at, now, paused_at)
    kind = state_type(case.state)
    badge = {StateType.WAITING: "wait", StateType.ANSWERED: "ok"}.get(kind, "info")
    if kind is StateType.ENDED and case.answered_at is not None:
        badge = "ok"
    note = ""
    if paused_at is not None:
        note = _("Đồng hồ tạm dừng từ %(day)s") % {"day": weekday_date(paused_at)}
    elif overdue:
        note = _overdue_note(case, now)
    return Fact(_("Tình trạng"), str(STATE_WORDS[State(case.state)]), note, "late" if overdue else badge)


def _overdue_note(case: Case, now: datetime) -> str:
    """Whom the site has told about it by now: the unit's head at once, the unit above a few days later."""
    calendar = load_calendar(case.owner_department)
    if case.due_at is not None and now > escalation_at(calendar, case.due_at):
        return _("Đã quá hạn. Việc này đã được báo lên cấp trên.")
    return _("Đã quá hạn. Trưởng đơn vị đã được báo.")


def _entries(case: Case, due_at: datetime | None, events: list[CaseEvent]) -> list[Entry]:
    """What comes next, then what happened, the newest first."""
    done = [_entry(case, event) for event in reversed(events)]
    if not case.is_open:
        return done
    by = _("chậm nhất %(day)s") % {"day": weekday_date(due_at)} if due_at else ""
    return [Entry(_("Trả lời bạn"), by, state="next"), *_current(done)]


def _current(done: list[Entry]) -> list[Entry]:
    if not done:
        return done
    newest = done[0]
    return [Entry(newest.title, newest.when, newest.text, "now"), *done[1:]]


def _entry(case: Case, event: CaseEvent) -> Entry:
    title = str(MOVE_WORDS[event.move])
    if event.move in (MoveName.FORWARD, MoveName.SEND_BACK) and event.to_department:
        title = _("Chuyển đến %(unit)s") % {"unit": event.to_department.name}
    elif event.move == MoveName.START and event.actor_label:
        title = _("%(unit)s nhận xử lý") % {"unit": event.actor_label}
    # The reason of the first routing is a fixed text, stored in Vietnamese; what people wrote stays as it is.
    texts = [_(event.public_comment.strip())]
    if _moved(event):
        before, after = weekday_date(event.due_before), weekday_date(event.due_after)
        texts.append(_("Hạn trả lời dời từ %(before)s sang %(after)s.") % {"before": before, "after": after})
    if event.move == MoveName.REJECT and case.reject_reason:
        texts = [case.reject_reason.label, *texts, case.reject_reason.guidance]
    return Entry(title, weekday_time(event.at), _sentences(texts))


def _sentences(texts: list[str]) -> str:
    """One after the other; what somebody wrote without a full stop gets one before the next."""
    parts = [text for text in texts if text]
    return " ".join([part if part[-1] in ".!?…" else part + "." for part in parts[:-1]] + parts[-1:])


def _question(case: Case, events: list[CaseEvent]) -> Question | None:
    if case.state != State.NEED_INFO:
        return None
    asked = [event for event in events if event.move == MoveName.ASK_INFO]
    if not asked:
        return None
    return Question(asked[-1].public_comment, weekday_date(wait_until(case, asked[-1].at)))


def _paused_at(case: Case) -> datetime | None:
    started: datetime | None = (
        case.pauses.filter(ended_at__isnull=True).values_list("started_at", flat=True).first()
    )
    return started


def _moved(event: CaseEvent) -> bool:
    before, after = local_day(event.due_before), local_day(event.due_after)
    return before is not None and after is not None and before != after


def _day(moment: datetime | None) -> str:
    text = weekday_date(moment)
    return text[:1].upper() + text[1:]
