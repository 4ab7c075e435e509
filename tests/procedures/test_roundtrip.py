"""What goes out comes in again: export, import, and the catalogue is the same."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.services.demo.catalogue import load_catalogue
from home.services.demo.province import load_province
from home.services.demo.tree import load_tree
from procedures.exports.private import HOUSE_ONLY, public_record
from procedures.exports.surroundings import Publisher, Surroundings
from procedures.exports.tables import OPEN_SHEETS, open_rows
from procedures.exports.workbooks import CatalogueWorkbook
from procedures.importing.cells import guarded, unguarded
from procedures.importing.differences import differences
from procedures.importing.facts import facts
from procedures.importing.readers.choose import read_file
from procedures.importing.records import (
    FIELDS,
    CaseRecord,
    FeeRecord,
    ItemRecord,
    Named,
    ProcedureRecord,
    Severity,
    TimeRecord,
)
from procedures.models import Conflicts, ImportBatch, ProcedurePage, ProcedureQuerySet
from procedures.services import downloads, imports
from procedures.services.exports import FORMATS, Format
from procedures.services.open_data import Entry, open_procedures
from procedures.services.records import record_of, with_rows
from tests.procedures.record_strategies import records

RICH = ProcedureRecord(
    code="1.004222",
    official_name="Đăng ký thường trú",
    title="Đăng ký thường trú",
    requirements="- Có chỗ ở hợp pháp\n+ Giấy tờ",
    fields=(Named("CT", "Cư trú"),),
    results=("Thông tin cư trú", "'Giấy'"),
    fees=(
        FeeRecord("online", "le_phi", "amount", 7000, per_unit="/lần", valid_from=date(2027, 1, 1)),
        FeeRecord("any", "le_phi", "free", case_label="Người có công"),
    ),
    time_limits=(TimeRecord("any", "working_day", Decimal("7.5")),),
    cases=(CaseRecord("Nhà thuê", (ItemRecord("Tờ khai", form_code="CT01"), ItemRecord("@Hợp đồng"))),),
)
# One worker has them all, because one demonstration serves them.
ON_THE_DEMO = pytest.mark.xdist_group("demo catalogue")
WHOLE = [form for form in FORMATS.values() if form.importable and form.key != "csv"]
OPEN_FIELDS = frozenset(FIELDS) - HOUSE_ONLY
NOWHERE = Surroundings(url="", publisher=Publisher("", "", ""))
IDS: Callable[[Format], str] = lambda form: form.key  # noqa: E731 - a name for pytest


def written(form: Format, found: Iterable[ProcedureRecord], folder: Path) -> Path:
    """A file of the records in the format, made by the format's own writer."""
    path = folder / form.filename
    entries = [Entry(number, public_record(record), NOWHERE) for number, record in enumerate(found)]
    if form.write is not None:
        form.write(entries, path)
    else:
        assert form.lines is not None
        path.write_text("".join(form.lines(entries, date(2026, 11, 22))), encoding="utf-8", newline="")
    return path


def read(path: Path) -> dict[str, ProcedureRecord]:
    """The records of a file, of which none may be refused."""
    parsed = list(read_file(path))
    errors = [issue for one in parsed for issue in one.issues if issue.severity is Severity.ERROR]
    assert errors == []
    return {one.procedure.code: one.procedure for one in parsed if one.procedure is not None}


def catalogues() -> st.SearchStrategy[list[ProcedureRecord]]:
    return st.lists(records(), min_size=1, max_size=3).map(
        lambda found: [
            # The same result twice is one result: the reader says so and keeps one.
            replace(record, code=f"1.99000{number}", results=tuple(dict.fromkeys(record.results)))
            for number, record in enumerate(found)
        ]
    )


@pytest.mark.parametrize("form", WHOLE, ids=IDS)
@given(catalogue=catalogues())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_catalogue_comes_back_as_it_went_out(
    form: Format, tmp_path: Path, catalogue: list[ProcedureRecord]
) -> None:
    back = read(written(form, catalogue, tmp_path))
    assert list(back) == [record.code for record in catalogue]
    for record in catalogue:
        returned = back[record.code]
        assert returned.stated == OPEN_FIELDS
        assert facts(returned, OPEN_FIELDS) == facts(record, OPEN_FIELDS)
        assert (returned.process_steps, returned.review_on) == ((), None)


@given(catalogue=catalogues())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_one_table_states_what_it_holds_and_leaves_the_rest_alone(
    tmp_path: Path, catalogue: list[ProcedureRecord]
) -> None:
    back = read(written(FORMATS["csv"], catalogue, tmp_path))
    for record in catalogue:
        returned = back[record.code]
        assert not returned.stated & {"fees", "time_limits", "cases", "steps", "review_on"}
        assert facts(returned) == facts(record, returned.stated)


