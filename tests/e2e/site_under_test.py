"""The site as ``make run`` starts it, on a free port with a data folder of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_string, policy
from pathlib import Path

from scripts import ports

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 180.0  # seconds, on a machine that is busy with other tests
READY = "Ctrl-C stops the site"


@dataclass(frozen=True)
class RunningSite:
    """A started site: its address and the folder of everything it writes."""

    url: str
    var: Path

    @property
    def output(self) -> str:
        """Everything it has printed."""
        return (self.var / "output").read_text()

    def mails(self, recipient: str) -> list[str]:
        """Subjects of the mails sent to an address so far."""
        texts = [path.read_text() for path in sorted((self.var / "mail").glob("*.log"))]
        parts = (part for text in texts for part in text.split("-" * 79) if part.strip())
        letters = (message_from_string(part.lstrip(), policy=policy.default) for part in parts)
        return [str(letter["Subject"]) for letter in letters if recipient in str(letter["To"])]

    def processes(self) -> set[int]:
        """Everything that runs on this data folder, the supervisor included."""
        found = set()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if f"VAR_DIR={self.var}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found.add(int(folder.name))
            except OSError:
                continue  # gone meanwhile, or a zombie
        return found


@contextmanager
def running_site(var: Path, **settings: str) -> Iterator[RunningSite]:
    """Start it, wait until it says that it is ready, and stop it as Ctrl-C does."""
    port = ports.free_port()
    var.mkdir(parents=True, exist_ok=True)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))
    }
    environment |= {
        "VAR_DIR": str(var),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "EMAIL_URL": f"filemail:///{var}/mail",
        "DATABASE_URL": f"sqlite:///{var}/db.sqlite3",
        **settings,
    }
    with (var / "output").open("a") as output:
        command = [sys.executable, "-m", "scripts.run"]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, text=True
        )
    site = RunningSite(f"http://127.0.0.1:{port}", var)
    try:
        _wait_until_ready(site, process)
        yield site
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _wait_until_ready(site: RunningSite, process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + START_LIMIT
    while READY not in site.output:
        assert process.poll() is None, site.output
        assert time.monotonic() < deadline, site.output
        time.sleep(0.1)
