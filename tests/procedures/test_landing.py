"""Pages that lead to several procedures: in order, with today's facts, in the same number of queries for any number."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.middleware import PAGES
from procedures.models import BundleStep, DossierItem, LifeEvent, ProcedureBundle, ProcedurePage
from procedures.services.landing import bundle_view, life_event_view
from tests.procedures.factories import LifeEventFactory, add_case, add_fee, add_time, procedure
from tests.procedures.test_pages import text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    cache.clear()
    caches[PAGES].clear()
    yield
    caches[PAGES].clear()


def event(name: str = "Sinh con", **fields: Any) -> LifeEvent:
    made: LifeEvent = LifeEventFactory.create(name=name, **fields)
    return made


def step_of(title: str, *papers: str, **fields: Any) -> ProcedurePage:
    """A procedure with a fee, a time and papers."""
    page = procedure(title=title, summary=f"Nhận {title.lower()}.", **fields)
    add_fee(page, 8000)
    add_time(page, 3)
    add_case(page, *papers)
    return page


def bundle(*pages: ProcedurePage, **fields: Any) -> ProcedureBundle:
    made: ProcedureBundle = ProcedureBundle.objects.create(**{"name": "Khai sinh, thường trú", **fields})
    for number, page in enumerate(pages):
        BundleStep.objects.create(bundle=made, procedure=page, sort_order=number, note=f"Việc {number + 1}.")
    return made


def test_a_bundle_goes_in_its_own_order_and_counts_its_papers() -> None:
    home = step_of("Thường trú", "Tờ khai CT01", "Giấy khai sinh")
    birth = step_of("Khai sinh", "Tờ khai khai sinh", "- Giấy khai sinh;")
    view = bundle_view(bundle(birth, home), NOW)
    assert [(row.title, row.note) for row in view.rows] == [
        ("Khai sinh", "Việc 1."),
        ("Thường trú", "Việc 2."),
    ]
    assert (view.rows[0].brief.fee.value, view.rows[0].brief.time.value) == ("8.000 đồng", "3 ngày làm việc")
    assert (view.papers.value, view.papers.note) == ("4 loại", "Giấy khai sinh: nhiều thủ tục cùng cần")


def test_papers_that_depend_on_the_case_make_a_span_and_unknown_ones_are_said() -> None:
    page = step_of("Khai sinh", "Tờ khai")
    DossierItem.objects.filter(case__page=page).delete()
    page.dossier_cases.all().delete()
    add_case(page, "Một", name="Thường")
    add_case(page, "Một", "Hai", "Ba", name="Ở nước ngoài")
    page = ProcedurePage.objects.get(pk=page.pk)
    unknown = procedure(title="Không ghi")
    view = bundle_view(bundle(page, unknown), NOW)
    assert (view.papers.value, view.papers.note) == ("1–3 loại", "1 thủ tục chưa công bố giấy tờ")


def test_a_procedure_of_a_bundle_that_no_longer_applies_says_so_and_a_draft_is_absent() -> None:
    old = step_of("Cũ", "Một", status="abolished")
    draft = step_of("Nháp", "Một", live=False)
    view = bundle_view(bundle(old, draft), NOW)
    assert [(row.title, row.status) for row in view.rows] == [("Cũ", ("late", "Đã bị bãi bỏ"))]


def test_one_code_for_all_of_it_stands_first() -> None:
    at_once = step_of("Liên thông", "Một", code="2.000986")
    view = bundle_view(bundle(step_of("Khai sinh", "Một"), one_go=at_once), NOW)
    assert view.one_go is not None
    assert (view.one_go.title, view.one_go.code) == ("Liên thông", "2.000986")


def test_a_life_event_shows_its_bundles_first_and_each_procedure_once() -> None:
    birth_event = event(introduction="Trong 60 ngày.")
    birth, home, other, at_once = (
        step_of(title, "Một", life_events=[birth_event])
        for title in ("Khai sinh", "Thường trú", "Thai sản", "Liên thông")
    )
    step_of("Hết áp dụng", "Một", life_events=[birth_event], status="abolished")
    step_of("Nội bộ", "Một", life_events=[birth_event], scope="internal")
    bundle(birth, home, life_event=birth_event, one_go=at_once)
    bundle(home, name="Lặp lại", life_event=birth_event, order=200)
    view = life_event_view(birth_event, NOW)
    assert [(group.title, [row.title for row in group.rows]) for group in view.groups] == [
        ("Khai sinh, thường trú", ["Khai sinh", "Thường trú"]),
        ("Thủ tục khác", ["Thai sản"]),
    ]
    assert view.groups[0].one_go is not None
    assert view.total == 4
    assert other.title == "Thai sản"


@pytest.mark.parametrize("number", [2, 12])
def test_landing_pages_cost_the_same_queries_however_many_procedures(number: int) -> None:
    birth_event = event()
    pages = [step_of(f"Việc {n}", "Một", "Hai", life_events=[birth_event]) for n in range(number)]
    made = bundle(*pages, life_event=birth_event, one_go=pages[0])
    life_event_view(birth_event, NOW)
    with CaptureQueriesContext(connection) as queries:
        life_event_view(birth_event, NOW)
    assert len(queries) <= 11
    made = ProcedureBundle.objects.get(pk=made.pk)
    with CaptureQueriesContext(connection) as queries:
        bundle_view(made, NOW)
    assert len(queries) <= 12


def test_people_go_from_the_event_to_the_bundle_to_the_procedure_and_back(client: Client) -> None:
    birth_event = event(introduction="- Khai sinh trước.\n- Thường trú sau.")
    birth = step_of("Khai sinh", "Tờ khai", life_events=[birth_event])
    made = bundle(birth, life_event=birth_event, text="Làm liên thông thì nộp một lần.")
    html = client.get(f"/su-kien/{birth_event.slug}/").content.decode()
    assert "<li>Khai sinh trước.</li>" in html
    assert f'href="/lien-thong/{made.slug}/"' in html
    html = client.get(f"/lien-thong/{made.slug}/").content.decode()
    assert f'href="{birth.url}"' in html
    assert f'href="/su-kien/{birth_event.slug}/"' in html
    assert "Làm liên thông thì nộp một lần." in html
    page = client.get(birth.url).content.decode()
    assert "Thường đi cùng" in page
    assert f'href="/lien-thong/{made.slug}/"' in page
    assert f'href="/su-kien/{birth_event.slug}/"' in page


def test_an_event_without_procedures_still_answers(client: Client) -> None:
    empty = event("Chuyện lạ")
    assert "Chưa có thủ tục nào" in text_of(client.get(f"/su-kien/{empty.slug}/").content.decode())
    assert client.get("/su-kien/khong-co/").status_code == 404
    assert client.get("/lien-thong/khong-co/").status_code == 404


def test_what_editors_write_on_landing_pages_is_text_and_never_markup(client: Client) -> None:
    attack = "<script>alert(1)</script>"
    attacked = event(attack, introduction=attack, summary=attack)
    made = bundle(
        step_of(f"A {attack}", attack, life_events=[attacked]), name=attack, text=attack, life_event=attacked
    )
    for url in (f"/su-kien/{attacked.slug}/", f"/lien-thong/{made.slug}/"):
        assert attack not in client.get(url).content.decode()


def test_an_edited_bundle_is_seen_at_once(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    made = bundle(step_of("Khai sinh", "Một"))
    url = f"/lien-thong/{made.slug}/"
    client.get(url)
    with django_capture_on_commit_callbacks(execute=True):
        made.name = "Tên mới"
        made.save()
    assert "Tên mới" in client.get(url).content.decode()


@pytest.mark.parametrize("size", [(2, 2), (30, 20)])
def test_a_page_with_thirty_fees_and_twenty_cases_costs_what_a_small_one_costs(
    client: Client, size: tuple[int, int]
) -> None:
    fees, cases = size
    page = procedure()
    for number in range(fees):
        add_fee(page, 1000 + number, case_label=f"cấp {number}", channel=("direct", "online")[number % 2])
    for number in range(cases):
        add_case(page, *(f"Giấy {n}" for n in range(8)), name=f"Trường hợp {number}")
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        html = client.get(f"{page.url}?lan=2").content.decode()
    assert len(queries) <= 30
    if size == (30, 20):
        assert html.count('<details class="case"') == 20
        assert html.count("Thêm 11 mức thu") == 2
        assert all(f"{1000 + number}"[-3:] in html for number in range(30))
