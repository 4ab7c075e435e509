"""Files of tables that are foreign, damaged or hostile."""

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedures.importing.readers import read_file, reader_for
from procedures.importing.readers.archives import MAX_ENTRIES
from procedures.importing.records import Parsed
from procedures.importing.template_sheets import SHEETS
from tests.procedures.filled_templates import csv_file, kinds_in, main, records_in, workbook


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_any_program(tmp_path: Path, encoding: str, separator: str) -> None:
    out = io.StringIO()
    rows = [["Mã", "Tên đầy đủ", "Lưu ý"], ["1.000001", "Đăng ký; khai sinh, nhanh", "'=1+1"]]
    csv.writer(out, delimiter=separator).writerows(rows)
    (record,) = records_in(csv_file(tmp_path / "a.csv", out.getvalue(), encoding))
    assert (record.official_name, record.note) == ("Đăng ký; khai sinh, nhanh", "=1+1")


def test_csv_in_an_old_encoding_says_how_to_save_it(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", "code,official_name\n1.000001,Đơn\n", "cp1258")
    (parsed,) = read_file(path)
    assert parsed.issues[0].kind == "not_utf8"
    assert "CSV UTF-8" in parsed.issues[0].reason


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xlsx", b"", "bad_archive"),
        ("a.xlsx", b"PK\x03\x04 broken", "bad_archive"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 an old workbook", "bad_archive"),
        ("a.zip", b"", "bad_archive"),
        ("a.csv", b"", "no_heading"),
        ("a.csv", b"\x00\x00\x00", "no_heading"),
        ("a.csv", b"a,b,c\n1,2,3\n", "no_heading"),
        ("a.csv", b'code,official_name\n1.000001,"' + b"x" * 300_000, "bad_csv"),
        ("a.pdf", b"%PDF", "unknown_format"),
    ],
)
def test_a_bad_file_is_an_error_in_words(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    results = list(read_file(path))
    assert all(parsed.procedure is None for parsed in results)
    assert kind in {issue.kind for parsed in results for issue in parsed.issues}


def bomb(path: Path, inner: str, size: int, entries: int = 1) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(entries):
            with archive.open(f"{number or ''}{inner}", "w") as file:
                for _megabyte in range(size // 1_000_000):
                    file.write(b"0" * 1_000_000)
    return path


def test_zip_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    for path in (
        bomb(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", 100_000_000),
        bomb(tmp_path / "b.zip", "procedures.csv", 100_000_000),
        bomb(tmp_path / "c.zip", "procedures.csv", 0, MAX_ENTRIES + 1),
    ):
        assert kinds_in(path) == {"too_large"}


def test_a_workbook_that_claims_millions_of_rows_is_read_in_no_time(tmp_path: Path) -> None:
    path = main(tmp_path / "a.xlsx", ("1.000001", "Một"))
    changed = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, content.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"'))
    assert len(records_in(changed)) == 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.lists(
            st.none()
            | st.booleans()
            | st.integers(-(10**12), 10**12)
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
            | st.dates(dt.date(1901, 1, 1)),
            max_size=8,
        ),
        max_size=6,
    ),
    sheet=st.sampled_from(SHEETS),
)
def test_no_cells_whatever_raise(tmp_path: Path, rows: list[list[Any]], sheet: Any) -> None:
    keys = [column.key for column in sheet.columns]
    path = workbook(tmp_path / "a.xlsx", **{sheet.key: [keys, *(["1.000001", *row] for row in rows)]})
    for parsed in read_file(path):
        assert isinstance(parsed, Parsed)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: b"code,fees\n" + text.encode("utf-8", "replace"))
)
@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.jsonl", "a.jsonl.gz", "a.xlsx", "a.zip"])
def test_no_bytes_whatever_raise(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert reader_for(path) is not None
    assert all(parsed.procedure is None or parsed.procedure.code for parsed in read_file(path))
