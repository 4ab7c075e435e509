"""A newer record at the source of a page that people edited: shown to the editor, taken field by field into a draft."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db import transaction

from procedures.importing.records import ProcedureRecord
from procedures.models import Conflicts, ImportRow, ProcedurePage, RowOutcome, SourceRecord
from procedures.services.imports.comparing import compare
from procedures.services.imports.planning import explained
from procedures.services.imports.sources import forget_news, remember_applied, snapshot, stored
from procedures.services.imports.standing import Found, Standing, stand
from procedures.services.imports.turns import NotNow
from procedures.services.imports.updating import update_page
from procedures.services.imports.viewing import FieldView, saved_fields
from procedures.services.records import record_of
from procedures.services.writing import PageWriter


def source_with_news(page_id: int) -> SourceRecord | None:
    """The page's source if it has a newer record that nobody has decided on."""
    return SourceRecord.objects.filter(pk=page_id).exclude(pending_digest="").first()


def news_of(page: ProcedurePage, source: SourceRecord) -> list[FieldView]:
    """What the newer record says otherwise than the newest version of the page; what was decided before is left out."""
    theirs = _newer(source, page)
    standing = stand([Found(page, source)])[page.pk]
    comparison = compare(theirs, standing.record, standing.base)
    lines = explained(theirs, standing.record, replace(comparison, kept=()))
    return saved_fields(lines)


def _newer(source: SourceRecord, page: ProcedurePage) -> ProcedureRecord:
    theirs = stored(source.pending_record)
    if theirs is None:
        raise NotNow
    return replace(theirs, code=page.code)


@transaction.atomic
def take_news(page: ProcedurePage, fields: Collection[str], user: Any) -> int:
    """Write the chosen fields into a draft of ``user``'s and keep all others; how many fields were written.

    The newer record counts as seen: it is not asked about again. Raises ``NotNow`` where there is none any more, and
    ``ValidationError`` for values that no form would take.
    """
    source = SourceRecord.objects.select_for_update().filter(pk=page.pk).exclude(pending_digest="").first()
    if source is None:
        raise NotNow
    row = _row(page, source)
    theirs = _newer(source, page)
    standing = stand([Found(page, source)])[page.pk]
    comparison = compare(theirs, standing.record, standing.base)
    offered = (*comparison.take, *comparison.conflicts)
    take = tuple(name for name in offered if name in fields)
    row.source_before = snapshot(source)
    after = _written(page, row, theirs, take, user) if take else standing.record
    row.choices = {name: _choice(name, take) for name in offered}
    row.outcome = RowOutcome.UPDATED if take else RowOutcome.UNCHANGED
    row.needs_decision, row.record = False, None
    row.save()
    _remember(source, row, theirs, standing, after, take)
    return len(take)


def _row(page: ProcedurePage, source: SourceRecord) -> ImportRow:
    """The row that brought the news: what is taken now belongs to its batch and goes with it."""
    rows = ImportRow.objects.filter(page=page, digest=source.pending_digest, outcome=RowOutcome.LEFT)
    row = rows.select_related("batch").order_by("-pk").first()
    if row is None:
        forget_news(page.pk, source.pending_digest)
        raise NotNow
    row.page = page
    return row


def _written(
    page: ProcedurePage, row: ImportRow, theirs: ProcedureRecord, take: tuple[str, ...], user: Any
) -> ProcedureRecord:
    # The draft is the editor's who takes the news, not the importer's; the batch itself is not saved here.
    row.batch.user = user
    return record_of(update_page(page, row, theirs, take, PageWriter(), goes_live=False))


def _choice(name: str, take: Collection[str]) -> str:
    return (Conflicts.SOURCE if name in take else Conflicts.KEEP).value


def _remember(
    source: SourceRecord,
    row: ImportRow,
    theirs: ProcedureRecord,
    standing: Standing,
    after: ProcedureRecord,
    take: tuple[str, ...],
) -> None:
    remember_applied(source, row, theirs, standing.base, (standing.record, after), take)
    source.save()
