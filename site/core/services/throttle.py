"""Counting visits without keeping addresses: an address lives in the cache only, hashed with a salt of the day."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from core.calendar.days import LOCAL_ZONE

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """More than ``soft`` in ``window`` is suspicious, more than ``hard`` is refused for a while."""

    name: str
    soft: int
    hard: int
    window: timedelta = HOUR


@dataclass(frozen=True)
class Visitor:
    """Two opaque words for where a request comes from; tomorrow they are others."""

    address: str
    network: str


def visitor_of(meta: Mapping[str, Any], now: datetime) -> Visitor:
    """The visitor of a request. Behind N trusted proxies (TRUSTED_PROXY_COUNT) the Nth forwarded address counts."""
    address = _address(meta)
    salt = f"visitor.{now.astimezone(LOCAL_ZONE).date().isoformat()}"
    return Visitor(_opaque(salt, str(address)), _opaque(salt, str(_network(address))))


def hit(limit: Limit, who: str) -> int:
    """Count one more for this visitor; the count within the window, which starts at the first hit."""
    key = _key(limit, who)
    cache.add(key, 0, limit.window.total_seconds())
    try:
        return int(cache.incr(key))
    except ValueError:  # it expired in between
        cache.set(key, 1, limit.window.total_seconds())
        return 1


def count(limit: Limit, who: str) -> int:
    """How often this visitor was counted within the window, without counting."""
    return int(cache.get(_key(limit, who), 0))


def _key(limit: Limit, who: str) -> str:
    return f"core:limit:{limit.name}:{who}"


_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def _address(meta: Mapping[str, Any]) -> _Address:
    proxies = int(settings.TRUSTED_PROXY_COUNT)
    forwarded = [
        part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()
    ]
    raw = forwarded[-proxies] if 0 < proxies <= len(forwarded) else str(meta.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(raw)
    except ValueError:
        return ipaddress.IPv4Address(0)
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def _network(address: _Address) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    length = 24 if address.version == 4 else 48
    return ipaddress.ip_network(f"{address}/{length}", strict=False)


def _opaque(salt: str, text: str) -> str:
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()[:32]
