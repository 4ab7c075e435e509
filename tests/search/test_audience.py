"""Whom a procedure is for and how near it is handled, read from what sources write."""

from __future__ import annotations

import pytest

from search.audience import audience, nearness


@pytest.mark.parametrize(
    ("subjects", "who"),
    [
        (["Công dân Việt Nam"], ("citizen",)),
        (["Công dân Việt Nam", "Doanh nghiệp"], ("citizen", "business")),
        (["Tổ chức (không bao gồm doanh nghiệp, HTX)"], ("business",)),
        (["Người nước ngoài"], ()),
        ([], ()),
    ],
    ids=["citizens", "both", "organisations", "foreigners", "nobody"],
)
def test_who_may_file(subjects: list[str], who: tuple[str, ...]) -> None:
    assert audience(subjects) == who


@pytest.mark.parametrize(
    ("levels", "agencies", "near"),
    [
        (["commune"], ["Sở Tư pháp"], ("commune",)),
        ([], ["Uỷ ban nhân dân cấp xã"], ("commune",)),
        ([], ["Sở Xây dựng"], ("province",)),
        ([], ["Cơ sở khám bệnh"], ()),
        (["vertical"], ["Công an cấp xã", "Công an cấp tỉnh"], ("commune", "province")),
    ],
    ids=["stated", "commune", "department", "neither", "both"],
)
def test_where_it_is_handled(levels: list[str], agencies: list[str], near: tuple[str, ...]) -> None:
    assert nearness(levels, agencies) == near
