"""The editors' side of promises, bundles, commitments and processes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from core.models import User
from procedures.models import Fee, LifeEvent, ProcedureBundle, ProcedurePage, ProcessStep, ServicePromise
from tests.procedures.editors import sent_back
from tests.procedures.factories import LifeEventFactory, UserFactory, add_fee, add_time, procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    client = Client()
    user: User = UserFactory.create(is_superuser=True, is_staff=True)
    client.force_login(user)
    return client


def edit_url(page: ProcedurePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def errors_of(client: Client, page: ProcedurePage, **changed: Any) -> str:
    """Everything that the form says against sending it with these changes."""
    url = edit_url(page)
    response = client.post(url, sent_back(client, url) | changed)
    if response.status_code == 302:
        return ""
    form = response.context["form"]
    rows = [child.errors for formset in form.formsets.values() for child in formset.forms]
    return " ".join(str(error) for error in (form.errors, *rows) if error)


def add_process(page: ProcedurePage, *hours: int) -> None:
    for number, value in enumerate(hours):
        ProcessStep.objects.create(
            page=page, unit_name="Phòng Tư pháp", task="Xem", hours=Decimal(value), sort_order=number
        )


def test_a_new_tariff_on_top_of_the_old_one_is_refused_beside_it(admin: Client) -> None:
    page = procedure()
    add_fee(page, 25000, sort_order=0)
    add_fee(page, 50000, sort_order=1, valid_from=date(2027, 1, 1))
    assert "Trùng ngày với dòng 1 (không ghi ngày)" in errors_of(admin, page)
    Fee.objects.filter(amount_min=25000).update(valid_to=date(2026, 12, 31))
    assert errors_of(admin, page) == ""


def test_several_amounts_without_dates_are_what_sources_publish(admin: Client) -> None:
    page = procedure()
    add_fee(page, 15000, sort_order=0)
    add_fee(page, 10000, sort_order=1)
    url = edit_url(page)
    response = admin.post(url, sent_back(admin, url))
    assert response.status_code == 302
    said = " ".join(str(message) for message in get_messages(response.wsgi_request))
    assert "“15.000 đồng” và “10.000 đồng” cùng cách nộp" in said


def test_time_limits_of_one_case_may_not_overlap_either(admin: Client) -> None:
    page = procedure()
    add_time(page, 7, sort_order=0, valid_to=date(2027, 1, 31))
    add_time(page, 5, sort_order=1, valid_from=date(2027, 1, 1))
    assert "Trùng ngày với dòng 1 (đến hết 31/1/2027)" in errors_of(admin, page)


def test_a_commitment_longer_than_the_law_is_refused(admin: Client) -> None:
    page = procedure()
    add_time(page, 3)
    changed = {"time_limits-0-committed_value": "25", "time_limits-0-committed_unit": "working_hour"}
    assert "không thể dài hơn thời hạn theo luật" in errors_of(admin, page, **changed)
    changed["time_limits-0-committed_value"] = "24"
    assert errors_of(admin, page, **changed) == ""


@pytest.mark.parametrize(
    ("law", "committed", "refused"),
    [
        ((3, "working_day"), (4, "working_day"), True),
        ((3, "day"), (4, "working_day"), True),
        ((3, "working_day"), (4, "day"), False),
        ((3, "working_day"), (3, "working_day"), False),
    ],
)
def test_only_a_commitment_that_is_surely_longer_is_refused(
    admin: Client, law: tuple[int, str], committed: tuple[int, str], refused: bool
) -> None:
    page = procedure()
    add_time(page, *law)
    changed = {
        "time_limits-0-committed_value": str(committed[0]),
        "time_limits-0-committed_unit": committed[1],
    }
    assert bool(errors_of(admin, page, **changed)) is refused


def test_the_hours_of_a_process_must_fit_the_commitment_and_both_sums_are_named(admin: Client) -> None:
    page = procedure()
    add_time(page, 7, committed_value=4, committed_unit="working_day")
    add_process(page, 16, 20)
    said = errors_of(admin, page)
    assert "Tổng số giờ các bước là 36 giờ, vượt thời hạn 4 ngày làm việc (32 giờ). Hãy bớt 4 giờ." in said
    ProcessStep.objects.filter(hours=20).update(hours=16)
    assert errors_of(admin, page) == ""


def test_a_process_is_measured_against_the_longest_of_times_that_differ(admin: Client) -> None:
    page = procedure()
    add_time(page, 2, case_label="hồ sơ thường", sort_order=0)
    add_time(page, 5, case_label="phải xác minh", sort_order=1)
    add_process(page, 41)
    assert "vượt thời hạn 5 ngày làm việc (40 giờ)" in errors_of(admin, page)
    ProcessStep.objects.update(hours=40)
    assert errors_of(admin, page) == ""


def test_a_process_without_a_countable_time_is_not_judged(admin: Client) -> None:
    page = procedure()
    add_time(page, unit="see_text", verbatim="Theo dự án.")
    add_process(page, 400)
    assert errors_of(admin, page) == ""


def test_an_editor_writes_a_promise_with_its_days_and_procedures(admin: Client) -> None:
    page = procedure(code="1.001266")
    url = reverse("wagtailsnippets_procedures_servicepromise:add")
    sent = {
        "name": "Ngày thứ sáu xanh",
        "summary": "Trả trong 60 phút.",
        "place": "Phường An Lộc",
        "weekdays": ["4"],
        "max_minutes": "60",
        "procedures": [str(page.pk)],
    }
    response = admin.post(url, sent)
    assert response.status_code == 302, response.context["form"].errors
    promise = ServicePromise.objects.get()
    assert (promise.slug, promise.weekdays, promise.max_minutes) == ("ngay-thu-sau-xanh", [4], 60)
    assert list(promise.procedures.all()) == [page]
    edit = reverse("wagtailsnippets_procedures_servicepromise:edit", args=[promise.pk])
    assert admin.get(edit).status_code == 200


def test_procedures_are_found_for_a_promise_by_code_and_by_words_without_accents(admin: Client) -> None:
    page = procedure(code="1.001266", title="Chấm dứt hoạt động hộ kinh doanh")
    url = reverse("catalogue_work:choices", args=["thu-tuc"])
    for typed in ("1.0012", "ho kinh doanh", "Hộ kinh doanh"):
        assert [row["id"] for row in admin.get(url, {"q": typed}).json()["rows"]] == [page.pk]


def test_an_editor_writes_a_bundle_in_order(admin: Client) -> None:
    birth, home = procedure(title="Khai sinh"), procedure(title="Thường trú")
    event: LifeEvent = LifeEventFactory.create()
    url = reverse("wagtailsnippets_procedures_procedurebundle:add")
    sent = {
        "name": "Sinh con",
        "life_event": str(event.pk),
        "order": "10",
        "steps-TOTAL_FORMS": "2",
        "steps-INITIAL_FORMS": "0",
        "steps-MIN_NUM_FORMS": "0",
        "steps-MAX_NUM_FORMS": "1000",
        "steps-0-procedure": str(birth.pk),
        "steps-0-ORDER": "1",
        "steps-1-procedure": str(home.pk),
        "steps-1-ORDER": "2",
    }
    response = admin.post(url, sent)
    assert response.status_code == 302, response.context["form"].errors
    steps = ProcedureBundle.objects.get().steps.order_by("sort_order")
    assert [step.procedure_id for step in steps] == [birth.pk, home.pk]


def test_the_report_lists_every_cut_and_can_be_taken_along(admin: Client) -> None:
    page = procedure(code="1.004222", title="Đăng ký thường trú")
    add_time(page, 10, committed_value=4, committed_unit="working_day", committed_basis="QĐ 512")
    add_time(procedure(), 10)
    url = reverse("wagtailsnippets_procedures_servicepromise:time_cuts")
    html = admin.get(url).content.decode()
    assert "60 %" in html
    assert html.count("10 ngày làm việc") == 1
    response = admin.get(url, {"export": "csv"})
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert "1.004222,Đăng ký thường trú" in text
    assert ",60,QĐ 512" in text
