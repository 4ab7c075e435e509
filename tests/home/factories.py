"""Pages of the home app for tests."""

from datetime import time
from typing import Any

from wagtail.models import Page, Site

from core.models import SiteIdentity
from home.models import HomePage, OneStopIndexPage, OneStopPage, OpeningHours, PopularSearch, StandardPage

MORNING = (time(7, 30), time(11, 30))
AFTERNOON = (time(13, 30), time(17, 0))


def make_site() -> HomePage:
    """A site with a home page, two popular searches, a footer page and a directory of one place."""
    root = Page.get_first_root_node()
    root.get_children().delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title="Một Cửa Mở", slug="trang-dau"))
    for order, query in enumerate(["sổ đỏ", "giấy khai sinh"]):
        PopularSearch.objects.create(page=home, query=query, sort_order=order)
    Site.objects.all().delete()
    site = Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    identity = SiteIdentity.for_site(site)
    identity.administration_name = "Tỉnh An Hòa"
    identity.responsible_body = "Văn phòng UBND tỉnh An Hòa"
    identity.hotline = "0290 3 100 100"
    identity.save()
    make_standard_page(home, title="Quyền riêng tư", slug="quyen-rieng-tu", show_in_menus=True)
    index = home.add_child(instance=OneStopIndexPage(title="Nơi nộp hồ sơ", slug="noi-nop-ho-so"))
    make_place(index, title="Trung tâm Hành chính công phường An Lộc", slug="an-loc")
    home.refresh_from_db()
    return home


def make_standard_page(parent: Page, **fields: Any) -> StandardPage:
    """A page of text below ``parent``."""
    page: StandardPage = parent.add_child(instance=StandardPage(**fields))
    return page


def make_place(index: OneStopIndexPage, **fields: Any) -> OneStopPage:
    """A place open from Monday to Friday with a lunch break."""
    index.refresh_from_db()
    place: OneStopPage = index.add_child(
        instance=OneStopPage(**{"address": "Số 12 đường Hùng Vương"} | fields)
    )
    rows = [(weekday, *hours) for weekday in range(5) for hours in (MORNING, AFTERNOON)]
    for weekday, opens, closes in rows:
        OpeningHours.objects.create(page=place, weekday=weekday, opens=opens, closes=closes)
    return place
