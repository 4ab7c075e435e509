"""The public pages as a browser gets them: procedure, catalogue, calculator, codes."""

import gzip
import re
from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import Level
from procedures.models import ProcedurePage
from tests.procedures.factories import (
    FieldFactory,
    LifeEventFactory,
    add_agency,
    add_case,
    add_fee,
    add_method,
    add_step,
    add_time,
    catalogue_index,
    procedure,
)

pytestmark = pytest.mark.django_db
SUNDAY = "2026-11-22T10:00:00+07:00"


def text_of(html: str) -> str:
    """What a reader sees, blanks squeezed."""
    plain = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", plain).split())


def get(client: Client, url: str, status: int = 200) -> str:
    cache.clear()
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def everyday_procedure() -> ProcedurePage:
    page = procedure(
        code="1.004222",
        title="Đăng ký thường trú",
        summary="Bạn được ghi tên vào nơi thường trú mới.",
        contact_office="Bộ phận một cửa",
        contact_phone="0290 3 123 456",
        online_level="full",
        portal_url="https://dichvucong.gov.vn/p",
    )
    for channel, fee in (("online", 10000), ("direct", 20000)):
        add_method(page, channel)
        add_fee(page, fee, channel=channel)
    add_time(page, 7)
    add_case(page, "Tờ khai thay đổi thông tin cư trú")
    add_step(page, "Nộp hồ sơ tại Công an cấp xã.")
    add_agency(page, "Công an cấp xã")
    return page


@time_machine.travel(SUNDAY, tick=False)
def test_a_procedure_answers_in_the_order_of_a_citizens_questions(client: Client) -> None:
    html = get(client, everyday_procedure().url)
    text = text_of(html)
    answers = [
        "Đăng ký thường trú",
        "Mã 1.004222",
        "Bạn được ghi tên vào nơi thường trú mới.",
        "Thứ Năm 3/12",
        "10.000 đồng trực tuyến · 20.000 đồng tại quầy",
        "Nộp trên Cổng Dịch vụ công quốc gia",
        "Mang theo gì",
        "Tờ khai thay đổi thông tin cư trú",
        "Cách nộp, lệ phí, thời hạn",
        "Vì sao là thứ Năm 3/12?",
        "Nộp hồ sơ tại Công an cấp xã.",
        "Hỏi ai",
        "0290 3 123 456",
        "Không đúng như trang này?",
    ]
    main = text[text.index("Mã 1.004222") - 60 :]
    places = [main.index(answer) for answer in answers]
    assert places == sorted(places)


def test_the_complaint_and_the_calculator_carry_the_procedure(client: Client) -> None:
    html = get(client, everyday_procedure().url)
    assert re.search(r'href="[^"]*phan-anh/[^"]*\?thu-tuc=1\.004222"', html)
    assert re.search(r'href="[^"]*tinh-ngay/\?thu-tuc=1\.004222"', html)
    assert "data-print" in html


def test_what_an_editor_types_is_text_and_never_markup(client: Client) -> None:
    attack = "<script>alert(1)</script>"
    page = procedure(title=f"A {attack}", summary=attack, requirements=attack, note=attack)
    add_fee(page, status="not_stated", verbatim=attack, case_label=attack, exemption=attack)
    add_time(page, unit="see_text", verbatim=attack * 20)
    add_case(page, attack, name=attack, note=attack, reuse_note=attack)
    add_case(page, attack, name="b")
    add_method(page, "direct", attack)
    add_step(page, attack, title=attack)
    add_agency(page, attack)
    assert attack not in get(client, page.url)


def test_pages_stay_small_and_carry_no_inline_code(client: Client) -> None:
    html = get(client, everyday_procedure().url)
    assert len(gzip.compress(html.encode())) < 12_000
    data = '(?! type="application/ld.json")'  # a block of data is no code
    assert not re.search(rf"<style|style=|\son[a-z]+=|<script{data}(?![^>]*\bsrc=)", html)


@pytest.mark.parametrize("rows", [2, 40])
def test_a_page_view_costs_the_same_queries_however_many_rows(client: Client, rows: int) -> None:
    page = everyday_procedure()
    for number in range(rows):
        add_fee(page, 1000 + number, case_label=str(number))
        add_time(page, 8 + number, case_label=str(number))
        add_case(page, "Một", name=str(number))
        add_step(page)
        add_agency(page, f"Cơ quan {number}")
    get(client, page.url)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{page.url}?lan=2")
    assert len(queries) <= 30


