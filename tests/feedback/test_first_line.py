"""The first line against machines, the captcha behind it, and what is kept of an address: nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from captcha.models import CaptchaStore
from django.core import signing
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from core.services.throttle import Limit, count, hit, visitor_of
from feedback.captcha import load_driver
from feedback.captcha.null import NullCaptcha
from feedback.captcha.question import Sum, new_sum, number_of
from feedback.captcha.simple import SimpleCaptcha
from feedback.services.first_line import Sign, judge
from feedback.services.form_token import new_token
from feedback.tasks import purge_staged_uploads
from tests.feedback.factories import NOW


def visitor(address: str = "203.0.113.7", **meta: str) -> Any:
    return visitor_of({"REMOTE_ADDR": address, **meta}, NOW)


def test_a_person_shows_no_sign() -> None:
    verdict = judge(new_token(NOW - timedelta(minutes=2)), "", visitor(), NOW)
    assert not verdict.suspicious
    assert not verdict.blocked


@pytest.mark.parametrize(
    ("age", "sign"), [(timedelta(seconds=3), Sign.TOO_FAST), (timedelta(hours=13), Sign.TOO_OLD)]
)
def test_a_form_sent_too_fast_or_too_late_is_suspicious(age: timedelta, sign: Sign) -> None:
    assert judge(new_token(NOW - age), "", visitor(), NOW).signs == {sign}


def test_no_token_and_a_filled_trap_are_suspicious() -> None:
    assert judge(None, "http://spam", visitor(), NOW).signs == {Sign.NO_TOKEN, Sign.HONEYPOT}


def test_an_address_is_kept_as_an_opaque_word_that_changes_with_the_day() -> None:
    today, tomorrow = visitor(), visitor_of({"REMOTE_ADDR": "203.0.113.7"}, NOW + timedelta(days=1))
    assert "203" not in today.address
    assert today.address != tomorrow.address
    assert today.network != tomorrow.network
    assert visitor("203.0.113.9").network == today.network
    assert visitor("203.0.114.9").network != today.network
    assert visitor("::ffff:203.0.113.7") == today
    assert visitor("2001:db8:1::1").network == visitor("2001:db8:1:2::9").network


@pytest.mark.parametrize("address", ["", "nonsense", "1.2.3.4, 5.6.7.8", "unix:", "' OR 1=1"])
def test_a_strange_address_is_an_address_like_another(address: str) -> None:
    assert visitor(address).address


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(settings: Any) -> None:
    forged = {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.7"}
    assert visitor("10.0.0.1", **forged) == visitor("10.0.0.1")
    settings.TRUSTED_PROXY_COUNT = 1
    assert visitor("10.0.0.1", **forged) == visitor("203.0.113.7")
    assert visitor("10.0.0.1") == visitor("10.0.0.1", HTTP_X_FORWARDED_FOR="")


def test_hits_are_counted_within_a_window() -> None:
    cache.clear()
    limit = Limit("window", soft=1, hard=2)
    assert [hit(limit, "a"), hit(limit, "a"), hit(limit, "b")] == [1, 2, 1]
    assert (count(limit, "a"), count(limit, "c")) == (2, 0)


def test_the_driver_is_a_setting(settings: Any) -> None:
    assert isinstance(load_driver(), SimpleCaptcha)
    settings.CAPTCHA_DRIVER = "feedback.captcha.null.NullCaptcha"
    driver = load_driver()
    assert isinstance(driver, NullCaptcha)
    assert driver.passes(driver.challenge().token, "")


@pytest.mark.django_db
def test_the_letters_of_the_picture_pass_once() -> None:
    driver = SimpleCaptcha()
    challenge = driver.challenge()
    letters = CaptchaStore.objects.get().response
    assert challenge.image_url.startswith("/captcha/image/")
    assert driver.passes(challenge.token, f" {letters.upper()} ")
    assert not driver.passes(challenge.token, letters)
    assert not CaptchaStore.objects.exists()


@pytest.mark.django_db
def test_a_wrong_answer_uses_the_challenge_up() -> None:
    driver = SimpleCaptcha()
    challenge = driver.challenge()
    letters = CaptchaStore.objects.get().response
    assert not driver.passes(challenge.token, "wrong")
    assert not driver.passes(challenge.token, letters)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "token",
    ["", "x", "a:b:c", "x" * 5000, signing.dumps({"p": "a", "n": "b", "q": "c"})],
    ids=["nothing", "a letter", "three parts", "too long", "signed for something else"],
)
@pytest.mark.parametrize("answer", ["", " ", "7", "x" * 5000, "\x00"])
def test_a_forged_challenge_never_passes(token: str, answer: str) -> None:
    assert not SimpleCaptcha().passes(token, answer)


def test_every_sum_is_between_one_and_ten_and_can_be_said() -> None:
    for _ in range(200):
        question = new_sum()
        assert 1 <= question.answer <= 10
        assert 1 <= question.left <= 10
        assert 1 <= question.right <= 10
    assert Sum(7, 4, minus=True).words == "Bảy trừ bốn bằng mấy?"
    assert Sum(5, 3, minus=False).words == "Năm cộng ba bằng mấy?"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("bảy", 7),
        ("Bay", 7),
        ("MƯỜI", 10),
        ("", None),
        ("x", None),
        ("7" * 20, None),
        ("७", None),
    ],
)
def test_a_number_may_be_written_in_digits_or_words(typed: str, number: int | None) -> None:
    assert number_of(typed) == number


@given(st.text(max_size=30))
def test_no_answer_makes_the_reader_fail(typed: str) -> None:
    number_of(typed)


@pytest.mark.django_db
def test_the_purge_can_run_on_an_empty_site() -> None:
    assert purge_staged_uploads() == "removed 0 drafts and stray files"
