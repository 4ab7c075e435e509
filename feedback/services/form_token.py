"""The key that comes with every form: it names the draft, makes sending twice harmless and yields the secret."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core import signing
from django.utils.crypto import salted_hmac

from feedback import codes

_SALT = "feedback.form"
_MAX_TOKEN = 400


@dataclass(frozen=True)
class FormToken:
    """``key`` is random and known to the sender only; ``issued_at`` is when the empty form was shown."""

    key: str
    issued_at: datetime

    @property
    def signed(self) -> str:
        """The hidden field of the form."""
        return signing.dumps({"k": self.key, "t": int(self.issued_at.timestamp())}, salt=_SALT)


def new_token(now: datetime) -> FormToken:
    """A token for a form that is shown now."""
    return FormToken(secrets.token_urlsafe(24), now)


def read_token(raw: str) -> FormToken | None:
    """The token of a form that came back, or None when it is missing, forged or cut off."""
    if not raw or len(raw) > _MAX_TOKEN:
        return None
    try:
        data: Any = signing.loads(raw, salt=_SALT)
    except signing.BadSignature:
        return None
    return FormToken(str(data["k"]), datetime.fromtimestamp(int(data["t"]), UTC))


def stored_key(key: str) -> str:
    """What the database keeps of a key. The key itself isn't kept: the secret is derived from it."""
    return hashlib.sha256(key.encode()).hexdigest()


def secret_of(key: str) -> str:
    """The case's secret: the same for the same key, so sending twice shows the same receipt."""
    digest = salted_hmac("feedback.secret", key, algorithm="sha256").digest()
    return codes.secret_from_bytes(digest)
