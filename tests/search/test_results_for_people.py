"""What a citizen reads on the results page: the section that answers, kinds of one thing, levels, limits, orders."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core.models import Level
from home.models import StandardPage
from procedures.models import (
    DossierCase,
    DossierItem,
    Fee,
    Form,
    ProcedureIndexPage,
    ProcedurePage,
    ProcedureStep,
    SubmissionMethod,
    TimeLimit,
)
from search.models import AnswerKind, OutOfScopeTopic, SearchSynonym, ZeroHitQuery
from search.services.upkeep import reindex
from tests.home.factories import make_site, make_standard_page
from tests.search.conftest import MakePage

pytestmark = pytest.mark.django_db

URL = "/tim-kiem/"


def page_of(client: Client, **asked: object) -> str:
    response = client.get(URL, asked)
    assert response.status_code == 200
    return response.content.decode()


def words_of(html: str) -> str:
    """The page as it is read: no tags, single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def titles_of(html: str) -> list[str]:
    return [words_of(title) for title in re.findall(r"<h3><a [^>]+>(.*?)</a></h3>", html)]


@pytest.fixture
def stay(make_page: MakePage) -> ProcedurePage:
    """A registration with two ways of filing at two prices."""
    page = make_page("1.004194", "Đăng ký tạm trú", field="Cư trú", online_level="full")
    page.fees.all().delete()
    page.submission_methods.all().delete()
    for channel, amount in (("online", 7000), ("direct", 15000)):
        SubmissionMethod.objects.create(page=page, channel=channel)
        Fee.objects.create(page=page, channel=channel, kind="le_phi", status="amount", amount_min=amount)
    return page


@pytest.fixture
def dossier(stay: ProcedurePage) -> DossierCase:
    """Four papers, the first with a form."""
    case = DossierCase.objects.create(page=stay)
    form = Form.objects.create(code="CT01", name="Tờ khai thay đổi thông tin cư trú")
    DossierItem.objects.create(case=case, name="Tờ khai thay đổi thông tin cư trú", form=form)
    for name in ("Giấy tờ chứng minh chỗ ở", "Văn bản đồng ý của chủ hộ", "Căn cước"):
        DossierItem.objects.create(case=case, name=name)
    return case


def test_a_question_about_the_fee_is_answered_in_the_hit_for_each_way(
    client: Client, stay: ProcedurePage
) -> None:
    reindex()
    html = page_of(client, q="đăng ký tạm trú lệ phí bao nhiêu")
    assert f'<dt><a href="{stay.url}#cach-nop">Lệ phí</a></dt>' in html
    assert "<b>7.000 đồng</b> <span>trực tuyến</span>" in html
    assert "<b>15.000 đồng</b> <span>tại quầy</span>" in html
    assert "Lệ phí: <b>" not in html  # said once


def test_a_fee_of_tomorrow_is_no_answer_today(client: Client, stay: ProcedurePage) -> None:
    Fee.objects.filter(page=stay, channel="online").update(valid_from="2999-01-01")
    reindex()
    words = words_of(page_of(client, q="lệ phí đăng ký tạm trú"))
    assert "Chưa công bố mức thu cho hôm nay trực tuyến" in words
    assert "7.000" not in words


def test_a_question_about_the_time_gives_the_term_and_the_day(client: Client, stay: ProcedurePage) -> None:
    reindex()
    words = words_of(page_of(client, q="đăng ký tạm trú mất bao lâu"))
    assert re.search(r"Thời hạn 3 ngày làm việc nộp bây giờ, nhận (thứ|Chủ nhật) ?\w* \d+/\d+", words)
    assert "Nộp bây giờ, nhận kết quả:" not in words


def test_a_question_about_papers_gives_the_first_and_how_many(client: Client, dossier: DossierCase) -> None:
    reindex()
    html = page_of(client, q="đăng ký tạm trú cần giấy tờ gì")
    assert f'<a href="{dossier.page.url}#mang-theo">Giấy tờ phải nộp: 4 loại</a>' in html
    assert "Văn bản đồng ý của chủ hộ" in html
    assert "Căn cước" not in html
    assert "và 1 loại khác" in html


def test_a_question_about_forms_leads_to_the_form(client: Client, dossier: DossierCase) -> None:
    reindex()
    html = page_of(client, q="mẫu đơn đăng ký tạm trú")
    assert '<dd><a href="/mau-don/ct01/">Mẫu CT01</a>' in html


def test_a_question_about_the_place_says_where_and_that_the_web_will_do(
    client: Client, stay: ProcedurePage
) -> None:
    reindex()
    words = words_of(page_of(client, q="đăng ký tạm trú nộp ở đâu"))
    assert "Nơi nộp Ủy ban nhân dân cấp xã Nộp trực tuyến được từ đầu đến cuối" in words
    assert "Nơi nộp:" not in words


def test_what_nobody_published_is_said_to_be_so(client: Client, birth: ProcedurePage) -> None:
    birth.fees.all().delete()
    birth.time_limits.all().delete()
    reindex()
    words = words_of(page_of(client, q="khai sinh cần giấy tờ gì, mẫu đơn, lệ phí, bao lâu"))
    assert words.count("Chưa công bố") >= 4


def test_answers_cost_the_same_number_of_queries_for_any_number_of_hits(
    client: Client,
    dossier: DossierCase,
    make_page: MakePage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    asked = "giấy tờ lệ phí bao lâu ở đâu mẫu đơn"
    for number in range(10):
        page = make_page(f"2.0000{number:02}", f"Đăng ký nuôi con {number}")
        case = DossierCase.objects.create(page=page)
        DossierItem.objects.create(case=case, name="Đơn", form=Form.objects.get())
    reindex()
    page_of(client, q=f"tạm trú {asked}")
    with django_assert_max_num_queries(30) as few:
        page_of(client, q=f"tạm trú {asked}", n=2)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page_of(client, q=f"nuôi con {asked}", n=2)


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
