"""Two versions of a page in the editors' words."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from core.models import Department, User
from procedures.models import Fee, ProcedurePage
from procedures.services.comparison import Group, compare, object_of, unpublished_changes
from tests.procedures.editors import client_of
from tests.procedures.factories import DepartmentFactory, add_case, add_fee, procedure

pytestmark = pytest.mark.django_db


def fresh(page: ProcedurePage) -> ProcedurePage:
    return ProcedurePage.objects.get(pk=page.pk)


def words(groups: tuple[Group, ...]) -> list[tuple[str, str, str, str]]:
    return [(str(one.label), line.label, line.before, line.after) for one in groups for line in one.lines]


def drafted(page: ProcedurePage, **changes: Any) -> ProcedurePage:
    newest = fresh(page).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(newest, name, value)
    newest.save_revision(clean=False)
    return fresh(page)


def test_a_changed_fee_is_one_line_under_its_tab() -> None:
    page = procedure()
    add_fee(page, 15000, kind="le_phi", channel="online")
    before = fresh(page)
    after = fresh(page)
    fee = after.fees.all()[0]
    fee.amount_min, fee.valid_from = 7000, date(2027, 1, 1)
    after.fees.set([fee])
    ((tab, label, old, new),) = words(compare(before, after))
    assert tab == "Cách nộp – thời hạn – lệ phí"
    assert "Trực tuyến" in label
    assert "15.000 đồng" in old
    assert "7.000 đồng" in new
    assert "1/1/2027" in new


def test_what_belongs_to_the_page_is_compared_too() -> None:
    page = procedure()
    other = fresh(page)
    other.code, other.search_description, other.contact_office = "1.777777", "Mô tả", "Phòng Hộ tịch"
    found = words(compare(fresh(page), other))
    assert [(tab, label) for tab, label, _old, _new in found] == [
        ("Nội dung", "Mã thủ tục"),
        ("Liên hệ", "Mô tả cho máy tìm kiếm"),
        ("Liên hệ", "Nơi giải đáp"),
    ]


def test_two_equal_versions_have_no_lines() -> None:
    page = procedure()
    add_case(page, "Tờ khai")
    revision = fresh(page).save_revision()
    assert compare(fresh(page), object_of(revision)) == ()


def test_a_draft_of_a_public_page_says_what_it_would_change() -> None:
    page = drafted(procedure(), title="Tên khác")
    assert [line[1] for line in words(unpublished_changes(page) or ())] == ["Tên ngắn"]


def test_a_page_without_a_draft_or_not_public_has_nothing_to_compare() -> None:
    assert unpublished_changes(procedure()) is None
    assert unpublished_changes(drafted(procedure(live=False), title="Tên khác")) is None


def test_a_revision_with_fields_that_are_gone_is_still_read() -> None:
    page = procedure()
    add_fee(page, 5000)
    revision = fresh(page).save_revision()
    revision.content["field_of_long_ago"] = "x"
    revision.content["fees"][0]["column_of_long_ago"] = 1
    del revision.content["review_on"]
    revision.save()
    assert compare(fresh(page), object_of(revision)) == ()


def compare_url(page: ProcedurePage, first: object = "live", second: object = "latest") -> str:
    return reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, second])


def test_history_leads_to_the_comparison(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice, contact_office="Nơi cũ")
    first = fresh(page).save_revision(user=editor, log_action=True)
    drafted(page, contact_office="Nơi mới")
    client = client_of(editor)
    html = client.get(compare_url(page, first.pk, "latest")).content.decode()
    assert "Nơi cũ" in html
    assert "Nơi mới" in html
    assert (
        "revisions/compare"
        in client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    )


def test_equal_versions_say_so(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    fresh(page).save_revision()
    html = client_of(editor).get(compare_url(page)).content.decode()
    assert "Hai bản không khác gì nhau." in html


def test_a_foreign_page_is_not_compared(editor: User) -> None:
    page = procedure(responsible_department=DepartmentFactory.create())
    fresh(page).save_revision()
    assert client_of(editor).get(compare_url(page)).status_code == 302


def test_the_edit_form_shows_the_changes_of_a_draft(editor: User, justice: Department) -> None:
    page = drafted(procedure(responsible_department=justice), note="Mang theo bản chính")
    html = client_of(editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Có gì thay đổi so với bản đang công khai" in html
    untouched = procedure(responsible_department=justice)
    html = client_of(editor).get(reverse("wagtailadmin_pages:edit", args=[untouched.pk])).content.decode()
    assert "Có gì thay đổi so với bản đang công khai" not in html


def test_the_form_shows_only_the_chosen_rows_of_a_long_list(editor: User, justice: Department) -> None:
    from tests.procedures.factories import LegalBasisFactory

    chosen, other = LegalBasisFactory.create(number="1/2020/TT"), LegalBasisFactory.create(number="2/2020/TT")
    page = procedure(responsible_department=justice, legal_bases=[chosen])
    html = client_of(editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert chosen.number in html
    assert other.number not in html


def test_a_long_form_is_drawn_within_a_constant_number_of_questions(
    editor: User, justice: Department, django_assert_max_num_queries: Any
) -> None:
    page = procedure(responsible_department=justice)
    for number in range(10):
        Fee.objects.create(page=page, kind="le_phi", status="amount", amount_min=1000, sort_order=number)
        add_case(page, "Tờ khai", "Giấy chứng sinh", name=f"Trường hợp {number}")
    client = client_of(editor)
    client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    with django_assert_max_num_queries(90):
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
