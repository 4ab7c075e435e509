"""Agencies: names matched to departments, two spellings made one and taken apart, later imports on the right one."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.models import User
from procedures.models import Agency, AgencyMerge, AgencySpelling, ProcedureAgency, ProcedurePage
from procedures.services import agencies
from procedures.services.catalogue_rows import CatalogueRows
from tests.procedures.factories import AgencyFactory, DepartmentFactory, add_agency, procedure

pytestmark = pytest.mark.django_db

LONG = "Văn phòng Đăng ký đất đai"
SHORT = "VP Đăng ký đất đai"


@pytest.fixture
def editor() -> User:
    user: User = User.objects.create_superuser("bien-tap", password="x")
    return user


def address(name: str, *args: int) -> str:
    return reverse(f"wagtailsnippets_procedures_agency:{name}", args=args)


def names_of(page: ProcedurePage) -> list[tuple[str, str]]:
    rows = ProcedureAgency.objects.filter(page=page).order_by("role", "sort_order", "pk")
    return [(row.role, row.agency.name) for row in rows]


def drafted_names(page: ProcedurePage) -> list[tuple[str, str]]:
    newest = ProcedurePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return sorted((row.role, row.agency.name) for row in newest.agencies.all())


def test_a_merge_moves_every_procedure_and_says_how_many() -> None:
    first, second = procedure(), procedure()
    source = add_agency(first, SHORT).agency
    add_agency(second, SHORT, role="coordinating")
    target = AgencyFactory.create(name=LONG)
    done = agencies.merge(source.pk, target.pk, None)
    assert len(done.moved) == 2
    assert names_of(first) == [("implementing", LONG)]
    assert names_of(second) == [("coordinating", LONG)]


def test_a_procedure_that_named_both_names_the_one_once() -> None:
    page = procedure()
    source = add_agency(page, SHORT).agency
    target = add_agency(page, LONG).agency
    agencies.merge(source.pk, target.pk, None)
    assert names_of(page) == [("implementing", LONG)]


def test_an_import_with_the_merged_spelling_lands_on_the_right_agency() -> None:
    source, target = AgencyFactory.create(name=SHORT), AgencyFactory.create(name=LONG)
    AgencySpelling.objects.create(name="VP. Đăng ký Đất đai tỉnh", agency=source)
    agencies.merge(source.pk, target.pk, None)
    rows = CatalogueRows()
    assert rows.agency("vp đăng ký  ĐẤT ĐAI") == target
    assert rows.agency("VP. Đăng ký Đất đai tỉnh") == target


def test_a_merge_is_undone_as_if_it_had_not_been() -> None:
    both, one = procedure(), procedure()
    source = add_agency(both, SHORT).agency
    target = add_agency(both, LONG).agency
    add_agency(one, SHORT, role="competent")
    done = agencies.merge(source.pk, target.pk, None)
    agencies.undo_merge(done.pk)
    assert sorted(names_of(both)) == [("implementing", SHORT), ("implementing", LONG)]
    assert names_of(one) == [("competent", SHORT)]
    assert CatalogueRows().agency(SHORT) == source


def test_what_came_to_the_target_after_the_merge_stays_with_it() -> None:
    source, target = AgencyFactory.create(name=SHORT), AgencyFactory.create(name=LONG)
    done = agencies.merge(source.pk, target.pk, None)
    later = procedure()
    add_agency(later, LONG)
    agencies.undo_merge(done.pk)
    assert names_of(later) == [("implementing", LONG)]


def test_agencies_merged_before_go_along_and_come_back() -> None:
    first, second, third = (AgencyFactory.create(name=name) for name in ("Phòng A1", "Phòng A2", "Phòng A3"))
    agencies.merge(first.pk, second.pk, None)
    done = agencies.merge(second.pk, third.pk, None)
    assert CatalogueRows().agency("Phòng A1") == third
    agencies.undo_merge(done.pk)
    assert CatalogueRows().agency("Phòng A1") == second


@pytest.mark.parametrize("case", ["itself", "merged already", "into a merged one", "undone twice"])
def test_what_makes_no_sense_is_refused(case: str) -> None:
    source, target, other = (AgencyFactory.create() for _number in range(3))
    if case == "itself":
        with pytest.raises(agencies.MergeRefusedError):
            agencies.merge(source.pk, source.pk, None)
        return
    done = agencies.merge(source.pk, target.pk, None)
    if case == "undone twice":
        agencies.undo_merge(done.pk)
        with pytest.raises(agencies.MergeRefusedError):
            agencies.undo_merge(done.pk)
        return
    pair = (source.pk, other.pk) if case == "merged already" else (other.pk, source.pk)
    with pytest.raises(agencies.MergeRefusedError):
        agencies.merge(*pair, None)


def test_the_newest_revisions_follow_a_merge_and_its_undoing(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = procedure()
    source = add_agency(page, SHORT).agency
    target = add_agency(page, LONG, role="competent").agency
    add_agency(page, SHORT, role="competent")
    page = ProcedurePage.objects.get(pk=page.pk)
    page.save_revision()
    with django_capture_on_commit_callbacks(execute=True):
        done = agencies.merge(source.pk, target.pk, None)
    assert drafted_names(page) == [("competent", LONG), ("implementing", LONG)]
    with django_capture_on_commit_callbacks(execute=True):
        agencies.undo_merge(done.pk)
    assert drafted_names(page) == sorted([("competent", LONG), ("competent", SHORT), ("implementing", SHORT)])


def test_an_old_draft_published_after_the_merge_names_the_agency_that_stayed() -> None:
    page = procedure()
    source = add_agency(page, SHORT).agency
    target = add_agency(page, LONG, role="competent").agency
    add_agency(page, SHORT, role="competent")
    revision = ProcedurePage.objects.get(pk=page.pk).save_revision()
    agencies.merge(source.pk, target.pk, None)
    revision.publish()
    assert names_of(page) == [("competent", LONG), ("implementing", LONG)]


def test_a_name_is_likened_by_words_and_letters_with_or_without_accents() -> None:
    wanted = DepartmentFactory.create(name="Sở Tư pháp")
    DepartmentFactory.create(name="Sở Y tế")
    odd = AgencyFactory.create(name="So Tu phap tinh")
    assert [each.row for each in agencies.Likenesses().departments(odd)] == [wanted]


@pytest.mark.parametrize(
    ("name", "department", "alike"),
    [
        ("Sở Tư pháp", "Sở Tư pháp tỉnh An Hòa", True),
        ("Ủy ban nhân dân cấp tỉnh", "Ủy ban nhân dân tỉnh An Hòa", True),
        ("VP Đăng ký đất đai tỉnh", "Văn phòng Đăng ký đất đai tỉnh", False),
        ("Bộ Xây dựng", "Sở Xây dựng tỉnh An Hòa", False),
        ("Ủy ban nhân dân cấp xã", "Ủy ban nhân dân xã Gò Sim", False),
        ("Chi cục Thuế", "Cục Thuế", False),
        ("Chủ tịch Ủy ban nhân dân cấp tỉnh", "Ủy ban nhân dân tỉnh An Hòa", False),
    ],
)
def test_a_name_is_not_likened_to_another_kind_or_level(name: str, department: str, alike: bool) -> None:
    DepartmentFactory.create(name=department)
    assert bool(agencies.Likenesses().departments(AgencyFactory.create(name=name))) is alike


def test_the_list_offers_the_likeliest_answer_and_takes_it(client: Client, editor: User) -> None:
    department = DepartmentFactory.create(name="Sở Tư pháp")
    agency = AgencyFactory.create(name="Sở tư pháp tỉnh")
    client.force_login(editor)
    html = client.get(address("list")).content.decode()
    assert "Là Sở Tư pháp" in html
    client.post(address("review", agency.pk), {"department": department.pk})
    agency.refresh_from_db()
    assert (agency.department, agency.reviewed) == (department, True)
    assert "Là Sở Tư pháp" not in client.get(address("list")).content.decode()


def test_a_name_that_is_nobodys_here_leaves_the_review_list(client: Client, editor: User) -> None:
    agency = AgencyFactory.create(name="Bộ Công an")
    client.force_login(editor)
    client.post(address("review", agency.pk), {"department": ""}, follow=True)
    assert "Bộ Công an" not in client.get(address("list") + "?review=chua").content.decode()
    assert "Bộ Công an" in client.get(address("list") + "?review=khong").content.decode()


def test_merging_on_the_screen_says_what_will_happen_and_can_be_undone(client: Client, editor: User) -> None:
    source = add_agency(procedure(), SHORT).agency
    target = AgencyFactory.create(name=LONG)
    client.force_login(editor)
    html = client.get(address("merge", source.pk, target.pk)).content.decode()
    assert "1 thủ tục" in html
    answer = client.post(address("merge", source.pk, target.pk), follow=True).content.decode()
    assert "ở 1 thủ tục" in answer
    assert SHORT in client.get(address("merges")).content.decode()
    client.post(address("undo_merge", AgencyMerge.objects.get().pk))
    assert Agency.objects.get(pk=source.pk).merged_into is None


def test_other_agencies_are_found_under_any_spelling_without_accents(client: Client, editor: User) -> None:
    agency, other = AgencyFactory.create(name="Cơ quan X"), AgencyFactory.create(name="Chi cục Thuế")
    AgencySpelling.objects.create(name="Đội thuế liên xã", agency=other)
    client.force_login(editor)
    html = client.get(address("review", agency.pk) + "?q=doi+thue").content.decode()
    assert "Gộp vào Chi cục Thuế" in html


def test_the_list_costs_as_many_queries_for_many_as_for_few(client: Client, editor: User) -> None:
    client.force_login(editor)
    AgencyFactory.create()
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address("list"))
        counts.append(len(queries))
        for number in range(15):
            add_agency(procedure(), f"Phòng số {number}")
    assert counts[0] == counts[1]


def test_people_without_the_permission_match_and_merge_nothing(client: Client) -> None:
    source, target = AgencyFactory.create(), AgencyFactory.create()
    user = User.objects.create_user("nguoi-xem", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    for path in (address("review", source.pk), address("merge", source.pk, target.pk)):
        assert client.post(path, {"department": ""}).status_code in (302, 403)
    source.refresh_from_db()
    assert (source.merged_into, source.reviewed) == (None, False)
