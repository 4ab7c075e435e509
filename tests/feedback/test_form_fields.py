"""What may stand in the form's fields: what has to be there, what is refused in words, what hostile people type."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.models import AdministrativeUnit
from feedback.models import Case
from tests.feedback.factories import NOW, AdministrativeUnitFactory, DepartmentFactory
from tests.feedback.sent_forms import Post, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_monday", "fallback")]


REQUIRED = [
    ("pakn_conduct", "name"),
    ("pakn_conduct", "phone"),
    ("pakn_conduct", "address"),
    ("pakn_conduct", "reason"),
    ("pakn_conduct", "content"),
    ("pakn_regulation", "name"),
    ("pakn_regulation", "address"),
    ("info_request", "phone"),
    ("question", "content"),
]


@pytest.mark.parametrize(("kind", "name"), REQUIRED)
def test_what_the_law_asks_for_must_be_there(post: Post, kind: str, name: str) -> None:
    page = post(kind, **{name: ""})
    assert page.status_code == 200
    assert not Case.objects.exists()
    assert f'id="id_{name}_error"' in page.content.decode()


def test_a_scene_needs_a_place_or_a_telephone(post: Post) -> None:
    assert "nơi xảy ra, hoặc số điện thoại" in text_of(post("scene_report", phone=""))
    assert post("scene_report", phone="", place_text="Cầu An Lộc").status_code == 302


def test_a_question_needs_no_name(post: Post) -> None:
    assert post("question", name="", phone="", address="").status_code == 302


@pytest.mark.parametrize(("channel", "field"), [("phone", "phone"), ("email", "email")])
def test_being_told_needs_an_address(post: Post, channel: str, field: str) -> None:
    page = post("question", preferred_channel=channel, phone="", email="")
    assert f'id="id_{field}_error"' in page.content.decode()


HOSTILE = [
    "'; DROP TABLE feedback_case; --",
    "<script>alert(1)</script>",
    "\x00",
    "{{7*7}}",
    "a" * 30_000,
    "\u202e",
    "-1",
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    "name",
    [
        "token",
        "website",
        "procedure_code",
        "procedure_query",
        "procedure_pick",
        "reason",
        "filed_on",
        "happened_on",
        "reported_fee",
        "unit_concerned",
        "place_unit",
        "dossier_code",
        "content",
        "wish",
        "name",
        "phone",
        "email",
        "address",
        "preferred_channel",
        "publish_consent",
        "captcha_answer",
        "captcha_token",
        "drop",
    ],
)
def test_no_field_breaks_the_page_or_comes_back_as_markup(post: Post, name: str, hostile: str) -> None:
    page = post(**{name: hostile})
    assert page.status_code in (200, 302)
    assert b"<script>alert" not in page.content
    for case in Case.objects.all():
        assert "\u202e" not in case.content + case.contact.name + case.wish + case.contact.address
        assert "\x00" not in case.content + case.contact.name


@pytest.mark.parametrize("value", ["999999999999999999999", "-1", "0", "abc", "1; DROP"])
@pytest.mark.parametrize("name", ["reason", "unit_concerned", "place_unit"])
def test_an_unknown_row_is_refused(post: Post, name: str, value: str) -> None:
    assert post(**{name: value}).status_code == 200
    assert not Case.objects.exists()


def test_a_legacy_district_and_a_closed_unit_cannot_be_chosen(post: Post) -> None:
    district = AdministrativeUnitFactory(kind=AdministrativeUnit.Kind.DISTRICT, is_legacy=True)
    closed = DepartmentFactory(valid_to=NOW.date() - timedelta(days=1))
    assert post(place_unit=district.pk).status_code == 200
    assert post(unit_concerned=closed.pk).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"content": "ngắn quá"}, "ít nhất 20 ký tự"),
        ({"content": "1234567890 1234567890 12"}, "bằng chữ"),
        ({"content": " \n\t " * 20}, "Hãy viết nội dung."),
        ({"content": "a" * 5001}, "5000"),
        ({"name": "0912345678"}, "Hãy ghi họ và tên bằng chữ."),
        ({"name": "http://spam.example"}, "Hãy ghi họ và tên bằng chữ."),
        ({"email": "khong phai email"}, "email"),
        ({"dossier_code": "<b>"}, "Mã hồ sơ chỉ gồm chữ"),
        ({"filed_on": "20/11/2026", "happened_on": "9/11/2026"}, "đứng trước ngày nộp hồ sơ"),
        ({"procedure_query": "bay lên sao Hỏa"}, "Không tìm thấy thủ tục này"),
    ],
)
def test_what_is_wrong_is_said_in_words(post: Post, changes: dict[str, str], words: str) -> None:
    page = post(**changes)
    assert words in text_of(page)
    assert not Case.objects.exists()
