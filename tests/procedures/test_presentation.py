"""The read model: nothing invented, contradictions shown, the same number of queries however long the page."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from procedures.models import DossierCase, DossierItem, Fee, ProcedurePage, TimeLimit
from procedures.services.presentation import briefs, present
from tests.procedures.factories import (
    DecisionFactory,
    DepartmentFactory,
    FieldFactory,
    LegalBasisFactory,
    SubjectTypeFactory,
    add_agency,
    add_case,
    add_fee,
    add_method,
    add_step,
    add_time,
    procedure,
)
from tests.procedures.presented import SUNDAY, fetched

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "badge", "words"),
    [
        (
            {"status": "abolished", "effective_to": date(2026, 6, 30)},
            "Đã bị bãi bỏ",
            "đã bị bãi bỏ. Áp dụng đến hết",
        ),
        ({"status": "replaced"}, "Đã được thay thế", "đã được thay thế"),
        ({"effective_from": date(2027, 1, 1)}, "Chưa áp dụng", "áp dụng từ 1/1/2027"),
        (
            {"effective_to": date(2026, 1, 1)},
            "Hết áp dụng",
            "không còn áp dụng. Áp dụng đến hết ngày 1/1/2026",
        ),
    ],
)
def test_a_procedure_that_does_not_apply_says_so_and_promises_no_date(
    fields: dict[str, Any], badge: str, words: str
) -> None:
    page = procedure(**fields, portal_url="https://example.vn/nop")
    add_time(page, 7)
    view = present(fetched(page), SUNDAY)
    assert view.badge_text == badge
    assert view.banner is not None
    assert words in view.banner.text
    assert view.deadline is None
    assert view.portal_url == ""
    assert view.time_summary.value == "7 ngày làm việc"


def test_a_replaced_procedure_leads_to_its_successor_only_if_that_is_live() -> None:
    new = procedure(title="Thủ tục mới")
    old = procedure(status="replaced", replaced_by=new)
    banner = present(fetched(old), SUNDAY).banner
    assert banner is not None
    assert (banner.successor_title, banner.successor_url) == ("Thủ tục mới", new.url)
    new.unpublish()
    banner = present(fetched(old), SUNDAY).banner
    assert banner is not None
    assert banner.successor_url == ""


def test_papers_by_case_with_remarks_apart() -> None:
    page = procedure()
    add_case(page, "Tờ khai", "Giấy chứng sinh", name="Sinh tại bệnh viện")
    case = add_case(page, "Giấy cam đoan", name="* Sinh tại nhà:", originals=0, copies=2, certified=True)
    DossierItem.objects.create(
        case=case, name="Lưu ý: mang căn cước.", kind="note", originals=0, sort_order=8
    )
    DossierItem.objects.create(case=case, name="Căn cước", kind="present", originals=0, sort_order=9)
    view = present(fetched(page), SUNDAY)
    assert [(c.name, len(c.papers), c.notes) for c in view.cases] == [
        ("Sinh tại bệnh viện", 2, ()),
        ("Sinh tại nhà", 2, ("Lưu ý: mang căn cước.",)),
    ]
    assert view.cases[1].papers[0].quantity == "2 bản sao chứng thực"
    assert view.cases[1].papers[1].quantity == "Chỉ xuất trình để đối chiếu"
    assert view.paper_summary.value == "1–2 loại"


def test_papers_that_everybody_needs_are_no_case_to_choose() -> None:
    page = procedure()
    add_case(page, "Tờ khai", "Giấy chứng sinh", name="Giấy tờ phải nộp:")
    shown = add_case(page, name="Giấy tờ phải xuất trình")
    DossierItem.objects.create(case=shown, name="Căn cước", kind="present", originals=0, sort_order=1)
    view = present(fetched(page), SUNDAY)
    assert [case.common for case in view.cases] == [True, True]
    assert view.special_cases == ()
    assert (view.paper_summary.value, view.paper_summary.note) == ("2 loại", "1 bộ hồ sơ")
    add_case(page, "Biên bản", name="Trẻ bị bỏ rơi")
    view = present(fetched(page), SUNDAY)
    assert [case.name for case in view.special_cases] == ["Trẻ bị bỏ rơi"]
    assert view.paper_summary.value == "2–3 loại"


def test_a_page_with_nothing_but_a_name_still_answers_every_question() -> None:
    view = present(fetched(procedure()), SUNDAY)
    assert [fact.value for fact in view.facts] == ["Chưa công bố", "Chưa công bố", "Chưa công bố"]
    assert [fact.known for fact in view.facts] == [False, False, False]
    assert [way.label for way in view.ways] == ["Mọi cách nộp"]


def test_an_unsaved_page_can_be_previewed() -> None:
    page = ProcedurePage(title="Chưa lưu", code="1.999999", official_name="Chưa lưu")
    page.fees = [Fee(status="amount", amount_min=1000)]
    page.time_limits = [TimeLimit(value=Decimal(2), unit="working_day")]
    case = DossierCase(name="")
    case.items = [DossierItem(name="Tờ khai")]
    page.dossier_cases = [case]
    view = present(page, SUNDAY)
    assert view.fee_summary.value == "1.000 đồng"
    assert view.deadline is not None
    assert view.cases[0].papers[0].name == "Tờ khai"


def test_a_preview_of_a_revision_shows_its_rows_and_not_the_published_ones() -> None:
    page = procedure()
    add_fee(page, 5000)
    draft = fetched(page)
    draft.fees = [Fee(status="amount", amount_min=9000)]
    revised = draft.save_revision().as_object()
    assert present(revised, SUNDAY).fee_summary.value == "9.000 đồng"
    assert present(fetched(page), SUNDAY).fee_summary.value == "5.000 đồng"


def filled(rows: int) -> ProcedurePage:
    page = procedure(
        fields=FieldFactory.create_batch(2),
        subjects=SubjectTypeFactory.create_batch(rows),
        legal_bases=LegalBasisFactory.create_batch(rows),
        responsible_department=DepartmentFactory.create(),
        decision=DecisionFactory.create(),
    )
    for number in range(rows):
        add_fee(page, 1000 + number, case_label=f"trường hợp {number}")
        add_time(page, 1 + number)
        add_method(page, "online", f"lưu ý {number}")
        add_step(page)
        add_agency(page, f"Cơ quan {page.pk}-{number}")
        add_case(page, "Một", "Hai", name=f"trường hợp {number}")
    return page


@pytest.mark.parametrize("rows", [2, 40])
def test_queries_do_not_grow_with_rows(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    page = fetched(filled(rows))
    cache.clear()
    present(page, SUNDAY)
    page = fetched(page)
    with django_assert_num_queries(17):
        view = present(page, SUNDAY)
    assert len(view.ways[0].fees) == rows


@pytest.mark.parametrize("pages", [1, 6])
def test_briefs_of_many_pages_cost_three_queries(
    pages: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(pages):
        page = procedure()
        add_fee(page, 1000 + number)
        add_time(page, 3)
    found = list(ProcedurePage.objects.all())
    briefs([], SUNDAY)
    with django_assert_num_queries(3):
        result = briefs(found, SUNDAY)
    assert len(result) == pages
    assert all(brief.time.value == "3 ngày làm việc" for brief in result.values())
