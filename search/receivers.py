"""What must follow a change of how the search reads queries: cached pages of results are old."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from core.caching import bump_content_version
from search.services.language import MODELS


def connect() -> None:
    """Connect the receivers; called once, when the app is ready."""
    for model in MODELS:
        for signal in (post_save, post_delete):
            signal.connect(_rows_changed, sender=model, dispatch_uid=f"search-language-{model.__name__}")


def _rows_changed(**kwargs: Any) -> None:
    """Once more after the commit: a reader in between may have kept what the transaction was still replacing."""
    bump_content_version()
    transaction.on_commit(bump_content_version)
