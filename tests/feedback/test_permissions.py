"""An officer sees the cases of the own department and nobody else's: every view, every file, every export."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, reverse
from wagtail.models import ReferenceIndex

from core.models import Department, User
from feedback.models import Case, CaseAnswer, CaseAttachment, CaseEvent, CasePause, ConsentRecord
from feedback.services.roles import eligible_assignees, parts_of
from feedback.viewsets import CaseViewSet
from feedback.workflow import Actor, MoveName, State
from tests.feedback.factories import CaseFactory, DepartmentFactory, UserFactory, grant

pytestmark = pytest.mark.django_db

EVERYTHING = ("access_admin", "handle_case", "approve_answer", "intake_case", "publish_case", "export_cases")


@pytest.fixture(autouse=True)
def _fresh_calendar() -> None:
    cache.clear()


@pytest.fixture
def case() -> Case:
    found: Case = CaseFactory(owner_department=DepartmentFactory(name="Công an phường An Lộc"))
    return found


@pytest.fixture
def attachment(case: Case) -> CaseAttachment:
    return CaseAttachment.objects.create(
        case=case,
        file=ContentFile(b"bi mat", name="a.pdf"),
        original_name="a.pdf",
        content_type="application/pdf",
        size=6,
        sha256="0" * 64,
    )


@pytest.fixture
def stranger() -> User:
    """Somebody with every permission, in another department."""
    return grant(UserFactory(), *EVERYTHING)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def addresses_of(case: Case, attachment: CaseAttachment) -> Iterator[tuple[str, str]]:
    """Every address of one case with the method that it answers."""
    yield "get", reverse("feedback_cases:case", args=[case.pk])
    yield "get", reverse("feedback_cases:attachment", args=[case.pk, attachment.pk])
    yield "post", reverse("feedback_cases:note", args=[case.pk])
    yield "post", reverse("feedback_cases:apology", args=[case.pk])
    yield "post", reverse("feedback_cases:kind", args=[case.pk])
    for move in MoveName:
        yield "post", reverse("feedback_cases:move", args=[case.pk, move])


def test_every_address_with_a_case_in_it_is_tested_here(case: Case, attachment: CaseAttachment) -> None:
    patterns: list[URLPattern] = CaseViewSet().get_urlpatterns()
    with_case = {pattern.name for pattern in patterns if "<int:pk>" in str(pattern.pattern)}
    assert with_case == {"case", "attachment", "note", "apology", "kind", "move"}
    assert {pattern.name for pattern in patterns} - with_case == {"index", "tab", "tab_results", "export"}


def test_another_departments_officer_finds_nothing(
    case: Case, attachment: CaseAttachment, stranger: User
) -> None:
    client = client_of(stranger)
    for method, url in addresses_of(case, attachment):
        data = {"note-text": "Tôi xem được không?", "start-version": "0"} if method == "post" else {}
        assert getattr(client, method)(url, data).status_code == 404, url
    case.refresh_from_db()
    assert (case.version, case.state, case.events.count()) == (0, State.RECEIVED, 1)


def test_another_departments_lists_and_exports_are_empty(case: Case, stranger: User) -> None:
    client = client_of(stranger)
    for tab in ("can-lam", "cua-toi", "qua-han", "hom-nay", "cho-nguoi-dan", "da-tra-loi", "tat-ca"):
        for name in ("tab", "tab_results"):
            text = client.get(reverse(f"feedback_cases:{name}", args=[tab])).content.decode()
            assert case.public_code not in text
        export = client.get(reverse("feedback_cases:export", args=[tab]))
        assert case.public_code.encode() not in b"".join(export.streaming_content)  # type: ignore[attr-defined]
        found = client.get(f"{reverse('feedback_cases:tab', args=[tab])}?q={case.public_code}")
        assert not found.context["table"].data


@pytest.mark.parametrize("model", [Case, CaseAnswer, CaseAttachment, CaseEvent, CasePause, ConsentRecord])
def test_the_admins_lists_of_uses_know_nothing_of_cases(model: type[Model]) -> None:
    assert not ReferenceIndex.model_is_indexable(model)


def test_a_departments_list_of_uses_counts_no_case(case: Case) -> None:
    editor = grant(UserFactory(), "access_admin", "change_department")
    url = reverse("wagtailsnippets_core_department:usage", args=[case.owner_department_id])
    page = client_of(editor).get(url)
    assert page.status_code == 200
    assert not page.context["object_list"]


def test_a_case_that_does_not_exist_looks_the_same(case: Case, stranger: User) -> None:
    client = client_of(stranger)
    foreign = client.get(reverse("feedback_cases:case", args=[case.pk]))
    missing = client.get(reverse("feedback_cases:case", args=[999_999]))
    assert (foreign.status_code, missing.status_code) == (404, 404)


def test_without_any_permission_on_cases_nobody_gets_in(case: Case, attachment: CaseAttachment) -> None:
    editor = grant(UserFactory(department=case.owner_department), "access_admin")
    client = client_of(editor)
    for method, url in (*addresses_of(case, attachment), ("get", reverse("feedback_cases:index"))):
        answer = getattr(client, method)(url)
        assert answer.status_code in (302, 403), url
    assert reverse("feedback_cases:index") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_visitors_are_sent_to_the_log_in(case: Case, attachment: CaseAttachment) -> None:
    for method, url in (
        *addresses_of(case, attachment),
        ("get", reverse("feedback_cases:export", args=["tat-ca"])),
    ):
        answer = getattr(Client(), method)(url)
        assert answer.status_code == 302
        assert reverse("wagtailadmin_login") in answer["Location"]


def test_the_export_needs_its_own_permission(case: Case) -> None:
    officer = grant(UserFactory(department=case.owner_department), "access_admin", "handle_case")
    client = client_of(officer)
    assert client.get(reverse("feedback_cases:export", args=["tat-ca"])).status_code in (302, 403)
    assert "xuat.csv" not in client.get(reverse("feedback_cases:index")).content.decode()


def test_a_head_sees_the_parts_of_the_department_and_not_what_is_above(case: Case) -> None:
    above: Department = DepartmentFactory()
    Department.objects.filter(pk=case.owner_department_id).update(parent=above)
    upper = grant(UserFactory(department=above), "access_admin", "handle_case")
    assert client_of(upper).get(reverse("feedback_cases:case", args=[case.pk])).status_code == 200
    case_above = CaseFactory(owner_department=above)
    lower = grant(UserFactory(department=case.owner_department), "access_admin", "handle_case")
    assert client_of(lower).get(reverse("feedback_cases:case", args=[case_above.pk])).status_code == 404


def test_an_officer_without_a_department_sees_nothing(case: Case) -> None:
    lost = grant(UserFactory(department=None), "access_admin", "handle_case")
    assert client_of(lost).get(reverse("feedback_cases:case", args=[case.pk])).status_code == 404
    assert client_of(lost).get(reverse("feedback_cases:index")).status_code == 200


@pytest.mark.parametrize(
    ("permissions", "parts"),
    [
        (["handle_case"], {Actor.OFFICER}),
        (["approve_answer"], {Actor.UNIT_HEAD}),
        (["intake_case"], {Actor.INTAKE}),
        (["publish_case"], {Actor.EDITOR}),
        (["view_all_cases"], set()),
        ([], set()),
    ],
)
def test_permissions_make_the_parts(case: Case, permissions: list[str], parts: set[Actor]) -> None:
    user = grant(UserFactory(department=case.owner_department), *permissions)
    assert parts_of(user, case) == parts


def test_an_administrator_may_do_all_but_speak_for_the_citizen(case: Case) -> None:
    admin = UserFactory(is_superuser=True, department=None)
    assert parts_of(admin, case) == {Actor.OFFICER, Actor.UNIT_HEAD, Actor.INTAKE, Actor.EDITOR}


def test_only_active_handlers_of_the_department_can_be_assigned(case: Case) -> None:
    unit = case.owner_department
    good = grant(UserFactory(department=unit), "handle_case")
    grant(UserFactory(department=unit, is_active=False), "handle_case")
    grant(UserFactory(), "handle_case")
    UserFactory(department=unit)
    assert list(eligible_assignees(unit)) == [good]


@pytest.mark.parametrize(
    ("about", "hidden"), [("own", True), ("above", True), ("other", False), ("nobody", True)]
)
def test_the_unit_complained_about_does_not_read_who_complained(about: str, hidden: bool) -> None:
    above = DepartmentFactory()
    own = DepartmentFactory(parent=above)
    units = {"own": own, "above": above, "other": DepartmentFactory(), "nobody": None}
    case = CaseFactory(kind="pakn_conduct", owner_department=own, unit_concerned=units[about])
    officer = grant(UserFactory(department=own), "access_admin", "handle_case")
    text = client_of(officer).get(reverse("feedback_cases:case", args=[case.pk])).content.decode()
    assert ("Nguyễn Thị Thử" not in text) is hidden
    assert ("0900000218" not in text) is hidden
    assert ("được giữ kín" in text) is hidden


def test_a_question_shows_who_asks(make_question: Callable[[], Case]) -> None:
    case = make_question()
    officer = grant(UserFactory(department=case.owner_department), "access_admin", "handle_case")
    assert (
        "Nguyễn Thị Thử"
        in client_of(officer).get(reverse("feedback_cases:case", args=[case.pk])).content.decode()
    )


@pytest.fixture
def make_question() -> Callable[[], Case]:
    def _make() -> Case:
        found: Case = CaseFactory(kind="question")
        return found

    return _make
