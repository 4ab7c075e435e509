"""A catalogue's index brings its review along; a publication without a second person is written down."""

from typing import Any

from django.db.models.signals import post_migrate, post_save
from wagtail.models import PageLogEntry

from procedures.models import ProcedureIndexPage
from procedures.services.review import ensure_review, ensure_review_of_old_catalogues, note_publishing_alone


def index_was_made(instance: ProcedureIndexPage, *, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Groups, task and workflow stand before the first procedure does."""
    if created and not raw:
        ensure_review(instance)


def database_was_migrated(**kwargs: Any) -> None:
    """An installation from before the review."""
    ensure_review_of_old_catalogues()


def entry_was_logged(instance: PageLogEntry, *, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Every way of publishing writes one, so none is missed."""
    if created and not raw:
        note_publishing_alone(instance)


def connect(config: Any) -> None:
    """Called when the app is ready; ``config`` is its ``AppConfig``."""
    post_save.connect(index_was_made, sender=ProcedureIndexPage, dispatch_uid="procedures-review-index")
    post_save.connect(entry_was_logged, sender=PageLogEntry, dispatch_uid="procedures-review-log")
    post_migrate.connect(database_was_migrated, sender=config, dispatch_uid="procedures-review-migrated")
