"""What every reader can do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from procedures.importing.fields import Issues
from procedures.importing.records import Parsed


class Reader(Protocol):
    """Reads one format. ``name`` is kept with what it read; ``title`` is what people call the format."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    def accepts(self, path: Path) -> bool:
        """Whether the path is of this format, by its name and its beginning. Never raises."""

    def read(self, path: Path) -> Iterator[Parsed]:
        """Its records one after the other, in flat memory. A bad file or record is an issue, never an exception."""


def failed(source: str, kind: str, reason: str) -> Parsed:
    """What is said of something that can't be read at all."""
    issues = Issues(source)
    issues.error("", kind, reason)
    return Parsed(source, None, tuple(issues.found))
