"""The case: one message of one citizen, its owner, its clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.calendar.days import LOCAL_ZONE
from feedback.models.choices import (
    ANSWERED_STATES,
    ENDED_STATES,
    OPEN_STATES,
    RUNNING_STATES,
    CaseKind,
    IntakeChannel,
)
from feedback.workflow import State
from feedback.workflow_labels import STATE_CHOICES

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User

VIEW_ALL = "feedback.view_all_cases"
PUBLISH = "feedback.publish_case"


class CaseQuerySet(models.QuerySet["Case"]):
    """Every filter on cases, by name."""

    def open(self) -> Self:
        """Cases that the administration still has to answer."""
        return self.filter(state__in=OPEN_STATES)

    def running(self) -> Self:
        """Open cases whose clock doesn't stand: the administration is the one who must act."""
        return self.filter(state__in=RUNNING_STATES)

    def answered(self) -> Self:
        """Cases that have been answered at least once."""
        return self.filter(answered_at__isnull=False)

    def overdue(self, at: datetime) -> Self:
        """Open cases past their due moment; a clock paused in time is not overdue."""
        paused_in_time = CasePause.objects.filter(
            case=OuterRef("pk"), ended_at__isnull=True, started_at__lte=OuterRef("due_at")
        )
        return self.open().filter(due_at__lt=at).exclude(Exists(paused_in_time))

    def due_on(self, day: date) -> Self:
        """Open cases due on this local calendar date."""
        start = datetime.combine(day, time.min, LOCAL_ZONE)
        return self.open().filter(due_at__gte=start, due_at__lt=start + timedelta(days=1))

    def received_between(self, start: datetime, end: datetime) -> Self:
        """Cases received in the half-open interval [start, end)."""
        return self.filter(received_at__gte=start, received_at__lt=end)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Cases this person may see: all with the permission, else those of the own department's subtree.

        Who publishes answers sees, besides, what waits for publication or is published, wherever it was answered.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser or user.has_perm(VIEW_ALL):
            return self
        own = user.department.descendant_ids() if user.department else set()
        seen = Q(owner_department_id__in=own)
        if user.has_perm(PUBLISH):
            seen |= Q(state__in=(State.PUBLISH_PENDING, State.PUBLISHED))
        return self.filter(seen)


