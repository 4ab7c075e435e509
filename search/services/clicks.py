"""What people choose after a query: counted by day without the people, used only when many did.

Kept are the query's anonymous words, the procedure's code, the day and a number: no address, no time, no order of
clicks. A choice counts once a day for each visitor, whom only the cache knows, under a name that changes each day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, F, Sum
from django.utils import timezone

from core.services.throttle import Limit, Visitor, hit
from search.models import SearchClick
from search.services.documents import searchable
from search.services.zero_hits import anonymous_text

#: A choice is used from this many counts on this many days: less may be one person's.
MIN_COUNT: Final = 5
MIN_DAYS: Final = 3
MAX_ROWS: Final = 50_000
#: Choices are forgotten after half a year, those that too few made after a month.
LASTS: Final = timedelta(days=180)
RARE_LASTS: Final = timedelta(days=30)
_AT_ONCE: Final = 500
PER_VISITOR: Final = Limit("search-click", soft=60, hard=120)


def count_click(query: str, code: str, visitor: Visitor, now: datetime) -> bool:
    """Count that a procedure was chosen after a query; return whether it was counted.

    Not counted: a query without words, a procedure that citizens can't find, a visitor's same choice on one day, and
    more than a person can click.
    """
    text, today = anonymous_text(query), timezone.localdate(now)
    if not text or hit(PER_VISITOR, visitor.address) > PER_VISITOR.hard:
        return False
    if hit(_same_choice(text, code), visitor.address) > 1:
        return False
    if not searchable(today).filter(code=code).exists():
        return False
    with transaction.atomic():
        return _count(text, code, today)


def learned() -> Mapping[str, Mapping[str, int]]:
    """Anonymous query → code → how often chosen, of the choices that enough people made."""
    groups: Any = SearchClick.objects.values("text", "code").order_by()
    frequent = groups.annotate(total=Sum("count"), days=Count("pk")).filter(
        total__gte=MIN_COUNT, days__gte=MIN_DAYS
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in frequent:
        found[row["text"]][row["code"]] = row["total"]
    return found


def forget_old(today: date) -> int:
    """Remove old days, and after a month the choices that too few made; return how many rows."""
    old = SearchClick.objects.filter(day__lt=today - LASTS).delete()[0]
    used = learned()
    aging = SearchClick.objects.filter(day__lt=today - RARE_LASTS).values_list("pk", "text", "code")
    rare = [pk for pk, text, code in aging if code not in used.get(text, {})]
    for start in range(0, len(rare), _AT_ONCE):
        old += SearchClick.objects.filter(pk__in=rare[start : start + _AT_ONCE]).delete()[0]
    return old


def _count(text: str, code: str, today: date) -> bool:
    row = SearchClick.objects.filter(text=text, code=code, day=today)
    if row.update(count=F("count") + 1):
        return True
    if SearchClick.objects.count() >= MAX_ROWS:
        return False
    _made, created = SearchClick.objects.get_or_create(text=text, code=code, day=today)
    if not created:
        row.update(count=F("count") + 1)
    return True


def _same_choice(text: str, code: str) -> Limit:
    digest = blake2b(f"{text}\n{code}".encode(), digest_size=12).hexdigest()
    return Limit(f"search-click-{digest}", soft=1, hard=1, window=timedelta(days=1))
