"""What most people look for: words and procedures, of the choices that enough people made, and of nothing rarer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.core.cache import cache

from core.caching import LONGEST_SECONDS, content_version
from core.text import fold
from search.models import LearnedPhrase, SearchSynonym
from search.services.clicks import learned
from search.services.documents import searchable
from search.wording import as_written

MOST_WORDS: Final = 8
_LOOKED_AT: Final = 50


def popular_words(today: date) -> tuple[str, ...]:
    """The words most searched for, as the catalogue or an editor writes them; remembered until something is published.

    A query that neither has written is left out: it could be anything, somebody's name too. So is one whose learned
    row an editor put out of use.
    """
    key = f"search:popular-words:{content_version()}:{today}"
    words: tuple[str, ...] = cache.get_or_set(key, lambda: _popular_words(today), LONGEST_SECONDS) or ()
    return words


def most_chosen(today: date, limit: int) -> tuple[int, ...]:
    """The ids of the procedures that most people chose after a search."""
    chosen: Counter[str] = Counter()
    for codes in learned().values():
        chosen.update(codes)
    most = [code for code, _count in chosen.most_common(limit)]
    if not most:
        return ()
    ids = dict(searchable(today).filter(code__in=most).values_list("code", "pk"))
    return tuple(ids[code] for code in most if code in ids)


def _popular_words(today: date) -> tuple[str, ...]:
    stopped = {fold(phrase) for phrase in _out_of_use()}
    asked = {text: codes for text, codes in learned().items() if text not in stopped}
    most = Counter({text: sum(codes.values()) for text, codes in asked.items()}).most_common(_LOOKED_AT)
    names = _names({code for text, _count in most for code in asked[text]}, today)
    said = list(SearchSynonym.objects.active().values_list("phrase", flat=True)) if most else []
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text, count in most:
        words = as_written(text, [*(name for code in asked[text] for name in names[code]), *said])
        if words and fold(words) not in stopped:
            counts[fold(words)] += count
            written.setdefault(fold(words), words)
    return tuple(written[text] for text, _count in counts.most_common(MOST_WORDS))


def _out_of_use() -> Iterable[str]:
    return LearnedPhrase.objects.filter(active=False).values_list("phrase", flat=True)


def _names(codes: Iterable[str], today: date) -> Mapping[str, tuple[str, ...]]:
    """What the procedures are called, the editors' other names first, by code."""
    rows = searchable(today).filter(code__in=list(codes))
    names: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for code, title, official_name, keywords in rows.values_list(
        "code", "title", "official_name", "keywords"
    ):
        names[code] = (*keywords.splitlines(), title, official_name)
    return names
