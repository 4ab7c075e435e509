"""The port: a driver shows a challenge and judges one answer to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Challenge:
    """``token`` comes back with the answer. A picture, a question in words, or both: one answer is enough."""

    token: str
    image_url: str = ""
    question: str = ""


class CaptchaDriver(Protocol):
    """A captcha. ``passes`` may be asked once per challenge; a used, forged or expired token never passes."""

    def challenge(self) -> Challenge:
        """A fresh challenge."""

    def passes(self, token: str, answer: str) -> bool:
        """Whether the answer fits."""


def load_driver() -> CaptchaDriver:
    """The driver named by CAPTCHA_DRIVER; ImportError when there is none."""
    return cast("CaptchaDriver", import_string(settings.CAPTCHA_DRIVER)())
