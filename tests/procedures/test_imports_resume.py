"""An import that is stopped anywhere goes on: stopped workers, lost messages, two workers at once."""

from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone
from wagtail.models import Page

from procedures.models import BatchState, ImportBatch, ImportRow, ProcedurePage, RowOutcome, SourceRecord
from procedures.services import imports
from procedures.services.imports import Busy, apply_batch, read_batch, running
from procedures.services.imports.batches import left_behind
from procedures.services.imports.turns import Turn
from tests.procedures.batches import edit, page_of
from tests.procedures.portal_samples import record, write

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def folder_of(folder: Path, count: int) -> Path:
    for number in range(count):
        write(folder, f"{number:04}.json", record(f"1.{number:06d}", f"Việc số {number}"))
    return folder


class Killed(Exception):
    """Stands for a power cut."""


def stopping_after(rows: int) -> Any:
    seen = 0

    def progress(done: int) -> None:
        nonlocal seen
        seen += done
        if seen >= rows:
            raise Killed

    return progress


def test_reading_goes_on_where_it_stopped(tmp_path: Path) -> None:
    batch = imports.create_batch([folder_of(tmp_path, 450)])
    with pytest.raises(Killed):
        read_batch(batch.pk, stopping_after(200))
    assert ImportRow.objects.count() == 200
    batch = read_batch(batch.pk)
    assert (batch.state, batch.total) == (BatchState.PLANNED, 450)
    assert list(batch.rows.values_list("number", flat=True)) == list(range(450))
    assert batch.rows.values("code").distinct().count() == 450


def test_applying_goes_on_where_it_stopped(tmp_path: Path) -> None:
    batch = imports.create_batch([folder_of(tmp_path, 120)])
    read_batch(batch.pk)
    with pytest.raises(Killed):
        apply_batch(batch.pk, stopping_after(50))
    assert ProcedurePage.objects.count() == 50
    batch = apply_batch(batch.pk)
    assert (batch.state, batch.done, batch.total) == (BatchState.APPLIED, 120, 120)
    assert ProcedurePage.objects.count() == SourceRecord.objects.count() == 120
    assert [len(found) for found in Page.find_problems()] == [0] * 5


def test_taking_back_goes_on_where_it_stopped(tmp_path: Path) -> None:
    batch = imports.create_batch([folder_of(tmp_path, 60)])
    apply_batch(read_batch(batch.pk).pk)
    with pytest.raises(Killed):
        imports.revert_batch(batch.pk, stopping_after(20))
    assert ProcedurePage.objects.count() == 40
    assert imports.revert_batch(batch.pk).state == BatchState.REVERTED
    assert not ProcedurePage.objects.exists()


def test_two_workers_never_work_at_one_batch(tmp_path: Path) -> None:
    batch = imports.create_batch([folder_of(tmp_path, 1)])
    with Turn(batch.pk), pytest.raises(Busy):
        read_batch(batch.pk)
    assert read_batch(batch.pk).state == BatchState.PLANNED


def test_a_worker_that_lost_its_turn_writes_nothing_more(tmp_path: Path) -> None:
    batch = imports.create_batch([folder_of(tmp_path, 120)])
    read_batch(batch.pk)

    def another_takes_over(_done: int) -> None:
        ImportBatch.objects.update(held_until=timezone.now())
        Turn(batch.pk).__enter__()

    with pytest.raises(Busy):
        apply_batch(batch.pk, another_takes_over)
    assert ProcedurePage.objects.count() == 50


def test_a_record_that_the_database_refuses_doesnt_stop_the_others(tmp_path: Path) -> None:
    folder_of(tmp_path, 20)
    batch = imports.create_batch([tmp_path])
    read_batch(batch.pk)
    row = ImportRow.objects.get(code="1.000007")
    row.record["code"] = "1.000003"  # what nobody foresaw: the database alone can refuse it
    row.save()
    batch = apply_batch(batch.pk)
    assert ProcedurePage.objects.count() == 19
    refused = batch.findings.filter(severity="error").get()
    assert (refused.code, refused.row.outcome) in {
        ("1.000007", RowOutcome.REJECTED),
        ("1.000003", RowOutcome.REJECTED),
    }
    assert "Mã này đã thuộc một thủ tục khác" in refused.reason


def test_a_worker_reads_applies_and_takes_back(tmp_path: Path) -> None:
    folder_of(tmp_path, 3)
    batch = imports.create_batch([tmp_path])
    imports.start_reading(batch)
    assert running.run(batch.pk) == "planned: 3 of 3"
    batch.refresh_from_db()
    imports.start_applying(batch, publish=batch.publish)
    assert left_behind() == [batch.pk]
    assert current_app.tasks["procedures.continue_imports"]() == "continued 1 batches"
    assert ProcedurePage.objects.count() == 3
    batch.refresh_from_db()
    imports.start_reverting(batch)
    assert running.run(batch.pk) == "reverted: 3 of 3"
    assert running.run(batch.pk) == "nothing to do"
    batch.refresh_from_db()
    with pytest.raises(imports.NotNow):
        imports.start_applying(batch, publish=batch.publish)


def test_a_share_of_a_long_batch_leaves_the_rest_to_the_next_message(
    tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(running, "SHARE_SECONDS", 0.0)
    monkeypatch.setattr(running, "enqueue", lambda *_message: None)
    batch = imports.create_batch([folder_of(tmp_path, 120)])
    read_batch(batch.pk)
    batch.refresh_from_db()
    imports.start_applying(batch, publish=batch.publish)
    assert running.run(batch.pk) == "applying: 50 of 120"
    assert running.run(batch.pk) == "applying: 100 of 120"
    assert running.run(batch.pk) == "applying: 120 of 120"
    assert running.run(batch.pk) == "applied: 120 of 120"


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    folder_of(tmp_path, 60)
    apply_batch(read_batch(imports.create_batch([tmp_path]).pk).pk)
    edit(page_of("1.000001"), summary="Lời của biên tập viên")
    before = everything_about_pages()
    batch = apply_batch(read_batch(imports.create_batch([tmp_path]).pk).pk)
    assert imports.summary_of(batch).outcomes == {RowOutcome.UNCHANGED: 60}
    assert everything_about_pages() == before


def everything_about_pages() -> list[Any]:
    pages = list(ProcedurePage.objects.order_by("pk").values())
    revisions = list(Page.objects.order_by("pk").values_list("latest_revision", "live_revision"))
    return [pages, revisions, list(SourceRecord.objects.order_by("pk").values())]
