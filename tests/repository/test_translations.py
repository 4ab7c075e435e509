"""Two languages: everything translated, each page in one of them, and no word of the frameworks in the wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.test import Client
from django.utils import translation

from core.calendar.days import LOCAL_ZONE
from core.templatetags.vietnamese import number_vi
from feedback.forms.case import CaseForm
from feedback.forms.kinds import KIND_FORMS
from feedback.forms.tracking import LookupForm, RatingForm, ReasonForm, SupplyForm
from feedback.models import Case
from feedback.services.alerts import apology_draft
from feedback.services.intake import Submission, submit_case
from feedback.services.transitions import label_of
from feedback.workflow import Actor
from procedures.forms import CalculatorForm
from procedures.wording import money, term_words
from scripts import translations
from tests.home.factories import make_site
from tests.procedures.factories import DepartmentFactory, ProcedureFactory, add_case, add_time

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=LOCAL_ZONE)
WORDS = {"limit_value": 5, "show_value": 3, "value": "x", "max": 4, "length": 9, "count": 2, "pk": 1}


@pytest.fixture
def procedure_path() -> str:
    """A site with one procedure, and the address of its page."""
    make_site()
    DepartmentFactory(name="Văn phòng UBND tỉnh", is_fallback=True)
    page = ProcedureFactory(title="Đăng ký khai sinh", code="1.001193")
    add_case(page, "Giấy chứng sinh")
    add_time(page, 3)
    page.save()
    return str(page.url)


def test_every_text_is_translated_and_compiled(capsys: pytest.CaptureFixture[str]) -> None:
    assert translations.check() == 0, capsys.readouterr().out


def test_every_stored_text_stands_in_a_migration() -> None:
    folders = [translations.ROOT / package for package in translations.PACKAGES]
    migrations = "".join(path.read_text() for folder in folders for path in folder.rglob("migrations/*.py"))
    assert [text for text in translations.STORED_TEXTS if text not in migrations] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "english", "vietnamese", "content"),
    [
        ("/", "Which paper do you need?", "Bạn cần làm giấy tờ gì?", "sổ đỏ"),
        ("{procedure}", "What to bring", "Mang theo gì", "Đăng ký khai sinh"),
        ("/tim-kiem/", "Find a procedure", "Tìm thủ tục", "Tỉnh An Hòa"),
        ("/tinh-ngay/?so=3&ngay=20/11/2026", "3 working days", "3 ngày làm việc", "Tỉnh An Hòa"),
        (
            "/phan-anh/",
            "Two things that are not sent here",
            "Hai việc không gửi qua trang này",
            "Tỉnh An Hòa",
        ),
        ("/phan-anh/gui/question/", "What would you like to ask?", "Bạn muốn hỏi gì?", "Văn phòng UBND tỉnh"),
        ("/tra-cuu/", "Secret code", "Mã bí mật", "Tỉnh An Hòa"),
        ("/noi-nop-ho-so/an-loc/", "Where to go", "Đến đâu", "phường An Lộc"),
    ],
)
def test_the_address_alone_chooses_the_language(
    procedure_path: str, path: str, english: str, vietnamese: str, content: str
) -> None:
    """A page is kept in the cache for everybody, so the browser's wishes and cookies change nothing."""
    address = path.format(procedure=procedure_path)
    for prefix, code, there, missing in (
        ("/en", "en", english, vietnamese),
        ("", "vi", vietnamese, english),
    ):
        client = Client(headers={"accept-language": "en" if code == "vi" else "vi"})
        client.cookies["django_language"] = "en" if code == "vi" else "vi"
        html = client.get(f"{prefix}{address}").content.decode()
        assert f'<html lang="{code}">' in html
        assert there in html
        assert missing not in html
        assert content in html


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_in_the_language_of_its_address(procedure_path: str) -> None:
    client = Client(headers={"accept-language": "en"})
    assert "Không tìm thấy trang này" in client.get("/khong-co/").content.decode()
    assert "This page was not found" in client.get("/en/khong-co/").content.decode()


@pytest.mark.django_db
def test_the_admin_greets_in_vietnamese() -> None:
    """Half of Wagtail's own Vietnamese is missing: what officers and editors see daily is in locale/vi."""
    html = Client(headers={"accept-language": "en"}).get("/admin/login/").content.decode()
    assert "Quên mật khẩu?" in html
    assert "Forgotten password?" not in html
    assert "Mật khẩu" in html
    assert "Password" not in html
    assert 'placeholder="Tên đăng nhập của bạn"' in html


def public_forms() -> Iterator[forms.Form]:
    """Every form that citizens fill in."""
    for kind in KIND_FORMS.values():
        yield CaseForm(kind, today=NOW.date())
    yield from (LookupForm(), SupplyForm(), RatingForm(), ReasonForm(), CalculatorForm(now=NOW))


def refusals(language: str) -> dict[tuple[str, str, str], str]:
    """Every message with which a field of a public form can refuse, by form, field and code."""
    found = {}
    with translation.override(language):
        for form in public_forms():
            for name, field in form.fields.items():
                messages = dict(field.error_messages)
                messages.update(
                    (f"validator {position}", validator.message)
                    for position, validator in enumerate(field.validators)
                    if hasattr(validator, "message")
                )
                for code, message in messages.items():
                    found[type(form).__name__, name, code] = str(message % WORDS)
    return found


@pytest.mark.django_db
def test_no_refusal_is_in_the_other_language() -> None:
    """Django's own messages too: its Vietnamese has gaps, which locale/vi fills."""
    vietnamese, english = refusals("vi"), refusals("en")
    assert len(vietnamese) > 100
    assert [where for where, text in vietnamese.items() if english[where] == text] == []


@pytest.mark.django_db
def test_a_form_refuses_in_the_language_of_its_address(procedure_path: str) -> None:
    client = Client()
    asked = {"content": "", "email": "abc", "send": "1"}
    vietnamese = client.post("/phan-anh/gui/question/", asked).content.decode()
    english = client.post("/en/phan-anh/gui/question/", asked).content.decode()
    assert "Hãy viết nội dung." in vietnamese
    assert "Please write what happened." in english
    with translation.override("vi"):
        assert str(forms.EmailField().validators[0].message) in vietnamese
    assert "Enter a valid email address." in english
    assert "Enter a valid" not in vietnamese


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    assert money(15000) == "15.000 đồng"
    with translation.override("en"):
        assert money(15000) == "15,000 đồng"
        assert number_vi(7.5) == "7.5"


@pytest.mark.parametrize(("days", "words"), [(1, "1 working day"), (3, "3 working days")])
def test_english_tells_one_day_from_several(days: int, words: str) -> None:
    with translation.override("en"):
        assert term_words(Decimal(days), "working_day") == words


@pytest.mark.django_db
def test_what_is_stored_is_vietnamese_whatever_language_its_author_reads(procedure_path: str) -> None:
    page = ProcedureFactory(title="Đăng ký tạm trú", code="1.004194")
    add_time(page, 3)
    page.save()
    with translation.override("en"), time_machine.travel(NOW, tick=False):
        asked = Submission(key="khoa", kind="question", content="Tôi cần mang giấy tờ gì?", procedure=page)
        submit_case(asked, now=NOW)
        case = Case.objects.get()
        assert translation.get_language() == "en"
        assert case.promise["time_summary"] == "3 ngày làm việc"
        assert "đầu mối tiếp nhận" in case.routing_reason
        assert case.events.get().actor_label == label_of(Actor.CITIZEN) == "Người gửi"
        assert "xin lỗi" in apology_draft(case)
