"""Setting up on a machine that lacks something: one plain sentence, and which one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("sh", "dirname", "cat", "cksum", "grep", "rm", "mkdir", "ln", "printf", "env")
OLD_PYTHON = '#!/bin/sh\nif [ "$1" = -V ]; then echo "Python 3.9.2"; else exit 1; fi\n'
# Makes the environment, and then says of the packages what the test wants.
INSTALLER = """#!/bin/sh
case "$1" in
    --version) echo "uv 0.0.0" ;;
    venv) for folder; do :; done; mkdir -p "$folder/bin"; ln -s {python} "$folder/bin/python" ;;
    *) echo "{complaint}" >&2; exit 1 ;;
esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that is all the machine has: a shell and the usual tools, no Python."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        if found:
            (programs / tool).symlink_to(found)
    return programs


def put(machine: Path, name: str, script: str) -> None:
    program = machine / name
    program.write_text(script)
    program.chmod(0o755)


def set_up(machine: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(machine), "VENV": str(machine.parent / "venv"), "HOME": str(machine.parent)}
    return subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "setup.sh")],
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_that_is_too_old_is_named(machine: Path) -> None:
    put(machine, "python3", OLD_PYTHON)
    done = set_up(machine)
    assert done.returncode == 1
    assert done.stderr == "This needs Python 3.11 or newer, and the newest found here is Python 3.9.2.\n"


def test_a_machine_without_python_is_told_what_is_needed(machine: Path) -> None:
    done = set_up(machine)
    assert done.returncode == 1
    assert done.stderr == "This needs Python 3.11 or newer, and no Python was found here.\n"


def test_a_chosen_python_that_is_too_old_is_refused(machine: Path) -> None:
    put(machine, "old", OLD_PYTHON)
    done = set_up(machine, PYTHON=str(machine / "old"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "is not a Python 3.11 or newer" in done.stderr


@pytest.mark.parametrize(
    ("complaint", "sentence"),
    [
        ("error: command 'gcc' failed: No such file or directory", "needs a C compiler"),
        ("Hash mismatch for wagtail", "did not match its pinned hash"),
        ("dns error: failed to lookup address information", "could not be fetched"),
        ("write error: No space left on device", "The disk is full"),
        ("something nobody has seen before", "could not be installed"),
    ],
)
def test_packages_that_do_not_install_get_one_sentence(machine: Path, complaint: str, sentence: str) -> None:
    put(machine, "python3", f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    put(machine, "uv", INSTALLER.format(python=sys.executable, complaint=complaint))
    done = set_up(machine)
    said = [line for line in done.stderr.splitlines() if not line.startswith("Installing the packages")]
    assert done.returncode == 1
    assert len(said) == 1, done.stderr
    assert sentence in said[0]
    assert not list((machine.parent / "venv").glob("installed*"))
