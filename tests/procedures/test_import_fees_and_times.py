"""What a fee and a time of a foreign record mean, and which of them are doubted. Pure."""

from decimal import Decimal
from typing import Any

import pytest

from procedures.importing.fees import FeeProblem, fee_kind, fee_without_amount, read_amount
from procedures.importing.records import Severity
from procedures.importing.times import TimeProblem, read_time
from tests.procedures.portal_samples import fee, kinds, method, parsed, procedure_of


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "not_stated"),
        ("Không", "free"),
        ("Không.", "free"),
        ("Miễn phí", "free"),
        ("Miễn lệ phí", "free"),
        ("(Miễn phí)", "free"),
        ("Không thu phí", "free"),
        ("Không thu lệ phí.", "free"),
        ("0 đồng", "free"),
        ("Miễn lệ phí. Phí cấp bản sao trích lục theo Thông tư 281/2016/TT-BTC.", "free"),
        ("Không quy định", "not_stated"),
        ("Miễn lệ phí cho người thuộc hộ nghèo; người khuyết tật.", "not_stated"),
        ("Mức lệ phí do Hội đồng nhân dân cấp tỉnh quyết định. Miễn lệ phí cho hộ nghèo.", "set_by_province"),
        ("Theo quy định của HĐND tỉnh", "set_by_province"),
        ("Nghị quyết số 09/2025/NQ-HĐND ngày 27/10/2025", "set_by_province"),
        ("Chi tiết tại Biểu phí, lệ phí kèm theo", "by_formula"),
        ("Phí thẩm định: đất ở 150.000 đồng/hồ sơ; đất sản xuất 200.000 đồng/hồ sơ.", "by_formula"),
        ("Theo quy định của Luật phí và lệ phí", "not_stated"),
        ("Trường hợp công dân thuộc diện được miễn phí theo Điều 4", "not_stated"),
    ],
)
def test_a_zero_means_what_its_words_say(text: str, status: str) -> None:
    assert fee_without_amount("any", "khac", text).status == status
    (found,) = procedure_of(executionMethods=[method(fees=[fee(0, text)])]).fees
    assert (found.status, found.amount_min) == (status, None)


def test_free_for_some_people_is_free_with_their_condition() -> None:
    text = "Miễn phí Đồng - Trường hợp công dân thuộc diện được miễn theo Điều 4."
    found = fee_without_amount("online", "khac", text)
    assert found.status == "free"
    assert found.case_label.startswith("Trường hợp công dân")
    assert found.verbatim == text


@pytest.mark.parametrize(
    ("value", "currency", "amount"),
    [
        (15000, "VND", 15000),
        (15000.0, "VND", 15000),
        ("20000", "VND", 20000),
        (5, "USD", 5),
        (0, "VND", None),
        (None, "VND", None),
    ],
)
def test_amounts(value: object, currency: str, amount: int | None) -> None:
    assert read_amount(value, currency) == amount


@pytest.mark.parametrize("value", [45, -5000, 10**15, 7.5, "nhiều", True, [], {}, float("nan"), float("inf")])
def test_an_amount_that_cannot_be_believed_is_kept_in_words_and_doubted(value: object) -> None:
    with pytest.raises(FeeProblem):
        read_amount(value, "VND")
    result = parsed(executionMethods=[method(fees=[fee(value, "Từ 1/7/2026")])])
    assert result.procedure is not None
    (found,) = result.procedure.fees
    assert (found.status, found.amount_min) == ("not_stated", None)
    assert "Nguồn ghi" in found.verbatim
    assert "bad_fee" in kinds(result, Severity.DOUBT)


def test_a_currency_nobody_knows_is_doubted() -> None:
    result = parsed(executionMethods=[method(fees=[fee(5000, "x", currencyName="Kíp Lào")])])
    assert "bad_fee" in kinds(result, Severity.DOUBT)


