"""Writing messages into the outbox and delivering them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.channels import CHANNELS, DeliveryResult
from core.models import OutboundMessage
from core.services.background import enqueue_on_commit

MAX_ATTEMPTS = 8
FIRST_RETRY = timedelta(minutes=1)
CLAIM = timedelta(minutes=5)
BATCH = 100


def queue_message(
    *, channel: str, template: str, recipient: str, payload: dict[str, Any], related: str = ""
) -> OutboundMessage:
    """Write a message into the outbox, inside the transaction that causes it, to be delivered after the commit.

    ``template`` names ``templates/messages/<template>.txt``, whose first line is the subject. ``payload`` is its
    context and must be JSON. Raises ``KeyError`` for an unknown channel.
    """
    if channel not in CHANNELS:
        raise KeyError(channel)
    message = OutboundMessage.objects.create(
        channel=channel,
        template=template,
        recipient=recipient,
        payload=payload,
        related=related,
        next_attempt_at=timezone.now(),
    )
    enqueue_on_commit("core.deliver_message", message.pk)
    return message


def due_message_ids(now: datetime) -> list[int]:
    """Primary keys of the next batch of messages to try."""
    return list(OutboundMessage.objects.due(now).values_list("pk", flat=True)[:BATCH])


def deliver(message_id: int, *, now: datetime) -> OutboundMessage.State | None:
    """Try once to deliver a message; ``None`` where it is not due, is gone, or another worker holds it.

    Nothing is locked while the message is on its way: on SQLite a mail server that hangs would stop every writer.
    """
    message = _claim(message_id, now)
    if message is None:
        return None
    subject, text = render_message(message)
    result = CHANNELS[message.channel].send(recipient=message.recipient, subject=subject, text=text)
    _record(message, result, now)
    return OutboundMessage.State(message.state)


@transaction.atomic
def _claim(message_id: int, now: datetime) -> OutboundMessage | None:
    """Take a due message for the time that an attempt may need; a worker that dies loses its claim after that."""
    rows = OutboundMessage.objects.due(now).filter(pk=message_id)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    message = rows.first()
    if message is not None:
        message.next_attempt_at = now + CLAIM
        message.save(update_fields=["next_attempt_at"])
    return message


def render_message(message: OutboundMessage) -> tuple[str, str]:
    """Subject and text of a message, in Vietnamese."""
    with translation.override("vi"):
        rendered = render_to_string(f"messages/{message.template}.txt", message.payload)
    subject, _, text = rendered.lstrip().partition("\n")
    return subject.strip(), text.strip() + "\n"


def _record(message: OutboundMessage, result: DeliveryResult, now: datetime) -> None:
    message.attempts += 1
    message.provider_id = result.provider_id
    message.error = result.error
    if result.ok:
        message.state = OutboundMessage.State.SENT
        message.sent_at = now
    elif result.suppressed:
        message.state = OutboundMessage.State.SUPPRESSED
    elif result.retryable and message.attempts < MAX_ATTEMPTS:
        message.next_attempt_at = now + FIRST_RETRY * 2 ** (message.attempts - 1)
    else:
        message.state = OutboundMessage.State.FAILED
    message.save()
