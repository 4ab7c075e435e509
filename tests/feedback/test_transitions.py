"""Moving cases: what each move changes, what it writes into the history, whom it tells, and who can't."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache

from core.calendar.days import LOCAL_ZONE
from core.models import Department, OutboundMessage, User, WorkCalendarDay
from feedback.models import Case, CaseAnswer, CaseEvent, CasePause, DeadlineRule
from feedback.services.alerts import ApologyRefusedError, send_apology, send_due_alerts
from feedback.services.answers import AnswerDraft
from feedback.services.closing import close_rated, close_unanswered_questions
from feedback.services.deadlines import case_deadline, freeze_rules, recompute_open_deadlines
from feedback.services.tracking import reopen_case
from feedback.services.transitions import Given, StaleCaseError, add_note, move_case
from feedback.workflow import Actor, MoveRefusedError, Refusal, State
from tests.feedback.factories import (
    NOW,
    CaseFactory,
    DepartmentFactory,
    RejectReasonFactory,
    UserFactory,
    grant,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_calendar() -> None:
    """A calendar cached by a test that was rolled back must not count here."""
    cache.clear()


def later(days: int = 0, **more: int) -> datetime:
    return NOW + timedelta(days=days, **more)


@pytest.fixture
def ward() -> Department:
    return DepartmentFactory(name="Công an phường An Lộc")


@pytest.fixture
def officer(ward: Department) -> User:
    return grant(UserFactory(department=ward), "handle_case")


@pytest.fixture
def head(ward: Department) -> User:
    return grant(UserFactory(department=ward), "handle_case", "approve_answer")


@pytest.fixture
def intake(ward: Department) -> User:
    return grant(UserFactory(department=ward), "intake_case", "view_all_cases")


@pytest.fixture
def make(ward: Department) -> Callable[..., Case]:
    def _make(state: State = State.RECEIVED, **fields: object) -> Case:
        _rule, snapshot = freeze_rules("pakn_conduct", NOW.date())
        fields.setdefault("contact__preferred_channel", "email")
        case: Case = CaseFactory(owner_department=ward, state=state, rule_snapshot=snapshot, **fields)
        return case

    return _make


def draft(unit: Department, **changes: str) -> AnswerDraft:
    values = {
        "decision": "founded",
        "body": "Hồ sơ của bạn bị chậm ở khâu ký, nay đã có kết quả.",
        "reason": "Cán bộ nghỉ ốm, chưa bố trí người thay.",
        "next_step": "Bạn nhận kết quả tại quầy số 2 từ ngày 25/11/2026.",
        "legal_basis": "",
        "contact": "0290 3 100 200",
    }
    return AnswerDraft(responsible_unit=unit, **{**values, **changes})


def templates_to(recipient: str) -> list[str]:
    rows = OutboundMessage.objects.filter(recipient=recipient).order_by("pk")
    return list(rows.values_list("template", flat=True))


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


def test_forwarding_keeps_the_clock_and_counts(make: Callable[..., Case], head: User, officer: User) -> None:
    case = make(State.IN_PROGRESS, assignee=officer)
    other = DepartmentFactory()
    event = move_case(
        case.pk,
        "forward",
        actor=head,
        now=later(2),
        comment="Việc này do Sở giải quyết.",
        given=Given(department=other),
    )
    case.refresh_from_db()
    assert (case.owner_department, case.assignee, case.forward_count) == (other, None, 1)
    assert event.due_before == event.due_after == case.due_at
    assert (event.from_department, event.to_department) == (head.department, other)
    assert templates_to(other.email) == ["staff_forwarded"]
    with pytest.raises(Case.DoesNotExist):
        move_case(case.pk, "start", actor=officer, now=later(2))


def test_a_case_sent_back_returns_to_where_it_came_from(make: Callable[..., Case], head: User) -> None:
    case = make()
    other = DepartmentFactory()
    other_head = grant(UserFactory(department=other), "approve_answer")
    move_case(
        case.pk,
        "forward",
        actor=head,
        now=later(),
        comment="Không thuộc phường.",
        given=Given(department=other),
    )
    event = move_case(case.pk, "send_back", actor=other_head, now=later(1), comment="Cũng không thuộc sở.")
    case.refresh_from_db()
    assert (case.state, case.owner_department) == (State.RETURNED, head.department)
    assert (event.public_comment, event.internal_comment) == ("", "Cũng không thuộc sở.")
    move_case(case.pk, "take_back", actor=head, now=later(1))
    case.refresh_from_db()
    assert case.state == State.RECEIVED


def test_the_third_forwarding_alerts_the_supervisor(make: Callable[..., Case], head: User) -> None:
    above = DepartmentFactory(email="tren@example.vn")
    target = DepartmentFactory(parent=above)
    case = make(forward_count=2)
    move_case(
        case.pk, "forward", actor=head, now=later(), comment="Chuyển lần nữa.", given=Given(department=target)
    )
    assert templates_to("tren@example.vn") == ["staff_too_many_forwards"]


@pytest.mark.parametrize("target", ["same", "past"])
def test_nothing_is_forwarded_to_itself_or_to_a_past_unit(
    make: Callable[..., Case], head: User, target: str
) -> None:
    case = make()
    past = DepartmentFactory(valid_to=date(2025, 6, 30))
    unit = case.owner_department if target == "same" else past
    with pytest.raises(MoveRefusedError):
        move_case(
            case.pk, "forward", actor=head, now=later(), comment="Chuyển.", given=Given(department=unit)
        )
    case.refresh_from_db()
    assert (case.state, case.events.count()) == (State.RECEIVED, 1)


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


@pytest.mark.parametrize("empty", [("next_step", "legal_basis"), ("body",), ("reason",), ("contact",)])
def test_an_answer_that_is_not_concrete_is_not_sent(
    make: Callable[..., Case], head: User, empty: tuple[str, ...]
) -> None:
    case = make(State.IN_PROGRESS)
    vague = draft(case.owner_department, **dict.fromkeys(empty, ""))
    with pytest.raises(MoveRefusedError) as caught:
        move_case(case.pk, "answer", actor=head, now=later(), given=Given(answer=vague))
    assert caught.value.refusal is Refusal.MISSING
    assert not CaseAnswer.objects.exists()


def test_a_returned_answer_is_the_same_draft(make: Callable[..., Case], officer: User, head: User) -> None:
    case = make(State.IN_PROGRESS)
    unit = case.owner_department
    move_case(case.pk, "submit_answer", actor=officer, now=later(), given=Given(answer=draft(unit)))
    move_case(case.pk, "return_answer", actor=head, now=later(), comment="Nêu rõ ngày trả kết quả.")
    better = draft(unit, body="Kết quả có ngày 25/11, mời bạn đến quầy số 2 nhận.")
    move_case(case.pk, "submit_answer", actor=officer, now=later(), given=Given(answer=better))
    assert CaseAnswer.objects.get(case=case).body == better.body


def test_nothing_is_approved_without_an_answer(make: Callable[..., Case], head: User) -> None:
    case = make(State.ANSWER_REVIEW)
    with pytest.raises(MoveRefusedError) as caught:
        move_case(case.pk, "approve_answer", actor=head, now=later())
    assert caught.value.refusal is Refusal.MISSING


def test_publication_needs_consent_and_the_redacted_text(make: Callable[..., Case], head: User) -> None:
    editor = grant(UserFactory(department=head.department), "publish_case")
    case = make(State.IN_PROGRESS, publish_consent=True)
    move_case(case.pk, "answer", actor=head, now=later(), given=Given(answer=draft(case.owner_department)))
    move_case(case.pk, "propose_publication", actor=head, now=later(1))
    given = Given(public_text="Trễ hẹn đăng ký thường trú.")
    move_case(case.pk, "publish", actor=editor, now=later(2), given=given)
    case.refresh_from_db()
    assert (case.state, case.published_at) == (State.PUBLISHED, later(2))
    assert case.public_content == "Trễ hẹn đăng ký thường trú."
    assert case.answers.get().is_public


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


def test_whoever_wants_no_mail_gets_none(make: Callable[..., Case], head: User) -> None:
    case = make(State.IN_PROGRESS, contact__preferred_channel="none")
    move_case(case.pk, "answer", actor=head, now=later(), given=Given(answer=draft(case.owner_department)))
    assert templates_to("thu@example.vn") == []


def test_a_note_moves_nothing(make: Callable[..., Case], officer: User) -> None:
    case = make()
    event = add_note(case.pk, actor=officer, text=" Đã gọi cho tổ dân phố. ", now=later())
    case.refresh_from_db()
    assert (event.internal_comment, event.public_comment) == ("Đã gọi cho tổ dân phố.", "")
    assert (case.version, case.state) == (0, State.RECEIVED)


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


def test_alerts_go_to_officer_head_and_supervisor_once_each(
    make: Callable[..., Case], officer: User, head: User
) -> None:
    above = DepartmentFactory(email="tren@example.vn")
    Department.objects.filter(pk=head.department_id).update(parent=above)
    make(State.IN_PROGRESS, assignee=officer)
    moments = [later(5), later(18), later(18), later(23), later(23), later(28), later(28)]
    assert [send_due_alerts(moment) for moment in moments] == [0, 1, 0, 1, 0, 1, 0]
    assert templates_to(officer.email) == ["staff_alert_near", "staff_alert_due"]
    assert templates_to(head.email) == ["staff_alert_due"]
    assert templates_to("tren@example.vn") == ["staff_alert_escalated"]


def test_a_moved_due_date_is_alerted_anew(make: Callable[..., Case], head: User) -> None:
    case = make(State.IN_PROGRESS)
    assert send_due_alerts(later(18)) == 1
    move_case(case.pk, "extend", actor=head, now=later(18), comment="Phải xác minh tại hai nơi.")
    assert send_due_alerts(later(18)) == 0
    assert send_due_alerts(later(40)) > 0


def test_nobody_is_alerted_while_the_clock_stands(make: Callable[..., Case], officer: User) -> None:
    case = make()
    move_case(case.pk, "ask_info", actor=officer, now=later(), comment="Số giấy hẹn là bao nhiêu?")
    assert send_due_alerts(later(60)) == 0


def test_an_apology_is_sent_once_and_only_for_a_late_case(make: Callable[..., Case], officer: User) -> None:
    case = make(State.IN_PROGRESS)
    with pytest.raises(ApologyRefusedError):
        send_apology(case.pk, actor=officer, text="Xin lỗi bạn.", now=later(2))
    send_apology(case.pk, actor=officer, text="Xin lỗi bạn.", now=later(30))
    assert OutboundMessage.objects.get(template="case_late_apology").payload["comment"] == "Xin lỗi bạn."
    with pytest.raises(ApologyRefusedError):
        send_apology(case.pk, actor=officer, text="Xin lỗi lần nữa.", now=later(31))


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
