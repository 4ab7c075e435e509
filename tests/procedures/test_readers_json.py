"""Files of JSON: each format known by its beginning, our own lines, files that are damaged, junk."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.importing.catalogue_rows import parse_row
from procedures.importing.normal import from_json, to_json
from procedures.importing.page_texts import parse_page
from procedures.importing.portal import parse_record
from procedures.importing.readers import read_file, reader_for, source_files, text_files
from procedures.importing.records import Parsed, ProcedureRecord, Severity
from tests.procedures.portal_samples import METHOD, PAGE, ROW, kinds, record, record_of


def write(path: Path, *lines: object) -> Path:
    text = "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


OWN = to_json(ProcedureRecord("1.999001", "Tên", "Tên", source_updated_at=datetime(2026, 7, 1, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("a.jsonl", ROW, "portal_rows"),
        ("a.jsonl.gz", PAGE, "page_texts"),
        ("a.jsonl", record(), "portal"),
        ("a.json", record()["data"], "portal"),
        ("a.json", {"code": "OK", "data": [record()["data"]]}, "portal"),
        ("a.json", [OWN], "normal"),
        ("a.ndjson", OWN, "normal"),
    ],
)
def test_each_format_is_known_by_its_beginning(
    tmp_path: Path, name: str, content: object, reader: str
) -> None:
    path = write(tmp_path / name, content)
    found = reader_for(path)
    assert found is not None
    assert found.name == reader
    assert [record_of(parsed).code for parsed in read_file(path)] == ["1.999001"]


def test_a_broken_line_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", ROW, '{"code": ', "", "[]", {**ROW, "code": "1.999002"}, ROW)
    found = [(parsed.source, parsed.procedure is not None, kinds(parsed)) for parsed in read_file(path)]
    assert [(source, is_read) for source, is_read, _kinds in found] == [
        ("a.jsonl:1", True),
        ("a.jsonl:2", False),
        ("a.jsonl:5", True),
        ("a.jsonl:6", False),
    ]
    assert "bad_json" in found[1][2]
    assert "duplicate" in found[3][2]


def test_a_file_that_unpacks_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "MAX_LINE", 10_000)
    monkeypatch.setattr(text_files, "MAX_UNPACKED", 50_000)
    one_line = write(tmp_path / "a.jsonl.gz", "x" * 100_000)
    many_lines = write(tmp_path / "b.jsonl.gz", *(["1"] * 60_000))
    for path in (one_line, many_lines):
        assert "too_large" in {kind for parsed in read_file(path) for kind in kinds(parsed)}


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08broken", b"no gzip at all", b""])
def test_a_damaged_archive_is_an_error_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(content)
    assert all(parsed.procedure is None for parsed in read_file(path))


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.jsonl", ROW), write(tmp_path / "b.jsonl.gz", PAGE)
    (tmp_path / "c.txt").write_text("x")
    assert source_files(tmp_path) == [first, second]
    (tmp_path / "details").mkdir()
    full = write(tmp_path / "details" / "1.999001.json", ROW)
    assert source_files(tmp_path) == [first, second, full]


BROKEN_OWN: list[tuple[dict[str, Any], str]] = [
    ({"fees": [{"status": "amount"}]}, "bad_fee"),
    ({"fees": [{"status": "amount", "amount_min": 0}]}, "bad_fee"),
    ({"fees": [{"status": "free", "amount_min": 5000}]}, "amount_without_status"),
    ({"fees": [{"status": "amount", "amount_min": 9000, "amount_max": 8000}]}, "bad_fee"),
    (
        {"fees": [{"status": "free", "valid_from": "2027-01-02", "valid_to": "2027-01-01"}]},
        "dates_in_disorder",
    ),
    ({"fees": [{"status": "vô giá"}]}, "missing"),
    ({"fees": {"status": "free"}}, "wrong_type"),
    ({"time_limits": [{"unit": "day"}]}, "bad_time"),
    ({"time_limits": [{"unit": "see_text", "value": 5}]}, "bad_time"),
    ({"time_limits": [{"unit": "day", "value": 5, "committed_value": 3}]}, "bad_time"),
    ({"time_limits": [{"unit": "day", "value": -1}]}, "bad_value"),
    ({"effective_from": "2027-01-02", "effective_to": "2027-01-01"}, "dates_in_disorder"),
    ({"effective_from": "2/1/2027"}, "bad_value"),
    ({"status": "đang chạy"}, "bad_value"),
    ({"portal_url": "javascript:alert(1)"}, "bad_value"),
    ({"methods": [{"channel": "any"}]}, "bad_value"),
    ({"title": "x" * 300}, "cut"),
    ({"on_the_spot": "có"}, "bad_value"),
    ({"dossier_sets": 1.5}, "bad_value"),
    ({"levels": "commune"}, "wrong_type"),
    ({"process_steps": [{"unit_name": "A", "task": "B"}]}, "missing"),
    ({"decision": {"issuer": "UBND"}}, "missing"),
    ({"summary": ["x"]}, "wrong_type"),
]


@pytest.mark.parametrize(("content", "kind"), BROKEN_OWN)
def test_what_a_page_cannot_hold_is_doubted_and_the_rest_is_read(content: dict[str, Any], kind: str) -> None:
    parsed = from_json({"code": "1.999001", "official_name": "Tên", "note": "còn lại", **content}, "a")
    assert record_of(parsed).note == "còn lại"
    assert kind in kinds(parsed, Severity.DOUBT)


def test_another_version_of_the_format_is_refused() -> None:
    assert kinds(from_json({**OWN, "version": 2}, "a")) == {"unknown_version"}


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(junk=JUNK, key=st.sampled_from(sorted({*ROW, *PAGE, *OWN, *METHOD, "items", "amount_min"})))
def test_no_junk_anywhere_raises(junk: object, key: str) -> None:
    for parse, sample in ((parse_row, ROW), (parse_page, PAGE), (from_json, OWN), (parse_record, record())):
        for raw in (junk, {**sample, key: junk}, {**sample, key: [{key: junk}]}):
            assert isinstance(parse(raw, "a"), Parsed)
