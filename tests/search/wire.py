"""A wire to a server that a test can cut and mend, and a server that refuses, so that it is so for one test alone."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import urlsplit

_CHUNK: Final = 65536


class Wire:
    """Passes on what comes to its own address. `cut` refuses, `hush` accepts and is silent, `mend` passes on.

    `tear` lets every answer end in its middle. `asked` is all that was passed on to the server.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = (parts.hostname, parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._silent = False
        self._torn = False
        self.asked = bytearray()
        self._listen()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def cut(self) -> None:
        # A thread that waits for a connection keeps the listener open: shutting it down wakes the thread.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        self._open.clear()

    def hush(self) -> None:
        self.cut()
        self._silent = True
        self._again()

    def tear(self) -> None:
        """Connections stay as they are; what the server says from now on doesn't arrive whole."""
        self._torn = True

    def mend(self) -> None:
        self.cut()
        self._silent = self._torn = False
        self._again()

    def _again(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._listen()

    def _listen(self) -> None:
        self._thread = threading.Thread(target=self._accept, args=(self._listener,), daemon=True)
        self._thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _address = listener.accept()
            except OSError:
                return
            self._open.append(near)
            if self._silent:
                continue
            far = socket.create_connection(self._server)
            self._open.append(far)
            for source, target, through in ((near, far, self._noted), (far, near, self._whole_or_not)):
                threading.Thread(target=_pass_on, args=(source, target, through), daemon=True).start()

    def _noted(self, data: bytes) -> bytes:
        self.asked += data
        return data

    def _whole_or_not(self, data: bytes) -> bytes:
        return data[: len(data) // 2] if self._torn else data


def _pass_on(source: socket.socket, target: socket.socket, through: Callable[[bytes], bytes]) -> None:
    with suppress(OSError):
        while data := source.recv(_CHUNK):
            passed = through(data)
            target.sendall(passed)
            if len(passed) < len(data):
                break
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


class Doorkeeper:
    """A server that refuses everybody, as Elasticsearch does with a key that it doesn't know. `shown`: their keys."""

    def __init__(self, status: int) -> None:
        self.status = status
        shown = self.shown = set[str]()
        words = {"error": {"type": "security_exception", "reason": "no"}, "status": status}

        class Handler(BaseHTTPRequestHandler):
            def refuse(self) -> None:
                shown.add(self.headers.get("Authorization", ""))
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                body = json.dumps(words).encode()
                self.send_response(status)
                self.send_header("X-elastic-product", "Elasticsearch")
                self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
            setattr(Handler, f"do_{method}", Handler.refuse)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
