"""Answers to others, guides and places stand in groups of their own, when they really are about it."""

from __future__ import annotations

import pytest
from django.test import Client

from home.models import OneStopIndexPage, StandardPage
from procedures.models import ProcedureIndexPage, ProcedureStep
from search.engines import get_engine
from search.services.auditing import audit
from search.services.upkeep import reindex
from tests.home.factories import make_place, make_site, make_standard_page
from tests.search.conftest import MakePage
from tests.search.reading import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> StandardPage:
    return make_standard_page(
        make_site(),
        title="Đi làm khai sinh cho con",
        slug="khai-sinh",
        introduction="Xếp hàng ở quầy số 3.",
    )


def test_a_guide_stands_in_a_group_of_its_own_that_is_named_above_the_results(
    client: Client, guide: StandardPage, make_page: MakePage
) -> None:
    make_page("1.001193", "Đăng ký khai sinh")
    reindex()
    html = page_of(client, q="khai sinh")
    assert '<a href="#nhom-guides">Trang hướng dẫn (1)</a>' in html
    group = html[html.index('id="nhom-guides"') :]
    assert f'<a href="{guide.url}">Đi làm <mark>khai sinh</mark> cho con</a>' in group
    assert "Xếp hàng ở quầy số 3." in group
    assert "Xem thêm" not in group


def test_a_group_that_only_comes_near_is_not_shown(
    client: Client, guide: StandardPage, make_page: MakePage
) -> None:
    make_page("1.001193", "Đăng ký khai tử")
    reindex()
    assert "nhom-guides" not in page_of(client, q="khai tử")


def test_groups_are_left_out_beside_filters(client: Client, guide: StandardPage, make_page: MakePage) -> None:
    make_page("1.001193", "Đăng ký khai sinh")
    reindex()
    assert "nhom-guides" not in page_of(client, q="khai sinh", cap="commune")


def test_a_guide_is_found_where_no_procedure_is(
    client: Client, guide: StandardPage, make_page: MakePage
) -> None:
    make_page("1.001193", "Đăng ký kết hôn")
    reindex()
    html = page_of(client, q="xếp hàng quầy")
    assert html.index("nhom-guides") < html.index("Không tìm thấy thủ tục nào")


def test_a_guide_that_holds_all_words_stands_above_procedures_that_may_all_be_wrong(
    client: Client, guide: StandardPage, make_page: MakePage
) -> None:
    page = make_page("1.001193", "Đăng ký kết hôn")
    ProcedureStep.objects.create(page=page, text="Người dân xếp hàng ở quầy số 3.")
    reindex()
    html = page_of(client, q="xếp hàng quầy")
    assert "Không chắc đây là thủ tục bạn cần." in html
    assert html.index('id="nhom-guides"') < html.index('<ol class="results"')
    assert html.count('id="nhom-guides"') == 1
    assert "Cũng tìm thấy" not in html


def test_a_guide_whose_name_begins_with_what_was_asked_stands_above_the_procedures(
    client: Client, guide: StandardPage, make_page: MakePage
) -> None:
    make_page("1.001193", "Đăng ký xếp hàng")
    guide.title = "Xếp hàng: khi nào phải xếp hàng"
    guide.save_revision().publish()
    reindex()
    html = page_of(client, q="xếp hàng")
    assert html.index('id="nhom-guides"') < html.index('<ol class="results"')
    assert html.count('id="nhom-guides"') == 1
    assert "Cũng tìm thấy" not in html


def test_who_asks_where_reads_the_places_first(
    client: Client, guide: StandardPage, make_page: MakePage
) -> None:
    make_page("1.001193", "Đăng ký khai tử")
    index = OneStopIndexPage(title="Nơi nộp", slug="noi-nop")
    guide.get_parent().add_child(instance=index)
    make_place(index, title="Quầy số 3", slug="quay-3")
    reindex()
    html = page_of(client, q="quầy số 3")
    assert html.index('id="nhom-guides"') < html.index('id="nhom-places"')
    html = page_of(client, q="quầy số 3 ở đâu")
    assert html.index('id="nhom-places"') < html.index('id="nhom-guides"')


