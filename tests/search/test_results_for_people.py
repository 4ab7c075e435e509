"""What a citizen reads on the results page: kinds of one thing, levels, limits, orders, honest words."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from core.models import Level
from procedures.models import ProcedureIndexPage, ProcedurePage, ProcedureStep, TimeLimit
from search.models import AnswerKind, OutOfScopeTopic, SearchSynonym, ZeroHitQuery
from search.services.upkeep import reindex
from tests.search.conftest import MakePage
from tests.search.reading import page_of, titles_of, two_prices, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(make_page: MakePage) -> ProcedurePage:
    return two_prices(make_page("1.004194", "Đăng ký tạm trú", field="Cư trú", online_level="full"))


KINDS = {
    "1.000001": "Cấp giấy phép lao động cho người nước ngoài",
    "1.000002": "Cấp lại giấy phép lao động cho người nước ngoài",
    "1.000003": "Gia hạn giấy phép lao động cho người nước ngoài",
    "1.000004": "Cấp đổi giấy phép lao động cho người nước ngoài",
}


@pytest.fixture
def permits(make_page: MakePage) -> None:
    for code, title in KINDS.items():
        make_page(code, title)
    reindex()


def test_kinds_of_one_thing_are_offered_before_the_results(client: Client, permits: None) -> None:
    html = page_of(client, q="giấy phép lao động")
    assert "Bạn cần loại nào?" in html
    assert "<b>Cấp lại</b> giấy phép lao động cho người nước ngoài" in html
    assert "<b>Gia hạn</b> giấy phép lao động" in html
    assert html.index("Bạn cần loại nào?") < html.index('<ol class="results"')


def test_the_kind_that_was_asked_for_comes_before_the_choice(client: Client, permits: None) -> None:
    html = page_of(client, q="cấp giấy phép lao động")
    assert titles_of(html)[0] == "Cấp giấy phép lao động cho người nước ngoài"
    assert html.index("<article") < html.index("Bạn cần loại nào?") < html.index("</ol>")


@pytest.mark.parametrize("extra", [{"xep": "ten"}, {"nguyen-van": "1"}])
def test_who_asked_for_an_order_or_just_these_words_gets_no_choice(
    client: Client, permits: None, extra: dict[str, str]
) -> None:
    assert "Bạn cần loại nào?" not in page_of(client, q="giấy phép lao động", **extra)


def test_other_matters_are_no_choice(client: Client, indexed: ProcedureIndexPage) -> None:
    assert "Bạn cần loại nào?" not in page_of(client, q="đăng ký")


@pytest.fixture
def levels(make_page: MakePage) -> None:
    for code, level, name in (("1.000011", "central", "trung ương"), ("1.000012", "province", "tỉnh")):
        make_page(code, f"Giải quyết khiếu nại (cấp {name})", level=level)
    make_page("1.000013", "Giải quyết khiếu nại tại cấp xã", level="commune")
    make_page("1.000014", "Rút khiếu nại", level="commune")
    Level.objects.filter(code="province").update(name="Cấp tỉnh")
    reindex()


def test_one_matter_is_one_result_with_the_commune_first(client: Client, levels: None) -> None:
    html = page_of(client, q="giải quyết khiếu nại")
    assert titles_of(html).count("Giải quyết khiếu nại tại cấp xã") == 1
    assert not [title for title in titles_of(html) if "tỉnh" in title or "trung ương" in title]
    assert "Cùng việc này:" in html
    assert html.index("1.000013") < html.index("1.000012") < html.index("1.000011")


def test_the_level_that_was_filtered_for_comes_first(client: Client, levels: None) -> None:
    html = page_of(client, q="giải quyết khiếu nại", cap=["province", "commune"])
    assert titles_of(html)[0] == "Giải quyết khiếu nại (cấp tỉnh)"


def test_results_are_limited_by_what_they_cost_and_how_long_they_take(
    client: Client, stay: ProcedurePage, make_page: MakePage
) -> None:
    dear = make_page("1.000021", "Đăng ký tàu biển", fee={"status": "amount", "amount_min": 900_000})
    TimeLimit.objects.filter(page=dear).update(value=30)
    reindex()
    assert titles_of(page_of(client, q="đăng ký")) == ["Đăng ký tạm trú", "Đăng ký tàu biển"]
    for limit in ({"phi-toi-da": "50000"}, {"ngay-toi-da": "5"}):
        html = page_of(client, q="đăng ký", **limit)
        assert titles_of(html) == ["Đăng ký tạm trú"]
        assert "(1 đang chọn)" in html
        assert f'<option value="{next(iter(limit.values()))}" selected>' in html


def test_a_limit_that_is_no_step_is_offered_and_kept(client: Client, indexed: ProcedureIndexPage) -> None:
    html = page_of(client, **{"q": "tạm trú", "phi-toi-da": "33000"})
    assert '<option value="33000" selected>Đến 33.000 đồng</option>' in html


@pytest.mark.parametrize(
    ("order", "first"),
    [("phi", "Đăng ký tạm trú"), ("ngay", "Đăng ký tàu biển"), ("ten", "Đăng ký tàu biển")],
)
def test_results_are_ordered_as_asked(
    client: Client, stay: ProcedurePage, make_page: MakePage, order: str, first: str
) -> None:
    other = make_page("1.000021", "Đăng ký tàu biển", fee={"status": "amount", "amount_min": 900_000})
    TimeLimit.objects.filter(page=other).update(value=1)
    TimeLimit.objects.filter(page=stay).update(value=9)
    if order == "ten":
        ProcedurePage.objects.filter(pk=stay.pk).update(title="Đăng ký xe")
        first = "Đăng ký tàu biển"
    reindex()
    html = page_of(client, q="đăng ký", xep=order)
    assert titles_of(html)[0] == first
    assert re.search(rf'<a href="\?q=[^"]*xep={order}" aria-current="true">', html)


def test_orders_keep_the_filters_and_filters_the_order(client: Client, indexed: ProcedureIndexPage) -> None:
    html = page_of(client, q="đăng ký", cap="commune", xep="ten")
    assert "cap=commune&amp;xep=phi" in html
    assert '<input type="hidden" name="xep" value="ten">' in html


def test_two_hits_can_be_ticked_and_one_alone_can_not(client: Client, indexed: ProcedureIndexPage) -> None:
    html = page_of(client, q="khai sinh")
    assert '<input type="checkbox" name="ma" value="1.001193" form="so-sanh">' in html
    assert '<form class="compare-bar" id="so-sanh" action="/tim-kiem/so-sanh/" method="get">' in html
    assert "so-sanh" not in page_of(client, q="tạm trú")


def test_whose_matter_it_is_stands_above_the_hits(client: Client, indexed: ProcedureIndexPage) -> None:
    OutOfScopeTopic.objects.create(
        phrases="xem bói",
        body_name="Thầy bói",
        text="Không phải việc của nhà nước.",
        url="https://vi.example/",
    )
    html = page_of(client, q="xem bói khai sinh")
    assert "Việc này do Thầy bói giải quyết" in html
    assert '<a href="https://vi.example/">Đến trang của Thầy bói</a>' in html
    assert html.index("Thầy bói") < html.index('<ol class="results"')


def test_what_is_nobody_s_matter_is_said_without_a_name(client: Client, indexed: ProcedureIndexPage) -> None:
    OutOfScopeTopic.objects.create(phrases="xem bói", text="Trang này chỉ có thủ tục hành chính.")
    birth = ProcedurePage.objects.get(code="1.001193")
    ProcedureStep.objects.create(page=birth, text="Không xem bói khi đi nộp.")
    reindex()
    html = page_of(client, q="xem bói")
    assert "Việc này không phải thủ tục hành chính" in html
    assert "Trang này chỉ có thủ tục hành chính." in html
    assert "Việc này do" not in html
    assert "chỉ có chữ giống câu bạn gõ" in html


def test_the_filters_that_are_on_are_said_in_words(client: Client, indexed: ProcedureIndexPage) -> None:
    words = words_of(page_of(client, **{"q": "đăng ký", "cap": "commune", "ngay-toi-da": "3"}))
    assert "Đang lọc: Xong trong: 3 ngày làm việc Cấp xã Bỏ lọc" in words
    nothing = words_of(page_of(client, **{"q": "đăng ký", "cap": "commune", "phi-toi-da": "1"}))
    assert "Đang lọc: Số tiền phải nộp: Đến 1 đồng" in nothing
    for query in ({"q": "đăng ký"}, {"q": "đăng ký", "cap": "xyz"}):
        assert "Đang lọc" not in page_of(client, **query)


def test_what_was_read_into_one_word_is_said_once(client: Client, indexed: ProcedureIndexPage) -> None:
    for expansion in ("đăng ký tạm trú", "khai sinh", "kết hôn", "khai tử"):
        SearchSynonym.objects.create(phrase="zebra", expansion=expansion)
    words = words_of(page_of(client, q="zebra"))
    assert words.count("(zebra)") == 1
    assert " hoặc " in words


def test_a_result_that_may_be_none_is_called_unsure_and_counted(
    client: Client, indexed: ProcedureIndexPage
) -> None:
    birth = ProcedurePage.objects.get(code="1.001193")
    ProcedureStep.objects.create(page=birth, text="Người dân mang theo bưu ảnh phong cảnh khi đi nộp.")
    reindex()
    html = page_of(client, q="bưu ảnh phong cảnh")
    assert "Không chắc đây là thủ tục bạn cần." in html
    page_of(client, q="bưu ảnh phong cảnh")
    row = ZeroHitQuery.objects.get()
    assert (row.text, row.count, row.kind) == ("buu anh phong canh", 2, AnswerKind.UNSURE)


def test_a_plain_answer_is_not_called_unsure(client: Client, indexed: ProcedureIndexPage) -> None:
    assert "Không chắc" not in page_of(client, q="đăng ký khai sinh")
    assert not ZeroHitQuery.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "q=khai&phi-toi-da=-1&ngay-toi-da=1e9",
        "q=khai&phi-toi-da=999999999&xep=phi",
        "phi-toi-da=0&ngay-toi-da=0&xep=ngay&trang=99",
        "phi-toi-da=%D9%A3&xep=%00&muc=%FF",
        "q=khai&xep=phi&xep=ten&muc=tra-loi&muc=x",
        "q=%00&muc=noi-nop&trang=99999",
        "q=...&muc=huong-dan",
    ],
    ids=["negative", "huge", "zero", "other-digits", "twice", "nothing-typed", "no-words"],
)
def test_no_limit_order_or_group_breaks_the_page(
    client: Client, indexed: ProcedureIndexPage, query: str
) -> None:
    assert client.get(f"/tim-kiem/?{query}").status_code == 200
