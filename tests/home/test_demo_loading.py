"""Loading the demonstration: what the site holds afterwards, and that loading it twice is loading it once."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.http import QueryDict
from django.test import Client, override_settings
from wagtail.models import ReferenceIndex, Site

from core.models import Department, OutboundMessage, SiteIdentity, User
from core.services.calendar import load_calendar
from feedback.models import Case, CaseEvent, Rating
from feedback.services.roles import parts_of
from feedback.workflow import Actor, State
from home.models import HomePage, OneStopPage, StandardPage
from home.services.demo.clock import DemoClock
from home.services.demo.files import catalogue_files
from home.services.demo.loader import load_demo
from procedures.models import Agency, Fee, ProcedurePage, PublicationDecision
from procedures.services import review
from search.parameters import read_request
from search.services.querying import answer
from search.services.upkeep import reindex

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # Wednesday, ten in the morning; Tuesday was a holiday
PASSWORD = "for-trying-out"
OURS = ("core", "home", "procedures", "feedback", "wagtailcore", "auth")

# One worker has them all, because one demonstration serves them.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that the loader may touch."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in models}


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration, loaded once for all tests of this file and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(NOW, PASSWORD, lambda: None)
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


def test_a_second_run_adds_nothing_and_changes_nothing() -> None:
    before = everything()
    again = load_demo(datetime(2026, 12, 8, 3, 0, tzinfo=UTC), "another password", lambda: None)
    assert (again.procedures, again.cases) == (0, 0)
    after = everything()
    assert {name for name in before if before[name] != after[name]} == set()


def test_every_procedure_of_the_files_is_published() -> None:
    records = [record for file in catalogue_files() for record in file["procedures"]]
    pages = {page.code: page for page in ProcedurePage.objects.live().public()}
    assert pages.keys() == {record["code"] for record in records}
    for record in records:
        page = pages[record["code"]]
        assert page.title == record["title"]
        assert page.fees.count() == len(record["fees"])
        assert page.dossier_cases.count() == len(record["dossier_cases"])
        assert page.responsible_department is not None


def test_fees_and_times_come_through_as_they_were_written() -> None:
    page = ProcedurePage.objects.get(code="1.004222")
    fees = {row.channel: row.amount_min for row in page.fees.all()}
    limits = [(row.value, row.unit) for row in page.time_limits.all()]
    assert fees == {"direct": 20_000, "online": 10_000}
    assert limits == [(7, "working_day")]
    assert [item.form_code for case in page.dossier_cases.all()[:1] for item in case.items.all()[:1]] == [
        "CT01"
    ]


def test_a_fee_that_is_halved_until_a_day_changes_on_the_next() -> None:
    fees = Fee.objects.filter(page__code="1.014063")
    assert [row.amount_min for row in fees.in_force(date(2026, 12, 31))] == [25_000]
    assert [row.amount_min for row in fees.in_force(date(2027, 1, 1))] == [50_000]


@pytest.mark.parametrize("file", catalogue_files(), ids=lambda file: file["field"]["slug"])
def test_a_procedure_of_every_field_opens(client: Client, file: dict[str, Any]) -> None:
    page = ProcedurePage.objects.get(code=file["procedures"][0]["code"])
    response = client.get(page.url)
    assert response.status_code == 200
    assert page.title in response.content.decode()


def test_an_editor_sees_where_a_decision_and_an_agency_are_used() -> None:
    decision = PublicationDecision.objects.get(number="163/QĐ-BTP")
    agency = Agency.objects.get(name="Công an cấp xã")
    assert ReferenceIndex.get_references_to(decision).count() >= 10
    assert ReferenceIndex.get_references_to(agency).count() >= 10


def test_the_site_has_its_pages_and_its_name(client: Client) -> None:
    site = Site.objects.get(is_default_site=True)
    assert site.root_page.specific == HomePage.objects.get()
    assert SiteIdentity.for_site(site).administration_name == "tỉnh An Hòa"
    assert StandardPage.objects.live().in_menu().count() == 3
    for page in (HomePage.objects.get(), *OneStopPage.objects.all()[:3], *StandardPage.objects.all()):
        assert client.get(page.url).status_code == 200


def test_every_commune_has_a_place_to_file() -> None:
    communes = Department.objects.filter(kind=Department.Kind.CENTRE, code__startswith="pvhcc-")
    assert communes.count() == 10
    assert set(communes) <= {place.department for place in OneStopPage.objects.all()}
    assert OneStopPage.objects.filter(kind=OneStopPage.Kind.PROVINCIAL_CENTRE).count() == 1


def test_people_find_birth_registration_without_accents() -> None:
    reindex(NOW.date())
    found = answer(read_request(QueryDict("q=dang+ky+khai+sinh")), NOW.date())
    assert found.ids[0] == ProcedurePage.objects.get(code="1.001193").pk


class TestPeople:
    """The accounts that the start prints."""

    @pytest.mark.parametrize(
        "username",
        ["bientap", "duyet", "donvi", "canbo", "truongdonvi", "hotich", "lanhdao", "tiepnhan", "quantri"],
    )
    def test_each_can_log_in_and_enter_the_admin(self, client: Client, username: str) -> None:
        assert client.login(username=username, password=PASSWORD)
        assert User.objects.get(username=username).has_perm("wagtailadmin.access_admin")

    def test_the_others_only_stand_in_the_history(self) -> None:
        others = User.objects.filter(username__startswith="phutrach-")
        assert others.exists()
        assert not any(user.has_usable_password() for user in others)

    def test_the_officer_and_the_head_work_on_the_same_unit(self) -> None:
        officer, head = User.objects.get(username="canbo"), User.objects.get(username="truongdonvi")
        case = Case.objects.visible_to(officer).first()
        assert case is not None
        assert parts_of(officer, case) == {Actor.OFFICER}
        assert parts_of(head, case) == {Actor.OFFICER, Actor.UNIT_HEAD}
        assert set(Case.objects.visible_to(officer)) == set(Case.objects.visible_to(head))

    def test_the_editor_may_change_every_procedure(self) -> None:
        editor = User.objects.get(username="bientap")
        may = ProcedurePage.objects.get(code="1.001193").permissions_for_user(editor)
        assert may.can_edit()
        assert not may.can_publish()

    def test_a_second_person_approves_what_the_editor_wrote(self) -> None:
        editor, second = User.objects.get(username="bientap"), User.objects.get(username="duyet")
        page = ProcedurePage.objects.get(code="1.001193")
        page.title = "Đăng ký khai sinh cho trẻ em"
        page.save_revision(user=editor)
        review.submit(ProcedurePage.objects.get(pk=page.pk), editor)
        review.approve(ProcedurePage.objects.get(pk=page.pk), second)
        assert ProcedurePage.objects.get(pk=page.pk).title == "Đăng ký khai sinh cho trẻ em"


class TestCases:
    """Complaints in every state, as of the day of loading."""

    def test_every_state_but_the_draft_is_shown(self) -> None:
        shown = set(Case.objects.values_list("state", flat=True))
        assert {state.value for state in State} - shown == {State.DRAFT}

    def test_some_are_late_and_one_is_due_today(self) -> None:
        assert Case.objects.overdue(NOW).count() >= 2
        assert Case.objects.due_on(date(2026, 11, 25)).exists()

    def test_some_were_answered_late_and_say_so(self) -> None:
        answered = Case.objects.answered()
        late = [
            case for case in answered if case.due_at and case.answered_at and case.answered_at > case.due_at
        ]
        assert late
        assert len(late) < answered.count() / 2

    def test_nothing_happens_in_the_future_and_everything_in_order(self) -> None:
        for case in Case.objects.all():
            moments = list(CaseEvent.objects.filter(case=case).order_by("pk").values_list("at", flat=True))
            assert moments == sorted(moments)
            assert moments[-1] <= NOW

    def test_the_officer_has_a_queue_worth_opening(self) -> None:
        officer = User.objects.get(username="canbo")
        states = Counter(Case.objects.visible_to(officer).open().values_list("state", flat=True))
        assert states[State.RECEIVED] >= 1
        assert states[State.ASSIGNED] >= 1
        assert Case.objects.visible_to(officer).overdue(NOW).exists()

    def test_the_promise_is_frozen_into_the_case_about_temporary_residence(self) -> None:
        case = Case.objects.get(procedure_code="1.004194", reason__code="late")
        assert case.reported_fee == 50_000
        assert {fee["amount_min"] for fee in case.promise["fees"]} >= {15_000, 7_000}

    def test_ratings_are_of_all_sorts(self) -> None:
        assert set(Rating.objects.values_list("score", flat=True)) >= {1, 2, 4, 5}

    def test_no_mail_waits_to_be_sent(self) -> None:
        assert OutboundMessage.objects.exists()
        assert not OutboundMessage.objects.exclude(state=OutboundMessage.State.SENT).exists()


class TestClock:
    """Working days counted back from today, or from the next day on which somebody works."""

    @pytest.mark.parametrize(
        ("day", "base"), [(25, 25), (22, 23), (24, 25)], ids=["working day", "Sunday", "holiday"]
    )
    def test_the_base_is_a_working_day(self, day: int, base: int) -> None:
        now = datetime(2026, 11, day, 3, 0, tzinfo=UTC)
        assert DemoClock.at(now, load_calendar()).base == date(2026, 11, base)

    def test_days_off_are_not_counted(self) -> None:
        clock = DemoClock.at(NOW, load_calendar())
        assert [clock.day(n) for n in (1, 2)] == [date(2026, 11, 23), date(2026, 11, 20)]


class TestCommand:
    """The command that a first start calls."""

    def test_it_refuses_where_known_passwords_are_not_wanted(self) -> None:
        with override_settings(DEMO_ACCOUNTS=False), pytest.raises(CommandError, match="DEMO_ACCOUNTS"):
            call_command("load_demo")

    def test_it_says_that_there_was_nothing_to_add(self) -> None:
        out = io.StringIO()
        call_command("load_demo", stdout=out)
        assert out.getvalue() == "0 procedures and 0 cases added.\n"
