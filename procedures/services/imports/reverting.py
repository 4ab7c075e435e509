"""Taking a whole batch back: pages it made go, pages it changed return to the version before, lists lose what it made.

What people did since is never undone: a page they edited stays (unpublished, if the batch made it), and the report
says so.
"""

from collections.abc import Sequence
from time import monotonic
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least
from django.utils import timezone

from core.caching import bump_content_version
from procedures.importing.records import Issue, Severity
from procedures.models import BatchState, ImportBatch, ImportRow, ProcedurePage, RowOutcome
from procedures.services.imports.reading import Progress, finding_of, no_progress
from procedures.services.imports.restoring import delete_pages, is_used, restore, take_down, was_touched
from procedures.services.imports.sources import forget_news, put_back
from procedures.services.imports.terms import remove_unused
from procedures.services.imports.turns import Turn

_CHUNK: Final = 20


def revert_batch(batch_id: int, progress: Progress = no_progress, until: float | None = None) -> ImportBatch:
    """Take back everything that an applied batch did; ``progress`` gets rows just done.

    Last row first. Safe to run again after a kill. Raises ``Busy`` and ``NotNow``.
    """
    with Turn(batch_id) as turn:
        _revert_all(turn, progress, until)
    return turn.batch()


def _revert_all(turn: Turn, progress: Progress, until: float | None) -> None:
    batch = turn.enter(BatchState.REVERTING, BatchState.APPLIED)
    if not batch.total:
        turn.keep(total=_to_revert(batch).count())
    while rows := _next_chunk(batch):
        with transaction.atomic():
            turn.keep(done=Least(F("done") + len(rows), F("total")))
            _revert(batch, rows)
        progress(len(rows))
        if until is not None and monotonic() > until:
            return
    with transaction.atomic():
        made_terms = remove_unused(batch.made_terms)
        turn.keep(state=BatchState.REVERTED, made_terms=made_terms, finished_at=timezone.now())
        turn.keep(done=F("total"), queued=False)
    bump_content_version()


def _to_revert(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Rows that made or changed a page, its source, or what it remembers of it."""
    changed = Q(outcome__in=[RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.LEFT])
    adopted = Q(outcome=RowOutcome.UNCHANGED, source_before__isnull=False)
    return batch.rows.filter(changed | adopted)


def _next_chunk(batch: ImportBatch) -> list[ImportRow]:
    """The last rows, each of another page: what a row left is known only when the rows after it are taken back."""
    chunk: dict[int | None, ImportRow] = {}
    for row in _to_revert(batch).order_by("-number")[:_CHUNK]:
        if row.page_id in chunk and row.page_id is not None:
            break
        chunk[row.page_id or -row.pk] = row
    return list(chunk.values())


def _revert(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    found = ProcedurePage.objects.in_bulk({row.page_id for row in rows if row.page_id})
    gone: list[ProcedurePage] = []
    for row in rows:
        row.batch = batch
        page = found.get(row.page_id or 0)
        row.outcome = _take_back(row, page) if page else RowOutcome.DELETED
        row.needs_decision = False
        if page and row.outcome == RowOutcome.DELETED:
            gone.append(page)
            row.page = None
    for row in rows:
        row.save(update_fields=["outcome", "needs_decision", "page"])
    delete_pages(gone, batch.user)


def _take_back(row: ImportRow, page: ProcedurePage) -> RowOutcome:
    if row.outcome == RowOutcome.CREATED:
        return _take_back_new(row, page)
    if row.outcome == RowOutcome.LEFT:
        forget_news(page.pk, row.digest)
        return RowOutcome.RESTORED
    if row.outcome == RowOutcome.UPDATED:
        if was_touched(row, page):
            _note(row, "trang đã được sửa sau khi nhập: giữ nguyên, không trả về bản trước")
            return RowOutcome.KEPT
        restore(row, page)
    put_back(page.pk, row.source_before or {})
    return RowOutcome.RESTORED


def _take_back_new(row: ImportRow, page: ProcedurePage) -> RowOutcome:
    if was_touched(row, page):
        reason = "trang đã được sửa sau khi nhập: không xóa, chỉ gỡ khỏi trang công khai"
    elif is_used(page):
        reason = "đã có phản ánh hoặc nội dung khác gắn với trang: không xóa, chỉ gỡ khỏi trang công khai"
    else:
        return RowOutcome.DELETED
    _note(row, reason)
    if page.live:
        take_down(page, row.batch.user)
    return RowOutcome.UNPUBLISHED


def _note(row: ImportRow, reason: str) -> None:
    issue = Issue(row.source, row.code, "", Severity.NOTE, "kept_by_revert", reason)
    finding_of(row.batch, issue, row).save()
