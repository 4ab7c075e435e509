"""The officers' screens: what they show, what they refuse, that nothing typed is lost or interpreted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import Department, User
from feedback.models import Case, CaseAttachment
from feedback.redaction import COVER, cover_personal
from feedback.services.deadlines import freeze_rules
from feedback.services.transitions import move_case
from feedback.workflow import Actor, State
from tests.feedback.factories import (
    CaseFactory,
    DepartmentFactory,
    FeedbackReasonFactory,
    RejectReasonFactory,
    UserFactory,
    grant,
)

pytestmark = pytest.mark.django_db

ANSWER = {
    "decision": "founded",
    "body": "Hồ sơ của bạn bị chậm ở khâu ký, nay đã có kết quả.",
    "reason": "Cán bộ nghỉ ốm, chưa bố trí người thay.",
    "legal_basis": "",
    "next_step": "Bạn nhận kết quả tại quầy số 2.",
    "contact": "0290 3 100 200",
}


@pytest.fixture(autouse=True)
def _fresh_calendar() -> None:
    cache.clear()


@pytest.fixture
def ward() -> Department:
    return DepartmentFactory(name="Công an phường An Lộc")


@pytest.fixture
def officer(ward: Department) -> User:
    return grant(UserFactory(department=ward), "access_admin", "handle_case")


@pytest.fixture
def head(ward: Department) -> User:
    return grant(
        UserFactory(department=ward),
        "access_admin",
        "handle_case",
        "approve_answer",
        "intake_case",
        "export_cases",
    )


@pytest.fixture
def as_officer(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def as_head(head: User) -> Client:
    client = Client()
    client.force_login(head)
    return client


@pytest.fixture
def make(ward: Department) -> Callable[..., Case]:
    def _make(state: State = State.RECEIVED, **fields: Any) -> Case:
        received = fields.pop("received_at", timezone.now() - timedelta(hours=1))
        _rule, snapshot = freeze_rules("pakn_conduct", timezone.localdate())
        fields.setdefault("due_at", received + timedelta(days=21))
        case: Case = CaseFactory(
            owner_department=ward, state=state, rule_snapshot=snapshot, received_at=received, **fields
        )
        return case

    return _make


def move_url(case: Case, move: str) -> str:
    return reverse("feedback_cases:move", args=[case.pk, move])


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


def test_a_move_is_made_from_the_screen(as_officer: Client, officer: User, make: Callable[..., Case]) -> None:
    case = make()
    answer = as_officer.post(move_url(case, "start"), {"start-version": "0"})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.assignee) == (State.IN_PROGRESS, officer)


def test_a_vague_answer_is_refused_with_words_and_nothing_is_lost(
    as_head: Client, make: Callable[..., Case], ward: Department
) -> None:
    case = make(State.IN_PROGRESS)
    data = {
        f"answer-{name}": value for name, value in {**ANSWER, "next_step": "", "body": "Đã xử lý."}.items()
    }
    data.update({"answer-version": "0", "answer-responsible_unit": str(ward.pk)})
    page = as_head.post(move_url(case, "answer"), data)
    text = page.content.decode()
    assert page.status_code == 422
    assert "ít nhất một trong hai" in text
    assert "Quá ngắn để người đọc hiểu" in text
    assert ANSWER["reason"] in text
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS


def test_a_concrete_answer_is_sent(as_head: Client, make: Callable[..., Case], ward: Department) -> None:
    case = make(State.IN_PROGRESS)
    data = {f"answer-{name}": value for name, value in ANSWER.items()}
    data.update({"answer-version": "0", "answer-responsible_unit": str(ward.pk)})
    assert as_head.post(move_url(case, "answer"), data).status_code == 302
    case.refresh_from_db()
    assert case.state == State.ANSWERED
    text = as_head.get(reverse("feedback_cases:case", args=[case.pk])).content.decode()
    assert ANSWER["body"] in text
    assert "đúng hạn" in text


@pytest.mark.parametrize(
    ("move", "field"),
    [("reject", "comment"), ("redirect", "comment"), ("forward", "department"), ("assign", "assignee")],
)
def test_what_a_move_needs_is_asked_for(
    as_head: Client, make: Callable[..., Case], move: str, field: str
) -> None:
    RejectReasonFactory()
    case = make()
    page = as_head.post(move_url(case, move), {f"{move}-version": "0"})
    assert page.status_code == 422
    form = next(entry["form"] for entry in page.context["moves"] if entry["name"] == move)
    assert field in form.errors
    case.refresh_from_db()
    assert case.state == State.RECEIVED


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"start-version": ""},
        {"start-version": "abc"},
        {"start-version": "-1"},
        {"start-version": "999999999999999999999999"},
    ],
)
def test_a_form_without_its_version_moves_nothing(
    as_officer: Client, make: Callable[..., Case], data: dict[str, str]
) -> None:
    case = make()
    assert as_officer.post(move_url(case, "start"), data).status_code == 422
    case.refresh_from_db()
    assert case.state == State.RECEIVED


def test_two_officers_with_the_same_form_do_not_both_win(
    as_head: Client, as_officer: Client, make: Callable[..., Case]
) -> None:
    case = make()
    assert as_officer.post(move_url(case, "ask_info"), _asked("0")).status_code == 302
    second = as_head.post(move_url(case, "ask_info"), _asked("0"))
    assert second.status_code == 422
    assert "Người khác vừa xử lý" in second.content.decode()
    assert case.events.filter(move="ask_info").count() == 1


def _asked(version: str) -> dict[str, str]:
    return {"ask_info-version": version, "ask_info-comment": "Số giấy hẹn là bao nhiêu?"}


@pytest.mark.parametrize("move", ["approve_answer", "supply_info", "publish", "resume"])
def test_a_move_that_is_not_legal_is_refused(
    as_officer: Client, make: Callable[..., Case], move: str
) -> None:
    case = make()
    data = {
        f"{move}-version": "0",
        f"{move}-comment": "Một lý do đủ dài.",
        f"{move}-public_text": "Một nội dung đủ dài.",
    }
    assert as_officer.post(move_url(case, move), data).status_code == 422
    case.refresh_from_db()
    assert (case.state, case.version) == (State.RECEIVED, 0)


@pytest.mark.parametrize("move", ["delete-everything", "reopen", "object", "close", "receive"])
def test_a_move_that_is_not_the_offices_is_not_found(
    as_officer: Client, make: Callable[..., Case], move: str
) -> None:
    assert as_officer.post(move_url(make(), move), {f"{move}-version": "0"}).status_code == 404


def test_a_move_is_never_made_by_a_link(as_officer: Client, make: Callable[..., Case]) -> None:
    assert as_officer.get(move_url(make(), "start")).status_code == 405


def test_forwarding_away_leads_back_to_the_queue(as_head: Client, make: Callable[..., Case]) -> None:
    case = make()
    other = DepartmentFactory()
    data = {
        "forward-version": "0",
        "forward-department": str(other.pk),
        "forward-comment": "Việc của đơn vị này.",
    }
    answer = as_head.post(move_url(case, "forward"), data)
    assert (answer.status_code, answer["Location"]) == (302, reverse("feedback_cases:index"))


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


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("gọi 0901234567 nhé", f"gọi {COVER} nhé"),
        ("gọi 0901 234 567.", f"gọi {COVER}."),
        ("gọi +84 901 234 567", f"gọi {COVER}"),
        ("CCCD 079123456789", f"CCCD {COVER}"),
        ("thư a.b@example.vn", f"thư {COVER}"),
        ("xe 51F-123.45", f"xe {COVER}"),
        ("ở số nhà 12/3A đường Lê Lợi", f"ở {COVER} đường Lê Lợi"),
        ("trả 50.000 đồng ngày 18/11/2026", "trả 50.000 đồng ngày 18/11/2026"),
        ("mã thủ tục 1.004222", "mã thủ tục 1.004222"),
    ],
)
def test_what_names_a_person_is_covered_before_publication(text: str, covered: str) -> None:
    assert cover_personal(text) == covered


RULE_LISTS = ["deadlinerule", "routingrule", "rejectreason", "feedbackreason"]


@pytest.mark.parametrize("model", RULE_LISTS)
def test_the_rules_are_edited_by_those_who_may(model: str, as_officer: Client, officer: User) -> None:
    listing = reverse(f"wagtailsnippets_feedback_{model}:list")
    adding = reverse(f"wagtailsnippets_feedback_{model}:add")
    assert as_officer.get(listing).status_code in (302, 403)
    grant(officer, f"add_{model}", f"change_{model}", f"view_{model}")
    assert as_officer.get(listing).status_code == 200
    assert as_officer.get(adding).status_code == 200


def test_a_row_of_law_that_makes_no_sense_is_refused_in_words(as_officer: Client, officer: User) -> None:
    grant(officer, "add_deadlinerule", "change_deadlinerule")
    data = {
        "kind": "question",
        "step": "answer",
        "amount": "0",
        "unit": "working_day",
        "legal_source": "Quy định thử",
        "valid_from": "2026-12-01",
        "valid_to": "2026-11-01",
    }
    page = as_officer.post(reverse("wagtailsnippets_feedback_deadlinerule:add"), data)
    text = page.content.decode()
    assert "Thời hạn phải lớn hơn 0." in text
    assert "Ngày hết áp dụng phải sau ngày bắt đầu áp dụng." in text


def test_the_first_page_tells_an_officer_what_waits(as_officer: Client, make: Callable[..., Case]) -> None:
    make()
    make(State.IN_PROGRESS, received_at=timezone.now() - timedelta(days=40))
    text = as_officer.get(reverse("wagtailadmin_home")).content.decode()
    assert "Phản ánh của đơn vị bạn" in text
    assert reverse("feedback_cases:tab", args=["qua-han"]) in text


def test_people_without_cases_see_no_panel(ward: Department) -> None:
    client = Client()
    client.force_login(grant(UserFactory(department=ward), "access_admin"))
    assert "Phản ánh của đơn vị bạn" not in client.get(reverse("wagtailadmin_home")).content.decode()
