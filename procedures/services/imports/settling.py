"""One row whose page is there: compare again, heed the decisions, write what may be written.

Nothing of people's is lost: a page with an undecided conflict is not touched, and remembers that its source has news.
A draft that waits for people is never published; what an import adds to it stays a draft.
"""

from collections.abc import Callable
from dataclasses import replace

from procedures.importing.records import ProcedureRecord, Severity
from procedures.models import (
    Conflicts,
    ImportBatch,
    ImportRow,
    ProcedurePage,
    RowOutcome,
    RowPlan,
    SourceRecord,
)
from procedures.services.imports.comparing import compare
from procedures.services.imports.planning import explained
from procedures.services.imports.reading import set_needs_decision
from procedures.services.imports.sources import remember_applied, remember_news, snapshot, stored
from procedures.services.imports.standing import Found, Standing, stand
from procedures.services.imports.updating import update_page
from procedures.services.records import record_of
from procedures.services.writing import PageWriter

Note = Callable[[ImportRow, Severity, str, str, str], None]


class Settler:
    """Settles the rows of one batch one by one."""

    def __init__(self, batch: ImportBatch, writer: PageWriter, note: Note) -> None:
        self.batch = batch
        self.writer = writer
        self.note = note

    def settle(self, row: ImportRow, found: Found) -> None:
        """Bring the page of ``row`` up to date, or leave it and say why; sets the row's outcome."""
        row.page = found.page
        incoming = stored(row.record)
        if incoming is None or found.has_seen(row.reader, row.digest):
            row.outcome, row.needs_decision = RowOutcome.UNCHANGED, False
            return
        theirs = replace(incoming, code=found.page.code)
        standing = stand([found])[found.page.pk]
        comparison = compare(theirs, standing.record, standing.base)
        row.differences = explained(theirs, standing.record, comparison)
        row.conflicts = list(comparison.conflicts)
        chosen = {name: self._choice(row, name) for name in comparison.conflicts}
        if not all(chosen.values()):
            self._leave(
                row, found, "edited_here", "nội dung đã được sửa tại đây: chờ quyết định, trang để nguyên"
            )
            return
        take = (*comparison.take, *(name for name, choice in chosen.items() if choice == Conflicts.SOURCE))
        if take and (reason := self._occupied(found.page)):
            self._leave(row, found, "occupied", reason)
            return
        self._apply(row, theirs, standing, take)

    def _choice(self, row: ImportRow, field: str) -> str:
        standard = "" if self.batch.on_conflict == Conflicts.ASK else str(self.batch.on_conflict)
        return row.choice_of(field) or standard

    def _occupied(self, page: ProcedurePage) -> str:
        """Why the page can't be written now; "" if it can."""
        if page.locked:
            return "trang đang bị khóa: để nguyên"
        if page.current_workflow_state is not None:
            return "trang đang chờ duyệt: để nguyên"
        return ""

    def _leave(self, row: ImportRow, found: Found, kind: str, reason: str) -> None:
        row.outcome, row.plan = RowOutcome.LEFT, RowPlan.CONFLICT if row.conflicts else row.plan
        set_needs_decision(row, self.batch)
        source = found.source or SourceRecord(page=found.page)
        if remember_news(source, row):
            source.save()
        self.note(row, Severity.DOUBT, ", ".join(row.conflicts), kind, reason)

    def _apply(
        self, row: ImportRow, theirs: ProcedureRecord, standing: Standing, take: tuple[str, ...]
    ) -> None:
        row.source_before = snapshot(standing.source)
        row.needs_decision = False
        after = standing.record
        if take:
            row.outcome = RowOutcome.UPDATED
            goes_live = self._goes_live(row, standing.page)
            page = update_page(standing.page, row, theirs, take, self.writer, goes_live=goes_live)
            after = record_of(page)
        else:
            row.outcome = RowOutcome.UNCHANGED
        source = standing.source or SourceRecord(page=standing.page)
        remember_applied(source, row, theirs, standing.base, (standing.record, after), take)
        source.save()

    def _goes_live(self, row: ImportRow, page: ProcedurePage) -> bool:
        """A clean record goes live where it replaces what is live, or the untouched draft of an earlier import."""
        if not self.batch.publish or row.doubtful:
            return False
        if page.live:
            return not page.has_unpublished_changes
        never_public = page.first_published_at is None
        return never_public and ImportRow.objects.filter(made_revision=page.latest_revision_id).exists()
