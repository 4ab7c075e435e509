"""The core in the admin: every list opens, the calendar warns, the outbox is read and never written."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AdministrativeUnit, Department, Level, OutboundMessage, User, WorkCalendarDay
from core.wagtail_hooks import missing_calendar_years

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("quantri", "quantri@example.vn", "khong-dung"))
    return client


@pytest.fixture
def message() -> OutboundMessage:
    return OutboundMessage.objects.create(
        channel="email",
        template="case_answered",
        recipient="nguoidan@example.vn",
        payload={"code": "AH-4K7M-92PX"},
        related="case:1",
        state=OutboundMessage.State.FAILED,
        attempts=8,
        error="SMTPServerDisconnected",
        next_attempt_at=timezone.now(),
    )


def address(model: type, view: str, *args: object) -> str:
    """The address of a list's view in the admin."""
    return reverse(f"wagtailsnippets_core_{model._meta.model_name}:{view}", args=args)  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", [Department, AdministrativeUnit, Level, WorkCalendarDay])
def test_every_list_opens_and_can_be_added_to(administrator: Client, model: type) -> None:
    assert administrator.get(address(model, "list")).status_code == 200
    assert administrator.get(address(model, "add")).status_code == 200


def test_the_outbox_shows_states_and_errors_and_no_recipient(
    administrator: Client, message: OutboundMessage
) -> None:
    for url in (address(OutboundMessage, "list"), address(OutboundMessage, "inspect", message.pk)):
        text = administrator.get(url).content.decode()
        assert "case_answered" in text
        assert str(message.get_state_display()) in text
        assert "SMTPServerDisconnected" in text
        assert "nguoidan@example.vn" not in text


def test_nobody_writes_into_the_outbox_by_hand(administrator: Client, message: OutboundMessage) -> None:
    home = reverse("wagtailadmin_home")
    addresses = [
        address(OutboundMessage, "add"),
        address(OutboundMessage, "edit", message.pk),
        address(OutboundMessage, "delete", message.pk),
    ]
    for url in addresses:
        answer = administrator.post(url, {"state": "sent"})
        assert answer.status_code == 403 or answer["Location"] == home, url
    message.refresh_from_db()
    assert message.state == OutboundMessage.State.FAILED


def test_the_outbox_needs_a_permission(message: OutboundMessage) -> None:
    editor = User.objects.create_user("bientap", password="khong-dung")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(editor)
    assert client.get(address(OutboundMessage, "list")).status_code in (302, 403)


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 10, 31), []),
        (date(2026, 11, 1), [2027]),
        (date(2027, 1, 1), [2027]),
        (date(2025, 12, 31), []),
    ],
)
def test_a_year_without_confirmed_rows_is_missed_from_november_on(today: date, missing: list[int]) -> None:
    assert missing_calendar_years(today) == missing


def test_the_first_page_warns_until_the_year_is_confirmed(administrator: Client) -> None:
    home = reverse("wagtailadmin_home")
    with time_machine.travel("2026-11-23T02:00:00Z", tick=False):
        administrator.force_login(User.objects.get(username="quantri"))
        assert "2027" in administrator.get(home).content.decode()
        WorkCalendarDay.objects.filter(date__year=2027).update(status=WorkCalendarDay.Status.CONFIRMED)
        assert "2027" not in administrator.get(home).content.decode()