@given(text=st.text())
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_sheet_that_is_full_goes_on_in_another_and_is_read_as_one(tmp_path: Path) -> None:
    found = [replace(RICH, code=f"1.{number:06d}") for number in range(40)]
    book = CatalogueWorkbook(OPEN_SHEETS, most_rows=12)
    for record in found:
        for key, row in open_rows(record):
            book.add(key, row)
    book.save(tmp_path / "a.xlsx")
    back = read(tmp_path / "a.xlsx")
    assert len(back) == 40
    assert all(facts(back[record.code], OPEN_FIELDS) == facts(record, OPEN_FIELDS) for record in found)


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    attack = "=cmd|' /C calc'!A0"
    path = written(FORMATS["xlsx"], [replace(RICH, summary=attack, official_name=f"{attack}\x07")], tmp_path)
    book = load_workbook(path)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert read(path)[RICH.code].summary == attack


def exported(form: Format) -> Path:
    """The open catalogue as the site hands it out."""
    return downloads.make(form).path


def named(path: Path, form: Format, folder: Path) -> Path:
    """A copy under the name that a visitor gets."""
    copy = folder / form.filename
    copy.write_bytes(path.read_bytes())
    return copy


def records_of(pages: ProcedureQuerySet) -> dict[str, ProcedureRecord]:
    return {page.code: record_of(page) for page in with_rows(pages).order_by("code")}


def open_records() -> dict[str, ProcedureRecord]:
    return records_of(open_procedures())


def imported(path: Path) -> ImportBatch:
    """The file, imported as an operator would."""
    options = imports.ImportOptions(publish=True, on_conflict=Conflicts.ASK)
    batch = imports.read_batch(imports.create_batch([path], options=options).pk)
    return imports.apply_batch(batch.pk)


def same(found: dict[str, ProcedureRecord], wanted: dict[str, ProcedureRecord]) -> None:
    """Nothing differs but what the house keeps to itself; the first differences are shown."""
    assert found.keys() == wanted.keys()
    for code, record in wanted.items():
        lines = differences(found[code], record, OPEN_FIELDS)
        assert lines == (), (code, lines[:3])


@pytest.fixture(scope="module")
def demo_catalogue(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, ProcedureRecord]]:
    """The demonstration's procedures, loaded once for the module and gone again after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        now = timezone.now()
        load_province()
        load_catalogue(load_tree(now), now, lambda: None)
        yield open_records()
        transaction.set_rollback(True)


@ON_THE_DEMO
@pytest.mark.django_db
def test_every_file_of_the_demo_catalogue_holds_the_demo_catalogue(
    tmp_path: Path, demo_catalogue: dict[str, ProcedureRecord]
) -> None:
    assert len(demo_catalogue) > 100
    for form in WHOLE:
        same(read(named(exported(form), form, tmp_path)), demo_catalogue)


@ON_THE_DEMO
@pytest.mark.django_db
@pytest.mark.parametrize("key", ["jsonl", "xlsx"])
def test_the_demo_catalogue_comes_back_into_an_empty_site(
    key: str, tmp_path: Path, demo_catalogue: dict[str, ProcedureRecord]
) -> None:
    path = named(exported(FORMATS[key]), FORMATS[key], tmp_path)
    ProcedurePage.objects.all().delete()
    assert open_records() == {}
    imported(path)
    same(records_of(ProcedurePage.objects.all()), demo_catalogue)


@ON_THE_DEMO
@pytest.mark.django_db
def test_a_file_imported_where_it_came_from_changes_nothing(
    tmp_path: Path, demo_catalogue: dict[str, ProcedureRecord]
) -> None:
    path = named(exported(FORMATS["jsonl"]), FORMATS["jsonl"], tmp_path)
    before = dict(ProcedurePage.objects.values_list("code", "latest_revision"))
    imported(path)
    assert dict(ProcedurePage.objects.values_list("code", "latest_revision")) == before
    same(open_records(), demo_catalogue)


@pytest.mark.parametrize("form", WHOLE, ids=IDS)
def test_real_records_come_back_as_they_went_out(form: Format, tmp_path: Path, portal_records: Path) -> None:
    found: dict[str, ProcedureRecord] = {}
    for path in sorted((portal_records / "portal" / "details").glob("*.json")):
        for one in read_file(path):
            if one.procedure is not None:
                found[one.procedure.code] = replace(one.procedure, stated=frozenset(FIELDS))
    assert len(found) >= 50
    same(read(written(form, found.values(), tmp_path)), found)


def test_a_line_of_json_is_an_object_that_says_its_format(tmp_path: Path) -> None:
    path = written(FORMATS["jsonl"], [RICH], tmp_path)
    (line,) = path.read_text(encoding="utf-8").splitlines()
    data: dict[str, Any] = json.loads(line)
    assert (data["format"], data["version"], data["code"]) == ("motcua-procedure", 1, RICH.code)
