"""Imports in the background. Each task may run twice or beside another."""

from celery import shared_task


@shared_task(name="procedures.run_import")
def run_import(batch_id: int) -> str:
    """Some minutes of reading, applying or reverting one batch; queues itself again while there is more."""
    from procedures.services.imports import running

    return f"batch {batch_id}: {running.run(batch_id)}"


@shared_task(name="procedures.continue_imports")
def continue_imports() -> str:
    """Go on with what a lost message or a killed worker left behind."""
    from procedures.services.imports import batches, running

    ids = batches.left_behind()
    for batch_id in ids:
        running.run(batch_id)
    return f"continued {len(ids)} batches"
