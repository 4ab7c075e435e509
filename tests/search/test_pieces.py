"""Highlighting, reading the address, anonymous counting."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import folded_words
from search.highlighting import Segment, highlight
from search.models import SearchSynonym, ZeroHitQuery
from search.services import zero_hits
from search.services.zero_hits import anonymous_text, count_zero_hit
from search.templatetags.marked import marked

NFD_TITLE = unicodedata.normalize("NFD", "Đăng ký khai sinh")


def marks(*words: str) -> dict[str, frozenset[str] | None]:
    """Each word with its accents; a word that begins with * with any."""
    return {
        word.folded: None if text.startswith("*") else frozenset({word.accents})
        for text in words
        for word in folded_words(text)
    }


@pytest.mark.parametrize(
    ("text", "marked", "pieces"),
    [
        ("Đăng ký khai sinh", marks("khai", "sinh"), ["Đăng ký ", "*khai sinh"]),
        ("Đăng ký lại khai sinh", marks("*dang", "*ky", "sinh"), ["*Đăng ký", " lại khai ", "*sinh"]),
        ("cá nhân nhận giấy", marks("nhận"), ["cá nhân ", "*nhận", " giấy"]),
        ("hoà giải", marks("hòa"), ["*hoà", " giải"]),
        (NFD_TITLE, marks("đăng"), ["*" + NFD_TITLE[:5], NFD_TITLE[5:]]),
        ("cha, mẹ, con", marks("cha", "mẹ"), ["*cha", ", ", "*mẹ", ", con"]),
        ("<b>khai</b>", marks("khai"), ["<b>", "*khai", "</b>"]),
        ("Mã 1.001193.", marks("1.001193"), ["Mã ", "*1.001193", "."]),
        ("khai", {}, ["khai"]),
        ("", marks("khai"), []),
    ],
)
def test_found_words_are_marked(
    text: str, marked: dict[str, frozenset[str] | None], pieces: list[str]
) -> None:
    assert [("*" if segment.is_match else "") + segment.text for segment in highlight(text, marked)] == pieces


@given(st.text(max_size=120), st.sets(st.sampled_from(["a", "e", "khai", "dang", "1"])))
def test_pieces_are_the_text(text: str, words: set[str]) -> None:
    assert "".join(segment.text for segment in highlight(text, dict.fromkeys(words))) == text


def test_words_that_were_found_stand_out_and_nothing_of_a_text_is_markup() -> None:
    pieces = (Segment("Mẫu <A> & ", False), Segment("tờ khai", True), Segment(" <b>", True))
    assert marked(pieces) == "Mẫu &lt;A&gt; &amp; <mark>tờ khai</mark><mark> &lt;b&gt;</mark>"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("Xin Visa đi Mỹ", "xin visa di my"),
        ("gọi 0912 345 678 giúp", "goi giup"),
        ("gọi +84912345678", "goi"),
        ("số 079.123.456-789 mất", "so mat"),
        ("CCCD 001099012345", "cccd"),
        ("mail nguyen.van.a@example.vn nhé", "mail nhe"),
        ("https://example.vn/x?y=1 lỗi", "loi"),
        ("mẫu CT01 năm 2025", "mau ct01 nam 2025"),
        ("1.0049999", ""),
        ("a1b2c3d4e5f6", ""),
        ("x " * 40, " ".join("x" * 12)),
        ("😀", ""),
    ],
)
def test_nothing_personal_is_kept(query: str, kept: str) -> None:
    assert anonymous_text(query) == kept


@given(st.text(max_size=200))
def test_no_long_number_is_ever_kept(text: str) -> None:
    assert all(sum(c.isdigit() for c in word) < 5 for word in anonymous_text(text).split())


@pytest.mark.django_db
def test_searches_in_vain_are_counted_by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    count_zero_hit("Xổ số", date(2026, 11, 1))
    count_zero_hit("xo so", date(2026, 11, 2))
    count_zero_hit("!!!", date(2026, 11, 2))
    row = ZeroHitQuery.objects.get()
    assert (row.text, row.count, row.last_seen) == ("xo so", 2, date(2026, 11, 2))
    monkeypatch.setattr(zero_hits, "MAX_ROWS", 1)
    count_zero_hit("một câu khác", date(2026, 11, 3))
    count_zero_hit("xổ số", date(2026, 11, 3))
    assert ZeroHitQuery.objects.get().count == 3


@pytest.mark.django_db
def test_the_first_synonyms_are_there_and_hold_something() -> None:
    assert SearchSynonym.objects.count() > 150
    for row in SearchSynonym.objects.all():
        row.full_clean()


@pytest.mark.parametrize(("phrase", "expansion"), [("!!", "đất"), ("đất", "  "), ("Sổ đỏ", "sổ  đỏ")])
def test_a_synonym_that_says_nothing_is_refused(phrase: str, expansion: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        SearchSynonym(phrase=phrase, expansion=expansion).clean()
