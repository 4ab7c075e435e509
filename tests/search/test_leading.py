"""A guide or a place above the procedures: when it is what was asked for."""

from __future__ import annotations

import pytest

from search.engines.base import Group
from search.leading import leads

DENUNCIATION = "Tố cáo: nộp ở đâu, được bảo vệ thế nào"
CENTRE = "Trung tâm Phục vụ hành chính công tỉnh"


def asked(*phrases: str, beside: str = "") -> tuple[Group, ...]:
    groups = [Group((tuple(phrase.split()),)) for phrase in phrases]
    return (*groups, *([Group(((beside,),), required=False)] if beside else []))


@pytest.mark.parametrize(
    ("title", "groups", "procedure", "leading"),
    [
        (CENTRE, asked("trung", "tam", "cong", beside="dau"), "Công nhận trung tâm đổi mới", False),
        (CENTRE, asked("trung", "tam", "hanh", "chinh"), "Công nhận trung tâm đổi mới", True),
        (CENTRE, asked("trung", "tam", "ca", "mau"), "Công nhận trung tâm đổi mới", False),
        (DENUNCIATION, asked("to cao"), "Giải quyết tố cáo cấp bộ", True),
        (DENUNCIATION, asked("nop"), "Nộp thuế", False),
        ("Đi làm khai sinh cho con", asked("khai", "sinh"), "Đăng ký khai sinh", False),
        (CENTRE, (), "Đăng ký khai sinh", False),
        (CENTRE, asked("hanh", "chinh"), "", True),
    ],
    ids=range(8),
)
def test_what_stands_above_the_procedures(
    title: str, groups: tuple[Group, ...], procedure: str, leading: bool
) -> None:
    assert leads(title, groups, procedure) is leading
