"""What must follow a change of content: stale caches dropped, the calendar reread."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.caching import bump_content_version
from core.models import Department, SiteIdentity, WorkCalendarDay, WorkingHours
from core.services.calendar import forget_calendars


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def published_content_changed(sender: type[Model], **kwargs: Any) -> None:
    """A page appeared, vanished or moved: every cached page may list it.

    Once more after the commit: a reader in between may have kept what the transaction was still replacing.
    """
    bump_content_version()
    transaction.on_commit(bump_content_version)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def privacy_changed(sender: type[Model], **kwargs: Any) -> None:
    """A branch was closed or opened: no cached page may go on showing it."""
    published_content_changed(sender)


@receiver([post_save, post_delete], sender=WorkCalendarDay)
@receiver([post_save, post_delete], sender=WorkingHours)
def calendar_changed(sender: type[Model], **kwargs: Any) -> None:
    """A day or the hours changed: dates on every page may change."""
    forget_calendars()
    bump_content_version()


@receiver([post_save, post_delete], sender=Department)
@receiver([post_save, post_delete], sender=SiteIdentity)
@receiver([post_save, post_delete], sender=Site)
def shown_everywhere_changed(sender: type[Model], **kwargs: Any) -> None:
    """Names and contacts stand on every page."""
    bump_content_version()
