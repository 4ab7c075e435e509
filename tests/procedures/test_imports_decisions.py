"""What the source changed, what people changed, what both changed: taken, kept, decided; and nothing lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Workflow, WorkflowTask

from procedures.models import (
    BatchState,
    CodeAlias,
    Conflicts,
    ImportRow,
    ProcedurePage,
    RowOutcome,
    RowPlan,
    SecondPersonTask,
)
from procedures.services.imports import (
    ImportOptions,
    NotNow,
    apply_batch,
    create_batch,
    decide,
    read_batch,
    revert_batch,
    summary_of,
)
from tests.procedures.batches import edit, imported, page_of, read, the_row
from tests.procedures.factories import UserFactory, procedure
from tests.procedures.portal_samples import fee, method, record

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

OURS, THEIRS = "Tên biên tập viên đặt", "Tên mới của nguồn"


def both_changed(folder: Path) -> tuple[ProcedurePage, Any]:
    """An imported page whose title an editor changed, and a newer record with another title and another fee."""
    imported(folder, record())
    edit(page_of(), title=OURS)
    newer = record(name=THEIRS, executionMethods=[method(fees=[fee(9000, "Lệ phí cấp bản sao")])])
    return page_of(), newer


def test_a_changed_fee_is_one_line_in_the_editors_words(tmp_path: Path) -> None:
    imported(tmp_path, record())
    newer = record(executionMethods=[method(fees=[fee(9000, "Lệ phí cấp bản sao")])])
    row = the_row(read(tmp_path, newer))
    assert row.plan == RowPlan.UPDATE
    [line] = [line for line in row.differences if line["field"] == "fees"]
    assert (line["kind"], line["before"], line["after"]) == ("update", "8.000 đồng", "9.000 đồng")


def test_reading_changes_nothing(tmp_path: Path) -> None:
    page, newer = both_changed(tmp_path)
    before = (page.latest_revision_id, page.source.digest, page.source.has_news)
    read(tmp_path, newer)
    page = page_of()
    assert (page.latest_revision_id, page.source.digest, page.source.has_news) == before


def test_an_undecided_conflict_leaves_the_whole_page_and_remembers_the_news(tmp_path: Path) -> None:
    page, newer = both_changed(tmp_path)
    batch = imported(tmp_path, newer)
    row = the_row(batch)
    assert (row.outcome, row.needs_decision) == (RowOutcome.LEFT, True)
    assert "title" in row.undecided
    assert page_of().latest_revision == page.latest_revision
    assert page_of().source.pending_record["title"] == THEIRS
    seen_at = page_of().source.pending_seen_at
    again = imported(tmp_path, newer)
    assert the_row(again).outcome == RowOutcome.LEFT
    assert page_of().source.pending_seen_at == seen_at


@pytest.mark.parametrize(("choice", "title"), [(Conflicts.SOURCE, THEIRS), (Conflicts.KEEP, OURS)])
def test_a_decision_before_applying(tmp_path: Path, choice: Conflicts, title: str) -> None:
    _page, newer = both_changed(tmp_path)
    batch = read(tmp_path, newer)
    assert decide(batch.pk, choice, row_ids=[the_row(batch).pk]) == 1
    batch = apply_batch(batch.pk)
    page = page_of()
    assert (page.title, page.fees.get().amount_min, page.live) == (title, 9000, True)
    assert summary_of(batch).outcomes == {RowOutcome.UPDATED: 1}


def test_a_decision_after_applying_is_carried_out_by_applying_again(tmp_path: Path) -> None:
    _page, newer = both_changed(tmp_path)
    batch = imported(tmp_path, newer)
    decide(batch.pk, Conflicts.SOURCE)
    batch = apply_batch(batch.pk)
    assert (page_of().title, page_of().source.has_news) == (THEIRS, False)
    assert (the_row(batch).outcome, batch.state) == (RowOutcome.UPDATED, BatchState.APPLIED)


def test_each_field_can_be_decided_alone(tmp_path: Path) -> None:
    imported(tmp_path, record())
    edit(page_of(), title=OURS, requirements="Yêu cầu viết tại đây")
    batch = read(tmp_path, record(name=THEIRS, requirementsAndConditions="Yêu cầu của nguồn"))
    assert {"title", "requirements"} <= set(the_row(batch).conflicts)
    decide(batch.pk, Conflicts.KEEP)
    decide(batch.pk, Conflicts.SOURCE, field="requirements")
    apply_batch(batch.pk)
    assert (page_of().title, page_of().requirements) == (OURS, "Yêu cầu của nguồn")


def test_a_question_can_be_opened_again_but_not_in_a_batch_that_is_gone(tmp_path: Path) -> None:
    _page, newer = both_changed(tmp_path)
    batch = read(tmp_path, newer)
    decide(batch.pk, Conflicts.KEEP)
    assert not the_row(batch).needs_decision
    decide(batch.pk, Conflicts.ASK)
    assert the_row(batch).needs_decision
    revert_batch(apply_batch(batch.pk).pk)
    with pytest.raises(NotNow):
        decide(batch.pk, Conflicts.KEEP)


def test_what_was_kept_once_stays_protected(tmp_path: Path) -> None:
    _page, newer = both_changed(tmp_path)
    imported(tmp_path, newer, on_conflict=Conflicts.KEEP)
    assert the_row(imported(tmp_path, newer)).plan == RowPlan.UNCHANGED
    newest = record(name="Tên mới nhất của nguồn")
    assert "title" in the_row(read(tmp_path, newest)).conflicts


def test_an_editors_draft_is_neither_lost_nor_published(tmp_path: Path) -> None:
    imported(tmp_path, record())
    edit(page_of(), publish=False, summary="Lời đang viết dở")
    imported(tmp_path, record(requirementsAndConditions="Đủ 18 tuổi"))
    page = page_of()
    draft = page.get_latest_revision_as_object()
    assert (page.summary, page.requirements, page.has_unpublished_changes) == ("", "", True)
    assert (draft.summary, draft.requirements) == ("Lời đang viết dở", "Đủ 18 tuổi")


def test_a_page_that_an_editor_took_down_stays_down(tmp_path: Path) -> None:
    imported(tmp_path, record())
    page_of().unpublish()
    imported(tmp_path, record(requirementsAndConditions="Đủ 18 tuổi"))
    assert not page_of().live
    assert page_of().get_latest_revision_as_object().requirements == "Đủ 18 tuổi"


def test_a_draft_of_an_earlier_import_goes_live_with_a_clean_record(tmp_path: Path) -> None:
    doubtful = record(cases=[{"name": "Khác", "processingDay": {"qty": 9, "type": "DAY"}}])
    imported(tmp_path, doubtful)
    assert not page_of().live
    imported(tmp_path, record())
    assert page_of().live


def test_a_locked_page_is_left_and_done_the_next_time(tmp_path: Path) -> None:
    imported(tmp_path, record())
    ProcedurePage.objects.update(locked=True)
    batch = imported(tmp_path, record(requirementsAndConditions="Đủ 18 tuổi"))
    assert the_row(batch).outcome == RowOutcome.LEFT
    assert batch.findings.filter(kind="occupied", reason__contains="bị khóa").exists()
    ProcedurePage.objects.update(locked=False)
    apply_batch(batch.pk)
    assert page_of().requirements == "Đủ 18 tuổi"


def test_a_page_in_review_is_left(tmp_path: Path) -> None:
    imported(tmp_path, record())
    workflow = Workflow.objects.create(name="Duyệt")
    task = SecondPersonTask.objects.create(name="Người thứ hai")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    edit(page_of(), publish=False, summary="Chờ duyệt")
    workflow.start(page_of(), UserFactory.create())
    batch = imported(tmp_path, record(requirementsAndConditions="Đủ 18 tuổi"))
    assert the_row(batch).outcome == RowOutcome.LEFT
    assert page_of().get_latest_revision_as_object().summary == "Chờ duyệt"


def test_an_edit_between_reading_and_applying_is_seen(tmp_path: Path) -> None:
    imported(tmp_path, record())
    batch = read(tmp_path, record(name=THEIRS))
    assert the_row(batch).plan == RowPlan.UPDATE
    edit(page_of(), title=OURS)
    apply_batch(batch.pk)
    assert page_of().title == OURS
    assert the_row(batch).outcome == RowOutcome.LEFT


def test_an_old_code_finds_its_page_and_is_doubted(tmp_path: Path) -> None:
    page = procedure(code="1.999001", title="Tên viết tại đây")
    CodeAlias.objects.create(old_code="1.111111", procedure=page)
    batch = imported(tmp_path, record("1.111111", THEIRS), on_conflict=Conflicts.SOURCE)
    page = page_of()
    assert page.get_latest_revision_as_object().title == THEIRS
    assert (page.code, page.title, ProcedurePage.objects.count()) == ("1.999001", "Tên viết tại đây", 1)
    assert batch.findings.filter(kind="old_code", reason__contains="1.999001").exists()


def test_a_catalogue_row_and_a_full_record_of_one_import_become_one_page(tmp_path: Path) -> None:
    row = {
        "code": "1.999001",
        "name": "Đăng ký việc mẫu",
        "formalityTargetType": "CITIZEN",
        "type": "STANDARD",
    }
    batch = read(tmp_path, row, record(name="Tên đầy đủ hơn"))
    assert [line.plan for line in batch.rows.order_by("number")] == [RowPlan.CREATE, RowPlan.UPDATE]
    apply_batch(batch.pk)
    assert page_of().get_latest_revision_as_object().title == "Tên đầy đủ hơn"
    assert ProcedurePage.objects.count() == 1
    again = imported(tmp_path, row, record(name="Tên đầy đủ hơn"))
    assert set(ImportRow.objects.filter(batch=again).values_list("outcome", flat=True)) == {
        RowOutcome.UNCHANGED
    }


def test_a_field_that_the_source_does_not_state_is_never_touched(tmp_path: Path) -> None:
    imported(tmp_path, record())
    row = {
        "code": "1.999001",
        "name": "Đăng ký việc mẫu",
        "formalityTargetType": "CITIZEN",
        "type": "STANDARD",
    }
    imported(tmp_path, row)
    assert page_of().fees.get().amount_min == 8000
    assert page_of().steps.exists()


@pytest.mark.parametrize("publish", [False, True])
def test_a_successor_that_comes_later_is_public_only_with_its_version(tmp_path: Path, publish: bool) -> None:
    procedure(code="1.999001").save_revision().publish()
    rows: list[dict[str, Any]] = [
        {"code": "1.999001", "replaced_by": "1.999002", "note": "Mới"},
        {"code": "1.999002", "official_name": "Thủ tục thay thế"},
    ]
    own = {"format": "motcua-procedure", "version": 1}
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(own | row) for row in rows))
    options = ImportOptions(publish=publish, on_conflict=Conflicts.SOURCE)
    apply_batch(read_batch(create_batch([file], options=options).pk).pk)
    page = page_of()
    assert page.get_latest_revision_as_object().replaced_by == page_of("1.999002")
    assert (page.replaced_by is not None) == (page.note == "Mới") == publish