@pytest.mark.parametrize(
    ("text", "portal_type", "kind"),
    [
        ("Lệ phí đăng ký cư trú", "FEE", "le_phi"),
        ("Phí thẩm định", "SERVICE_FEE", "phi"),
        ("Phí và lệ phí", "FEE", "khac"),
        ("", "FEE", "khac"),
        ("", "PRICE_LEVEL", "gia"),
    ],
)
def test_charge_or_duty_is_told_by_words(text: str, portal_type: str, kind: str) -> None:
    assert fee_kind(text, portal_type) == kind


@pytest.mark.parametrize(
    ("value", "unit", "text", "expected"),
    [
        (3, "WORKING_DAY", "", ("working_day", Decimal(3), "")),
        (7.5, "WORKING_DAY", "", ("working_day", Decimal("7.5"), "")),
        ("15", "DAY", "", ("day", Decimal(15), "")),
        ("7,5", "DAY", "", ("day", Decimal("7.5"), "")),
        (8, "HOUR", "", ("hour", Decimal(8), "")),
        (1, "MONTH", "", ("month", Decimal(1), "")),
        (0, "WORKING_DAY", "Theo dự án", ("not_stated", None, "Theo dự án")),
        (None, "WORKING_DAY", "", ("not_stated", None, "")),
        (0, "OTHER", "", ("not_stated", None, "")),
        (5, "OTHER", "", ("see_text", None, "Nguồn ghi: 5 (không rõ đơn vị)")),
        ("Theo mô tả", "OTHER", "Trong 8 giờ.", ("see_text", None, "Trong 8 giờ.")),
        ("Không quá 15 ngày", "OTHER", "Nộp tại quầy", ("see_text", None, "Không quá 15 ngày")),
        ("Không quá 15 ngày", "DAY", "", ("see_text", None, "Không quá 15 ngày")),
    ],
)
def test_times(value: object, unit: str, text: str, expected: tuple[str, Decimal | None, str]) -> None:
    found = read_time("direct", value, unit, text)
    assert (found.unit, found.value, found.verbatim) == expected


@pytest.mark.parametrize(("value", "unit"), [(3, "FORTNIGHT"), (3, ""), (99999, "DAY"), (True, "WEEK")])
def test_a_time_that_cannot_be_believed_is_kept_in_words_and_doubted(value: object, unit: str) -> None:
    with pytest.raises(TimeProblem):
        read_time("direct", value, unit, "")
    result = parsed(executionMethods=[method(time=value, unit=unit)])
    assert result.procedure is not None
    assert result.procedure.time_limits[0].unit == "see_text"
    assert "bad_time" in kinds(result, Severity.DOUBT)


def case_time(name: str, quantity: object, unit: str = "WORKING_DAY") -> dict[str, Any]:
    return {"name": name, "code": "x.01", "processingDay": {"qty": quantity, "type": unit}}


def test_times_that_contradict_each_other_are_both_kept_and_doubted() -> None:
    result = parsed(executionMethods=[method(time=10)], cases=[case_time("Công trình", 20, "DAY")])
    assert result.procedure is not None
    assert [(t.value, t.unit, t.case_label) for t in result.procedure.time_limits] == [
        (Decimal(10), "working_day", ""),
        (Decimal(20), "day", "Công trình"),
    ]
    assert "time_conflict" in kinds(result, Severity.DOUBT)


def test_a_case_that_repeats_the_time_adds_nothing() -> None:
    result = parsed(executionMethods=[method(time=10)], cases=[case_time("Đăng ký việc mẫu", 10)])
    assert result.procedure is not None
    assert len(result.procedure.time_limits) == 1
    assert not result.doubtful


def test_a_case_fills_in_the_time_that_the_ways_only_describe() -> None:
    result = parsed(executionMethods=[method(time=1, unit="OTHER")], cases=[case_time("Đăng ký việc mẫu", 1)])
    assert result.procedure is not None
    assert {t.unit for t in result.procedure.time_limits} == {"see_text", "working_day"}
    assert not result.doubtful


def test_several_times_of_one_way_carry_their_conditions() -> None:
    methods = [method(time=10, text="Xã miền núi"), method(time=5, text="Nơi khác")]
    found = procedure_of(executionMethods=methods).time_limits
    assert [(t.value, t.case_label) for t in found] == [(10, "Xã miền núi"), (5, "Nơi khác")]
