"""The promise beside what happened: said where it can be known, left open where it can't."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from core.calendar.days import LOCAL_ZONE
from feedback.models import FeedbackReason
from feedback.services.promised import compared_lines, promised_day
from tests.feedback.factories import CaseFactory

pytestmark = pytest.mark.django_db
SEVEN = {"value": "7", "unit": "working_day", "is_default": True}
THREE = {"value": "3", "unit": "working_day", "is_default": False}


def case(times: list[dict[str, Any]], reason: str = "late", **fields: Any) -> Any:
    values = {
        "filed_on": date(2026, 11, 9),
        "received_at": datetime(2026, 11, 20, 9, tzinfo=LOCAL_ZONE),
        "reason": FeedbackReason.objects.get(code=reason),
        "promise": {"time_summary": "7 ngày làm việc", "fee_summary": "", "times": times, "fees": []},
    }
    return CaseFactory(**{**values, **fields})


def test_the_promised_day_and_the_working_days_after_it_are_counted() -> None:
    day = promised_day(case([SEVEN, THREE]))
    assert day is not None
    assert (day.due, day.late_days) == (date(2026, 11, 18), 2)


@pytest.mark.parametrize(
    "times",
    [
        [],
        [{**SEVEN, "is_default": False}, THREE],
        [{"value": None, "unit": "see_text", "is_default": True}],
        [{"value": None, "unit": "not_stated", "is_default": True}],
        [{"value": "5", "unit": "hour", "is_default": True}],
        [{"value": "99999", "unit": "working_day", "is_default": True}],
    ],
)
def test_no_day_is_invented_where_the_page_promises_none(times: list[dict[str, Any]]) -> None:
    assert promised_day(case(times)) is None


def test_without_the_day_of_filing_there_is_no_promised_day() -> None:
    assert promised_day(case([SEVEN], filed_on=None)) is None


def test_before_the_promised_day_nobody_is_late() -> None:
    early = case([SEVEN], received_at=datetime(2026, 11, 12, 9, tzinfo=LOCAL_ZONE))
    day = promised_day(early)
    assert day is not None
    assert day.late_days == 0
    assert not compared_lines(early)[0].differs


def test_only_who_says_that_nothing_came_is_said_to_have_nothing() -> None:
    late, rude = case([SEVEN]), case([SEVEN], reason="attitude")
    assert "chưa có" in compared_lines(late)[0].reported
    assert compared_lines(late)[0].differs
    assert "chưa có" not in compared_lines(rude)[0].reported
    assert not compared_lines(rude)[0].differs


def test_a_case_without_a_promise_compares_nothing() -> None:
    assert compared_lines(CaseFactory(promise={}, filed_on=None)) == []
