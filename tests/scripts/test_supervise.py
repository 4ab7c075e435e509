"""Nothing that the supervisor starts outlives it, however it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.supervise import Supervisor

ROOT = str(Path(__file__).resolve().parents[2])
# A program with a child of its own that ignores the polite signal: the worst kind.
STUBBORN = """
import os, signal, sys, time
if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[1] + f"/{os.getpid()}", "w").close()
time.sleep(300)
"""
OUTER = """
import sys, time
from scripts import supervise
supervise.PATIENCE = 0.5
try:
    with supervise.Supervisor({}, ".") as supervisor:
        supervisor.start("stubborn", [sys.executable, "-c", sys.argv[2], sys.argv[1]])
        print("started", flush=True)
        time.sleep(300)
except supervise.Stopped:
    print("stopped")
"""


def test_children_and_their_children_are_gone_after_an_interrupt(tmp_path: Path) -> None:
    outer = start_outer(tmp_path)
    processes = wait_until(lambda: started(tmp_path), 2)
    outer.send_signal(signal.SIGINT)
    assert outer.communicate(timeout=15)[0] == "stopped\n"
    assert outer.returncode == 0
    assert [pid for pid in processes if alive(pid)] == []


def test_a_killed_supervisor_takes_its_programs_along(tmp_path: Path) -> None:
    outer = start_outer(tmp_path)
    processes = wait_until(lambda: started(tmp_path), 2)
    head = os.getpgid(processes[0])
    try:
        outer.kill()
        # Linux tells the program itself; telling its own children is that program's work.
        wait_until(lambda: [] if alive(head) else [1], 1)
    finally:
        os.killpg(head, signal.SIGKILL)
        outer.communicate(timeout=15)


def test_an_ended_program_is_reported_once_and_can_be_started_again(tmp_path: Path) -> None:
    with Supervisor({}, str(tmp_path)) as supervisor:
        supervisor.start("short", [sys.executable, "-c", "raise SystemExit(3)"])
        assert wait_until(supervisor.ended, 1) == [("short", 3)]
        assert supervisor.ended() == []
        assert supervisor.restart("short")
        assert wait_until(supervisor.ended, 1) == [("short", 3)]


def test_a_program_that_keeps_ending_is_given_up(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("scripts.supervise.RESTART_PAUSE", 0.0)
    monkeypatch.setattr("scripts.supervise.RESTARTS", 2)
    with Supervisor({}, str(tmp_path)) as supervisor:
        supervisor.start("short", [sys.executable, "-c", ""])
        for expected in (True, True, False):
            wait_until(supervisor.ended, 1)
            assert supervisor.restart("short") is expected


def test_signal_handlers_are_put_back(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Supervisor({}, str(tmp_path)):
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def start_outer(folder: Path) -> "subprocess.Popen[str]":
    """A process with a supervisor that has started the stubborn program."""
    outer = subprocess.Popen(
        [sys.executable, "-c", OUTER, str(folder), STUBBORN], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert outer.stdout
    assert outer.stdout.readline() == "started\n"
    return outer


def started(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir()]


def wait_until(look: Callable[[], list[Any]], size: int) -> list[Any]:
    """The first list of that size, within ten seconds."""
    deadline = time.monotonic() + 10
    while len(found := look()) < size:
        assert time.monotonic() < deadline, found
        time.sleep(0.02)
    return found


def alive(pid: int) -> bool:
    """Whether it runs; a zombie doesn't."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
