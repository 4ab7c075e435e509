"""Starts a few programs, watches them, and stops all of them together, leaving no process behind.

Each program is the head of its own process group: a Ctrl-C in the terminal reaches only the supervisor,
which then ends every group in order. Should the supervisor itself be killed, Linux tells its programs.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 10.0  # seconds between the polite signal and the other one
RESTARTS = 5  # of one program before giving up
RESTART_PAUSE = 1.0  # seconds, doubled each time
_PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Somebody asked for the end."""


class Supervisor:
    """``with Supervisor() as supervisor:`` whatever happens inside, what it started is gone afterwards."""

    def __init__(self, environment: Mapping[str, str], folder: str) -> None:
        self._environment = dict(environment)
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._commands: dict[str, Sequence[str]] = {}
        self._restarts: dict[str, int] = {}
        self._previous: dict[signal.Signals, object] = {}

    def __enter__(self) -> "Supervisor":
        self._previous = {number: signal.signal(number, _stop) for number in STOP_SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        self.stop_all()
        for number, handler in self._previous.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a program under a name that messages use."""
        self._commands[name] = command
        self._running[name] = subprocess.Popen(
            command,
            env=self._environment,
            cwd=self._folder,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def finish(self, name: str) -> int:
        """Wait for a program that ends by itself; return its exit code."""
        code = self._running[name].wait()
        self._forget(name)
        return code

    def ended(self) -> list[tuple[str, int]]:
        """Names and exit codes of programs that ended since the last look."""
        over = [
            (name, code) for name, process in self._running.items() if (code := process.poll()) is not None
        ]
        for name, _ in over:
            self._forget(name)
        return over

    def restart(self, name: str) -> bool:
        """Start an ended program again after a growing pause; False when it has ended too often."""
        tries = self._restarts.get(name, 0)
        if tries >= RESTARTS:
            return False
        self._restarts[name] = tries + 1
        time.sleep(RESTART_PAUSE * 2**tries)
        self.start(name, self._commands[name])
        return True

    def stop_all(self) -> None:
        """End every group: a polite signal, patience, then the one that can't be refused."""
        groups = [process.pid for process in self._running.values()]
        for group in groups:
            _signal_group(group, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while groups and time.monotonic() < deadline:
            self._reap()
            groups = [group for group in groups if _signal_group(group, 0)]
            time.sleep(0.05)
        for group in groups:
            _signal_group(group, signal.SIGKILL)
        for process in self._running.values():
            process.wait()
        self._running.clear()

    def _forget(self, name: str) -> None:
        # A program that died may have left children in its group.
        _signal_group(self._running.pop(name).pid, signal.SIGKILL)

    def _reap(self) -> None:
        for process in self._running.values():
            process.poll()


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped(signal.Signals(number).name)


def _signal_group(group: int, number: int) -> bool:
    """Whether the group still had somebody to signal."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def die_with_parent() -> None:
    """Ask the kernel to end this program with its parent: for a child, between fork and exec."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
