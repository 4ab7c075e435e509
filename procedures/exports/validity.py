"""Which rows of a record hold on a day, which will and which did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from procedures.choices import FILING_CHANNELS, IN_FORCE, Channel
from procedures.importing.records import ProcedureRecord
from procedures.validity import Dated, covers, holds, is_valid_on

Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True)
class ByDay(Generic[Row]):
    """Rows as seen on one day. ``upcoming`` begins with the next, ``past`` with the last that ended."""

    today: tuple[Row, ...]
    upcoming: tuple[Row, ...]
    past: tuple[Row, ...]


def split_by_day(rows: Iterable[Row], day: date) -> ByDay[Row]:
    """Every row in exactly one of the three."""
    kept = list(rows)
    upcoming = [row for row in kept if row.valid_from is not None and row.valid_from > day]
    past = [row for row in kept if row.valid_to is not None and row.valid_to < day]
    return ByDay(
        today=tuple(row for row in kept if is_valid_on(row, day)),
        upcoming=tuple(sorted(upcoming, key=lambda row: row.valid_from or date.max)),
        past=tuple(sorted(past, key=lambda row: row.valid_to or date.min, reverse=True)),
    )


def is_in_force(record: ProcedureRecord, day: date) -> bool:
    """The same rule as ``ProcedurePage.is_in_force``."""
    return record.status in IN_FORCE and holds(record.effective_from, record.effective_to, day)


def channels_of(record: ProcedureRecord) -> tuple[str, ...]:
    """The ways of filing that the record names anywhere, in the order citizens should try them; or just ``any``."""
    named = {row.channel for rows in (record.methods, record.fees, record.time_limits) for row in rows}
    offered = tuple(channel.value for channel in FILING_CHANNELS if channel.value in named)
    return offered or (Channel.ANY.value,)


def rows_for(channel: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that hold for this way of filing."""
    return tuple(row for row in rows if covers(row, channel))
