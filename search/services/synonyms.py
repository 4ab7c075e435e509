"""Editors' synonyms, prepared once and kept in the process until a row changes."""

from __future__ import annotations

from django.db.models import Count, Max

from search.models import SearchSynonym
from search.understanding import Synonyms

_kept: dict[str, tuple[tuple[object, ...], Synonyms]] = {}


def current_synonyms() -> Synonyms:
    """Return the active synonyms. One small query tells whether they changed, in this process or in another."""
    facts = SearchSynonym.objects.active().aggregate(
        rows=Count("pk"), last=Max("updated_at"), highest=Max("pk")
    )
    version = (facts["rows"], facts["last"], facts["highest"])
    kept = _kept.get("active")
    if kept is None or kept[0] != version:
        rows = SearchSynonym.objects.active().values_list("phrase", "expansion")
        kept = _kept["active"] = (version, Synonyms.prepare(rows))
    return kept[1]
