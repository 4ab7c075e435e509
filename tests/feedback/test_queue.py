"""The queue: what stands in which tab, in which order, in which words, and what the export leaves out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.calendar.days import LOCAL_ZONE
from core.models import Department, User
from feedback.models import Case, CaseQuerySet
from feedback.services import queue
from feedback.services.deadlines import freeze_rules
from feedback.services.queue import Tab
from feedback.services.transitions import Given, move_case
from feedback.workflow import State
from tests.feedback.factories import NOW, CaseFactory, DepartmentFactory, UserFactory, grant

pytestmark = pytest.mark.django_db

# Friday 20/11/2026: the day of the queue below. The week before has no holiday.
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=LOCAL_ZONE)


def due(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, 17, 30, tzinfo=LOCAL_ZONE)


@pytest.fixture(autouse=True)
def _fresh_calendar() -> None:
    cache.clear()


@pytest.fixture
def officer(ward: Department) -> User:
    return grant(UserFactory(department=ward), "access_admin", "handle_case", "export_cases")


@pytest.fixture
def client_of(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def make(ward: Department) -> Callable[..., Case]:
    def _make(due_at: datetime | None, state: State = State.IN_PROGRESS, **fields: Any) -> Case:
        _rule, snapshot = freeze_rules("pakn_conduct", NOW.date())
        received = (due_at or FRIDAY) - timedelta(days=30)
        case: Case = CaseFactory(
            owner_department=ward,
            state=state,
            due_at=due_at,
            received_at=received,
            rule_snapshot=snapshot,
            **fields,
        )
        return case

    return _make


def _rows(cases: CaseQuerySet, user: User) -> list[queue.QueueRow]:
    return queue.rows_of(queue.for_rows(cases), user, FRIDAY)


def test_rows_are_ordered_by_due_date_and_say_how_late_they_are(
    make: Callable[..., Case], officer: User
) -> None:
    make(due(16, 12), subject="sau")
    make(None, subject="không hạn")
    make(due(20), subject="hôm nay")
    make(due(18), subject="trễ")
    make(due(23), subject="thứ Hai")
    rows = _rows(Case.objects.all(), officer)
    assert [(row.case.subject, row.left.words if row.left else "", row.urgency) for row in rows] == [
        ("trễ", "Trễ 2 ngày", "late"),
        ("hôm nay", "Hôm nay", "today"),
        ("thứ Hai", "còn 1 ngày", "soon"),
        ("sau", "còn 17 ngày", "later"),
        ("không hạn", "", "none"),
    ]


def test_the_next_step_is_said_in_words(make: Callable[..., Case], officer: User) -> None:
    make(due(18), State.RECEIVED)
    make(due(19), State.IN_PROGRESS, assignee=officer)
    make(due(20), State.ANSWER_REVIEW, assignee=officer)
    make(due(16, 12), State.SUSPENDED)
    steps = [
        (row.next_step.words, row.next_step.tone, row.handler) for row in _rows(Case.objects.all(), officer)
    ]
    assert steps == [
        ("Giao người, gửi thư xin lỗi", "late", "Chưa giao"),
        ("Soạn trả lời", "late", "Tôi"),
        ("Chờ trưởng đơn vị duyệt", "today", "Tôi"),
        ("Chờ cơ quan khác", "wait", "Chưa giao"),
    ]


def test_a_question_to_the_citizen_names_the_day_until_which_it_waits(
    make: Callable[..., Case], officer: User
) -> None:
    case = make(due(16, 12))
    move_case(case.pk, "ask_info", actor=officer, now=FRIDAY, comment="Số giấy hẹn là bao nhiêu?")
    [row] = _rows(Case.objects.all(), officer)
    assert row.next_step == queue.NextStep("Chờ người dân đến thứ Hai 7/12", "wait")
    assert row.urgency == "paused"


def test_the_small_line_tells_code_files_and_forwardings(make: Callable[..., Case], officer: User) -> None:
    case = make(due(18), place_text="tổ 4, An Lộc", forward_count=3, reopen_count=1)
    for number in range(2):
        case.attachments.create(
            file=f"attachments/{number}.jpg",
            original_name="a.jpg",
            content_type="image/jpeg",
            size=1,
            sha256="0" * 64,
        )
    [row] = _rows(Case.objects.all(), officer)
    assert row.facts == (case.public_code, "tổ 4, An Lộc", "2 tệp", "chuyển đến lần 3", "đã mở lại")


def test_each_tab_holds_its_cases(make: Callable[..., Case], officer: User) -> None:
    cases = {
        "late": make(due(18), State.RECEIVED),
        "today": make(due(20), assignee=officer),
        "waiting": make(due(16, 12), State.NEED_INFO, assignee=officer),
        "suspended": make(due(17, 12), State.SUSPENDED),
        "answered": make(due(18), State.ANSWERED, answered_at=FRIDAY),
        "ended": make(due(18), State.CLOSED, closed_at=FRIDAY),
        "draft": make(None, State.DRAFT),
    }
    cases["waiting"].pauses.create(started_at=FRIDAY, reason="hỏi")
    names = {case.pk: name for name, case in cases.items()}
    found = {
        tab.value: {names[case.pk] for case in queue.in_tab(Case.objects.all(), tab, officer, FRIDAY)}
        for tab in Tab
    }
    assert found == {
        "can-lam": {"late", "today", "suspended"},
        "cua-toi": {"today", "waiting"},
        "qua-han": {"late"},
        "hom-nay": {"today"},
        "cho-nguoi-dan": {"waiting"},
        "da-tra-loi": {"answered"},
        "tat-ca": {"late", "today", "waiting", "suspended", "answered", "ended"},
    }
    assert queue.tab_counts(officer, FRIDAY) == {
        Tab.TODO: 3,
        Tab.MINE: 2,
        Tab.OVERDUE: 1,
        Tab.TODAY: 1,
        Tab.WAITING: 1,
    }


def test_the_queue_costs_the_same_for_one_case_and_for_thirty(
    make: Callable[..., Case], client_of: Client
) -> None:
    url = reverse("feedback_cases:tab", args=["tat-ca"])
    make(due(18))
    client_of.get(url)
    with CaptureQueriesContext(connection) as one:
        client_of.get(url)
    for _number in range(29):
        make(due(18))
    with CaptureQueriesContext(connection) as thirty:
        client_of.get(url)
    assert len(thirty) == len(one)


@time_machine.travel(FRIDAY, tick=False)
def test_the_page_shows_tabs_counts_words_and_dates(make: Callable[..., Case], client_of: Client) -> None:
    make(due(18), State.RECEIVED, subject="Thu 50.000 đ không có biên lai")
    make(due(20), subject="Gọi đường dây nóng không ai nghe")
    text = client_of.get(reverse("feedback_cases:index")).content.decode()
    for words in (
        "Phản ánh của Công an phường An Lộc",
        "Trễ 2 ngày",
        "thứ Tư 18/11",
        "Hôm nay",
        "thứ Sáu 20/11",
        "Giao người, gửi thư xin lỗi",
        "Thu 50.000 đ không có biên lai",
        "queue__row--late",
    ):
        assert words in text
    assert text.index("Thu 50.000 đ") < text.index("Gọi đường dây nóng")
    assert 'aria-current="page"' in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=AH-2222", {"mã"}),
        ("q=ah-2222", {"mã"}),
        ("q=biên lai", {"lời"}),
        ("kind=question", {"hỏi"}),
        ("state=assigned", {"giao"}),
        ("procedure=1.004", {"thủ tục"}),
        ("kind=nonsense", {"mã", "lời", "hỏi", "giao", "thủ tục"}),
        ("p=999999", {"mã", "lời", "hỏi", "giao", "thủ tục"}),
        ("q=%25_", set()),
        ("p=abc&ordering=password&q=%00", {"mã", "lời", "hỏi", "giao", "thủ tục"}),
    ],
)
def test_filters_and_search(
    make: Callable[..., Case], client_of: Client, query: str, expected: set[str]
) -> None:
    make(due(18), subject="mã", public_code="AH-2222-3333")
    make(due(18), subject="lời", content="Thu tiền mà không có biên lai nào cả.")
    make(due(18), subject="hỏi", kind="question")
    make(due(18), State.ASSIGNED, subject="giao")
    make(due(18), subject="thủ tục", procedure_code="1.004222")
    page = client_of.get(f"{reverse('feedback_cases:tab', args=['tat-ca'])}?{query}")
    assert page.status_code == 200
    assert {row.case.subject for row in page.context["table"].data} == expected


def test_the_list_alone_is_for_the_search_box(make: Callable[..., Case], client_of: Client) -> None:
    make(due(18), subject="mã")
    text = client_of.get(reverse("feedback_cases:tab_results", args=["tat-ca"])).content.decode()
    assert "mã" in text
    assert "<html" not in text


def test_a_tab_that_does_not_exist_is_the_first_one(client_of: Client) -> None:
    page = client_of.get(reverse("feedback_cases:tab", args=["khong-co"]))
    assert page.status_code == 200
    assert page.context["view"].tab is Tab.TODO


def test_the_export_holds_no_personal_data(
    make: Callable[..., Case], client_of: Client, officer: User
) -> None:
    case = make(
        due(18),
        subject="Bà Nguyễn Thị Thử kêu",
        content="Số của tôi 0901234567",
        place_text="số nhà 12",
        assignee=officer,
        procedure_code="1.004222",
    )
    case.reason = None
    answer = client_of.get(reverse("feedback_cases:export", args=["tat-ca"]))
    body = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(body)))
    assert answer["Content-Disposition"].startswith("attachment")
    assert [row["ma"] for row in rows] == [case.public_code]
    assert rows[0]["han_tra_loi"] == "2026-11-18 17:30"
    for personal in ("Nguyễn", "Thử", "090", "thu@example.vn", "số nhà", officer.username):
        assert personal not in body


def test_a_cell_is_never_a_formula(make: Callable[..., Case], client_of: Client) -> None:
    make(due(18), procedure_code="=HYPERLINK(1)")
    body = b"".join(client_of.get(reverse("feedback_cases:export", args=["tat-ca"])).streaming_content)  # type: ignore[attr-defined]
    assert b"'=HYPERLINK" in body


def test_the_menu_counts_what_is_to_do(
    make: Callable[..., Case], client_of: Client, ward: Department
) -> None:
    make(due(18))
    make(due(18), State.CLOSED)
    CaseFactory(owner_department=DepartmentFactory())
    text = client_of.get(reverse("wagtailadmin_home")).content.decode()
    assert "Ph\\u1ea3n \\u00e1nh (1)" in text or "Phản ánh (1)" in text


def test_a_forwarded_case_leaves_the_queue(make: Callable[..., Case], officer: User) -> None:
    case = make(due(18), State.RECEIVED)
    head = grant(UserFactory(department=officer.department), "approve_answer")
    given = Given(department=DepartmentFactory())
    move_case(case.pk, "forward", actor=head, now=FRIDAY, comment="Không thuộc đơn vị.", given=given)
    assert queue.todo_count(officer) == 0
