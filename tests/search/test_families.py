"""Kinds of one thing, and one matter at several levels, told by their names."""

from __future__ import annotations

import pytest

from search.families import Family, by_matter, family_of, matter_of

WORK_PERMITS = [
    "Cấp giấy phép lao động cho người lao động nước ngoài",
    "Cấp lại giấy phép lao động cho người lao động nước ngoài",
    "Gia hạn giấy phép lao động cho người lao động nước ngoài",
]
BIRTHS = [
    "Thủ tục đăng ký khai sinh",
    "Thủ tục đăng ký lại khai sinh",
    "Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con",
    "Cấp bản sao trích lục khai sinh",
]


def shown(family: Family | None) -> list[str]:
    """The titles with what differs between stars."""
    assert family is not None
    return [
        "".join(f"*{piece.text}*" if piece.is_match else piece.text for piece in t) for t in family.titles
    ]


def test_what_is_done_tells_the_kinds_of_a_permit_apart() -> None:
    family = family_of(WORK_PERMITS)
    assert shown(family) == [
        "*Cấp* giấy phép lao động cho người lao động nước ngoài",
        "*Cấp lại* giấy phép lao động cho người lao động nước ngoài",
        "*Gia hạn* giấy phép lao động cho người lao động nước ngoài",
    ]
    assert family is not None
    assert family.shared == "giấy phép lao động cho người lao động nước ngoài"
    assert family.own_words == {"cap"}


def test_what_more_a_name_says_is_marked_and_thu_tuc_is_not() -> None:
    assert shown(family_of(BIRTHS)) == [
        "Thủ tục *đăng ký* khai sinh",
        "Thủ tục *đăng ký lại* khai sinh",
        "*Đăng ký* khai sinh *kết hợp đăng ký nhận cha, mẹ, con*",
        "*Cấp bản sao trích lục* khai sinh",
    ]


def test_words_with_which_all_say_what_is_done_are_not_marked() -> None:
    family = family_of(["Đăng ký kết hôn", "Đăng ký lại kết hôn", "Đăng ký kết hôn lưu động"])
    assert shown(family) == ["Đăng ký kết hôn", "Đăng ký *lại* kết hôn", "Đăng ký kết hôn *lưu động*"]
    assert family is not None
    assert family.own_words == {"dang", "ky"}


def test_names_joined_again_are_what_they_were() -> None:
    family = family_of(BIRTHS)
    assert family is not None
    assert ["".join(piece.text for piece in title) for title in family.titles] == BIRTHS


def test_where_all_do_the_same_only_the_rest_is_marked() -> None:
    family = family_of(
        [
            "Cấp thẻ căn cước cho người từ đủ 14 tuổi",
            "Cấp thẻ căn cước cho người dưới 14 tuổi",
            "Cấp thẻ căn cước cho người gốc Việt",
        ]
    )
    assert shown(family)[1] == "Cấp thẻ căn cước cho người *dưới 14 tuổi*"


@pytest.mark.parametrize(
    "titles",
    [
        [],
        ["Đăng ký khai sinh"],
        WORK_PERMITS[:2],
        [WORK_PERMITS[0], "Đăng ký kết hôn", *WORK_PERMITS[1:]],
        ["Đăng ký tạm trú", "Đăng ký kết hôn", "Đăng ký khai tử"],
        [WORK_PERMITS[0], WORK_PERMITS[0], WORK_PERMITS[0]],
        ["", "", ""],
        ["Cấp", "Cấp lại", "Gia hạn"],
        [*WORK_PERMITS[:2], "Gia hạn giấy phép lao động " + "cho người nước ngoài " * 6],
    ],
    ids=[
        "none",
        "one",
        "two",
        "stranger-in-between",
        "only-the-verb-is-shared",
        "same-name",
        "empty",
        "verbs-only",
        "too-long",
    ],
)
def test_other_hits_are_no_family(titles: list[str]) -> None:
    assert family_of(titles) is None


def test_members_further_down_join_and_strangers_among_them_do_not() -> None:
    family = family_of([*WORK_PERMITS, "Đăng ký kết hôn", "Thu hồi giấy phép lao động"])
    assert family is not None
    assert family.members == (0, 1, 2, 4)


def test_a_long_name_that_only_contains_the_words_is_no_kind_of_the_thing() -> None:
    strangers = [
        "Đổi giấy phép hoạt động dịch vụ đưa người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng",
        "Khai báo cư trú khi chưa đủ điều kiện cấp giấy phép lao động",
    ]
    family = family_of([*WORK_PERMITS, *strangers])
    assert family is not None
    assert family.members == (0, 1, 2)


def test_a_family_offers_no_more_than_can_be_looked_over() -> None:
    family = family_of([f"Cấp giấy phép lao động loại {letter}" for letter in "abcdefghij"])
    assert family is not None
    assert len(family.members) == 6


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("Cấp lại giấy phép môi trường (cấp tỉnh)", "cap lai giay phep moi truong"),
        ("Thủ tục cấp lại giấy phép môi trường (Cấp Xã)", "cap lai giay phep moi truong"),
        ("Cấp lại giấy phép môi trường thuộc thẩm quyền của UBND cấp xã", "cap lai giay phep moi truong"),
        (
            "Cấp lại giấy phép môi trường thuộc thẩm quyền giải quyết của Ủy ban nhân dân cấp tỉnh",
            "cap lai giay phep moi truong",
        ),
        ("Cấp lại giấy phép môi trường tại cấp trung ương", "cap lai giay phep moi truong"),
        ("Cấp giấy phép môi trường", "cap giay phep moi truong"),
        ("Giải quyết khiếu nại lần đầu tại cấp xã", "giai quyet khieu nai lan dau"),
        ("Cấp xã", "cap xa"),
        ("", ""),
    ],
)
def test_the_matter_is_the_name_without_the_level(title: str, matter: str) -> None:
    assert matter_of(title) == matter


ENTRIES = [
    ("central", "Giải quyết khiếu nại (cấp trung ương)", ("central",)),
    ("other", "Đăng ký kết hôn", ("commune",)),
    ("province", "Giải quyết khiếu nại (cấp tỉnh)", ("province",)),
    ("commune", "Giải quyết khiếu nại (cấp xã)", ("commune",)),
    ("unknown", "Giải quyết khiếu nại", ()),
]


def test_one_matter_stands_together_with_the_commune_first() -> None:
    assert by_matter(ENTRIES) == [["commune", "province", "central", "unknown"], ["other"]]


def test_the_level_that_was_chosen_stands_before_the_commune() -> None:
    assert by_matter(ENTRIES, ("province",))[0] == ["province", "commune", "central", "unknown"]
