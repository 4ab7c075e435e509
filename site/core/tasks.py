"""The core's Celery tasks."""

from celery import shared_task
from django.utils import timezone

from core.models import WorkerHeartbeat
from core.services import outbox


@shared_task(name="core.deliver_message")
def deliver_message(message_id: int) -> str:
    """Deliver one message if it is due."""
    state = outbox.deliver(message_id, now=timezone.now())
    return f"message {message_id}: {state or 'not due'}"


@shared_task(name="core.deliver_due_messages")
def deliver_due_messages() -> str:
    """Deliver the next batch of due messages: retries, and whatever a lost task left behind."""
    ids = outbox.due_message_ids(timezone.now())
    for message_id in ids:
        outbox.deliver(message_id, now=timezone.now())
    return f"tried {len(ids)} messages"


@shared_task(name="core.beat_heartbeat")
def beat_heartbeat() -> str:
    """Leave a sign of life for the health check."""
    WorkerHeartbeat.objects.update_or_create(name="beat", defaults={"seen_at": timezone.now()})
    return "alive"
