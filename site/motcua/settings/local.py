"""One machine, plain HTTP, nothing else installed: what ``make run`` starts.

The code path is production's; only HTTPS is not demanded. Not for the open internet.
"""

import contextlib
import os
import secrets
from pathlib import Path

from motcua.settings.base import *


def _kept_secret(path: Path) -> str:
    """This installation's own key: made on the first start, kept beside its data, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        # The first of several starting processes wins, and nobody reads half a key.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text()


SECRET_KEY = SECRET_KEY or _kept_secret(VAR_DIR / "secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
DEMO_ACCOUNTS = env.bool("DEMO_ACCOUNTS", default=True)
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=True)
