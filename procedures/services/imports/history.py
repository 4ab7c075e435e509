"""First revisions and the log entries of many pages at once, the same that Wagtail writes one by one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast
from wagtail.models import Page, PageLogEntry, Revision

from procedures.models import ProcedurePage


def make_revisions(pages: Sequence[ProcedurePage], user: Any, now: datetime) -> list[Revision]:
    """A revision of each page as it is in memory."""
    page_type = ContentType.objects.get_for_model(Page, for_concrete_model=False)
    revisions: list[Revision] = Revision.objects.bulk_create(
        [
            Revision(
                content_type_id=page.content_type_id,
                base_content_type=page_type,
                object_id=str(page.pk),
                created_at=now,
                user=user,
                object_str=str(page),
                content=page.serializable_data(),
            )
            for page in pages
        ]
    )
    return revisions


def write_revisions(pages: Sequence[ProcedurePage], user: Any, now: datetime) -> None:
    """Each new page's first revision, which is also the live one of a live page."""
    for page, revision in zip(pages, make_revisions(pages, user, now), strict=True):
        page.latest_revision = revision
        page.live_revision = revision if page.live else None
    # A new page has one revision: one statement finds each its own.
    own = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page, for_concrete_model=False),
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    rows = Page.objects.filter(pk__in=[page.pk for page in pages])
    rows.update(latest_revision=Subquery(own.values("pk")[:1]))
    rows.filter(live=True).update(live_revision=F("latest_revision"))


def write_log(pages: Sequence[ProcedurePage], user: Any, now: datetime) -> None:
    """That each page was created, and published if it was."""
    log_entries(((page, "wagtail.create", None) for page in pages), user, now)
    published = ((page, "wagtail.publish", page.latest_revision) for page in pages if page.live)
    log_entries(published, user, now)


def log_entries(
    actions: Iterable[tuple[ProcedurePage, str, Revision | None]], user: Any, now: datetime
) -> None:
    """One entry for each page, action and revision; the content changed."""
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            content_type_id=page.content_type_id,
            page_id=page.pk,
            label=page.get_admin_display_title(),
            action=action,
            timestamp=now,
            user=user,
            content_changed=True,
            revision=revision,
        )
        for page, action, revision in actions
    )
