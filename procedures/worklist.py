"""What waits for an editor in the morning: the shape of a source of work, and where any app registers its own.

A source is a query and the words for its rows. ``rows`` is counted, filtered and cut into screens by the database;
``lines`` gets one screen of rows and may ask a constant number of questions more.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from procedures.permissions import works_on_procedures


@dataclass(frozen=True)
class Asked:
    """Who looks, on which day, and at which part: a field of administration, a kind within the source."""

    user: Any
    today: date
    field_id: int | None = None
    kind: str = ""


@dataclass(frozen=True)
class Place:
    """Where something is put right: a verb on a link."""

    label: str
    url: str


@dataclass(frozen=True)
class WorkLine:
    """One thing to do: about what, what is wrong in one sentence, and where to go, the main place first."""

    title: str
    problem: str
    places: tuple[Place, ...]
    code: str = ""
    note: str = ""
    since: date | None = None
    page_id: int | None = None


class WorkSource(ABC):
    """One kind of work. ``kinds`` are what the reader may narrow it to: key and label."""

    name: str
    label: Any
    hint: Any
    order: int = 100
    kinds: tuple[tuple[str, Any], ...] = ()
    #: Whether the rows belong to procedures, so that they can be narrowed to a field of administration.
    by_field: bool = True
    #: Whether the lines are pages that can be changed in bulk.
    pages: bool = False

    def is_for(self, user: Any) -> bool:
        """Whether this person has to do with it at all."""
        return works_on_procedures(user)

    @abstractmethod
    def rows(self, asked: Asked) -> QuerySet[Any]:
        """What is to be done by this person, most urgent first."""

    @abstractmethod
    def lines(self, rows: Sequence[Any], asked: Asked) -> list[WorkLine]:
        """The words for one screen of rows."""


_sources: dict[str, WorkSource] = {}


def register(source: WorkSource) -> WorkSource:
    """Add a source, or put another in the place of the one with its name."""
    _sources[source.name] = source
    return source


def sources_for(user: Any) -> list[WorkSource]:
    """The sources that this person has to do with, in their order."""
    return sorted((source for source in _sources.values() if source.is_for(user)), key=lambda row: row.order)


def source_named(name: str) -> WorkSource | None:
    """The source with this name."""
    return _sources.get(name)
