"""Service promises: on which days they hold, what they say today, and that no cached page says it tomorrow."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache, caches
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import CalendarDay, DayKind, WorkCalendar
from core.middleware import PAGES
from procedures.models import ServicePromise
from procedures.promise_days import PromiseDays, Today, state, upcoming
from procedures.services.presentation.promises import promise_badges
from tests.procedures.factories import catalogue_index, procedure

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FRIDAYS = PromiseDays(weekdays=(4,), valid_from=date(2026, 7, 1), valid_to=date(2026, 12, 31))
HOLIDAY_FRIDAY = date(2026, 12, 4)
CALENDAR = WorkCalendar(
    days={
        HOLIDAY_FRIDAY: CalendarDay(HOLIDAY_FRIDAY, DayKind.OFF, "Ngày nghỉ thử"),
        date(2026, 12, 12): CalendarDay(date(2026, 12, 12), DayKind.WORK),
    }
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "today", "following"),
    [
        ("2026-11-27T09:00", Today.HOLDS, date(2026, 12, 11)),
        ("2026-11-27T16:59", Today.HOLDS, date(2026, 12, 11)),
        ("2026-11-27T17:00", Today.CLOSED, date(2026, 12, 11)),
        ("2026-11-26T09:00", Today.OTHER_DAY, date(2026, 11, 27)),
        ("2026-12-04T09:00", Today.HOLIDAY, date(2026, 12, 11)),
        ("2026-06-26T09:00", Today.NOT_YET, date(2026, 7, 3)),
        ("2026-12-26T09:00", Today.OTHER_DAY, None),
        ("2027-01-01T09:00", Today.ENDED, None),
    ],
)
def test_what_a_friday_promise_is_on_a_day(now: str, today: Today, following: date | None) -> None:
    found = state(FRIDAYS, CALENDAR, at(now))
    assert (found.today, next(iter(found.upcoming), None)) == (today, following)


def test_a_promise_for_every_working_day_holds_on_a_saturday_that_is_worked() -> None:
    every_day = PromiseDays()
    assert state(every_day, CALENDAR, at("2026-12-12T09:00")).today is Today.HOLDS
    assert state(every_day, CALENDAR, at("2026-12-05T09:00")).today is Today.HOLIDAY


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.lists(st.integers(0, 6), unique=True, max_size=7),
    st.integers(0, 5),
)
def test_the_next_days_all_hold_in_order_and_none_is_left_out(
    after: date, weekdays: list[int], count: int
) -> None:
    days = PromiseDays(tuple(weekdays))
    found = upcoming(days, CALENDAR, after, count)
    assert list(found) == sorted(set(found))
    if found:
        span = (found[-1] - after).days
        between = [after + timedelta(days=n) for n in range(1, span + 1)]
        assert [day for day in between if days.holds(day, CALENDAR)] == list(found)


def promise(**fields: Any) -> ServicePromise:
    """A saved promise with its procedures, "Ngày thứ sáu xanh" unless told."""
    pages = fields.pop("procedures", [])
    values = {
        "name": "Ngày thứ sáu xanh",
        "summary": "Nộp là có.",
        "place": "phường An Lộc",
        "weekdays": [4],
        "max_minutes": 60,
    }
    made: ServicePromise = ServicePromise.objects.create(**{**values, **fields})
    made.procedures.set(pages)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "kind", "text"),
    [
        ("2026-11-27T09:00", "ok", "Hôm nay thứ Sáu 27/11: trả trong 60 phút tại phường An Lộc."),
        (
            "2026-11-22T09:00",
            "info",
            "Thứ Sáu hằng tuần: trả trong 60 phút tại phường An Lộc. Ngày áp dụng gần nhất: thứ Sáu 27/11.",
        ),
        (
            "2026-11-27T18:00",
            "info",
            "Hôm nay đã hết giờ nhận hồ sơ. Thứ Sáu hằng tuần: trả trong 60 phút tại phường An Lộc. "
            "Ngày áp dụng gần nhất: thứ Sáu 4/12.",
        ),
        (
            "2026-01-02T09:00",
            "info",
            "Hôm nay thứ Sáu 2/1 không áp dụng (",
        ),
    ],
)
def test_the_badge_knows_today(now: str, kind: str, text: str) -> None:
    page = procedure()
    promise(procedures=[page])
    (badge,) = promise_badges([page.pk], at(now))[page.pk]
    assert (badge.kind, badge.text.startswith(text)) == (kind, True), badge.text


@pytest.mark.django_db
def test_a_promise_that_has_ended_is_no_badge_and_one_to_come_says_since_when() -> None:
    page = procedure()
    promise(procedures=[page], name="Cũ", valid_to=date(2026, 11, 21))
    promise(procedures=[page], name="Mới", valid_from=date(2027, 1, 1), weekdays=[], max_minutes=None)
    (badge,) = promise_badges([page.pk], at("2026-11-22T09:00"))[page.pk]
    assert (badge.name, badge.kind) == ("Mới", "wait")
    assert badge.text.startswith("Áp dụng từ 1/1/2027. Mọi ngày làm việc: trả ngay, không phải chờ tại")


@pytest.mark.django_db
def test_many_procedures_cost_two_queries(django_assert_num_queries: Any) -> None:
    pages = [procedure() for _number in range(4)]
    for number in range(3):
        promise(procedures=pages, name=f"Cam kết {number}")
    promise_badges([pages[0].pk], at("2026-11-27T09:00"))
    with django_assert_num_queries(2):
        found = promise_badges([page.pk for page in pages], at("2026-11-27T09:00"))
    assert [len(badges) for badges in found.values()] == [3, 3, 3, 3]


class TestPages:
    """What a browser gets."""

    pytestmark = pytest.mark.django_db

    @pytest.fixture(autouse=True)
    def empty_caches(self) -> Iterator[None]:
        cache.clear()
        caches[PAGES].clear()
        yield
        caches[PAGES].clear()

    @pytest.mark.parametrize("last_look", ["2026-11-27T16:59:50+07:00", "2026-11-27T16:52:00+07:00"])
    def test_a_cached_page_says_today_only_as_long_as_it_is_true(
        self, client: Client, last_look: str
    ) -> None:
        page = procedure()
        promise(procedures=[page])
        with time_machine.travel(last_look, tick=False) as clock:
            assert "Hôm nay thứ Sáu 27/11" in client.get(page.url).content.decode()
            assert client.get(page.url)["X-Cache"] == "hit"
            clock.move_to("2026-11-27T17:02:01+07:00")
            assert "Hôm nay thứ Sáu" not in client.get(page.url).content.decode()

    def test_nothing_of_today_is_left_after_midnight(self, client: Client) -> None:
        page = procedure()
        made = promise(procedures=[page])
        urls = (page.url, f"/cam-ket/{made.slug}/", catalogue_index().url)
        with time_machine.travel("2026-11-27T23:59:30+07:00", tick=False) as clock:
            for url in urls:
                assert "hết giờ" in client.get(url).content.decode() or url == urls[2]
            clock.move_to("2026-11-28T00:00:05+07:00")
            for url in urls:
                response = client.get(url)
                assert response.get("X-Cache") != "hit"
                assert "Hôm nay" not in response.content.decode()

    @time_machine.travel("2026-11-27T09:00:00+07:00", tick=False)
    def test_the_promise_s_page_says_whether_when_where_and_for_what(self, client: Client) -> None:
        page = procedure(title="Chuyển trường")
        procedure(title="Không trong cam kết")
        made = promise(
            procedures=[page, procedure(title="Nháp", live=False)], legal_basis="Kế hoạch 45/KH-UBND"
        )
        html = client.get(f"/cam-ket/{made.slug}/").content.decode()
        for words in ("Hôm nay thứ Sáu 27/11", "thứ Sáu 4/12/2026", "thứ Sáu 11/12/2026", "Chuyển trường"):
            assert words in html
        assert "Kế hoạch 45/KH-UBND" in html
        assert "Không trong cam kết" not in html
        assert "Nháp" not in html

    @time_machine.travel("2027-02-05T09:00:00+07:00", tick=False)
    def test_a_promise_that_has_ended_still_has_a_page_that_says_so(self, client: Client) -> None:
        made = promise(valid_to=date(2026, 12, 31))
        assert (
            "Cam kết này đã kết thúc sau ngày 31/12/2026"
            in client.get(f"/cam-ket/{made.slug}/").content.decode()
        )

    def test_an_unknown_promise_is_not_found(self, client: Client) -> None:
        assert client.get("/cam-ket/khong-co/").status_code == 404

    @time_machine.travel("2026-11-27T09:00:00+07:00", tick=False)
    def test_the_list_shows_promises_and_narrows_to_them(self, client: Client) -> None:
        made = promise(procedures=[procedure(title="Chuyển trường")])
        procedure(title="Giải chấp", on_the_spot=True)
        url = catalogue_index().url
        html = client.get(url).content.decode()
        assert "Ngày thứ sáu xanh: hôm nay, trả trong 60 phút" in html
        narrowed = client.get(f"{url}?cam-ket={made.slug}").content.decode()
        assert "Chuyển trường" in narrowed
        assert "Giải chấp" not in narrowed
        narrowed = client.get(f"{url}?tai-cho=1").content.decode()
        assert "Giải chấp" in narrowed
        assert "Chuyển trường" not in narrowed
        assert "bộ lọc đó được bỏ qua" in client.get(f"{url}?tai-cho=2").content.decode()
