"""What the home app's page templates ask for."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from core.templatetags.vietnamese import WEEKDAYS
from home.models import HomePage, OneStopIndexPage, OneStopPage
from home.opening import WeekdayHours
from home.services.front_page import FrontPage, front_page
from home.services.places import PlaceView, directory, place_view

register = template.Library()


@register.simple_tag(name="front_page")
def front_page_now(page: HomePage) -> FrontPage:
    """The first page's contents at this moment."""
    return front_page(page, timezone.now())


@register.simple_tag(name="places")
def places_now(index: OneStopIndexPage) -> list[PlaceView]:
    """The directory's places at this moment."""
    return directory(index, timezone.now())


@register.simple_tag(name="place")
def place_now(page: OneStopPage) -> PlaceView:
    """One place at this moment."""
    return place_view(page, timezone.now())


@register.simple_tag
def weekday_today() -> str:
    """Today's name."""
    return gettext(WEEKDAYS[timezone.localdate().weekday()])


@register.filter
def weekday_range(row: WeekdayHours) -> str:
    """``thứ Hai – thứ Sáu``, or one weekday's name."""
    first = gettext(WEEKDAYS[row.first])
    return first if row.first == row.last else f"{first} – {gettext(WEEKDAYS[row.last])}"


@register.filter
def clock(value: datetime) -> str:
    """``7:30``."""
    moment = timezone.localtime(value)
    return f"{moment.hour}:{moment.minute:02d}"
