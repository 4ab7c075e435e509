"""Is an address free, and if not, who has it?"""

import errno
import socket
from pathlib import Path

_LISTEN = "0A"  # the state column of /proc/net/tcp


def free_port() -> int:
    """A port on the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def problem_with(host: str, port: int) -> str:
    """One plain sentence on why a server can't listen there; empty when it can."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        return (
            f"HOST={host} is not an address: use 127.0.0.1 for this machine alone or 0.0.0.0 for everybody."
        )
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            return _explain(error, host, port)
    return ""


def _explain(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        owner = owner_of(port)
        by = f" by {owner}" if owner else ""
        return f"Port {port} is taken{by}: stop that or choose another, as in: make run PORT={port + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} is for administrators only: choose one from 1024 up, as in: make run PORT=8000"
    return f"The site can't listen on {host}:{port}: {error.strerror}."


def owner_of(port: int) -> str:
    """``process 123 (name)`` of the listener on this port, empty where that can't be known."""
    inodes = {
        fields[9]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for fields in _rows(Path(table))
        if fields[3] == _LISTEN and int(fields[1].rsplit(":", 1)[1], 16) == port
    }
    sockets = {f"socket:[{inode}]" for inode in inodes}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(link.readlink()) in sockets for link in (process / "fd").iterdir()):
                return f"process {process.name} ({(process / 'comm').read_text().strip()})"
        except OSError:
            continue  # gone meanwhile, or another user's
    return ""


def _rows(table: Path) -> list[list[str]]:
    try:
        return [line.split() for line in table.read_text().splitlines()[1:]]
    except OSError:
        return []