def test_an_abolished_procedure_is_still_there_and_says_so(client: Client) -> None:
    successor = procedure(title="Thủ tục thay thế nó")
    page = procedure(status="replaced", replaced_by=successor)
    html = get(client, page.url)
    assert "đã được thay thế" in text_of(html)
    assert successor.url in html


def test_the_catalogue_counts_and_narrows(client: Client) -> None:
    civil, land = FieldFactory.create(name="Hộ tịch"), FieldFactory.create(name="Đất đai")
    birth = LifeEventFactory.create(name="Sinh con")
    commune = Level.objects.get(code="commune")
    procedure(title="Khai sinh", fields=[civil], life_events=[birth], levels=[commune])
    procedure(title="Kết hôn", fields=[civil], levels=[commune])
    procedure(title="Tách thửa", fields=[land])
    procedure(title="Đã bãi bỏ", fields=[land], status="abolished")
    procedure(title="Giữa hai sở", fields=[land], scope="internal")
    procedure(title="Còn nháp", fields=[land], live=False)
    url = catalogue_index().url
    text = text_of(get(client, url))
    assert "3 thủ tục" in text
    assert "Hộ tịch (2)" in text
    assert "Đất đai (1)" in text
    assert "Sinh con (1)" in text
    for absent in ("Đã bãi bỏ", "Giữa hai sở", "Còn nháp"):
        assert absent not in text
    narrowed = text_of(get(client, f"{url}?linh-vuc=ho-tich&su-kien=sinh-con"))
    assert "1 thủ tục" in narrowed
    assert "Bỏ lọc: Hộ tịch" in narrowed
    assert "Kết hôn" not in narrowed


@pytest.mark.parametrize(
    "query",
    [
        "linh-vuc=khong-co",
        "cap=%27%3B+DROP",
        "su-kien=" + "x" * 3000,
        "trang=-1",
        "trang=abc",
        "trang=999",
        "linh-vuc=%00",
    ],
)
def test_a_careless_address_still_shows_the_catalogue(client: Client, query: str) -> None:
    procedure(title="Khai sinh", fields=[FieldFactory.create()])
    assert "Khai sinh" in get(client, f"{catalogue_index().url}?{query}")


@pytest.mark.parametrize("pages", [3, 18])
def test_the_catalogue_costs_the_same_queries_however_many_procedures(client: Client, pages: int) -> None:
    field = FieldFactory.create()
    for _number in range(pages):
        page = procedure(fields=[field])
        add_fee(page, 1000)
        add_time(page, 3)
    url = catalogue_index().url
    get(client, url)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{url}?lan=2")
    assert len(queries) <= 30


@time_machine.travel(SUNDAY, tick=False)
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("so=5&ngay=20/11/2026&gio=9:00", "thứ Hai 30/11/2026"),
        ("so=5&don-vi=working_day&ngay=2026-11-20", "thứ Hai 30/11/2026"),
        ("so=30&don-vi=day&ngay=30/7/2026", "thứ Năm 3/9/2026"),
        ("so=7,5&ngay=20-11-2026", "7,5 ngày làm việc"),
        ("don-vi=same_day&ngay=20/11/2026&gio=9h", "thứ Sáu 20/11/2026"),
        ("don-vi=same_day&ngay=20/11/2026&gio=15:30", "thứ Hai 23/11/2026"),
        ("so=2", "thứ Năm 26/11/2026"),
        ("so=60&ngay=22/11/2026", "chưa công bố chính thức"),
        ("thu-tuc=1004222", "thứ Năm 3/12/2026"),
        ("thu-tuc=1.004222.000.00.00.H01&ngay=20/11/2026", "Đăng ký thường trú"),
    ],
)
def test_the_calculator_answers(client: Client, query: str, words: str) -> None:
    everyday_procedure()
    assert words in text_of(get(client, f"/tinh-ngay/?{query}"))


