"""The start of a day: facts that begin or end by the calendar alone reach caches and search without any save."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.caching import bump_content_version
from core.models import WorkerHeartbeat
from procedures.models import DossierItem, Fee, FormVersion, ProcedurePage, ServicePromise, TimeLimit
from procedures.signals import facts_changed

_LAST_DAY: Final = "start-of-day"


def start_of_day(now: datetime) -> int | None:
    """Announce the pages whose facts changed since the last day this ran for; how many, None where today is done.

    Days on which nothing ran are caught up. Safe to run twice or at once: a page may then be announced twice.
    """
    today = timezone.localdate(now)
    last = WorkerHeartbeat.objects.filter(name=_LAST_DAY).first()
    since = timezone.localdate(last.seen_at) if last else today - timedelta(days=1)
    if since >= today:
        return None
    page_ids = sorted(set(pages_changed_by_dates(since, today)))
    with transaction.atomic():
        facts_changed.send(sender=ProcedurePage, page_ids=page_ids)
        WorkerHeartbeat.objects.update_or_create(name=_LAST_DAY, defaults={"seen_at": now})
        transaction.on_commit(bump_content_version)
    return len(page_ids)


def pages_changed_by_dates(since: date, today: date) -> Iterator[int]:
    """Ids of pages on which something is valid on ``today`` and was not on ``since``, or the other way round.

    Fees, time limits, the procedure itself, service promises and the versions of forms. Ids may repeat.
    """
    for rows in (Fee.objects, TimeLimit.objects):
        changed = rows.filter(_turned("valid_from", "valid_to", since, today))
        yield from changed.values_list("page_id", flat=True).distinct()
    turned = _turned("effective_from", "effective_to", since, today)
    yield from ProcedurePage.objects.filter(turned).values_list("pk", flat=True)
    promises = ServicePromise.objects.filter(_turned("valid_from", "valid_to", since, today))
    yield from ServicePromise.procedures.through._default_manager.filter(
        servicepromise__in=promises
    ).values_list("procedurepage_id", flat=True)
    forms = FormVersion.objects.filter(valid_from__gt=since, valid_from__lte=today).values("form")
    yield from DossierItem.objects.filter(form__in=forms).values_list("case__page_id", flat=True).distinct()


def _turned(first: str, last: str, since: date, today: date) -> Q:
    """Began after ``since`` and by ``today``, or ended on ``since`` or later and before ``today``."""
    began = Q(**{f"{first}__gt": since, f"{first}__lte": today})
    ended = Q(**{f"{last}__gte": since, f"{last}__lt": today})
    return began | ended
