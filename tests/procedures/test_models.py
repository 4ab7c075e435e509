"""What the database refuses, with words an editor understands; titles, slugs and copies of pages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.actions.copy_page import CopyPageAction

from procedures.models import Agency, Fee, Field, ProcedurePage, TimeLimit
from tests.procedures.factories import (
    DecisionFactory,
    LegalBasisFactory,
    add_fee,
    add_time,
    catalogue_index,
    procedure,
)

pytestmark = pytest.mark.django_db


def refused(row: Any) -> str:
    """Save past the forms: the database must refuse; return the words that a form would show."""
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "free", "amount_min": 0}, "Chỉ ghi số tiền khi"),
        ({"status": "not_stated", "amount_min": 5000}, "Chỉ ghi số tiền khi"),
        ({"status": "set_by_province", "amount_max": 5000}, "Chỉ ghi số tiền khi"),
        ({"status": "amount"}, "phải ghi số tiền"),
        ({"status": "amount", "amount_max": 9000}, "phải ghi số tiền"),
        ({"status": "amount", "amount_min": 0}, "Số 0 không có nghĩa là miễn phí"),
        ({"status": "amount", "amount_min": 0, "amount_max": 0}, "Số 0 không có nghĩa là miễn phí"),
        ({"status": "amount", "amount_min": 9000, "amount_max": 5000}, "không thể nhỏ hơn"),
        ({"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 31)}, "trước hoặc trùng ngày kết thúc"),
    ],
)
def test_a_fee_that_contradicts_itself_is_refused(fields: dict[str, Any], words: str) -> None:
    assert words in refused(Fee(page=procedure(), **fields))


def test_a_negative_amount_is_refused() -> None:
    fee = Fee(page=procedure(), status="amount", amount_min=-1, amount_max=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        fee.save()


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "amount", "amount_min": 15000},
        {"status": "amount", "amount_min": 5000, "amount_max": 5000},
        {"status": "amount", "amount_min": 0, "amount_max": 9_000_000_000},
        {"status": "free"},
        {"status": "by_formula", "verbatim": "0,5% giá trị"},
        {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 1, 1)},
    ],
)
def test_a_fee_that_makes_sense_is_kept(fields: dict[str, Any]) -> None:
    fee = Fee(page=procedure(), **fields)
    fee.full_clean()
    fee.save()


@pytest.mark.parametrize(
    "fields",
    [
        {"unit": "working_day"},
        {"unit": "month", "value": Decimal(0)},
        {"unit": "day", "value": Decimal(-3)},
        {"unit": "see_text", "value": Decimal(5)},
        {"unit": "not_stated", "value": Decimal(5)},
        {"unit": "same_day", "value": Decimal(1)},
        {"unit": "immediate", "value": Decimal(1)},
    ],
)
def test_a_time_limit_whose_number_does_not_fit_its_unit_is_refused(fields: dict[str, Any]) -> None:
    assert "cần một số lớn hơn 0" in refused(TimeLimit(page=procedure(), **fields))


def test_dates_of_procedures_and_legal_texts_must_be_in_order() -> None:
    page = procedure()
    page.effective_from, page.effective_to = date(2026, 2, 1), date(2026, 1, 1)
    with pytest.raises(ValidationError, match="trước ngày bắt đầu"):
        page.full_clean()
    basis = LegalBasisFactory.build(issued_on=date(2026, 2, 1), valid_to=date(2026, 1, 1))
    assert "trước ngày ban hành" in refused(basis)


def test_a_code_belongs_to_one_procedure() -> None:
    procedure(code="1.004222")
    other = procedure()
    other.code = "1.004222"
    with pytest.raises(ValidationError, match="đã thuộc một thủ tục khác"):
        other.full_clean()


def test_a_decision_is_known_by_number_and_issuer() -> None:
    DecisionFactory.create(number="1/QĐ-UBND", issuer="UBND tỉnh An Hòa")
    assert "đã có" in refused(DecisionFactory.build(number="1/QĐ-UBND", issuer="UBND tỉnh An Hòa"))


def test_a_procedure_cannot_replace_itself() -> None:
    page = procedure()
    page.replaced_by = page
    with pytest.raises(ValidationError, match="chính nó"):
        page.full_clean()


def test_an_empty_title_follows_the_official_name_up_to_a_word() -> None:
    page = ProcedurePage(code="1.115228", official_name="Thẩm định dự án đầu tư " * 40)
    catalogue_index().add_child(instance=page)
    assert len(page.title) <= 255
    assert page.title.endswith("tư…") or page.title.endswith("án…") or page.title.endswith("định…")
    assert page.slug.startswith("tham-dinh-du-an-dau-tu")
    assert page.slug.endswith("-1-115228")


def test_two_drafts_without_a_code_can_stand_side_by_side() -> None:
    first, second = (ProcedurePage(title=name, live=False) for name in ("Một", "Hai"))
    catalogue_index().add_child(instance=first)
    catalogue_index().add_child(instance=second)
    assert first.code != second.code
    assert not first.has_real_code


def test_a_copy_gets_no_code_of_its_own_and_keeps_its_rows() -> None:
    page = procedure(code="1.004222")
    add_fee(page, 10000)
    add_time(page, 7)
    copied = CopyPageAction(page, update_attrs={"slug": "ban-sao"}).execute()
    assert copied.code != "1.004222"
    assert not copied.has_real_code
    assert [fee.amount_min for fee in copied.fees.all()] == [10000]
    assert [time.value for time in copied.time_limits.all()] == [7]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"status": "amended"}, True),
        ({"status": "replaced"}, False),
        ({"status": "abolished"}, False),
        ({"effective_from": date(2026, 11, 22)}, True),
        ({"effective_from": date(2026, 11, 23)}, False),
        ({"effective_to": date(2026, 11, 22)}, True),
        ({"effective_to": date(2026, 11, 21)}, False),
    ],
)
def test_in_force_means_the_same_in_the_database_and_in_memory(
    fields: dict[str, Any], expected: bool
) -> None:
    on = date(2026, 11, 22)
    page = procedure(**fields)
    assert page.is_in_force(on) is expected
    assert ProcedurePage.objects.in_force(on).filter(pk=page.pk).exists() is expected


def test_valid_rows_are_the_same_in_the_database_and_in_memory() -> None:
    page = procedure()
    on = date(2026, 11, 22)
    spans = [(None, None), (on, None), (None, on), (date(2026, 11, 23), None), (None, date(2026, 11, 21))]
    rows = [add_fee(page, 1000, valid_from=start, valid_to=end) for start, end in spans]
    assert set(Fee.objects.in_force(on)) == {row for row in rows if row.is_valid_on(on)} == set(rows[:3])


def test_slugs_of_fields_are_folded_and_free() -> None:
    first = Field.objects.create(code="A", name="Đất đai")
    second = Field.objects.create(code="B", name="Đất đai")
    assert (first.slug, second.slug) == ("dat-dai", "dat-dai-2")


def test_one_agency_however_it_is_spelt() -> None:
    Agency.objects.create(name="Văn phòng Đăng ký đất đai")
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(name="Văn phòng đăng ký  đất đai")


def test_internal_procedures_are_not_for_citizens() -> None:
    procedure(scope="internal")
    open_to_all = procedure()
    assert set(ProcedurePage.objects.for_citizens()) == {open_to_all}
