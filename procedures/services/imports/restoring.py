"""Single pages back to what they were before an import."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from procedures.models import ImportRow, ProcedurePage


def was_touched(row: ImportRow, page: ProcedurePage) -> bool:
    """Whether the page has a newer version than the one that the row made: by people, or by a later import."""
    return bool(page.latest_revision_id != row.made_revision)


def is_used(page: ProcedurePage) -> bool:
    """Whether something of another app hangs on the page, such as a citizen's complaint."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: page.pk}).exists()
        for relation in ProcedurePage._meta.related_objects
        if relation.related_model._meta.app_label not in {"procedures", "wagtailcore"}
    )


def restore(row: ImportRow, page: ProcedurePage) -> None:
    """Save the version before the import as the newest one, and publish it where the page was public with it."""
    previous = Revision.objects.filter(pk=row.previous_revision).first()
    if previous is None:
        return
    user = row.batch.user
    with disable_reference_index_auto_update():
        version = previous.as_object()
        revision = version.save_revision(user=user, clean=False, log_action=True, previous_revision=previous)
        # Rows that made the version that is back now count the page as untouched since.
        ImportRow.objects.filter(page=page, made_revision=previous.pk).update(made_revision=revision.pk)
        if row.was_live and not row.had_draft:
            revision.publish(user=user, previous_revision=previous, skip_permission_checks=True)
        elif row.went_live:
            take_down(ProcedurePage.objects.get(pk=page.pk), user)
    ReferenceIndex.create_or_update_for_object(ProcedurePage.objects.get(pk=page.pk))


def take_down(page: ProcedurePage, user: Any) -> None:
    """Unpublish: who may revert an import may undo what it published."""
    UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)


def delete_pages(pages: Sequence[ProcedurePage], user: Any) -> None:
    """Delete pages that an import made, with an entry in the log for each."""
    if not pages:
        return
    now = timezone.now()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            content_type=page.content_type,
            page_id=page.pk,
            label=page.get_admin_display_title(),
            action="wagtail.delete",
            timestamp=now,
            user=user,
            deleted=True,
        )
        for page in pages
    )
    Page.objects.filter(pk__in=[page.pk for page in pages]).delete()
