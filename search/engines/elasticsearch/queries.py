"""What is asked of Elasticsearch, as `elasticsearch.dsl` queries and aggregations. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Final

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Bool, MatchNone, Query

from search.engines.base import Group, Order
from search.engines.recall import RANKED, Asked, Close, Scope, Wanted

#: The mark of a near hit that holds everything asked for.
HOLDS_ALL: Final = "all"
#: Words that a score is made of: more only come from an attack.
_SCORED_WORDS: Final = 120
#: More values of one facet than any catalogue has.
_MOST_VALUES: Final = 10_000
#: Numbers beyond these can't be in an index.
_LARGEST: Final = 2**63 - 1
_LIVE: Final = Q("term", live=True)
#: Reading names or sources of documents would unpack a block of stored fields for each.
_NOTHING_STORED: Final = {"stored_fields": "_none_"}
_WEIGHTS: Final = {"heading": 3.0, "called": 2.0, "names": 1.0}
_FIELDS: Final = {Scope.NAMES: ("names",), Scope.TEXTS: ("names", "body")}


def holding(asked: Asked) -> Query:
    """What holds everything asked for, without a score."""
    return Bool(filter=[_any_of(group, asked.scope) for group in asked.required])


def _any_of(group: Group, scope: Scope) -> Query:
    alternatives = list(chain.from_iterable(_holds(phrase, scope) for phrase in group.alternatives))
    return Bool(should=alternatives, minimum_should_match=1) if alternatives else MatchNone()


def _holds(phrase: Sequence[str], scope: Scope) -> list[Query]:
    """All the words in the names, or the phrase as it stands in the body: names that have it have its words.

    What is no word is found nowhere; in a text it would be cut or overlooked.
    """
    if not phrase or any(word.split() != [word] for word in phrase):
        return []
    text = _sent(" ".join(phrase))
    if len(phrase) == 1:
        return [Q("term", **{field: text}) for field in _FIELDS[scope]]
    in_names = Q("match", names={"query": text, "operator": "and"})
    return [in_names, Q("match_phrase", body=text)] if scope is Scope.TEXTS else [in_names]


def _scored(words: Iterable[str]) -> list[Query]:
    """Clauses that a score is made of: rare words and words of titles and aliases count for more."""
    text = _sent(" ".join(list(dict.fromkeys(words))[:_SCORED_WORDS]))
    return [Q("match", **{field: {"query": text, "boost": boost}}) for field, boost in _WEIGHTS.items()]


def strict(asked: Asked, wanted: Wanted) -> Search:
    """The best of what holds everything asked for and is wanted, in the engine's order."""
    words = chain.from_iterable(chain.from_iterable(group.alternatives for group in asked.groups))
    query = Bool(filter=[*holding(asked).filter, *chosen(wanted)], should=_scored(words))
    return cards(query, RANKED, "_score", "id").extra(track_total_hits=True)


def near(asked: Asked, close: Close) -> Search:
    """The best of what has any of the words in a name. Those that hold everything asked for are marked."""
    phrases = [_sent(" ".join(pair)) for pair in close.pairs[:_SCORED_WORDS]]
    beside = [Q("match_phrase", **{field: phrase}) for phrase in phrases for field in ("heading", "names")]
    clauses = [*_scored(close.words), *beside]
    mark = Q("constant_score", filter=holding(asked), boost=0.0, _name=HOLDS_ALL)
    found = Bool(must=[Bool(should=clauses, minimum_should_match=1)], should=[mark])
    return cards(found, RANKED, "_score", "id")


def frequencies(words: Sequence[str]) -> Search:
    """The number of documents, and for each word (by its place) of those that have it in a name."""
    search = Search().query(_LIVE).extra(size=0, track_total_hits=True)
    if words:
        filters = {str(place): {"term": {"names": _sent(word)}} for place, word in enumerate(words)}
        search.aggs.bucket("words", A("filters", filters=filters))
    return search


def everything() -> Search:
    return Search().query(_LIVE).extra(size=0, track_total_hits=True)


def counting(search: Search, wanted: Wanted) -> Search:
    """Add what counts the wanted documents, and the values of each facet as `EngineResult.facets` means them."""
    if wanted.narrows:
        search.aggs.bucket("wanted", A("filter", Bool(filter=chosen(wanted))))
    for place, name in enumerate(wanted.facets):
        others = chosen(wanted, but=name)
        values = A("terms", field=f"facets.{name}", size=_MOST_VALUES)
        search.aggs.bucket(f"facet{place}", A("filter", Bool(filter=others))).bucket("values", values)
    return search


def chosen(wanted: Wanted, but: str = "") -> list[Query]:
    """The conditions of what is wanted, but for one facet's own."""
    filters = [
        Q("terms", **{f"facets.{name}": list(map(_sent, values))})
        for name, values in wanted.filters.items()
        if name != but
    ]
    limits = [
        Q("range", **{f"numbers.{name}": {"lte": max(min(limit, _LARGEST), -_LARGEST)}})
        for name, limit in wanted.at_most.items()
    ]
    return [*filters, *limits]


def listed(asked: Asked | None, wanted: Wanted, order: Order, depth: int) -> Search:
    """The first documents by a number or the name, then in the engine's order."""
    if asked is None:
        search = Search().query(Bool(filter=[_LIVE, *chosen(wanted)]))
        own: list[Any] = [{"popularity": "desc"}, "start", "id"]
    else:
        search, own = strict(asked, wanted).extra(docvalue_fields=[]), [{"_score": "desc"}, "id"]
    search = search.sort(*_first(order), *own)
    return search.extra(size=max(depth, 0), track_total_hits=False, **_NOTHING_STORED)


def _first(order: Order) -> list[dict[str, dict[str, str]]]:
    if order is Order.RELEVANCE:
        return []
    if order is Order.NAME:
        return [{"start": {"order": "asc", "missing": "_last"}}]
    return [{f"numbers.{order.value}": {"order": "asc", "missing": "_last", "unmapped_type": "long"}}]


def with_ids(ids: Sequence[int]) -> Search:
    """These documents."""
    return cards(Bool(filter=[_LIVE, Q("terms", id=list(ids))]), len(ids))


def cards(query: Query, size: int, *order: Any) -> Search:
    """The first documents with their cards."""
    search = Search().query(query).sort(*order)
    return search.extra(size=size, docvalue_fields=["card"], track_total_hits=False, **_NOTHING_STORED)


def _sent(text: str) -> str:
    """Half a pair of surrogates can't be sent, and can't be in an index either."""
    return text.encode("utf-8", "replace").decode()
