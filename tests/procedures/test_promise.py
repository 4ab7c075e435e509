"""The promise kept in a case: plain data of one day, whatever happens to the page later."""

import json
from datetime import date

import pytest

from procedures.models import ProcedurePage
from procedures.services.lookup import find_by_code
from procedures.services.promise import published_promise
from tests.procedures.factories import add_fee, add_time, procedure

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)


def test_a_promise_is_json_in_words_and_as_data() -> None:
    page = procedure(code="2.000635", title="Cấp bản sao trích lục")
    add_fee(page, 8000, per_unit="/bản", kind="phi")
    add_fee(page, 9000, valid_from=date(2027, 1, 1))
    add_time(page, 3)
    promise = published_promise(ProcedurePage.objects.get(pk=page.pk), ON)
    assert json.loads(json.dumps(promise)) == promise
    assert (promise["code"], promise["on"]) == ("2.000635", "2026-11-22")
    assert (promise["fee_summary"], promise["time_summary"]) == ("8.000 đồng/bản", "3 ngày làm việc")
    assert [(fee["amount_min"], fee["text"]) for fee in promise["fees"]] == [(8000, "8.000 đồng/bản")]
    assert [(time["value"], time["unit"]) for time in promise["times"]] == [("3", "working_day")]


def test_where_times_differ_no_single_time_is_promised() -> None:
    page = procedure()
    add_time(page, 10)
    add_time(page, 20, "day")
    promise = published_promise(page, ON)
    assert promise["time_summary"] == ""
    assert len(promise["times"]) == 2


def test_ten_days_are_written_as_ten() -> None:
    page = procedure()
    add_time(page, 10)
    page = ProcedurePage.objects.get(pk=page.pk)
    assert published_promise(page, ON)["times"][0]["value"] == "10"


@pytest.mark.parametrize("typed", ["", "   ", "khai sinh", "9.999999", "\x00", "1" * 10_000])
def test_no_procedure_for_what_is_no_code(typed: str) -> None:
    procedure(code="1.001193")
    assert find_by_code(typed) is None
