"""Wagtail's chores wait for the commit and are done once for each page, in real transactions."""

import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django_tasks.signals import task_finished
from wagtail.models import Page, ReferenceIndex
from wagtail.tasks import delete_file_from_storage_task

from procedures.models import DossierItem, Fee, ProcedureAgency, ProcedurePage
from tests.procedures.factories import AgencyFactory, add_agency, add_case, add_fee, procedure

pytestmark = pytest.mark.django_db(transaction=True)
TASKS = {"default": {"BACKEND": "core.wagtail_tasks.AfterCommitBackend"}}


@pytest.fixture(autouse=True)
def _as_in_production(settings: Any) -> None:
    settings.TASKS = TASKS


@pytest.fixture
def done() -> Iterator[Counter[tuple[str, ...]]]:
    """How often each chore was done, by its name and the row it was done for."""
    counted: Counter[tuple[str, ...]] = Counter()

    def count(task_result: Any, **kwargs: Any) -> None:
        assert not transaction.get_connection().in_atomic_block
        counted[task_result.task.name, *map(str, task_result.args)] += 1

    task_finished.connect(count)
    yield counted
    task_finished.disconnect(count)


def found(words: str) -> list[str]:
    return [page.title for page in Page.objects.autocomplete(words)]


def named(page: ProcedurePage) -> ProcedureAgency:
    """A new row of the page, noted and indexed as a form's would be."""
    return ProcedureAgency.objects.create(page=page, agency=AgencyFactory.create(), role="implementing")


def test_a_page_with_many_rows_is_indexed_once_after_its_commit(done: Counter[tuple[str, ...]]) -> None:
    page = procedure(title="Đăng ký thường trú")
    for number in range(12):
        add_fee(page, 1000 + number)
    add_case(page, *(f"Giấy tờ {number}" for number in range(12)))
    agency = add_agency(page, "Công an xã").agency
    page = ProcedurePage.objects.get(pk=page.pk)
    page.title = "Xác nhận cư trú"
    done.clear()
    with transaction.atomic():
        page.save_revision().publish()
        for row in (*Fee.objects.all(), *DossierItem.objects.all(), *ProcedureAgency.objects.all()):
            row.save()
        assert not done
        assert found("xac nhan cu tru") == []
    name = ("procedures", "procedurepage", str(page.pk))
    assert done["update_reference_index_task", *name] == 1
    assert done["insert_or_update_object_task", *name] == 1
    assert {key[2] for key in done if key[0] == "update_reference_index_task"} == {"procedurepage"}
    assert found("xac nhan cu tru") == ["Xác nhận cư trú"]
    assert ReferenceIndex.get_references_to(agency).filter(object_id=page.pk).exists()


def test_what_is_taken_back_is_not_done(done: Counter[tuple[str, ...]]) -> None:
    page = procedure(title="Đăng ký thường trú")
    done.clear()
    page.title = "Không bao giờ"
    with transaction.atomic():
        page.save()
        transaction.set_rollback(True)
    assert not done
    with transaction.atomic():
        with transaction.atomic():
            page.save()
            transaction.set_rollback(True)
        agency = named(page).agency
    assert ReferenceIndex.get_references_to(agency).count() == 1
    assert found("khong bao gio") == []


def test_a_page_that_is_gone_at_the_commit_needs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    page = procedure(title="Đăng ký thường trú")
    with caplog.at_level(logging.WARNING, "django_tasks"), transaction.atomic():
        named(page)
        page.save()
        page.delete()
    assert not caplog.records
    assert found("thuong tru") == []


def test_outside_a_transaction_it_is_done_at_once(done: Counter[tuple[str, ...]]) -> None:
    page = procedure(title="Đăng ký thường trú")
    done.clear()
    row = named(page)
    assert done["update_reference_index_task", "procedures", "procedureagency", str(row.pk)] == 1


def test_other_tasks_run_after_the_commit_too(done: Counter[tuple[str, ...]], tmp_path: Any) -> None:
    file = tmp_path / "cu.pdf"
    file.write_bytes(b"x")
    storage = ("django.core.files.storage.FileSystemStorage", [], {"location": str(tmp_path)})
    with transaction.atomic():
        delete_file_from_storage_task.enqueue(storage, "cu.pdf")
        assert file.exists()
    assert not file.exists()
    assert sum(done.values()) == 1
