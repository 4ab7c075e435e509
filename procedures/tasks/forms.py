"""Previews of forms, made in the background. Each task may run twice or beside another."""

from celery import shared_task

from procedures.services import form_links, previews


@shared_task(name="procedures.prepare_form_preview")
def prepare_form_preview(version_id: int) -> str:
    """Make the preview of one version if its file has none yet."""
    return f"version {version_id}: {previews.prepare(version_id)}"


@shared_task(name="procedures.prepare_form_previews")
def prepare_form_previews() -> str:
    """Make what a lost task left behind."""
    ids = previews.waiting_ids()
    for version_id in ids:
        previews.prepare(version_id)
    return f"prepared {len(ids)} previews"


@shared_task(name="procedures.link_form_papers")
def link_form_papers(form_id: int, user_id: int) -> str:
    """Give the form to the papers that name it by its code."""
    return f"form {form_id}: {form_links.link_papers(form_id, user_id)} procedures"
