"""One-stop offices with their opening state."""

from dataclasses import dataclass
from datetime import datetime

from core.calendar import WorkCalendar
from core.services.calendar import load_calendar
from home.models import OneStopIndexPage, OneStopPage
from home.opening import OpenState, WeekdayHours, open_state, weekly_hours


@dataclass(frozen=True)
class PlaceView:
    """A place as it stands at one moment."""

    page: OneStopPage
    state: OpenState
    hours: list[WeekdayHours]


def place_view(page: OneStopPage, now: datetime) -> PlaceView:
    """One place; its department's own calendar where it has one."""
    return _view(page, load_calendar(page.department), now)


def directory(index: OneStopIndexPage, now: datetime) -> list[PlaceView]:
    """Every published place below ``index``, in tree order; the same number of queries however many there are."""
    places = (
        OneStopPage.objects.child_of(index).live().public().prefetch_related("opening_hours", "units_served")
    )
    calendar = load_calendar()
    return [_view(place, calendar, now) for place in places]


def featured_place(chosen: OneStopPage | None, now: datetime) -> PlaceView | None:
    """The place chosen by the editor if it is published, else the directory's first; None where there is none."""
    if chosen is None or not chosen.live:
        chosen = OneStopPage.objects.live().public().first()
    return place_view(chosen, now) if chosen is not None else None


def _view(page: OneStopPage, calendar: WorkCalendar, now: datetime) -> PlaceView:
    sessions = page.sessions()
    return PlaceView(page, open_state(sessions, calendar, now), weekly_hours(sessions))
