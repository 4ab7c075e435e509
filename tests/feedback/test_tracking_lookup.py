"""Looking a case up by its two codes, and what guessing meets."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from feedback import codes
from feedback.models import Case
from feedback.services.tracking import find_case
from feedback.views import tracking
from tests.feedback.factories import SECRET
from tests.feedback.tracked_cases import LookUp, url, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WRONG = "Mã tra cứu hoặc mã bí mật chưa đúng."


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code[3:]} "]
)
def test_a_case_is_found_however_its_codes_are_typed(
    look_up: LookUp, case: Case, change: Callable[[str], str]
) -> None:
    answer = look_up(change(case.public_code), change("AH-" + SECRET).replace("AH", "").replace("ah", ""))
    assert answer["Location"] == url(case)


def test_wrong_code_and_wrong_secret_look_exactly_alike(look_up: LookUp, case: Case) -> None:
    other = codes.new_public_code("AH")
    pages = [
        look_up(case.public_code, "WCF3-4TQR-92PX-HK7M"),
        look_up(other, SECRET),
        look_up(case.public_code[:-1] + ("2" if case.public_code[-1] != "2" else "3"), SECRET),
    ]
    for page in pages:
        assert page.status_code == 200
        assert WRONG in words(page)
    bare = {re.sub(r'value="[^"]*"|' + case.public_code[3:], "", words(page)) for page in pages}
    assert len(bare) == 1


def test_a_wrong_code_costs_a_hash_like_a_wrong_secret(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(secret: str, stored: str) -> bool:
        asked.append(stored)
        return False

    monkeypatch.setattr(codes, "secret_matches", counted)
    for typed in (case.public_code, codes.new_public_code("AH"), "", "nonsense"):
        assert find_case(typed, "also nonsense", "AH") is None
    assert len(asked) == 4
    assert {stored.split("$")[1] for stored in asked} == {"20000"}


@pytest.mark.parametrize(
    "hostile", ["", " ", "' OR 1=1 --", "<script>alert(1)</script>", "\x00", "a" * 30_000, "%00", "../.."]
)
def test_no_code_breaks_the_look_up(look_up: LookUp, client: Client, case: Case, hostile: str) -> None:
    for page in (
        look_up(hostile),
        look_up(case.public_code, hostile),
        client.get("/tra-cuu/", {"ma": hostile}),
    ):
        assert page.status_code == 200
        assert b"<script>alert" not in page.content


@pytest.mark.parametrize("code", ["x", "AH-0000-0000", "%3Cscript%3E", "a" * 300])
def test_a_strange_address_leads_to_the_look_up_like_a_real_one(
    client: Client, case: Case, code: str
) -> None:
    for address in (f"/tra-cuu/{code}/", url(case)):
        assert client.get(address)["Location"].startswith("/tra-cuu/?ma=")


def test_the_secret_never_comes_back_in_the_page_or_in_an_address(look_up: LookUp, case: Case) -> None:
    wrong = "WCF3-4TQR-92PX-HK7M"
    assert wrong not in look_up(case.public_code, wrong).content.decode()
    assert SECRET not in look_up(case.public_code)["Location"]


def test_wrong_tries_meet_a_captcha_and_then_a_pause(
    look_up: LookUp, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        tracking, "PER_ADDRESS", tracking.Limit("t", soft=2, hard=3, window=timedelta(minutes=15))
    )
    wrong = "WCF3-4TQR-92PX-HK7M"
    assert "captcha_token" not in look_up(case.public_code, wrong).content.decode()
    assert "captcha_token" in look_up(case.public_code, wrong).content.decode()
    page = look_up(case.public_code)
    assert page.status_code == 200
    assert "captcha_token" in page.content.decode()
    challenge = page.context["challenge"]
    monkeypatch.setattr("feedback.captcha.simple.SimpleCaptcha.passes", lambda *_args: True)
    look_up(case.public_code, wrong, captcha_token=challenge.token, captcha_answer="7")
    assert look_up(case.public_code).status_code == 429


def test_right_codes_are_not_counted(look_up: LookUp, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "PER_ADDRESS", tracking.Limit("t", soft=1, hard=1))
    assert [look_up(case.public_code).status_code for _ in range(4)] == [302] * 4


def test_guessing_one_code_from_many_places_meets_a_captcha(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracking, "PER_CODE", tracking.Limit("c", soft=2, hard=10_000))
    for last in range(3):
        page = client.post(
            reverse("tracking:lookup"),
            {"code": case.public_code, "secret": "WCF3-4TQR-92PX-HK7M"},
            REMOTE_ADDR=f"10.0.{last}.1",
        )
    assert "captcha_token" in page.content.decode()
