"""The results page and the suggestions, as a citizen, a careless one and a hostile one meet them."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from procedures.models import Field, ProcedureIndexPage, ProcedurePage
from search.models import SearchSynonym, ZeroHitQuery

pytestmark = pytest.mark.django_db

URL = "/tim-kiem/"
SUGGEST = "/tim-kiem/goi-y/"


def page_of(client: Client, query: str = "", **extra: str) -> str:
    response = client.get(f"{URL}?{query}", **extra)  # type: ignore[arg-type]
    assert response.status_code == 200
    return response.content.decode()


def test_a_search_without_accents_finds_and_marks(client: Client, indexed: ProcedureIndexPage) -> None:
    html = page_of(client, "q=dang+ky+khai+sinh")
    assert "Thủ tục <mark>đăng ký khai sinh</mark></a>" in html
    assert html.index("1.001193") < html.index("1.000689")
    assert "2 thủ tục" in html


def test_a_hit_says_who_what_it_costs_and_when(client: Client, indexed: ProcedureIndexPage) -> None:
    html = page_of(client, "q=khai+sinh")
    assert "Ủy ban nhân dân cấp xã" in html
    assert "<b>Không thu</b>" in html
    assert "Nộp bây giờ, nhận kết quả: <b>" in html


def test_a_code_leads_to_its_page(client: Client, indexed: ProcedureIndexPage, birth: ProcedurePage) -> None:
    for code in ("1.001193", "1001193", " 1.001193.000.00.00.H01 ", "1.001193.H36"):
        response = client.get(URL, {"q": code})
        assert (response.status_code, response["Location"]) == (302, birth.url)


def test_the_code_of_an_abolished_procedure_leads_to_its_page_too(
    client: Client, indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    birth.status = "abolished"
    birth.save()
    assert client.get(URL, {"q": birth.code}).status_code == 302


@pytest.mark.parametrize("hidden", [{"live": False}, {"scope": "internal"}])
def test_the_code_of_a_hidden_procedure_leads_nowhere(
    client: Client, indexed: ProcedureIndexPage, birth: ProcedurePage, hidden: dict[str, object]
) -> None:
    ProcedurePage.objects.filter(pk=birth.pk).update(**hidden)
    assert client.get(URL, {"q": birth.code}).status_code == 200


def test_a_page_hidden_after_indexing_is_not_shown(
    client: Client, indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    ProcedurePage.objects.filter(pk=birth.pk).update(live=False)
    assert birth.url not in page_of(client, "q=khai+sinh")


def test_filters_are_checkboxes_with_counts_that_keep_the_query(
    client: Client, indexed: ProcedureIndexPage
) -> None:
    html = page_of(client, "q=dang+ky&phi=free")
    assert 'name="phi" value="free" checked' in html
    assert 'name="phi" value="amount"' in html
    assert '<input type="hidden" name="q" value="dang ky">' in html
    assert "1.004194" not in html
    assert "(1 đang chọn)" in html


def test_filters_that_leave_nothing_can_be_taken_off(client: Client, indexed: ProcedureIndexPage) -> None:
    html = page_of(client, "q=tam+tru&phi=free")
    assert "0 thủ tục" in html
    assert "?q=tam+tru" in html
    assert not ZeroHitQuery.objects.exists()


def test_what_was_understood_is_said_and_can_be_taken_back(
    client: Client, indexed: ProcedureIndexPage
) -> None:
    html = page_of(client, "q=" + quote("sổ đỏ nộp ở đâu"))
    assert "<b>giấy chứng nhận quyền sử dụng đất</b> (sổ đỏ)" in html
    assert "<b>nơi nộp</b>" in html
    assert "nguyen-van=1" in html
    literal = page_of(client, "q=" + quote("sổ đỏ") + "&nguyen-van=1")
    assert "Chỉ tìm đúng chữ" in literal
    assert "1.012783" not in literal


def test_a_synonym_counts_at_once_and_no_longer_when_switched_off(
    client: Client, indexed: ProcedureIndexPage
) -> None:
    assert "1.004194" not in page_of(client, "q=zebra")
    row = SearchSynonym.objects.create(phrase="zebra", expansion="đăng ký tạm trú")
    assert "1.004194" in page_of(client, "q=zebra&x=1")
    row.active = False
    row.save()
    assert "Hiểu là" not in page_of(client, "q=zebra&x=2")


def test_without_a_query_the_catalogue_can_be_browsed(client: Client, indexed: ProcedureIndexPage) -> None:
    html = page_of(client)
    assert "Theo lĩnh vực" in html
    assert f"?linh-vuc={Field.objects.get(name='Cư trú').slug}" in html
    assert "4 thủ tục" in html


def test_a_field_is_browsed_by_its_link(client: Client, indexed: ProcedureIndexPage) -> None:
    html = page_of(client, "linh-vuc=cu-tru")
    assert "Đăng ký tạm trú" in html
    assert "1.001193" not in html


def test_nothing_found_helps_and_is_counted_without_the_citizen(
    client: Client, indexed: ProcedureIndexPage
) -> None:
    html = page_of(client, "q=" + quote("Zebra xổ số 0912345678 a@b.vn"))
    assert "Không tìm thấy thủ tục nào" in html
    assert "/phan-anh/" in html
    assert "Theo lĩnh vực" in html
    assert "Nhiều người cần" in html
    page_of(client, "q=" + quote("Zebra xổ số 0912345678 a@b.vn"))
    row = ZeroHitQuery.objects.get()
    assert (row.text, row.count) == ("zebra xo so", 2)


def test_what_comes_close_is_called_close(client: Client, indexed: ProcedureIndexPage) -> None:
    assert "gần nhất" in page_of(client, "q=" + quote("đăng ký tạm trú zebra"))


def test_search_engines_keep_out(client: Client, indexed: ProcedureIndexPage) -> None:
    html = page_of(client, "q=khai+sinh")
    assert '<meta name="robots" content="noindex' in html
    assert "<title>Tìm “khai sinh”" in html


HOSTILE = [
    "trang=abc",
    "trang=-1",
    "trang=0",
    "trang=1000000000",
    "trang=99999999999999999999999",
    "trang=٣",
    "trang=1e3",
    "trang=",
    "trang=2&trang=x",
    "q=khai&trang=50",
    "q=a&q=b&q=khai",
    "cap=bogus",
    "cap=%00",
    "cap=commune&cap=bogus&cap=commune",
    "cap='+OR+1=1--",
    "co-quan=abc",
    "co-quan=99999999999999999999",
    "co-quan=-1",
    "co-quan=%D9%A3",
    "linh-vuc=" + "a" * 5000,
    "&".join(f"cap=x{number}" for number in range(300)),
    "su-kien=../../etc/passwd",
    "bogus=1&__proto__=2",
    "q=" + "x" * 3000,
    "q=" + "khai+" * 700,
    "q=%00khai%0d%0aSet-Cookie:x=1",
    "q=%ff%fe%80",
    "q=%ED%A0%80",
    "q=%F0%9F%98%80",
    "q=%22+OR+*",
    "q=(((",
    "q=%3Cscript%3Ealert(1)%3C/script%3E",
    "q=1.001193%27--",
    "q=%E2%80%AEkhai",
    "q=+++",
    "q=...",
    "nguyen-van=yes&q=khai",
    "nguyen-van=1",
    "q[]=khai",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_no_address_breaks_the_page(client: Client, indexed: ProcedureIndexPage, query: str) -> None:
    html = page_of(client, query)
    assert "<script>alert" not in html
    assert client.get(f"{SUGGEST}?{query}").status_code == 200


def test_a_long_query_is_cut_and_shown_cut(client: Client, indexed: ProcedureIndexPage) -> None:
    assert f'value="{"x" * 200}"' in page_of(client, "q=" + "x" * 3000)


def test_a_page_behind_the_last_shows_the_last(client: Client, indexed: ProcedureIndexPage) -> None:
    assert "1.001193" in page_of(client, "q=khai+sinh&trang=99")


def test_pages_are_linked_with_query_and_filters(
    client: Client, indexed: ProcedureIndexPage, make_page: object
) -> None:
    from search.services.upkeep import reindex

    for number in range(12):
        make_page(f"2.0000{number:02}", f"Đăng ký nuôi con {number}")  # type: ignore[operator]
    reindex()
    html = page_of(client, "q=nuoi+con&phi=free")
    assert "12 thủ tục" in html
    assert "?q=nuoi+con&amp;phi=free&amp;trang=2" in html
    assert 'start="11"' in page_of(client, "q=nuoi+con&phi=free&trang=2")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_allowed(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405
    assert getattr(client, method)(SUGGEST).status_code == 405


def test_a_search_costs_the_same_number_of_queries_for_any_number_of_hits(
    client: Client,
    indexed: ProcedureIndexPage,
    make_page: object,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    from search.services.upkeep import reindex

    page_of(client, "q=dang+ky+tam+tru")
    for number in range(10):
        make_page(f"2.0000{number:02}", f"Đăng ký nuôi con {number}")  # type: ignore[operator]
    reindex()
    page_of(client, "q=warm")
    with django_assert_max_num_queries(14) as few:
        page_of(client, "q=dang+ky+tam+tru&n=2")
    with django_assert_max_num_queries(len(few.captured_queries)):
        page_of(client, "q=dang+ky+nuoi+con&n=2")


def test_without_an_index_the_database_answers(
    client: Client, birth: ProcedurePage, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="search.services.querying"):
        response = client.get(URL, {"q": "khai sinh"})
    assert response.status_code == 200
    assert birth.code in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "search index can't answer" in caplog.text
    assert client.get(SUGGEST, {"q": "khai"}).json() == {"items": []}
    assert client.get(URL, {"q": "khong co gi"}).status_code == 200
    assert not ZeroHitQuery.objects.exists()


def test_a_damaged_index_is_no_error_page(
    client: Client, indexed: ProcedureIndexPage, own_index: Path
) -> None:
    page_of(client, "q=khai+sinh")
    own_index.write_bytes(b"rubbish" * 5000)
    assert "1.001193" in page_of(client, "q=khai+sinh&x=1")
    assert client.get(SUGGEST, {"q": "khai"}).status_code == 200


def test_suggestions_are_small_cacheable_json(client: Client, indexed: ProcedureIndexPage) -> None:
    response = client.get(SUGGEST, {"q": "dang ky ta"})
    assert response.json() == {
        "items": [{"title": "Đăng ký tạm trú", "code": "1.004194", "url": "/ma/1.004194/"}]
    }
    assert response["Cache-Control"] == "public, max-age=300"
    assert not response.cookies


def test_suggestions_stay_below_a_kilobyte(
    client: Client, indexed: ProcedureIndexPage, make_page: object
) -> None:
    from search.services.upkeep import reindex

    for number in range(9):
        make_page(f"2.0000{number:02}", f"Xét tặng {number} " + "nghề nghiệp ưỡ " * 15)  # type: ignore[operator]
    reindex()
    response = client.get(SUGGEST, {"q": "xét tặng"})
    assert len(response.content) < 1000
    assert len(json.loads(response.content)["items"]) >= 3


@pytest.mark.parametrize("prefix", ["đ", "d", "ĐĂNG", "đăng ký k", "1.0", "1.001193"])
def test_suggestions_come_from_the_first_letter(
    client: Client, indexed: ProcedureIndexPage, prefix: str
) -> None:
    assert client.get(SUGGEST, {"q": prefix}).json()["items"]


@pytest.mark.parametrize("prefix", ["ddawng kys", "d9a8ng ky1", "dangky"], ids=["telex", "vni", "one-word"])
def test_what_was_typed_raw_or_wrong_is_suggested_by_what_it_stands_for(
    client: Client, indexed: ProcedureIndexPage, prefix: str
) -> None:
    assert client.get(SUGGEST, {"q": prefix}).json()["items"]


def test_the_page_is_there_in_english(client: Client, indexed: ProcedureIndexPage) -> None:
    assert client.get("/en/tim-kiem/", {"q": "khai sinh"}).status_code == 200
