"""Proposing days off for an editor to check."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from core.models import WorkCalendarDay
from core.services.calendar import confirmed_years, proposed_days

pytestmark = pytest.mark.django_db


def test_the_package_proposes_weekdays_off_and_make_up_saturdays() -> None:
    rows = {row.date: row.kind for row in proposed_days(2026)}
    assert rows[date(2026, 2, 17)] == "off"
    assert rows[date(2026, 8, 22)] == "work"
    assert date(2026, 4, 26) not in rows  # a Sunday needs no row


def test_proposals_are_provisional_and_never_touch_edited_rows() -> None:
    before = WorkCalendarDay.objects.filter(date__year=2026).count()
    call_command("propose_holidays", "2026")
    assert WorkCalendarDay.objects.filter(date__year=2026).count() == before


def test_a_new_year_stays_unconfirmed_until_an_editor_confirms_it() -> None:
    call_command("propose_holidays", "2028")
    rows = WorkCalendarDay.objects.filter(date__year=2028)
    assert rows.exists()
    assert set(rows.values_list("status", flat=True)) == {"provisional"}
    assert 2028 not in confirmed_years()
    rows.update(status="confirmed")
    assert 2028 in confirmed_years()


def test_a_second_run_adds_nothing() -> None:
    call_command("propose_holidays", "2028")
    count = WorkCalendarDay.objects.count()
    call_command("propose_holidays", "2028")
    assert WorkCalendarDay.objects.count() == count


def test_a_dry_run_saves_nothing() -> None:
    call_command("propose_holidays", "2028", "--dry-run")
    assert not WorkCalendarDay.objects.filter(date__year=2028).exists()


def test_an_impossible_year_is_refused_in_words() -> None:
    with pytest.raises(CommandError, match="Năm phải từ"):
        call_command("propose_holidays", "20268")
