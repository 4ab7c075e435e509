"""Downloads: what they hold, how they are kept, and who waits."""

import csv
import io
import json
import os
import shutil
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache, caches
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from core.caching import bump_content_version, content_version
from procedures.models import ProcedurePage, ProcessStep
from procedures.services import downloads
from procedures.services.exports import FORMATS
from procedures.services.open_data import entries, open_procedures
from tests.procedures.factories import add_fee, procedure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()
    caches["pages"].clear()
    shutil.rmtree(downloads.folder())


def body(client: Client, filename: str, **headers: str) -> bytes:
    response = client.get(f"/du-lieu/{filename}", headers=headers)
    assert response.status_code == 200
    assert filename in response["Content-Disposition"]
    assert response["Access-Control-Allow-Origin"] == "*"
    content: bytes = b"".join(response.streaming_content)
    return content


def hang_up(response: Any) -> None:
    """What the server does when a visitor goes away; ``close()`` would end the test's connection to the database."""
    for close in response._resource_closers:
        close()


def catalogue() -> ProcedurePage:
    page = procedure(
        code="1.000001", title="Đăng ký khai sinh", summary="=1+1", contact_phone="+84 290 3 111 222"
    )
    add_fee(page, 8000, per_unit="/bản")
    ProcessStep.objects.create(page=page, unit_name="Phòng A", role="Chuyên viên", task="Thẩm định", hours=4)
    page.review_on = timezone.localdate()
    page.save()
    procedure(code="1.000002", title="Thủ tục cũ", status="abolished")
    procedure(code="1.000003", title="Nội bộ", scope="internal")
    procedure(code="chua-co-ma-12345678", title="Chưa có mã")
    return page


def test_json_lines_hold_every_open_procedure_in_the_form_that_is_imported(client: Client) -> None:
    catalogue()
    lines = [json.loads(line) for line in body(client, "thu-tuc.jsonl").decode().splitlines()]
    assert [line["code"] for line in lines] == ["1.000001", "1.000002"]
    assert lines[0]["fees"] == [
        {"channel": "any", "kind": "le_phi", "status": "amount", "amount_min": 8000, "per_unit": "/bản"}
    ]
    assert lines[1]["status"] == "abolished"


@pytest.mark.parametrize("filename", [form.filename for form in FORMATS.values()])
def test_the_house_s_own_notes_are_in_no_file(client: Client, filename: str) -> None:
    catalogue()
    content = body(client, filename)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    text = content.decode()
    for hidden in ("Chuyên viên", "Thẩm định", "review_on", "process_steps", 'Nội bộ"', "chua-co-ma"):
        assert hidden not in text


def test_csv_opens_in_a_spreadsheet_as_text_without_formulas(client: Client) -> None:
    catalogue()
    content = body(client, "thu-tuc.csv")
    assert content.startswith("\ufeff".encode())
    titles, keys, first, *_rest = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert titles[:1] == ["Mã"]
    row = dict(zip(keys, first, strict=True))
    assert (row["summary"], row["contact_phone"]) == ("'=1+1", "'+84 290 3 111 222")


def test_the_workbook_and_the_archive_hold_the_same_sheets(client: Client) -> None:
    catalogue()
    book = load_workbook(io.BytesIO(body(client, "thu-tuc.xlsx")), read_only=True)
    with zipfile.ZipFile(io.BytesIO(body(client, "thu-tuc-csv.zip"))) as archive:
        names = archive.namelist()
        fees = archive.read("fees.csv").decode("utf-8-sig")
    assert len(book.sheetnames) == len(names)
    rows = list(book["Phí, lệ phí"].iter_rows(values_only=True))
    keys = list(rows[1])
    assert rows[2][keys.index("amount_min")] == 8000
    assert "1.000001" in fees
    book.close()


