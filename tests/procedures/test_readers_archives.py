"""Zip archives of JSON, and what an archive may not do."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from procedures.importing.readers import archives, records_at, source_files, xlsx_files
from procedures.importing.records import Parsed
from procedures.models import BatchState
from procedures.services import imports
from tests.procedures.filled_templates import main
from tests.procedures.portal_samples import ROW, record


def packed(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def portal_files(folder: str = "") -> dict[str, str]:
    """What the portal gives: full records, and the rows of the catalogue, packed in no special order."""
    return {
        f"{folder}details/1.999002.json": json.dumps(record("1.999002")),
        f"{folder}details/1.999001.json": json.dumps(record("1.999001")),
        f"{folder}catalog.jsonl": json.dumps({**ROW, "code": "1.999001"}),
    }


def told(path: Path) -> list[tuple[str, str, str]]:
    """Reader, place and code of every record."""
    files = source_files(path)
    return [
        (reader, parsed.source, parsed.procedure.code if parsed.procedure else "")
        for file in files
        for reader, parsed in records_at(file)
    ]


def kinds(found: list[tuple[str, Parsed]]) -> set[str]:
    return {issue.kind for _reader, parsed in found for issue in parsed.issues}


@pytest.mark.parametrize("folder", ["", "portal/"], ids=["at the top", "in a folder"])
def test_an_archive_of_the_portals_files_is_read_like_their_folder(tmp_path: Path, folder: str) -> None:
    archive = packed(tmp_path / "cong.ZIP", portal_files(folder))
    unpacked = tmp_path / "unpacked"
    shutil.unpack_archive(archive, unpacked, "zip")
    assert told(archive) == told(unpacked)
    assert told(archive) == [
        ("portal_rows", "catalog.jsonl:1", "1.999001"),
        ("portal", "1.999001.json", "1.999001"),
        ("portal", "1.999002.json", "1.999002"),
    ]


def test_what_is_no_json_is_left_out_and_said_so(tmp_path: Path) -> None:
    files = {
        **portal_files(),
        "README.txt": "x",
        "__MACOSX/details/._1.999001.json": "junk",
        ".DS_Store": "junk",
    }
    found = list(records_at(packed(tmp_path / "cong.zip", files)))
    assert len([parsed for _reader, parsed in found if parsed.procedure]) == 3
    (remark,) = [parsed for _reader, parsed in found if parsed.is_remark]
    assert [(issue.kind, "README.txt" in issue.reason) for issue in remark.issues] == [("unread", True)]


def test_a_bad_file_in_an_archive_does_not_stop_the_others(tmp_path: Path) -> None:
    files = {"details/0.json": '{"code": ', **portal_files()}
    found = list(records_at(packed(tmp_path / "cong.zip", files)))
    assert "bad_json" in kinds(found)
    assert len([parsed for _reader, parsed in found if parsed.procedure]) == 3


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tight = packed(tmp_path / "a.zip", {"a.json": "0" * 100_000_000})
    assert kinds(list(records_at(tight))) == {"too_large"}
    monkeypatch.setattr(archives, "MAX_DOCUMENTS", 2)
    many = packed(tmp_path / "b.zip", portal_files())
    assert kinds(list(records_at(many))) == {"too_large"}
    monkeypatch.setattr(archives, "MAX_DOCUMENTS", 3)
    monkeypatch.setattr(archives, "MAX_UNPACKED", 100)
    assert kinds(list(records_at(many))) == {"too_large"}


def test_a_damaged_archive_is_an_error_in_words(tmp_path: Path) -> None:
    whole = packed(tmp_path / "a.zip", portal_files())
    content = bytearray(whole.read_bytes())
    content[60:90] = bytes(30)
    whole.write_bytes(content)
    assert "bad_archive" in kinds(list(records_at(whole)))
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04 nothing")
    assert kinds(list(records_at(tmp_path / "b.zip"))) == {"bad_archive"}


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/anything.bin"])
def test_a_workbooks_shared_texts_are_limited_whatever_their_part_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path, changed = main(tmp_path / "a.xlsx", ("1.000001", "Một")), tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.namelist():
            content = old.read(entry).replace(b"xl/sharedStrings.xml", name.encode())
            new.writestr(name if entry == "xl/sharedStrings.xml" else entry, content)
    assert "too_large" not in kinds(list(records_at(changed)))
    with zipfile.ZipFile(changed) as archive:
        largest = max(entry.file_size for entry in archive.infolist() if "sheet" not in entry.filename)
    monkeypatch.setattr(xlsx_files, "MAX_SHARED", largest - 1)
    assert kinds(list(records_at(changed))) == {"too_large"}


def test_a_workbook_whose_list_of_parts_is_huge_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_files, "MAX_ABOUT", 100)
    assert kinds(list(records_at(main(tmp_path / "a.xlsx", ("1.000001", "Một"))))) == {"too_large"}


@pytest.mark.django_db
def test_the_folder_after_its_archive_brings_nothing_new(tmp_path: Path) -> None:
    archive = packed(tmp_path / "cong.zip", portal_files())
    unpacked = tmp_path / "unpacked"
    shutil.unpack_archive(archive, unpacked)
    outcomes: list[dict[str, Any]] = []
    for path in (archive, unpacked):
        batch = imports.read_batch(imports.create_batch([path]).pk)
        assert batch.state == BatchState.PLANNED
        outcomes.append(imports.summary_of(imports.apply_batch(batch.pk)).outcomes)
    assert outcomes == [{"created": 2, "updated": 1}, {"unchanged": 3}]
