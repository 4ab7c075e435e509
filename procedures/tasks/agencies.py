"""What follows when two agencies are made one or taken apart. Safe to run twice."""

from celery import shared_task

from procedures.services import agencies


@shared_task(name="procedures.settle_merged_revisions")
def settle_merged_revisions(merge_id: int) -> str:
    """Bring the newest revisions in line with the rows."""
    return f"merge {merge_id}: {agencies.settle_revisions(merge_id)} revisions"
