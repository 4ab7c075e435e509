"""A case's clock: what stops it, what moves its due date, what ends the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from core.calendar.days import LOCAL_ZONE
from core.models import OutboundMessage, User, WorkCalendarDay
from feedback.models import Case, CaseEvent, CasePause, DeadlineRule
from feedback.services.closing import close_rated, close_unanswered_questions
from feedback.services.deadlines import case_deadline, recompute_open_deadlines
from feedback.services.tracking import reopen_case
from feedback.services.transitions import Given, move_case
from feedback.workflow import Actor, MoveRefusedError, Refusal, State
from tests.feedback.factories import NOW
from tests.feedback.moved_cases import draft, later, templates_to

pytestmark = pytest.mark.django_db


def test_the_clock_stops_while_the_citizen_is_asked(make: Callable[..., Case], officer: User) -> None:
    case = make(State.IN_PROGRESS)
    move_case(case.pk, "ask_info", actor=officer, now=later(3), comment="Số giấy hẹn là bao nhiêu?")
    case.refresh_from_db()
    assert case.state == State.NEED_INFO
    assert case.need_info_count == 1
    assert CasePause.objects.get(case=case).ended_at is None
    assert not Case.objects.overdue(later(60)).exists()
    asked = OutboundMessage.objects.get(template="case_need_info")
    assert asked.payload["answer_until"] == "thứ Sáu 11/12/2026"
    move_case(case.pk, "supply_info", actor=Actor.CITIZEN, now=later(7), comment="Số giấy hẹn 1234.")
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    assert CasePause.objects.get(case=case).ended_at == later(7)
    assert case.due_at == datetime(2026, 12, 17, 17, 30, tzinfo=LOCAL_ZONE)
    assert case.events.last().actor_label == "Người gửi"
    with pytest.raises(MoveRefusedError) as caught:
        move_case(case.pk, "ask_info", actor=officer, now=later(8), comment="Hỏi thêm lần nữa.")
    assert caught.value.refusal is Refusal.LIMIT


def test_reopening_gives_seven_working_days_and_only_once(make: Callable[..., Case], head: User) -> None:
    case = make(State.IN_PROGRESS)
    given = Given(answer=draft(case.owner_department))
    move_case(case.pk, "answer", actor=head, now=later(2), given=given)
    move_case(case.pk, "reopen", actor=Actor.CITIZEN, now=later(7), comment="Chưa trả lời đúng câu hỏi.")
    case.refresh_from_db()
    assert (case.state, case.reopen_count, case.clock_started_at) == (State.REOPENED, 1, later(7))
    assert case.due_at == datetime(2026, 12, 9, 17, 30, tzinfo=LOCAL_ZONE)
    assert templates_to(head.email)[-1] == "staff_reopen"
    move_case(case.pk, "start", actor=head, now=later(8))
    move_case(case.pk, "answer", actor=head, now=later(9), given=given)
    case.refresh_from_db()
    assert (case.answered_at, case.answers.count()) == (later(9), 2)
    with pytest.raises(MoveRefusedError):
        move_case(case.pk, "reopen", actor=Actor.CITIZEN, now=later(10), comment="Vẫn chưa đúng.")


def test_a_new_day_off_moves_open_due_dates_once_and_tells_the_sender(
    make: Callable[..., Case], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    case, answered = make(), make(State.ANSWERED, answered_at=later(1))
    with django_capture_on_commit_callbacks(execute=True):
        WorkCalendarDay.objects.create(
            date=date(2026, 12, 1), kind="off", note="Nghỉ bão", status=WorkCalendarDay.Status.CONFIRMED
        )
    case.refresh_from_db()
    answered.refresh_from_db()
    assert case.due_at == datetime(2026, 12, 16, 17, 30, tzinfo=LOCAL_ZONE)
    assert answered.due_at == datetime(2026, 12, 15, 17, 30, tzinfo=LOCAL_ZONE)
    event = case.events.get(move="recompute_due")
    assert "Nghỉ bão" in event.public_comment
    assert event.due_before != event.due_after
    assert "case_due_changed" in templates_to("thu@example.vn")
    assert recompute_open_deadlines("lần nữa", NOW) == 0


def test_a_clock_that_stands_is_not_counted_again_by_a_changed_calendar(
    make: Callable[..., Case], officer: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    case = make()
    move_case(case.pk, "ask_info", actor=officer, now=later(), comment="Số giấy hẹn là bao nhiêu?")
    events = case.events.count()
    with django_capture_on_commit_callbacks(execute=True):
        WorkCalendarDay.objects.create(
            date=date(2026, 12, 1), kind="off", note="Nghỉ bão", status=WorkCalendarDay.Status.CONFIRMED
        )
    assert recompute_open_deadlines("lần nữa", later(9)) == 0
    assert case.events.count() == events
    move_case(case.pk, "supply_info", actor=Actor.CITIZEN, now=later(7), comment="Số 15.")
    case.refresh_from_db()
    assert case.due_at == datetime(2026, 12, 21, 17, 30, tzinfo=LOCAL_ZONE)


def test_a_question_without_an_answer_ends_the_case_after_fifteen_days(
    make: Callable[..., Case], officer: User
) -> None:
    case = make()
    move_case(case.pk, "ask_info", actor=officer, now=later(), comment="Số giấy hẹn là bao nhiêu?")
    assert close_unanswered_questions(later(15)) == 0
    assert close_unanswered_questions(later(16)) == 1
    assert close_unanswered_questions(later(17)) == 0
    case.refresh_from_db()
    assert (case.state, case.closed_at) == (State.CLOSED_NO_REPLY, later(16))
    assert CasePause.objects.get().ended_at == later(16)
    assert case.events.last().actor_label == "Hệ thống"


def test_an_answered_case_is_closed_when_it_can_no_longer_be_reopened(make: Callable[..., Case]) -> None:
    case = make(State.ANSWERED, answered_at=later())
    assert close_rated(later(30)) == 0
    assert close_rated(later(30, seconds=1)) == 1
    assert close_rated(later(31)) == 0
    case.refresh_from_db()
    assert case.state == State.CLOSED


def test_the_time_for_reopening_is_the_row_that_the_case_keeps(make: Callable[..., Case]) -> None:
    DeadlineRule.objects.filter(step="reopen_window").update(amount=60)
    case = make(State.ANSWERED, answered_at=later())
    DeadlineRule.objects.filter(step="reopen_window").update(amount=1)
    assert close_rated(later(60)) == 0
    assert reopen_case(case.pk, reason="Trả lời chưa nói vì sao trễ.", now=later(60)).to_state == "reopened"


def test_the_stored_due_date_is_the_one_that_is_explained(make: Callable[..., Case], head: User) -> None:
    case = make(State.IN_PROGRESS)
    move_case(case.pk, "suspend", actor=head, now=later(1), comment="Chờ Sở Nội vụ trả lời.")
    move_case(case.pk, "resume", actor=head, now=later(4))
    move_case(case.pk, "extend", actor=head, now=later(5), comment="Chưa nhận được hồ sơ gốc.")
    case.refresh_from_db()
    deadline = case_deadline(case, later(6))
    assert deadline is not None
    assert deadline.due_at == case.due_at
    assert CaseEvent.objects.filter(case=case).count() == 4
