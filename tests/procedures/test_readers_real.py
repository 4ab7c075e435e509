"""All real records: each is read or refused with a reason, nothing raises, and the counts are known."""

import json
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

from procedures.importing.differences import differences
from procedures.importing.normal import from_json, to_json
from procedures.importing.readers import read_file, reader_for, source_files
from procedures.importing.records import ALL_FIELDS, ProcedureRecord, Severity
from procedures.importing.titles import is_shouted
from procedures.importing.values import LARGEST_NUMBER


def read(path: Path) -> tuple[list[ProcedureRecord], Counter[tuple[str, str]]]:
    """The usable records and what was said, each code and kind once."""
    found: list[ProcedureRecord] = []
    said: set[tuple[str, str, str]] = set()
    for number, parsed in enumerate(read_file(path)):
        assert parsed.issues or parsed.procedure is not None
        if parsed.procedure is None:
            assert any(issue.severity is Severity.ERROR for issue in parsed.issues)
        else:
            found.append(parsed.procedure)
            check(parsed.procedure)
        said |= {(f"{number}", issue.severity.value, issue.kind) for issue in parsed.issues}
    return found, Counter((severity, kind) for _number, severity, kind in said)


def check(record: ProcedureRecord) -> None:
    """What holds for every record whatever its source: it fits the database and comes back from JSON unchanged."""
    assert 0 < len(record.title) <= 255
    for fee in record.fees:
        assert (fee.status == "amount") == (fee.amount_min is not None)
    for time in record.time_limits:
        assert time.value is None or 0 < time.value <= LARGEST_NUMBER
    again = from_json(json.loads(json.dumps(to_json(record))), "again")
    assert again.procedure == record, differences(record, again.procedure or record)
    assert {issue.kind for issue in again.issues} <= {"non_standard_code"}


def test_all_full_records(portal_records: Path) -> None:
    rows, *files = source_files(portal_records)
    assert rows.name == "catalog.jsonl"
    assert len(files) == 254
    results = [read(file) for file in files]
    assert all(len(found) == 1 for found, _said in results)
    said = sum((said for _found, said in results), Counter[tuple[str, str]]())
    assert said["doubt", "time_conflict"] == 67
    assert said["note", "zero_with_text"] == 98
    assert not [key for key in said if key[0] == "error"]


def test_all_rows_of_the_catalogue(portal_records: Path) -> None:
    found, said = read(portal_records / "portal" / "catalog.jsonl")
    assert len(found) == 5_669
    assert {key: count for key, count in said.items() if key[0] != "note"} == {
        ("error", "duplicate"): 1,
        ("doubt", "other_province"): 904,
        ("doubt", "abolished_level"): 8,
        ("doubt", "abolished_agency"): 8,
        ("doubt", "non_standard_code"): 3,
        ("doubt", "junk_value"): 1,
    }
    assert (said["note", "not_nfc"], said["note", "all_caps"]) == (91, 77)
    assert said["note", "same_name"] > 110
    assert max(len(record.official_name) for record in found) == 1_192
    assert sum(is_shouted(record.title) for record in found) < 5
    assert Counter(record.scope for record in found) == {"standard": 4_574, "local": 904, "internal": 191}
    assert not any({"fees", "time_limits", "cases", "steps"} & record.stated for record in found)


def test_all_records_of_pages_as_text(portal_records: Path) -> None:
    path = portal_records / "catalogue.jsonl.gz"
    reader = reader_for(path)
    assert reader is not None
    assert reader.name == "page_texts"
    found, said = read(path)
    assert len(found) == 2_849
    assert not [key for key in said if key[0] == "error"]
    fees = Counter(fee.status for record in found for fee in record.fees)
    # The pages show "Miễn phí" 4,674 times for a 0; the words beside it say so far less often.
    assert 0 < fees["free"] < 700
    assert fees["amount"] > 800
    times = Counter(time.unit for record in found for time in record.time_limits)
    assert times["working_day"] > 2_000
    assert said["doubt", "ambiguous"] > 20
    assert all(record.steps for record in found)


def test_real_records_come_back_from_the_template(portal_records: Path, tmp_path: Path) -> None:
    from tests.procedures.filled_templates import as_csv_zip, records_in, written

    records = [
        replace(parsed.procedure, stated=ALL_FIELDS)
        for parsed in islice(read_file(portal_records / "catalogue.jsonl.gz"), 0, None, 60)
        if parsed.procedure is not None
    ]
    assert len(records) > 40
    for path in (written(tmp_path / "a.xlsx", *records), as_csv_zip(tmp_path / "a.zip", *records)):
        assert records_in(path) == records
