"""What differs between two records, in an editor's words: one changed thing is one line."""

from collections.abc import Callable
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.importing.differences import Difference, differences
from procedures.importing.facts import facts, record_digest
from procedures.importing.records import (
    ALL_FIELDS,
    FIELDS,
    AgencyRecord,
    AliasRecord,
    CaseRecord,
    DecisionRecord,
    FeeRecord,
    ItemRecord,
    MethodRecord,
    Named,
    ProcedureRecord,
    ProcessStepRecord,
    StepRecord,
    TimeRecord,
)
from procedures.importing.schema import ATTRIBUTES, ROW_TYPES, SCALARS, TEXT_LISTS
from procedures.importing.wording import FIELD_LABELS
from procedures.models import ProcedurePage
from tests.procedures.record_strategies import records

EMPTY = ProcedureRecord("1.999001", official_name="Đăng ký việc mẫu", title="Đăng ký việc mẫu")
ONLINE = FeeRecord("online", "le_phi", "amount", 15_000)
DIRECT = FeeRecord("direct", "le_phi", "amount", 20_000)
POOR = FeeRecord("any", "le_phi", "free", case_label="Hộ nghèo", verbatim="Miễn cho hộ nghèo")


def lines(before: ProcedureRecord, after: ProcedureRecord) -> list[tuple[str, str, str]]:
    return [(found.label, found.before, found.after) for found in differences(before, after)]


def test_one_changed_fee_is_one_line_wherever_it_stands() -> None:
    before = replace(EMPTY, fees=(DIRECT, ONLINE, POOR))
    after = replace(EMPTY, fees=(DIRECT, replace(ONLINE, amount_min=7_000), POOR))
    assert lines(before, after) == [("Lệ phí · Trực tuyến", "15.000 đồng", "7.000 đồng")]


CHANGES: list[tuple[str, Any, Any, tuple[str, str, str]]] = [
    ("title", "Tên cũ", "Tên mới", ("Tên ngắn", "Tên cũ", "Tên mới")),
    ("status", "published", "abolished", ("Hiệu lực", "Đang áp dụng", "Đã bị bãi bỏ")),
    ("on_the_spot", False, True, ("Thực hiện “4 tại chỗ”", "không", "có")),
    ("effective_from", None, date(2027, 1, 1), ("Áp dụng từ ngày", "", "1/1/2027")),
    ("dossier_sets", 1, 2, ("Số bộ hồ sơ", "1", "2")),
    (
        "decision",
        DecisionRecord("1/QĐ-UBND", "UBND tỉnh"),
        DecisionRecord("2/QĐ-UBND", "UBND tỉnh"),
        ("Quyết định công bố", "1/QĐ-UBND · UBND tỉnh", "2/QĐ-UBND · UBND tỉnh"),
    ),
    ("levels", ("commune", "district"), ("commune",), ("Cấp thực hiện", "Cấp huyện", "")),
    (
        "legal_bases",
        (Named("1/2020/NĐ-CP", ""), Named("2/2020/NĐ-CP", "")),
        (Named("1/2020/NĐ-CP", ""), Named("3/2026/NĐ-CP", "Nghị định mới")),
        ("Căn cứ pháp lý", "2/2020/NĐ-CP", "3/2026/NĐ-CP Nghị định mới"),
    ),
    (
        "fees",
        (ONLINE,),
        (ONLINE, POOR),
        (
            "Lệ phí · Mọi cách nộp · Hộ nghèo",
            "",
            "Không thu · loại: Lệ phí · cách nộp: Mọi cách nộp · trường hợp: Hộ nghèo · nguyên văn: Miễn cho hộ nghèo",
        ),
    ),
    (
        "fees",
        (POOR,),
        (replace(POOR, verbatim="Miễn cho hộ nghèo, cận nghèo"),),
        (
            "Lệ phí · Mọi cách nộp · Hộ nghèo · nguyên văn",
            "Miễn cho hộ nghèo",
            "Miễn cho hộ nghèo, cận nghèo",
        ),
    ),
    (
        "time_limits",
        (TimeRecord("any", "working_day", Decimal(5)),),
        (TimeRecord("any", "working_day", Decimal(5), committed_value=Decimal(3), committed_unit="day"),),
        ("Thời hạn · Mọi cách nộp · cam kết", "", "3 ngày"),
    ),
    (
        "steps",
        (StepRecord("", "Nộp."), StepRecord("", "Nhận.")),
        (StepRecord("", "Nộp."), StepRecord("", "Nhận kết quả.")),
        ("Bước · 2", "Nhận.", "Nhận kết quả."),
    ),
    (
        "cases",
        (CaseRecord("Lần đầu", (ItemRecord("Tờ khai", originals=1),)),),
        (CaseRecord("Lần đầu", (ItemRecord("Tờ khai", originals=2),)),),
        ("Giấy tờ · Tờ khai · số lượng", "1 bản chính, 0 bản sao", "2 bản chính, 0 bản sao"),
    ),
    (
        "cases",
        (CaseRecord("Lần đầu", (ItemRecord("Tờ khai"),)),),
        (CaseRecord("Cấp lại", (ItemRecord("Tờ khai"),)),),
        ("Hồ sơ · tên trường hợp", "Lần đầu", "Cấp lại"),
    ),
    (
        "fees",
        (ONLINE, DIRECT),
        (DIRECT, ONLINE),
        ("Phí, lệ phí · thứ tự", "thứ tự cũ", "2, 1"),
    ),
]


