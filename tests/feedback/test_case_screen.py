"""The officers' screen of a case: what it shows and offers, what it hands out, that nothing is interpreted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import Department, User
from feedback.models import Case, CaseAttachment
from feedback.services.transitions import move_case
from feedback.workflow import Actor, State
from tests.feedback.factories import FeedbackReasonFactory, UserFactory, grant, waiting_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(ward: Department) -> User:
    return grant(UserFactory(department=ward), "access_admin", "handle_case")


@pytest.fixture
def make(ward: Department) -> Callable[..., Case]:
    return partial(waiting_case, ward)


def test_the_case_shows_what_was_sent_and_why_it_is_due(
    as_officer: Client, make: Callable[..., Case]
) -> None:
    case = make(
        wish="Trả kết quả cho tôi.",
        dossier_code="H55.123",
        reported_fee=50_000,
        promise={
            "time_summary": "7 ngày làm việc",
            "fee_summary": "10.000 đ",
            "fees": [{"status": "amount", "amount_min": 10_000, "amount_max": None}],
        },
    )
    page = as_officer.get(reverse("feedback_cases:case", args=[case.pk]))
    text = page.content.decode()
    assert page.status_code == 200
    for words in (
        case.public_code,
        case.content,
        "Trả kết quả cho tôi.",
        "H55.123",
        "7 ngày làm việc",
        "10.000 đ",
        "50.000 đ",
        "cao hơn mức công bố",
        "Vì sao là",
        "chưa kiểm chứng",
        "Nhận xử lý",
    ):
        assert words in text
    assert "day-grid" in text
    assert "Duyệt và gửi trả lời" not in text


def test_a_late_result_is_not_called_a_higher_fee(as_officer: Client, make: Callable[..., Case]) -> None:
    case = make(
        reason=FeedbackReasonFactory(code="late"),
        filed_on=timezone.localdate() - timedelta(days=40),
        promise={
            "time_summary": "3 ngày làm việc",
            "times": [{"value": "3", "unit": "working_day", "is_default": True}],
        },
    )
    text = as_officer.get(reverse("feedback_cases:case", args=[case.pk])).content.decode()
    assert "ngày làm việc)" in text
    assert "cao hơn mức công bố" not in text


def test_what_a_citizen_typed_is_never_interpreted(as_officer: Client, make: Callable[..., Case]) -> None:
    attack = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    case = make(subject=attack[:100], content=f"Dòng một\n{attack}", wish=attack, place_text=attack)
    move_case(
        case.pk,
        "ask_info",
        actor=grant(UserFactory(department=case.owner_department), "handle_case"),
        comment="Số giấy hẹn?",
    )
    move_case(case.pk, "supply_info", actor=Actor.CITIZEN, comment=attack)
    for url in (
        reverse("feedback_cases:case", args=[case.pk]),
        reverse("feedback_cases:tab", args=["tat-ca"]),
    ):
        text = as_officer.get(url).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_a_note_is_read_inside_only(as_officer: Client, make: Callable[..., Case]) -> None:
    case = make()
    url = reverse("feedback_cases:note", args=[case.pk])
    assert as_officer.post(url, {"note-text": ""}).status_code == 422
    assert as_officer.post(url, {"note-text": "Đã gọi tổ trưởng."}).status_code == 302
    assert case.events.get(move="note").internal_comment == "Đã gọi tổ trưởng."
    assert (
        "Đã gọi tổ trưởng." in as_officer.get(reverse("feedback_cases:case", args=[case.pk])).content.decode()
    )


def test_an_apology_is_offered_for_a_late_case_only(as_officer: Client, make: Callable[..., Case]) -> None:
    late = make(State.IN_PROGRESS, received_at=timezone.now() - timedelta(days=40))
    early = make(State.IN_PROGRESS)
    case_url = reverse("feedback_cases:case", args=[late.pk])
    assert "Gửi thư xin lỗi" in as_officer.get(case_url).content.decode()
    assert (
        "Gửi thư xin lỗi"
        not in as_officer.get(reverse("feedback_cases:case", args=[early.pk])).content.decode()
    )
    url = reverse("feedback_cases:apology", args=[late.pk])
    assert as_officer.post(url, {"apology-text": "ngắn"}).status_code == 422
    sent = as_officer.post(url, {"apology-text": "Chúng tôi xin lỗi bạn vì trả lời trễ hạn."})
    assert sent.status_code == 302
    assert late.events.get(move="apology").public_comment.startswith("Chúng tôi xin lỗi")
    assert "Gửi thư xin lỗi vì trễ hạn" not in as_officer.get(case_url).content.decode()


def test_a_file_is_a_download_that_no_browser_interprets(
    as_officer: Client, make: Callable[..., Case]
) -> None:
    case = make()
    attachment = CaseAttachment.objects.create(
        case=case,
        file=ContentFile(b"%PDF-1.4 thu", name="giay-hen.pdf"),
        original_name='giấy "hẹn".pdf',
        content_type="application/pdf",
        size=12,
        sha256="0" * 64,
    )
    answer = as_officer.get(reverse("feedback_cases:attachment", args=[case.pk, attachment.pk]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 thu"  # type: ignore[attr-defined]
    other = make()
    assert (
        as_officer.get(reverse("feedback_cases:attachment", args=[other.pk, attachment.pk])).status_code
        == 404
    )
    attachment.file.delete(save=False)
    assert (
        as_officer.get(reverse("feedback_cases:attachment", args=[case.pk, attachment.pk])).status_code == 404
    )


def test_the_screen_costs_a_constant_number_of_queries(
    as_officer: Client, officer: User, make: Callable[..., Case], django_assert_max_num_queries: Any
) -> None:
    case = make()
    url = reverse("feedback_cases:case", args=[case.pk])
    as_officer.get(url)
    for number in range(30):
        case.events.create(
            at=timezone.now(),
            move="note",
            from_state=case.state,
            to_state=case.state,
            actor=officer,
            actor_label="Đơn vị",
            internal_comment=str(number),
        )
    with django_assert_max_num_queries(60):
        as_officer.get(url)
