"""A file that is not taken, and why."""

from __future__ import annotations

from django.utils.functional import Promise


class FileRefusedError(Exception):
    """``reason`` is a sentence for the citizen that says what to do; ``name`` is the cleaned file name."""

    def __init__(self, reason: str | Promise, name: str = "") -> None:
        self.reason = reason
        self.name = name
        super().__init__(name, reason)

    def __str__(self) -> str:
        """The sentence, after the name of the file."""
        return f"{self.name}: {self.reason}" if self.name else str(self.reason)
