"""The outbox: written with its cause, delivered after the commit, never lost."""

import smtplib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from core.channels import CHANNELS, DeliveryResult
from core.models import OutboundMessage
from core.services import outbox
from core.tasks import deliver_due_messages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def message_template(tmp_path: Path, settings) -> None:
    folder = tmp_path / "messages"
    folder.mkdir()
    (folder / "greeting.txt").write_text(
        "Chào {{ name }}\n\nĐã nhận phản ánh {{ code }}.\n", encoding="utf-8"
    )
    settings.TEMPLATES[0]["DIRS"] = [tmp_path, *settings.TEMPLATES[0]["DIRS"]]
    settings.TEMPLATES = [*settings.TEMPLATES]


def queue(channel: str = "email") -> OutboundMessage:
    return outbox.queue_message(
        channel=channel,
        template="greeting",
        recipient="a@example.vn",
        payload={"name": "chị Sa", "code": "AH-1"},
    )


def test_a_message_is_delivered_after_the_commit(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = queue()
        assert mail.outbox == []
    message.refresh_from_db()
    assert message.state == OutboundMessage.State.SENT
    assert (mail.outbox[0].subject, mail.outbox[0].body) == ("Chào chị Sa", "Đã nhận phản ánh AH-1.\n")


def test_a_rolled_back_cause_leaves_no_message() -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not OutboundMessage.objects.exists()


def test_a_message_whose_task_was_lost_is_found_by_the_periodic_task() -> None:
    queue()
    deliver_due_messages()
    assert len(mail.outbox) == 1


def test_a_delivered_message_is_not_delivered_again() -> None:
    message = queue()
    now = timezone.now() + timedelta(seconds=1)
    outbox.deliver(message.pk, now=now)
    assert outbox.deliver(message.pk, now=now) is None
    assert len(mail.outbox) == 1


class DeadServer:
    """A mail backend whose server is away."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Take whatever a backend is given."""

    def send_messages(self, messages: list[object]) -> int:
        raise smtplib.SMTPServerDisconnected


class RefusingServer(DeadServer):
    """A mail backend whose server refuses the address."""

    def send_messages(self, messages: list[object]) -> int:
        raise smtplib.SMTPRecipientsRefused({})


def test_a_dead_mail_server_means_later_and_ever_later_attempts(settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
    message = queue()
    now = timezone.now() + timedelta(seconds=1)
    waits = []
    for _ in range(3):
        outbox.deliver(message.pk, now=now)
        message.refresh_from_db()
        waits.append(message.next_attempt_at - now)
        now = message.next_attempt_at
    assert waits == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert (message.state, message.error) == (OutboundMessage.State.QUEUED, "SMTPServerDisconnected")


def test_the_site_gives_up_after_the_last_attempt_and_says_so(settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
    message = queue()
    now = timezone.now() + timedelta(seconds=1)
    for _ in range(outbox.MAX_ATTEMPTS):
        outbox.deliver(message.pk, now=now)
        message.refresh_from_db()
        now = message.next_attempt_at
    assert message.state == OutboundMessage.State.FAILED


def test_a_refused_address_is_not_tried_again(settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.RefusingServer"
    message = queue()
    outbox.deliver(message.pk, now=timezone.now() + timedelta(seconds=1))
    message.refresh_from_db()
    assert (message.state, message.attempts) == (OutboundMessage.State.FAILED, 1)


def test_the_null_channel_keeps_the_row_and_sends_nothing() -> None:
    message = queue("null")
    outbox.deliver(message.pk, now=timezone.now() + timedelta(seconds=1))
    message.refresh_from_db()
    assert message.state == OutboundMessage.State.SUPPRESSED
    assert mail.outbox == []


def test_an_unknown_channel_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        queue("pigeon")


def test_a_broker_that_is_away_does_not_break_the_cause(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    from kombu.exceptions import OperationalError

    from core import tasks

    def refuse(*args: object, **options: object) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks.deliver_message, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        message = queue()
    message.refresh_from_db()
    assert message.state == OutboundMessage.State.QUEUED


class Looking:
    """A channel that looks at the database while its message is on the way."""

    def __init__(self) -> None:
        self.locked: list[bool] = []
        self.second: list[object] = []

    def send(self, *, recipient: str, subject: str, text: str) -> DeliveryResult:
        self.locked.append(connection.in_atomic_block)
        self.second.append(outbox.deliver(OutboundMessage.objects.get().pk, now=timezone.now()))
        return DeliveryResult(ok=True)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_and_nobody_sends_it_again_while_a_message_is_on_its_way(monkeypatch) -> None:
    looking = Looking()
    monkeypatch.setitem(CHANNELS, "email", looking)
    with transaction.atomic():
        queue()
    message = OutboundMessage.objects.get()
    assert looking.locked == [False]
    assert looking.second == [None]
    assert message.state == OutboundMessage.State.SENT
    assert message.attempts == 1
