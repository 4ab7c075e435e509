"""What the browser's session remembers of a citizen: keys of fresh receipts and codes of opened cases, for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

RECEIPT_LIFE = timedelta(hours=1)
TRACKING_LIFE = timedelta(minutes=45)
_RECEIPTS = "feedback_receipts"
_CASES = "feedback_cases"
_MOST = 5


def remember_receipt(request: HttpRequest, code: str, key: str, now: datetime) -> None:
    """Let this browser see the receipt of a case it has just sent. The secret itself isn't stored."""
    _remember(request, _RECEIPTS, code, {"key": key, "until": (now + RECEIPT_LIFE).timestamp()})


def receipt_key(request: HttpRequest, code: str, now: datetime) -> str | None:
    """The form's key of a receipt that this browser may still see."""
    entry = _entry(request, _RECEIPTS, code, now)
    return str(entry["key"]) if entry else None


def open_case(request: HttpRequest, code: str, now: datetime) -> None:
    """Remember that code and secret were right. The session's name changes, so a planted one is worthless."""
    request.session.cycle_key()
    _remember(request, _CASES, code, {"until": (now + TRACKING_LIFE).timestamp()})


def keep_open(request: HttpRequest, code: str, now: datetime) -> bool:
    """Whether this case is open in this browser; being looked at keeps it open."""
    if _entry(request, _CASES, code, now) is None:
        return False
    _remember(request, _CASES, code, {"until": (now + TRACKING_LIFE).timestamp()})
    return True


def close_cases(request: HttpRequest) -> None:
    """Forget every case and receipt: somebody leaves a shared phone."""
    for name in (_CASES, _RECEIPTS):
        request.session.pop(name, None)


def _remember(request: HttpRequest, name: str, code: str, entry: dict[str, Any]) -> None:
    entries = {key: value for key, value in request.session.get(name, {}).items() if key != code}
    newest = dict(sorted(entries.items(), key=lambda item: item[1]["until"])[-(_MOST - 1) :])
    request.session[name] = {**newest, code: entry}


def _entry(request: HttpRequest, name: str, code: str, now: datetime) -> dict[str, Any] | None:
    entry: dict[str, Any] | None = request.session.get(name, {}).get(code)
    return entry if entry and entry["until"] > now.timestamp() else None
