"""What stands in a result is what the rows say at that moment, whatever the index was built from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from core.models import Level
from procedures.models import Agency, Fee, Field, ProcedureIndexPage, ProcedurePage, ServicePromise, TimeLimit
from search.parameters import SearchRequest
from search.services.hits import name_hits, present_hits
from search.services.results import results_for
from search.services.upkeep import reindex
from tests.search.conftest import MakePage

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def shown() -> str:
    return str(results_for(SearchRequest(text="khai sinh"), NOW))


def charge() -> str:
    Fee.objects.update(status="amount", amount_min=77_000)
    return "77.000 đồng"


def commit_to_less() -> str:
    TimeLimit.objects.update(value=9, committed_value=1, committed_unit="working_day")
    return "theo cam kết, luật cho 9 ngày làm việc"


def promise() -> str:
    row = ServicePromise.objects.create(name="Ngày thứ sáu xanh", summary="Nhanh.", place="Phường")
    row.procedures.set(ProcedurePage.objects.all())
    return "Ngày thứ sáu xanh"


def rename_level() -> str:
    Level.objects.update(name="Cấp phường")
    return "Cấp phường"


def rename_agency() -> str:
    Agency.objects.update(name="Ủy ban phường")
    return "Ủy ban phường"


def rename_field() -> str:
    Field.objects.filter(name="Hộ tịch").update(name="Hộ tịch và quốc tịch")
    return "Hộ tịch và quốc tịch"


def rename_page() -> str:
    ProcedurePage.objects.update(summary="Bản chính do phường cấp.")
    return "Bản chính do phường cấp."


@pytest.mark.parametrize(
    "change", [charge, commit_to_less, promise, rename_level, rename_agency, rename_field, rename_page]
)
def test_a_change_is_read_in_the_next_search(
    indexed: ProcedureIndexPage, make_page: MakePage, change: Callable[[], str]
) -> None:
    make_page("2.000001", "Khai sinh cho người đã có hồ sơ", field="Tư pháp", level="province")
    reindex()
    before = shown()
    words = change()
    assert words not in before
    assert words in shown()


def test_a_closed_branch_is_gone_in_the_next_search(
    indexed: ProcedureIndexPage, birth: ProcedurePage
) -> None:
    assert "1.001193" in shown()
    PageViewRestriction.objects.create(page=indexed, restriction_type=PageViewRestriction.LOGIN)
    assert "1.001193" not in shown()
    assert name_hits([birth.pk], timezone.localdate()) == ()


def test_a_procedure_named_among_the_popular_ones_says_where_to_go(birth: ProcedurePage) -> None:
    (hit,) = name_hits([birth.pk, birth.pk + 1000], timezone.localdate())
    assert (hit.name, hit.agency) == ("Thủ tục đăng ký khai sinh", "Ủy ban nhân dân cấp xã")
    assert hit.url == birth.get_url()


def test_hits_cost_the_same_number_of_queries_however_many(
    indexed: ProcedureIndexPage, make_page: MakePage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    promise()
    ids = list(ProcedurePage.objects.values_list("pk", flat=True))
    with django_assert_num_queries(0):
        assert present_hits([], NOW) == ()
        assert name_hits([], timezone.localdate()) == ()
    present_hits(ids, NOW)
    for some in (ids[:1], ids):
        # restrictions, pages, fees, time limits, links to promises, promises, agencies, levels
        with django_assert_num_queries(8):
            assert len(present_hits(some, NOW)) == len(some)
