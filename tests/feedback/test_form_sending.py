"""A message that is sent: once, whole, with a receipt for its sender alone and nothing personal left behind."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from feedback.forms.kinds import KIND_FORMS
from feedback.models import Case
from tests.feedback.factories import NOW, AdministrativeUnitFactory, DepartmentFactory, make_procedure
from tests.feedback.sent_forms import CONTENT, Post, text_of, token

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_monday", "fallback")]


def test_a_message_is_sent_and_the_receipt_shows_both_codes_once(client: Client, post: Post) -> None:
    answer = post(email="thu@example.vn", preferred_channel="email", publish_consent="on")
    case = Case.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("feedback:receipt", args=[case.public_code])
    receipt = client.get(answer["Location"])
    assert case.public_code in text_of(receipt)
    assert re.search(r"\b[2-9CFHKMPQRTWX]{4}(-[2-9CFHKMPQRTWX]{4}){3}\b", text_of(receipt))
    assert "<svg" in receipt.content.decode()
    assert "thứ Ba 15/12/2026" in text_of(receipt)
    assert "no-store" in receipt["Cache-Control"]
    assert "Nguyễn" not in receipt.content.decode()


@pytest.mark.parametrize("kind", KIND_FORMS)
def test_every_kind_can_be_sent(post: Post, kind: str) -> None:
    answer = post(kind, place_text="Trước số 5 đường Thử")
    assert answer.status_code == 302, text_of(answer)
    assert Case.objects.get().kind == kind


def test_the_receipt_is_for_the_browser_that_sent_it_and_for_an_hour(client: Client, post: Post) -> None:
    url = post()["Location"]
    code = Case.objects.get().public_code
    assert Client().get(url)["Location"] == reverse("tracking:case", args=[code])
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert client.get(url)["Location"] == reverse("tracking:case", args=[code])


def test_sending_twice_is_one_case_and_the_same_receipt(post: Post) -> None:
    same = token()
    first, second = post(token=same), post(token=same)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_another_text_on_a_used_form_is_no_second_copy_by_accident(post: Post) -> None:
    same = token()
    post(token=same)
    again = post(token=same, content="Một việc khác hẳn, cũng cần được trả lời.")
    assert "Bạn vừa gửi một phản ánh" in text_of(again)
    assert Case.objects.count() == 1
    fresh = re.search(r'name="token" value="([^"]+)"', again.content.decode())
    assert fresh
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert post(token=fresh[1], content="Một việc khác hẳn, cũng cần được trả lời.").status_code == 302
    assert Case.objects.count() == 2


def test_the_unit_the_place_and_the_procedure_reach_the_case(post: Post) -> None:
    unit, place = DepartmentFactory(), AdministrativeUnitFactory()
    make_procedure()
    post(
        procedure_query="dang ky thuong tru",
        unit_concerned=unit.pk,
        place_unit=place.pk,
        dossier_code="H01.12-261109-0042",
        filed_on="9/11/2026",
        happened_on="hôm nay",
        reported_fee="50 nghìn",
        wish="Trả kết quả.",
    )
    case = Case.objects.get()
    assert (case.unit_concerned, case.place_unit, case.procedure_code) == (unit, place, "1.004222")
    assert (case.dossier_code, case.reported_fee, case.wish) == ("H01.12-261109-0042", 50_000, "Trả kết quả.")
    assert (str(case.filed_on), str(case.happened_on)) == ("2026-11-09", "2026-11-23")
    assert case.contact.phone == "0912345678"


def test_nothing_personal_is_logged_or_put_into_an_address(
    post: Post, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        answer = post(email="thu@example.vn", preferred_channel="email")
        receipt = client.get(answer["Location"])
        post(name="", email="thu@example.vn", token=token())
    secret = receipt.context["receipt"].secret
    said = caplog.text + answer["Location"]
    for private in (
        "Nguyễn Thị Thử",
        "0912345678",
        "0912 345 678",
        "thu@example.vn",
        CONTENT,
        secret,
        "127.0.0.1",
    ):
        assert private not in said
