"""Departments end; their cases don't lose their owner. And the periodic task does everything, safely twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from feedback.models import Case
from feedback.services.succession import hand_over_orphans
from feedback.tasks_office import advance_cases
from feedback.workflow import State
from tests.feedback.factories import NOW, CaseFactory, DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db

LAST_DAY = NOW.date() - timedelta(days=1)


@pytest.fixture(autouse=True)
def _fresh_calendar() -> None:
    cache.clear()


def test_the_successor_takes_the_open_cases_over_once() -> None:
    heir = DepartmentFactory(name="Sở Xây dựng")
    middle = DepartmentFactory(valid_to=date(2026, 1, 1), successor=heir)
    old = DepartmentFactory(name="Sở Giao thông", valid_to=LAST_DAY, successor=middle)
    officer = UserFactory(department=old)
    case = CaseFactory(owner_department=old, assignee=officer, contact__preferred_channel="email")
    ended = CaseFactory(owner_department=old, state=State.CLOSED, closed_at=NOW)
    assert hand_over_orphans(NOW) == 1
    assert hand_over_orphans(NOW) == 0
    case.refresh_from_db()
    ended.refresh_from_db()
    assert (case.owner_department, case.assignee, case.forward_count, case.version) == (heir, None, 0, 1)
    assert ended.owner_department == old
    event = case.events.get(move="succession")
    assert (event.from_department, event.to_department, event.due_before) == (old, heir, case.due_at)
    assert "Sở Giao thông đã kết thúc hoạt động" in event.public_comment


def test_without_a_successor_the_fallback_takes_them() -> None:
    fallback = DepartmentFactory(is_fallback=True)
    case = CaseFactory(owner_department=DepartmentFactory(valid_to=LAST_DAY), state=State.NEED_INFO)
    assert hand_over_orphans(NOW) == 1
    case.refresh_from_db()
    assert case.owner_department == fallback


def test_on_its_last_day_a_department_still_owns_its_cases() -> None:
    CaseFactory(owner_department=DepartmentFactory(valid_to=NOW.date(), successor=DepartmentFactory()))
    assert hand_over_orphans(NOW) == 0


def test_the_periodic_task_says_what_it_did_and_does_it_once() -> None:
    CaseFactory(
        owner_department=DepartmentFactory(valid_to=date(2025, 1, 1), successor=DepartmentFactory()),
        state=State.IN_PROGRESS,
        received_at=NOW - timedelta(days=300),
        due_at=NOW - timedelta(days=270),
    )
    first, second = advance_cases(), advance_cases()
    assert first.startswith("handed over 1 cases")
    assert first.endswith("sent 2 alerts")
    assert second == "handed over 0 cases, closed 0 unanswered questions and 0 answered cases, sent 0 alerts"
    assert Case.objects.get().version == 1
