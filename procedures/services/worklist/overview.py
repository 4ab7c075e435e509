"""All sources together: how many lines each has for a person, and one screen of one of them."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.core.paginator import Page as Screen
from django.core.paginator import Paginator

from procedures.permissions import managed_department_ids
from procedures.services.worklist import contents, drafts, origins, upkeep
from procedures.worklist import Asked, WorkLine, WorkSource, register, sources_for

PER_SCREEN: Final = 50
#: Seconds that the counts on the first page may be old: they are asked for at every log-in.
COUNTS_LAST: Final = 120


@dataclass(frozen=True)
class Counted:
    """A source and how many lines it has for the person who asks."""

    source: WorkSource
    count: int


def register_own_sources() -> None:
    """The catalogue's own; other apps register theirs when they are ready."""
    for source in (*contents.SOURCES, *origins.SOURCES, *upkeep.SOURCES, *drafts.SOURCES):
        register(source)


def counts(asked: Asked) -> list[Counted]:
    """Each source with its count: one query a source, and none for two minutes after."""
    sources = sources_for(asked.user)
    key = f"procedures:worklist:{asked.user.pk}:{_reach(asked.user)}:{asked.today}:{asked.field_id or 0}"
    known: dict[str, int] | None = cache.get(key)
    if known is None or set(known) != {source.name for source in sources}:
        known = {source.name: _count(source, asked) for source in sources}
        cache.set(key, known, COUNTS_LAST)
    return [Counted(source, known[source.name]) for source in sources]


def _reach(user: Any) -> str:
    """Changes when the departments that the user works for change."""
    managed = managed_department_ids(user)
    return "all" if managed is None else str(hash(managed))


def _count(source: WorkSource, asked: Asked) -> int:
    number: int = source.rows(asked).order_by().count()
    return number


def screen(source: WorkSource, asked: Asked, number: str) -> tuple[Screen[Any], list[WorkLine]]:
    """One screen of a source: a count, the rows, and the source's own few questions about them."""
    found = Paginator(source.rows(asked), PER_SCREEN).get_page(number)
    return found, source.lines(list(found.object_list), asked)
