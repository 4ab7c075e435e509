"""What begins and ends by the calendar alone: found on its day, once, however late the task runs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.documents import get_document_model

from core.caching import content_version
from core.models import WorkerHeartbeat
from procedures.models import DossierItem, Fee, Form, FormVersion, ServicePromise
from procedures.services.dates import pages_changed_by_dates, start_of_day
from procedures.signals import facts_changed
from tests.procedures.factories import add_case, add_fee, add_time, procedure

pytestmark = pytest.mark.django_db

DAY = date(2027, 1, 1)
EVE = DAY - timedelta(days=1)


def at(day: date, hour: int = 0) -> datetime:
    """An hour of that day in Vietnam."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour - 7, minutes=1)


@pytest.fixture
def heard() -> Iterator[list[list[int]]]:
    """The pages of each announcement."""
    said: list[list[int]] = []

    def listen(page_ids: list[int], **kwargs: object) -> None:
        said.append(list(page_ids))

    facts_changed.connect(listen, weak=False)
    yield said
    facts_changed.disconnect(listen)


def changed(since: date = EVE, today: date = DAY) -> set[int]:
    return set(pages_changed_by_dates(since, today))


def test_a_fee_or_a_time_limit_that_begins_today_or_ended_yesterday_is_found() -> None:
    begins, ended, other, neither = (procedure() for _number in range(4))
    add_fee(begins, 5000, valid_from=DAY)
    add_time(ended, 3, valid_to=EVE)
    add_fee(other, 5000, valid_from=DAY + timedelta(days=1), valid_to=DAY + timedelta(days=9))
    add_fee(neither, 5000)
    assert changed() == {begins.pk, ended.pk}


def test_a_procedure_that_begins_or_ended_is_found() -> None:
    begins, ended = procedure(effective_from=DAY), procedure(effective_to=EVE)
    procedure(effective_to=DAY)
    assert changed() == {begins.pk, ended.pk}


def test_a_promise_that_begins_is_found_with_its_procedures() -> None:
    page = procedure()
    promise = ServicePromise.objects.create(
        name="Ngày thứ sáu xanh", summary="60 phút", place="Phường 1", valid_from=DAY
    )
    promise.procedures.add(page)
    assert changed() == {page.pk}


def test_a_new_version_of_a_form_is_found_with_the_procedures_that_ask_for_it() -> None:
    page = procedure()
    form = Form.objects.create(code="CT01", slug="ct01", name="Tờ khai")
    document = get_document_model().objects.create(
        title="CT01", file=ContentFile(b"%PDF-1.4", name="ct01.pdf")
    )
    FormVersion.objects.create(form=form, document=document, valid_from=DAY)
    add_case(page, "Tờ khai")
    DossierItem.objects.update(form=form)
    assert changed() == {page.pk}


def test_the_day_is_begun_once(heard: list[list[int]]) -> None:
    page = procedure()
    add_fee(page, 5000, valid_from=DAY)
    start_of_day(at(EVE))
    assert start_of_day(at(DAY)) == 1
    assert start_of_day(at(DAY, 1)) is None
    assert heard == [[], [page.pk]]


def test_days_on_which_nothing_ran_are_caught_up(heard: list[list[int]]) -> None:
    first, second = procedure(), procedure()
    add_fee(first, 5000, valid_from=DAY)
    add_fee(second, 5000, valid_to=DAY + timedelta(days=4))
    start_of_day(at(EVE, 9))
    assert start_of_day(at(DAY + timedelta(days=10), 15)) == 2
    assert heard[-1] == sorted([first.pk, second.pk])


def test_every_cached_page_is_stale_after_the_start_of_the_day(
    django_capture_on_commit_callbacks: object,
) -> None:
    before = content_version()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        start_of_day(at(DAY))
    assert content_version() != before


def test_what_fails_to_be_announced_is_announced_again() -> None:
    procedure(effective_from=DAY)

    def fail(**kwargs: object) -> None:
        raise OSError

    facts_changed.connect(fail, weak=False)
    try:
        with pytest.raises(OSError):  # noqa: PT011 - the one raised above
            start_of_day(at(DAY))
    finally:
        facts_changed.disconnect(fail)
    assert not WorkerHeartbeat.objects.filter(name="start-of-day").exists()
    assert start_of_day(at(DAY)) == 1


DATES = st.one_of(st.none(), st.integers(-4, 8).map(lambda days: EVE + timedelta(days=days)))


class EveryChangeIsFound(TestCase):
    """Against the plain question: is the row valid on the one day and not on the other?"""

    fee: Fee

    @classmethod
    def setUpTestData(cls) -> None:
        """One fee, whose dates each example sets."""
        cls.fee = add_fee(procedure(), 5000)

    @settings(deadline=None)
    @given(DATES, DATES, st.integers(1, 5))
    def test_whatever_the_dates(self, first: date | None, last: date | None, later: int) -> None:
        if first and last and first > last:
            first, last = last, first
        Fee.objects.filter(pk=self.fee.pk).update(valid_from=first, valid_to=last)
        fee = Fee.objects.get(pk=self.fee.pk)
        today = EVE + timedelta(days=later)
        turned = fee.is_valid_on(EVE) != fee.is_valid_on(today)
        found = fee.page_id in changed(EVE, today)
        # A row that was valid only between the two days may be announced as well: nobody is harmed.
        assert found or not turned
        if found and not turned:
            assert any(fee.is_valid_on(EVE + timedelta(days=n)) for n in range(1, later))
