"""The import in the admin: upload, report, decisions, applying, taking back, and who may do what."""

import csv
import gzip
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.models import User, WorkerHeartbeat
from procedures.models import BatchState, ImportBatch, ImportRow, ProcedurePage, RowOutcome, SourceRecord
from procedures.services.imports.batches import create_batch
from procedures.services.imports.finding_words import kind_words
from tests.procedures import portal_samples
from tests.procedures.factories import DepartmentFactory, catalogue_index, procedure

pytestmark = pytest.mark.django_db

Send = Callable[..., ImportBatch]
LIST = "procedures_imports"


@pytest.fixture
def editor(client: Client) -> User:
    """Somebody who may everything, logged in."""
    catalogue_index()
    user: User = User.objects.create_superuser("bien-tap", password="x")
    client.force_login(user)
    return user


@pytest.fixture
def commits(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


def address(name: str, *args: int) -> str:
    return reverse(f"{LIST}:{name}", args=args)


def lines(*records: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


def upload(client: Client, data: bytes, name: str = "ho-so.jsonl") -> HttpResponse:
    answer: HttpResponse = client.post(address("upload"), {"file": SimpleUploadedFile(name, data)})
    return answer


@pytest.fixture
def read(client: Client, editor: User, commits: DjangoCaptureOnCommitCallbacks) -> Send:
    """Upload records and have them read."""

    def send(*records: dict[str, Any]) -> ImportBatch:
        with commits(execute=True):
            upload(client, lines(*records))
        return ImportBatch.objects.latest("pk")

    return send


@pytest.fixture
def applied(client: Client, read: Send, commits: DjangoCaptureOnCommitCallbacks) -> Send:
    """Upload records and have them read and applied; ``publish`` as the form has it."""

    def send(*records: dict[str, Any], publish: str = "on") -> ImportBatch:
        batch = read(*records)
        with commits(execute=True):
            client.post(address("apply", batch.pk), {"publish": publish} if publish else {})
        batch.refresh_from_db()
        return batch

    return send


def edited(code: str, **changes: Any) -> ProcedurePage:
    """A person changes the page with this code and publishes it."""
    page = ProcedurePage.objects.get(code=code)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(user=User.objects.get(username="bien-tap")).publish()
    return page


def screen(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_upload_is_read_and_changes_nothing_yet(client: Client, read: Send) -> None:
    batch = read(portal_samples.record(), portal_samples.record("1.999002", "Việc khác"))
    assert batch.state == BatchState.PLANNED
    assert not ProcedurePage.objects.exists()
    html = screen(client, address("batch", batch.pk))
    assert "2 dòng sẽ tạo hoặc sửa thủ tục" in html
    assert 'href="?nhom' not in html
    assert f"{address('rows', batch.pk)}?nhom=moi" in html


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


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tep.exe", b"MZ\x00"),
        ("tep.xlsx", b"not a workbook"),
        ("tep.json", b"\x00\x01"),
        ("tep.jsonl.gz", gzip.compress(b"hello", mtime=0)),
        ("tep.jsonl.gz", b"\x1f\x8bbroken"),
        ("tep.csv", b"PK\x03\x04\x00"),
        ("tep.jsonl", b""),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words(
    client: Client, editor: User, name: str, data: bytes
) -> None:
    answer = upload(client, data, name)
    assert answer.status_code == 200
    assert "Không nhận ra tệp này" in answer.content.decode() or "Tệp rỗng" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_compressed_file_is_taken(
    client: Client, editor: User, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    with commits(execute=True):
        upload(client, gzip.compress(lines(portal_samples.record())), "ho-so.jsonl.gz")
    assert ImportBatch.objects.get().state == BatchState.PLANNED


def test_a_full_disk_is_told_and_leaves_nothing(client: Client, editor: User) -> None:
    folder = Path(ImportBatch._meta.get_field("upload").storage.location) / "imports"
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be")
    try:
        answer = upload(client, lines(portal_samples.record()))
    finally:
        folder.unlink()
    assert "Máy chủ không lưu được tệp" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_an_unreadable_file_says_what_happened_and_what_to_do(client: Client, read: Send) -> None:
    batch = read({"foo": 1})
    batch.state, batch.error = BatchState.FAILED, "Không thấy bản ghi nào trong nguồn."
    batch.save()
    html = screen(client, address("batch", batch.pk))
    assert "Không thấy bản ghi nào trong nguồn." in html
    assert "Danh mục không thay đổi" in html


def test_bad_rows_are_reported_with_place_and_reason(client: Client, read: Send) -> None:
    batch = read(portal_samples.record(), portal_samples.record(code=None), portal_samples.record("1.999003"))
    html = screen(client, address("findings", batch.pk) + "?muc=error")
    assert "thiếu mã thủ tục" in html
    assert ":2" in html
    assert "Thiếu thông tin" in screen(client, address("batch", batch.pk))


def test_a_conflict_shows_three_sides_and_waits_for_a_decision(client: Client, applied: Send) -> None:
    applied(portal_samples.record(requirementsAndConditions="Từ nguồn, bản một"))
    edited("1.999001", requirements="Sửa tại đây")
    batch = applied(portal_samples.record(requirementsAndConditions="Từ nguồn, bản hai"))
    assert ProcedurePage.objects.get().requirements == "Sửa tại đây"
    html = screen(client, address("row", batch.pk, 0))
    assert "Sửa tại đây" in html
    assert "Từ nguồn, bản hai" in html
    assert "Từ nguồn, bản một" in html
    assert "chờ quyết định" in html


@pytest.mark.parametrize(("choice", "expected"), [("source", "Từ nguồn, bản hai"), ("keep", "Sửa tại đây")])
@pytest.mark.parametrize("scope", ["field", "row", "all"])
def test_a_conflict_is_decided_by_field_row_or_batch(
    client: Client,
    applied: Send,
    read: Send,
    commits: DjangoCaptureOnCommitCallbacks,
    scope: str,
    choice: str,
    expected: str,
) -> None:
    applied(portal_samples.record(requirementsAndConditions="Từ nguồn, bản một"))
    edited("1.999001", requirements="Sửa tại đây")
    batch = read(portal_samples.record(requirementsAndConditions="Từ nguồn, bản hai"))
    row = batch.rows.get()
    data = {"field": {"row": row.pk, "field": "requirements"}, "row": {"row": row.pk}, "all": {"all": "1"}}
    client.post(address("decide", batch.pk), {"choice": choice, **data[scope]})
    with commits(execute=True):
        client.post(address("apply", batch.pk), {"publish": "on"})
    assert ProcedurePage.objects.get().requirements == expected


def test_deciding_nothing_says_so(client: Client, read: Send) -> None:
    batch = read(portal_samples.record())
    answer = client.post(address("decide", batch.pk), {"choice": "source"}, follow=True)
    assert "Chưa chọn dòng nào" in answer.content.decode()


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


def test_the_template_can_be_filled_in_and_sent_back(
    client: Client, editor: User, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    data = client.get(address("template")).content
    with commits(execute=True):
        upload(client, data, "mau.xlsx")
    batch = ImportBatch.objects.get()
    assert batch.state == BatchState.PLANNED, batch.error
    assert [row.code for row in batch.rows.all()] == ["VD-0001"]
    assert not batch.findings.filter(severity="error").exists()


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


def person(*permissions: str, **fields: Any) -> User:
    user: User = User.objects.create_user("nguoi-nhap", password="x", **fields)
    codenames = ["access_admin", *permissions]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return user


def test_people_without_the_permission_see_no_import(client: Client) -> None:
    client.force_login(person())
    for name in ("index", "upload", "template"):
        assert client.get(address(name)).status_code in (302, 403)
    assert address("index") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_departments_editor_sees_his_own_batches_only(client: Client, read: Send, editor: User) -> None:
    batch = read(portal_samples.record())
    client.force_login(person("import_procedures", department=DepartmentFactory.create()))
    assert client.get(address("batch", batch.pk)).status_code == 404
    assert client.get(address("report", batch.pk)).status_code == 404
    assert client.post(address("apply", batch.pk)).status_code == 404
    assert batch.name not in screen(client, address("index"))


def test_a_departments_editor_imports_only_procedures_of_his_department(
    client: Client, editor: User, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    own, other = DepartmentFactory.create(), DepartmentFactory.create()
    procedure(code="1.999001", responsible_department=own)
    procedure(code="1.999002", responsible_department=other)
    client.force_login(person("import_procedures", department=own))
    records = [portal_samples.record(f"1.99900{number}", f"Việc {number}") for number in (1, 2, 3)]
    with commits(execute=True):
        upload(client, lines(*records))
    batch = ImportBatch.objects.get()
    assert [row.outcome for row in batch.rows.all()] == ["", RowOutcome.REJECTED, ""]
    assert "thuộc đơn vị khác" in screen(client, address("row", batch.pk, 1))
    with commits(execute=True):
        client.post(address("apply", batch.pk))
    new = ProcedurePage.objects.get(code="1.999003")
    assert new.responsible_department == own
    assert not new.live


def test_who_may_not_publish_alone_is_not_offered_to_publish(
    client: Client, editor: User, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    client.force_login(person("import_procedures", department=DepartmentFactory.create()))
    with commits(execute=True):
        upload(client, lines(portal_samples.record()))
    batch = ImportBatch.objects.get()
    assert 'name="publish"' not in screen(client, address("batch", batch.pk))
    with commits(execute=True):
        client.post(address("apply", batch.pk), {"publish": "on"})
    assert not ProcedurePage.objects.get().live


def test_only_people_who_may_take_batches_back_do(client: Client, applied: Send, editor: User) -> None:
    batch = applied(portal_samples.record())
    ImportBatch.objects.update(user=person("import_procedures"))
    client.force_login(User.objects.get(username="nguoi-nhap"))
    assert client.post(address("revert", batch.pk)).status_code in (302, 403)
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLIED


@pytest.fixture
def news(applied: Send) -> ProcedurePage:
    """A page that a person edited and whose source changed since in two fields."""
    first = {"requirementsAndConditions": "Bản một", "note": "Lưu ý một"}
    applied(portal_samples.record(**first))
    edited("1.999001", requirements="Sửa tại đây", note="Lưu ý tại đây")
    applied(portal_samples.record(requirementsAndConditions="Bản hai", note="Lưu ý hai"))
    return ProcedurePage.objects.get()


def test_the_editor_of_a_page_is_told_that_the_source_changed(client: Client, news: ProcedurePage) -> None:
    html = screen(client, reverse("wagtailadmin_pages:edit", args=[news.pk]))
    assert "Nguồn đã đổi từ khi bạn sửa" in html
    assert address("news", news.pk) in html
    detail = screen(client, address("news", news.pk))
    assert "Bản hai" in detail
    assert "Sửa tại đây" in detail


def test_chosen_fields_of_the_news_go_into_a_draft_and_the_rest_stays(
    client: Client, news: ProcedurePage, editor: User
) -> None:
    client.post(address("news", news.pk), {"field": ["requirements"]})
    live = ProcedurePage.objects.get()
    draft = live.get_latest_revision_as_object()
    assert (live.requirements, live.note) == ("Sửa tại đây", "Lưu ý tại đây")
    assert (draft.requirements, draft.note) == ("Bản hai", "Lưu ý tại đây")
    assert draft.latest_revision.user == editor
    assert "Nguồn đã đổi từ khi bạn sửa" not in screen(
        client, reverse("wagtailadmin_pages:edit", args=[news.pk])
    )


def test_news_that_are_declined_are_not_asked_about_again(
    client: Client, news: ProcedurePage, applied: Send
) -> None:
    client.post(address("news", news.pk), {"none": "1"})
    assert not SourceRecord.objects.get().has_news
    batch = applied(portal_samples.record(requirementsAndConditions="Bản hai", note="Lưu ý hai"))
    assert not ImportRow.objects.filter(batch=batch, needs_decision=True).exists()
    assert ProcedurePage.objects.get().requirements == "Sửa tại đây"


def test_only_people_who_may_edit_the_page_decide_on_its_news(client: Client, news: ProcedurePage) -> None:
    client.force_login(person("import_procedures"))
    assert client.post(address("news", news.pk), {"field": ["requirements"]}).status_code in (302, 403)
    assert SourceRecord.objects.get().has_news


def test_every_documented_kind_of_finding_has_words() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| (`[a-z_]+`.*?) \| (?:error|doubt|note) ", text, re.MULTILINE)
    kinds = {kind for cell in cells for kind in re.findall(r"`([a-z_0-9]+)`", cell)}
    assert kinds
    assert [kind for kind in sorted(kinds) if kind_words(kind) == kind] == []


def test_an_archive_of_records_is_uploaded_like_a_file(
    client: Client, editor: User, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for code in ("1.999001", "1.999002"):
            archive.writestr(f"details/{code}.json", json.dumps(portal_samples.record(code)))
    with commits(execute=True):
        assert upload(client, packed.getvalue(), "cong.zip").status_code == 302
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.total) == (BatchState.PLANNED, 2)
