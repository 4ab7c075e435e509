"""Finding the procedure that a message is about, by words of its name."""

from __future__ import annotations

from datetime import date

from core.text import fold
from procedures.models import ProcedurePage
from procedures.services.lookup import find_by_code

MOST = 8
_MAX_QUERY = 200


def procedures_by_words(words: str, on: date) -> list[ProcedurePage]:
    """Up to eight procedures whose code or name was typed, with or without accents; the shortest name first."""
    text = words.strip()[:_MAX_QUERY]
    exact = find_by_code(text)
    if exact is not None:
        return [exact]
    folded = fold(text)
    if not folded:
        return []
    pages = ProcedurePage.objects.live().public().in_force(on)
    named = [
        (len(title), pk)
        for pk, title, official in pages.values_list("pk", "title", "official_name")
        if _contains(title, folded) or (official != title and _contains(official, folded))
    ]
    chosen = [pk for _length, pk in sorted(named)[:MOST]]
    found = {page.pk: page for page in pages.filter(pk__in=chosen)}
    return [found[pk] for pk in chosen]


def _contains(name: str, folded: str) -> bool:
    return f" {folded} " in f" {fold(name)} "
