"""The editor's screens: forms that explain, previews, warnings, lists, stale caches."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from core.caching import content_version
from core.models import User
from procedures.models import (
    Agency,
    Field,
    LegalBasis,
    LifeEvent,
    ProcedurePage,
    PublicationDecision,
    SubjectType,
)
from tests.procedures.editors import sent_back
from tests.procedures.factories import (
    FieldFactory,
    UserFactory,
    add_case,
    add_fee,
    add_time,
    catalogue_index,
    procedure,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    client = Client()
    user: User = UserFactory.create(is_superuser=True, is_staff=True)
    client.force_login(user)
    return client


def edit_url(page: ProcedurePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_form_opens_in_five_tabs(admin: Client) -> None:
    page = procedure()
    add_case(page, "Tờ khai")
    html = admin.get(edit_url(page)).content.decode()
    for tab in ("Nội dung", "Cách nộp – thời hạn – lệ phí", "Hồ sơ", "Pháp lý", "Liên hệ"):
        assert tab in html


def test_saving_unchanged_keeps_every_row(admin: Client) -> None:
    page = procedure(return_methods=["at_home"])
    add_fee(page, 5000, per_unit="/bản")
    add_time(page, 3)
    add_case(page, "Tờ khai", "Giấy chứng sinh", name="Sinh tại nhà")
    response = admin.post(edit_url(page), {**sent_back(admin, edit_url(page)), "action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    page = ProcedurePage.objects.get(pk=page.pk)
    assert [fee.amount_min for fee in page.fees.all()] == [5000]
    assert [item.name for case in page.dossier_cases.all() for item in case.items.all()] == [
        "Tờ khai",
        "Giấy chứng sinh",
    ]
    assert page.return_methods == ["at_home"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fees-0-status": "free"}, "Chỉ ghi số tiền khi"),
        ({"fees-0-amount_min": "0"}, "Số 0 không có nghĩa là miễn phí"),
        ({"fees-0-amount_max": "1"}, "không thể nhỏ hơn"),
        ({"time_limits-0-value": ""}, "cần một số lớn hơn 0"),
        ({"time_limits-0-unit": "see_text"}, "cần một số lớn hơn 0"),
        ({"effective_from": "2026-02-01", "effective_to": "2026-01-01"}, "trước ngày bắt đầu"),
    ],
)
def test_a_contradiction_is_explained_before_it_is_published(
    admin: Client, changes: dict[str, str], words: str
) -> None:
    page = procedure()
    add_fee(page, 5000)
    add_time(page, 3)
    data = {**sent_back(admin, edit_url(page)), **changes, "action-publish": "1"}
    response = admin.post(edit_url(page), data)
    assert response.status_code == 200
    assert words in response.content.decode()


def test_a_preview_shows_what_is_typed_and_saves_nothing(admin: Client) -> None:
    page = procedure(title="Bản đang có")
    add_fee(page, 5000)
    data = {**sent_back(admin, edit_url(page)), "title": "Bản đang gõ", "fees-0-amount_min": "77000"}
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert admin.post(url, data).json()["is_valid"]
    html = admin.get(url).content.decode()
    assert "Bản đang gõ" in html
    assert "77.000 đồng" in html
    assert ProcedurePage.objects.get(pk=page.pk).title == "Bản đang có"


def new_page_url(view: str) -> str:
    return reverse(f"wagtailadmin_pages:{view}", args=["procedures", "procedurepage", catalogue_index().pk])


def test_a_page_can_be_previewed_before_it_is_saved(admin: Client) -> None:
    data = {
        **sent_back(admin, new_page_url("add")),
        "code": "1.004222",
        "title": "Đăng ký thường trú",
    }
    url = new_page_url("preview_on_add")
    assert admin.post(url, data).json()["is_valid"]
    assert "<h1>Đăng ký thường trú</h1>" in admin.get(url).content.decode()
    assert not ProcedurePage.objects.exists()


def test_a_draft_needs_no_more_than_a_name(admin: Client) -> None:
    url = new_page_url("add")
    response = admin.post(url, {**sent_back(admin, url), "title": "Thủ tục đang soạn"})
    assert response.status_code == 302, response.context["form"].errors
    page = ProcedurePage.objects.get()
    assert not page.live
    assert not page.has_real_code
    assert page.slug.startswith("thu-tuc-dang-soan")


def test_a_draft_without_any_name_is_sent_back(admin: Client) -> None:
    url = new_page_url("add")
    response = admin.post(url, {**sent_back(admin, url), "title": "", "official_name": ""})
    assert response.status_code == 200
    assert response.context["form"].errors == {"official_name": ["Ghi tên thủ tục trước khi lưu."]}
    assert not ProcedurePage.objects.exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [("1.0133611", "không theo dạng"), ("C08_XPHCDB", "không theo dạng"), ("1.004222", "")],
)
def test_an_odd_code_is_saved_with_a_warning(admin: Client, code: str, words: str) -> None:
    page = procedure()
    response = admin.post(edit_url(page), {**sent_back(admin, edit_url(page)), "code": code})
    warnings = [str(m) for m in get_messages(response.wsgi_request) if m.level_tag == "warning"]
    assert bool(warnings) is bool(words)
    assert all(words in warning for warning in warnings)


def test_the_placeholder_of_a_missing_code_is_not_shown_as_a_code(admin: Client) -> None:
    page = ProcedurePage(title="Chưa có mã", live=False)
    catalogue_index().add_child(instance=page)
    assert sent_back(admin, edit_url(page))["code"] == ""
    response = admin.post(edit_url(page), {**sent_back(admin, edit_url(page)), "action-publish": "1"})
    assert "code" in response.context["form"].errors


@pytest.mark.parametrize("model", [Agency, Field, LegalBasis, LifeEvent, PublicationDecision, SubjectType])
def test_every_list_can_be_opened_searched_and_added_to(admin: Client, model: type[Any]) -> None:
    names = model.snippet_viewset.get_url_name
    assert admin.get(reverse(names("list")), {"q": "hộ tịch"}).status_code == 200
    assert admin.get(reverse(names("add"))).status_code == 200


def test_renaming_a_field_makes_cached_pages_stale(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    field = FieldFactory.create()
    cache.clear()
    before = content_version()
    with django_capture_on_commit_callbacks(execute=True):
        field.name = "Tên mới"
        field.save()
    assert content_version() > before


def test_publishing_unpublishing_and_deleting_make_cached_pages_stale(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = procedure()
    cache.clear()
    versions = [content_version()]
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    versions.append(content_version())
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    versions.append(content_version())
    page = procedure()
    versions.append(content_version())
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    versions.append(content_version())
    assert versions[0] < versions[1] < versions[2]
    assert versions[3] < versions[4]