def test_a_file_is_kept_and_the_next_visitor_gets_it(client: Client) -> None:
    catalogue()
    client.get("/du-lieu/")
    first = client.get("/du-lieu/thu-tuc.jsonl")
    assert first.streaming
    content = b"".join(first.streaming_content)
    second = client.get("/du-lieu/thu-tuc.jsonl")
    assert second["Content-Length"] == str(len(content))
    assert b"".join(second.streaming_content) == content
    assert client.get("/du-lieu/thu-tuc.jsonl", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_head_request_opens_no_file_that_stays_open(client: Client) -> None:
    catalogue()
    client.get("/du-lieu/")
    size = downloads.make(FORMATS["jsonl"]).size
    head = client.head("/du-lieu/thu-tuc.jsonl")
    assert (head.status_code, b"".join(head.streaming_content), head["Content-Length"]) == (
        200,
        b"",
        str(size),
    )


class Worker:
    """Stands for the worker of a large catalogue: it begins a file, and ends it when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.part = downloads.folder() / f"jsonl-{content_version()}-x.part"
        self.begins = True
        monkeypatch.setattr(downloads, "WRITE_AT_ONCE", 1)
        monkeypatch.setattr(downloads, "PATIENCE", 0.0)
        monkeypatch.setattr(downloads, "enqueue", self.run)

    def run(self, *args: Any) -> None:
        self.asked.append(args)
        if self.begins:
            self.part.write_bytes(b"one\n")
            cache.set(downloads._busy_key(FORMATS["jsonl"]), self.part.name)

    def end(self) -> None:
        with self.part.open("ab", buffering=0) as file:
            file.write(b"two\n")
        self.part.replace(self.part.with_suffix(".data"))
        cache.delete(downloads._busy_key(FORMATS["jsonl"]))


def test_a_large_file_is_made_once_and_read_by_all_while_it_is_made(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue()
    worker = Worker(monkeypatch)
    slow, quick = client.get("/du-lieu/thu-tuc.jsonl"), client.get("/du-lieu/thu-tuc.jsonl")
    assert (slow.status_code, "Content-Length" in slow) == (200, False)
    pieces = iter(quick.streaming_content)
    assert next(pieces) == b"one\n"
    worker.end()
    assert list(pieces) == [b"two\n"]
    assert b"".join(slow.streaming_content) == b"one\ntwo\n"
    assert worker.asked == [("procedures.prepare_download", "jsonl")]


def test_a_visitor_who_leaves_stops_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue()
    worker = Worker(monkeypatch)
    for ask in (client.head, client.get):
        hang_up(ask("/du-lieu/thu-tuc.jsonl"))
    stays = client.get("/du-lieu/thu-tuc.jsonl")
    worker.end()
    assert b"".join(stays.streaming_content) == b"one\ntwo\n"


def test_where_no_worker_begins_visitors_are_told_when_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue()
    worker = Worker(monkeypatch)
    worker.begins = False
    for _ in range(2):
        refused = client.get("/du-lieu/thu-tuc.jsonl")
        assert (refused.status_code, refused["Retry-After"]) == (503, "60")
        assert refused["Content-Type"] == "application/problem+json"
    assert len(worker.asked) == 1


def test_what_was_begun_before_a_withdrawal_is_handed_to_no_newcomer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue()
    worker = Worker(monkeypatch)
    earlier = client.get("/du-lieu/thu-tuc.jsonl")
    bump_content_version()
    assert client.get("/du-lieu/thu-tuc.jsonl").status_code == 503
    worker.end()
    assert b"".join(earlier.streaming_content) == b"one\ntwo\n"


def test_a_file_whose_worker_died_is_begun_anew(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue()
    worker = Worker(monkeypatch)
    hang_up(client.get("/du-lieu/thu-tuc.jsonl"))
    os.utime(worker.part, (0, 0))
    hang_up(client.get("/du-lieu/thu-tuc.jsonl"))
    assert len(worker.asked) == 2


def test_what_killed_writers_left_is_removed_and_what_is_being_written_is_not() -> None:
    catalogue()
    archive = downloads.folder() / "tmpabc"
    archive.mkdir()
    left, fresh = downloads.folder() / "xlsx-a.part", downloads.folder() / "xlsx-b.part"
    for path in (left, fresh, archive / "fees.csv"):
        path.write_bytes(b"half")
    for path in (left, archive / "fees.csv", archive):
        os.utime(path, (0, 0))
    downloads.make(FORMATS["csv"])
    assert {path.suffix for path in downloads.folder().iterdir()} == {".part", ".data", ".ids"}
    assert fresh.exists()
    assert not left.exists()


def test_a_large_workbook_is_made_in_the_background_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    catalogue()
    monkeypatch.setattr(downloads, "WRITE_AT_ONCE", 1)
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(downloads, "enqueue", lambda *args: asked.append(args))
    for _ in range(2):
        refused = client.get("/du-lieu/thu-tuc.xlsx")
        assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert asked == [("procedures.prepare_download", "xlsx")]
    downloads.make(FORMATS["xlsx"])
    assert body(client, "thu-tuc.xlsx").startswith(b"PK")


def test_the_task_writes_the_file(client: Client) -> None:
    from procedures.tasks import prepare_download

    catalogue()
    assert prepare_download("xlsx").startswith("xlsx: ")
    assert downloads.kept(FORMATS["xlsx"]) is not None


def test_an_older_file_serves_while_it_is_true_and_a_day_at_most(client: Client) -> None:
    now = timezone.now()
    page = catalogue()
    with time_machine.travel(now, tick=False):
        downloads.make(FORMATS["xlsx"])
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        page.save_revision().publish()
        file = downloads.kept(FORMATS["xlsx"])
        assert file is not None
        assert not downloads.is_current(file)
        response = client.get("/du-lieu/thu-tuc.xlsx")
        assert response["ETag"] != client.get("/api/v1/procedures")["ETag"]
        response.close()
    with time_machine.travel(now + timedelta(hours=30), tick=False):
        assert downloads.kept(FORMATS["xlsx"]) is None


def test_what_holds_today_is_another_file_tomorrow() -> None:
    catalogue()
    with time_machine.travel("2026-11-22T23:00:00+07:00", tick=False):
        downloads.make(FORMATS["jsonld"])
        assert downloads.kept(FORMATS["jsonld"]) is not None
    with time_machine.travel("2026-11-23T01:00:00+07:00", tick=False):
        assert downloads.kept(FORMATS["jsonld"]) is None


def test_a_page_unpublished_while_the_stream_runs_is_not_told_any_more() -> None:
    pages = [procedure(code=f"1.00000{number}") for number in range(4)]
    found = entries(open_procedures(), batch=2)
    told = [next(found).record.code, next(found).record.code]
    pages[2].unpublish()
    assert told + [entry.record.code for entry in found] == ["1.000000", "1.000001", "1.000003"]


def test_an_unknown_file_is_not_found(client: Client) -> None:
    response = client.get("/du-lieu/thu-tuc.exe")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_the_page_says_what_there_is_how_old_and_under_which_licence(client: Client) -> None:
    catalogue()
    body(client, "thu-tuc.jsonl")
    for prefix in ("", "/en"):
        html = client.get(f"{prefix}/du-lieu/").content.decode()
        for form in FORMATS.values():
            assert f'href="/du-lieu/{form.filename}"' in html
        assert "CC BY 4.0" in html
        assert "/api/v1/docs" in html
        assert "thay-doi/rss.xml" in html
    assert "2 thủ tục đang công khai" in client.get("/du-lieu/").content.decode()


def test_the_sitemap_names_every_open_page_once_and_splits_large_catalogues(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from procedures import sitemaps

    monkeypatch.setattr(sitemaps.PublicSitemap, "limit", 2)
    for number in range(5):
        procedure(code=f"1.00000{number}", title=f"Việc {number}")
    procedure(code="1.000009", scope="internal")
    index = client.get("/sitemap.xml").content.decode()
    assert index.count("sitemap-procedures.xml") == 3
    found: list[str] = []
    for number in (1, 2, 3):
        xml = client.get(f"/sitemap-procedures.xml?p={number}").content.decode()
        found += [part.partition("</loc>")[0] for part in xml.split("<loc>")[1:]]
    assert len(found) == len(set(found)) == 5
    assert all(address.startswith("http://localhost:8000/thu-tuc/viec-") for address in found)
    assert client.get("/sitemap-nothing.xml").status_code == 404
    for section in sitemaps.sections():
        assert client.get(f"/sitemap-{section}.xml").status_code == 200
