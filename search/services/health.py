"""How the index is, for the operator: the ready endpoint and the admin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.health import Check
from search.engines import get_engine
from search.models import IndexTask

#: A change that waits longer than this means that no worker drains the outbox.
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """State of the index and of its outbox. `problem` is empty when all is well."""

    documents: int
    built_at: datetime | None
    updated_at: datetime | None
    pending: int
    oldest_pending: datetime | None
    problem: str

    @property
    def ok(self) -> bool:
        return not self.problem


def index_health(now: datetime) -> IndexStatus:
    """Return the state of the index at `now` (aware). Costs two queries; never raises for a broken index."""
    health = get_engine().health()
    oldest = IndexTask.objects.order_by("queued_at").values_list("queued_at", flat=True).first()
    problem = health.problem
    if not problem and oldest is not None and now - oldest > LONGEST_WAIT:
        problem = f"Changes have been waiting since {oldest.isoformat(timespec='seconds')}."
    return IndexStatus(
        documents=health.documents,
        built_at=health.built_at,
        updated_at=health.updated_at,
        pending=IndexTask.objects.count(),
        oldest_pending=oldest,
        problem=problem,
    )


def check_index(now: datetime) -> Check:
    """The ready endpoint's line. Not critical: without an index the site searches the database."""
    status = index_health(now)
    built = status.built_at.isoformat(timespec="seconds") if status.built_at else "never"
    detail = f"{status.documents} documents, built {built}, {status.pending} pending"
    if status.problem:
        detail = f"{status.problem} {detail}"
    return Check("search", ok=status.ok, detail=detail, critical=False)
