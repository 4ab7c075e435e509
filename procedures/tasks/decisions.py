"""What the calendar does to the catalogue: decisions take effect, dated facts begin and end."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from core.services.background import enqueue
from procedures.services.dates import start_of_day
from procedures.services.decisions import carry_out_due


@shared_task(name="procedures.carry_out_decisions")
def carry_out_decisions() -> str:
    """Carry out the approved decisions whose day has come."""
    result = carry_out_due(timezone.now())
    return f"{result.done} items carried out, {result.waiting} waiting"


@shared_task(name="procedures.start_day")
def start_day() -> str:
    """Just after midnight, and each hour in case that was missed: decisions first, then what is dated."""
    now = timezone.now()
    result = carry_out_due(now)
    changed = start_of_day(now)
    dated = "the day had begun" if changed is None else f"{changed} pages changed by date"
    return f"{result.done} items carried out, {result.waiting} waiting, {dated}"


@worker_ready.connect(dispatch_uid="procedures-start-day")
def worker_started(**kwargs: Any) -> None:
    """A machine that was off at midnight catches up when it starts."""
    enqueue("procedures.start_day")
