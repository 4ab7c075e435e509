"""Web addresses inside plain text, and what is wrong with one on sight. Pure text rules."""

import re
from typing import Final
from urllib.parse import urlsplit

MAX_LENGTH: Final = 2000
_ADDRESS: Final = re.compile(r"\bhttps?://[^\s<>\"“”]+", re.IGNORECASE)
_HOST: Final = re.compile(
    r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+", re.IGNORECASE | re.ASCII
)
_PORTS: Final = frozenset({None, 80, 443})


def addresses(text: str) -> list[str]:
    """The addresses in a text, once each, without the punctuation that ends a sentence."""
    found = (match.rstrip(".,;:!?)]}…'") for match in _ADDRESS.findall(text))
    return list(dict.fromkeys(address[:MAX_LENGTH] for address in found))


def is_well_formed(address: str) -> bool:
    """Whether it is http(s) with a domain name, no password, and one of the two usual ports."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = (parts.hostname or "").rstrip(".")
    try:
        host = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return False
    named = parts.username is None and parts.password is None
    return (
        parts.scheme in {"http", "https"} and _HOST.fullmatch(host) is not None and named and port in _PORTS
    )
