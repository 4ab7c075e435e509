"""The language rows that editors own, prepared once and kept in the process until a row changes."""

from __future__ import annotations

from django.db.models import Count, Max

from search import defaults
from search.language import Language, Outside
from search.models import SearchSynonym

_kept: dict[str, tuple[tuple[object, ...], Language]] = {}


def current_language() -> Language:
    """Return the active rows. One small query tells whether they changed, in this process or in another."""
    facts = SearchSynonym.objects.active().aggregate(
        rows=Count("pk"), last=Max("updated_at"), highest=Max("pk")
    )
    version = (facts["rows"], facts["last"], facts["highest"])
    kept = _kept.get("active")
    if kept is None or kept[0] != version:
        kept = _kept["active"] = (
            version,
            Language.prepare(
                SearchSynonym.objects.active().values_list("phrase", "expansion"),
                defaults.VERB_RULES,
                defaults.STOP_PHRASES,
                [
                    (phrase, Outside(body, text))
                    for phrases, body, text in defaults.OUT_OF_SCOPE
                    for phrase in phrases
                ],
            ),
        )
    return kept[1]
