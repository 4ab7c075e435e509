"""Rows of law and of organisation: how long, to whom, why refused, what about."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models import InForceQuerySet
from feedback.models.choices import CaseKind, DeadlineStep, DeadlineUnit


class DeadlineRule(models.Model):
    """One time limit of law or of the province's own rules. A case freezes the row it was received under."""

    kind = models.CharField(
        _("Loại"),
        max_length=20,
        choices=CaseKind.choices,
        blank=True,
        help_text=_("Để trống nếu áp dụng cho mọi loại; dòng ghi rõ loại được ưu tiên."),
    )
    step = models.CharField(_("Bước"), max_length=20, choices=DeadlineStep.choices)
    amount = models.PositiveSmallIntegerField(_("Số lượng"))
    unit = models.CharField(
        _("Đơn vị"), max_length=16, choices=DeadlineUnit.choices, default=DeadlineUnit.WORKING_DAY
    )
    legal_source = models.TextField(_("Căn cứ"), help_text=_("Văn bản, điều khoản quy định thời hạn này."))
    is_verified = models.BooleanField(
        _("Đã kiểm tra với văn bản gốc"),
        default=False,
        help_text=_("Chỉ đánh dấu khi đã đọc văn bản còn hiệu lực."),
    )
    valid_from = models.DateField(_("Áp dụng từ"))
    valid_to = models.DateField(_("Áp dụng đến hết"), null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Thời hạn xử lý")
        verbose_name_plural = _("Thời hạn xử lý")
        ordering = ["kind", "step", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="feedback_deadline_amount_positive",
                violation_error_message=_("Thời hạn phải lớn hơn 0."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="feedback_deadline_validity_ordered",
                violation_error_message=_("Ngày hết áp dụng phải sau ngày bắt đầu áp dụng."),
            ),
            models.UniqueConstraint(
                fields=["kind", "step", "valid_from"],
                name="feedback_deadline_one_row_per_start",
                violation_error_message=_("Đã có một dòng cho loại, bước và ngày bắt đầu này."),
            ),
        ]

    def __str__(self) -> str:
        """Name the step and the term."""
        return f"{self.get_step_display()}: {self.amount} {self.get_unit_display()}"


class RoutingRule(models.Model):
    """Which department answers what. The first matching rule in order of priority wins."""

    priority = models.PositiveSmallIntegerField(
        _("Thứ tự ưu tiên"), default=100, help_text=_("Số nhỏ được xét trước.")
    )
    kind = models.CharField(
        _("Loại"), max_length=20, choices=CaseKind.choices, blank=True, help_text=_("Để trống: mọi loại.")
    )
    procedure_field = models.ForeignKey(
        "procedures.Field",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Lĩnh vực thủ tục"),
    )
    topic_words = models.TextField(
        _("Từ khóa"),
        blank=True,
        help_text=_("Mỗi dòng một từ hoặc cụm từ; có dấu hay không dấu đều được."),
    )
    place_unit = models.ForeignKey(
        "core.AdministrativeUnit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Địa bàn"),
    )
    unit_concerned = models.ForeignKey(
        "core.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Cơ quan bị phản ánh"),
    )
    department = models.ForeignKey(
        "core.Department",
        on_delete=models.PROTECT,
        related_name="routing_rules",
        verbose_name=_("Đơn vị trả lời"),
    )
    reason = models.TextField(
        _("Lý do"),
        help_text=_("Câu giải thích cho người gửi, ví dụ: thủ tục này do Công an cấp xã giải quyết."),
    )
    valid_from = models.DateField(_("Áp dụng từ"), null=True, blank=True)
    valid_to = models.DateField(_("Áp dụng đến hết"), null=True, blank=True)
    active = models.BooleanField(_("Đang dùng"), default=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Quy tắc chuyển")
        verbose_name_plural = _("Quy tắc chuyển")
        ordering = ["priority", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="feedback_routing_validity_ordered",
                violation_error_message=_("Ngày hết áp dụng phải sau ngày bắt đầu áp dụng."),
            ),
        ]

    def __str__(self) -> str:
        """Name the priority and the unit."""
        return f"{self.priority}. {self.department}"


class RejectReason(models.Model):
    """A reason for not taking a case, told to the citizen together with where to go instead."""

    code = models.SlugField(_("Mã"), max_length=40, unique=True)
    label = models.CharField(_("Lý do"), max_length=255)
    guidance = models.TextField(_("Hướng dẫn người gửi làm gì tiếp"), blank=True)
    legal_source = models.TextField(_("Căn cứ"), blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    active = models.BooleanField(_("Đang dùng"), default=True)

    class Meta:
        verbose_name = _("Lý do không tiếp nhận")
        verbose_name_plural = _("Lý do không tiếp nhận")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        """Return the label."""
        return self.label


class FeedbackReason(models.Model):
    """What was wrong, in one choice: late, extra paper, extra fee … Feeds the statistics."""

    code = models.SlugField(_("Mã"), max_length=40, unique=True)
    label = models.CharField(_("Điều gì không đúng"), max_length=120)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    active = models.BooleanField(_("Đang dùng"), default=True)

    class Meta:
        verbose_name = _("Điều không đúng")
        verbose_name_plural = _("Điều không đúng")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        """The label, in the reader's language if it is one of those that the site came with."""
        return gettext(self.label)
