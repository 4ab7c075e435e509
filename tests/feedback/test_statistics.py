"""The month's figures, which can't flatter: open and late is late."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core.calendar.days import LOCAL_ZONE
from feedback.models import CaseEvent
from feedback.services.statistics import answers_of, monthly_answers
from tests.feedback.factories import CaseFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=LOCAL_ZONE)
DUE = datetime(2026, 10, 30, 17, 30, tzinfo=LOCAL_ZONE)


def case(state: str, answered: datetime | None = None, **fields: object) -> None:
    values = {"received_at": datetime(2026, 10, 12, 9, tzinfo=LOCAL_ZONE), "due_at": DUE, **fields}
    ended = NOW if state in ("closed", "rejected", "redirected", "closed_no_reply") else None
    published = answered if state == "published" else None
    CaseFactory(state=state, answered_at=answered, closed_at=ended, published_at=published, **values)


def test_the_last_whole_month_is_counted_with_what_is_open_and_late() -> None:
    case("answered", DUE - timedelta(days=1))
    case("published", DUE)
    case("closed", DUE + timedelta(days=4))  # Tuesday 3/11: two working days late
    case("in_progress")  # sixteen working days late: Saturday and Sunday don't count
    case("received", due_at=NOW + timedelta(days=3))
    case("rejected")
    case("redirected")
    case("closed_no_reply")
    case("answered", DUE, received_at=datetime(2026, 11, 2, 9, tzinfo=LOCAL_ZONE), due_at=NOW)
    found = monthly_answers(NOW)
    assert found.month == date(2026, 10, 1)
    assert (found.received, found.on_time, found.late, found.overdue_open) == (5, 2, 1, 1)
    assert found.median_late_days == 9.0


def test_a_month_is_local_and_half_open() -> None:
    case("received", received_at=datetime(2026, 9, 30, 23, 59, tzinfo=LOCAL_ZONE))
    case("received", received_at=datetime(2026, 10, 1, 0, 0, tzinfo=LOCAL_ZONE))
    case("received", received_at=datetime(2026, 10, 31, 23, 59, tzinfo=LOCAL_ZONE), due_at=NOW)
    assert answers_of(date(2026, 10, 1), NOW).received == 2


def test_a_case_whose_clock_stands_is_not_overdue_unless_it_was_before() -> None:
    for started in (DUE - timedelta(days=2), DUE + timedelta(days=2)):
        paused = CaseFactory(
            state="need_info", received_at=datetime(2026, 10, 12, 9, tzinfo=LOCAL_ZONE), due_at=DUE
        )
        paused.pauses.create(started_at=started, reason="Chờ bổ sung")
    assert answers_of(date(2026, 10, 1), NOW).overdue_open == 1


def test_a_reopened_case_counts_as_open_again() -> None:
    case("reopened", DUE, reopen_count=1, due_at=NOW - timedelta(days=1))
    found = monthly_answers(NOW)
    assert (found.on_time, found.late, found.overdue_open) == (0, 0, 1)


def test_a_second_answer_in_time_does_not_undo_a_first_one_that_was_late() -> None:
    for first in (DUE + timedelta(days=4), DUE):
        reopened = CaseFactory(
            state="answered",
            answered_at=NOW,
            due_at=NOW + timedelta(days=1),
            received_at=datetime(2026, 10, 12, 9, tzinfo=LOCAL_ZONE),
            reopen_count=1,
        )
        for move, at, due in (
            ("approve_answer", first, DUE),
            ("note", NOW, DUE),
            ("answer", NOW, NOW + timedelta(days=1)),
        ):
            CaseEvent.objects.create(case=reopened, move=move, at=at, to_state="answered", due_before=due)
    found = answers_of(date(2026, 10, 1), NOW)
    assert (found.received, found.on_time, found.late) == (2, 1, 1)
    assert found.median_late_days == 2


def test_without_a_case_last_month_the_running_month_is_shown() -> None:
    case("received", received_at=datetime(2026, 11, 2, 9, tzinfo=LOCAL_ZONE), due_at=NOW + timedelta(days=9))
    found = monthly_answers(NOW)
    assert (found.month, found.received, found.median_late_days) == (date(2026, 11, 1), 1, None)


def test_with_no_case_at_all_every_figure_is_nought() -> None:
    found = monthly_answers(NOW)
    assert (found.received, found.on_time, found.late, found.overdue_open) == (0, 0, 0, 0)


def test_a_case_without_a_due_date_is_neither_late_nor_on_time() -> None:
    case("answered", NOW, due_at=None)
    assert answers_of(date(2026, 10, 1), NOW).received == 0
