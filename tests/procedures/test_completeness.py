"""The eight legal parts: which page lacks which, counted with numerator and denominator."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from core.models import User
from procedures.figures import Share
from procedures.models import ProcedurePage, ProcedureResult
from procedures.services.completeness import (
    PARTS,
    REQUIRED,
    completeness,
    gaps_of,
    published,
    with_gaps,
)
from procedures.services.review import EDITORS
from tests.procedures.editors import client_of, group
from tests.procedures.factories import (
    DepartmentFactory,
    SubjectTypeFactory,
    UserFactory,
    add_agency,
    add_case,
    add_fee,
    add_method,
    add_step,
    add_time,
    catalogue_index,
    procedure,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


def whole(**kwargs: Any) -> ProcedurePage:
    """A procedure with all eight parts."""
    page = procedure(subjects=[SubjectTypeFactory.create()], **kwargs)
    add_step(page)
    add_method(page)
    add_case(page, "Tờ khai")
    add_time(page, 3)
    add_agency(page, "UBND cấp xã")
    add_fee(page, 8000)
    ProcedureResult.objects.create(page=page, name="Giấy khai sinh")
    return page


def gaps(page: ProcedurePage) -> list[str]:
    return [part.name for part in gaps_of(with_gaps(ProcedurePage.objects.all()).get(pk=page.pk))]


def test_the_parts_are_those_of_the_article() -> None:
    assert [(part.letter, part.name, part.required) for part in PARTS] == [
        ("a", "name", True),
        ("b", "steps", True),
        ("c", "ways", True),
        ("d", "dossier", True),
        ("đ", "time", True),
        ("e", "subjects", True),
        ("g", "agency", True),
        ("h", "result", False),
        ("h", "fee", False),
    ]
    assert len(REQUIRED) == 7


def test_a_whole_procedure_lacks_nothing() -> None:
    assert gaps(whole()) == []


def test_an_empty_procedure_lacks_everything_but_its_name() -> None:
    assert gaps(procedure()) == [part.name for part in PARTS if part.name != "name"]


@pytest.mark.parametrize(
    ("part", "relation"),
    [
        ("steps", "steps"),
        ("ways", "submission_methods"),
        ("dossier", "dossier_cases"),
        ("time", "time_limits"),
        ("agency", "agencies"),
        ("result", "results"),
        ("fee", "fees"),
    ],
)
def test_a_part_whose_rows_are_gone_is_missing(part: str, relation: str) -> None:
    page = whole()
    model = ProcedurePage._meta.get_field(relation).related_model
    model._default_manager.filter(page=page).delete()
    assert gaps(page) == [part]


def test_what_is_not_stated_is_not_there() -> None:
    page = procedure(subjects=[SubjectTypeFactory.create()])
    add_fee(page, verbatim="Theo quy định")
    add_time(page, unit="not_stated")
    add_agency(page, "Sở Tư pháp", role="coordinating")
    assert {"fee", "time", "agency"} <= set(gaps(page))


@pytest.mark.parametrize("status", ["free", "set_by_province", "by_formula"])
def test_a_fee_that_says_something_is_there(status: str) -> None:
    page = procedure()
    add_fee(page, status=status)
    assert "fee" not in gaps(page)


def test_no_requirements_means_there_are_none() -> None:
    assert gaps(whole(requirements="")) == []


def test_the_report_counts_published_procedures_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    whole()
    procedure()
    procedure(live=False)
    procedure(status="abolished")
    with django_assert_num_queries(1):
        report = completeness(published(TODAY))
    assert (report.complete.part, report.complete.whole) == (1, 2)
    assert {row.part.name: row.missing for row in report.parts}["fee"] == 1


def test_the_eighth_part_does_not_count_among_the_seven() -> None:
    page = whole()
    page.fees.model.objects.filter(page=page).delete()
    report = completeness(published(TODAY))
    assert report.complete == Share(1, 1)
    assert report.with_eighth == Share(0, 1)


def test_without_a_denominator_there_is_no_figure() -> None:
    assert completeness(published(TODAY)).complete.percent is None


@pytest.fixture
def admin() -> User:
    catalogue_index()
    user: User = UserFactory.create(is_superuser=True)
    return user


def test_the_screen_shows_numerator_and_denominator_and_leads_to_the_list(admin: User) -> None:
    whole()
    procedure()
    html = client_of(admin).get(reverse("catalogue_work:completeness")).content.decode()
    assert "1/2 (50 %)" in html
    assert "?loai=steps" in html


def test_the_file_adds_up_to_the_figures(admin: User) -> None:
    whole(title="=Đủ cả")
    procedure()
    response = client_of(admin).get(reverse("catalogue_work:completeness_csv"))
    rows = [line.split(",") for line in b"".join(response.streaming_content).decode().splitlines()]
    assert sum(int(row[-2]) for row in rows[1:]) == 1
    assert rows[1][1] == "'=Đủ cả"


def test_a_departments_editor_sees_the_figures_of_his_department() -> None:
    justice = DepartmentFactory.create()
    procedure(responsible_department=justice)
    procedure()
    user = UserFactory.create(department=justice)
    user.groups.add(group(EDITORS))
    html = client_of(user).get(reverse("catalogue_work:completeness")).content.decode()
    assert "0/1 (0 %)" in html
