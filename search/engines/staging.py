"""Answering a query in two stages: an engine recalls, what is here decides. The same for every engine.

First names that hold everything asked for; when these are few, whole texts that do; beside them what comes close. The
best few hundred of these are ordered with care (`search.ranking`), what comes close is kept only if its score comes
near the best, and the rest of what holds everything goes behind in the engine's own order. Which documents are hits
depends on the words alone: filters and limits choose among them, so that every count is what choosing it gives.

An engine supplies a `Recall` for each query and calls `answer`. It counts and filters where its documents are: only
the best of the hits ever come here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from search.cards import Card
from search.engines import facets
from search.engines.ahead import ENOUGH_NAMES, close_of
from search.engines.base import EngineHit, EngineQuery, EngineResult, Match, Order
from search.engines.recall import (
    MAX_TEXT,
    Asked,
    Counted,
    Place,
    Recall,
    Scope,
    Wanted,
    asked_of,
    ordering_of,
    passes,
    wanted_of,
    words_of,
)
from search.ranking import NEAR_SHARE, NEAR_SHARE_BESIDE_EXACT, Candidate, Ranker, Scored


def answer(recall: Recall, query: EngineQuery) -> EngineResult:
    """Return the page of hits that the query asks for."""
    wanted = wanted_of(query)
    return _searched(recall, query, wanted) if query.groups else _browsed(recall, query, wanted)


def _browsed(recall: Recall, query: EngineQuery, wanted: Wanted) -> EngineResult:
    counted = recall.browse(wanted)
    start, end = _page(query, counted.total)
    places = recall.listed(None, wanted, query.order, end)[start:] if start < end else []
    titles = recall.titles([place.id for place in places]) if places else {}
    return EngineResult(
        hits=tuple(EngineHit(place.id, *titles[place.id], 0.0) for place in places),
        total=counted.total,
        match=Match.ALL if counted.total else Match.NONE,
        facets=counted.facets,
    )


def _searched(recall: Recall, query: EngineQuery, wanted: Wanted) -> EngineResult:
    asked = asked_of(query)
    if not asked.groups:
        return EngineResult(hits=(), total=0, match=Match.NONE)
    found = _found(recall, query, asked, wanted)
    kept = [one for one in found.ranked if not wanted.narrows or passes(found.cards[one.id], wanted)]
    counted = found.counted
    total = counted.total + sum(one.id not in found.strict for one in kept)
    start, end = _page(query, total)
    ids = _ordered(recall, found, wanted, query.order, [one.id for one in kept], end)[start:end]
    return EngineResult(
        hits=_hits(recall, found, ids, explain=query.explain),
        total=total,
        match=Match.WORDS if counted.total else Match.NEAR if total else Match.NONE,
        facets=facets.added(counted.facets, _counts_beside(found, wanted)),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for a query: the best hits in their careful order, their cards, and which hold everything."""

    asked: Asked
    counted: Counted
    ranked: Sequence[Scored]
    cards: Mapping[int, Card]
    strict: frozenset[int]


def _found(recall: Recall, query: EngineQuery, asked: Asked, wanted: Wanted) -> _Found:
    documents = recall.documents()
    words = words_of(query)
    frequency = dict.fromkeys(words, 0) | dict(recall.frequencies(words))
    strict = recall.strict(asked, wanted)
    best, chosen = [*strict.best], [*strict.wanted]
    close = close_of(asked, frequency, documents)
    if strict.counted.found < ENOUGH_NAMES:
        asked = replace(asked, scope=Scope.TEXTS)
        strict, near = recall.strict_and_near(asked, wanted, close)
        best += strict.best
        chosen += strict.wanted
    else:
        near = recall.near(asked, close)
    # What is a hit must not depend on what is wanted of hits: what only narrowing brought in sets no measure.
    measuring = {one.card.id: one for one in (*best, *near)}
    candidates = {one.card.id: one for one in chosen} | measuring
    bounded = replace(query, text=query.text[:MAX_TEXT], groups=asked.groups)
    strongest = max((one.base for one in near), default=0.0) or 1.0
    ranker = Ranker(bounded, frequency, documents, strongest)
    share = NEAR_SHARE_BESIDE_EXACT if strict.counted.found else NEAR_SHARE
    close_enough = _close_enough(ranker, measuring.values(), share)
    if (ordering := ordering_of(query)) != asked.groups:
        ranker = Ranker(replace(bounded, groups=ordering), frequency, documents, strongest)
    hits = [one for identity, one in candidates.items() if one.in_body or identity in close_enough]
    return _Found(
        asked,
        strict.counted,
        ranker.rank(hits),
        {one.card.id: one.card for one in hits},
        frozenset(one.card.id for one in hits if one.in_body),
    )


def _close_enough(ranker: Ranker, measuring: Iterable[Candidate], share: float) -> frozenset[int]:
    """Return what has at least this share of the best one's merit; what can't have it any more is not weighed."""
    merits, highest = {}, 0.0
    for one in measuring:
        merit = ranker.merit(one, least=share * highest)
        if merit is not None:
            merits[one.card.id] = merit
            highest = max(highest, merit)
    return frozenset(identity for identity, merit in merits.items() if merit >= share * highest)


def _ordered(
    recall: Recall, found: _Found, wanted: Wanted, order: Order, ranked: Sequence[int], end: int
) -> Sequence[int]:
    """Return at least the first `end` ids of all wanted hits; `ranked` are those that were ordered with care."""
    missing = found.counted.total - sum(identity in found.strict for identity in ranked)
    if order is Order.RELEVANCE:
        if end <= len(ranked) or missing <= 0:
            return ranked
        listed = recall.listed(found.asked, wanted, order, end)
        return list(dict.fromkeys([*ranked, *(place.id for place in listed)]))
    places = {identity: Place.of(found.cards[identity], order) for identity in ranked}
    if missing > 0 and end:
        for place in recall.listed(found.asked, wanted, order, end):
            places.setdefault(place.id, place)
    return [place.id for place in sorted(places.values(), key=lambda place: place.key)]


def _hits(recall: Recall, found: _Found, ids: Sequence[int], *, explain: bool) -> tuple[EngineHit, ...]:
    scores = {one.id: one for one in found.ranked}
    titles = {identity: (card.code, card.title) for identity, card in found.cards.items()}
    if unknown := [identity for identity in ids if identity not in titles]:
        titles |= recall.titles(unknown)
    hits = []
    for identity in ids:
        scored = scores.get(identity)
        parts = scored.parts if scored and explain else {}
        hits.append(EngineHit(identity, *titles[identity], scored.score if scored else 0.0, parts))
    return tuple(hits)


def _counts_beside(found: _Found, wanted: Wanted) -> Mapping[str, Mapping[str, int]]:
    """Count the facets of the hits that only come close: the engine has counted the others."""
    beside = (card for identity, card in found.cards.items() if identity not in found.strict)
    counted = [(card.facets, 1) for card in beside if facets.within(card.numbers, wanted.at_most)]
    return facets.count(counted, wanted.filters, wanted.facets)


def _page(query: EngineQuery, total: int) -> tuple[int, int]:
    start = max(query.offset, 0)
    return start, min(start + max(query.limit, 0), total)
