"""Decisions on conflicts: for a whole batch, for rows, for one field."""

from collections.abc import Collection

from django.db import transaction

from procedures.models import Conflicts, ImportBatch, ImportRow, RowOutcome, RowPlan
from procedures.services.imports.reading import set_needs_decision
from procedures.services.imports.turns import Busy, NotNow

_PORTION = 500


@transaction.atomic
def decide(
    batch_id: int, choice: Conflicts, *, row_ids: Collection[int] | None = None, field: str = ""
) -> int:
    """Take the source (``source``), keep what stands here (``keep``), or open the question again (``ask``).

    For the conflicts of the rows ``row_ids`` (None: of the whole batch), or for their field ``field`` alone. Nothing
    is written to a page before the batch is applied. Returns how many rows it concerned.

    Raises ``NotNow`` and ``Busy``.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.is_working:
        raise Busy(batch_id)
    if not batch.can_be_decided:
        raise NotNow(batch.get_state_display())
    rows = batch.rows.filter(plan=RowPlan.CONFLICT, outcome__in=["", RowOutcome.LEFT])
    if row_ids is not None:
        rows = rows.filter(pk__in=row_ids)
    concerned, portion = 0, []
    for row in rows.iterator(chunk_size=_PORTION):
        if not _choose(row, choice, field):
            continue
        set_needs_decision(row, batch)
        portion.append(row)
        concerned += 1
        if len(portion) == _PORTION:
            _save(portion)
            portion = []
    _save(portion)
    return concerned


def _choose(row: ImportRow, choice: Conflicts, field: str) -> bool:
    """Note the decision on the row; False where it has no such conflict."""
    if not field:
        row.choice, row.choices = choice, {}
        return True
    if field not in row.conflicts:
        return False
    row.choices = row.choices | {field: choice}
    return True


def _save(rows: list[ImportRow]) -> None:
    ImportRow.objects.bulk_update(rows, ["choice", "choices", "needs_decision"])
