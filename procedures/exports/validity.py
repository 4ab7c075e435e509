"""Which rows of a record hold on a day, which will and which did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from procedures.choices import FILING_CHANNELS, IN_FORCE, Channel
from procedures.importing.records import ProcedureRecord


class Dated(Protocol):
    """A fee or a time limit; both ends are optional, both days count."""

    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def channel(self) -> str: ...


Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True)
class ByDay(Generic[Row]):
    """Rows as seen on one day. ``upcoming`` begins with the next, ``past`` with the last that ended."""

    today: tuple[Row, ...]
    upcoming: tuple[Row, ...]
    past: tuple[Row, ...]


def is_valid_on(row: Dated, day: date) -> bool:
    """Whether ``row`` holds on ``day``; the same rule as ``in_force()`` on the query sets."""
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to >= day)


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
    started = record.effective_from is None or record.effective_from <= day
    not_ended = record.effective_to is None or record.effective_to >= day
    return record.status in IN_FORCE and started and not_ended


def channels_of(record: ProcedureRecord) -> tuple[str, ...]:
    """The ways of filing that the record names anywhere, in the order citizens should try them; or just ``any``."""
    named = {row.channel for rows in (record.methods, record.fees, record.time_limits) for row in rows}
    offered = tuple(channel.value for channel in FILING_CHANNELS if channel.value in named)
    return offered or (Channel.ANY.value,)


def rows_for(channel: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that hold for this way of filing."""
    return tuple(row for row in rows if row.channel in {channel, Channel.ANY.value})
