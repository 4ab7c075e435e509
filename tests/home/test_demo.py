"""The demonstration's data keep the rules of the catalogue."""

import re
import unicodedata
from typing import Any

import pytest

from home.services.demo.files import catalogue_files, read
from procedures.choices import COUNTED_UNITS, Channel, FeeStatus

RECORDS: list[dict[str, Any]] = [record for file in catalogue_files() for record in file["procedures"]]


def texts(value: Any) -> list[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        return [value]
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for child in children for text in texts(child)]


def test_there_are_at_least_120_procedures_with_codes_of_their_own() -> None:
    codes = [record["code"] for record in RECORDS]
    assert len(codes) >= 120
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"\d\.\d{6}", code) for code in codes)


def test_the_procedures_come_from_many_fields() -> None:
    assert len(catalogue_files()) >= 15


@pytest.mark.parametrize("name", ["code", "official_name", "title", "summary"])
def test_every_procedure_says_what_it_is(name: str) -> None:
    assert [record["code"] for record in RECORDS if not record[name].strip()] == []


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("steps", 1, 8),
        ("submission_methods", 1, 3),
        ("time_limits", 1, 8),
        ("fees", 1, 8),
        ("dossier_cases", 1, 4),
        ("results", 1, 4),
        ("agencies", 1, 4),
        ("levels", 1, 4),
        ("subjects", 1, 9),
        ("keywords", 1, 20),
    ],
)
def test_every_procedure_has_its_parts(name: str, least: int, most: int) -> None:
    odd = {r["code"]: len(r.get(name, [])) for r in RECORDS if not least <= len(r.get(name, [])) <= most}
    assert odd == {}


def test_nobody_is_left_to_guess_which_paper_is_meant() -> None:
    empty = [r["code"] for r in RECORDS for case in r["dossier_cases"] if not case["items"]]
    assert empty == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["code"])
def test_fees_and_times_are_stated_honestly(record: dict[str, Any]) -> None:
    for fee in record["fees"]:
        has_amount = fee.get("amount_min", 0) > 0
        assert has_amount == (fee["status"] == FeeStatus.AMOUNT), fee
        assert fee["status"] == FeeStatus.AMOUNT or fee.get("verbatim"), fee
        assert fee["status"] != FeeStatus.FREE or fee.get("legal_basis") or "0 đồng" in fee["verbatim"], fee
    for limit in record["time_limits"]:
        assert (limit.get("value", 0) > 0) == (limit["unit"] in COUNTED_UNITS), limit
        assert limit["unit"] in COUNTED_UNITS or limit.get("verbatim"), limit
    assert any(limit.get("is_default") for limit in record["time_limits"])


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["code"])
def test_a_row_for_a_channel_belongs_to_a_way_of_filing(record: dict[str, Any]) -> None:
    offered = {row["channel"] for row in record["submission_methods"]} | {Channel.ANY}
    assert {row["channel"] for name in ("time_limits", "fees") for row in record[name]} <= offered


@pytest.mark.parametrize(
    "value",
    [
        *catalogue_files(),
        read("procedures", "lists.json"),
        read("procedures", "decisions.json"),
        read("core", "province.json"),
        *(read("home", name) for name in ("pages.json", "accounts.json", "routing.json", "cases.json")),
    ],
    ids=lambda value: value["field"]["slug"] if "field" in value else "content",
)
def test_every_text_is_composed_unicode_without_stray_blanks(value: Any) -> None:
    odd = [t for t in texts(value) if unicodedata.normalize("NFC", t) != t or t != t.strip() or "  " in t]
    assert odd == []


def test_nobody_real_can_be_reached() -> None:
    contents = [read("core", "province.json"), *(read("home", n) for n in ("pages.json", "cases.json"))]
    everything = [text for content in contents for text in texts(content)]
    assert all(text.endswith("@example.vn") for text in everything if "@" in text)
    phones = [text for text in everything if re.fullmatch(r"[\d ]{9,}", text)]
    assert phones
    assert all(text.startswith("0290 3 ") for text in phones)
