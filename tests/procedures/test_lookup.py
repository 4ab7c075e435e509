"""Codes as people write them, codes of the past, and codes that are almost right."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from procedures.models import CodeAlias, ProcedurePage
from procedures.services.lookup import (
    find_by_code,
    look_up,
    near_codes,
    present_successor,
    successors,
    written_codes,
)
from tests.procedures.factories import procedure

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    "typed",
    [
        "1.004222",
        "1004222",
        " 1.004222 ",
        "1 004222",
        "1,004222",
        "1-004222",
        "1·004222",
        "１．００４２２２",
        "Mã: 1.004222",
        "Mã thủ tục 1.004222",
        "Mã số TTHC: 1.004222.",
        "thủ tục hành chính số 1.004222",
        "TTHC 1004222",
        "1.004222.000.00.00.H01",
        "1.004222.H36",
        "1.004222.01",
    ],
)
def test_a_code_is_known_in_every_form_that_people_write(typed: str) -> None:
    page = procedure(code="1.004222")
    assert find_by_code(typed) == page


@pytest.mark.parametrize("code", ["C08_XPHCDB", "1.0133611", "1.014955-Xoa", "2.009182739", "KV-12/2"])
def test_an_odd_code_is_found_as_it_stands(code: str) -> None:
    page = procedure(code=code)
    assert find_by_code(code) == page
    assert find_by_code(code.lower()) == page


def test_a_code_in_the_long_form_is_found_by_it() -> None:
    page = procedure(code="1.001612.000.00.00.H01")
    assert find_by_code("1.001612.000.00.00.H01") == page
    assert near_codes("1.001612") == [page]


@given(st.text(max_size=90))
def test_any_text_gives_codes_or_none(typed: str) -> None:
    assert all(code.strip() for code in written_codes(typed))


def test_an_old_code_leads_to_the_procedure_of_today() -> None:
    page = procedure(code="1.001193")
    CodeAlias.objects.create(old_code="1.010914", procedure=page)
    found = look_up("1.010914.000.00.00.H01")
    assert found is not None
    assert (found.page, found.old_code) == (page, "1.010914")


def test_an_old_code_whose_procedure_was_replaced_leads_to_what_is_online() -> None:
    newest = procedure(code="1.000003")
    middle = procedure(code="1.000002", live=False, status="replaced", replaced_by=newest)
    CodeAlias.objects.create(old_code="1.000001", procedure=middle)
    assert find_by_code("1.000001") == newest
    assert find_by_code("1.000002") == newest


def test_a_page_that_ended_is_found_itself_as_long_as_it_is_online() -> None:
    newer = procedure(code="1.000002")
    older = procedure(code="1.000001", status="replaced", replaced_by=newer)
    CodeAlias.objects.create(old_code="1.000001", procedure=newer)
    found = look_up("1.000001")
    assert found is not None
    assert (found.page, found.old_code) == (older, "")


def test_a_circle_of_successors_ends() -> None:
    first, second, third = (procedure(status="abolished", live=False) for _n in range(3))
    for old, new in ((first, second), (second, third), (third, first)):
        ProcedurePage.objects.filter(pk=old.pk).update(replaced_by=new)
    first = ProcedurePage.objects.get(pk=first.pk)
    assert [page.pk for page in successors(first)] == [second.pk, third.pk]
    assert present_successor(first, ON) is None
    assert find_by_code(first.code) is None


def test_the_present_successor_is_the_first_in_force() -> None:
    newest = procedure()
    middle = procedure(status="replaced", replaced_by=newest, effective_to=ON - timedelta(days=1))
    oldest = procedure(status="replaced", replaced_by=middle)
    assert present_successor(oldest, ON) == newest
    assert present_successor(newest, ON) is None
    newest.unpublish()
    assert present_successor(ProcedurePage.objects.get(pk=oldest.pk), ON) == middle


@pytest.mark.parametrize(
    "typed",
    [
        "1.004223",  # another last digit
        "2.004222",  # another first digit
        "1.00422",  # one missing
        "1.0042222",  # one too many
        "1.004242",  # one wrong inside
        "1.040222",  # two swapped
        "10.04222",  # the dot in the wrong place: the same digits
    ],
)
def test_a_code_one_slip_away_is_offered(typed: str) -> None:
    page = procedure(code="1.004222")
    procedure(code="1.993311")
    assert page in [*near_codes(typed), find_by_code(typed)]


@pytest.mark.parametrize("typed", ["", "khai sinh", "1", "12345678901234", "1.777777"])
def test_nothing_is_offered_for_what_is_near_nothing(typed: str) -> None:
    procedure(code="1.004222")
    assert near_codes(typed) == []


def test_drafts_and_private_procedures_are_never_offered() -> None:
    procedure(code="1.004222", live=False)
    assert near_codes("1.004223") == []


def test_looking_a_code_up_costs_the_same_for_any_catalogue(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _number in range(5):
        procedure()
    with django_assert_max_num_queries(8):
        assert look_up("9.999999") is None
    with django_assert_max_num_queries(3):
        near_codes("9.999999")


def test_an_old_code_redirects_and_the_page_says_what_it_is_now(client: Client) -> None:
    page = procedure(code="1.001193", title="Đăng ký khai sinh")
    CodeAlias.objects.create(old_code="1.010914", procedure=page)
    response = client.get("/ma/1.010914/")
    assert response.status_code == 302
    assert response["Location"] == f"{page.url}?ma-cu=1.010914"
    html = client.get(response["Location"]).content.decode()
    assert "Mã cũ 1.010914 nay là <b>1.001193</b> Đăng ký khai sinh." in html


@pytest.mark.parametrize("claimed", ["9.999999", "1.001193", "<script>alert(1)</script>", "x" * 500])
def test_the_page_repeats_no_code_that_is_not_its_own(client: Client, claimed: str) -> None:
    page = procedure(code="1.001193")
    html = client.get(page.url, {"ma-cu": claimed}).content.decode()
    assert "Mã cũ" not in html
    assert "alert(1)" not in html


def test_the_search_box_takes_old_codes_too(client: Client) -> None:
    page = procedure(code="1.001193")
    CodeAlias.objects.create(old_code="1.010914", procedure=page)
    assert client.get("/tim-kiem/", {"q": "1010914"})["Location"] == f"{page.url}?ma-cu=1.010914"


def test_an_unknown_code_offers_near_ones_and_the_search(client: Client) -> None:
    page = procedure(code="1.004222", title="Đăng ký thường trú")
    html = client.get("/ma/1.004223/").content.decode()
    assert "Có phải bạn tìm" in html
    assert page.url in html
    assert 'value="1.004223"' in html


def test_words_in_a_codes_place_are_searched_for(client: Client) -> None:
    response = client.get("/ma/dang-ky-khai-sinh/")
    assert response.status_code == 404
    assert 'value="dang ky khai sinh"' in response.content.decode()


def refused(**values: object) -> list[str]:
    try:
        CodeAlias(**values).full_clean()
    except ValidationError as error:
        return error.messages
    return []


def test_an_old_code_may_not_be_one_that_is_in_use() -> None:
    living, other = procedure(code="1.000001"), procedure(code="1.000002")
    assert refused(old_code="1.000001", procedure=other)
    assert refused(old_code="1000001", procedure=other)
    assert refused(old_code="1.000001", procedure=living)
    ProcedurePage.objects.filter(pk=living.pk).update(status="abolished")
    assert not refused(old_code="1.000001", procedure=other)


def test_an_old_code_may_not_lead_in_a_circle() -> None:
    older = procedure(code="1.000001", status="abolished")
    newer = procedure(code="1.000002", status="replaced", replaced_by=older)
    assert refused(old_code="1.000001", procedure=newer)


def test_an_old_code_is_kept_in_the_national_form() -> None:
    alias = CodeAlias(old_code=" 1010914.000.00.00.H01 ", procedure=procedure())
    alias.full_clean()
    assert alias.old_code == "1.010914"
