"""Every real record of the national portal imports, opens and is told of; a second run changes nothing.

One import serves the whole module, in a transaction around its tests: it takes more than all of them.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from procedures.models import ProcedurePage
from tests.procedures.raw_records import (
    claims_free_without_ground,
    fees_of,
    papers_of,
    plain,
    same_words,
    times_of,
)
from tests.procedures.real_imports import RealImport, digest, run

# One worker has them all, because one import serves them.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("national catalogue")]

ROWS, CODES, RECORDS = 5_670, 5_669, 254


@pytest.fixture(scope="module")
def national(
    django_db_setup: None,
    django_db_blocker: Any,
    portal_records: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RealImport]:
    """The catalogue's rows and the full records, imported; gone again after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield run(portal_records / "portal", tmp_path_factory.mktemp("first") / "report.json")
        transaction.set_rollback(True)


def raw_rows(national: RealImport) -> list[dict[str, Any]]:
    text = (national.source / "catalog.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def raw_records(national: RealImport) -> dict[str, dict[str, Any]]:
    files = sorted((national.source / "details").glob("*.json"))
    return {file.name: json.loads(file.read_text("utf-8"))["data"] for file in files}


def opened(client: Client, code: str) -> HttpResponse:
    """The page as citizens have it; of a draft what its editor sees before publishing it."""
    page = ProcedurePage.objects.get(code=code)
    if page.live and not page.has_unpublished_changes:
        answer: HttpResponse = client.get(page.url)
    else:
        answer = page.get_latest_revision_as_object().make_preview_request()
        answer.render()
    return answer


def problems_of(client: Client, data: dict[str, Any]) -> list[str]:
    response = opened(client, data["code"].strip())
    if response.status_code != 200:
        return [f"status {response.status_code}"]
    body = response.content.decode()
    # Parts in bold or behind a break are one text to the reader.
    shown = plain(body[body.index("<h1") :]).lower()
    wanted = {"fee": fees_of(data), "time": times_of(data), "paper": papers_of(data)}
    missing = [
        f"{kind} not shown: {text[:120]}"
        for kind, texts in wanted.items()
        for text in texts
        if text.lower() not in shown
    ]
    if plain(data["name"])[:60].lower() not in shown:
        missing.append("name not shown")
    if claims_free_without_ground(data, body):
        missing.append("says free, and the record does not")
    return missing


def test_every_row_and_record_is_in_the_catalogue_or_refused_with_a_reason(national: RealImport) -> None:
    rows, records = raw_rows(national), raw_records(national)
    assert (len(rows), len(records)) == (ROWS, RECORDS)
    codes = {row["code"].strip() for row in rows} | {data["code"].strip() for data in records.values()}
    assert set(ProcedurePage.objects.values_list("code", flat=True)) == codes
    refused = [line for line in national.report["lines"] if line["severity"] == "error"]
    assert [(line["source"], line["kind"]) for line in refused] == [("catalog.jsonl:1309", "duplicate")]
    assert national.report["outcomes"] == {"created": CODES, "updated": RECORDS, "rejected": 1}
    assert f"Mới {CODES}, cập nhật {RECORDS}, không đổi 0" in national.said


def words_of(names: Iterable[str]) -> set[str]:
    """What a list names; an entry without a name names nothing."""
    return {words for words in map(same_words, names) if words}


def test_what_the_catalogue_keeps_otherwise_than_the_rows_say_is_told(national: RealImport) -> None:
    told = {(line["source"], line["field"]) for line in national.report["lines"] if line["severity"]}
    # Told with their own words elsewhere: rows of which the full record has taken the place, and the refused one.
    elsewhere = {data["code"].strip() for data in raw_records(national).values()} | {"1.014325"}
    lists = ("agencies__agency", "fields", "subjects")
    pages = {page.code: page for page in ProcedurePage.objects.prefetch_related(*lists)}
    silent = []
    for number, row in enumerate(raw_rows(national), start=1):
        page = pages[row["code"].strip()]
        if page.code in elsewhere:
            continue
        here = {
            "departments": [named.agency.name for named in page.agencies.all()],
            "categories": [field.name for field in page.fields.all()],
            "formalityTargetType": [subject.name for subject in page.subjects.all()],
        }
        kept = {
            "code": row["code"] == page.code,
            "name": row["name"] == page.official_name,
            "departmentPromulgate": not row["departmentPromulgate"],  # there is no place for it
            **{key: words_of(row[key]) == words_of(here[key]) for key in here},
        }
        place = f"catalog.jsonl:{number}"
        silent += [(place, name) for name, same in kept.items() if not same and (place, name) not in told]
    assert silent == []


def test_what_is_doubtful_is_told_and_waits_as_a_draft(national: RealImport) -> None:
    lines = [line for line in national.report["lines"] if line["severity"] == "doubt"]
    assert Counter(line["kind"] for line in lines) == {
        "other_province": 904 + 193,
        "time_conflict": 67,
        "abolished_agency": 9,
        "abolished_level": 8,
        "bad_fee": 8,
        "non_standard_code": 3,
        "junk_value": 1,
    }
    drafts = {
        page.code for page in ProcedurePage.objects.all() if not page.live or page.has_unpublished_changes
    }
    assert drafts == {line["code"] for line in lines}


def test_every_real_record_opens_with_its_fees_times_and_papers(client: Client, national: RealImport) -> None:
    found = {name: problems_of(client, data) for name, data in raw_records(national).items()}
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_a_second_run_changes_nothing(national: RealImport, tmp_path: Path) -> None:
    before = digest()
    again = run(national.source, tmp_path / "report.json")
    assert again.report["outcomes"] == {"unchanged": CODES + RECORDS, "rejected": 1}
    assert f"Mới 0, cập nhật 0, không đổi {CODES + RECORDS}, để nguyên vì mâu thuẫn 0" in again.said
    assert digest() == before
