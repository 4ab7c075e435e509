"""Counted queries are shown only as something public writes them."""

from __future__ import annotations

import pytest

from search.wording import as_written

TITLE = "Thủ tục đăng ký khai sinh cho trẻ em"
PHRASES = ["làm khai sinh", "giấy khai sinh", "CCCD", "vợ đẻ", TITLE, "Nguyễn", "Mẫu số 12 về nhà ở"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("dang ky khai sinh", "đăng ký khai sinh"),
        ("thu tuc dang ky", "thủ tục đăng ký"),
        ("giay khai sinh", "giấy khai sinh"),
        ("cccd", "CCCD"),
        ("em muon lam khai sinh cho be nguyen van an", "làm khai sinh"),
        ("ho ten nguyen van an", ""),
        ("nguyen", "nguyễn"),
        ("sinh", ""),
        ("khai dang", ""),
        ("mau so 12", ""),
        ("12 ve", ""),
        ("", ""),
    ],
    ids=["part of a title", "capital", "alias", "abbreviation", "alias in a sentence", "name", "whole phrase",
         "one word of a title", "not side by side", "digits", "digits first", "nothing"],
)  # fmt: skip
def test_words_are_written_as_something_public_writes_them_or_not_at_all(asked: str, shown: str) -> None:
    assert as_written(asked, PHRASES) == shown


def test_of_the_phrases_in_a_sentence_the_longest_is_shown() -> None:
    assert as_written("xin cap lai giay khai sinh bi mat", ["giấy khai sinh", "cấp lại giấy khai sinh"]) == (
        "cấp lại giấy khai sinh"
    )


def test_what_is_longer_than_a_search_is_not_shown() -> None:
    assert as_written("dang ky", ["Đăng ký"]) == "đăng ký"
    assert as_written(" ".join(["dang"] * 20), [" ".join(["đăng"] * 20)]) == ""
