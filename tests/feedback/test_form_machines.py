"""What keeps machines out: the captcha, limits for one address, requests from other sites."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from feedback.models import Case
from feedback.services.form_token import new_token
from feedback.views import uploads
from tests.feedback.factories import NOW
from tests.feedback.sent_forms import CONTENT, Post, draft_of, fields, photo, text_of, token

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_monday", "fallback")]


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "https://spam.example"},
        {"token": None},
        {"token": "forged"},
        {"token": "too fast"},
        {"token": "too old"},
    ],
)
def test_what_looks_like_a_machine_gets_a_captcha_and_keeps_its_text(
    post: Post, changes: dict[str, Any]
) -> None:
    moments = {"too fast": NOW - timedelta(seconds=1), "too old": NOW - timedelta(hours=13)}
    if changes.get("token") in moments:
        changes = {"token": new_token(moments[changes["token"]]).signed}
    page = post(**changes)
    assert not Case.objects.exists()
    assert 'name="captcha_token"' in page.content.decode()
    assert CONTENT in page.content.decode()


def test_the_sum_in_words_lets_a_person_pass_who_does_not_see_the_picture(post: Post) -> None:
    page = post(website="x")
    challenge = page.context["challenge"]
    left, sign, right = re.match(r"(\w+) (trừ|cộng) (\w+)", challenge.question.lower()).groups()  # type: ignore[union-attr]
    words = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]
    numbers = words.index(left), words.index(right)
    answer = numbers[0] - numbers[1] if sign == "trừ" else sum(numbers)
    assert post(website="x", captcha_token=challenge.token, captcha_answer=words[answer]).status_code == 302


def test_a_wrong_answer_gets_a_new_captcha(post: Post) -> None:
    first = post(website="x").context["challenge"]
    page = post(website="x", captcha_token=first.token, captcha_answer="sai rồi")
    assert "Câu trả lời chưa đúng" in text_of(page)
    assert page.context["challenge"].token != first.token
    assert not Case.objects.exists()


def test_a_person_never_meets_the_captcha(client: Client) -> None:
    page = client.get(reverse("feedback:form", args=["question"]))
    assert "captcha" not in page.content.decode()


def test_many_messages_from_one_address_meet_a_captcha_then_a_pause(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    from feedback.services import first_line

    monkeypatch.setattr(first_line, "PER_ADDRESS", first_line.Limit("t", soft=2, hard=3))
    assert [post(token=token()).status_code for _ in range(2)] == [302, 302]
    assert 'name="captcha_token"' in post(token=token()).content.decode()
    blocked = post(token=token())
    assert blocked.status_code == 429
    assert CONTENT in blocked.content.decode()
    assert Case.objects.count() == 2


def test_many_files_from_one_address_are_refused_and_the_text_stays(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "FILES", uploads.Limit("f", soft=1, hard=1))
    assert post(token=token(), attachments=photo()).status_code == 302
    page = post(token=token(), attachments=photo())
    assert "quá nhiều tệp từ mạng của bạn" in text_of(page)
    assert CONTENT in page.content.decode()


def test_a_request_from_another_site_writes_nothing_and_gives_the_text_back() -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(reverse("feedback:form", args=["pakn_conduct"]), fields(attachments=photo()))
    assert page.status_code == 200
    assert "Mọi thứ bạn gõ vẫn còn" in text_of(page)
    assert CONTENT in page.content.decode()
    assert draft_of(page) == []
    assert not Case.objects.exists()


def test_a_form_with_its_own_csrf_token_is_taken() -> None:
    strict = Client(enforce_csrf_checks=True)
    shown = strict.get(reverse("feedback:form", args=["pakn_conduct"])).content.decode()
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    assert csrf
    answer = strict.post(reverse("feedback:form", args=["pakn_conduct"]), fields(csrfmiddlewaretoken=csrf[1]))
    assert answer.status_code == 302
