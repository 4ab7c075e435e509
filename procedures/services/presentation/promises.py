"""Service promises in words that know today's calendar."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.services.calendar import calendar_of
from core.templatetags.vietnamese import WEEKDAYS, weekday_date, weekday_date_year
from procedures.models import ServicePromise
from procedures.promise_days import PromiseDays, PromiseState, Today, state
from procedures.services.presentation.model import PromiseBadge
from procedures.wording import day_words, join_words

_KINDS = {Today.HOLDS: "ok", Today.NOT_YET: "wait"}


def promise_badges(page_ids: Iterable[int], now: datetime) -> dict[int, tuple[PromiseBadge, ...]]:
    """The promises that hold, or will, for each procedure: one query, and one more where there are any."""
    links = ServicePromise.procedures.through.objects.filter(procedurepage_id__in=list(page_ids))
    pages: dict[int, list[int]] = {}
    for promise_id, page_id in links.values_list("servicepromise_id", "procedurepage_id"):
        pages.setdefault(promise_id, []).append(page_id)
    badges: dict[int, list[PromiseBadge]] = {}
    for promise in _not_ended(pages, timezone.localdate(now)):
        badge = promise_badge(promise, now)
        for page_id in pages[promise.pk]:
            badges.setdefault(page_id, []).append(badge)
    return {page_id: tuple(of_page) for page_id, of_page in badges.items()}


def _not_ended(ids: Collection[int], today: date) -> Iterable[ServicePromise]:
    """The promises with these ids that hold or will, by name."""
    if not ids:
        return ()
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return ServicePromise.objects.filter(lasting, pk__in=ids).order_by("name")


def promise_badge(promise: ServicePromise, now: datetime) -> PromiseBadge:
    """One promise at ``now``."""
    at = promise_state(promise, now)
    return PromiseBadge(
        name=promise.name,
        kind=_KINDS.get(at.today, "info"),
        text=promise_words(promise, at),
        url=reverse("procedures:promise", kwargs={"slug": promise.slug}),
        short=_short(promise, at),
    )


def promise_state(promise: ServicePromise, now: datetime) -> PromiseState:
    """What the promise is at ``now`` by the calendar of its own department."""
    days = PromiseDays(tuple(promise.weekdays), promise.valid_from, promise.valid_to)
    return state(days, calendar_of(promise.department_id), now)


def promise_words(promise: ServicePromise, at: PromiseState) -> str:
    """ "Hôm nay thứ Sáu 27/11: trả trong 60 phút tại Bộ phận Một cửa …" and its like for every other day."""
    values = {
        "what": _("%(speed)s tại %(place)s") % {"speed": speed_words(promise), "place": promise.place},
        "day": weekday_date(at.day),
        "reason": _(at.reason) if at.reason else "",
        "when": when_words(promise.weekdays),
        "from": day_words(promise.valid_from) if promise.valid_from else "",
        "to": day_words(promise.valid_to) if promise.valid_to else "",
    }
    sentence = {
        Today.HOLDS: _("Hôm nay %(day)s: %(what)s."),
        Today.CLOSED: _("Hôm nay đã hết giờ nhận hồ sơ. %(when)s: %(what)s."),
        Today.HOLIDAY: _("Hôm nay %(day)s không áp dụng (%(reason)s). %(when)s: %(what)s."),
        Today.OTHER_DAY: _("%(when)s: %(what)s."),
        Today.NOT_YET: _("Áp dụng từ %(from)s. %(when)s: %(what)s."),
        Today.ENDED: _("Cam kết này đã kết thúc sau ngày %(to)s."),
    }[at.today]
    following = _following(at)
    return " ".join(part for part in (sentence % values, following) if part)


def _following(at: PromiseState) -> str:
    if at.today in (Today.HOLDS, Today.ENDED):
        return ""
    if not at.upcoming:
        return _("Chưa có ngày áp dụng tiếp theo.")
    return _("Ngày áp dụng gần nhất: %(day)s.") % {"day": near_day(at.upcoming[0], at.day)}


def near_day(day: date, today: date) -> str:
    """A day by its weekday, with the year where it isn't this one."""
    return weekday_date(day) if day.year == today.year else weekday_date_year(day)


def _short(promise: ServicePromise, at: PromiseState) -> str:
    """For a line in a list: "hôm nay, trả trong 60 phút" or "thứ Sáu 27/11, trả trong 60 phút"."""
    if at.today is Today.HOLDS:
        day = _("hôm nay")
    elif at.upcoming:
        day = near_day(at.upcoming[0], at.day)
    else:
        return speed_words(promise)
    return f"{day}, {speed_words(promise)}"


def speed_words(promise: ServicePromise) -> str:
    """ "trả trong 60 phút", or "trả ngay, không phải chờ" where no number is given."""
    if promise.max_minutes is None:
        return _("trả ngay, không phải chờ")
    text = ngettext("trả trong %(count)d phút", "trả trong %(count)d phút", promise.max_minutes)
    return text % {"count": promise.max_minutes}


def when_words(weekdays: Sequence[int]) -> str:
    """ "Thứ Sáu hằng tuần", "Thứ Ba hoặc thứ Năm hằng tuần", or "Mọi ngày làm việc"."""
    if not weekdays:
        return _("Mọi ngày làm việc")
    names = join_words([_(WEEKDAYS[day]) for day in sorted(weekdays)])
    return str(capfirst(_("%(days)s hằng tuần") % {"days": names}))
