"""Cases that go to another department: forwarded, sent back, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from core.models import User
from feedback.models import Case
from feedback.services.transitions import Given, move_case
from feedback.workflow import MoveRefusedError, State
from tests.feedback.factories import DepartmentFactory, UserFactory, grant
from tests.feedback.moved_cases import later, templates_to

pytestmark = pytest.mark.django_db


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
