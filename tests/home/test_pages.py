"""The home app's pages as a citizen gets them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from core.caching import bump_content_version
from core.models import AdministrativeUnit
from home.models import HomePage, OneStopIndexPage, OneStopPage, OpeningHours, PlaceService, StandardPage
from procedures.models import LifeEvent, ProcedureIndexPage, ProcedurePage
from tests.home.factories import MORNING, make_place, make_site, make_standard_page

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def home() -> HomePage:
    return make_site()


def add_procedure(home: HomePage, code: str, event: LifeEvent) -> ProcedurePage:
    index = ProcedureIndexPage.objects.first()
    if index is None:
        index = home.add_child(instance=ProcedureIndexPage(title="Thủ tục", slug="thu-tuc"))
    page: ProcedurePage = index.add_child(
        instance=ProcedurePage(title=f"Thủ tục {code}", official_name=f"Thủ tục {code}", code=code)
    )
    page.life_events.add(event)
    page.save()
    return page


def queries_of(client: Client, path: str) -> int:
    """Queries of a page that is made anew; what other caches hold is warm."""
    client.get(path)
    bump_content_version()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_first_page_leads_with_the_search(client: Client, home: HomePage) -> None:
    html = client.get("/").content.decode()
    assert "Bạn cần làm giấy tờ gì?" in html
    assert html.index('role="search"') < html.index("Gửi phản ánh, kiến nghị</a>\n        <p>")
    assert 'href="/tim-kiem/?q=s%E1%BB%95%20%C4%91%E1%BB%8F"' in html
    assert "Văn phòng UBND tỉnh An Hòa" in html
    assert 'href="tel:02903100100"' in html


def test_only_life_events_with_published_procedures_are_offered(client: Client, home: HomePage) -> None:
    birth = LifeEvent.objects.create(name="Sinh con", summary="Khai sinh, thẻ bảo hiểm")
    LifeEvent.objects.create(name="Việc chưa có thủ tục")
    add_procedure(home, "1.000001", birth)
    add_procedure(home, "1.000002", birth)
    html = client.get("/").content.decode()
    assert f'href="/su-kien/{birth.slug}/"' in html
    assert html.count(">Sinh con</a>") == 1
    assert "Việc chưa có thủ tục" not in html
    assert "Tất cả 2 thủ tục" in html


def test_the_first_page_costs_the_same_however_much_there_is(client: Client, home: HomePage) -> None:
    event = LifeEvent.objects.create(name="Sinh con")
    add_procedure(home, "1.000001", event)
    index = OneStopIndexPage.objects.get()
    make_place(index, title="Một nơi khác", slug="noi-khac")
    few = queries_of(client, "/")
    for number in range(2, 6):
        other = LifeEvent.objects.create(name=f"Việc {number}")
        add_procedure(home, f"1.00000{number}", other)
    for number in range(3):
        make_place(index, title=f"Nơi {number}", slug=f"noi-{number}")
    assert queries_of(client, "/") == few


@time_machine.travel(SUNDAY, tick=False)
def test_a_closed_place_says_when_it_opens(client: Client, home: HomePage) -> None:
    html = client.get("/noi-nop-ho-so/an-loc/").content.decode()
    assert "Chủ nhật: đóng cửa" in html
    assert "Mở lại 7:30 thứ Hai 23/11" in html
    assert "Thứ Hai – thứ Sáu" in html
    assert "7:30–11:30, 13:30–17:00" in html


def test_the_directory_costs_the_same_however_many_places(client: Client, home: HomePage) -> None:
    index = OneStopIndexPage.objects.get()
    few = queries_of(client, "/noi-nop-ho-so/")
    unit = AdministrativeUnit.objects.create(code="x1", name="phường Tân Mỹ", kind="ward")
    for number in range(4):
        place = make_place(index, title=f"Nơi {number}", slug=f"noi-{number}")
        place.units_served.add(unit)
        place.save()
    assert queries_of(client, "/noi-nop-ho-so/") == few
    assert client.get("/noi-nop-ho-so/").content.decode().count("phường Tân Mỹ") == 4


def test_a_place_shows_what_is_there(client: Client, home: HomePage) -> None:
    place = OneStopPage.objects.get()
    place.latitude, place.longitude, place.home_visit = "12.34567", "108.50000", True
    place.save()
    PlaceService.objects.create(page=place, name="Ghế ưu tiên <cho người già>")
    html = client.get("/noi-nop-ho-so/an-loc/").content.decode()
    assert 'href="geo:12.34567,108.50000"' in html
    assert "Ghế ưu tiên &lt;cho người già&gt;" in html
    assert "Cán bộ đến nhà" in html


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("12.3", None), (None, "108.5"), ("91", "108.5"), ("12.3", "181")]
)
def test_half_a_coordinate_is_refused(home: HomePage, latitude: str | None, longitude: str | None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OneStopPage.objects.update(latitude=latitude, longitude=longitude)


@pytest.mark.parametrize("change", [{"opens": MORNING[1], "closes": MORNING[0]}, {"weekday": 7}])
def test_impossible_hours_are_refused(home: HomePage, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningHours.objects.update(**change)


def test_a_withdrawn_featured_place_is_replaced(client: Client, home: HomePage) -> None:
    index = OneStopIndexPage.objects.get()
    home.featured_place = make_place(index, title="Nơi đã đóng", slug="da-dong", live=False)
    home.save()
    html = client.get("/").content.decode()
    assert "Nơi đã đóng" not in html
    assert "Trung tâm Hành chính công phường An Lộc" in html


def test_footer_links_are_the_pages_marked_for_it(client: Client, home: HomePage) -> None:
    make_standard_page(home, title="Trang không ở chân trang", slug="khac")
    html = client.get("/").content.decode()
    assert 'href="/quyen-rieng-tu/">Quyền riêng tư</a>' in html
    assert "Trang không ở chân trang" not in html


def test_text_pages_show_their_blocks_and_the_way_up(client: Client, home: HomePage) -> None:
    parent = make_standard_page(home, title="Giới thiệu", slug="gioi-thieu")
    body = [
        ("text", "<h2>Ai làm</h2><p>Chúng tôi.</p>"),
        ("notice", {"kind": "wait", "text": "Đang sửa <b>"}),
    ]
    make_standard_page(parent, title="Về trang này", slug="ve", introduction="Đôi lời", body=body)
    html = client.get("/gioi-thieu/ve/").content.decode()
    assert "<h2>Ai làm</h2>" in html
    assert "notice--wait" in html
    assert "Đang sửa &lt;b&gt;" in html
    assert '<li><a href="/gioi-thieu/">Giới thiệu</a></li>' in html


@pytest.mark.parametrize(
    ("path", "current"), [("/noi-nop-ho-so/an-loc/", "/noi-nop-ho-so/"), ("/tim-kiem/", "/tim-kiem/")]
)
def test_the_menu_marks_the_open_section(client: Client, home: HomePage, path: str, current: str) -> None:
    html = client.get(path).content.decode()
    assert html.count(f'href="{current}" aria-current="true"') == 2


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/", "/en/"),
        ("/en/", "/"),
        ("/quyen-rieng-tu/", "/en/quyen-rieng-tu/"),
        ("/en/quyen-rieng-tu/", "/quyen-rieng-tu/"),
    ],
)
def test_the_same_page_is_one_link_away_in_the_other_language(
    client: Client, home: HomePage, path: str, other: str
) -> None:
    html = client.get(path).content.decode()
    code = "vi" if path.startswith("/en/") else "en"
    assert f'<a href="{other}" lang="{code}" hreflang="{code}">' in html
    assert f'<html lang="{"en" if code == "vi" else "vi"}">' in html


def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(client: Client, home: HomePage) -> None:
    for path in ("/", "/noi-nop-ho-so/", "/noi-nop-ho-so/an-loc/", "/quyen-rieng-tu/"):
        html = client.get(path).content.decode()
        assert ' style="' not in html
        assert "<style" not in html
        assert " onclick" not in html
        assert html.count("<script") == html.count('<script type="module" src="/static/')
        assert 'src="http' not in html


@pytest.mark.parametrize("model", [HomePage, OneStopIndexPage, OneStopPage, StandardPage])
def test_editors_can_open_every_kind_of_page(admin_client: Client, home: HomePage, model: type[Page]) -> None:
    page = model.objects.get()
    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    assert page.title in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/noi-nop-ho-so/", "/noi-nop-ho-so/an-loc/", "/quyen-rieng-tu/"])
def test_every_page_exists_in_english(client: Client, home: HomePage, path: str) -> None:
    response = client.get(f"/en{path}")
    assert response.status_code == 200
    assert response.headers["Content-Language"] == "en"
