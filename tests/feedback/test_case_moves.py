"""Moves made from the case's screen: what they need, what is refused, that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Department, User
from feedback.models import Case
from feedback.workflow import State
from tests.feedback.factories import DepartmentFactory, RejectReasonFactory, UserFactory, grant, waiting_case

pytestmark = pytest.mark.django_db
ANSWER = {
    "decision": "founded",
    "body": "Hồ sơ của bạn bị chậm ở khâu ký, nay đã có kết quả.",
    "reason": "Cán bộ nghỉ ốm, chưa bố trí người thay.",
    "legal_basis": "",
    "next_step": "Bạn nhận kết quả tại quầy số 2.",
    "contact": "0290 3 100 200",
}


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
def make(ward: Department) -> Callable[..., Case]:
    return partial(waiting_case, ward)


def move_url(case: Case, move: str) -> str:
    return reverse("feedback_cases:move", args=[case.pk, move])


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
