"""One form sent several times at the same moment, on a real database file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from feedback.models import Case, CaseAttachment, CaseEvent
from feedback.services.attachments import add_to_draft
from feedback.services.form_token import new_token
from feedback.services.intake import Submission, submit_case
from tests.feedback import samples
from tests.feedback.factories import NOW, DepartmentFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_file"),
    pytest.mark.postgres,
]
TIMES = 6


def at_once(jobs: Sequence[Callable[[], object]]) -> list[object]:
    """What each job returned, or the error it raised; all start together, each on its own connection."""
    barrier, outcomes = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        try:
            barrier.wait(20)
            outcomes.append(job())
        except Exception as error:  # noqa: BLE001 - whatever it was, the test shows it
            outcomes.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def counted() -> tuple[int, int, int]:
    return Case.objects.count(), CaseEvent.objects.count(), CaseAttachment.objects.count()


def test_the_same_form_sent_at_the_same_moment_is_one_case() -> None:
    key = new_token(NOW).key
    given = Submission(key=key, kind="question", content="Tôi cần hỏi cách đăng ký thường trú.")
    add_to_draft(key, [SimpleUploadedFile("a.jpg", samples.photo())])
    at_once([lambda: DepartmentFactory(is_fallback=True)])

    receipts = at_once([lambda: submit_case(given, now=NOW)] * TIMES)

    codes = {(getattr(r, "public_code", r), getattr(r, "secret", r)) for r in receipts}
    assert len(codes) == 1, codes
    assert [getattr(receipt, "created", None) for receipt in receipts].count(True) == 1
    assert at_once([counted]) == [(1, 1, 1)]
    stored = [
        path for path in (Path(settings.PRIVATE_MEDIA_ROOT) / "attachments").rglob("*") if path.is_file()
    ]
    assert len(stored) == 1


def test_different_forms_at_the_same_moment_are_all_taken() -> None:
    at_once([lambda: DepartmentFactory(is_fallback=True)])

    def send() -> object:
        given = Submission(key=new_token(NOW).key, kind="question", content="Tôi cần hỏi cách đăng ký.")
        return submit_case(given, now=NOW).public_code

    codes = at_once([send] * TIMES)
    assert len(set(codes)) == TIMES, codes
    assert at_once([counted]) == [(TIMES, TIMES, 0)]
