"""Background work of search. Every task may run twice or at the same time as another."""

from celery import shared_task
from django.utils import timezone

#: Seconds: an index that has to be built whole takes minutes at 100,000 procedures.
_LONG = 3600


@shared_task(name="search.drain_index_tasks", ignore_result=True, time_limit=_LONG)
def drain_index_tasks() -> int:
    """Bring the indexes up to date with what changed; return how many entries were handled."""
    from search.services.upkeep import drain

    return drain()


@shared_task(name="search.audit_indexes", ignore_result=True, time_limit=_LONG)
def audit_indexes() -> int:
    """Compare the indexes with their sources and mend what differs; return how many entries did."""
    from search.services.auditing import audit

    return audit()


@shared_task(name="search.group_queries", ignore_result=True)
def group_queries() -> int:
    """Put queries without a good answer that ask the same together; return how many moved."""
    from search.services.unanswered import group_queries

    return group_queries()


@shared_task(name="search.forget_old_counts", ignore_result=True)
def forget_old_counts() -> int:
    """Remove counted queries and choices that are old, or too rare to say anything; return how many rows."""
    from search.services import clicks, zero_hits

    today = timezone.localdate()
    return clicks.forget_old(today) + zero_hits.forget_old(today)


@shared_task(name="search.learn_phrases", ignore_result=True, time_limit=_LONG)
def learn_phrases() -> int:
    """Learn what phrases stand for, from the catalogue and from choices; return how many are in use."""
    from search.services.learning import learn_phrases

    return learn_phrases(timezone.localdate())
