"""Fees and times by date, commitments beside the law, gaps said: the page tells the truth of the day."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models import Level
from feedback.services.promised import _promised_term
from procedures.models import DossierItem, Fee, ProcedurePage, ProcessStep
from procedures.services.answers import answer_procedure
from procedures.services.presentation import briefs, present
from procedures.services.presentation.changes import dates_of
from procedures.services.presentation.dated import coming, gap, past, valid_on
from procedures.services.presentation.fees import alike
from procedures.services.presentation.lines import Change
from procedures.services.promise import published_promise
from tests.procedures.factories import add_case, add_fee, add_method, add_step, add_time, procedure

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = date(2026, 11, 22)
LAST, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)


def fetched(page: ProcedurePage) -> ProcedurePage:
    """The page as a request reads it, without anything remembered."""
    found: ProcedurePage = ProcedurePage.objects.get(pk=page.pk)
    return found


def test_a_coming_tariff_is_announced_with_the_present_one_and_its_basis() -> None:
    page = procedure()
    add_fee(page, 25000, valid_to=LAST, legal_basis="TT 64/2025/TT-BTC")
    add_fee(page, 50000, valid_from=NEW_YEAR, legal_basis="TT 73/2024/TT-BTC")
    view = present(fetched(page), SUNDAY)
    assert view.fee_summary.value == "25.000 đồng"
    assert (view.fee_summary.url, view.fee_summary.link) == ("#sap-thay-doi", "sắp thay đổi")
    assert view.dates.fee_changes == (
        Change("Từ 1/1/2027", "50.000 đồng (đang thu 25.000 đồng)", "", "TT 73/2024/TT-BTC"),
    )
    after = present(fetched(page), SUNDAY.replace(year=2027))
    assert after.fee_summary.value == "50.000 đồng"
    assert after.dates.fee_changes == ()
    assert after.dates.past_fees == (Change("đến hết 31/12/2026", "25.000 đồng", "", "TT 64/2025/TT-BTC"),)


@pytest.mark.parametrize(
    ("rows", "text", "where"),
    [
        ([{"amount": 9, "valid_to": LAST}], "chưa công bố mức thu mới (đang thu 9 đồng)", ""),
        (
            [{"amount": 9, "valid_to": LAST, "channel": "online"}, {"amount": 20}],
            "không còn áp dụng: 9 đồng",
            "Trực tuyến",
        ),
        (
            [{"amount": 9, "valid_to": LAST, "case_label": "hộ nghèo"}, {"amount": 20, "case_label": "khác"}],
            "chưa công bố mức thu mới (đang thu 9 đồng)",
            "hộ nghèo",
        ),
        ([{"amount": 9, "valid_to": LAST}, {"amount": 9, "valid_from": NEW_YEAR}], "vẫn 9 đồng", ""),
        ([{"amount": 9}, {"amount": 5, "valid_from": NEW_YEAR, "channel": "post"}], "5 đồng", "Bưu chính"),
        (
            [{"status": "free", "valid_to": LAST}, {"amount": 5, "valid_from": NEW_YEAR}],
            "5 đồng (hiện nay: không thu)",
            "",
        ),
    ],
)
def test_what_changes_on_new_year_s_day(rows: list[dict[str, Any]], text: str, where: str) -> None:
    page = procedure()
    for row in rows:
        add_fee(page, row.pop("amount", None), **row)
    (change,) = present(fetched(page), SUNDAY).dates.fee_changes
    assert (change.since, change.text, change.where) == ("Từ 1/1/2027", text, where)


@pytest.mark.parametrize(
    ("ends", "begins", "note"),
    [
        (date(2026, 10, 31), None, "Mức trước (25.000 đồng) áp dụng đến hết 31/10/2026."),
        (None, NEW_YEAR, "Từ 1/1/2027: 50.000 đồng."),
        (
            date(2026, 10, 31),
            NEW_YEAR,
            "Mức trước (25.000 đồng) áp dụng đến hết 31/10/2026. Từ 1/1/2027: 50.000 đồng.",
        ),
    ],
)
def test_a_gap_between_tariffs_is_said_everywhere(ends: date | None, begins: date | None, note: str) -> None:
    page = procedure()
    add_method(page)
    if ends:
        add_fee(page, 25000, valid_to=ends)
    if begins:
        add_fee(page, 50000, valid_from=begins)
    view = present(fetched(page), SUNDAY)
    assert (view.fee_summary.value, view.fee_summary.note) == ("Chưa công bố mức thu cho hôm nay", note)
    (line,) = view.ways[0].fees
    assert (line.text, line.stated, " ".join(line.details)) == (
        "Chưa công bố mức thu cho hôm nay",
        False,
        note,
    )
    brief = briefs([fetched(page)], SUNDAY)[page.pk]
    assert brief.fee.value == "Chưa công bố mức thu cho hôm nay"
    assert published_promise(fetched(page), TODAY)["fee_summary"] == "Chưa công bố mức thu cho hôm nay"


def test_a_gap_of_one_way_of_filing_does_not_hide_behind_the_others() -> None:
    page = procedure()
    add_fee(page, 20000, channel="direct")
    add_fee(page, 10000, channel="online", valid_to=date(2026, 10, 31))
    online, direct = present(fetched(page), SUNDAY).ways
    assert (online.label, online.fees[0].text) == ("Trực tuyến", "Chưa công bố mức thu cho hôm nay")
    assert direct.fees[0].text == "20.000 đồng"


_days = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 12, 31)))


@given(st.lists(st.tuples(_days, _days, st.sampled_from(["any", "online"])), max_size=6))
def test_every_row_is_of_today_of_the_past_or_announced(rows: list[tuple[Any, Any, str]]) -> None:
    fees = [
        Fee(status="amount", amount_min=n + 1, channel=channel, valid_from=start, valid_to=end)
        for n, (start, end, channel) in enumerate(rows)
        if not (start and end and end < start)
    ]
    now, before, turns = valid_on(fees, TODAY), past(fees, TODAY), coming(fees, TODAY, alike)
    begun = [turn.after for turn in turns if turn.after]
    assert sorted(row.amount_min or 0 for row in (*now, *before, *begun)) == [row.amount_min for row in fees]
    assert [turn.day for turn in turns] == sorted(turn.day for turn in turns)
    assert (gap(fees, TODAY) is None) == (bool(now) or not fees)
    assert len(dates_of(fees, (), TODAY).fee_changes) == len(turns)


def test_what_is_no_amount_has_words_and_a_badge_of_its_own() -> None:
    looks = set()
    for status in ("free", "set_by_province", "by_formula", "not_stated"):
        page = procedure()
        add_fee(page, status=status)
        (line,) = present(fetched(page), SUNDAY).ways[0].fees
        assert line.badge
        looks.add(line.text)
    page = procedure()
    add_fee(page, 0, amount_max=5000)
    (line,) = present(fetched(page), SUNDAY).ways[0].fees
    assert (line.text, line.badge) == ("từ 0 đến 5.000 đồng", "")
    assert len(looks | {line.text}) == 5


def committed(**kwargs: Any) -> ProcedurePage:
    page = procedure(code="1.004222")
    values = {"committed_value": 4, "committed_unit": "working_day", "committed_basis": "QĐ 512/QĐ-UBND"}
    add_time(page, 10, **{**values, **kwargs})
    return fetched(page)


def test_the_date_on_top_is_the_committed_one_and_says_so() -> None:
    view = present(committed(), SUNDAY)
    assert view.deadline is not None
    assert (view.deadline.due_date, view.law_due) == (date(2026, 11, 30), date(2026, 12, 8))
    assert view.time_summary.note == "4 ngày làm việc theo cam kết, luật cho 10 ngày làm việc"
    (line,) = view.ways[0].times
    assert (line.text, line.law, line.cut) == ("4 ngày làm việc", "10 ngày làm việc", 60)
    assert line.details == ("Cam kết theo: QĐ 512/QĐ-UBND",)


def test_a_cut_that_cannot_be_compared_has_no_per_cent() -> None:
    (line,) = present(committed(committed_unit="day"), SUNDAY).ways[0].times
    assert (line.text, line.law, line.cut) == ("4 ngày", "10 ngày làm việc", None)


def test_the_commitment_counts_in_lists_in_the_calculator_and_in_the_frozen_promise() -> None:
    page = committed()
    brief = briefs([page], SUNDAY)[page.pk].time
    assert (brief.value, brief.note) == ("4 ngày làm việc", "theo cam kết, luật cho 10 ngày làm việc")
    (answer,) = answer_procedure(page, SUNDAY)
    assert answer.title == "4 ngày làm việc theo cam kết, luật cho 10 ngày làm việc"
    assert answer.deadline is not None
    assert answer.deadline.due_date == date(2026, 11, 30)
    promise = published_promise(page, TODAY)
    (time,) = promise["times"]
    assert (promise["time_summary"], time["value"], time["law_value"], time["is_commitment"]) == (
        "4 ngày làm việc",
        "4",
        "10",
        True,
    )
    assert time["commitment_basis"] == "QĐ 512/QĐ-UBND"


def test_a_promise_frozen_before_commitments_existed_is_read_as_it_was() -> None:
    old = {"version": 1, "times": [{"value": "10", "unit": "working_day", "is_default": False}]}
    term = _promised_term(old)
    assert term is not None
    assert term.amount == 10
    term = _promised_term(published_promise(committed(), TODAY))
    assert term is not None
    assert term.amount == 4


def test_rows_that_agree_on_the_commitment_give_one_date() -> None:
    page = procedure()
    add_time(page, 10, channel="direct", committed_value=4, committed_unit="working_day")
    add_time(page, 4, channel="online")
    view = present(fetched(page), SUNDAY)
    assert view.deadline is not None
    assert view.deadline.due_date == date(2026, 11, 30)


def test_the_internal_process_shows_units_and_hours_but_no_posts_and_only_when_public() -> None:
    page = procedure()
    for number, (unit, hours) in enumerate([("Một cửa", 4), ("Phòng Tư pháp", 28)]):
        ProcessStep.objects.create(
            page=page,
            unit_name=unit,
            role="Trưởng phòng",
            task="Xem.",
            hours=Decimal(hours),
            sort_order=number,
        )
    assert present(fetched(page), SUNDAY).process == ()
    ProcedurePage.objects.filter(pk=page.pk).update(show_process=True)
    view = present(fetched(page), SUNDAY)
    assert [(line.unit, line.hours, line.until) for line in view.process] == [
        ("Một cửa", "4 giờ làm việc", "xong sau 4 giờ làm việc"),
        ("Phòng Tư pháp", "28 giờ làm việc", "xong sau 4 ngày làm việc"),
    ]
    assert view.process_total == "4 ngày làm việc"
    assert "Trưởng phòng" not in str(view)


def test_not_stated_does_not_read_as_home_commune_only() -> None:
    commune, _created = Level.objects.get_or_create(code="commune", defaults={"name": "Cấp xã", "order": 3})
    anywhere = present(fetched(procedure(is_non_territorial=True)), SUNDAY).territory
    unknown = present(fetched(procedure(levels=[commune])), SUNDAY).territory
    assert anywhere == "Nộp ở nơi tiếp nhận nào cũng được, không phải về nơi cư trú."
    assert unknown.startswith("Trang này chưa ghi có phải nộp ở nơi cư trú hay không.")
    assert "118/2025/NĐ-CP" in unknown
    assert "118/2025" not in present(fetched(procedure()), SUNDAY).territory


def test_papers_that_a_database_holds_are_marked_and_counted() -> None:
    page = procedure()
    case = add_case(page, "Tờ khai", reuse_note="")
    DossierItem.objects.create(
        case=case,
        name="- Giấy chứng sinh theo mẫu của Bộ Y tế, do cơ sở y tế nơi trẻ sinh ra cấp cho người mẹ hoặc người "
        "thân. Trường hợp đã có dữ liệu điện tử trong Cơ sở dữ liệu thì không phải nộp bản giấy.",
        sort_order=5,
    )
    DossierItem.objects.create(case=case, name="Sổ đỏ", reuse_note="Không phải nộp nếu đã có.", sort_order=6)
    view = present(fetched(page), SUNDAY)
    _form, birth, land = view.cases[0].papers
    assert birth.name.startswith("Giấy chứng sinh theo mẫu")
    assert birth.reuse_note.startswith("Trường hợp đã có dữ liệu điện tử")
    assert birth.note == ""
    assert land.reuse_note == "Không phải nộp nếu đã có."
    assert (view.paper_summary.value, view.paper_summary.note) == (
        "3 loại",
        "1 bộ hồ sơ · bớt được 2 loại nếu cơ sở dữ liệu đã có",
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [("CT01", "CT01"), ("Mẫu số 27.docx", "27"), ("Mau_so_03.doc", "03"), ("Mẫu số", "Mẫu số")],
)
def test_a_form_reads_well_after_the_word_form(code: str, words: str) -> None:
    page = procedure()
    add_case(page, "Tờ khai", form_code=code)
    assert present(fetched(page), SUNDAY).cases[0].papers[0].form_code == words


def test_one_block_of_steps_reads_as_steps() -> None:
    page = procedure(title="Khai tử", official_name="Thủ tục khai tử")
    add_step(page, "Bước 1: Nộp hồ sơ.\nBước 2: Nhận kết quả.", title="Thủ tục khai tử")
    (group,) = present(fetched(page), SUNDAY).step_groups
    assert group.title == ""
    assert [step.text[0].text for step in group.steps] == ["Nộp hồ sơ.", "Nhận kết quả."]


def test_steps_of_two_situations_are_counted_apart() -> None:
    page = procedure()
    for number, name in enumerate(("Cấp mới", "Gia hạn")):
        add_step(page, "Bước 1: Nộp.\nBước 2: Nhận.", title=name, sort_order=number)
    groups = present(fetched(page), SUNDAY).step_groups
    assert [(group.title, len(group.steps)) for group in groups] == [("Cấp mới", 2), ("Gia hạn", 2)]


@pytest.mark.parametrize("add", [add_fee, add_time])
def test_the_last_day_of_the_calendar_is_no_end(add: Any) -> None:
    page = procedure()
    add(page, 5, valid_from=date.min, valid_to=date.max)
    view = present(fetched(page), SUNDAY)
    assert not view.dates.fee_changes
    assert not view.dates.time_changes
