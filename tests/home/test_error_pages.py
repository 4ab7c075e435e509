"""Error pages that must work when nothing else does."""

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, permission_denied, server_error

from tests.home.factories import make_site


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    return rf.get("/")


def test_the_server_error_page_asks_no_database(request_: HttpRequest) -> None:
    # No django_db mark: a query here would fail the test.
    response = server_error(request_)
    assert response.status_code == 500
    assert "không phải do bạn" in response.content.decode()


def test_the_other_error_pages_ask_no_database_either(request_: HttpRequest) -> None:
    assert "không đọc được" in bad_request(request_, ValueError()).content.decode()
    assert "không được phép" in permission_denied(request_, ValueError()).content.decode()
    assert "tải lại trang" in render_to_string("403_csrf.html")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/khong-co/", "/en/khong-co/", "/%00/", "/<script>/", "/" + "a" * 2000 + "/"]
)
def test_a_missing_page_offers_the_search(client: Client, path: str) -> None:
    make_site()
    response = client.get(path)
    html = response.content.decode()
    assert response.status_code == 404
    assert 'role="search"' in html
    assert "<script>" not in html
    assert settings.WAGTAIL_SITE_NAME in html
