"""The section of the page that answers the question, in the hit itself, with what holds today."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from procedures.choices import ItemKind
from procedures.models import DossierCase, DossierItem, Fee, Form, ProcedurePage
from search.services.upkeep import reindex
from tests.search.conftest import MakePage
from tests.search.reading import page_of, two_prices, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(make_page: MakePage) -> ProcedurePage:
    return two_prices(make_page("1.004194", "Đăng ký tạm trú", field="Cư trú", online_level="full"))


@pytest.fixture
def dossier(stay: ProcedurePage) -> DossierCase:
    """Four papers, the first with a form."""
    case: DossierCase = DossierCase.objects.create(page=stay)
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


def test_what_is_only_shown_comes_after_what_is_handed_in_and_is_called_so(
    client: Client, dossier: DossierCase
) -> None:
    dossier.items.filter(name="Giấy tờ chứng minh chỗ ở").update(kind=ItemKind.PRESENT)
    dossier.items.filter(name="Căn cước").delete()
    reindex()
    words = words_of(page_of(client, q="đăng ký tạm trú cần giấy tờ gì"))
    assert "Giấy tờ phải nộp: 2 loại" in words
    assert words.index("Văn bản đồng ý của chủ hộ") < words.index("Xuất trình: Giấy tờ chứng minh chỗ ở")


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
    with django_assert_max_num_queries(18) as few:
        page_of(client, q=f"tạm trú {asked}", n=2)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page_of(client, q=f"nuôi con {asked}", n=2)
