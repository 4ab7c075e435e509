"""How the indexes are, for the operator: the ready endpoint and the admin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min

from core.health import Check
from search.engines import chosen_name, database_name
from search.engines.base import IndexUnavailableError
from search.models import IndexState, IndexTask
from search.services.indexes import Index, indexes

#: A change that waits longer than this means that no worker drains the outbox.
LONGEST_WAIT: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """State of one index and of its outbox. `problem` is empty when all is well.

    `audited_at`: when it was last compared with its source, `differences`: in how many entries the two differed then
    (they are queued), `differed_at`: when they last differed at all. `stood_in` names the engine that answers
    searches instead of this one.
    """

    engine: str
    collection: str
    documents: int
    built_at: datetime | None
    updated_at: datetime | None
    pending: int
    oldest_pending: datetime | None
    audited_at: datetime | None
    differences: int
    differed_at: datetime | None
    stood_in: str
    problem: str

    @property
    def ok(self) -> bool:
        return not self.problem


def index_health(now: datetime) -> tuple[IndexStatus, ...]:
    """The state of every index at `now` (aware). Two queries; never raises for a broken index."""
    states = {(row.engine, row.collection): row for row in IndexState.objects.all()}
    waiting = {
        (row["engine"], row["collection"]): (row["pending"], row["oldest"])
        for row in IndexTask.objects.order_by()
        .values("engine", "collection")
        .annotate(pending=Count("pk"), oldest=Min("queued_at"))
    }
    return tuple(
        _status(
            index,
            states.get((index.name, index.collection)) or IndexState(),
            *waiting.get((index.name, index.collection), (0, None)),
            now,
        )
        for index in indexes()
    )


def _status(
    index: Index, state: IndexState, pending: int, oldest: datetime | None, now: datetime
) -> IndexStatus:
    health = index.engine.health()
    problem = health.problem
    stands_in = bool(problem) and index.name == chosen_name() != database_name()
    if not problem and oldest is not None and now - oldest > LONGEST_WAIT:
        problem = f"Changes have been waiting since {_moment(oldest)}."
    return IndexStatus(
        engine=index.name,
        collection=index.collection,
        documents=health.documents,
        built_at=health.built_at,
        updated_at=health.updated_at,
        pending=pending,
        oldest_pending=oldest,
        audited_at=state.audited_at,
        differences=state.differences,
        differed_at=state.differed_at,
        stood_in=database_name() if stands_in else "",
        problem=problem,
    )


def check_index(now: datetime) -> Check:
    """The ready endpoint's line. Not critical: without an index the site searches the database."""
    try:
        statuses = index_health(now)
    except (IndexUnavailableError, LookupError) as error:  # settings that name no engine, or half of one
        return Check("search", ok=False, detail=str(error), critical=False)
    detail = "; ".join(_words(status) for status in statuses)
    return Check("search", ok=all(status.ok for status in statuses), detail=detail, critical=False)


def _words(status: IndexStatus) -> str:
    parts = [f"{status.documents} documents", f"built {_moment(status.built_at)}"]
    if status.updated_at != status.built_at:
        parts.append(f"updated {_moment(status.updated_at)}")
    parts.append(f"{status.pending} pending")
    if status.oldest_pending:
        parts.append(f"the oldest of {_moment(status.oldest_pending)}")
    if status.audited_at:
        parts.append(f"compared {_moment(status.audited_at)} with {status.differences} differences")
    if status.differed_at:
        parts.append(f"differed last {_moment(status.differed_at)}")
    told = " ".join(filter(None, [status.problem, status.stood_in and f"{status.stood_in} answers."]))
    return f"{status.engine} {status.collection}: {told} {', '.join(parts)}".replace(":  ", ": ")


def _moment(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else "never"
