"""Asking an address outside whether it is there, without ever letting a page make this server call its own network.

An editor can write any address into a page, so each one is treated as hostile: only http(s) on the usual ports, the
name is resolved once and every address it has must be a public one, the connection goes to exactly the address that
was checked, redirects are followed by hand under the same rules, nothing of the answer is read but the status line.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from procedures.addresses import is_well_formed

TIMEOUT: Final = 5.0  # seconds
MAX_REDIRECTS: Final = 3
_AGENT: Final = "MotCuaMo-link-check/1.0"
# The server is there, it only doesn't speak with programs or with HEAD.
_ANSWERS_ALL_THE_SAME: Final = frozenset({401, 403, 405, 406, 429, 501, 503})

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")

Resolve = Callable[[str, int], list[str]]


class Refused(Exception):
    """The address leads where this server must not call."""


def problem_with(address: str, resolve: Resolve | None = None) -> str:
    """What is wrong with the address in words an editor reads; "" if it answers."""
    try:
        for _hop in range(MAX_REDIRECTS + 1):
            status, location = _head(address, resolve or public_addresses)
            if not (300 <= status < 400 and location):
                return _describe(status)
            address = urljoin(address, location)
    except Refused:
        return _("địa chỉ không thuộc mạng công cộng, không kiểm tra")
    except (OSError, http.client.HTTPException, ValueError):
        # ``ValueError``: a name, or an address to be led on to, that can't be read.
        return _("không kết nối được")
    return _("chuyển hướng quá nhiều lần")


def _describe(status: int) -> str:
    if status < 400 or status in _ANSWERS_ALL_THE_SAME:
        return ""
    if status in {404, 410}:
        return _("trang không còn (mã %(status)s)") % {"status": status}
    return _("máy chủ báo lỗi (mã %(status)s)") % {"status": status}


def public_addresses(host: str, port: int) -> list[str]:
    """Resolve a name; raises ``Refused`` if any of its addresses is not a public one."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = [str(row[4][0]) for row in rows]
    if not found or not all(is_public(address) for address in found):
        raise Refused
    return found


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet; an IPv4 address inside an IPv6 one is judged as itself."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = _inner(parsed) or parsed
    return parsed.is_global and not parsed.is_multicast


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a mapped, 6to4 or NAT64 address leads to."""
    translated = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
    return translated or address.ipv4_mapped or address.sixtofour


def _head(address: str, resolve: Resolve) -> tuple[int, str]:
    parts = urlsplit(address)
    if not is_well_formed(address):
        raise Refused
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = (parts.hostname or "").encode("idna").decode()
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    connection.sock = _socket(parts, host, resolve(host, port)[0], port)
    try:
        connection.request("HEAD", _path(parts), headers={"User-Agent": _AGENT, "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def _socket(parts: SplitResult, host: str, address: str, port: int) -> socket.socket:
    raw = socket.create_connection((address, port), timeout=TIMEOUT)
    if parts.scheme != "https":
        return raw
    try:
        return ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    except OSError:
        raw.close()
        raise


def _path(parts: SplitResult) -> str:
    return iri_to_uri((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
