"""What is kept of an index from query to query is never that of another state."""

from __future__ import annotations

import pytest

from search.engines import kept
from search.engines.kept import Kept
from tests.search.test_ranking import candidate


def test_what_is_known_is_known_to_the_next_query_of_the_same_state() -> None:
    states = Kept()
    states.of("one", "09:00").words["khai"] = 3
    assert states.of("one", "09:00").words == {"khai": 3}


def test_a_change_leaves_only_the_numbered_facets() -> None:
    states = Kept()
    known = states.of("one", "09:00")
    known.words["khai"], known.facets[1] = 3, {"level": frozenset({"commune"})}
    known.cards[7] = candidate(7, "Đăng ký khai sinh").card
    changed = states.of("one", "09:01")
    assert (changed.words, changed.cards) == ({}, {})
    assert changed.facets == {1: {"level": frozenset({"commune"})}}


def test_another_build_leaves_nothing() -> None:
    states = Kept()
    states.of("one", "09:00").facets[1] = {}
    assert states.of("two", "09:00").facets == {}


def test_a_query_goes_on_with_what_it_knew_when_the_index_changes_meanwhile() -> None:
    states = Kept()
    known = states.of("one", "09:00")
    states.of("one", "09:01").words["khai"] = 4
    assert "khai" not in known.words


def test_what_grows_too_large_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_WORDS", 2)
    states = Kept()
    states.of("one", "09:00").words.update(a=1, b=1)
    assert len(states.of("one", "09:00").words) == 2
    states.of("one", "09:00").words["c"] = 1
    assert states.of("one", "09:00").words == {}
