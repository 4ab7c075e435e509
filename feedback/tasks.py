"""The app's tasks. Celery looks here; the office's are in ``tasks_office``."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from feedback.services.attachments import purge_drafts
from feedback.tasks_office import advance_cases, recompute_deadlines


@shared_task(name="feedback.purge_staged_uploads")
def purge_staged_uploads() -> str:
    """Remove the files of drafts that nobody sent within a day."""
    return f"removed {purge_drafts(timezone.now())} drafts and stray files"


__all__ = ["advance_cases", "purge_staged_uploads", "recompute_deadlines"]
