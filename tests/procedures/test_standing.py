"""What decisions make of a procedure: the same whatever the order in which people enter and carry them out."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.standing import Change, Obstacle, Standing, carry_out, obstacle_to

DAY = date(2027, 1, 1)
FORCE = Standing("published", effective_from=date(2020, 1, 1), decision=90)
ENDED = Standing("abolished", effective_to=date(2026, 5, 31), decision=90)


def change(action: str, on: date = DAY, item: int = 1, successor: int | None = None) -> Change:
    return Change(item=item, decision=item, action=action, on=on, successor=successor)


@pytest.mark.parametrize(
    ("action", "successor", "expected"),
    [
        ("amend", None, Standing("amended", date(2020, 1, 1), None, None, 1)),
        ("abolish", None, Standing("abolished", date(2020, 1, 1), date(2026, 12, 31), None, 1)),
        ("abolish", 7, Standing("abolished", date(2020, 1, 1), date(2026, 12, 31), 7, 1)),
        ("replace", 7, Standing("replaced", date(2020, 1, 1), date(2026, 12, 31), 7, 1)),
        ("new", None, Standing("published", DAY, None, None, 1)),
    ],
)
def test_what_each_action_does_on_its_day(action: str, successor: int | None, expected: Standing) -> None:
    acted = change(action, successor=successor)
    assert carry_out(FORCE, [acted], DAY).standing == expected
    assert carry_out(FORCE, [acted], DAY - timedelta(days=1)).standing == FORCE


@pytest.mark.parametrize(
    ("standing", "acted", "obstacle"),
    [
        (ENDED, change("amend"), Obstacle.HAS_ENDED),
        (ENDED, change("abolish"), Obstacle.HAS_ENDED),
        (ENDED, change("replace", successor=7), Obstacle.HAS_ENDED),
        (ENDED, change("new"), None),
        (FORCE, change("replace"), Obstacle.NO_SUCCESSOR),
        (Standing("published", effective_from=DAY), change("abolish"), Obstacle.ENDS_BEFORE_START),
        (Standing("published", effective_from=DAY), change("amend"), None),
        (Standing("published"), change("abolish"), None),
    ],
)
def test_what_stands_in_the_way(standing: Standing, acted: Change, obstacle: Obstacle | None) -> None:
    assert obstacle_to(acted, standing) == obstacle
    outcome = carry_out(standing, [acted])
    assert outcome.obstacles == ({acted.item: obstacle} if obstacle else {})
    assert (outcome.standing == standing) == (obstacle is not None)


def test_a_procedure_that_was_to_end_earlier_does_not_last_longer_by_being_abolished() -> None:
    ending = Standing("published", effective_to=date(2026, 6, 30))
    assert carry_out(ending, [change("abolish")]).standing.effective_to == date(2026, 6, 30)


def test_of_two_decisions_on_one_day_the_one_signed_later_counts_last() -> None:
    early = Change(1, 10, "amend", DAY, signed_on=date(2026, 12, 1))
    late = Change(2, 5, "abolish", DAY, signed_on=date(2026, 12, 20))
    for order in itertools.permutations([early, late]):
        outcome = carry_out(FORCE, order)
        assert (outcome.standing.status, outcome.obstacles) == ("abolished", {})


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["new", "amend", "replace", "abolish"]),
        st.integers(0, 6),
        st.sampled_from([None, 7, 8]),
    ),
    max_size=6,
)


@given(CHANGES, st.randoms())
def test_the_order_of_entry_never_matters(rows: list[tuple[str, int, int | None]], random: object) -> None:
    changes = [
        change(action, DAY + timedelta(days=offset), item, successor)
        for item, (action, offset, successor) in enumerate(rows, start=1)
    ]
    shuffled = list(changes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert carry_out(FORCE, shuffled) == carry_out(FORCE, changes)


@given(CHANGES)
def test_day_by_day_or_at_once_the_end_is_the_same(rows: list[tuple[str, int, int | None]]) -> None:
    changes = [
        change(action, DAY + timedelta(days=offset), item, successor)
        for item, (action, offset, successor) in enumerate(rows, start=1)
    ]
    standing = FORCE
    for offset in range(7):
        day = DAY + timedelta(days=offset)
        standing = carry_out(standing, [each for each in changes if each.on == day]).standing
        assert standing == carry_out(FORCE, changes, day).standing
