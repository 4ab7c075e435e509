"""The admin: synonyms that count at once, the report of searches in vain, pages found without accents."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client

from core.models import User
from procedures.models import ProcedureIndexPage
from search.models import SearchSynonym, ZeroHitQuery
from search.services.language import current_language
from search.understanding import understand

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("quan-tri", "quan-tri@example.vn", "x"))
    return client


def test_an_editor_adds_a_synonym_and_the_next_search_knows_it(admin: Client) -> None:
    response = admin.post(
        "/admin/snippets/search/searchsynonym/add/",
        {"phrase": " zebra ", "expansion": "đăng ký tạm trú", "kind": "colloquial", "active": "on"},
    )
    assert response.status_code == 302
    row = SearchSynonym.objects.get(phrase="zebra")
    assert [e.added for e in understand("zebra", current_language()).expansions] == ["đăng ký tạm trú"]
    row.delete()
    assert not understand("zebra", current_language()).expansions


def test_a_synonym_that_says_nothing_is_refused_in_the_form(admin: Client) -> None:
    response = admin.post(
        "/admin/snippets/search/searchsynonym/add/",
        {"phrase": "!!", "expansion": "đất", "kind": "colloquial", "active": "on"},
    )
    assert response.status_code == 200
    assert "Cần ít nhất một chữ" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["searchsynonym/", "searchsynonym/?q=so+do", "searchsynonym/?export=csv", "zerohitquery/?export=xlsx"],
)
def test_lists_open(admin: Client, address: str) -> None:
    assert admin.get(f"/admin/snippets/search/{address}").status_code == 200


def test_searches_in_vain_are_listed_most_frequent_first_and_cannot_be_written(admin: Client) -> None:
    ZeroHitQuery.objects.create(text="xo so", count=2, last_seen=date(2026, 11, 1))
    ZeroHitQuery.objects.create(text="visa my", count=9, last_seen=date(2026, 11, 1))
    html = admin.get("/admin/snippets/search/zerohitquery/").content.decode()
    assert html.index("visa my") < html.index("xo so")
    assert admin.get("/admin/snippets/search/zerohitquery/add/").status_code in {302, 403, 404}
    row = ZeroHitQuery.objects.get(text="xo so")
    assert admin.post(f"/admin/snippets/search/zerohitquery/delete/{row.pk}/").status_code == 302
    assert not ZeroHitQuery.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("query", ["dang ky khai", "đăng ký khai", "1.001193"])
def test_editors_find_pages_without_accents(admin: Client, indexed: ProcedureIndexPage, query: str) -> None:
    call_command("update_index", verbosity=0)
    html = admin.get("/admin/pages/search/", {"q": query}).content.decode()
    assert "Thủ tục đăng ký khai sinh" in html
