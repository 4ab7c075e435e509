"""Named filters. A view or a service never spells a catalogue filter itself."""

from datetime import date
from typing import Self

from django.db.models import Q
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from procedures.choices import IN_FORCE, Scope


class ProcedureQuerySet(PageQuerySet):
    """Filters over procedure pages; combine with Wagtail's ``live()`` and ``public()``."""

    def in_force(self, on: date) -> Self:
        """Procedures that apply on the day ``on``: status in force and inside the effective dates."""
        return self.filter(
            Q(effective_from__isnull=True) | Q(effective_from__lte=on),
            Q(effective_to__isnull=True) | Q(effective_to__gte=on),
            status__in=IN_FORCE,
        )

    def for_citizens(self) -> Self:
        """Without the procedures that only bind agencies to each other."""
        return self.exclude(scope=Scope.INTERNAL)

    def with_code(self, code: str) -> Self:
        return self.filter(code=code)


ProcedureManager = PageManager.from_queryset(ProcedureQuerySet)
