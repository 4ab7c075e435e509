"""Wagtail's search queries in the language of a full-text index. Pure: strings in, strings out.

SQLite's FTS5 knows NOT only between two expressions, and on PostgreSQL a lone NOT reads the whole table. So a
translated query is an expression together with the side of it that is meant, and every combination of two of them is
again one of these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Final

from modelsearch.query import And, Boost, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from core.search_backend.words import query_words


@dataclass(frozen=True, slots=True)
class Language:
    """How a full-text index writes its expressions. Words are lower-case letters and digits only."""

    word: str
    prefix: str
    both: str
    either: str
    but_not: str
    phrase_start: str
    phrase_joint: str
    phrase_end: str

    def phrase(self, words: list[str]) -> str:
        """These words one after the other."""
        return f"{self.phrase_start}{self.phrase_joint.join(words)}{self.phrase_end}"


FTS5: Final = Language(
    word='"{}"',
    prefix='"{}"*',
    both=" AND ",
    either=" OR ",
    but_not=" NOT ",
    phrase_start='"',
    phrase_joint=" ",
    phrase_end='"',
)
TSQUERY: Final = Language(
    word="{}",
    prefix="{}:*",
    both=" & ",
    either=" | ",
    but_not=" & !",
    phrase_start="(",
    phrase_joint=" <-> ",
    phrase_end=")",
)


@dataclass(frozen=True, slots=True)
class Match:
    """The entries that ``expression`` finds, or ``everything_but`` those. The empty expression finds nothing."""

    expression: str
    everything_but: bool = False

    @property
    def complement(self) -> Match:
        return Match(self.expression, not self.everything_but)


NOTHING: Final = Match("")
EVERYTHING: Final = Match("", everything_but=True)


def translate(query: SearchQuery, language: Language, *, typing: bool) -> Match:
    """The query in ``language``. ``typing``: the last word of a text may be unfinished.

    Parts without a single letter or digit ask for nothing and are left out. Raises ``NotImplementedError`` for a kind
    of query that only a search server answers.
    """
    return _translated(query, language, typing) or NOTHING


def _translated(query: SearchQuery, language: Language, typing: bool) -> Match | None:
    """None: the query holds no word at all."""
    match query:
        case MatchAll():
            return EVERYTHING
        case PlainText():
            return _text(query, language, typing)
        case Phrase():
            words = query_words(query.query_string)
            return Match(language.phrase(words)) if words else None
        case Boost():
            return _translated(query.subquery, language, typing)
        case Not():
            part = _translated(query.subquery, language, typing)
            return part.complement if part else None
        case And():
            return _all_of(_parts(query.subqueries, language, typing), language)
        case Or():
            complements = [part.complement for part in _parts(query.subqueries, language, typing)]
            found = _all_of(complements, language)
            return found.complement if found else None
    raise NotImplementedError(f"{type(query).__name__} is not a query that the database answers.")


def _text(query: PlainText, language: Language, typing: bool) -> Match | None:
    words = query_words(query.query_string)
    if not words:
        return None
    last = (language.prefix if typing else language.word).format(words.pop())
    written = [*(language.word.format(word) for word in words), last]
    joint = language.both if query.operator == "and" else language.either
    return Match(f"({joint.join(written)})")


def _parts(queries: Iterable[SearchQuery], language: Language, typing: bool) -> list[Match]:
    translated = (_translated(query, language, typing) for query in queries)
    return [part for part in translated if part is not None]


def _all_of(parts: list[Match], language: Language) -> Match | None:
    return reduce(lambda one, other: _both(one, other, language), parts) if parts else None


def _both(one: Match, other: Match, language: Language) -> Match:
    """What both find. The four cases are those of "and" and "and not" of two sets."""
    if one.everything_but and other.everything_but:
        expressions = [part.expression for part in (one, other) if part.expression]
        joined = f"({language.either.join(expressions)})" if len(expressions) > 1 else "".join(expressions)
        return Match(joined, everything_but=True)
    if one.everything_but:
        one, other = other, one
    if not one.expression:
        return NOTHING
    if not other.expression:
        return one if other.everything_but else NOTHING
    joint = language.but_not if other.everything_but else language.both
    return Match(f"({one.expression}{joint}{other.expression})")
