"""The catalogue's Celery tasks, a module for each kind of work. Celery looks here."""

from procedures.tasks.agencies import settle_merged_revisions
from procedures.tasks.decisions import carry_out_decisions, start_day
from procedures.tasks.forms import link_form_papers, prepare_form_preview, prepare_form_previews
from procedures.tasks.imports import continue_imports, run_import
from procedures.tasks.open_data import prepare_download
from procedures.tasks.review import check_links, publish_scheduled_pages

__all__ = [
    "carry_out_decisions",
    "check_links",
    "continue_imports",
    "link_form_papers",
    "prepare_download",
    "prepare_form_preview",
    "prepare_form_previews",
    "publish_scheduled_pages",
    "run_import",
    "settle_merged_revisions",
    "start_day",
]
