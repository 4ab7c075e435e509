"""What one incoming record would do to what stands here."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from procedures.importing.differences import differences
from procedures.importing.records import ALL_FIELDS, ProcedureRecord
from procedures.models import RowPlan
from procedures.services.imports.comparing import Base, Comparison, compare, laid_over, marks_of


@dataclass(frozen=True)
class Plan:
    """The plan of a row and what explains it to an editor."""

    kind: RowPlan
    differences: list[dict[str, Any]] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def plan_update(theirs: ProcedureRecord, ours: ProcedureRecord, base: Base) -> Plan:
    """What ``theirs`` would change on a page that says ``ours``."""
    comparison = compare(theirs, ours, base)
    lines = explained(theirs, ours, comparison)
    if comparison.conflicts:
        return Plan(RowPlan.CONFLICT, lines, list(comparison.conflicts))
    return Plan(RowPlan.UPDATE if comparison.take else RowPlan.UNCHANGED, lines)


def explained(theirs: ProcedureRecord, ours: ProcedureRecord, comparison: Comparison) -> list[dict[str, Any]]:
    """The differences line by line, each with what becomes of it: ``update``, ``conflict`` or ``kept``."""
    kinds = dict.fromkeys(comparison.take, "update")
    kinds |= dict.fromkeys(comparison.conflicts, "conflict") | dict.fromkeys(comparison.kept, "kept")
    return [asdict(line) | {"kind": kinds[line.field]} for line in differences(ours, theirs, only=kinds)]


def as_if_applied(
    ours: ProcedureRecord | None, base: Base, earlier: Collection[ProcedureRecord]
) -> tuple[ProcedureRecord, Base]:
    """The page and its base as they will be when earlier records of the same batch are applied.

    A full record may follow a catalogue row in one import: the second is compared with what the first will leave.
    """
    record = ours
    for row in earlier:
        record = replace(row, stated=ALL_FIELDS) if record is None else laid_over(record, row, row.stated)
        marks = marks_of(record, ALL_FIELDS if ours is None else row.stated)
        base = Base({**base.said, **marks_of(row)}, {**base.written, **marks})
    if record is None:
        raise ValueError("nothing stands here")
    return record, base
