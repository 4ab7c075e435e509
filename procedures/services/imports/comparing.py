"""Three-way comparison of one record: what the source said last, what stands here, what the source says now. Pure.

A field that only the source changed is taken; one that only people here changed is kept; one that both changed is
a conflict and waits for a decision.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from procedures.importing.facts import facts
from procedures.importing.records import FIELDS, ProcedureRecord

Marks = Mapping[str, str]


def mark(fact: Any) -> str:
    """What stands for a field's value where only sameness matters (16 hex digits)."""
    return hashlib.blake2b(repr(_plain(fact)).encode(), digest_size=8).hexdigest()


def _plain(value: Any) -> Any:
    """Equal values in one form: a choice and its text, 3 and 3.00 days, whether they come from a file or a table."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    if is_dataclass(value):
        return tuple(_plain(getattr(value, part.name)) for part in fields(value))
    return value


def marks_of(record: ProcedureRecord, names: Collection[str] | None = None) -> dict[str, str]:
    """The mark of each stated field, or of each of ``names``."""
    return {name: mark(fact) for name, fact in facts(record, names).items()}


@dataclass(frozen=True)
class Base:
    """What the last import of a page knew: marks of what the source said, and of what it left on the page."""

    said: Marks = field(default_factory=dict)
    written: Marks = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """Fields of the incoming record that differ from the page, in the order of the page."""

    take: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def compare(theirs: ProcedureRecord, ours: ProcedureRecord, base: Base) -> Comparison:
    """Sort the fields that ``theirs`` states otherwise than ``ours``. Without a base every difference is a conflict."""
    now, here = marks_of(theirs), marks_of(ours, theirs.stated)
    take, conflicts, kept = [], [], []
    for name in FIELDS:
        if name not in theirs.stated or now[name] == here[name]:
            continue
        if base.said.get(name) == now[name]:
            kept.append(name)
        elif base.written.get(name) == here[name]:
            take.append(name)
        else:
            conflicts.append(name)
    return Comparison(tuple(take), tuple(conflicts), tuple(kept))


def laid_over(below: ProcedureRecord, above: ProcedureRecord, names: Collection[str]) -> ProcedureRecord:
    """``below`` with the named fields of ``above``; what either states is stated."""
    changes = {name: getattr(above, name) for name in names}
    return replace(below, stated=below.stated | frozenset(names), **changes)
