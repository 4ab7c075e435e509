"""The office's periodic and triggered tasks. Each is safe to run twice, or twice at once."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from feedback.services.alerts import send_due_alerts
from feedback.services.closing import close_rated, close_unanswered_questions
from feedback.services.deadlines import recompute_open_deadlines
from feedback.services.succession import hand_over_orphans


@shared_task(name="feedback.advance_cases")
def advance_cases() -> str:
    """Give cases of ended departments to their successors, close what has waited long enough, send alerts."""
    now = timezone.now()
    inherited = hand_over_orphans(now)
    silent = close_unanswered_questions(now)
    rated = close_rated(now)
    alerts = send_due_alerts(now)
    return (
        f"handed over {inherited} cases, closed {silent} unanswered questions and {rated} answered cases, "
        f"sent {alerts} alerts"
    )


@shared_task(name="feedback.recompute_open_deadlines")
def recompute_deadlines(reason: str = "Lịch làm việc thay đổi.") -> str:
    """Count the due dates of all running cases again after a change of the calendar.

    It runs every night too: a change made while no broker answered is noticed then.
    """
    return f"moved {recompute_open_deadlines(reason)} due dates"
