"""Moving cases: what each move changes, what it writes into the history, whom it tells, and who can't."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from core.calendar.days import LOCAL_ZONE
from core.models import Department, OutboundMessage, User
from feedback.models import Case
from feedback.services.transitions import Given, StaleCaseError, add_note, move_case
from feedback.workflow import Actor, MoveRefusedError, Refusal, State
from tests.feedback.factories import RejectReasonFactory, UserFactory, grant
from tests.feedback.moved_cases import draft, later, templates_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def intake(ward: Department) -> User:
    return grant(UserFactory(department=ward), "intake_case", "view_all_cases")


def test_the_whole_way_to_an_answer(make: Callable[..., Case], officer: User, head: User) -> None:
    case = make()
    move_case(case.pk, "assign", actor=head, now=later(), given=Given(assignee=officer))
    move_case(case.pk, "start", actor=officer, now=later(1))
    move_case(
        case.pk,
        "submit_answer",
        actor=officer,
        now=later(2),
        given=Given(answer=draft(case.owner_department)),
    )
    case.refresh_from_db()
    assert (case.state, case.assignee, case.version) == (State.ANSWER_REVIEW, officer, 3)
    assert case.answered_at is None
    move_case(case.pk, "approve_answer", actor=head, now=later(3))
    case.refresh_from_db()
    answer = case.answers.get()
    assert (case.state, case.answered_at) == (State.ANSWERED, later(3))
    assert (answer.sent_at, answer.author, answer.approved_by) == (later(3), officer, head)
    assert [event.move for event in case.events.order_by("pk")] == [
        "receive",
        "assign",
        "start",
        "submit_answer",
        "approve_answer",
    ]
    assert templates_to("thu@example.vn") == ["case_answered"]
    assert "staff_assigned" in templates_to(officer.email)


def test_every_move_writes_who_when_and_the_due_date(make: Callable[..., Case], head: User) -> None:
    case = make(State.IN_PROGRESS)
    before = case.due_at
    event = move_case(case.pk, "extend", actor=head, now=later(4), comment="Phải xác minh tại hai nơi.")
    case.refresh_from_db()
    assert (event.actor, event.actor_label, event.at) == (head, "Công an phường An Lộc", later(4))
    assert (event.from_state, event.to_state) == (State.IN_PROGRESS, State.EXTENDED)
    assert (event.due_before, event.due_after) == (before, case.due_at)
    assert case.due_at == datetime(2026, 12, 29, 17, 30, tzinfo=LOCAL_ZONE)
    assert case.extension_count == 1
    message = OutboundMessage.objects.get(template="case_extended")
    assert message.payload["due"] == "thứ Ba 29/12/2026"
    assert message.payload["due_before"] == "thứ Ba 15/12/2026"


def test_rejecting_tells_why_and_the_citizen_may_object_once(make: Callable[..., Case], intake: User) -> None:
    case = make()
    reason = RejectReasonFactory(guidance="Đến Ban tiếp công dân.")
    given = Given(reject_reason=reason)
    move_case(case.pk, "reject", actor=intake, now=later(1), comment="Không thuộc phạm vi.", given=given)
    case.refresh_from_db()
    assert (case.state, case.reject_reason, case.closed_at) == (State.REJECTED, reason, later(1))
    assert (
        OutboundMessage.objects.get(template="case_rejected").payload["guidance"] == "Đến Ban tiếp công dân."
    )
    move_case(case.pk, "object", actor=Actor.CITIZEN, now=later(3), comment="Việc này thuộc phường.")
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.clock_started_at) == (State.RECEIVED, None, later(3))
    move_case(case.pk, "reject", actor=intake, now=later(4), comment="Vẫn không thuộc.", given=given)
    with pytest.raises(MoveRefusedError) as caught:
        move_case(case.pk, "object", actor=Actor.CITIZEN, now=later(5), comment="Tôi không đồng ý.")
    assert caught.value.refusal is Refusal.LIMIT


def test_an_old_form_is_refused(make: Callable[..., Case], officer: User) -> None:
    case = make()
    move_case(case.pk, "start", actor=officer, now=later(), expected_version=0)
    with pytest.raises(StaleCaseError):
        move_case(case.pk, "ask_info", actor=officer, now=later(), comment="Số giấy hẹn?", expected_version=0)


def test_an_officer_acts_only_on_cases_of_the_own_department(make: Callable[..., Case], intake: User) -> None:
    case = make()
    stranger = grant(UserFactory(), "handle_case", "approve_answer", "intake_case")
    with pytest.raises(Case.DoesNotExist):
        move_case(case.pk, "start", actor=stranger, now=later())
    with pytest.raises(Case.DoesNotExist):
        add_note(case.pk, actor=stranger, text="Tôi xem được không?")
    sees_all = grant(UserFactory(), "handle_case", "approve_answer", "view_all_cases")
    with pytest.raises(MoveRefusedError) as caught:
        move_case(case.pk, "start", actor=sees_all, now=later())
    assert caught.value.refusal is Refusal.ACTOR


def test_a_case_is_assigned_only_to_somebody_who_may_handle_it(make: Callable[..., Case], head: User) -> None:
    case = make()
    for person in (UserFactory(department=head.department), grant(UserFactory(), "handle_case")):
        with pytest.raises(MoveRefusedError):
            move_case(case.pk, "assign", actor=head, now=later(), given=Given(assignee=person))


def test_a_note_moves_nothing(make: Callable[..., Case], officer: User) -> None:
    case = make()
    event = add_note(case.pk, actor=officer, text=" Đã gọi cho tổ dân phố. ", now=later())
    case.refresh_from_db()
    assert (event.internal_comment, event.public_comment) == ("Đã gọi cho tổ dân phố.", "")
    assert (case.version, case.state) == (0, State.RECEIVED)
