"""Named filters. A view or a service never spells a catalogue filter itself."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Final, Self

from django.db.models import Q
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from procedures.choices import IN_FORCE, Scope

_FOR_CITIZENS: Final = ~Q(scope=Scope.INTERNAL)


class ProcedureQuerySet(PageQuerySet):
    """Filters over procedure pages; combine with Wagtail's ``live()`` and ``public()``."""

    def public(self) -> Self:
        """Wagtail's rule, no page that is restricted or stands below one, from the paths of those pages alone."""
        below = [Q(path__startswith=path) for path in _restricted_paths()]
        return self.exclude(reduce(or_, below)) if below else self.all()

    def in_force(self, on: date) -> Self:
        """Procedures that apply on the day ``on``: status in force and inside the effective dates."""
        return self.filter(_in_force(on))

    def for_citizens(self) -> Self:
        """Without the procedures that only bind agencies to each other."""
        return self.filter(_FOR_CITIZENS)

    def findable(self, on: date) -> Self:
        """What citizens may find on the day ``on``: all of the above and published, said in one filter."""
        return self.public().filter(self.live_q(), _FOR_CITIZENS, _in_force(on))

    def with_code(self, code: str) -> Self:
        return self.filter(code=code)


def _in_force(on: date) -> Q:
    started = Q(effective_from__isnull=True) | Q(effective_from__lte=on)
    not_ended = Q(effective_to__isnull=True) | Q(effective_to__gte=on)
    return started & not_ended & Q(status__in=IN_FORCE)


def _restricted_paths() -> Iterable[str]:
    return PageViewRestriction.objects.values_list("page__path", flat=True)


ProcedureManager = PageManager.from_queryset(ProcedureQuerySet)
