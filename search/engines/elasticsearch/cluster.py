"""The way to the cluster: who asks, how long to wait, and what a silent server costs: one wait, then nothing."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final
from urllib.parse import unquote, urlsplit, urlunsplit

from django.conf import settings
from elasticsearch import ApiError, ConnectionTimeout, Elasticsearch, TransportError, UnsupportedProductError
from elasticsearch import ConnectionError as NoConnection

from search.engines.base import IndexUnavailableError

#: Seconds. A citizen is waiting for the first.
READ_TIMEOUT: Final = 1.5
PATIENT_READ_TIMEOUT: Final = 20.0
WRITE_TIMEOUT: Final = 60.0
#: For so long nobody asks a server that did not answer; then one search tries again.
REST: Final = 5.0
_CONNECTIONS: Final = 20
_NO_ANSWER: Final = (NoConnection, ConnectionTimeout)


class Cluster:
    """Clients of one cluster and what is known of its state, in this process. Safe to share between threads."""

    def __init__(
        self, url: str, *, api_key: str = "", ca_file: str = "", read_timeout: float = READ_TIMEOUT
    ) -> None:
        """Take one address, or several with blanks between, with a user and password in them if need be."""
        self._options = _options(url, api_key, ca_file)
        self._read_timeout = read_timeout
        self._client: tuple[int, Elasticsearch] | None = None
        self._breaker = _Breaker()

    @contextmanager
    def reading(self, *, patient: bool = False) -> Iterator[Elasticsearch]:
        """Give a client for questions. Raises `IndexUnavailableError` at once while the server is known to be away."""
        self._breaker.check()
        timeout = max(PATIENT_READ_TIMEOUT, self._read_timeout) if patient else self._read_timeout
        with self._told(), _translated():
            yield self._of_this_process().options(request_timeout=timeout)

    @contextmanager
    def writing(self) -> Iterator[Elasticsearch]:
        """Give a client for changes: it waits longer and always tries."""
        with self._told(), _translated():
            yield self._of_this_process().options(request_timeout=WRITE_TIMEOUT)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Remember whether the server was there."""
        try:
            yield
        except IndexUnavailableError as error:
            if isinstance(error.__cause__, _NO_ANSWER):
                self._breaker.failed(str(error))
            else:
                self._breaker.succeeded()
            raise
        self._breaker.succeeded()

    def _of_this_process(self) -> Elasticsearch:
        """A client's connections must not be shared with the parent process."""
        if self._client is None or self._client[0] != os.getpid():
            self._client = os.getpid(), Elasticsearch(**self._options)
        return self._client[1]


class _Breaker:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reason = ""
        self._rests_until = 0.0

    def check(self) -> None:
        """Raise while the server rests. When it has rested, one caller asks it and the others still don't wait."""
        if not self._reason:
            return
        with self._lock:
            now = time.monotonic()
            if self._reason and now < self._rests_until:
                raise IndexUnavailableError(self._reason)
            self._rests_until = now + REST

    def failed(self, reason: str) -> None:
        with self._lock:
            self._reason = reason
            self._rests_until = time.monotonic() + REST

    def succeeded(self) -> None:
        if self._reason:
            with self._lock:
                self._reason = ""


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the client's errors into the port's. No address and no name of a user gets into the message."""
    try:
        yield
    except _NO_ANSWER as error:
        raise IndexUnavailableError(f"Elasticsearch does not answer ({type(error).__name__}).") from error
    except ApiError as error:
        raise IndexUnavailableError(f"Elasticsearch refused: {error.status_code} {error.error}.") from error
    except (TransportError, UnsupportedProductError) as error:
        raise IndexUnavailableError(
            f"What answers is not Elasticsearch as it should be: {type(error).__name__}."
        ) from error


@cache
def cluster_of(url: str, api_key: str, ca_file: str) -> Cluster:
    """One for all collections, so that they share connections and what is known of the server."""
    return Cluster(url, api_key=api_key, ca_file=ca_file)


def cluster_from_settings() -> Cluster:
    return cluster_of(
        settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_API_KEY, settings.ELASTICSEARCH_CA_FILE
    )


def _options(url: str, api_key: str, ca_file: str) -> dict[str, Any]:
    parts = [urlsplit(address) for address in url.split()]
    if not parts:
        raise IndexUnavailableError("ELASTICSEARCH_URL names no server.")
    # Taken out of the address: messages and logs name addresses.
    hosts = [urlunsplit((part.scheme, part.netloc.rpartition("@")[2], part.path, "", "")) for part in parts]
    options: dict[str, Any] = {
        "hosts": hosts,
        "connections_per_node": _CONNECTIONS,
        "max_retries": len(hosts) - 1,
        "retry_on_timeout": False,
    }
    if api_key:
        options["api_key"] = api_key
    elif parts[0].username:
        options["basic_auth"] = (unquote(parts[0].username), unquote(parts[0].password or ""))
    if ca_file:
        options["ca_certs"] = ca_file
    return options
