"""A file that is read while it is written."""

import os
import threading
from pathlib import Path

import pytest

from procedures.services import following
from procedures.services.following import Following, Torn, give_up, is_alive


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "thu-tuc.part"
    path.write_bytes(b"")
    return path


def add(part: Path, text: bytes) -> None:
    with part.open("ab", buffering=0) as file:
        file.write(text)


def test_every_reader_gets_the_whole_at_his_own_pace(part: Path) -> None:
    quick, slow = Following(part), Following(part)
    add(part, b"one ")
    assert next(quick) == b"one "
    add(part, b"two ")
    assert next(quick) == b"two "
    part.replace(part.with_suffix(".data"))
    late = Following(part.with_suffix(".data"))
    assert b"".join(quick) == b""
    assert b"".join(slow) == b"one two "
    for reader in (quick, slow, late):
        reader.close()


def test_a_slow_reader_gets_the_whole_though_a_newer_file_has_taken_its_place(part: Path) -> None:
    add(part, b"one ")
    reader = Following(part)
    part.replace(part.with_suffix(".data"))
    part.with_suffix(".data").unlink()
    assert b"".join(reader) == b"one "
    reader.close()


def test_a_reader_waits_for_the_writer(part: Path) -> None:
    reader = Following(part)
    writer = threading.Timer(0.3, add, (part, b"late"))
    writer.start()
    assert next(reader) == b"late"
    writer.join()
    reader.close()


@pytest.mark.parametrize("already", [b"", b"half"])
def test_what_the_writer_gave_up_is_not_taken_for_the_whole(part: Path, already: bytes) -> None:
    reader = Following(part)
    add(part, already)
    if already:
        next(reader)
    give_up(part)
    give_up(part)
    with pytest.raises(Torn):
        next(reader)
    assert not part.exists()
    reader.close()


def test_a_dead_writer_is_not_waited_for(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_alive(part)
    os.utime(part, (0, 0))
    assert not is_alive(part)
    assert not is_alive(part.with_suffix(".none"))
    monkeypatch.setattr(following, "STALL_SECONDS", 0.3)
    reader = Following(part)
    with pytest.raises(Torn):
        next(reader)
    reader.close()
