"""Answers of a month as shares of a bar. Pure."""

from dataclasses import dataclass

# Below this many cases a percentage says more than the figures hold.
SMALLEST_SAMPLE = 10
_WHOLE = 100


@dataclass(frozen=True)
class Segment:
    """One piece of the bar, in percent of its width. ``kind``: "ok", "wait", "late" or "open"."""

    kind: str
    start: float
    width: float


def segments(on_time: int, late: int, overdue: int, pending: int) -> list[Segment]:
    """Pieces from left to right: answered in time, answered late, open and late, open and not yet due."""
    total = on_time + late + overdue + pending
    pieces: list[Segment] = []
    start = 0.0
    for kind, count in (("ok", on_time), ("wait", late), ("late", overdue), ("open", pending)):
        if count:
            width = round(_WHOLE * count / total, 2)
            pieces.append(Segment(kind, round(start, 2), width))
            start += width
    return pieces


def share_on_time(on_time: int, late: int, overdue: int) -> int | None:
    """Percent answered in time of all whose time is over, the open and late included; None for a small sample."""
    decided = on_time + late + overdue
    if decided < SMALLEST_SAMPLE:
        return None
    return round(_WHOLE * on_time / decided)
