"""The changes of the catalogue: what is new, amended, ended, and which fees and times turned on which day."""

from procedures.services.changes.reading import changes_since, latest_changes
from procedures.services.changes.wording import Position

__all__ = ["Position", "changes_since", "latest_changes"]
