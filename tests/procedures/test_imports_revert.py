"""A batch taken back as a whole: its pages go, changed pages return, lists are tidied, people's work stays."""

from pathlib import Path

import pytest
from wagtail.models import Page, PageLogEntry

from core.models import Department
from procedures.models import (
    Agency,
    BatchState,
    Field,
    LegalBasis,
    ProcedurePage,
    RowOutcome,
    SourceRecord,
)
from procedures.services.imports import NotNow, revert_batch
from tests.feedback.factories import CaseFactory
from tests.procedures.batches import edit, imported, page_of, read, the_row
from tests.procedures.factories import UserFactory, catalogue_index, procedure
from tests.procedures.portal_samples import fee, method, record

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_pages_that_the_batch_made_and_nobody_touched_are_gone(tmp_path: Path) -> None:
    other = procedure()
    user = UserFactory.create(is_superuser=True)
    batch = imported(tmp_path, record("1.999001"), record("1.999002"), user=user)
    batch = revert_batch(batch.pk)
    assert list(ProcedurePage.objects.all()) == [other]
    assert (catalogue_index().numchild, [len(found) for found in Page.find_problems()]) == (1, [0] * 5)
    assert (batch.state, batch.done) == (BatchState.REVERTED, batch.total)
    assert set(batch.rows.values_list("outcome", flat=True)) == {RowOutcome.DELETED}
    assert PageLogEntry.objects.filter(action="wagtail.delete", deleted=True, user=user).count() == 2
    assert not SourceRecord.objects.exists()


def test_lists_lose_what_the_batch_made_and_nothing_else_names(tmp_path: Path) -> None:
    kept = Field.objects.create(code="M01", name="Lĩnh vực mẫu")
    batch = imported(tmp_path, record())
    LegalBasis.objects.create(number="9/2026/NĐ-CP")
    page = procedure()
    page.legal_bases.set(LegalBasis.objects.filter(number="1/2026/NĐ-CP"))
    page.save()
    batch = revert_batch(batch.pk)
    assert list(Field.objects.all()) == [kept]
    assert not Agency.objects.exists()
    assert set(LegalBasis.objects.values_list("number", flat=True)) == {"1/2026/NĐ-CP", "9/2026/NĐ-CP"}
    assert batch.made_terms == {"procedures.legalbasis": [page.legal_bases.get().pk]}


def test_an_agency_that_an_editor_reviewed_is_kept(tmp_path: Path) -> None:
    batch = imported(tmp_path, record())
    Agency.objects.update(reviewed=True, department=Department.objects.first())
    revert_batch(batch.pk)
    assert Agency.objects.exists()


def test_a_page_made_by_the_batch_and_edited_since_is_taken_down_and_not_deleted(tmp_path: Path) -> None:
    batch = imported(tmp_path, record(), user=UserFactory.create(is_superuser=True))
    edit(page_of(), summary="Lời của biên tập viên")
    batch = revert_batch(batch.pk)
    assert (page_of().live, page_of().summary) == (False, "Lời của biên tập viên")
    assert the_row(batch).outcome == RowOutcome.UNPUBLISHED
    assert batch.findings.filter(kind="kept_by_revert", reason__contains="đã được sửa").exists()


def test_a_page_with_a_complaint_is_taken_down_and_not_deleted(tmp_path: Path) -> None:
    batch = imported(tmp_path, record())
    case = CaseFactory.create(procedure=page_of())
    batch = revert_batch(batch.pk)
    case.refresh_from_db()
    assert (case.procedure, page_of().live) == (page_of(), False)


def test_a_changed_page_returns_to_the_version_before_and_to_its_source(tmp_path: Path) -> None:
    imported(tmp_path, record())
    before = SourceRecord.objects.values().get()
    newer = record(name="Tên mới", executionMethods=[method(fees=[fee(9000, "Lệ phí cấp bản sao")])])
    batch = imported(tmp_path, newer)
    assert page_of().title == "Tên mới"
    batch = revert_batch(batch.pk)
    page = page_of()
    assert (page.title, page.fees.get().amount_min, page.live) == ("Đăng ký việc mẫu", 8000, True)
    assert not page.has_unpublished_changes
    assert SourceRecord.objects.values().get() == before
    assert the_row(imported(tmp_path, newer)).outcome == RowOutcome.UPDATED


def test_an_editors_draft_that_the_batch_added_to_returns_as_a_draft(tmp_path: Path) -> None:
    imported(tmp_path, record())
    edit(page_of(), publish=False, summary="Lời đang viết dở")
    revert_batch(imported(tmp_path, record(requirementsAndConditions="Đủ 18 tuổi")).pk)
    page = page_of()
    draft = page.get_latest_revision_as_object()
    assert (draft.summary, draft.requirements) == ("Lời đang viết dở", "")
    assert (page.summary, page.has_unpublished_changes) == ("", True)


def test_a_page_changed_by_the_batch_and_by_people_after_it_stays_as_they_left_it(tmp_path: Path) -> None:
    imported(tmp_path, record())
    batch = imported(tmp_path, record(requirementsAndConditions="Đủ 18 tuổi"))
    edit(page_of(), summary="Lời của biên tập viên")
    batch = revert_batch(batch.pk)
    assert (page_of().requirements, page_of().summary) == ("Đủ 18 tuổi", "Lời của biên tập viên")
    assert the_row(batch).outcome == RowOutcome.KEPT


def test_two_batches_are_taken_back_one_after_the_other(tmp_path: Path) -> None:
    first = imported(tmp_path, record())
    second = imported(tmp_path, record(requirementsAndConditions="Đủ 18 tuổi"))
    revert_batch(second.pk)
    revert_batch(first.pk)
    assert not ProcedurePage.objects.exists()


def test_news_that_waited_for_a_decision_goes_with_its_batch(tmp_path: Path) -> None:
    imported(tmp_path, record())
    edit(page_of(), title="Tên biên tập viên đặt")
    batch = imported(tmp_path, record(name="Tên mới"))
    assert page_of().source.has_news
    revert_batch(batch.pk)
    assert not page_of().source.has_news


def test_only_an_applied_batch_can_be_taken_back(tmp_path: Path) -> None:
    batch = read(tmp_path, record())
    with pytest.raises(NotNow):
        revert_batch(batch.pk)
