"""Queries that ask the same are one cluster, others are not, whatever the order they come in."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.clustering import Asked, clusters, likeness

STOP = frozenset({"lam", "o", "dau"})


def asked(text: str, count: int = 1) -> Asked:
    return Asked(text, frozenset(text.split()) - STOP, count)


@pytest.mark.parametrize(
    "texts",
    [
        ("lam so do", "so do lam", "lam so do o dau"),
        ("sodo", "so do"),
        ("xin cap phep treo bang hieu", "cap phep treo bang hieu"),
        ("bang hieu", "hieu bang"),
    ],
    ids=["order-and-politeness", "run-together", "one-word-more", "turned-round"],
)
def test_the_same_question_in_other_words_is_one_cluster(texts: tuple[str, ...]) -> None:
    assert len(set(clusters(map(asked, texts)).values())) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dang ky khai sinh", "dang ky khai tu"),
        ("so do", "so hong"),
        ("giay phep lai xe", "giay phep xay dung"),
        ("xo so", "so do"),
    ],
    ids=["birth-death", "red-pink", "driving-building", "lottery-land"],
)
def test_different_questions_stay_apart(one: str, other: str) -> None:
    assert len(set(clusters([asked(one), asked(other)]).values())) == 2


def test_the_most_frequent_query_names_the_cluster() -> None:
    found = clusters([asked("lam so do", 2), asked("so do", 9), asked("so do o dau", 4)])
    assert set(found.values()) == {"so do"}


def test_a_chain_of_small_differences_is_no_cluster() -> None:
    chain = [asked("a b c d e", 4), asked("b c d e f", 3), asked("c d e f g", 2)]
    assert clusters(chain) == {"a b c d e": "a b c d e", "b c d e f": "a b c d e", "c d e f g": "c d e f g"}


def test_a_query_of_polite_words_only_is_compared_by_them() -> None:
    assert clusters([asked("lam o dau"), asked("so do")]) == {"lam o dau": "lam o dau", "so do": "so do"}


def test_no_queries_no_clusters() -> None:
    assert clusters([]) == {}


def test_likeness_is_the_share_of_both() -> None:
    assert likeness(frozenset("ab"), frozenset("abc")) == 0.8
    assert likeness(frozenset(), frozenset()) == 0.0


WORDS = st.sampled_from(["so", "do", "hong", "khai", "sinh", "tu", "dat", "nha"])
QUERIES = st.dictionaries(
    st.lists(WORDS, min_size=1, max_size=4).map(" ".join), st.integers(1, 9), max_size=12
)


@given(QUERIES, st.randoms())
def test_the_order_of_the_input_changes_nothing_and_every_leader_leads_itself(
    counts: dict[str, int], random: Random
) -> None:
    queries = [asked(text, count) for text, count in counts.items()]
    found = clusters(queries)
    random.shuffle(queries)
    assert clusters(queries) == found
    assert set(found) == set(counts)
    for text, leader in found.items():
        assert found[leader] == leader
        assert counts[leader] >= counts[text]
