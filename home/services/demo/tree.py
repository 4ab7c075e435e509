"""The page tree around the catalogue: home page, catalogue index, one-stop offices, standard pages, the site itself."""

from datetime import datetime, time
from typing import Any, TypeVar

from wagtail.models import Page, Site

from core.models import AdministrativeUnit, Department, SiteIdentity
from home.models import (
    HomePage,
    OneStopIndexPage,
    OneStopPage,
    OpeningHours,
    PlaceService,
    PopularSearch,
    StandardPage,
)
from home.services.demo.files import read
from procedures.models import ProcedureIndexPage

_MONDAY_TO_FRIDAY = range(5)
_SATURDAY = 5

PageType = TypeVar("PageType", bound=Page)


def load_tree(now: datetime) -> ProcedureIndexPage:
    """Add the pages that aren't there; return the index that the procedures go under."""
    content = read("home", "pages.json")
    home = HomePage.objects.first() or _home(content["home"], now)
    index = _child(home, ProcedureIndexPage, content["catalogue"], now)
    places = _child(home, OneStopIndexPage, content["places"]["index"], now)
    for place in content["places"]["offices"]:
        if not OneStopPage.objects.filter(slug=place["slug"]).exists():
            _place(places, place, now)
    for page in content["standard"]:
        _child(home, StandardPage, {**page, "show_in_menus": True}, now)
    return index


def _home(values: dict[str, Any], now: datetime) -> HomePage:
    root = Page.get_first_root_node()
    page = HomePage(**_plain(values), popular_searches=_searches(values), **_published(now))
    root.add_child(instance=page)
    _become_the_site(page, values["site"])
    return page


def _searches(values: dict[str, Any]) -> list[PopularSearch]:
    return [PopularSearch(query=query, sort_order=order) for order, query in enumerate(values["popular"])]


def _become_the_site(home: HomePage, identity: dict[str, str]) -> None:
    """Point the default site at the home page, name it, and take Wagtail's welcome page away."""
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", is_default_site=True
    )
    old_root = site.root_page if site.root_page_id else None
    site.root_page, site.site_name = home, identity["site_name"]
    site.save()
    SiteIdentity.objects.update_or_create(site=site, defaults=identity)
    if old_root is not None and type(old_root.specific) is Page and not old_root.get_children().exists():
        old_root.delete()


def _child(parent: Page, model: type[PageType], values: dict[str, Any], now: datetime) -> PageType:
    page = model.objects.filter(slug=values["slug"]).first()
    if page is None:
        page = model(**_plain(values), **_published(now))
        parent.add_child(instance=page)
    return page


def _place(index: OneStopIndexPage, values: dict[str, Any], now: datetime) -> None:
    page = OneStopPage(
        **_plain(values),
        department=Department.objects.get(code=values["department_code"]),
        opening_hours=_hours(saturday=values["open_on_saturday"]),
        services=[PlaceService(name=name, sort_order=n) for n, name in enumerate(values["facilities"])],
        **_published(now),
    )
    page.units_served = AdministrativeUnit.objects.filter(code__in=values["unit_codes"])
    index.add_child(instance=page)


def _hours(*, saturday: bool) -> list[OpeningHours]:
    morning, afternoon = (time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))
    sessions = [(day, *session) for day in _MONDAY_TO_FRIDAY for session in (morning, afternoon)]
    if saturday:
        sessions.append((_SATURDAY, *morning))
    return [
        OpeningHours(weekday=day, opens=opens, closes=closes, sort_order=order)
        for order, (day, opens, closes) in enumerate(sessions)
    ]


_NOT_FIELDS = ("site", "popular", "department_code", "open_on_saturday", "facilities", "unit_codes")


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in _NOT_FIELDS}


def _published(now: datetime) -> dict[str, datetime]:
    return {"first_published_at": now, "last_published_at": now}
