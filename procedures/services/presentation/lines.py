"""Fees, time limits and ways of filing as the page shows them. Frozen: a template reads them, nobody changes them."""

from dataclasses import dataclass
from datetime import date

from core.calendar import Term

LONG_TEXT = 240
MANY_LINES = 4
MOST_LINES = 8


@dataclass(frozen=True)
class FeeLine:
    """One fee in words. ``text``: "10.000 đồng/lần" or what is said where there is no amount.

    ``details``: its conditions, exemptions and source, each a paragraph; ``verbatim``: long words of the source,
    folded away until asked for. ``badge``: how the words are set off where they are no amount ("ok" nothing is
    charged, "info" it follows from another text, "wait" nobody published it); "" for an amount.
    """

    kind: str
    text: str
    details: tuple[str, ...] = ()
    verbatim: str = ""
    stated: bool = True
    badge: str = ""


@dataclass(frozen=True)
class TimeLine:
    """One time limit in words: ``text`` is what the citizen can count on.

    ``law``: the term of the law where the administration commits itself to a shorter one, with ``cut`` in per cent
    where the two can be compared. ``term`` where it can be counted, ``due`` the day if filed now.
    """

    text: str
    law: str = ""
    cut: int | None = None
    case: str = ""
    details: tuple[str, ...] = ()
    verbatim: str = ""
    stated: bool = True
    term: Term | None = None
    due: date | None = None


@dataclass(frozen=True)
class Way:
    """Ways of filing that cost and take the same. ``notes``: (way, note) of each way that has one.

    ``fee_label``: what all its fees are, "Lệ phí" or "Phí", or both words where they differ.
    """

    label: str
    fee_label: str
    fees: tuple[FeeLine, ...]
    times: tuple[TimeLine, ...]
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def is_verbose(self) -> bool:
        """Whether the lines hold more words than fit a column."""
        lines: tuple[FeeLine | TimeLine, ...] = (*self.fees, *self.times)
        words = sum(len(part) for line in lines for part in (*line.details, line.verbatim))
        return len(lines) > MANY_LINES or words > LONG_TEXT

    @property
    def first_fees(self) -> tuple[FeeLine, ...]:
        """The fees that stand open: all of them, or of very many the first."""
        return self.fees if len(self.fees) <= MOST_LINES else self.fees[:MANY_LINES]

    @property
    def more_fees(self) -> tuple[FeeLine, ...]:
        """The fees that are folded away until asked for."""
        return self.fees[len(self.first_fees) :]

    @property
    def first_times(self) -> tuple[TimeLine, ...]:
        """The time limits that stand open."""
        return self.times if len(self.times) <= MOST_LINES else self.times[:MANY_LINES]

    @property
    def more_times(self) -> tuple[TimeLine, ...]:
        """The time limits that are folded away until asked for."""
        return self.times[len(self.first_times) :]

    @property
    def is_long(self) -> bool:
        """Whether the notes are folded away until asked for."""
        return sum(len(text) for _way, text in self.notes) > LONG_TEXT


@dataclass(frozen=True)
class Change:
    """What will change, or what held before: ``since`` "Từ 1/1/2027", ``where`` the way of filing and the case."""

    since: str
    text: str
    where: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Dates:
    """The other days of fees and time limits: changes in the order of their days, the last of the past first."""

    fee_changes: tuple[Change, ...] = ()
    time_changes: tuple[Change, ...] = ()
    past_fees: tuple[Change, ...] = ()
    past_times: tuple[Change, ...] = ()
