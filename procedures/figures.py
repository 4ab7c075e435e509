"""Figures that show what they are made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole``. No denominator: no figure, never 100 per cent."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """One decimal; None without a denominator."""
        return round(100 * self.part / self.whole, 1) if self.whole else None
