"""``import_procedures``: reports, drafts, running twice, dry runs, edits made here, bad files among good ones."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from procedures.models import Agency, Field, ProcedureIndexPage, ProcedurePage, PublicationDecision
from procedures.services.imports import COLUMNS
from tests.procedures.factories import AgencyFactory, DepartmentFactory, UserFactory, procedure
from tests.procedures.portal_samples import fee, method, paper, record, write

pytestmark = pytest.mark.django_db


def run(*paths: Path, **options: Any) -> str:
    output = io.StringIO()
    call_command("import_procedures", *map(str, paths), stdout=output, stderr=io.StringIO(), **options)
    return output.getvalue()


def page_of(code: str) -> ProcedurePage:
    return ProcedurePage.objects.get(code=code)


def conflicting(code: str = "1.999002") -> dict[str, Any]:
    return record(code, cases=[{"name": "Khác", "processingDay": {"qty": 9, "type": "DAY"}}])


def test_a_record_becomes_a_page_with_all_its_rows(tmp_path: Path) -> None:
    write(tmp_path, "1.999001.json", record())
    output = run(tmp_path, publish=True)
    page = page_of("1.999001")
    assert page.live
    assert page.slug == "dang-ky-viec-mau-1-999001"
    assert [str(time) for time in page.time_limits.all()] == ["3.00 ngày làm việc"]
    assert [(row.status, row.amount_min, row.kind) for row in page.fees.all()] == [("amount", 8000, "le_phi")]
    assert [item.name for case in page.dossier_cases.all() for item in case.items.all()] == ["Tờ khai"]
    assert [row.agency.name for row in page.agencies.all()] == ["Ủy ban nhân dân cấp xã"]
    assert [level.code for level in page.levels.all()] == ["commune"]
    assert str(page.decision) == "12/QĐ-UBND · UBND tỉnh An Hòa"
    assert page.decision is not None
    assert page.decision.decided_on is not None
    assert page.decision.decided_on.isoformat() == "2026-01-16"
    assert "Mới 1" in output
    assert "Xuất bản 1" in output


def test_rows_keep_the_order_of_the_record(tmp_path: Path) -> None:
    papers = [paper(f"Giấy {number}") for number in range(12)]
    steps = [{"name": f"Việc {number}", "description": ""} for number in range(12)]
    cases = [{"name": name, "profileComponents": papers} for name in ("Một", "Hai", "Ba")]
    write(tmp_path, "a.json", record(executionCases=cases, executionSteps=steps))
    run(tmp_path)
    page = page_of("1.999001")
    assert [case.name for case in page.dossier_cases.all()] == ["Một", "Hai", "Ba"]
    assert [item.name for item in page.dossier_cases.all()[0].items.all()] == [p["name"] for p in papers]
    assert [step.title for step in page.steps.all()] == [step["name"] for step in steps]


def test_clean_records_go_live_only_when_asked_and_doubtful_ones_never(tmp_path: Path) -> None:
    write(tmp_path, "1.json", record("1.999001"))
    write(tmp_path, "2.json", conflicting())
    output = run(tmp_path)
    assert not page_of("1.999001").live
    assert "2.json 1.999002 cases" in output
    assert "khác nhau" in output
    ProcedurePage.objects.all().delete()
    run(tmp_path, publish=True)
    assert page_of("1.999001").live
    assert not page_of("1.999002").live


def test_running_twice_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, "1.json", record("1.999001"))
    write(tmp_path, "2.json", conflicting())
    run(tmp_path, publish=True)
    before = list(ProcedurePage.objects.order_by("pk").values())
    revisions = sum(page.revisions.count() for page in ProcedurePage.objects.all())
    output = run(tmp_path, publish=True)
    assert "không đổi 2" in output
    assert list(ProcedurePage.objects.order_by("pk").values()) == before
    assert sum(page.revisions.count() for page in ProcedurePage.objects.all()) == revisions


def test_a_changed_record_updates_its_page_and_keeps_its_address(tmp_path: Path) -> None:
    write(tmp_path, "1.json", record("1.999001"))
    run(tmp_path, publish=True)
    url = page_of("1.999001").url
    write(tmp_path, "1.json", record("1.999001", "Tên mới", executionMethods=[method(time=5)]))
    output = run(tmp_path, publish=True)
    page = page_of("1.999001")
    assert "cập nhật 1" in output
    assert (page.title, page.url) == ("Tên mới", url)
    assert [time.value for time in page.time_limits.all()] == [5]
    assert not page.fees.exists()


def edited(**fields: Any) -> None:
    """An editor changes and publishes the imported page."""
    page = page_of("1.999001")
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=UserFactory.create()).publish()


def test_what_only_an_editor_changed_stays_and_what_only_the_source_changed_comes(tmp_path: Path) -> None:
    write(tmp_path, "1.json", record("1.999001"))
    run(tmp_path, publish=True)
    edited(summary="Lời của biên tập viên", title="Tên biên tập viên đặt")
    write(tmp_path, "1.json", record("1.999001", requirementsAndConditions="Đủ 18 tuổi"))
    assert "cập nhật 1" in run(tmp_path, publish=True)
    page = page_of("1.999001")
    assert (page.title, page.summary) == ("Tên biên tập viên đặt", "Lời của biên tập viên")
    assert page.requirements == "Đủ 18 tuổi"
    assert page.live
    assert "không đổi 1" in run(tmp_path, publish=True)


def test_a_field_that_both_changed_leaves_the_page_alone_until_somebody_decides(tmp_path: Path) -> None:
    write(tmp_path, "1.json", record("1.999001"))
    run(tmp_path, publish=True)
    edited(title="Tên biên tập viên đặt")
    write(tmp_path, "1.json", record("1.999001", "Tên mới của nguồn", requirementsAndConditions="Đủ 18 tuổi"))
    output = run(tmp_path, publish=True)
    page = page_of("1.999001")
    assert "để nguyên vì mâu thuẫn 1" in output
    assert "MÂU THUẪN  1.json 1.999001 Tên ngắn: Tên biên tập viên đặt → Tên mới của nguồn" in output
    assert (page.title, page.requirements, page.revisions.count()) == ("Tên biên tập viên đặt", "", 2)
    assert page.source.has_news


@pytest.mark.parametrize(
    ("choice", "title"), [("keep", "Tên biên tập viên đặt"), ("source", "Tên mới của nguồn")]
)
def test_a_decision_for_the_whole_batch_settles_conflicts(tmp_path: Path, choice: str, title: str) -> None:
    write(tmp_path, "1.json", record("1.999001"))
    run(tmp_path, publish=True)
    edited(title="Tên biên tập viên đặt")
    write(tmp_path, "1.json", record("1.999001", "Tên mới của nguồn", requirementsAndConditions="Đủ 18 tuổi"))
    run(tmp_path, publish=True)
    assert "cập nhật 1" in run(tmp_path, publish=True, on_conflict=choice)
    page = page_of("1.999001")
    assert (page.title, page.requirements) == (title, "Đủ 18 tuổi")
    assert not page.source.has_news
    assert "không đổi 1" in run(tmp_path, publish=True)


def test_every_difference_from_a_page_written_here_is_a_conflict(tmp_path: Path) -> None:
    procedure(code="1.999001", title="Tên viết tại đây")
    write(tmp_path, "1.json", record("1.999001", "Tên của nguồn"))
    assert "để nguyên vì mâu thuẫn 1" in run(tmp_path, publish=True)
    page = page_of("1.999001")
    assert (page.title, page.has_unpublished_changes, page.latest_revision) == (
        "Tên viết tại đây",
        False,
        None,
    )
    run(tmp_path, publish=True, on_conflict="source")
    assert page_of("1.999001").title == "Tên của nguồn"
    assert "không đổi 1" in run(tmp_path, publish=True)


def test_a_dry_run_says_everything_and_keeps_nothing(tmp_path: Path) -> None:
    write(tmp_path, "1.json", record("1.999001"))
    output = run(tmp_path, dry_run=True, publish=True)
    assert "Làm thử" in output
    assert "Mới 1" in output
    assert not ProcedurePage.objects.exists()
    assert not ProcedureIndexPage.objects.exists()
    assert not Agency.objects.exists()


def test_bad_files_are_named_and_the_good_ones_go_on(tmp_path: Path) -> None:
    write(tmp_path, "1.json", record("1.999001"))
    write(tmp_path, "2-hong.json", '{"code": ')
    write(tmp_path, "3-khong-ma.json", record(code=""))
    write(tmp_path, "4-trung.json", record("1.999001", "Bản trùng"))
    write(tmp_path, "5.json", [record("1.999005"), "rác"])
    report = tmp_path / "bao-cao" / "r.json"
    report.parent.mkdir()
    output = run(tmp_path, publish=True, report=report)
    assert ProcedurePage.objects.count() == 2
    for words in (
        "2-hong.json",
        "không phải JSON",
        "3-khong-ma.json code: thiếu mã",
        "mã này đã đọc ở 1.json",
        "5.json[1]",
    ):
        assert words in output
    content = json.loads(report.read_text())
    assert (content["outcomes"]["created"], content["outcomes"]["rejected"]) == (2, 4)
    assert list(content["lines"][0]) == list(COLUMNS)
    assert {line["severity"] for line in content["lines"]} >= {"error"}


def test_it_fails_only_if_nothing_could_be_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không thấy tệp nào"):
        run(tmp_path)
    with pytest.raises(CommandError, match="khong-co"):
        run(tmp_path / "khong-co")
    with pytest.raises(CommandError, match="Hãy cho"):
        run()
    write(tmp_path, "a.json", "{")
    with pytest.raises(CommandError, match="Không đọc được bản ghi nào"):
        run(tmp_path)


def test_a_name_longer_than_any_field_is_refused_by_nobody(tmp_path: Path) -> None:
    long = "Rất dài " * 3000
    write(
        tmp_path,
        "a.json",
        record(
            name=long,
            categoriesDetails=[{"code": "M" * 99, "name": long}],
            legalBasisesDetails=[{"code": long, "name": long}],
            departmentsExecuting=[{"name": long}],
            serviceGroupsDetails=[{"name": long}],
            resultsDetails=[{"name": long}],
            procedureProposal={"proposalNumber": long, "issuingAgency": {"name": long}},
            executionMethods=[method(text=long, fees=[fee(0, long)])],
        ),
    )
    assert "Mới 1" in run(tmp_path)


def test_one_sector_numbered_twice_is_one_field(tmp_path: Path) -> None:
    write(tmp_path, "1.json", record("1.999001", categoriesDetails=[{"code": "A", "name": "Hộ tịch"}]))
    write(tmp_path, "2.json", record("1.999002", categoriesDetails=[{"code": "B", "name": "Hộ tịch"}]))
    run(tmp_path)
    assert Field.objects.filter(name="Hộ tịch").count() == 1
    assert PublicationDecision.objects.count() == 1


def test_a_procedure_falls_to_the_department_behind_its_agency(tmp_path: Path) -> None:
    department = DepartmentFactory.create()
    AgencyFactory.create(name="ỦY BAN nhân dân cấp xã", department=department)
    write(tmp_path, "1.json", record())
    run(tmp_path)
    assert page_of("1.999001").responsible_department == department


def test_a_dry_run_can_be_applied_later(tmp_path: Path) -> None:
    write(tmp_path, "1.json", record("1.999001"))
    number = run(tmp_path, dry_run=True, publish=True).rpartition("--resume ")[2].partition(".")[0]
    assert "Mới 1" in run(resume=int(number))
    assert page_of("1.999001").live
    assert f"Đợt nhập {number}" in run(resume=int(number))


def test_an_import_is_taken_back_by_its_number(tmp_path: Path) -> None:
    write(tmp_path, "1.json", record("1.999001"))
    number = int(run(tmp_path, publish=True).rpartition("Đợt nhập ")[2].partition(".")[0])
    assert "Xóa 1 trang" in run(revert=number)
    assert not ProcedurePage.objects.exists()
    with pytest.raises(CommandError, match="Đã hoàn lại"):
        run(revert=number)
    with pytest.raises(CommandError, match="Không có đợt nhập"):
        run(revert=number + 1)


def test_the_report_is_a_spreadsheet_too_and_runs_no_formula(tmp_path: Path) -> None:
    procedure(code="1.999001", title="=1+1")
    write(tmp_path, "1.json", record("1.999001", "Tên của nguồn"))
    report = tmp_path / "bao-cao.csv"
    run(tmp_path / "1.json", report=report)
    lines = list(csv.DictReader(io.StringIO(report.read_text(encoding="utf-8-sig"))))
    assert list(lines[0]) == list(COLUMNS)
    [title] = [line for line in lines if line["field"] == "title"]
    assert (title["kind"], title["before"], title["after"]) == ("conflict", "'=1+1", "Tên của nguồn")
    with pytest.raises(CommandError, match="đuôi"):
        run(tmp_path / "1.json", report=tmp_path / "bao-cao.txt")
