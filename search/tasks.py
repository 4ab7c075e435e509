"""Background work of search. Every task may run twice or at the same time as another."""

from celery import shared_task


@shared_task(name="search.drain_index_tasks", ignore_result=True)
def drain_index_tasks() -> int:
    """Bring the index up to date with the pages that changed; return how many pages were handled."""
    from search.services.upkeep import drain

    return drain()


@shared_task(name="search.rebuild_index", ignore_result=True)
def rebuild_index() -> int:
    """Build the whole index anew, each night: it mends whatever went past the queue."""
    from search.services.upkeep import reindex

    return reindex()
