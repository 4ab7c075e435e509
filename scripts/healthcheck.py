"""Ask the web server of this container whether it lives: exit code 0 when it does."""

import os
import sys
import urllib.request

_TIMEOUT = 4  # seconds


def main() -> int:
    """Ask for the liveness page under the first allowed host name."""
    port = os.environ.get("WEB_BIND", ":8000").rsplit(":", 1)[1]
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")
    request = urllib.request.Request(f"http://127.0.0.1:{port}/health/live", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
            return 0 if answer.status == 200 else 1
    except OSError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
