"""Rows that an editor does not want applied, though nothing stands against them."""

from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.db.models import Q

from procedures.models import Conflicts, ImportBatch, RowPlan
from procedures.services.imports.turns import Busy, NotNow

_PLAIN: Final = (RowPlan.CREATE, RowPlan.UPDATE)
# To keep what stands here is, for a row without conflicts, to leave it out.
SKIPPED: Final = Q(plan__in=_PLAIN, choice=Conflicts.KEEP, outcome="")


@transaction.atomic
def skip(batch_id: int, row_ids: Collection[int], *, skipped: bool) -> int:
    """Leave new and changed rows out when the batch is applied, or take them in again; how many it concerned.

    Raises ``NotNow`` and ``Busy``.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.is_working:
        raise Busy(batch_id)
    if not batch.can_be_decided:
        raise NotNow(batch.get_state_display())
    rows = batch.rows.filter(pk__in=row_ids, plan__in=_PLAIN, outcome="")
    return rows.update(choice=Conflicts.KEEP if skipped else "")