def test_the_name_of_a_guide_is_no_slip_of_a_procedure_s_word(
    client: Client, guide: StandardPage, make_page: MakePage
) -> None:
    make_page("1.001193", "Đăng ký thuốc")
    make_page("1.001194", "Đổi thuốc")
    guide.title = "Phường An Thuoc và An Thuoz"
    guide.save_revision().publish()
    reindex()
    assert "Đọc “thuoz”" not in page_of(client, q="an thuoz")
    assert "Đọc “thuox”" in page_of(client, q="an thuox")


def test_all_of_a_group_is_listed_page_by_page(client: Client, guide: StandardPage) -> None:
    for number in range(12):
        make_standard_page(guide.get_parent(), title=f"Hỏi đáp khai sinh {number}", slug=f"hoi-{number}")
    reindex()
    assert "Xem thêm: tất cả 13 mục trong “Trang hướng dẫn”" in page_of(client, q="khai sinh")
    html = page_of(client, q="khai sinh", muc="huong-dan")
    assert "13 kết quả" in html
    assert "?q=khai+sinh&amp;muc=huong-dan&amp;trang=2" in html
    assert page_of(client, q="khai sinh", muc="huong-dan", trang="99").count("rows__title") == 3
    assert '<a href="?q=khai+sinh">Về kết quả là thủ tục</a>' in html


@pytest.mark.parametrize("asked", [{"muc": "huong-dan"}, {"q": "khai sinh", "muc": "khac"}])
def test_a_group_that_is_none_or_without_words_shows_procedures(
    client: Client, indexed: ProcedureIndexPage, asked: dict[str, str]
) -> None:
    assert "Đăng ký" in page_of(client, **asked)


def test_a_place_is_found_by_a_name_that_no_procedure_has(
    client: Client, guide: StandardPage, make_page: MakePage
) -> None:
    make_page("1.000001", "Cấp lược đồ an ninh mạng")
    reindex()
    html = page_of(client, q="nơi nộp hồ sơ an loc")
    assert "phường <mark>An Lộc</mark>" in html
    assert "phường <mark>An Lộc</mark>" in page_of(client, q="nơi nộp hồ sơ an loc", muc="noi-nop")


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("tố cáo cán bộ", "/phan-anh/to-cao/"),
        ("to cao", "/phan-anh/to-cao/"),
        ("khiếu nại quyết định hành chính", "/phan-anh/khieu-nai/"),
        ("đơn khiếu nại", "/phan-anh/khieu-nai/"),
        ("phản ánh thái độ cán bộ", "/phan-anh/"),
    ],
)
def test_what_the_law_lets_people_say_against_the_administration_is_found(
    client: Client, make_page: MakePage, words: str, address: str
) -> None:
    make_page("1.001193", "Đăng ký khai sinh")
    reindex()
    html = page_of(client, q=words)
    group = html[html.index('id="nhom-guides"') :]
    assert group.index(f'<a href="{address}">') == group.index("<a href=")


def test_a_guide_of_the_site_s_own_stays_in_the_reader_s_language(
    client: Client, make_page: MakePage
) -> None:
    make_page("1.001193", "Đăng ký khai sinh")
    reindex()
    response = client.get("/en/tim-kiem/", {"q": "tố cáo cán bộ"})
    assert '<a href="/en/phan-anh/to-cao/">' in response.content.decode()


def test_the_site_s_own_guides_are_kept_right_like_everything_else(db: None) -> None:
    reindex()
    assert audit() == 0
    get_engine("guides").delete([2**31 + 2])
    assert audit() == 1
    assert 'href="/phan-anh/to-cao/"' in page_of(Client(), q="tố cáo", muc="huong-dan")
