"""The admin: the list of every counted query, pages found without accents."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client

from core.models import User
from procedures.models import ProcedureIndexPage
from search.models import ZeroHitQuery

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("quan-tri", "quan-tri@example.vn", "x"))
    return client


def test_searches_in_vain_are_listed_most_frequent_first_and_cannot_be_written(admin: Client) -> None:
    ZeroHitQuery.objects.create(text="xo so", count=2, last_seen=date(2026, 11, 1))
    ZeroHitQuery.objects.create(text="visa my", count=9, last_seen=date(2026, 11, 1))
    html = admin.get("/admin/snippets/search/zerohitquery/").content.decode()
    assert html.index("visa my") < html.index("xo so")
    for address in ("?export=xlsx", "?export=csv", "?kind=none&status=open", "?q=visa"):
        assert admin.get(f"/admin/snippets/search/zerohitquery/{address}").status_code == 200
    assert admin.get("/admin/snippets/search/zerohitquery/add/").status_code in {302, 403, 404}
    row = ZeroHitQuery.objects.get(text="xo so")
    assert admin.post(f"/admin/snippets/search/zerohitquery/delete/{row.pk}/").status_code == 302
    assert not ZeroHitQuery.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("query", ["dang ky khai", "đăng ký khai", "1.001193"])
def test_editors_find_pages_without_accents(admin: Client, indexed: ProcedureIndexPage, query: str) -> None:
    call_command("update_index", verbosity=0)
    html = admin.get("/admin/pages/search/", {"q": query}).content.decode()
    assert "Thủ tục đăng ký khai sinh" in html
