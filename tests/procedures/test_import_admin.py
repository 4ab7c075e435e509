"""A batch in the admin: its report, applying, leaving out, taking back, throwing away."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.models import User, WorkerHeartbeat
from procedures.models import BatchState, ImportBatch, ProcedurePage
from procedures.services.imports.batches import create_batch
from procedures.services.imports.finding_words import kind_words
from tests.procedures import portal_samples
from tests.procedures.import_screens import Send, address, editor_at, screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    return editor_at(client)


def test_what_is_applied_is_counted_linked_and_live(client: Client, applied: Send) -> None:
    batch = applied(portal_samples.record())
    page = ProcedurePage.objects.get()
    assert page.live
    html = screen(client, address("batch", batch.pk))
    assert "Kết quả" in html
    row = screen(client, address("row", batch.pk, 0))
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in row


def test_without_publishing_everything_is_a_draft(applied: Send) -> None:
    applied(portal_samples.record(), publish="")
    assert not ProcedurePage.objects.get().live


def test_bad_rows_are_reported_with_place_and_reason(client: Client, read: Send) -> None:
    batch = read(portal_samples.record(), portal_samples.record(code=None), portal_samples.record("1.999003"))
    html = screen(client, address("findings", batch.pk) + "?muc=error")
    assert "thiếu mã thủ tục" in html
    assert ":2" in html
    assert "Thiếu thông tin" in screen(client, address("batch", batch.pk))


def test_rows_that_an_editor_leaves_out_are_not_written(
    client: Client, read: Send, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    batch = read(portal_samples.record(), portal_samples.record("1.999002", "Việc khác"))
    first, second = batch.rows.all()
    client.post(address("skip", batch.pk), {"row": [first.pk, second.pk], "skip": "1"})
    assert "Không có gì để ghi" in screen(client, address("batch", batch.pk))
    client.post(address("skip", batch.pk), {"row": [second.pk], "skip": "0"})
    with commits(execute=True):
        client.post(address("apply", batch.pk), {"publish": "on"})
    assert [page.code for page in ProcedurePage.objects.all()] == ["1.999002"]
    assert "1.999001" in screen(client, address("rows", batch.pk) + "?nhom=bo-qua")


def test_a_batch_is_taken_back_after_saying_what_will_happen(
    client: Client, applied: Send, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    batch = applied(portal_samples.record())
    assert "1 thủ tục do đợt này tạo sẽ bị xóa" in screen(client, address("revert", batch.pk))
    with commits(execute=True):
        client.post(address("revert", batch.pk))
    assert not ProcedurePage.objects.exists()
    assert "Đã hoàn lại" in screen(client, address("batch", batch.pk))


def test_a_batch_that_did_nothing_is_thrown_away_with_its_file(
    client: Client, read: Send, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    batch = read(portal_samples.record())
    stored = batch.upload
    with commits(execute=True):
        client.post(address("discard", batch.pk))
    assert not ImportBatch.objects.exists()
    assert not stored.storage.exists(stored.name)


def test_an_applied_batch_is_never_thrown_away(client: Client, applied: Send) -> None:
    batch = applied(portal_samples.record())
    client.post(address("discard", batch.pk))
    assert ImportBatch.objects.filter(pk=batch.pk).exists()


def test_while_a_worker_is_at_it_the_page_reloads_itself_until_asked_not_to(
    client: Client, editor: User
) -> None:
    batch = create_batch(user=editor)
    ImportBatch.objects.update(state=BatchState.READING, done=40, queued=True)
    answer = client.get(address("batch", batch.pk))
    assert answer["Refresh"] == "3"
    assert "<progress" in answer.content.decode()
    assert "Refresh" not in client.get(address("batch", batch.pk) + "?dung")


def test_a_worker_that_died_is_told_and_called_again(client: Client, editor: User) -> None:
    batch = create_batch(user=editor)
    long_ago = timezone.now() - timedelta(minutes=10)
    ImportBatch.objects.update(state=BatchState.READING, queued=True, created_at=long_ago)
    WorkerHeartbeat.objects.create(name="beat", seen_at=long_ago)
    assert "Tiến trình nền không phản hồi" in screen(client, address("batch", batch.pk))
    WorkerHeartbeat.objects.update(seen_at=timezone.now())
    assert "không phản hồi" not in screen(client, address("batch", batch.pk))


def test_the_report_is_a_spreadsheet_in_words_and_runs_no_formula(client: Client, read: Send) -> None:
    batch = read(portal_samples.record(name="=HYPERLINK(1)"), portal_samples.record(code=None))
    answer = client.get(address("report", batch.pk))
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows[0][:4] == ["Chỗ trong nguồn", "Mã thủ tục", "Mức", "Loại"]
    assert any("thiếu mã thủ tục" in cell for row in rows for cell in row)
    assert not any(cell.startswith("=") for row in rows for cell in row)


@pytest.mark.parametrize("path", ["batch", "rows", "findings"])
def test_a_screen_costs_as_many_queries_for_many_rows_as_for_few(
    client: Client, read: Send, path: str
) -> None:
    counts = []
    for number in (2, 60):
        codes = [f"1.99{number:02d}{n:02d}" for n in range(number)]
        batch = read(*[portal_samples.record(code, f"Việc {code}") for code in codes])
        with CaptureQueriesContext(connection) as queries:
            screen(client, address(path, batch.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_every_documented_kind_of_finding_has_words() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| (`[a-z_]+`.*?) \| (?:error|doubt|note) ", text, re.MULTILINE)
    kinds = {kind for cell in cells for kind in re.findall(r"`([a-z_0-9]+)`", cell)}
    assert kinds
    assert [kind for kind in sorted(kinds) if kind_words(kind) == kind] == []
