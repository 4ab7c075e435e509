"""Folding, codes, slugs and display text: tables for what is known, properties for what must always hold."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import clean_display, fold, folded_words, parse_code, slugify_vietnamese

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵĐẤƯỘ ,.-1234567",
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("ĐĂNG KÝ KHAI SINH", "dang ky khai sinh"),
        ("dang ky khai sinh", "dang ky khai sinh"),
        (unicodedata.normalize("NFD", "Đăng ký khai sinh"), "dang ky khai sinh"),
        ("hòa giải, hoà giải", "hoa giai hoa giai"),
        ("thuỷ lợi / thủy lợi", "thuy loi thuy loi"),
        ("Ðất đai", "dat dai"),
        ("  nhiều\tkhoảng\n\ntrắng  ", "nhieu khoang trang"),
        ("giấy\u00adphép", "giayphep"),
        ("một\u200bcửa", "mot cua"),
        ("Mã 1.004873.", "ma 1.004873"),
        ("1.013978.H36", "1.013978.h36"),
        ("1.0133611", "1.0133611"),
        ("1.014955-Xoa", "1.014955 xoa"),
        ("Điều 3.1 khoản 2", "dieu 3 1 khoan 2"),
        ("v.v. và ...", "v v va"),
        ("15.000 đồng", "15 000 dong"),
        ("CT-01 (mẫu)", "ct 01 mau"),
        ("😀 日本 \x00", ""),
        ("", ""),
    ],
)
def test_text_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=200))
def test_folding_never_raises_and_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once.isascii()


@given(st.one_of(VIETNAMESE, st.text(max_size=80)))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
def test_accented_and_unaccented_text_fold_alike(text: str) -> None:
    unaccented = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    unaccented = unaccented.replace("đ", "d").replace("Đ", "D")
    assert fold(unaccented) == fold(text) == fold(text.upper())


@given(st.one_of(VIETNAMESE, st.text(max_size=120)))
def test_words_with_places_are_the_folded_words(text: str) -> None:
    words = folded_words(text)
    assert " ".join(word.folded for word in words) == fold(text)
    for before, after in pairwise(words):
        assert before.end <= after.start
    assert all(fold(text[word.start : word.end]) == word.folded for word in words)


def test_words_have_places_because_no_character_folds_to_several() -> None:
    """`folded_words` counts on it. Unassigned planes are left out: nothing of them is folded."""
    assert all(len(fold(f"a{chr(code)}a").replace(" ", "")) <= 3 for code in range(0x20000))


def test_a_word_keeps_its_decomposed_accents() -> None:
    text = unicodedata.normalize("NFD", "Đăng ký")
    assert [text[word.start : word.end] for word in folded_words(text)] == [
        unicodedata.normalize("NFD", "Đăng"),
        unicodedata.normalize("NFD", "ký"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("hòa", "hoà", True),
        ("Thủy", "thuỷ", True),
        ("đường", unicodedata.normalize("NFD", "ĐƯỜNG"), True),
        ("Ðất", "đất", True),
        ("thẻ", "thế", False),
        ("da", "đa", False),
        ("hoa", "hòa", False),
    ],
)
def test_words_are_compared_with_their_accents(one: str, other: str, same: bool) -> None:
    first, second = folded_words(one)[0], folded_words(other)[0]
    assert first.folded == second.folded
    assert (first.accents == second.accents) is same


@pytest.mark.parametrize(
    "query",
    [
        "1.004873",
        " 1.004873 ",
        "1004873",
        "1 004873",
        "1. 004873",
        "1.004873.",
        "1.004873.H36",
        "1.004873.h36",
        "1.004873.000.00.00.H01",
        "1004873.000.00.00.H01",
        "１．００４８７３",
        "\t1.004873\n",
    ],
)
def test_a_code_is_recognised_however_it_is_written(query: str) -> None:
    assert parse_code(query) == "1.004873"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "1",
        "1.00487",
        "1.0048731",
        "10048731",
        "0912345678",
        "khai sinh 1.004873",
        "1.004873 khai sinh",
        "1,004873",
        "1.004873;drop",
        "१.००४८७३",
        "1.004873\x00",
    ],
)
def test_what_is_not_a_code_is_left_to_the_words(query: str) -> None:
    assert parse_code(query) is None


@given(st.text(max_size=60))
def test_parsing_a_code_never_raises(text: str) -> None:
    code = parse_code(text)
    assert code is None or parse_code(code) == code


@pytest.mark.parametrize(
    ("text", "length", "slug"),
    [
        ("Thủ tục đăng ký khai sinh", 80, "thu-tuc-dang-ky-khai-sinh"),
        ("Thủ tục đăng ký khai sinh", 15, "thu-tuc-dang-ky"),
        ("Thủ tục đăng ký khai sinh", 14, "thu-tuc-dang"),
        ("Nghiêng", 3, "ngh"),
        ("Đăng ký 1.001193", 80, "dang-ky-1-001193"),
        ("!!!", 80, ""),
    ],
)
def test_a_slug_is_cut_between_words(text: str, length: int, slug: str) -> None:
    assert slugify_vietnamese(text, length) == slug


@given(st.text(max_size=200), st.integers(min_value=1, max_value=90))
def test_a_slug_is_short_and_clean(text: str, length: int) -> None:
    slug = slugify_vietnamese(text, length)
    assert len(slug) <= length
    assert not set(slug) - set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Cấp\tgiấy\r\nphép  ", "Cấp giấy phép"),
        (unicodedata.normalize("NFD", "Hộ tịch"), "Hộ tịch"),
        ("Cấp\x00 giấy\u200b phép\u00a0mới", "Cấp giấy phép mới"),
        ("\u202eCấp\u202c giấy\u2066 phép\u2069\u200f", "Cấp giấy phép"),
        ("", ""),
    ],
)
def test_text_for_display_is_one_clean_line(text: str, shown: str) -> None:
    assert clean_display(text) == shown


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_display(text)
    assert clean_display(once) == once
