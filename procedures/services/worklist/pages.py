"""What the sources have in common: whose pages, where the edit form has something, a page as a line."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from procedures.choices import IN_FORCE
from procedures.models import ProcedurePage, ProcedureQuerySet
from procedures.permissions import managed_department_ids
from procedures.worklist import Asked, Place

#: Everything that a line shows of a page: no more is read of 100,000 of them.
SHOWN = ("pk", "title", "code", "live", "review_on", "last_published_at", "latest_revision_created_at")


def managed_pages(user: Any) -> ProcedureQuerySet:
    """The procedures that the user works on: his department's and those below it, or all."""
    managed = managed_department_ids(user)
    pages: ProcedureQuerySet = ProcedurePage.objects.all()
    return pages if managed is None else pages.filter(responsible_department_id__in=managed)


def asked_pages(asked: Asked) -> ProcedureQuerySet:
    """The same, narrowed to the field of administration that was asked for."""
    pages = managed_pages(asked.user)
    return pages if asked.field_id is None else pages.filter(fields=asked.field_id)


def in_use(pages: ProcedureQuerySet) -> ProcedureQuerySet:
    """Without what was abolished or replaced: nobody completes that any more."""
    return pages.filter(status__in=IN_FORCE)


def edit_place(page_id: int, label: str = "", part: str = "") -> Place:
    """The edit screen, opened at the field or rows ``part`` (a content path, as Wagtail's comments use)."""
    url = reverse("wagtailadmin_pages:edit", args=[page_id])
    return Place(label or _("Sửa trang"), f"{url}#:w:contentpath={part}" if part else url)
