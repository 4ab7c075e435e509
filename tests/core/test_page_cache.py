"""The cache of whole public pages."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core.caching import bump_content_version, seconds_until_dates_change
from core.calendar import WorkCalendar
from core.calendar.days import LOCAL_ZONE
from core.middleware import PublicPageCacheMiddleware
from core.models import SiteIdentity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


class CountingView:
    """Answers with how often it was asked."""

    def __init__(self, **headers: str) -> None:
        self.calls = 0
        self.headers = headers

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.calls += 1
        return HttpResponse(f"<p>{self.calls}</p>", headers=self.headers)


def ask(view: CountingView, path: str = "/thu-tuc/", **cookies: str) -> HttpResponse:
    request = RequestFactory().get(path)
    request.COOKIES = cookies
    return PublicPageCacheMiddleware(view)(request)


def test_the_second_reader_gets_the_kept_page() -> None:
    view = CountingView()
    assert ask(view).content == ask(view).content == b"<p>1</p>"
    assert view.calls == 1


def test_publishing_makes_every_page_stale() -> None:
    view = CountingView()
    ask(view)
    bump_content_version()
    assert ask(view).content == b"<p>2</p>"


def test_a_changed_setting_makes_every_page_stale() -> None:
    view = CountingView()
    ask(view)
    from wagtail.models import Site

    identity = SiteIdentity.for_site(Site.objects.get(is_default_site=True))
    identity.hotline = "0290 3 100 100"
    identity.save()
    assert ask(view).content == b"<p>2</p>"


def test_addresses_and_languages_do_not_mix() -> None:
    view = CountingView()
    bodies = {ask(view, path).content for path in ("/thu-tuc/", "/en/thu-tuc/", "/thu-tuc/?p=2")}
    assert len(bodies) == 3


def test_somebody_with_a_session_never_gets_or_leaves_a_kept_page() -> None:
    view = CountingView()
    ask(view)
    assert ask(view, sessionid="x").content == b"<p>2</p>"
    assert ask(view).content == b"<p>1</p>"


@pytest.mark.parametrize(
    "headers",
    [{"Cache-Control": "private"}, {"Cache-Control": "no-store"}, {"Content-Type": "application/json"}],
)
def test_what_is_private_or_no_page_is_not_kept(headers: dict[str, str]) -> None:
    view = CountingView(**headers)
    ask(view)
    ask(view)
    assert view.calls == 2


def test_a_page_that_sets_a_cookie_is_not_kept() -> None:
    calls = []

    def view(request: HttpRequest) -> HttpResponse:
        calls.append(request)
        response = HttpResponse("<p>")
        response.set_cookie("csrftoken", "x")
        return response

    middleware = PublicPageCacheMiddleware(view)
    middleware(RequestFactory().get("/"))
    middleware(RequestFactory().get("/"))
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        ("2026-11-20T16:55", 300),
        ("2026-11-20T23:59", 60),
        ("2026-11-20T09:00", 600),
        ("2026-11-20T14:59", 60),
    ],
)
def test_a_page_with_dates_lives_until_they_change(moment: str, seconds: int) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=LOCAL_ZONE)
    assert seconds_until_dates_change(WorkCalendar({}), now) == seconds


@pytest.mark.parametrize(
    ("drawn", "asked_again", "calls"),
    [
        ("2026-12-31T23:59:59.900", "2026-12-31T23:59:59.950", 1),
        ("2026-12-31T23:59:59.900", "2027-01-01T00:00:00.000", 2),
        ("2026-12-31T23:59:59.900", "2027-01-01T00:00:00.400", 2),
        ("2027-01-01T00:00:00.100", "2027-01-01T00:00:05.000", 1),
    ],
)
def test_yesterdays_tariff_is_never_served_after_midnight(drawn: str, asked_again: str, calls: int) -> None:
    view = CountingView()
    for moment in (drawn, asked_again):
        with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=LOCAL_ZONE), tick=False):
            ask(view)
    assert view.calls == calls


def test_a_page_that_is_still_being_drawn_at_midnight_is_yesterdays() -> None:
    before = datetime(2026, 12, 31, 23, 59, 59, tzinfo=LOCAL_ZONE)
    calls = []

    def slow(request: HttpRequest) -> HttpResponse:
        calls.append(request)
        traveller.shift(timedelta(seconds=2))
        return HttpResponse("<p>")

    with time_machine.travel(before, tick=False) as traveller:
        PublicPageCacheMiddleware(slow)(RequestFactory().get("/thu-tuc/"))
        PublicPageCacheMiddleware(slow)(RequestFactory().get("/thu-tuc/"))
    assert len(calls) == 2


def test_pages_live_apart_from_the_counters_of_attempts() -> None:
    from motcua.settings import base

    assert base.CACHES["pages"]["LOCATION"] != base.CACHES["default"]["LOCATION"]
