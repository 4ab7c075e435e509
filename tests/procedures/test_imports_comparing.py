"""Three-way comparison, field by field: a table of who changed what."""

from dataclasses import replace
from decimal import Decimal

import pytest

from procedures.choices import LegalType
from procedures.importing.records import FeeRecord, ProcedureRecord, TimeRecord
from procedures.services.imports.comparing import Base, Comparison, compare, laid_over, mark, marks_of

OLD = ProcedureRecord(code="1.999001", official_name="Tên", title="Tên", note="Lưu ý")


def base(said: ProcedureRecord = OLD, written: ProcedureRecord = OLD) -> Base:
    return Base(marks_of(said), marks_of(written))


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ("Lưu ý", "Lưu ý", Comparison()),
        ("Lưu ý mới", "Lưu ý", Comparison(take=("note",))),
        ("Lưu ý", "Lưu ý tại đây", Comparison(kept=("note",))),
        ("Lưu ý mới", "Lưu ý tại đây", Comparison(conflicts=("note",))),
        ("Lưu ý mới", "Lưu ý mới", Comparison()),
    ],
)
def test_who_changed_what(theirs: str, ours: str, expected: Comparison) -> None:
    assert compare(replace(OLD, note=theirs), replace(OLD, note=ours), base()) == expected


def test_without_a_base_every_difference_is_a_conflict() -> None:
    theirs = replace(OLD, note="Lưu ý mới", title="Tên mới")
    assert compare(theirs, OLD, Base()) == Comparison(conflicts=("title", "note"))


def test_what_the_source_does_not_state_is_not_compared() -> None:
    theirs = replace(OLD, note="", stated=frozenset({"title"}))
    assert compare(theirs, OLD, base()) == Comparison()


def test_a_field_first_stated_is_taken_where_nobody_wrote_anything() -> None:
    row = replace(OLD, stated=frozenset({"title", "official_name"}))
    full = replace(OLD, fees=(FeeRecord("any", "le_phi", "free"),))
    assert compare(full, OLD, Base(marks_of(row), marks_of(OLD))).take == ("fees",)


def test_equal_values_have_one_mark_wherever_they_come_from() -> None:
    assert mark("assigned") == mark(LegalType.ASSIGNED)
    assert mark((TimeRecord("any", "day", Decimal(3)),)) == mark((TimeRecord("any", "day", Decimal("3.00")),))
    assert mark(("a", "b")) != mark(("b", "a"))


def test_a_record_laid_over_another_changes_what_it_states() -> None:
    above = replace(OLD, note="Lưu ý mới", title="Tên mới", stated=frozenset({"note"}))
    merged = laid_over(replace(OLD, stated=frozenset({"title"})), above, above.stated)
    assert (merged.title, merged.note, merged.stated) == ("Tên", "Lưu ý mới", {"title", "note"})
