"""What the services do when rows or pages are saved elsewhere: in the admin, by an import, by a schedule."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import CollectionViewRestriction
from wagtail.signals import page_published

from core.models import SiteDocument
from core.services.background import enqueue_on_commit
from procedures.models import FormVersion, ProcedurePage
from procedures.services import agencies, previews
from procedures.signals import content_changed


@receiver(post_save, sender=FormVersion)
def version_saved(instance: FormVersion, raw: bool = False, **kwargs: Any) -> None:
    """A new version, or one with another file."""
    if not raw:
        previews.await_new_previews(instance.document)
        enqueue_on_commit("procedures.prepare_form_preview", instance.pk)


@receiver(post_save, sender=SiteDocument)
def document_saved(instance: SiteDocument, raw: bool = False, **kwargs: Any) -> None:
    """A document with another file."""
    for version_id in [] if raw else previews.await_new_previews(instance):
        enqueue_on_commit("procedures.prepare_form_preview", version_id)


@receiver([post_save, post_delete], sender=CollectionViewRestriction)
def collection_closed_or_opened(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    """What was for everybody no longer is, or is now."""
    previews.await_previews_in(instance.collection)
    enqueue_on_commit("procedures.prepare_form_previews")
    content_changed()


@receiver(page_published, sender=ProcedurePage)
def old_draft_published(instance: ProcedurePage, **kwargs: Any) -> None:
    """A draft from before two agencies were merged."""
    agencies.settle_page(instance)
