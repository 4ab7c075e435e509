"""A procedure as it is presented, on a day that the tests choose."""

from datetime import datetime
from zoneinfo import ZoneInfo

from procedures.models import ProcedurePage

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


# Sunday: what is sent counts as received on Monday 23/11; Tuesday 24/11 is a holiday.
SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=ZONE)


def fetched(page: ProcedurePage) -> ProcedurePage:
    """The page as a visitor's request finds it."""
    return ProcedurePage.objects.get(pk=page.pk)
