"""Whole public pages in the cache, and one number that makes all of them stale at once."""

from datetime import datetime, time, timedelta
from time import time_ns

from django.core.cache import cache

from core.calendar import WorkCalendar
from core.calendar.days import LOCAL_ZONE

_VERSION_KEY = "core:content-version"
LONGEST_SECONDS = 600


def content_version() -> int:
    """The number that every cached page's key carries."""
    return int(cache.get_or_set(_VERSION_KEY, time_ns, None) or 0)


def bump_content_version() -> None:
    """Make every cached public page stale: called whenever published content changes."""
    cache.set(_VERSION_KEY, time_ns(), None)


def seconds_until_dates_change(calendar: WorkCalendar, now: datetime) -> int:
    """How long a page that says "file now, receive on …" stays true: until opening, cut-off, closing or midnight."""
    local = now.astimezone(LOCAL_ZONE)
    hours = calendar.hours
    clock_times = [hours.morning_start, hours.morning_end, hours.same_day_cutoff, hours.receipt_closes_at]
    midnight = datetime.combine(local.date() + timedelta(days=1), time(0), LOCAL_ZONE)
    moments = [datetime.combine(local.date(), clock, LOCAL_ZONE) for clock in clock_times]
    following = min(moment for moment in (*moments, midnight) if moment > local)
    return max(1, min(LONGEST_SECONDS, int((following - local).total_seconds())))
