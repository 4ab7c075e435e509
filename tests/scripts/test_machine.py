"""Elasticsearch comes from where Maven's settings say, once, whole and checked, or one sentence says why not."""

import os
import zipfile
from pathlib import Path

import pytest

from scripts import machine


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache and a Maven of the test's own, on a machine with a Java."""
    monkeypatch.delenv("TEST_ELASTICSEARCH_URL", raising=False)
    monkeypatch.setenv("ES_JAVA_HOME", str(machine.java_home()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "cache" / "mot-cua-mo"


def maven(folder: Path, script: str) -> None:
    program = folder / "mvn"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_what_maven_can_not_fetch_is_told_with_its_reason(cache: Path, tmp_path: Path) -> None:
    maven(tmp_path, "echo '[ERROR] Unknown host repo.example'; exit 1")
    with pytest.raises(machine.Missing, match=r"reach a Maven repository\? Unknown host") as told:
        machine.ensure_elasticsearch()
    assert "\n" not in str(told.value)
    assert machine.elasticsearch_folder() is None


def test_another_file_than_the_one_asked_for_is_refused(cache: Path, tmp_path: Path) -> None:
    name = f"elasticsearch-{machine.ELASTICSEARCH}.zip"
    maven(
        tmp_path,
        f'for word in "$@"; do case $word in *Directory=*) echo x >"${{word#*=}}/{name}";; esac; done',
    )
    with pytest.raises(machine.Missing, match="not the one that was asked for"):
        machine.ensure_elasticsearch()
    assert [path.name for path in cache.iterdir()] == ["lock"]


def test_a_cache_that_can_not_be_written_is_told(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maven(tmp_path, "exit 1")
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(machine.Missing, match="can't be kept"):
        machine.ensure_elasticsearch()


def test_a_running_server_needs_nothing_installed(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maven(tmp_path, "exit 1")
    monkeypatch.setenv("TEST_ELASTICSEARCH_URL", "http://127.0.0.1:9200")
    machine.ensure_elasticsearch()
    assert not cache.exists()


def test_what_is_unpacked_can_be_read_by_every_user(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        archive.writestr("server/bin/start", "#!/bin/sh")
        archive.writestr("server/lib/part.jar", "content")
    machine.unpack(tmp_path / "packed.zip", tmp_path / "unpacked")
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "unpacked").rglob("*")}
    assert modes == {"server": 0o755, "bin": 0o755, "lib": 0o755, "start": 0o755, "part.jar": 0o644}


@pytest.mark.parametrize("home", ["missing", "empty"])
def test_a_folder_without_java_is_no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    (tmp_path / "empty").mkdir()
    found = machine.java_home()
    monkeypatch.setenv("ES_JAVA_HOME", str(tmp_path / home))
    assert machine.java_home() == found
