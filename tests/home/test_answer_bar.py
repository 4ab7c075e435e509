"""The bar of answers, which cannot flatter."""

from hypothesis import given
from hypothesis import strategies as st

from home.answer_bar import segments, share_on_time

counts = st.integers(min_value=0, max_value=10_000)


def test_open_and_late_counts_against_the_share() -> None:
    assert share_on_time(331, 44, 37) == 80
    assert share_on_time(10, 0, 10) == 50


def test_a_small_sample_has_no_percentage() -> None:
    assert share_on_time(9, 0, 0) is None
    assert share_on_time(10, 0, 0) == 100


def test_nothing_received_draws_nothing() -> None:
    assert segments(0, 0, 0, 0) == []


@given(counts, counts, counts, counts)
def test_pieces_follow_each_other_and_fill_the_bar(
    on_time: int, late: int, overdue: int, pending: int
) -> None:
    pieces = segments(on_time, late, overdue, pending)
    end = 0.0
    for piece in pieces:
        assert abs(piece.start - end) < 0.05
        end = piece.start + piece.width
    assert not pieces or abs(end - 100) < 0.05
