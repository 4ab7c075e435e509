"""The work that an editor finds in a list, and imported rows that give some."""

from typing import Any

from django.utils import timezone

from core.models import User
from procedures.models import ImportBatch, ImportRow, ProcedurePage
from procedures.services.worklist.overview import screen
from procedures.worklist import Asked, WorkLine, source_named


def lines(user: User, name: str, kind: str = "", field_id: int | None = None) -> list[WorkLine]:
    """The lines of the source of this name, as this person sees them today."""
    source = source_named(name)
    assert source is not None
    asked = Asked(user=User.objects.get(pk=user.pk), today=timezone.localdate(), field_id=field_id, kind=kind)
    return screen(source, asked, "")[1]


def imported(page: ProcedurePage | None, **kwargs: Any) -> ImportRow:
    """A batch's row for this page."""
    batch = ImportBatch.objects.create(name="Cổng quốc gia")
    row: ImportRow = ImportRow.objects.create(
        batch=batch, number=1, source="a.json", reader="portal", code="1.000001", page=page, **kwargs
    )
    return row
