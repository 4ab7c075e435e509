"""Batches of records in the shape of the portal's, for the tests of the pipeline."""

from pathlib import Path
from typing import Any

from procedures.models import Conflicts, ImportBatch, ImportRow, ProcedurePage
from procedures.services.imports import ImportOptions, apply_batch, create_batch, read_batch
from tests.procedures.factories import UserFactory
from tests.procedures.portal_samples import write


def read(
    folder: Path,
    *records: Any,
    publish: bool = True,
    on_conflict: Conflicts = Conflicts.ASK,
    user: Any = None,
) -> ImportBatch:
    """A batch that was read and not applied; the folder holds these records and no others."""
    for old in folder.glob("*.json"):
        old.unlink()
    for number, record in enumerate(records):
        write(folder, f"{number}.json", record)
    batch = create_batch([folder], user=user, options=ImportOptions(publish=publish, on_conflict=on_conflict))
    return read_batch(batch.pk)


def imported(folder: Path, *records: Any, **options: Any) -> ImportBatch:
    """A batch that was read and applied."""
    return apply_batch(read(folder, *records, **options).pk)


def the_row(batch: ImportBatch) -> ImportRow:
    return batch.rows.get()


def page_of(code: str = "1.999001") -> ProcedurePage:
    return ProcedurePage.objects.get(code=code)


def edit(page: ProcedurePage, *, publish: bool = True, **fields: Any) -> None:
    """An editor's change, published or left as a draft."""
    newest = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(newest, name, value)
    revision = newest.save_revision(user=UserFactory.create())
    if publish:
        revision.publish()
