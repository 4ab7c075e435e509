"""The web server, on one machine and in the container image alike."""

import gc
import os
from typing import Any

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
# Two by two: SQLite has one writer at a time, and more threads only wait for it. PostgreSQL takes more.
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "2"))
worker_class = "gthread"
preload_app = True
max_requests = 5000
max_requests_jitter = 500
timeout = 60
graceful_timeout = 5
control_socket_disable = True
loglevel = "warning"
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


def when_ready(_server: Any) -> None:
    """Leave what was made while loading to itself: it lasts, so looking through it (150 ms) frees nothing."""
    gc.collect()
    gc.freeze()
