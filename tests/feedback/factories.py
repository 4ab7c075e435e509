"""Rows for the tests of feedback. Times are aware; the default case came in on Monday 23/11/2026 at 9:00."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import factory
from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.models import Page

from core.calendar.days import LOCAL_ZONE
from core.models import AdministrativeUnit, Department, User
from feedback import codes
from feedback.models import (
    AnswerDecision,
    Case,
    CaseAnswer,
    CaseContact,
    CaseEvent,
    CaseKind,
    DeadlineRule,
    DeadlineStep,
    DeadlineUnit,
    FeedbackReason,
    RejectReason,
    RoutingRule,
)
from feedback.services.deadlines import freeze_rules
from feedback.workflow import MoveName, State
from procedures.models import Fee, ProcedureIndexPage, ProcedurePage, TimeLimit

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=LOCAL_ZONE)
SECRET = "HK7M-92PX-4TQR-WCF3"


class DepartmentFactory(factory.django.DjangoModelFactory[Department]):
    """A department; ``is_fallback=True`` for the one that takes what nobody else takes."""

    class Meta:
        model = Department

    code = factory.Sequence(lambda n: f"don-vi-{n}")
    name = factory.Sequence(lambda n: f"Đơn vị số {n}")
    kind = Department.Kind.DIVISION
    email = factory.LazyAttribute(lambda row: f"{row.code}@example.vn")
    phone = "0290 3 100 200"


class AdministrativeUnitFactory(factory.django.DjangoModelFactory[AdministrativeUnit]):
    """A ward."""

    class Meta:
        model = AdministrativeUnit

    code = factory.Sequence(lambda n: f"{90000 + n}")
    name = factory.Sequence(lambda n: f"phường Thử {n}")
    kind = AdministrativeUnit.Kind.WARD


class UserFactory(factory.django.DjangoModelFactory[User]):
    """An officer without permissions; see ``grant``."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"can-bo-{n}")
    email = factory.LazyAttribute(lambda row: f"{row.username}@example.vn")
    department = factory.SubFactory(DepartmentFactory)


def grant(user: User, *codenames: str) -> User:
    """Give permissions of feedback (and of the admin, as ``access_admin``); a fresh user without cached ones."""
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return User.objects.get(pk=user.pk)


class FeedbackReasonFactory(factory.django.DjangoModelFactory[FeedbackReason]):
    """Something that was wrong."""

    class Meta:
        model = FeedbackReason
        django_get_or_create = ("code",)

    code = "late"
    label = "Trễ hẹn"


class RejectReasonFactory(factory.django.DjangoModelFactory[RejectReason]):
    """Why a case is not taken."""

    class Meta:
        model = RejectReason
        django_get_or_create = ("code",)

    code = "not-in-scope"
    label = "Không thuộc phạm vi tiếp nhận"


class DeadlineRuleFactory(factory.django.DjangoModelFactory[DeadlineRule]):
    """Fifteen working days to answer, for every kind."""

    class Meta:
        model = DeadlineRule
        django_get_or_create = ("kind", "step", "valid_from")

    kind = ""
    step = DeadlineStep.ANSWER
    amount = 15
    unit = DeadlineUnit.WORKING_DAY
    legal_source = "Quy định thử"
    valid_from = date(2020, 1, 1)


class RoutingRuleFactory(factory.django.DjangoModelFactory[RoutingRule]):
    """A rule that sends everything to its department."""

    class Meta:
        model = RoutingRule

    department = factory.SubFactory(DepartmentFactory)
    reason = "Đơn vị này giải quyết việc được phản ánh."


class CaseFactory(factory.django.DjangoModelFactory[Case]):
    """A case with contact and first event. ``contact=False`` or ``event=False`` leaves them out."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    public_code = factory.LazyFunction(lambda: codes.new_public_code("AH"))
    secret_hash = factory.LazyFunction(lambda: codes.hash_secret(SECRET))
    idempotency_key = factory.Sequence(lambda n: f"{n:064d}")
    kind = CaseKind.PAKN_CONDUCT
    subject = "Trễ hẹn: Đăng ký thường trú"
    content = "Giấy hẹn ngày 18/11 nhưng đến hôm nay chưa có kết quả."
    state = State.RECEIVED
    owner_department = factory.SubFactory(DepartmentFactory)
    routing_reason = "Đơn vị này giải quyết việc được phản ánh."
    received_at = NOW
    clock_started_at = factory.SelfAttribute("received_at")
    rule_snapshot = factory.LazyFunction(
        lambda: {"answer": {"amount": 15, "unit": "working_day", "legal_source": "Quy định thử"}}
    )
    due_at = datetime(2026, 12, 15, 17, 30, tzinfo=LOCAL_ZONE)

    @factory.post_generation
    def contact(self: Any, create: bool, extracted: Any, **values: Any) -> None:
        """The sender; keyword arguments are CaseContact's fields."""
        if create and extracted is not False:
            defaults = {"name": "Nguyễn Thị Thử", "phone": "0900000218", "email": "thu@example.vn"}
            CaseContact.objects.create(case=self, **{**defaults, **values})

    @factory.post_generation
    def event(self: Any, create: bool, extracted: Any, **_values: Any) -> None:
        """The row of history with which every case begins."""
        if create and extracted is not False:
            CaseEvent.objects.create(
                case=self,
                at=self.received_at,
                move=MoveName.RECEIVE,
                to_state=State.RECEIVED,
                actor_label="Người gửi",
                due_after=self.due_at,
                to_department=self.owner_department,
            )


class CaseAnswerFactory(factory.django.DjangoModelFactory[CaseAnswer]):
    """A concrete answer, not sent yet."""

    class Meta:
        model = CaseAnswer

    case = factory.SubFactory(CaseFactory)
    decision = AnswerDecision.FOUNDED
    reason = "Hồ sơ bị chuyển chậm giữa hai bộ phận."
    next_step = "Kết quả được trả ngày 25/11/2026 tại quầy số 3."
    responsible_unit = factory.SelfAttribute("case.owner_department")
    contact = "0290 3 100 200"
    body = "Chúng tôi xin lỗi bạn. Kết quả đã có và được trả ngày 25/11/2026."


def make_procedure(
    code: str = "1.004222",
    title: str = "Đăng ký thường trú",
    *,
    fee: int = 20_000,
    working_days: int = 7,
    **fields: Any,
) -> ProcedurePage:
    """A published procedure with one fee and one time limit."""
    root = Page.objects.get(depth=1)
    index = ProcedureIndexPage.objects.first() or root.add_child(
        instance=ProcedureIndexPage(title="Thủ tục", slug="thu-tuc")
    )
    page: ProcedurePage = index.add_child(
        instance=ProcedurePage(code=code, title=title, official_name=title, live=True, **fields)
    )
    Fee.objects.create(page=page, kind="le_phi", status="amount", channel="any", amount_min=fee)
    TimeLimit.objects.create(
        page=page, channel="any", value=working_days, unit="working_day", is_default=True
    )
    return page


def waiting_case(department: Department, state: State = State.RECEIVED, **fields: Any) -> Case:
    """A case that came in an hour ago, or at ``received_at``, with today's rows of law and three weeks' time."""
    received = fields.pop("received_at", timezone.now() - timedelta(hours=1))
    _rule, snapshot = freeze_rules("pakn_conduct", timezone.localdate())
    fields.setdefault("due_at", received + timedelta(days=21))
    case: Case = CaseFactory(
        owner_department=department, state=state, rule_snapshot=snapshot, received_at=received, **fields
    )
    return case
