"""Pages as records: the same normal form that sources are read into, so that the two can be compared and exported."""

from collections.abc import Iterator

from procedures.importing.records import ProcedureRecord
from procedures.models import ProcedurePage, ProcedureQuerySet

BATCH = 200


def record_of(page: ProcedurePage) -> ProcedureRecord:
    """Everything that can be edited on ``page``, all of it stated. Works on revisions too (rows in memory)."""
    raise NotImplementedError


def records_of(pages: ProcedureQuerySet, batch: int = BATCH) -> Iterator[ProcedureRecord]:
    """The records of a query set, ``batch`` pages at a time: constant queries a batch, flat memory."""
    raise NotImplementedError
