"""Ask the web server of this container whether it lives: exit code 0 when it does."""

import os
import sys
from http.client import HTTPConnection

_TIMEOUT = 4  # seconds


def main() -> int:
    """Ask for the liveness page under the first allowed host name."""
    port = os.environ.get("WEB_BIND", ":8000").rsplit(":", 1)[1]
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")
    connection = HTTPConnection("127.0.0.1", int(port), timeout=_TIMEOUT)
    try:
        connection.request("GET", "/health/live", headers={"Host": host})
        return 0 if connection.getresponse().status == 200 else 1
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
