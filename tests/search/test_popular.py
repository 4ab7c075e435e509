"""The words that most people search for: of many only, as something public writes them, until an editor stops them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from procedures.models import ProcedureIndexPage, ProcedurePage
from search.models import LearnedFrom, LearnedPhrase, SearchClick, SearchSynonym
from search.services.clicks import MIN_COUNT, MIN_DAYS
from search.services.learning import learn_phrases
from search.services.popular import MOST_WORDS, popular_words
from tests.search.conftest import MakePage
from tests.search.reading import page_of, words_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BIRTH, STAY = "1.001193", "1.004194"


def chosen(text: str, code: str = BIRTH, *, count: int = MIN_COUNT, days: int = MIN_DAYS) -> None:
    """Choices of as many people on as many days as are needed."""
    for day in range(days):
        SearchClick.objects.create(text=text, code=code, day=TODAY - timedelta(day), count=count)


def words() -> tuple[str, ...]:
    cache.clear()
    return popular_words(TODAY)


def test_words_stand_in_the_order_of_how_many_chose_something_after_them(
    indexed: ProcedureIndexPage,
) -> None:
    chosen("dang ky tam tru", STAY, count=9)
    chosen("khai sinh")
    assert words() == ("đăng ký tạm trú", "khai sinh")


@pytest.mark.parametrize(("count", "days"), [(1, 4), (9, MIN_DAYS - 1)], ids=["too few", "on too few days"])
def test_what_too_few_people_chose_is_not_shown(birth: ProcedurePage, count: int, days: int) -> None:
    chosen("khai sinh", count=count, days=days)
    assert words() == ()


def test_ways_to_say_the_same_are_one(birth: ProcedurePage) -> None:
    SearchSynonym.objects.create(phrase="làm giấy đẻ con", expansion="đăng ký khai sinh")
    chosen("muon lam giay de con", count=2)
    chosen("lam giay de con o dau", count=2)
    chosen("khai sinh", count=3)
    assert words() == ("làm giấy đẻ con", "khai sinh")


def test_a_name_that_many_typed_is_never_shown(birth: ProcedurePage) -> None:
    chosen("nguyen thi thu")
    chosen("khai sinh nguyen van thu", code=BIRTH)
    assert all("thu" not in text.split() for text in words())


def test_what_is_no_longer_public_lends_no_words(birth: ProcedurePage) -> None:
    chosen("khai sinh", code=BIRTH)
    assert words() == ("khai sinh",)
    SearchSynonym.objects.all().delete()
    birth.unpublish()
    assert words() == ()


def test_an_editor_stops_words_by_putting_the_learned_row_out_of_use(birth: ProcedurePage) -> None:
    SearchSynonym.objects.all().delete()
    birth.keywords = "Giấy đẻ con"
    birth.save()
    chosen("giay de con")
    learn_phrases(TODAY)
    assert words() == ("giấy đẻ con",)
    row = LearnedPhrase.objects.get(source=LearnedFrom.CHOICES)
    row.active = False
    row.save()
    assert popular_words(TODAY) == ()  # at once, without emptying a cache


def test_only_so_many_are_shown_and_they_cost_the_same(
    make_page: MakePage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(MOST_WORDS + 4):
        name = chr(ord("a") + number)
        code = f"1.0000{number:02}"
        make_page(code, f"Cấp thẻ {name} mới")
        chosen(f"the {name} moi", code, count=MIN_COUNT + number)
    cache.clear()
    with django_assert_num_queries(5):  # choices, stopped rows, names, synonyms; and whether it is public
        found = popular_words(TODAY)
    assert len(found) == MOST_WORDS
    with django_assert_num_queries(0):
        assert popular_words(TODAY) == found


def test_they_stand_on_the_page_that_nothing_was_asked_on(
    client: Client, indexed: ProcedureIndexPage
) -> None:
    chosen("dang ky tam tru", STAY)
    cache.clear()
    html = page_of(client)
    assert "Nhiều người tìm" in words_of(html)
    assert (
        '<a href="/tim-kiem/?q=%C4%91%C4%83ng%20k%C3%BD%20t%E1%BA%A1m%20tr%C3%BA">đăng ký tạm trú</a>' in html
    )
    main = words_of(page_of(client, q="khai sinh").split("</form>", 1)[1])
    assert "Nhiều người tìm" not in main


def test_an_empty_box_is_suggested_them_in_the_reader_s_language(
    client: Client, indexed: ProcedureIndexPage
) -> None:
    chosen("dang ky tam tru", STAY)
    cache.clear()
    for address in ("/tim-kiem/", "/en/tim-kiem/"):
        response = client.get(f"{address}goi-y/")
        assert response.json() == {
            "items": [
                {
                    "title": "đăng ký tạm trú",
                    "code": "",
                    "url": f"{address}?q=%C4%91%C4%83ng+k%C3%BD+t%E1%BA%A1m+tr%C3%BA",
                }
            ]
        }
        assert response["Cache-Control"] == "public, max-age=300"


def test_without_choices_there_is_nothing_to_suggest(client: Client, indexed: ProcedureIndexPage) -> None:
    assert client.get("/tim-kiem/goi-y/", {"q": " "}).json() == {"items": []}
    assert "Nhiều người tìm" not in words_of(page_of(client).split("</form>", 1)[1])
