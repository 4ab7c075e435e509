"""The twin that asks nothing, for a site that has no need of one."""

from __future__ import annotations

from feedback.captcha.base import Challenge


class NullCaptcha:
    """Lets everybody pass."""

    def challenge(self) -> Challenge:
        """Nothing to look at, nothing to answer."""
        return Challenge(token="")

    def passes(self, token: str, answer: str) -> bool:
        """Always."""
        return True
