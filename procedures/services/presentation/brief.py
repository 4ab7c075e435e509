"""Fee, time and promises of many procedures in few queries: for lists and landing pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from core.services.calendar import load_calendar
from procedures.models import ProcedurePage
from procedures.services.presentation.fees import fee_summary
from procedures.services.presentation.model import PromiseBadge, Summary
from procedures.services.presentation.promises import promise_badges
from procedures.services.presentation.times import Clock, time_summary


@dataclass(frozen=True)
class Brief:
    """What a line in a list shows of a procedure today."""

    fee: Summary
    time: Summary
    on_the_spot: bool = False
    promises: tuple[PromiseBadge, ...] = ()


def briefs(pages: Sequence[ProcedurePage], now: datetime) -> dict[int, Brief]:
    """Fee, time and promises of each page by primary key, in three queries. The time is the term, not a date."""
    prefetch_related_objects(list(pages), "time_limits", "fees")
    promises = promise_badges([page.pk for page in pages], now)
    clock = Clock(now, load_calendar(), running=False)
    return {
        page.pk: Brief(
            fee=fee_summary(page.fees.all(), clock.today),
            time=time_summary(page.time_limits.all(), clock)[0],
            on_the_spot=page.on_the_spot,
            promises=promises.get(page.pk, ()),
        )
        for page in pages
    }