@time_machine.travel(SUNDAY, tick=False)
@pytest.mark.parametrize(
    ("query", "words", "kept"),
    [
        ("so=abc", "Hãy nhập một số", 'value="abc"'),
        ("so=-1", "từ 0,5 trở lên", 'value="-1"'),
        ("so=99999", "Thời hạn dài nhất", 'value="99999"'),
        ("so=1e3", "", 'value="1e3"'),
        ("so=NaN", "Hãy nhập một số", 'value="NaN"'),
        ("so=500&don-vi=month", "quá dài", 'value="500"'),
        ("so=5&don-vi=nam", "Hãy chọn một đơn vị", 'value="5"'),
        ("so=5&ngay=31/2/2026", "ngày/tháng/năm", 'value="31/2/2026"'),
        ("so=5&ngay=1/1/0001", "Chỉ tính được từ năm 2020", 'value="1/1/0001"'),
        ("so=5&ngay=1/1/9999", "Chỉ tính được từ năm 2020", 'value="1/1/9999"'),
        ("so=5&gio=25:00", "giờ:phút", 'value="25:00"'),
        ("thu-tuc=9.999999", "Không có thủ tục nào mang mã này", 'value="9.999999"'),
        ("thu-tuc=%3Cscript%3E", "Không có thủ tục nào mang mã này", 'value="&lt;script&gt;"'),
        ("thu-tuc=" + "1" * 5000, "", ""),
        ("thu-tuc=%00", "", ""),
        ("ngay=22/11/2026", "Hãy nhập thời hạn", 'value="22/11/2026"'),
    ],
)
def test_the_calculator_explains_a_mistake_and_keeps_what_was_typed(
    client: Client, query: str, words: str, kept: str
) -> None:
    html = get(client, f"/tinh-ngay/?{query}")
    assert words in text_of(html)
    assert kept in html


def test_the_calculator_shows_every_time_of_a_procedure_that_has_several(client: Client) -> None:
    page = procedure(code="1.013225")
    add_time(page, 10, channel="direct", case_label="nhà ở riêng lẻ")
    add_time(page, 20, "day", case_label="công trình")
    add_time(page, unit="see_text", verbatim="Theo dự án được duyệt.", valid_to=date(2100, 1, 1))
    text = text_of(get(client, "/tinh-ngay/?thu-tuc=1.013225"))
    assert "10 ngày làm việc (Tại quầy, nhà ở riêng lẻ)" in text
    assert "20 ngày (công trình)" in text
    assert "Theo dự án được duyệt." in text


def test_the_calculator_says_when_a_procedure_states_no_time(client: Client) -> None:
    page = procedure()
    assert "chưa công bố thời hạn" in text_of(get(client, f"/tinh-ngay/?thu-tuc={page.code}"))


def test_the_empty_calculator_opens_without_errors(client: Client) -> None:
    html = get(client, "/tinh-ngay/")
    assert "error-summary" not in html


@pytest.mark.parametrize(
    "typed", ["1.004222", "1004222", "%201.004222%20", "1.004222.000.00.00.H01", "1.004222.H36", "1%20004222"]
)
def test_a_code_in_any_form_leads_to_its_page(client: Client, typed: str) -> None:
    page = everyday_procedure()
    response = client.get(f"/ma/{typed}/")
    assert (response.status_code, response.headers["Location"]) == (302, page.url)


def test_an_odd_code_is_found_as_it_was_published(client: Client) -> None:
    page = procedure(code="C08_XPHCDB")
    assert client.get("/ma/c08_xphcdb/").headers["Location"] == page.url


@pytest.mark.parametrize("typed", ["9.999999", "../../etc/passwd", "%3Cscript%3E", "x" * 2000, "%00"])
def test_an_unknown_code_offers_search(client: Client, typed: str) -> None:
    html = get(client, f"/ma/{typed}/", status=404)
    assert "Không có thủ tục mang mã này" in html
    assert "<script>" not in html
    assert 'name="q"' in html


def test_drafts_and_private_pages_are_not_found_by_code(client: Client) -> None:
    procedure(code="1.000001", live=False)
    assert client.get("/ma/1.000001/").status_code == 404


def test_these_pages_only_answer_reading(client: Client) -> None:
    assert client.post("/tinh-ngay/").status_code == 405
    assert client.post("/ma/1.004222/").status_code == 405


def test_english_pages_work_under_their_prefix(client: Client) -> None:
    everyday_procedure()
    assert client.get("/en/tinh-ngay/?thu-tuc=1.004222").status_code == 200
