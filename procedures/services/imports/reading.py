"""First step of a batch: read every record, compare it with the catalogue, keep row and findings. Changes no page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from time import monotonic
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from procedures.importing.facts import record_digest
from procedures.importing.normal import to_json
from procedures.importing.records import Issue, Parsed, ProcedureRecord, Severity
from procedures.models import (
    BatchState,
    Conflicts,
    ImportBatch,
    ImportFinding,
    ImportRow,
    RowOutcome,
    RowPlan,
)
from procedures.services.imports.comparing import Base
from procedures.services.imports.opening import Unreadable, records_in
from procedures.services.imports.planning import Plan, as_if_applied, plan_update
from procedures.services.imports.reach import OTHER_DEPARTMENT, Reach
from procedures.services.imports.sources import stored
from procedures.services.imports.standing import Found, Standing, find, stand
from procedures.services.imports.turns import Turn
from procedures.titles import short_title

CHUNK: Final = 200
Progress = Callable[[int], object]


def no_progress(_rows: int) -> None:
    """Nobody watches."""


@dataclass
class _Incoming:
    """One record on its way into a row."""

    number: int
    reader: str
    parsed: Parsed
    digest: str = ""

    @property
    def record(self) -> ProcedureRecord:
        if self.parsed.procedure is None:
            raise ValueError(self.parsed.source)
        return self.parsed.procedure


def read_batch(batch_id: int, progress: Progress = no_progress, until: float | None = None) -> ImportBatch:
    """Read a waiting batch, or go on with one that was interrupted; ``progress`` is called with rows just done.

    Stops in between when the monotonic clock passes ``until``. A source that can't be opened makes the batch
    ``failed`` with the reason. Raises ``Busy`` and ``NotNow``.
    """
    with Turn(batch_id) as turn:
        try:
            _read(turn, progress, until)
        except Unreadable as problem:
            turn.keep(state=BatchState.FAILED, error=str(problem), queued=False)
    return turn.batch()


def _read(turn: Turn, progress: Progress, until: float | None) -> None:
    batch = turn.enter(BatchState.READING, BatchState.WAITING)
    incoming = islice(_numbered(records_in(batch)), batch.done, None)
    while chunk := list(islice(incoming, CHUNK)):
        with transaction.atomic():
            turn.keep(done=F("done") + len(chunk))
            _keep(batch, chunk)
        progress(len(chunk))
        if until is not None and monotonic() > until:
            return
    _finish(turn, batch)


def _finish(turn: Turn, batch: ImportBatch) -> None:
    if not batch.rows.exists():
        turn.keep(state=BatchState.FAILED, error="Không thấy bản ghi nào trong nguồn.", queued=False)
        return
    turn.keep(state=BatchState.PLANNED, total=F("done"), finished_at=timezone.now(), queued=False)


def _numbered(records: Iterable[tuple[str, Parsed]]) -> Iterator[_Incoming]:
    for number, (reader, parsed) in enumerate(records):
        yield _Incoming(number, reader, parsed)


def _keep(batch: ImportBatch, chunk: Sequence[_Incoming]) -> None:
    """Write the rows and findings of a chunk."""
    planner = _Planner(batch, chunk)
    rows: list[ImportRow] = []
    findings: list[tuple[ImportRow, Issue]] = []
    for incoming in chunk:
        row, issues = planner.row(incoming)
        rows.append(row)
        findings.extend((row, issue) for issue in issues)
    ImportRow.objects.bulk_create(rows)
    ImportFinding.objects.bulk_create(
        [finding_of(batch, issue, row) for row, issue in findings], batch_size=1000
    )


def finding_of(batch: ImportBatch, issue: Issue, row: ImportRow | None = None) -> ImportFinding:
    """An issue of the reader, or of the pipeline, as a row."""
    return ImportFinding(
        batch=batch,
        row=row,
        source=issue.file[:255],
        code=issue.code[:40],
        field=issue.field[:255],
        severity=issue.severity.value,
        kind=issue.kind[:40],
        reason=issue.reason,
    )


class _Planner:
    """Plans the rows of a chunk: what stands here for their codes is read once for all of them."""

    def __init__(self, batch: ImportBatch, chunk: Sequence[_Incoming]) -> None:
        self.batch = batch
        self.reach = Reach(batch.user)
        usable = [incoming for incoming in chunk if incoming.parsed.procedure is not None]
        codes = {incoming.record.code for incoming in usable}
        self.found = find(codes)
        self.earlier = self._earlier(codes)
        compared: list[Found] = []
        for incoming in usable:
            incoming.digest = record_digest(incoming.record)
            found = self.found.get(incoming.record.code)
            if found and not found.has_seen(incoming.reader, incoming.digest):
                compared.append(found)
        self.standing: dict[int, Standing] = stand(compared) if compared else {}

    def _earlier(self, codes: set[str]) -> dict[str, list[ImportRow]]:
        """Rows of the batch that name the same procedures."""
        rows: dict[str, list[ImportRow]] = {}
        known = self.batch.rows.filter(code__in=codes).exclude(plan=RowPlan.REJECTED)
        for row in known.order_by("number"):
            rows.setdefault(row.code, []).append(row)
        return rows

    def row(self, incoming: _Incoming) -> tuple[ImportRow, list[Issue]]:
        """The row, and everything to say of it."""
        parsed = incoming.parsed
        row = ImportRow(
            batch=self.batch,
            number=incoming.number,
            source=parsed.source[:255],
            reader=incoming.reader,
            digest=incoming.digest,
            doubtful=parsed.doubtful,
        )
        if parsed.procedure is None:
            row.plan, row.outcome = RowPlan.REJECTED, RowOutcome.REJECTED
            row.code = next((issue.code for issue in parsed.issues if issue.code), "")[:40]
            return row, list(parsed.issues)
        row.code, row.title = parsed.procedure.code, short_title(parsed.procedure.title)
        refused = self._refusal(incoming)
        if refused is not None:
            row.plan, row.outcome = RowPlan.REJECTED, RowOutcome.REJECTED
            return row, [*parsed.issues, refused]
        issues = [*parsed.issues, *self._oddities(row)]
        self._set(row, self._plan(incoming), incoming)
        self.earlier.setdefault(row.code, []).append(row)
        return row, issues

    def _refusal(self, incoming: _Incoming) -> Issue | None:
        record, source = incoming.record, incoming.parsed.source
        for row in self.earlier.get(record.code, ()):
            if row.reader == incoming.reader:
                reason = f"mã này đã đọc ở {row.source}"
                return Issue(source, record.code, "code", Severity.ERROR, "duplicate", reason)
        known = record.code in self.found or record.code in self.earlier
        if not known and not record.can_stand_alone:
            reason = "chưa có thủ tục mang mã này, và bản ghi không có tên để tạo mới"
            return Issue(source, record.code, "code", Severity.ERROR, "no_page", reason)
        found = self.found.get(record.code)
        reason = self.reach.refusal(found.page if found else None, record)
        if reason:
            return Issue(
                source, record.code, "responsible_department", Severity.ERROR, OTHER_DEPARTMENT, reason
            )
        return None

    def _oddities(self, row: ImportRow) -> list[Issue]:
        found = self.found.get(row.code)
        if found is None or found.page.code == row.code:
            return []
        row.doubtful = True
        reason = f"mã cũ: thủ tục này nay mang mã {found.page.code}"
        return [Issue(row.source, row.code, "code", Severity.DOUBT, "old_code", reason)]

    def _plan(self, incoming: _Incoming) -> Plan | None:
        """The plan; None for a record that was seen before and says nothing new."""
        found = self.found.get(incoming.record.code)
        earlier = self.earlier.get(incoming.record.code, [])
        if found is None and not earlier:
            return Plan(RowPlan.CREATE)
        if found and not earlier and found.has_seen(incoming.reader, incoming.digest):
            return None
        standing = self.standing.get(found.page.pk) if found else None
        if found and standing is None:
            standing = stand([found])[found.page.pk]
        ours, base = as_if_applied(
            standing.record if standing else None,
            standing.base if standing else Base(),
            [record for row in earlier if (record := stored(row.record)) is not None],
        )
        return plan_update(incoming.record, ours, base)

    def _set(self, row: ImportRow, plan: Plan | None, incoming: _Incoming) -> None:
        if plan is None:
            row.plan = RowPlan.UNCHANGED
            return
        row.plan, row.differences, row.conflicts = plan.kind, plan.differences, plan.conflicts
        row.record = to_json(incoming.record)
        set_needs_decision(row, self.batch)


def set_needs_decision(row: ImportRow, batch: ImportBatch) -> None:
    """Whether somebody must decide before the row can be applied."""
    row.needs_decision = bool(
        row.plan == RowPlan.CONFLICT and batch.on_conflict == Conflicts.ASK and row.undecided
    )
