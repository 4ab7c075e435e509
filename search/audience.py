"""Whom a procedure is for and how near to people it is handled, read from names. Pure.

Sources say both in words of their own. What is read here is never shown and never filters: it only moves a hit up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from core.text import fold

#: Names of the facets (`Document.facets`) and their values.
WHO: Final = "who"
NEAR: Final = "near"
CITIZEN, BUSINESS = "citizen", "business"
COMMUNE, PROVINCE, CENTRAL = "commune", "province", "central"

_CITIZENS: Final = ("cong dan viet nam", "cong dan", "ca nhan", "nguoi dan", "ho gia dinh", "nguoi viet nam")
_BUSINESSES: Final = ("doanh nghiep", "hop tac xa", "to chuc", "ho kinh doanh")
_AT_COMMUNE: Final = ("cap xa", "ubnd xa", "uy ban nhan dan xa", "phuong", "dac khu")
_AT_PROVINCE: Final = ("cap tinh", "ubnd tinh", "uy ban nhan dan tinh", "thanh pho", ": so ")


def audience(subjects: Iterable[str]) -> tuple[str, ...]:
    """For citizens, for businesses, both or neither, by the names of those who may file."""
    names = [fold(name) for name in subjects]
    return tuple(
        who
        for who, words in ((CITIZEN, _CITIZENS), (BUSINESS, _BUSINESSES))
        if any(word in name for name in names for word in words)
    )


def nearness(levels: Iterable[str], agencies: Iterable[str]) -> tuple[str, ...]:
    """Where it is handled: the levels that are stated, else what the agencies' names say."""
    stated = tuple(level for level in levels if level in {COMMUNE, PROVINCE, CENTRAL})
    if stated:
        return stated
    names = [f": {fold(name)} " for name in agencies]
    return tuple(
        level
        for level, words in ((COMMUNE, _AT_COMMUNE), (PROVINCE, _AT_PROVINCE))
        if any(word in name for name in names for word in words)
    )
