"""The rows of a chunk into the catalogue: new pages in bulk, known pages together, or one by one where that fails."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from procedures.importing.records import Issue, ProcedureRecord, Severity
from procedures.models import (
    ImportBatch,
    ImportFinding,
    ImportRow,
    ProcedureIndexPage,
    ProcedurePage,
    RowOutcome,
    SourceRecord,
)
from procedures.services.imports.creating import check, create_pages, prepare
from procedures.services.imports.reach import OTHER_DEPARTMENT, Reach
from procedures.services.imports.reading import finding_of
from procedures.services.imports.refusals import reason_of
from procedures.services.imports.settling import Settler
from procedures.services.imports.sources import new_source, stored
from procedures.services.imports.standing import Found, find
from procedures.services.imports.successors import link_successors
from procedures.services.records import record_of
from procedures.services.writing import PageWriter

# A successor that is not here yet may come with a later row; see ``successors``.
_HARMLESS: Final = frozenset({"replaced_by"})


@dataclass
class _New:
    """A page to be made."""

    row: ImportRow
    theirs: ProcedureRecord
    page: ProcedurePage
    here: ProcedureRecord


class Work:
    """Applies chunks of one batch; what it knows of the lists stays from chunk to chunk."""

    def __init__(self, batch: ImportBatch, index: ProcedureIndexPage) -> None:
        self.batch = batch
        self.index = index
        self.writer = PageWriter()
        self.findings: list[ImportFinding] = []
        self.settler = Settler(batch, self.writer, self.note)
        self.reach = Reach(batch.user)

    def apply(self, rows: Sequence[ImportRow]) -> None:
        """Write the rows, each of another procedure, in the running transaction."""
        self.findings = []
        found = find([row.code for row in rows], to_write=True)
        self._create([row for row in rows if row.code not in found])
        self._settle_all([(row, found[row.code]) for row in rows if row.code in found])
        self._save(rows)

    def link_successors(self) -> None:
        """Point pages at successors that came after them."""
        link_successors(self.batch)

    def note(self, row: ImportRow, severity: Severity, field: str, kind: str, reason: str) -> None:
        """Keep a finding that came up while applying."""
        issue = Issue(row.source, row.code, field, severity, kind, reason)
        self.findings.append(finding_of(self.batch, issue, row))

    def _settle_all(self, pairs: Sequence[tuple[ImportRow, Found]]) -> None:
        """Together where each is another page's and nothing goes wrong; else one by one."""
        within = [(row, found) for row, found in pairs if self._is_within_reach(row, found)]
        if len({found.page.pk for _row, found in within}) == len(within):
            said = len(self.findings)
            try:
                with transaction.atomic():
                    self.settler.settle_all(within)
                return
            except (ValidationError, DatabaseError):
                self.writer.rows.forget()
                del self.findings[said:]
        for row, _stale in within:
            self._settle(row, find([row.code], to_write=True)[row.code])

    def _is_within_reach(self, row: ImportRow, found: Found) -> bool:
        """The page may have gone to another department since it was read."""
        theirs = None if self.reach.is_everywhere else stored(row.record)
        reason = self.reach.refusal(found.page, theirs) if theirs else ""
        if reason:
            self._reject(row, "responsible_department", reason, OTHER_DEPARTMENT)
        return not reason

    def _settle(self, row: ImportRow, found: Found) -> None:
        try:
            with transaction.atomic():
                self.settler.settle(row, found)
        except ValidationError as problem:
            self._refuse(row, problem)
        except DatabaseError as problem:
            self.writer.rows.forget()
            self._reject(row, "", f"cơ sở dữ liệu từ chối: {problem!s:.200}")

    def _create(self, rows: Iterable[ImportRow]) -> None:
        # What is new in the lists names nothing yet, and the pages' own references are written with them.
        with disable_reference_index_auto_update():
            news = [new for row in rows if (new := self._new(row)) is not None]
        self._insert(news)

    def _new(self, row: ImportRow) -> _New | None:
        """The unsaved page of a row; None where it was refused."""
        theirs = stored(row.record)
        if theirs is None or not theirs.can_stand_alone:
            self._reject(row, "code", "trang của mã này không còn, và bản ghi không đủ để tạo mới")
            return None
        page, missed = ProcedurePage(), len(self.writer.unmatched)
        self.writer.write(page, theirs)
        if not self.reach.claim(page):
            reason = "cơ quan thực hiện thuộc đơn vị khác: người nhập chỉ nhập được thủ tục của đơn vị mình"
            self._reject(row, "responsible_department", reason, OTHER_DEPARTMENT)
            return None
        unmatched = self.writer.unmatched[missed:]
        for miss in unmatched:
            self.note(row, Severity.DOUBT, miss.field, "unmatched", f"không có “{miss.value}” tại đây")
        doubtful = row.doubtful or any(miss.field not in _HARMLESS for miss in unmatched)
        goes_live = self.batch.publish and not doubtful
        prepare(page, goes_live=goes_live, user=self.batch.user, now=timezone.now())
        try:
            check(page)
        except ValidationError as problem:
            self._refuse(row, problem)
            return None
        here = record_of(page)
        return _New(row, theirs, page, replace(here, aliases=theirs.aliases))

    def _insert(self, news: Sequence[_New]) -> None:
        """All at once; where the database refuses, halves, down to the one that is to blame."""
        if not news:
            return
        try:
            with transaction.atomic():
                self._insert_all(news)
        except DatabaseError as problem:
            self.writer.rows.forget()
            if len(news) == 1:
                self._reject(news[0].row, *reason_of(news[0].page, problem))
                return
            middle = len(news) // 2
            for half in (news[:middle], news[middle:]):
                self._create([new.row for new in half])

    def _insert_all(self, news: Sequence[_New]) -> None:
        create_pages([new.page for new in news], self.index, user=self.batch.user, now=timezone.now())
        SourceRecord.objects.bulk_create(
            [new_source(new.page, new.row, new.theirs, new.here) for new in news]
        )
        for new in news:
            if new.theirs.aliases:
                self.writer.write_aliases(new.page, new.theirs)
            new.row.outcome, new.row.page = RowOutcome.CREATED, new.page
            new.row.made_revision, new.row.went_live = new.page.latest_revision_id, new.page.live

    def _refuse(self, row: ImportRow, problem: ValidationError) -> None:
        places = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
        for place, words in places.items():
            self._reject(row, place, "; ".join(words))

    def _reject(self, row: ImportRow, field: str, reason: str, kind: str = "refused") -> None:
        row.outcome = RowOutcome.REJECTED
        row.needs_decision = False
        self.note(row, Severity.ERROR, field, kind, reason)

    def _save_new(self, rows: Sequence[ImportRow]) -> None:
        """Rows that made a page, which has their code, in one statement."""
        made = ProcedurePage.objects.filter(code=OuterRef("code"))
        ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(
            outcome=RowOutcome.CREATED,
            page=Subquery(made.values("pk")[:1]),
            made_revision=Subquery(made.values("latest_revision")[:1]),
            went_live=Subquery(made.values("live")[:1]),
        )

    def _save(self, rows: Sequence[ImportRow]) -> None:
        """Rows, findings and what had to be made in the lists."""
        new = [row for row in rows if row.outcome == RowOutcome.CREATED]
        same = [row.pk for row in rows if row.outcome == RowOutcome.UNCHANGED and row.source_before is None]
        self._save_new(new)
        ImportRow.objects.filter(pk__in=same).update(outcome=RowOutcome.UNCHANGED, needs_decision=False)
        for row in rows:
            if row.outcome != RowOutcome.CREATED and row.pk not in same:
                row.save()
        done = [row.pk for row in rows if row.outcome != RowOutcome.LEFT]
        ImportRow.objects.filter(pk__in=done).update(record=None)
        ImportFinding.objects.bulk_create(self.findings, batch_size=1000)
        if self.writer.rows.made:
            for label, keys in self.writer.rows.made.items():
                self.batch.made_terms.setdefault(label, []).extend(keys)
            self.batch.save(update_fields=["made_terms"])
            self.writer.rows.made.clear()
