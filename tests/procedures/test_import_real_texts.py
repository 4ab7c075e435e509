"""The full records that were read off the portal's pages import whole and are told of; a second run changes nothing."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from procedures.models import ImportRow, ProcedurePage
from tests.procedures.real_imports import digest, run

# What differs from database to database is tried with the portal's own records; these take a minute of the processor.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.xdist_group("page texts")]

RECORDS = 2_849


def codes_by_line(file: Path) -> dict[str, str]:
    """The code of each record by the place that the report names."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return {
            f"{file.name}:{number}": json.loads(line)["code"].strip()
            for number, line in enumerate(lines, start=1)
        }


def test_all_are_in_the_report_and_a_second_run_changes_nothing(portal_records: Path, tmp_path: Path) -> None:
    file = portal_records / "catalogue.jsonl.gz"
    codes = codes_by_line(file)
    assert len(codes) == len(set(codes.values())) == RECORDS

    first = run(file, tmp_path / "first.json").report
    assert first["outcomes"] == {"created": RECORDS}
    assert dict(ImportRow.objects.values_list("source", "code")) == codes
    assert set(ProcedurePage.objects.values_list("code", flat=True)) == set(codes.values())
    assert {codes[line["source"]] == line["code"] for line in first["lines"]} == {True}
    doubts = [line for line in first["lines"] if line["severity"] == "doubt"]
    assert Counter(line["kind"] for line in doubts) == {
        "ambiguous": 103,
        "bad_fee": 87,
        "fee_in_words": 56,
        "abolished_agency": 30,
        "missing": 17,
        "odd_number": 12,
        "time_in_words": 10,
        "abolished_level": 5,
        "unread": 3,
    }
    waiting = ProcedurePage.objects.filter(live=False)
    assert set(waiting.values_list("code", flat=True)) == {line["code"] for line in doubts}

    before = digest()
    second = run(file, tmp_path / "second.json").report
    assert second["outcomes"] == {"unchanged": RECORDS}
    assert digest() == before
