"""A renamed field or agency stands on published pages: the cached ones are stale. (Pages themselves: ``core``.)

A form with a new file gets its preview in the background.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal, receiver
from wagtail.models import CollectionViewRestriction

from core.caching import bump_content_version
from core.models import SiteDocument
from core.services.background import enqueue_on_commit
from procedures.models import (
    Agency,
    Field,
    Form,
    FormVersion,
    LegalBasis,
    LifeEvent,
    PublicationDecision,
    SubjectType,
)
from procedures.services import previews

# Sent with ``page_ids`` when pages' facts changed without ``page_published``: by a date that came, or in bulk.
facts_changed = Signal()


def content_changed(**kwargs: Any) -> None:
    """After the commit, so that no page is cached again from the old rows."""
    transaction.on_commit(bump_content_version)


for _list in (Agency, Field, Form, FormVersion, LegalBasis, LifeEvent, PublicationDecision, SubjectType):
    for _signal in (post_save, post_delete):
        _signal.connect(
            content_changed, sender=_list, dispatch_uid=f"procedures-stale-{_list.__name__}-{id(_signal)}"
        )


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
