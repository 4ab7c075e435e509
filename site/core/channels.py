"""The port through which messages leave, and its adapters.

An adapter takes a subject and a text and answers with a ``DeliveryResult``; it never raises for a failed delivery.
SMS and Zalo come later behind the same port.
"""

import logging
import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class DeliveryResult:
    """What came of one attempt. ``retryable``: whether another attempt may succeed."""

    ok: bool
    provider_id: str = ""
    error: str = ""
    retryable: bool = False
    suppressed: bool = False


class Channel(Protocol):
    """Something that delivers a text to a recipient."""

    def send(self, *, recipient: str, subject: str, text: str) -> DeliveryResult:
        """Try once to deliver ``text``."""


class EmailChannel:
    """Mail through Django's configured backend."""

    def send(self, *, recipient: str, subject: str, text: str) -> DeliveryResult:
        """Send one mail; a server that is down is worth another attempt, a refused address is not."""
        try:
            sent = EmailMessage(subject=subject, body=text, to=[recipient]).send()
        except smtplib.SMTPRecipientsRefused:
            return DeliveryResult(ok=False, error="recipient refused")
        except (smtplib.SMTPException, OSError) as error:
            return DeliveryResult(ok=False, error=type(error).__name__, retryable=True)
        return DeliveryResult(ok=bool(sent), error="" if sent else "nothing sent", retryable=not sent)


class NullChannel:
    """Delivers nothing and says so: the row shows what would have been sent."""

    def send(self, *, recipient: str, subject: str, text: str) -> DeliveryResult:
        """Suppress the message."""
        return DeliveryResult(ok=False, suppressed=True)


class ConsoleChannel:
    """Writes the subject to the log, never the recipient or the text: both are personal."""

    def send(self, *, recipient: str, subject: str, text: str) -> DeliveryResult:
        """Log that a message would go out now."""
        logger.info("message for the console channel: %s", subject)
        return DeliveryResult(ok=True)


CHANNELS: Mapping[str, Channel] = {
    "email": EmailChannel(),
    "null": NullChannel(),
    "console": ConsoleChannel(),
}
