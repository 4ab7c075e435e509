"""What the search learns by itself, each night: from names of papers and results, and from what many chose."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from search.engines.base import Document
from search.language import Language
from search.learning import Learned, learn
from search.models import LearnedPhrase, SearchClick, SearchSynonym
from search.services.language import current_language
from search.services.learning import learn_phrases
from search.understanding import understand
from tests.search.conftest import MakePage

BIRTHS = [
    Document(1, "1.000001", "Đăng ký khai sinh", body="Giấy chứng sinh: bản chính\nNộp hồ sơ"),
    Document(2, "1.000002", "Đăng ký khai sinh có yếu tố nước ngoài", body="Giấy chứng sinh (nếu có)\nNộp hồ sơ"),
]  # fmt: skip
TRADE = Document(3, "1.000003", "Cấp giấy phép bán lẻ rượu", body="Nộp hồ sơ\nHợp đồng mua bán")


def test_the_name_of_a_paper_leads_to_what_asks_for_it() -> None:
    assert learn([*BIRTHS, TRADE]) == [Learned("Giấy chứng sinh", "Đăng ký khai sinh", 2)]


def test_one_document_teaches_nothing_and_documents_that_disagree_neither() -> None:
    assert learn([BIRTHS[0], TRADE]) == []
    assert learn([]) == []


def test_what_is_in_a_name_already_is_not_learned() -> None:
    named = Document(4, "1.000004", "Cấp lại giấy chứng sinh")
    assert learn([*BIRTHS, TRADE, named]) == []


def test_a_learned_phrase_adds_official_words_whatever_its_accents() -> None:
    language = Language.prepare(learned=[("giay chung sinh", "đăng ký khai sinh")])
    for text in ("giấy chứng sinh", "giay chung sinh"):
        understood = understand(text, language)
        assert [added.added for added in understood.learned] == ["đăng ký khai sinh"]
        assert understood.groups[0].alternatives == (
            ("giay", "chung", "sinh"),
            ("dang", "ky", "khai", "sinh"),
        )


def test_a_synonym_of_the_editors_goes_first() -> None:
    language = Language.prepare([("chứng sinh", "khai sinh")], learned=[("chung sinh", "khai tu")])
    understood = understand("chứng sinh", language)
    assert [added.added for added in understood.expansions] == ["khai sinh"]
    assert not understood.learned


@pytest.mark.django_db
def test_the_catalogue_is_learned_and_what_an_editor_stopped_stays_so(make_page: MakePage) -> None:
    make_page("1.000001", "Đăng ký khai sinh", summary="Phiếu nơi sinh trẻ")
    make_page("1.000002", "Đăng ký khai sinh lưu động", summary="Phiếu nơi sinh trẻ")
    assert learn_phrases(timezone.localdate()) >= 1
    row = LearnedPhrase.objects.get(phrase="Phiếu nơi sinh trẻ")
    assert row.expansion == "Đăng ký khai sinh"
    assert understand("phiếu nơi sinh trẻ", current_language()).learned
    row.active = False
    row.save()
    learn_phrases(timezone.localdate())
    assert LearnedPhrase.objects.get(phrase="Phiếu nơi sinh trẻ").active is False
    assert not understand("phiếu nơi sinh trẻ", current_language()).learned


@pytest.mark.django_db
def test_what_is_no_longer_learned_goes(make_page: MakePage) -> None:
    page = make_page("1.000001", "Đăng ký khai sinh", summary="Phiếu nơi sinh trẻ")
    make_page("1.000002", "Đăng ký khai sinh lưu động", summary="Phiếu nơi sinh trẻ")
    learn_phrases(timezone.localdate())
    page.unpublish()
    learn_phrases(timezone.localdate())
    assert not LearnedPhrase.objects.filter(phrase="Phiếu nơi sinh trẻ").exists()


@pytest.mark.django_db
def test_what_many_chose_is_learned_unless_editors_said_it(make_page: MakePage) -> None:
    make_page("1.000001", "Đăng ký khai sinh")
    today = date(2026, 11, 20)
    for text in ("giay cho be so sinh", "so do"):
        for day in range(3):
            SearchClick.objects.create(text=text, code="1.000001", day=today - timedelta(day), count=4)
    assert SearchSynonym.objects.filter(phrase="sổ đỏ").exists()
    learn_phrases(today)
    learned = LearnedPhrase.objects.filter(source="choices")
    assert [(row.phrase, row.expansion, row.support) for row in learned] == [
        ("giay cho be so sinh", "Đăng ký khai sinh", 12)
    ]
    assert understand("giấy cho bé sơ sinh", current_language()).learned
