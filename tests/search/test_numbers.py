"""What hits are limited and ordered by: never less than what has to be paid or waited, left out where unknown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from search.services.numbers import Charge, longest_days, smallest_fee


def charge(
    status: str, channel: str = "any", amount: int | None = None, case: str = "", currency: str = "VND"
) -> Charge:
    return Charge(status, channel, case, amount, currency)


FEES = [
    ("no rows", [], None),
    ("free", [charge("free")], 0),
    ("free in each way", [charge("free", "direct"), charge("free", "online")], 0),
    ("free for some, nothing said of the others", [charge("free", case="hộ nghèo")], None),
    ("free for some, and for all", [charge("free", case="hộ nghèo"), charge("free")], 0),
    ("one amount", [charge("amount", amount=15_000)], 15_000),
    ("two ways", [charge("amount", "direct", 15_000), charge("amount", "online", 7_000)], 7_000),
    ("two cases", [charge("amount", amount=15_000), charge("amount", amount=8_000, case="trẻ em")], 8_000),
    ("free online only", [charge("amount", "direct", 15_000), charge("free", "online")], 15_000),
    (
        "free for some beside an amount",
        [charge("amount", amount=15_000), charge("free", case="hộ nghèo")],
        15_000,
    ),
    ("the province decides", [charge("set_by_province")], None),
    ("not stated", [charge("not_stated")], None),
    ("something unknown comes on top", [charge("amount", amount=15_000), charge("set_by_province")], None),
    (
        "something unknown comes on top of one way",
        [
            charge("amount", "direct", 15_000),
            charge("amount", "online", 7_000),
            charge("by_formula", "online"),
        ],
        15_000,
    ),
    ("something unknown for any way", [charge("amount", "direct", 15_000), charge("by_formula")], None),
    ("from nothing to an amount", [charge("amount", amount=0)], None),
    ("dollars", [charge("amount", amount=70, currency="USD")], None),
    (
        "dollars abroad, đồng here",
        [
            charge("amount", amount=70, case="cơ quan đại diện", currency="USD"),
            charge("amount", amount=200_000),
        ],
        200_000,
    ),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in FEES], ids=[case[0] for case in FEES])
def test_the_smallest_fee_is_what_has_to_be_paid(rows: list[Charge], expected: int | None) -> None:
    assert smallest_fee(rows) == expected


@dataclass(frozen=True)
class Limit:
    """A row of time limits."""

    effective_term: tuple[Decimal | None, str]
    is_default: bool = False
    channel: str = "any"
    valid_from: None = None
    valid_to: None = None


def limit(value: str | None, unit: str, is_default: bool = False) -> Limit:
    return Limit((None if value is None else Decimal(value), unit), is_default)


DAYS = [
    ("no rows", [], None),
    ("working days", [limit("3", "working_day")], 3),
    ("half a day more is a day more", [limit("7.5", "working_day")], 8),
    ("hours are a part of a day", [limit("4", "working_hour")], 1),
    ("twelve hours are two days", [limit("12", "working_hour")], 2),
    ("plain hours count as hours of work", [limit("24", "hour")], 3),
    ("at once", [limit(None, "immediate")], 0),
    ("the same day", [limit(None, "same_day")], 1),
    ("four days may all be worked", [limit("4", "day")], 4),
    ("a week has five", [limit("7", "day")], 5),
    ("eight days have six", [limit("8", "day")], 6),
    ("thirty days have twenty-two", [limit("30", "day")], 22),
    ("a month has at most twenty-three", [limit("1", "month")], 23),
    ("in words only", [limit(None, "see_text")], None),
    ("not stated", [limit(None, "not_stated")], None),
    ("two that agree", [limit("3", "working_day"), limit("3", "working_day")], 3),
    ("the ordinary case decides", [limit("3", "working_day", True), limit("30", "working_day")], 3),
    ("none decides: the longest", [limit("3", "working_day"), limit("10", "working_day")], 10),
    ("none decides and one is unknown", [limit("3", "working_day"), limit(None, "see_text")], None),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in DAYS], ids=[case[0] for case in DAYS])
def test_the_days_are_never_fewer_than_the_wait(rows: list[Limit], expected: int | None) -> None:
    assert longest_days(rows) == expected
