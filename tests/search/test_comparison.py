"""Two procedures side by side: what is chosen, what is said of it, and what is said when nothing can be compared."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from procedures.choices import ItemKind
from procedures.models import DossierCase, DossierItem, ProcedureIndexPage, ProcedurePage

pytestmark = pytest.mark.django_db

URL = "/tim-kiem/so-sanh/"


def page_of(client: Client, query: str) -> str:
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return response.content.decode()


def row_of(html: str, label: str) -> list[str]:
    """The words of a row's cells, without the names that stand in them on a phone."""
    row = re.search(rf'<th scope="row" role="rowheader">{label}.*?</tr>', html, re.DOTALL)
    assert row, label
    cells = re.findall(r'<td role="cell"><b[^>]*>.*?</b>(.*?)</td>', row.group(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def test_boxes_ticked_among_results_lead_to_an_address_that_can_be_passed_on(
    client: Client, indexed: ProcedureIndexPage
) -> None:
    response = client.get(f"{URL}?q=khai+sinh&ma=1.001193&ma=1.000689")
    assert (response.status_code, response["Location"]) == (302, f"{URL}?a=1.001193&b=1.000689&q=khai+sinh")


def test_fee_time_place_and_papers_stand_side_by_side(
    client: Client, indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    case = DossierCase.objects.create(page=birth)
    DossierItem.objects.create(case=case, name="Hộ chiếu", kind=ItemKind.PRESENT)
    DossierItem.objects.create(case=case, name="Giấy chứng sinh")
    html = page_of(client, "a=1.001193&b=1.004194&q=khai+sinh")
    assert row_of(html, "Phí, lệ phí") == ["Không thu", "15.000 đồng"]
    assert row_of(html, "Thời hạn") == ["3 ngày làm việc", "3 ngày làm việc"]
    assert row_of(html, "Giấy tờ cần có") == ["Giấy chứng sinh Xuất trình: Hộ chiếu", "Chưa công bố"]
    assert row_of(html, "Nơi nộp")[0] == "Ủy ban nhân dân cấp xã"
    assert 'Thời hạn <span class="muted">(như nhau)</span>' in html
    assert '<a href="/tim-kiem/?q=khai+sinh">Về kết quả tìm</a>' in html


@pytest.mark.parametrize("written", ["1001193", "1.001193.000.00.00.H01", "%201.001193%20"])
def test_a_code_is_understood_however_it_is_written(
    client: Client, indexed: ProcedureIndexPage, written: str
) -> None:
    assert row_of(page_of(client, f"a={written}&b=1.004194"), "Phí, lệ phí")[0] == "Không thu"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Chưa chọn thủ tục nào."),
        ("a=1.001193", "Mới chọn một thủ tục."),
        ("ma=1.001193", "Mới chọn một thủ tục."),
        ("a=1.001193&b=1001193", "Hai mã này là cùng một thủ tục."),
        ("a=1.001193&b=1.001193", "Mới chọn một thủ tục."),
        ("a=1.001193&b=9.999999", "Không có thủ tục nào mang mã này: 9.999999."),
        ("a=%3Cscript%3Ealert(1)%3C/script%3E&b=x", "Không có thủ tục nào mang mã này"),
    ],
)
def test_what_can_not_be_compared_is_said_in_words(
    client: Client, indexed: ProcedureIndexPage, query: str, words: str
) -> None:
    html = page_of(client, query)
    assert words in html
    assert "<script>alert" not in html
    assert "<table" not in html
    assert 'name="b"' in html  # the other code can be typed


def test_of_more_than_two_any_two_can_be_kept(client: Client, indexed: ProcedureIndexPage) -> None:
    html = page_of(client, "ma=1.001193&ma=1.004194&ma=1.000689&q=khai+sinh")
    assert "Chỉ so sánh được hai thủ tục một lần." in html
    boxes = re.findall(r'name="ma" value="([^"]+)"( checked)?', html)
    assert boxes == [("1.001193", " checked"), ("1.004194", " checked"), ("1.000689", "")]
    assert '<input type="hidden" name="q" value="khai sinh">' in html
    assert "<table" not in html


@pytest.mark.parametrize("hidden", [{"live": False}, {"scope": "internal"}])
def test_a_hidden_procedure_is_not_compared(
    client: Client, indexed: ProcedureIndexPage, birth: ProcedurePage, hidden: dict[str, object]
) -> None:
    ProcedurePage.objects.filter(pk=birth.pk).update(**hidden)
    assert "Không có thủ tục nào mang mã này: 1.001193." in page_of(client, "a=1.001193&b=1.004194")


HOSTILE = [
    "a=%00&b=%00",
    "a=" + "1" * 5000 + "&b=2",
    "a[]=1&b[]=2",
    "&".join(f"ma={number}.000000" for number in range(300)),
    "a=1.001193&b=1.004194&q=%ff%fe" + "x" * 3000,
    "a=%ED%A0%80&b=%F0%9F%98%80",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_address_breaks_the_comparison(client: Client, indexed: ProcedureIndexPage, query: str) -> None:
    page_of(client, query)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_comparison_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


def test_a_comparison_costs_the_same_number_of_queries_however_much_the_pages_say(
    client: Client,
    indexed: ProcedureIndexPage,
    birth: ProcedurePage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    case = DossierCase.objects.create(page=birth)
    DossierItem.objects.create(case=case, name="Giấy chứng sinh")
    page_of(client, "a=1.001193&b=1.004194")
    with django_assert_max_num_queries(75) as few:
        page_of(client, "a=1.001193&b=1.004194&n=1")
    for number in range(12):
        DossierItem.objects.create(case=case, name=f"Giấy tờ {number}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        page_of(client, "a=1.001193&b=1.004194&n=2")


def test_the_comparison_is_there_in_english(client: Client, indexed: ProcedureIndexPage) -> None:
    assert client.get("/en/tim-kiem/so-sanh/", {"a": "1.001193", "b": "1.004194"}).status_code == 200
