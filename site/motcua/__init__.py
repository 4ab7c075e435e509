"""The composition root: settings, URLs, the web and the task applications."""

from motcua.celery import app as celery_app

__all__ = ["celery_app"]
