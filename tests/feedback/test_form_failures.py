"""A server that cannot take the message says so, and the text stays with its writer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from core.models import Department
from feedback.models import Case
from feedback.services import intake as intake_service
from tests.feedback.sent_forms import CONTENT, Post, photo, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_monday", "fallback")]


def test_a_full_disk_is_said_and_nothing_is_half_stored(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    from feedback.services import attachments

    def full(*_args: Any) -> None:
        raise attachments.StorageFullError(28, "full")

    monkeypatch.setattr(attachments, "_write_draft", full)
    page = post(attachments=photo())
    assert page.status_code == 507
    assert "hết chỗ chứa tệp" in text_of(page)
    assert CONTENT in page.content.decode()
    assert not Case.objects.exists()


def test_a_folder_that_cannot_be_written_is_said_and_the_text_stays(
    post: Post, settings: Any, tmp_path: Path
) -> None:
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"
    settings.PRIVATE_MEDIA_ROOT.write_text("a file in the way")
    page = post(attachments=photo())
    assert page.status_code == 507
    assert CONTENT in page.content.decode()
    assert not Case.objects.exists()


def test_a_database_that_cannot_be_written_is_said_and_the_text_stays(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_args: Any) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(intake_service, "_create", locked)
        page = post()
    assert page.status_code == 503
    assert "Máy chủ đang bận" in text_of(page)
    assert CONTENT in page.content.decode()
    assert not Case.objects.exists()


def test_a_site_without_departments_says_so(post: Post) -> None:
    Department.objects.all().delete()
    page = post()
    assert page.status_code == 503
    assert CONTENT in page.content.decode()
