"""The first stage on PostgreSQL: the server counts, filters and cuts; what comes back is bounded.

PostgreSQL's own rank reads the vector of every hit and knows no rare words, so it is not used. What holds everything is
ordered by what narrow rows tell: whether the title alone answers, what else of the question is there, how short it is.
What comes close is looked for by the words that weigh most, and weighed by them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from search.cards import Card
from search.engines import facets
from search.engines.base import Number, Order
from search.engines.entries import unpack_facets
from search.engines.kept import Known
from search.engines.postgres import expressions
from search.engines.postgres.storage import View
from search.engines.recall import (
    RANKED,
    Asked,
    Close,
    Counted,
    Place,
    Recall,
    Scope,
    Strict,
    Wanted,
    card_from,
)
from search.ranking import Candidate

#: What every statement about hits or entries takes: the hits of a scope, what is limited by, what is ordered by.
_FROM: Final = {
    Scope.NAMES: "entry_{g} AS e WHERE e.names @@ %(holding)s::tsquery",
    Scope.TEXTS: "entry_{g} AS e WHERE e.id = ANY(ARRAY(SELECT id FROM text_{g} WHERE texts @@ %(holding)s::tsquery))",
}
_NUMBERS: Final = {Number.FEE: "fee", Number.DAYS: "days"}
_COLUMNS: Final = {Order.FEE: "fee", Order.DAYS: "days", Order.NAME: "start"}
_BEST_FIRST: Final = "merit DESC, size, popularity DESC, id"
_POPULAR_FIRST: Final = "popularity DESC, start, id"
_TEXTS: Final = (
    "SELECT id, d.code, d.title, e.popularity, d.f_title, d.exact, d.f_name, d.f_alias, d.f_context,"
    " e.facets, e.fee, e.days FROM document_{g} AS d JOIN entry_{g} AS e USING (id) WHERE id = ANY(%s)"
)

#: Names that are weighed to find what comes close: those with the rarest words and pairs of words.
_WEIGHED: Final = 2500
#: Words and pairs by which names are weighed, each. Optional groups that are looked for in hits.
_MAX_WEIGHTS: Final = 6
_MAX_OPTIONAL: Final = 4
#: BM25's share of a word's weight, with k1 = 1.2 and b = 0.75: a word of a title is there eight times.
_LENGTH: Final = "(float8 '0.3' + length(names) * float8 %(scale)s)"
_TELLING: Final = f"float8 '17.6' / (8 + {_LENGTH})"
_ANYWHERE: Final = f"float8 '2.2' / (1 + {_LENGTH})"


class PostgresRecall(Recall):
    """`search.engines.recall.Recall` of one view of the index, for one query."""

    def __init__(self, view: View, known: Known) -> None:
        self._view = view
        self._known = known
        self._complete: dict[Asked, frozenset[int]] = {}  # ids of all hits, where these are few

    def documents(self) -> int:
        return int(self._view.state.get("documents", 0))

    def frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        if unknown := [word for word in words if word not in self._known.words]:
            statement = "SELECT word, documents FROM word_{g} WHERE word = ANY(%s)"
            found = self._view.rows(statement, (unknown,))
            self._known.words.update({**dict.fromkeys(unknown, 0), **dict(found)})
        return {word: self._known.words[word] for word in words}

    def strict(self, asked: Asked, wanted: Wanted) -> Strict:
        hits, values = self._hits(asked)
        narrowed, limits = self._narrowing(wanted)
        best = f"ARRAY(SELECT id FROM hit ORDER BY {_BEST_FIRST} LIMIT {RANKED:d})"  # noqa: S608
        chosen = f"ARRAY(SELECT id FROM hit WHERE {narrowed} ORDER BY {_BEST_FIRST} LIMIT {RANKED:d})"  # noqa: S608
        *rows, (*_numbers, best_ids, chosen_ids) = self._view.rows(
            f"WITH hit AS MATERIALIZED ({hits}) "  # noqa: S608
            f"SELECT facets, count(*), count(*) FILTER (WHERE {_within(wanted)}), NULL::bigint[], NULL::bigint[] "
            "FROM hit GROUP BY facets "
            f"UNION ALL SELECT NULL, 0, 0, {best}, {chosen if wanted.narrows else 'NULL'}",
            values | limits,
        )
        found = sum(row[1] for row in rows)
        counted = self._counted(found, {row[0]: row[2] for row in rows if row[2]}, wanted)
        if found <= RANKED:
            self._complete[asked] = frozenset(best_ids)
        cards = self._cards_of(best_ids + (chosen_ids or []))
        holding = [Candidate(card, in_body=True) for card in cards]
        first, chosen_ones = holding[: len(best_ids)], holding[len(best_ids) :]
        return Strict(counted, first, chosen_ones if wanted.narrows else first)

    def near(self, asked: Asked, close: Close) -> Sequence[Candidate]:
        known = self.frequencies([*close.words, *map("_".join, close.pairs)])
        by_rarity = sorted((count, term) for term, count in known.items() if count)
        expression = self._telling(asked, close.words, by_rarity) if close.words else ""
        if not expression:
            return []
        score, values = self._score(by_rarity)
        holds = "false" if asked in self._complete else _HOLDS[asked.scope]
        rows = self._view.rows(
            f"SELECT id, score, {holds} FROM ("  # noqa: S608
            f"SELECT id, names, {score} AS score FROM entry_{{g}} WHERE names @@ %(near)s::tsquery "
            f"ORDER BY score DESC, size, id LIMIT {RANKED:d}) AS e",
            values | {"near": expression, "holding": expressions.holding(asked)},
        )
        complete = self._complete.get(asked, frozenset())
        cards = self._cards_of([row[0] for row in rows])
        return [
            Candidate(card, score, holds or identity in complete)
            for card, (identity, score, holds) in zip(cards, rows, strict=True)
        ]

    def browse(self, wanted: Wanted) -> Counted:
        statement = f"SELECT facets, count(*) FROM entry_{{g}} WHERE {_within(wanted)} GROUP BY facets"  # noqa: S608
        rows = self._view.rows(statement, _limits(wanted))
        return self._counted(self.documents(), dict(rows), wanted)

    def listed(self, asked: Asked | None, wanted: Wanted, order: Order, depth: int) -> Sequence[Place]:
        hits, values = self._hits(asked) if asked else ("SELECT * FROM entry_{g}", {})
        narrowed, limits = self._narrowing(wanted)
        column = _COLUMNS.get(order, "NULL")
        first = "" if order is Order.RELEVANCE else f"{column} NULLS LAST, "
        rows = self._view.rows(
            f"SELECT id, {column} FROM ({hits}) AS hit WHERE {narrowed} "  # noqa: S608
            f"ORDER BY {first}{_BEST_FIRST if asked else _POPULAR_FIRST} LIMIT %(depth)s",
            values | limits | {"depth": depth},
        )
        if order is Order.NAME:
            return [Place(identity, name=name) for identity, name in rows]
        return [Place(identity, number=number) for identity, number in rows]

    def titles(self, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        rows = self._view.rows("SELECT id, code, title FROM document_{g} WHERE id = ANY(%s)", (list(ids),))
        return {identity: (code, title) for identity, code, title in rows}

    def _hits(self, asked: Asked) -> tuple[str, dict[str, Any]]:
        """Return the statement for everything that holds what is asked for, and its values."""
        values = {
            "holding": expressions.holding(asked),
            "title": expressions.in_names(asked.required, "A"),
            "alias": expressions.in_names(asked.required, "AB"),
        }
        optional = {
            f"also{n}": expressions.in_names([g]) for n, g in enumerate(asked.optional[:_MAX_OPTIONAL])
        }
        merit = ["2 * (names @@ %(title)s::tsquery)::int", "(names @@ %(alias)s::tsquery)::int"]
        merit += [f"(names @@ %({name})s::tsquery)::int" for name in optional]
        columns = (
            f"e.id, e.facets, e.fee, e.days, e.size, e.popularity, e.start, {' + '.join(merit)} AS merit"
        )
        return f"SELECT {columns} FROM {_FROM[asked.scope]}", values | optional  # noqa: S608

    def _narrowing(self, wanted: Wanted) -> tuple[str, dict[str, Any]]:
        """Return the condition for what is wanted, and its values. Filters are compared here, once for equal facets."""
        if not wanted.filters:
            return _within(wanted), _limits(wanted)
        keys = [key for (key,) in self._view.rows("SELECT id FROM facets_{g}")]
        self._learn(keys)
        passing = [key for key in keys if facets.passes(self._known.facets[key], wanted.filters)]
        condition = f"{_within(wanted)} AND facets IN (SELECT unnest(%(passing)s::integer[]))"
        return condition, _limits(wanted) | {"passing": passing}

    def _telling(self, asked: Asked, words: Sequence[str], by_rarity: Sequence[tuple[int, str]]) -> str:
        """Return what finds the names that may come close, not too many; empty when only hits could."""
        telling, number = [], 0
        for count, term in by_rarity:
            number += count
            if number > _WEIGHED:
                break
            telling.append(term)
        if telling:
            return expressions.any_one(telling)
        if self._complete.get(asked) != frozenset():
            return ""  # a name that has but one of words as common as these is far from one that has all
        rarest, *others = sorted(words, key=lambda word: self._known.words[word])[:_MAX_WEIGHTS]
        return expressions.with_any(rarest, others)

    def _score(self, by_rarity: Sequence[tuple[int, str]]) -> tuple[str, dict[str, Any]]:
        """Return in SQL, with its values, about what BM25 says of a name: rare words count, in titles most."""
        values: dict[str, Any] = {"scale": str(0.9 / float(self._view.state["average"]))}
        titles, anywhere, pairs = ["0"], ["0"], ["0"]
        words = [(count, term) for count, term in by_rarity if "_" not in term][:_MAX_WEIGHTS]
        for number, (count, word) in enumerate(words):
            values[f"w{number}"] = expressions.any_one([word])
            values[f"t{number}"] = expressions.any_one([word], "ABC")
            anywhere.append(_if_in_names(f"w{number}", self._weight(count)))
            titles.append(_if_in_names(f"t{number}", self._weight(count)))
        side_by_side = [(count, term) for count, term in by_rarity if "_" in term][:_MAX_WEIGHTS]
        for number, (count, pair) in enumerate(side_by_side):
            values[f"p{number}"] = expressions.any_one([pair])
            pairs.append(_if_in_names(f"p{number}", self._weight(count)))
        return (
            f"({' + '.join(titles)}) * ({_TELLING} - {_ANYWHERE}) + ({' + '.join(anywhere)}) * {_ANYWHERE}"
            f" + ({' + '.join(pairs)}) * {_TELLING}"
        ), values

    def _weight(self, count: int) -> float:
        return max(math.log((self.documents() - count + 0.5) / (count + 0.5)), 0.0001)

    def _counted(self, found: int, counts: Mapping[int, int], wanted: Wanted) -> Counted:
        self._learn(counts)
        counted = [(self._known.facets[key], number) for key, number in counts.items()]
        total = facets.total(counted, wanted.filters)
        return Counted(found, total, facets.count(counted, wanted.filters, wanted.facets))

    def _learn(self, keys: Collection[int]) -> None:
        """Read the facets with these numbers, as far as they are not known yet."""
        if unknown := [key for key in keys if key not in self._known.facets]:
            for key, packed in self._view.rows(
                "SELECT id, packed FROM facets_{g} WHERE id = ANY(%s)", (unknown,)
            ):
                self._known.facets[key] = unpack_facets(packed)

    def _cards_of(self, ids: Sequence[int]) -> list[Card]:
        """Return the cards of these documents, in their order."""
        if unread := [identity for identity in ids if identity not in self._known.cards]:
            rows = self._view.rows(_TEXTS, (unread,))
            self._learn({row[9] for row in rows})
            for row in rows:
                self._known.cards[row[0]] = card_from(row, self._known.facets[row[9]])
        return [self._known.cards[identity] for identity in ids]


_HOLDS: Final = {
    Scope.NAMES: "names @@ %(holding)s::tsquery",
    Scope.TEXTS: "EXISTS (SELECT FROM text_{g} AS t WHERE t.id = e.id AND t.texts @@ %(holding)s::tsquery)",
}


def _if_in_names(value: str, weight: float) -> str:
    return f"CASE WHEN names @@ %({value})s::tsquery THEN float8 '{weight:.4f}' ELSE 0 END"


def _within(wanted: Wanted) -> str:
    """Return the limits as a condition. A number that no document has lets nothing through."""
    conditions = [
        f"{_NUMBERS[name]} <= %(most_{name})s" if name in _NUMBERS else "false" for name in wanted.at_most
    ]
    return " AND ".join(["true", *conditions])


def _limits(wanted: Wanted) -> dict[str, Any]:
    return {f"most_{name}": limit for name, limit in wanted.at_most.items()}