@pytest.mark.parametrize(("field", "before", "after", "line"), CHANGES)
def test_a_change_in_words(field: str, before: Any, after: Any, line: tuple[str, str, str]) -> None:
    old, new = replace(EMPTY, **{field: before}), replace(EMPTY, **{field: after})
    assert lines(old, new) == [line]


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("legal_bases", (Named("1/2020/NĐ-CP", "Tên"),), (Named("1/2020/NĐ-CP", "Tên khác"),)),
        ("fields", (Named("A", "Hộ tịch"),), (Named("B", "HỘ  TỊCH"),)),
        (
            "agencies",
            (AgencyRecord("implementing", "Sở Tư pháp"),),
            (AgencyRecord("implementing", "Sở tư pháp"),),
        ),
        ("decision", DecisionRecord("1", "A", date(2026, 1, 1)), DecisionRecord("1", "A")),
        ("subjects", (Named("A", "X"), Named("B", "Y")), (Named("B", "Y"), Named("A", "X"))),
        (
            "time_limits",
            (TimeRecord("any", "day", Decimal("3.00")),),
            (TimeRecord("any", "day", Decimal(3)),),
        ),
        ("fees", (replace(ONLINE, amount_max=15_000),), (ONLINE,)),
    ],
)
def test_what_is_no_fact_of_the_page_is_no_difference(field: str, before: Any, after: Any) -> None:
    old, new = replace(EMPTY, **{field: before}), replace(EMPTY, **{field: after})
    assert differences(old, new) == ()
    assert record_digest(old) == record_digest(new)


def test_only_what_is_stated_or_asked_for_is_compared() -> None:
    after = replace(EMPTY, title="Khác", fees=(ONLINE,), stated=frozenset({"fees", "note"}))
    assert [found.field for found in differences(EMPTY, after)] == ["fees"]
    assert differences(EMPTY, replace(after, stated=ALL_FIELDS), only={"note"}) == ()


@settings(max_examples=15, deadline=None)
@given(first=records(), second=records())
def test_there_are_differences_exactly_where_facts_differ(
    first: ProcedureRecord, second: ProcedureRecord
) -> None:
    found = differences(first, second)
    old, new = facts(first), facts(second)
    assert {line.field for line in found} == {name for name in FIELDS if old[name] != new[name]}
    assert (record_digest(first) == record_digest(second)) is (found == ())
    assert len({line.path for line in found}) == len(found)
    assert differences(first, first) == ()


ROW_CHANGES: list[tuple[str, Callable[[Any], Any]]] = [
    ("fees", lambda row: replace(row, verbatim=row.verbatim + "x")),
    ("fees", lambda row: replace(row, kind="gia" if row.kind != "gia" else "phi")),
    ("fees", lambda row: replace(row, channel="post" if row.channel != "post" else "any")),
    ("time_limits", lambda row: replace(row, is_default=not row.is_default)),
    ("time_limits", lambda row: replace(row, case_label=row.case_label + "x")),
    ("steps", lambda row: replace(row, text=row.text + "x")),
    ("methods", lambda row: replace(row, note=row.note + "x")),
    ("results", lambda row: row + "x"),
    ("process_steps", lambda row: replace(row, hours=row.hours + 1 if row.hours < 9_000 else Decimal(1))),
    ("cases", lambda row: replace(row, name=row.name + "x")),
    ("cases", lambda row: replace(row, items=(*row.items, ItemRecord("Giấy tờ thêm vào")))),
]


@pytest.mark.parametrize(("field", "change"), ROW_CHANGES)
@settings(max_examples=6, deadline=None)
@given(record=records(), data=st.data())
def test_one_changed_row_is_exactly_one_line(
    field: str, change: Callable[[Any], Any], record: ProcedureRecord, data: st.DataObject
) -> None:
    rows = getattr(record, field)
    if not rows:
        return
    number = data.draw(st.integers(0, len(rows) - 1))
    changed = replace(record, **{field: (*rows[:number], change(rows[number]), *rows[number + 1 :])})
    (line,) = differences(record, changed)
    assert isinstance(line, Difference)
    assert line.field == field
    assert line.before != line.after


def test_labels_and_schema_follow_the_record_and_the_page() -> None:
    assert tuple(FIELD_LABELS) == FIELDS
    scalars = {attribute.name for attribute in SCALARS}
    assert scalars | set(TEXT_LISTS) | set(ROW_TYPES) | {"decision"} == ALL_FIELDS
    for row_type, attributes in ATTRIBUTES.items():
        assert {attribute.name for attribute in attributes} == {
            spec.name for spec in dataclass_fields(row_type) if spec.name != "items"
        }
    for name in scalars - {"title"}:
        verbose = str(ProcedurePage._meta.get_field(name).verbose_name)
        label = str(FIELD_LABELS[name])
        assert verbose.lower().startswith(label.lower()[:6]), (name, verbose, label)


def test_every_row_type_can_be_compared() -> None:
    rows = {
        "methods": MethodRecord("online"),
        "aliases": AliasRecord("1.000001"),
        "process_steps": ProcessStepRecord("Một cửa", "Tiếp nhận", Decimal(4)),
        "agencies": AgencyRecord("competent", "Sở A"),
        "life_events": "Sinh con",
        "results": "Giấy",
    }
    for field, row in rows.items():
        (line,) = differences(EMPTY, replace(EMPTY, **{field: (row,)}))
        assert (line.before, bool(line.after)) == ("", True)
