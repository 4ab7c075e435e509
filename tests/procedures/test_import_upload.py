"""Files that are sent to the import: which are taken, which are refused in words."""

import gzip
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.models import User
from procedures.models import BatchState, ImportBatch, ProcedurePage
from tests.procedures import portal_samples
from tests.procedures.import_screens import Send, address, editor_at, lines, screen, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    return editor_at(client)


def test_an_upload_is_read_and_changes_nothing_yet(client: Client, read: Send) -> None:
    batch = read(portal_samples.record(), portal_samples.record("1.999002", "Việc khác"))
    assert batch.state == BatchState.PLANNED
    assert not ProcedurePage.objects.exists()
    html = screen(client, address("batch", batch.pk))
    assert "2 dòng sẽ tạo hoặc sửa thủ tục" in html
    assert 'href="?nhom' not in html
    assert f"{address('rows', batch.pk)}?nhom=moi" in html


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
