"""The catalogue's Celery tasks, a module for each kind of work. Celery looks here."""

from procedures.tasks.forms import prepare_form_preview, prepare_form_previews
from procedures.tasks.review import check_links, publish_scheduled_pages

__all__ = ["check_links", "prepare_form_preview", "prepare_form_previews", "publish_scheduled_pages"]
