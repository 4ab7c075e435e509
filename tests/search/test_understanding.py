"""How queries are read: a table of what citizens type, and what must hold for any text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold
from search.everyday_words import Intent
from search.language import Language
from search.understanding import MAX_QUERY, understand
from tests.search.first_rows import first_stop_phrases

SYNONYMS = Language.prepare(
    [
        ("sổ đỏ", "giấy chứng nhận quyền sử dụng đất"),
        ("mất sổ đỏ", "cấp lại giấy chứng nhận quyền sử dụng đất"),
        ("CCCD", "thẻ căn cước"),
        ("BHXH", "bảo hiểm xã hội"),
        ("đổi họ", "cải chính hộ tịch"),
        ("mở quán", "thành lập hộ kinh doanh"),
        ("mở quán", "cơ sở dịch vụ ăn uống"),
        ("", "nothing"),
        ("nothing", "!!"),
    ],
    stop_phrases=first_stop_phrases(),
)


def required(query: str, **options: bool) -> list[str]:
    """Return the words that must be there, as typed, without accents."""
    return [" ".join(g.typed) for g in understand(query, SYNONYMS, **options).groups if g.required]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("đăng ký khai sinh", ["dang", "ky", "khai", "sinh"]),
        ("Cho em hỏi đăng ký khai sinh cần giấy tờ gì ạ", ["dang", "ky", "khai", "sinh"]),
        ("cho em hoi dang ky khai sinh can giay to gi a", ["dang", "ky", "khai", "sinh"]),
        ("cap ban sao can cuoc tre em", ["cap", "cuoc", "tre"]),
        ("làm lại sổ đỏ ở đâu", ["lam", "lai", "so do"]),
        ("thẻ căn cước", ["the", "can", "cuoc"]),
        ("chi phí mai táng", ["chi", "mai", "tang"]),
        ("đổi họ", ["doi ho"]),
        ("đội hộ", ["doi", "ho"]),
        ("doi ho", ["doi ho"]),
        ("mat so do", ["mat so do"]),
        ("khai sinh khai sinh", ["khai", "sinh"]),
        ("khai sinh cho con", ["khai", "sinh"]),
        ("1.001193 là gì", ["1.001193"]),
        ("phí", ["phi"]),
        ("xin chào ạ", ["chao"]),
        ("tôi muốn", ["toi", "muon"]),
        ("!!!", []),
        ("", []),
    ],
)
def test_what_must_be_there(query: str, words: list[str]) -> None:
    assert required(query) == words


@pytest.mark.parametrize(
    ("query", "intents"),
    [
        ("khai sinh bao nhiêu tiền", (Intent.FEES,)),
        ("khai sinh hết bao nhiêu tiền, mất bao lâu", (Intent.FEES, Intent.TIME)),
        ("lệ phí khai sinh", (Intent.FEES,)),
        ("khai sinh nop o dau", (Intent.PLACE,)),
        ("mẫu đơn khai sinh", (Intent.FORMS,)),
        ("khai sinh cần gì", (Intent.DOSSIER,)),
        ("giấy tờ cần để khai sinh", (Intent.DOSSIER,)),
        ("phi công", (Intent.FEES,)),
        ("phì nhiêu", ()),
        ("khai sinh", ()),
    ],
)
def test_what_is_asked_about(query: str, intents: tuple[Intent, ...]) -> None:
    assert understand(query, SYNONYMS).intents == intents


def test_a_word_that_asks_for_a_section_still_helps_a_title_that_has_it() -> None:
    groups = understand("lệ phí trước bạ", SYNONYMS).groups
    assert [(g.typed, g.required) for g in groups] == [
        (("le",), False),
        (("phi",), False),
        (("truoc",), True),
        (("ba",), True),
    ]


def test_official_words_are_added_and_the_typed_ones_stay() -> None:
    understood = understand("sổ BHXH", SYNONYMS)
    assert understood.groups[-1].alternatives == (("bhxh",), ("bao", "hiem", "xa", "hoi"))
    assert [(e.typed, e.added) for e in understood.expansions] == [("BHXH", "bảo hiểm xã hội")]


def test_the_longest_phrase_counts_and_all_its_expansions() -> None:
    assert [e.typed for e in understand("làm mất sổ đỏ", SYNONYMS).expansions] == ["mất sổ đỏ"]
    assert len(understand("mở quán", SYNONYMS).groups[0].alternatives) == 3


def test_what_happened_is_read_as_the_official_verb_and_is_not_required() -> None:
    language = Language.prepare(verbs=[("bị mất", "cấp lại"), ("hỏng", "cấp lại"), ("hỏng", "cấp đổi")])
    understood = understand("thẻ bị mất", language)
    lost = understood.groups[-1]
    assert lost.alternatives == (("bi", "mat"), ("cap", "lai"))
    assert not lost.required
    assert lost.weight < 1
    assert [verb.added for verb in understood.verbs] == ["cấp lại"]
    assert [verb.added for verb in understand("thẻ hỏng", language).verbs] == ["cấp lại", "cấp đổi"]


def test_a_synonym_goes_before_a_verb_inside_it() -> None:
    language = Language.prepare([("mất sổ đỏ", "cấp lại giấy chứng nhận")], [("mất", "cấp lại")])
    assert not understand("mất sổ đỏ", language).verbs


@pytest.mark.parametrize(
    ("query", "prefer"),
    [
        ("đăng ký khai sinh", {"who": ("citizen",), "near": ("commune",)}),
        ("nộp đơn xác nhận ở Sở Tư pháp", {"who": ("citizen",), "near": ("province",)}),
        ("công ty đổi địa chỉ", {"who": ("business",)}),
    ],
    ids=["a citizen", "a department", "a company"],
)
def test_what_the_reader_probably_wants(query: str, prefer: dict[str, tuple[str, ...]]) -> None:
    assert understand(query).prefer == prefer


def test_family_words_beside_an_owner_are_a_hint() -> None:
    assert required("làm khai sinh con em") == ["lam", "khai", "sinh"]
    assert required("làm khai sinh cho con nít") == ["lam", "khai", "sinh"]
    assert required("đăng ký nhận con nuôi") == ["dang", "ky", "nhan", "con", "nuoi"]


def test_decomposed_accents_are_the_same_query() -> None:
    text = "mất sổ đỏ làm lại ở đâu"
    assert understand(unicodedata.normalize("NFD", text), SYNONYMS) == understand(text, SYNONYMS)


def test_a_literal_query_keeps_every_word_and_adds_none() -> None:
    understood = understand("cho em hỏi sổ đỏ", SYNONYMS, literal=True)
    assert [g.alternatives for g in understood.groups] == [
        ((word,),) for word in ("cho", "em", "hoi", "so", "do")
    ]
    assert not understood.expansions


def test_a_code_is_a_code() -> None:
    assert understand("1001193.H36", SYNONYMS).code == "1.001193"
    assert understand("khai sinh 1.001193", SYNONYMS).code is None


def test_highlighted_words_are_those_that_must_be_there() -> None:
    marks = understand("phí so do bác", SYNONYMS).marks
    assert set(marks) == set("so do giay chung nhan quyen su dung dat bac".split())
    assert marks["so"] == frozenset({"\u0302\u0309"})
    assert marks["bac"] == frozenset({"\u0301"})


def test_what_is_done_is_highlighted_where_it_was_typed_only() -> None:
    language = Language.prepare([("bằng lái", "cấp lại giấy phép lái xe"), ("cấp bằng", "cấp lại")])
    assert set(understand("bằng lái", language).marks) == set("bang lai giay phep xe".split())
    assert set(understand("cấp bằng", language).marks) == {"cap", "bang", "lai"}


def test_a_word_typed_without_accents_is_highlighted_with_any() -> None:
    assert understand("lam lai", SYNONYMS).marks == {"lam": None, "lai": None}


@given(st.text(max_size=400))
def test_any_text_is_understood(text: str) -> None:
    understood = understand(text, SYNONYMS)
    assert len(understood.text) <= MAX_QUERY
    assert all(
        word.isascii() and " " not in word for g in understood.groups for p in g.alternatives for word in p
    )
    assert all(g.typed for g in understood.groups)
    assert not understood.groups or any(g.required for g in understood.groups)


@pytest.mark.parametrize(
    "text", ["Cấp lễ hội", "cho em hỏi phí cấp lại thẻ", "đổi họ", "1.004873", "dang ky"]
)
def test_what_is_looked_for_does_not_depend_on_accents(text: str) -> None:
    language = Language.prepare([("đổi họ", "thay đổi hộ tịch")], [("đổi", "cấp đổi")], ["cho em hỏi"], [])
    assert understand(text, language).finding == understand(fold(text), language).finding
    assert understand(fold(text), language).finding == understand(fold(text), language).groups
