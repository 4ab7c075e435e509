"""Pages written in bulk are what Wagtail writes one by one: tree, revisions, log, references, search, editing."""

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from procedures.models import DossierItem, ProcedurePage
from procedures.services.imports.creating import check, create_pages, prepare
from tests.procedures.batches import imported
from tests.procedures.factories import DepartmentFactory, UserFactory, catalogue_index
from tests.procedures.imported_pages import rich_page
from tests.procedures.portal_samples import fee, method, paper, record

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

# What a revision says of itself and of the page's state is not content.
POINTERS = {"pk", "id", "page_ptr", "path", "url_path", "slug", "latest_revision", "live_revision"}
MOMENTS = {"latest_revision_created_at", "first_published_at", "last_published_at", "translation_key"}


def created(*pages: ProcedurePage, live: bool = True, user: Any = None) -> list[ProcedurePage]:
    now = timezone.now()
    for page in pages:
        prepare(page, goes_live=live, user=user, now=now)
        check(page)
    create_pages(pages, catalogue_index(), user=user, now=now)
    return [ProcedurePage.objects.get(pk=page.pk) for page in pages]


def one_by_one(page: ProcedurePage) -> ProcedurePage:
    """The same page through Wagtail's own calls."""
    catalogue_index().add_child(instance=page)
    page.save_revision().publish()
    return ProcedurePage.objects.get(pk=page.pk)


def content(data: Any, left_out: set[str]) -> Any:
    """Serialised data without keys and with lists of keys in one order."""
    if isinstance(data, dict):
        return {key: content(value, left_out) for key, value in data.items() if key not in left_out}
    if isinstance(data, list):
        rows = [content(value, left_out) for value in data]
        return sorted(rows) if rows and all(isinstance(row, int) for row in rows) else rows
    return data


def as_stored(page: ProcedurePage) -> Any:
    return json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))


def references(page: ProcedurePage) -> list[tuple[Any, ...]]:
    found = ReferenceIndex.get_references_for_object(page)
    return sorted(
        found.values_list(
            "content_type", "base_content_type", "to_content_type", "to_object_id", "model_path", "content_path",
            "content_path_hash",
        ),
        key=repr,
    )  # fmt: skip


def test_the_tree_is_whole_and_goes_on_where_it_ended() -> None:
    first = one_by_one(rich_page(1))
    pages = created(*(rich_page(number) for number in range(2, 6)))
    last = one_by_one(rich_page(6))
    assert [len(problem) for problem in Page.find_problems()] == [0, 0, 0, 0, 0]
    assert list(catalogue_index().get_children()) == [page.page_ptr for page in (first, *pages, last)]
    assert catalogue_index().numchild == 6
    assert {page.url_path for page in pages} == {
        f"{catalogue_index().url_path}{page.slug}/" for page in pages
    }


def test_a_page_has_the_same_fields_and_rows_as_one_that_was_added_by_wagtail() -> None:
    DepartmentFactory.create()
    [bulk] = created(rich_page(1))
    stock = one_by_one(rich_page(2))
    numbered = content(bulk.serializable_data(), POINTERS | MOMENTS)
    twin = content(stock.serializable_data(), POINTERS | MOMENTS)
    for data in (numbered, twin):
        for key in ("code", "title", "official_name", "draft_title"):
            assert data.pop(key)
        for rows in ("steps", "fees", "agencies", "time_limits", "results", "submission_methods"):
            assert all(row.pop("page") for row in data[rows])
        for case in data["dossier_cases"]:
            assert case.pop("page")
            assert all(item.pop("case") for item in case["items"])
    assert numbered == twin
    assert len(twin["dossier_cases"][1]["items"]) == 3


def test_the_revision_holds_what_the_page_serialises_and_is_the_latest_and_the_live_one() -> None:
    user = UserFactory.create()
    [page] = created(rich_page(1), user=user)
    revision = Revision.objects.for_instance(page).get()
    own = {"latest_revision", "live_revision"}
    assert content(revision.content, own) == content(as_stored(page), own)
    assert (page.latest_revision, page.live_revision, revision.user) == (revision, revision, user)
    assert page.latest_revision_created_at == revision.created_at
    assert revision.is_latest_revision()
    assert str(revision.as_object()) == str(page) == revision.object_str


def test_a_draft_has_a_revision_and_is_not_public(client: Client) -> None:
    [page] = created(rich_page(1), live=False)
    assert (page.live, page.has_unpublished_changes, page.live_revision) == (False, True, None)
    assert page.get_latest_revision_as_object().fees.count() == 2
    assert client.get(page.url).status_code == 404
    assert list(PageLogEntry.objects.filter(page=page).values_list("action", flat=True)) == ["wagtail.create"]


def test_the_log_says_who_created_and_published(django_user_model: Any) -> None:
    user = UserFactory.create()
    [page] = created(rich_page(1), user=user)
    entries = PageLogEntry.objects.filter(page=page)
    assert {entry.action for entry in entries} == {"wagtail.create", "wagtail.publish"}
    assert {entry.user for entry in entries} == {user}
    assert {entry.label for entry in entries} == {page.get_admin_display_title()}
    assert entries.get(action="wagtail.publish").revision == page.latest_revision


def test_references_are_those_that_wagtail_would_have_found() -> None:
    DepartmentFactory.create()
    for page in created(rich_page(1), rich_page(2)):
        written = references(page)
        ReferenceIndex.objects.filter(object_id=page.pk).delete()
        ReferenceIndex.create_or_update_for_object(page)
        assert written == references(page)
        assert len(written) == 4


