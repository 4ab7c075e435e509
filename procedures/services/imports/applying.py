"""Second step of a batch: write what was planned and decided. Each chunk is a transaction of its own.

The plan of a row is made anew when its turn comes: between reading and applying people may have edited the page.
"""

from collections.abc import Sequence
from time import monotonic, sleep
from typing import Final

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least
from django.utils import timezone

from core.caching import bump_content_version
from procedures.models import BatchState, ImportBatch, ImportRow, RowOutcome, RowPlan
from procedures.services.imports.batches import catalogue_index
from procedures.services.imports.reading import Progress, no_progress
from procedures.services.imports.skipping import SKIPPED
from procedures.services.imports.turns import Turn
from procedures.services.imports.work import Work

# Rows of one transaction. While it lasts, on SQLite, nobody else can write: a citizen's complaint waits for it.
CHUNKS: Final = {RowPlan.CREATE: 50, RowPlan.UNCHANGED: 200}
OTHER_CHUNK: Final = 20
_WINDOW: Final = 200
# SQLite hands the lock to whoever asks next, and a waiting writer asks every tenth of a second.
_BREATH: Final = 0.02


def apply_batch(batch_id: int, progress: Progress = no_progress, until: float | None = None) -> ImportBatch:
    """Write every row that is not written yet and whose conflicts are decided; ``progress`` gets rows just done.

    Safe to run again: after a kill it goes on, after an end it does only what was decided since. Stops in between
    when the monotonic clock passes ``until``. Raises ``Busy``, ``NotNow`` and ``NoRoot``.
    """
    with Turn(batch_id) as turn:
        _apply(turn, progress, until)
    return turn.batch()


def _apply(turn: Turn, progress: Progress, until: float | None) -> None:
    batch = turn.enter(BatchState.APPLYING, BatchState.PLANNED, BatchState.APPLIED)
    if not batch.total:
        turn.keep(total=open_rows(batch).count())
    work = Work(batch, catalogue_index())
    last = -1
    while chunk := _next_chunk(batch, last):
        last = chunk[-1].number
        with transaction.atomic():
            turn.keep(done=Least(F("done") + len(chunk), F("total")))
            work.apply(chunk)
        progress(len(chunk))
        if until is not None and monotonic() > until:
            return
        if connection.vendor == "sqlite":
            sleep(_BREATH)
    work.link_successors()
    turn.keep(state=BatchState.APPLIED, finished_at=timezone.now(), done=F("total"), queued=False)
    bump_content_version()


def open_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Rows that were not applied, or were left for a decision and are decided now; not those that are to be skipped."""
    rows = batch.rows.filter(Q(outcome="") | Q(outcome=RowOutcome.LEFT, needs_decision=False))
    return rows.exclude(SKIPPED)


def _next_chunk(batch: ImportBatch, last: int) -> Sequence[ImportRow]:
    """The next rows of one kind, each of another procedure. Records are read of these only."""
    ahead = open_rows(batch).filter(number__gt=last).order_by("number")
    numbers: dict[str, int] = {}
    first: RowPlan | None = None
    for number, plan, code in ahead.values_list("number", "plan", "code")[:_WINDOW]:
        first = first or RowPlan(plan)
        if plan != first or code in numbers or len(numbers) >= CHUNKS.get(first, OTHER_CHUNK):
            break
        numbers[code] = number
    chunk = list(batch.rows.filter(number__in=numbers.values()).order_by("number"))
    for row in chunk:
        row.batch = batch
    return chunk
