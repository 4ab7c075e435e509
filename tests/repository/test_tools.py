"""What the tools say about the whole repository; each test is one tool, its complaint the message."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHECKS = {
    "lint": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy"],
    "layers": ["-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
    "templates": ["-m", "djlint", "templates", "--lint", "--quiet"],
    "translations": ["-m", "scripts.translations", "check"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
}


@pytest.mark.parametrize("name", CHECKS)
def test_the_tool_has_nothing_to_say(name: str) -> None:
    done = run(CHECKS[name])
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_production_settings_pass_the_deploy_check(tmp_path: Path) -> None:
    settings = {
        "DJANGO_SETTINGS_MODULE": "motcua.settings.production",
        "SECRET_KEY": "a-long-and-random-key-of-more-than-fifty-characters-for-the-check-01",
        "ALLOWED_HOSTS": "example.vn",
        "PUBLIC_BASE_URL": "https://example.vn",
        "VAR_DIR": str(tmp_path),
    }
    done = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], settings)
    assert done.returncode == 0, done.stdout + done.stderr


def run(arguments: list[str], settings: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a tool at the root, with the test settings unless others are given."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "motcua.settings.test", **(settings or {})}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.xdist_group("one process")
def test_a_grouped_test_bears_the_name_that_keeps_it_in_one_process(request: pytest.FixtureRequest) -> None:
    grouping = bool(request.config.getoption("loadgroup", default=False))
    assert request.node.nodeid.endswith("@one process") is grouping
