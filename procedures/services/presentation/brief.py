"""Fee and time of many procedures in few queries: for lists, search results and forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone

from core.services.calendar import load_calendar
from procedures.models import ProcedurePage
from procedures.services.presentation.fees import fee_summary
from procedures.services.presentation.model import Summary
from procedures.services.presentation.times import Clock, time_summary


@dataclass(frozen=True)
class Brief:
    """The two facts that a line in a list shows."""

    fee: Summary
    time: Summary


def briefs(pages: Sequence[ProcedurePage], now: datetime) -> dict[int, Brief]:
    """Fee and time of each page by primary key, in two queries. The time is the term, not a date."""
    today = timezone.localtime(now).date()
    prefetch_related_objects(list(pages), "time_limits", "fees")
    clock = Clock(now, load_calendar(), running=False)
    found = {}
    for page in pages:
        fees = [row for row in page.fees.all() if row.is_valid_on(today)]
        times = [row for row in page.time_limits.all() if row.is_valid_on(today)]
        found[page.pk] = Brief(fee=fee_summary(fees), time=time_summary(times, clock)[0])
    return found
