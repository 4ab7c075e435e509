"""Rows whose pages are there: compare again, heed the decisions, write what may be written.

Nothing of people's is lost: a page with an undecided conflict is not touched, and remembers that its source has news.
A draft that waits for people is never published; what an import adds to it stays a draft.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.utils import timezone

from procedures.importing.records import AliasRecord, ProcedureRecord, Severity
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
from procedures.services.imports.rewriting import Change, rewrite
from procedures.services.imports.sources import remember_applied, remember_news, snapshot, stored
from procedures.services.imports.standing import Found, Standing, stand
from procedures.services.imports.updating import update_page
from procedures.services.records import record_of
from procedures.services.writing import PageWriter

Note = Callable[[ImportRow, Severity, str, str, str], None]


class Settler:
    """Settles the rows of one batch."""

    def __init__(self, batch: ImportBatch, writer: PageWriter, note: Note) -> None:
        self.batch = batch
        self.writer = writer
        self.note = note

    def settle(self, row: ImportRow, found: Found) -> None:
        """Bring the page of ``row`` up to date, or leave it and say why; sets the row's outcome."""
        standing = {} if _says_nothing_new(row, found) else stand([found])
        change = self.judge(row, found, standing.get(found.page.pk))
        if change is None:
            return
        page = update_page(
            change.standing.page, row, change.theirs, change.take, self.writer, goes_live=change.goes_live
        )
        self._remember(change, record_of(page))

    def settle_all(self, pairs: Sequence[tuple[ImportRow, Found]]) -> None:
        """The same for rows of different pages at once, where that can be done; else one by one.

        Raises ``ValidationError`` and database errors, after which each has to be settled by itself.
        """
        standing = stand([found for row, found in pairs if not _says_nothing_new(row, found)])
        changes = []
        for row, found in pairs:
            change = self.judge(row, found, standing.get(found.page.pk))
            if change is not None and change.is_plain:
                changes.append(change)
            elif change is not None:
                self.settle(row, found)
        if changes:
            rewrite(changes, self.writer, user=self.batch.user, now=timezone.now())
        for change in changes:
            self._remember(change, replace(record_of(change.version), aliases=self._aliases(change)))

    def judge(self, row: ImportRow, found: Found, standing: Standing | None) -> Change | None:
        """What is to be written to the page of ``row``; None where there is nothing, and then the row says why."""
        row.page = found.page
        incoming = stored(row.record)
        if incoming is None or standing is None:
            row.outcome, row.needs_decision = RowOutcome.UNCHANGED, False
            return None
        theirs = replace(incoming, code=found.page.code)
        comparison = compare(theirs, standing.record, standing.base)
        row.differences = explained(theirs, standing.record, comparison)
        row.conflicts = list(comparison.conflicts)
        chosen = {name: self._choice(row, name) for name in comparison.conflicts}
        if not all(chosen.values()):
            self._leave(
                row, found, "edited_here", "nội dung đã được sửa tại đây: chờ quyết định, trang để nguyên"
            )
            return None
        take = (*comparison.take, *(name for name, choice in chosen.items() if choice == Conflicts.SOURCE))
        if take and (reason := self._occupied(found.page)):
            self._leave(row, found, "occupied", reason)
            return None
        change = Change(row, theirs, standing, take, goes_live=self._goes_live(row, standing.page))
        row.source_before, row.needs_decision = snapshot(standing.source), False
        row.outcome = RowOutcome.UPDATED if take else RowOutcome.UNCHANGED
        if take:
            return change
        self._remember(change, standing.record)
        return None

    def _aliases(self, change: Change) -> tuple[AliasRecord, ...]:
        """Old codes are no part of a version in memory."""
        taken = "aliases" in change.take
        return change.theirs.aliases if taken else change.standing.record.aliases

    def _remember(self, change: Change, after: ProcedureRecord) -> None:
        """The page's source as of now."""
        standing = change.standing
        source = standing.source or SourceRecord(page=standing.page)
        around = (standing.record, after)
        remember_applied(source, change.row, change.theirs, standing.base, around, change.take)
        source.save()

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

    def _goes_live(self, row: ImportRow, page: ProcedurePage) -> bool:
        """A clean record goes live where it replaces what is live, or the untouched draft of an earlier import.

        What another kind of source made doubtful stays a draft: a full record answers no doubt of a catalogue's row.
        """
        if not self.batch.publish or row.doubtful:
            return False
        if page.live:
            return not page.has_unpublished_changes
        if page.first_published_at is not None:
            return False
        untouched = ImportRow.objects.filter(made_revision=page.latest_revision_id).exists()
        others = ImportRow.objects.filter(page=page).exclude(reader=row.reader).order_by("pk")
        newest = dict(others.values_list("reader", "doubtful"))
        return untouched and not any(newest.values())


def _says_nothing_new(row: ImportRow, found: Found) -> bool:
    return row.record is None or found.has_seen(row.reader, row.digest)
