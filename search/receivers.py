"""What must follow a change of how the search reads queries: every process reads the rows again."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from search.services.language import MODELS, language_changed


def connect() -> None:
    """Connect the receivers; called once, when the app is ready."""
    for model in MODELS:
        for signal in (post_save, post_delete):
            signal.connect(_rows_changed, sender=model, dispatch_uid=f"search-language-{model.__name__}")


def _rows_changed(**kwargs: Any) -> None:
    language_changed()
