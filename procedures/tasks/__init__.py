"""The catalogue's Celery tasks, a module for each kind of work. Celery looks here."""

from procedures.tasks.forms import prepare_form_preview, prepare_form_previews

__all__ = ["prepare_form_preview", "prepare_form_previews"]
