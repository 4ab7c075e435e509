"""What the page of a case shows its sender, what it hides, and for how long it stays open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.calendar.days import LOCAL_ZONE
from core.models import User
from feedback.models import Case
from feedback.services.transitions import Given, add_note, move_case
from feedback.workflow import Actor
from tests.feedback.factories import SECRET, CaseFactory, UserFactory, grant
from tests.feedback.tracked_cases import LookUp, url, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def officer() -> User:
    return grant(UserFactory(), "handle_case", "approve_answer", "intake_case")


def test_the_page_shows_due_owner_state_steps_and_the_counted_days(opened: Client, case: Case) -> None:
    page = opened.get(url(case))
    text = words(page)
    assert f"Phản ánh {case.public_code}" in text
    assert "Thứ Ba 15/12" in text
    assert case.owner_department.name in text
    assert "Mới tiếp nhận" in text
    assert "Vì sao là 15/12?" in text
    assert "thứ Ba 24/11" in text
    assert case.content in text
    assert "no-store" in page["Cache-Control"]


def test_names_addresses_and_internal_notes_are_not_on_the_page(
    opened: Client, case: Case, officer: User
) -> None:
    add_note(case.pk, actor=officer, text="SecretNote")
    move_case(case.pk, "start", actor=officer, given=Given(internal_comment="SecretComment"))
    page = opened.get(url(case)).content.decode()
    for hidden in (
        "SecretNote",
        "SecretComment",
        "Nguyễn Thị Thử",
        "0900000218",
        "thu@example.vn",
        officer.username,
    ):
        assert hidden not in page


def test_a_late_case_says_so_in_words(opened: Client, case: Case, clock: Any) -> None:
    clock.move_to(datetime(2026, 12, 17, 9, 0, tzinfo=LOCAL_ZONE))
    client = Client()
    client.post(reverse("tracking:lookup"), {"code": case.public_code, "secret": SECRET})
    text = words(client.get(url(case)))
    assert "trễ 2 ngày làm việc" in text
    assert "Đã quá hạn. Trưởng đơn vị đã được báo." in text
    clock.move_to(datetime(2026, 12, 21, 9, 0, tzinfo=LOCAL_ZONE))
    client.post(reverse("tracking:lookup"), {"code": case.public_code, "secret": SECRET})
    assert "báo lên cấp trên" in words(client.get(url(case)))


def test_the_case_closes_in_the_browser_after_a_while_and_on_demand(
    opened: Client, case: Case, clock: Any
) -> None:
    assert opened.get(url(case)).status_code == 200
    clock.shift(timedelta(minutes=46))
    assert opened.get(url(case)).status_code == 302
    opened.post(reverse("tracking:lookup"), {"code": case.public_code, "secret": SECRET})
    assert opened.get(url(case)).status_code == 200
    opened.post(reverse("tracking:leave"))
    assert opened.get(url(case)).status_code == 302


def test_opening_a_case_changes_the_session_and_opens_no_other(
    client: Client, case: Case, look_up: LookUp
) -> None:
    other = CaseFactory()
    client.get(reverse("tracking:lookup"))
    session = client.session
    session["x"] = 1
    session.save()
    before = client.session.session_key
    look_up(case.public_code)
    assert client.session.session_key != before
    assert client.get(url(other)).status_code == 302
    for name in ("supply", "rate", "reopen", "object"):
        assert client.post(url(other, name), {"score": "5"})["Location"].startswith("/tra-cuu/?ma=")


def test_the_promised_day_stands_beside_the_reported_one(client: Client, officer: User) -> None:
    from feedback.models import FeedbackReason

    case = CaseFactory(
        reason=FeedbackReason.objects.get(code="late"),
        filed_on=datetime(2026, 11, 9, tzinfo=LOCAL_ZONE).date(),
        reported_fee=50_000,
        received_at=datetime(2026, 11, 22, 9, tzinfo=LOCAL_ZONE),
        promise={
            "fee_summary": "20.000 đ",
            "time_summary": "7 ngày làm việc",
            "fees": [{"status": "amount", "amount_min": 20_000, "amount_max": None}],
            "times": [{"value": "7", "unit": "working_day", "is_default": True}],
        },
    )
    client.post(reverse("tracking:lookup"), {"code": case.public_code, "secret": SECRET})
    text = words(client.get(url(case)))
    assert "7 ngày làm việc, trả thứ Tư 18/11" in text
    assert "Chủ nhật 22/11 chưa có (trễ 2 ngày làm việc)" in text
    assert "50.000 đ" in text


def test_a_citizen_can_withdraw_nothing_of_the_history(opened: Client, case: Case, officer: User) -> None:
    move_case(case.pk, "ask_info", actor=officer, comment="Cho biết số.")
    move_case(case.pk, "supply_info", actor=Actor.CITIZEN, comment="Số 42")
    text = words(opened.get(url(case)))
    assert text.index("Bạn đã bổ sung") < text.index("Tạm dừng, chờ bạn bổ sung") < text.index("Đã tiếp nhận")
