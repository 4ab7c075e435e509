"""Work that a procedure's own page gives: parts that are missing, contradict each other or grew old."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Department, User
from procedures.models import DossierItem, Form
from tests.procedures.editors import client_of
from tests.procedures.factories import LegalBasisFactory, add_case, add_fee, add_time, procedure
from tests.procedures.listed_work import lines

pytestmark = pytest.mark.django_db


def test_a_missing_part_is_named_and_linked_to_its_place(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    add_fee(page, 5000)
    (line,) = lines(editor, "thieu-noi-dung")
    assert "b) Trình tự thực hiện" in line.problem
    assert "Phí, lệ phí" not in line.problem
    assert line.places[0].url == f"/admin/pages/{page.pk}/edit/#:w:contentpath=steps"


def test_one_part_can_be_asked_for(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    add_fee(page, 5000)
    assert lines(editor, "thieu-noi-dung", "fee") == []
    assert [line.page_id for line in lines(editor, "thieu-noi-dung", "time")] == [page.pk]


@pytest.mark.parametrize("status", ["abolished", "replaced"])
def test_nobody_completes_what_is_gone(editor: User, justice: Department, status: str) -> None:
    procedure(responsible_department=justice, status=status)
    assert lines(editor, "thieu-noi-dung") == []


def test_two_terms_for_the_same_case_contradict_each_other(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    add_time(page, 10, channel="direct")
    add_time(page, 20, unit="day", channel="direct")
    (line,) = lines(editor, "thoi-han-mau-thuan")
    assert "10" in line.problem
    assert "20" in line.problem


@pytest.mark.parametrize(
    "second",
    [
        {"value": 20, "channel": "online"},
        {"value": 20, "case_label": "Vùng khó khăn"},
        {"value": 10},
        {"value": 20, "valid_from": date(2099, 1, 1)},
        {"value": None, "unit": "see_text"},
    ],
)
def test_terms_for_different_cases_do_not(editor: User, justice: Department, second: dict[str, Any]) -> None:
    page = procedure(responsible_department=justice)
    add_time(page, 10, channel="direct")
    add_time(page, **{"channel": "direct", **second})
    assert lines(editor, "thoi-han-mau-thuan") == []


def test_a_fee_that_nobody_read_shows_the_words_of_its_source(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    add_fee(page, verbatim="Theo mức của Hội đồng nhân dân tỉnh")
    (line,) = lines(editor, "le-phi-chua-ro")
    assert "Theo mức của Hội đồng nhân dân tỉnh" in line.problem
    assert line.places[0].url.endswith("contentpath=fees")


def test_a_page_is_stale_when_its_day_came_its_law_died_or_nobody_looked(
    editor: User, justice: Department
) -> None:
    today, now = timezone.localdate(), timezone.now()
    due = procedure(responsible_department=justice, review_on=today)
    dead = LegalBasisFactory.create(number="1/2020/NĐ-CP", valid_to=today - timedelta(days=1))
    replaced = LegalBasisFactory.create(
        number="2/2020/NĐ-CP", replaced_by=LegalBasisFactory.create(number="3/2026/NĐ-CP")
    )
    on_dead_law = procedure(responsible_department=justice, legal_bases=[dead, replaced])
    old = procedure(responsible_department=justice, last_published_at=now - timedelta(days=181))
    procedure(responsible_department=justice, last_published_at=now - timedelta(days=5))
    procedure(responsible_department=justice, review_on=today + timedelta(days=30))
    assert [line.page_id for line in lines(editor, "can-ra-soat", "den-ngay")] == [due.pk]
    (line,) = lines(editor, "can-ra-soat", "can-cu")
    assert line.page_id == on_dead_law.pk
    assert "2/2020/NĐ-CP đã được thay bằng 3/2026/NĐ-CP" in line.problem
    assert "1/2020/NĐ-CP hết hiệu lực" in line.problem
    assert [line.page_id for line in lines(editor, "can-ra-soat", "da-lau")] == [old.pk]
    assert len(lines(editor, "can-ra-soat")) == 3


def test_a_paper_whose_form_has_no_file_is_found(editor: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    add_case(page, "Tờ khai", form_code="CT01")
    fileless = Form.objects.create(code="TK02", name="Tờ khai 02", slug="tk02")
    case = add_case(page, "Tờ khai khác")
    DossierItem.objects.filter(case=case).update(form=fileless)
    add_case(page, "Giấy chứng sinh")
    (line,) = lines(editor, "thieu-mau-don")
    assert "CT01; TK02" in line.problem


def test_every_place_in_the_form_exists(root: User, justice: Department) -> None:
    page = procedure(responsible_department=justice)
    procedure(responsible_department=justice)
    html = client_of(root).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    from procedures.services.completeness import PARTS

    for place in [part.place for part in PARTS] + ["legal_bases", "review_on", "portal_url", "note"]:
        assert f'data-contentpath="{place}"' in html, place
