"""What "ready" means, as named checks. Higher apps add theirs with ``register``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from core.models import WorkerHeartbeat

HEARTBEAT_MAX_AGE = timedelta(minutes=3)


@dataclass(frozen=True)
class Check:
    """One answer. A check that is not ``critical`` degrades the site without making it unready."""

    name: str
    ok: bool
    detail: str = ""
    critical: bool = True


Checker = Callable[[datetime], Check]
_checkers: list[Checker] = []


def register(checker: Checker) -> Checker:
    """Add a check to the ready endpoint."""
    _checkers.append(checker)
    return checker


def run_checks(now: datetime) -> list[Check]:
    """Run every registered check at the moment ``now``; a database that is down ends the list early."""
    database = check_database(now)
    if not database.ok:
        return [database]
    return [database, *(checker(now) for checker in _checkers)]


def check_database(_now: datetime) -> Check:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Check("database", ok=False, detail=type(error).__name__)
    return Check("database", ok=True)


@register
def check_worker(now: datetime) -> Check:
    """Whether a worker ran the heartbeat lately; without one, messages wait but nothing is lost."""
    row = WorkerHeartbeat.objects.filter(name="beat").first()
    if row is None:
        return Check("worker", ok=False, detail="never seen", critical=False)
    age = now - row.seen_at
    return Check(
        "worker", ok=age <= HEARTBEAT_MAX_AGE, detail=f"{int(age.total_seconds())} s", critical=False
    )
