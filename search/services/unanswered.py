"""What was counted because the search had no good answer, put together for editors, and what they did about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Final

from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, Sum, When

from core.text import fold, folded_words
from search.clustering import Asked, clusters
from search.engines.base import IndexUnavailableError
from search.models import AnswerKind, QueryStatus, SearchSynonym, ZeroHitQuery
from search.services.language import current_language
from search.services.vocabulary import current_vocabulary
from search.spelling import EVERY_WORD
from search.understanding import Understanding, understand

_AT_ONCE: Final = 500


def group_queries() -> int:
    """Put every open query into its cluster, if any is in none yet; return how many changed theirs."""
    rows = list(ZeroHitQuery.objects.open().only("text", "count", "cluster"))
    if all(row.cluster for row in rows):
        return 0
    found = clusters(_asked(rows))
    moved = [row for row in rows if row.cluster != found[row.text]]
    for row in moved:
        row.cluster = found[row.text]
    ZeroHitQuery.objects.bulk_update(moved, ["cluster"], batch_size=_AT_ONCE)
    return len(moved)


def open_clusters(kind: str = "") -> QuerySet[ZeroHitQuery, Any]:
    """One row for each cluster that waits, the most frequent first.

    Keys: ``name`` (the cluster's text), ``key`` (of one of its queries), ``size``, ``total``, ``unsure`` (queries that
    had results), ``last``. ``kind`` narrows to clusters of one `AnswerKind`.
    """
    rows = ZeroHitQuery.objects.open()
    if kind in AnswerKind.values:
        rows = rows.filter(kind=kind)
    name = Case(When(cluster="", then=F("text")), default=F("cluster"))
    groups: Any = rows.annotate(name=name).values("name")
    counted = groups.annotate(
        key=Min("id"),
        size=Count("id"),
        total=Sum("count"),
        unsure=Count("id", filter=Q(kind=AnswerKind.UNSURE)),
        last=Max("last_seen"),
    )
    found: QuerySet[ZeroHitQuery, Any] = counted.order_by("-total", "-last", "name")
    return found


def cluster_of(query: ZeroHitQuery) -> list[ZeroHitQuery]:
    """The open queries that ask the same as this one, the most frequent first; this one alone once it is handled."""
    if query.status != QueryStatus.OPEN or not query.cluster:
        return [query]
    return list(ZeroHitQuery.objects.open().filter(cluster=query.cluster))


def mark(query_ids: Collection[int], status: QueryStatus, answer: str, today: date) -> int:
    """Note what was done about queries; return how many. ``OPEN`` puts them back among what waits."""
    rows = ZeroHitQuery.objects.filter(pk__in=query_ids)
    if status == QueryStatus.OPEN:
        return rows.update(status=status, answer="", handled_on=None, cluster="")
    return rows.update(status=status, answer=answer[:255], handled_on=today)


def close_answered_by(synonym: SearchSynonym, today: date) -> int:
    """Close the open queries that have the synonym's phrase: it is searched otherwise from now on.

    One that is asked in vain all the same comes back (`zero_hits.REOPEN_AFTER`).
    """
    words = fold(synonym.phrase)
    if not synonym.active or not words:
        return 0
    near = ZeroHitQuery.objects.open().filter(text__contains=words).values_list("pk", "text")
    answered = [pk for pk, text in near if f" {words} " in f" {text} "]
    return mark(answered, QueryStatus.ANSWERED, str(synonym), today)


def _asked(rows: Iterable[ZeroHitQuery]) -> list[Asked]:
    language = current_language()
    try:
        vocabulary = current_vocabulary(language)
    except IndexUnavailableError:
        vocabulary = EVERY_WORD
    return [Asked(row.text, _words(understand(row.text, language, vocabulary)), row.count) for row in rows]


def _words(understanding: Understanding) -> frozenset[str]:
    """The folded words that say what is asked for: neither politeness nor the section of the page."""
    required = {word for group in understanding.groups if group.required for word in group.typed}
    verbs = {word.folded for verb in understanding.verbs for word in folded_words(verb.typed)}
    return frozenset(required | verbs)
