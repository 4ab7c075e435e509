"""Words typed raw or wrong, and what they are read as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language import Language
from search.spelling import EVERY_WORD, Vocabulary, read_word
from search.understanding import Repair, understand

WORDS = (
    "dang ky khai sinh tam tru giay phep xay dung quyen su dung dat cap doi the can cuoc ho chieu thuong tru "
    "ket hon nha o luong huu kinh doanh phap cong dan bao hiem xa hoi lai xe duoc nuoc nguoi duong"
)
KNOWN = Vocabulary({**dict.fromkeys(WORDS.split(), 5), "rarity": 1}, frozenset({"bhxh"}))


def read(text: str) -> str:
    return " ".join(" ".join(read_word(word, KNOWN) or (word,)) for word in text.split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddawng kys", "dang ky"),
        ("dawngd kys", "dang ky"),
        ("giaays phesp xaay duwngj", "giay phep xay dung"),
        ("giayas", "giay"),
        ("quyeenf suwr dungj ddaats", "quyen su dung dat"),
        ("tamj trus", "tam tru"),
        ("dduowcj nuwowcs nguwowif dduwowngf", "duoc nuoc nguoi duong"),
        ("d9a8ng ky1", "dang ky"),
        ("ta5m tru1 d9a61t d9u7o7c5", "tam tru dat duoc"),
        ("fep lai xee", "phep lai xe"),
        ("dag ky", "dang ky"),
        ("xay rung", "xay dung"),
        ("giay phap", "giay phap"),
        ("khai shin", "khai sinh"),
        ("kinh doang", "kinh doanh"),
        ("cong dna", "cong dan"),
        ("khaisinh dangky", "khai sinh dang ky"),
        ("thuongtru", "thuong tru"),
        ("bhxh", "bhxh"),
        ("raritz", "raritz"),
        ("nay lay", "nay lai"),
        ("blockchain", "blockchain"),
        ("ct01 1.004222 2026", "ct01 1.004222 2026"),
        ("a" * 200, "a" * 200),
    ],
)
def test_unknown_words_are_read_as_what_they_stand_for(typed: str, meant: str) -> None:
    assert read(typed) == meant


def test_an_empty_vocabulary_repairs_nothing() -> None:
    assert read_word("ddawng", EVERY_WORD) is None


@given(st.text(alphabet="abcdeghiklmnopqrstuvwxyz0123456789.", max_size=30))
def test_a_reading_is_always_of_known_words_and_known_words_stay(word: str) -> None:
    reading = read_word(word, KNOWN)
    if KNOWN.knows(word):
        assert reading is None
    if reading:
        assert all(KNOWN.weight(each) for each in reading)


def test_a_query_is_repaired_before_its_synonyms_are_looked_up() -> None:
    synonyms = Language.prepare([("sổ đỏ", "giấy chứng nhận quyền sử dụng đất")])
    vocabulary = Vocabulary(KNOWN.names, synonyms.words)
    understood = understand("ddawng kys soor ddor", synonyms, vocabulary)
    assert [expansion.typed for expansion in understood.expansions] == ["sổ đỏ"]
    assert understood.repairs == (Repair("ddawng kys soor ddor", "dang ky so do"),)
    assert "dang ky" in understood.text


def test_the_words_of_a_question_are_no_slips_and_literal_words_stay() -> None:
    assert not understand("hỏi lệ phí bao nhiêu ntn", vocabulary=KNOWN).repairs
    assert not understand("ddawng kys", vocabulary=KNOWN, literal=True).repairs
    assert not understand("1004222", vocabulary=KNOWN).repairs


def test_a_word_typed_with_its_accents_is_repaired_too() -> None:
    understood = understand("Đăg ký khai shinh", vocabulary=KNOWN)
    assert understood.repairs == (Repair("Đăg", "dang"), Repair("shinh", "sinh"))
    assert understand("shinh, Đăg", vocabulary=KNOWN).repairs == (
        Repair("shinh", "sinh"),
        Repair("Đăg", "dang"),
    )
    assert understood.text == "dang ký khai sinh"
