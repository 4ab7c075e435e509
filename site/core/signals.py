"""What must follow a change of content: stale caches dropped, the calendar reread."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.caching import bump_content_version
from core.models import Department, SiteIdentity, WorkCalendarDay, WorkingHours
from core.services.calendar import forget_calendars


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def published_content_changed(sender: type[Model], **kwargs: Any) -> None:
    """A page appeared, vanished or moved: every cached page may list it."""
    bump_content_version()


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
