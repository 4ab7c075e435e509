"""The language rows that editors own, prepared once and kept in the process until a row changes."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, QuerySet, Value

from search.language import Language, Outside
from search.models import LearnedPhrase, OutOfScopeTopic, SearchSynonym, StopPhrase, VerbRule

MODELS = (SearchSynonym, VerbRule, StopPhrase, OutOfScopeTopic, LearnedPhrase)

_Version = tuple[tuple[object, ...], ...]
_kept: dict[str, tuple[_Version, Language]] = {}


def current_language() -> Language:
    """Return the active rows. One small query tells whether they changed, in this process or in another."""
    version = _version()
    kept = _kept.get("active")
    if kept is None or kept[0] != version:
        kept = _kept["active"] = (version, _prepared())
    return kept[1]


def _version() -> _Version:
    """What differs after any change of an active row: how many there are of each kind, the newest, the last one."""
    first, *others = (_facts(model, number) for number, model in enumerate(MODELS))
    return tuple(sorted(first.union(*others, all=True)))


def _facts(model: Any, number: int) -> QuerySet[Any, tuple[object, ...]]:
    rows = model.objects.active().order_by().annotate(number=Value(number)).values("number")
    facts: QuerySet[Any, tuple[object, ...]] = rows.annotate(
        rows=Count("pk"), last=Max("updated_at"), highest=Max("pk")
    ).values_list("number", "rows", "last", "highest")
    return facts


def _prepared() -> Language:
    topics = OutOfScopeTopic.objects.active()
    return Language.prepare(
        SearchSynonym.objects.active().values_list("phrase", "expansion"),
        [pair for rule in VerbRule.objects.active() for pair in rule.pairs],
        StopPhrase.objects.active().values_list("phrase", flat=True),
        [
            (phrase, Outside(topic.body_name, topic.text, topic.url))
            for topic in topics
            for phrase in topic.lines
        ],
        LearnedPhrase.objects.active().values_list("phrase", "expansion"),
    )
