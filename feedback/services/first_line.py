"""The invisible first line against machines: most people never meet the captcha behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.services.throttle import Limit, Visitor, hit
from feedback.services.form_token import FormToken

TOO_FAST = timedelta(seconds=4)
TOO_OLD = timedelta(hours=12)

# One address of a mobile carrier stands for a whole town: beyond the soft limit people meet a captcha, and only
# what no town sends is refused.
PER_ADDRESS = Limit("submit-address", soft=8, hard=200)
PER_NETWORK = Limit("submit-network", soft=100, hard=2000)


class Sign(StrEnum):
    """Why a submission looks like a machine's."""

    HONEYPOT = "honeypot"
    NO_TOKEN = "no_token"  # noqa: S105 - a word, no password
    TOO_FAST = "too_fast"
    TOO_OLD = "too_old"
    BUSY_ADDRESS = "busy_address"
    BUSY_NETWORK = "busy_network"


@dataclass(frozen=True)
class Verdict:
    """``signs`` ask for a captcha; ``blocked`` means that even a solved captcha has to wait."""

    signs: frozenset[Sign]
    blocked: bool = False

    @property
    def suspicious(self) -> bool:
        """Whether a captcha is asked for."""
        return bool(self.signs)


def judge(token: FormToken | None, honeypot: str, visitor: Visitor, now: datetime) -> Verdict:
    """Look at one submission, and count it."""
    signs = set(_signs_of_token(token, now))
    if honeypot.strip():
        signs.add(Sign.HONEYPOT)
    by_address, by_network = hit(PER_ADDRESS, visitor.address), hit(PER_NETWORK, visitor.network)
    if by_address > PER_ADDRESS.soft:
        signs.add(Sign.BUSY_ADDRESS)
    if by_network > PER_NETWORK.soft:
        signs.add(Sign.BUSY_NETWORK)
    return Verdict(frozenset(signs), by_address > PER_ADDRESS.hard or by_network > PER_NETWORK.hard)


def _signs_of_token(token: FormToken | None, now: datetime) -> list[Sign]:
    if token is None:
        return [Sign.NO_TOKEN]
    age = now - token.issued_at
    if age < TOO_FAST:
        return [Sign.TOO_FAST]
    return [Sign.TOO_OLD] if age > TOO_OLD else []