def test_editors_and_citizens_find_and_open_it(client: Client) -> None:
    [page, _other] = created(rich_page(1), rich_page(2))
    assert list(ProcedurePage.objects.autocomplete("9.000001")) == [page]
    response = client.get(page.url)
    assert response.status_code == 200
    assert page.title in response.content.decode()


def test_an_editor_saves_and_publishes_it_in_the_admin(admin_client: Client) -> None:
    [page] = created(rich_page(1))
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = filled_form(admin_client.get(url).content.decode())
    form |= {"title": "Tên biên tập viên đặt", "action-publish": "1"}
    response = admin_client.post(url, form)
    assert response.status_code == 302, response.context["form"].errors
    page.refresh_from_db()
    assert page.title == "Tên biên tập viên đặt"
    assert page.live_revision == page.latest_revision
    assert page.revisions.count() == 2
    assert (page.fees.count(), DossierItem.objects.filter(case__page=page).count()) == (2, 6)


def filled_form(html: str) -> dict[str, Any]:
    """What a browser would send back of the page's own form."""
    form = BeautifulSoup(html, "html.parser").find("form", id="page-edit-form")
    sent: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type")
        if (
            not name
            or "__prefix__" in name
            or (kind in ("checkbox", "radio") and not field.has_attr("checked"))
        ):
            continue
        if field.name == "select":
            values = [option["value"] for option in field.find_all("option", selected=True)]
        else:
            values = [
                field.text
                if field.name == "textarea"
                else field.get("value", "on" if kind == "checkbox" else "")
            ]
        sent.setdefault(name, []).extend(values)
    return sent


def test_a_slug_that_is_taken_gets_a_number() -> None:
    taken = one_by_one(rich_page(1))
    other = rich_page(2)
    ProcedurePage.objects.filter(pk=taken.pk).update(slug="cap-ban-sao-giay-chung-nhan-so-2-9-000002")
    [page] = created(other)
    assert page.slug == "cap-ban-sao-giay-chung-nhan-so-2-9-000002-2"


def test_a_value_that_no_form_would_take_is_refused_with_its_place() -> None:
    page = rich_page(1)
    page.fees.get_object_list()[1].status = "la"
    page.dossier_cases.get_object_list()[0].items.get_object_list()[2].name = ""
    with pytest.raises(ValidationError) as refused:
        check(page)
    assert set(refused.value.message_dict) == {"fees[2].status", "dossier_cases[1].items[3].name"}


def test_more_pages_cost_no_more_queries() -> None:
    def queries(*numbers: int) -> int:
        pages = [rich_page(number) for number in numbers]
        with CaptureQueriesContext(connection) as seen:
            created(*pages)
        return len(seen) - len(numbers)  # the test reads each page once

    created(rich_page(1))
    # A statement that would grow too long is two.
    assert queries(*range(20, 40)) <= queries(*range(10, 12)) + 3


def test_a_code_that_is_taken_fails_the_whole_chunk_and_leaves_nothing() -> None:
    created(rich_page(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        created(rich_page(2), rich_page(1))
    assert catalogue_index().numchild == Page.objects.child_of(catalogue_index()).count() == 1


def test_changes_written_together_leave_what_publishing_one_by_one_leaves(tmp_path: Path) -> None:
    codes = ["1.999001", "1.999002"]
    imported(tmp_path, *(record(code) for code in codes))
    newer: dict[str, Any] = {
        "executionMethods": [method(fees=[fee(9000, "Lệ phí cấp bản sao"), fee(5000, "Phí")])],
        "departmentsExecuting": [{"code": "Y", "name": "Sở Tư pháp"}],
        "categoriesDetails": [{"code": "M02", "name": "Lĩnh vực khác"}],
        "executionCases": [{"name": "Trường hợp", "profileComponents": [paper("Đơn"), paper("Ảnh")]}],
        "requirementsAndConditions": "Đủ 18 tuổi",
    }
    user = UserFactory.create(is_superuser=True)
    imported(tmp_path, *(record(code, "Tên mới", **newer) for code in codes), user=user)
    for page in ProcedurePage.objects.filter(code__in=codes):
        revision = page.latest_revision
        own = {"latest_revision", "live_revision", "latest_revision_created_at", "last_published_at"}
        assert content(revision.content, own) == content(as_stored(page), own)
        assert (page.live_revision, page.has_unpublished_changes, page.draft_title) == (
            revision,
            False,
            "Tên mới",
        )
        assert (page.title, page.requirements, revision.user) == ("Tên mới", "Đủ 18 tuổi", user)
        assert sorted(row.amount_min for row in page.fees.all()) == [5000, 9000]
        assert [row.name for row in page.fields.all()] == ["Lĩnh vực khác"]
        assert [item.name for case in page.dossier_cases.all() for item in case.items.all()] == ["Đơn", "Ảnh"]
        assert [row.agency.name for row in page.agencies.all()] == ["Sở Tư pháp"]
        assert page.revisions.count() == 2
        entries = PageLogEntry.objects.filter(page=page, user=user)
        assert {entry.action for entry in entries} == {"wagtail.edit", "wagtail.publish"}
        written = references(page)
        ReferenceIndex.create_or_update_for_object(page)
        assert written == references(page)
    assert sorted(page.code for page in ProcedurePage.objects.autocomplete("Tên mới")) == codes
    assert DossierItem.objects.count() == 4