class Case(models.Model):
    """One message. Personal data is in `CaseContact`, history in `CaseEvent`, waiting in `CasePause`."""

    # Wagtail's "used in" lists are open to every editor; cases don't belong there.
    wagtail_reference_index_ignore = True

    public_code = models.CharField(_("Mã tra cứu"), max_length=16, unique=True)
    secret_hash = models.CharField(_("Mã bí mật (đã băm)"), max_length=128)
    idempotency_key = models.CharField(_("Khóa chống gửi trùng"), max_length=64, unique=True)
    kind = models.CharField(_("Loại"), max_length=20, choices=CaseKind.choices)
    channel = models.CharField(
        _("Kênh tiếp nhận"), max_length=10, choices=IntakeChannel.choices, default=IntakeChannel.WEB
    )
    reason = models.ForeignKey(
        "feedback.FeedbackReason",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("Điều không đúng"),
    )

    procedure = models.ForeignKey(
        "procedures.ProcedurePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("Thủ tục"),
    )
    procedure_code = models.CharField(_("Mã thủ tục"), max_length=40, blank=True)
    promise = models.JSONField(
        _("Điều trang này đã công bố"),
        default=dict,
        blank=True,
        help_text=_("Lệ phí và thời hạn công bố khi phản ánh được gửi."),
    )
    unit_concerned = models.ForeignKey(
        "core.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases_about",
        verbose_name=_("Cơ quan được nhắc đến"),
    )
    dossier_code = models.CharField(_("Mã hồ sơ"), max_length=60, blank=True)
    place_unit = models.ForeignKey(
        "core.AdministrativeUnit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Xã, phường, đặc khu"),
    )
    place_text = models.CharField(_("Nơi xảy ra"), max_length=300, blank=True)
    filed_on = models.DateField(_("Ngày nộp hồ sơ"), null=True, blank=True)
    happened_on = models.DateField(_("Ngày xảy ra"), null=True, blank=True)
    reported_fee = models.PositiveBigIntegerField(_("Số tiền đã trả (đồng)"), null=True, blank=True)
    subject = models.CharField(_("Tóm tắt"), max_length=200)
    content = models.TextField(_("Nội dung"))
    wish = models.TextField(_("Mong muốn"), blank=True)
    publish_consent = models.BooleanField(_("Đồng ý công khai (đã ẩn danh)"), default=False)
    public_content = models.TextField(
        _("Nội dung công khai"), blank=True, help_text=_("Bản đã che thông tin cá nhân, do cán bộ soạn.")
    )

    state = models.CharField(_("Trạng thái"), max_length=20, choices=STATE_CHOICES, default=State.RECEIVED)
    owner_department = models.ForeignKey(
        "core.Department",
        on_delete=models.PROTECT,
        related_name="owned_cases",
        verbose_name=_("Đơn vị chịu trách nhiệm"),
    )
    routing_reason = models.TextField(_("Vì sao đơn vị này trả lời"), blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_cases",
        verbose_name=_("Cán bộ xử lý"),
    )
    reject_reason = models.ForeignKey(
        "feedback.RejectReason",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("Lý do không tiếp nhận"),
    )

    received_at = models.DateTimeField(
        _("Gửi lúc"), help_text=_("Thời điểm gửi thực tế; từ khi nào tính hạn là do lịch làm việc.")
    )
    clock_started_at = models.DateTimeField(
        _("Hạn trả lời tính từ"), help_text=_("Lúc gửi, hoặc lúc mở lại gần nhất.")
    )
    rule = models.ForeignKey(
        "feedback.DeadlineRule",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("Quy định thời hạn"),
    )
    rule_snapshot = models.JSONField(_("Thời hạn áp dụng (bản chụp)"), default=dict, blank=True)
    due_at = models.DateTimeField(_("Hạn trả lời"), null=True, blank=True)
    answered_at = models.DateTimeField(_("Trả lời lúc"), null=True, blank=True)
    published_at = models.DateTimeField(_("Công khai lúc"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Kết thúc lúc"), null=True, blank=True)

    forward_count = models.PositiveSmallIntegerField(_("Số lần chuyển"), default=0)
    reopen_count = models.PositiveSmallIntegerField(_("Số lần mở lại"), default=0)
    extension_count = models.PositiveSmallIntegerField(_("Số lần gia hạn"), default=0)
    need_info_count = models.PositiveSmallIntegerField(_("Số lần hỏi bổ sung"), default=0)
    version = models.PositiveIntegerField(_("Phiên bản"), default=0)
    created_at = models.DateTimeField(_("Ghi lúc"), auto_now_add=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Phản ánh")
        verbose_name_plural = _("Phản ánh")
        ordering = ["due_at", "pk"]
        permissions = [
            ("view_all_cases", "Can see the cases of every department"),
            ("handle_case", "Can move and answer cases of the own department"),
            ("approve_answer", "Can approve answers, extensions and pauses"),
            ("intake_case", "Can take in, reject and redirect cases"),
            ("publish_case", "Can publish answered cases with the content redacted"),
            ("export_cases", "Can export the queue without personal data"),
        ]
        indexes = [
            models.Index(fields=["owner_department", "state", "due_at"], name="feedback_case_queue"),
            models.Index(fields=["state", "due_at"], name="feedback_case_state_due"),
            models.Index(fields=["received_at"], name="feedback_case_received"),
            models.Index(fields=["procedure_code"], name="feedback_case_procedure"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]),
                name="feedback_case_state_known",
                violation_error_message=_("Trạng thái này không có trong quy trình."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CaseKind.values),
                name="feedback_case_kind_known",
                violation_error_message=_("Loại phản ánh này không có."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ANSWERED_STATES) | Q(answered_at__isnull=False),
                name="feedback_case_answered_has_moment",
                violation_error_message=_("Đã trả lời thì phải có thời điểm trả lời."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | Q(state__in=(*ANSWERED_STATES, *ENDED_STATES))
                | Q(reopen_count__gt=0),
                name="feedback_case_answer_moment_needs_answer",
                violation_error_message=_("Chưa trả lời thì không được có thời điểm trả lời."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED.value) | Q(published_at__isnull=False),
                name="feedback_case_published_has_moment",
                violation_error_message=_("Đã công khai thì phải có thời điểm công khai."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(state__in=ENDED_STATES),
                name="feedback_case_closed_is_ended",
                violation_error_message=_("Chỉ phản ánh đã kết thúc mới có thời điểm kết thúc."),
            ),
            models.CheckConstraint(
                condition=Q(extension_count__lte=1),
                name="feedback_case_one_extension",
                violation_error_message=_("Chỉ được gia hạn một lần."),
            ),
            models.CheckConstraint(
                condition=Q(reopen_count__lte=1),
                name="feedback_case_one_reopening",
                violation_error_message=_("Chỉ được mở lại một lần."),
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gt=F("received_at")),
                name="feedback_case_due_after_received",
                violation_error_message=_("Hạn trả lời phải sau lúc gửi."),
            ),
        ]

    def __str__(self) -> str:
        """Return the public code; never the content."""
        return self.public_code

    @property
    def is_open(self) -> bool:
        """Whether the administration still owes an answer."""
        return self.state in OPEN_STATES


class CasePause(models.Model):
    """A stretch of time that the clock leaves out, waiting for the citizen or for another body."""

    # Wagtail's "used in" lists are open to every editor; cases don't belong there.
    wagtail_reference_index_ignore = True

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="pauses", verbose_name=_("Phản ánh")
    )
    started_at = models.DateTimeField(_("Dừng từ"))
    ended_at = models.DateTimeField(_("Dừng đến"), null=True, blank=True)
    reason = models.CharField(_("Lý do"), max_length=300)

    class Meta:
        verbose_name = _("Lần tạm dừng")
        verbose_name_plural = _("Các lần tạm dừng")
        ordering = ["started_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="feedback_pause_ordered",
                violation_error_message=_("Lúc chạy tiếp phải sau lúc dừng."),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="feedback_pause_one_open",
                violation_error_message=_("Đồng hồ đang dừng rồi."),
            ),
        ]

    def __str__(self) -> str:
        """Name the stretch."""
        end = f"{self.ended_at:%d/%m/%Y}" if self.ended_at else "…"
        return f"{self.started_at:%d/%m/%Y} – {end}"
