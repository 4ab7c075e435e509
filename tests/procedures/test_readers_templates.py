"""The template written and read again: as a workbook, as CSV, whole."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings

from procedures.exports.example import EXAMPLE
from procedures.importing.readers import read_file, source_files
from procedures.importing.records import ALL_FIELDS, ProcedureRecord
from procedures.importing.template_sheets import SHEETS, sheet_rows
from tests.procedures.filled_templates import as_csv_zip, records_in, written
from tests.procedures.record_strategies import records


@pytest.mark.parametrize("suffix", ["xlsx", "zip"])
def test_the_template_written_by_the_command_reads_back_without_an_error(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"mau.{suffix}"
    call_command("import_template", str(path), verbosity=0, stdout=io.StringIO())
    (parsed,) = read_file(path)
    assert parsed.procedure == EXAMPLE
    assert {issue.kind for issue in parsed.issues} == {"non_standard_code"}


def test_the_template_is_not_written_to_a_file_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="xlsx"):
        call_command("import_template", str(tmp_path / "mau.pdf"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=records())
def test_what_is_written_as_a_workbook_or_as_csv_is_read_again(
    tmp_path: Path, record: ProcedureRecord
) -> None:
    for path in (written(tmp_path / "a.xlsx", record), as_csv_zip(tmp_path / "a.zip", record)):
        assert records_in(path) == [record]


def test_a_text_too_long_for_a_cell_comes_back_whole(tmp_path: Path) -> None:
    long = "Điều kiện thứ nhất. " * 4_000
    record = replace(
        EXAMPLE, requirements=long.strip(), steps=(replace(EXAMPLE.steps[0], text=long.strip()),)
    )
    assert records_in(written(tmp_path / "a.xlsx", record)) == [record]


def test_a_folder_of_csv_files_is_one_source(tmp_path: Path) -> None:
    with zipfile.ZipFile(as_csv_zip(tmp_path / "a.zip", EXAMPLE)) as archive:
        archive.extractall(tmp_path / "mau")
    assert source_files(tmp_path / "mau") == [tmp_path / "mau"]
    assert records_in(tmp_path / "mau") == [EXAMPLE]


def test_every_stated_field_has_a_place_in_the_template() -> None:
    keys = {column.key for column in SHEETS[0].columns} | {sheet.field for sheet in SHEETS}
    assert ALL_FIELDS - {"decision"} <= keys


def test_numbers_are_written_as_numbers() -> None:
    rows = [row for key, row in sheet_rows(EXAMPLE) if key == "time_limits"]
    assert Decimal(5) in rows[0]
