"""The driver on django-simple-captcha: its picture, and beside it a question in words."""

from __future__ import annotations

import secrets
from typing import Any

from captcha.models import CaptchaStore
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from feedback.captcha.base import Challenge
from feedback.captcha.question import new_sum, number_of

_SALT = "feedback.captcha"
_MAX_TOKEN = 600
_MAX_ANSWER = 40


class SimpleCaptcha:
    """One challenge, two ways to answer it, one try."""

    def challenge(self) -> Challenge:
        """A new picture and a new sum."""
        CaptchaStore.remove_expired()
        picture = CaptchaStore.generate_key()
        question = new_sum()
        nonce = secrets.token_urlsafe(12)
        token = signing.dumps({"p": picture, "n": nonce, "q": _sealed(nonce, question.answer)}, salt=_SALT)
        return Challenge(token, reverse("captcha-image", args=[picture]), question.words)

    def passes(self, token: str, answer: str) -> bool:
        """Whether the answer names the picture's letters or the sum; the challenge is used up either way."""
        seconds = settings.CAPTCHA_TIMEOUT * 60
        if not token or len(token) > _MAX_TOKEN or not answer.strip() or len(answer) > _MAX_ANSWER:
            return False
        try:
            data: Any = signing.loads(token, salt=_SALT, max_age=seconds)
        except signing.BadSignature:
            return False
        if not cache.add(f"feedback:captcha-used:{data['n']}", True, seconds):
            return False
        return self._fits_picture(data["p"], answer) or self._fits_sum(data, answer)

    def _fits_picture(self, picture: str, answer: str) -> bool:
        rows = CaptchaStore.objects.filter(hashkey=picture)
        expected = rows.filter(expiration__gt=timezone.now()).values_list("response", flat=True).first()
        rows.delete()
        return expected is not None and constant_time_compare(expected, answer.strip().lower())

    def _fits_sum(self, data: dict[str, str], answer: str) -> bool:
        number = number_of(answer)
        return number is not None and constant_time_compare(data["q"], _sealed(data["n"], number))


def _sealed(nonce: str, number: int) -> str:
    return salted_hmac(_SALT, f"{nonce}:{number}", algorithm="sha256").hexdigest()
