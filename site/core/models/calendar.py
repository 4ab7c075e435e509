"""The working calendar as rows that editors own."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from core.calendar import DayKind


class WorkCalendarDay(models.Model):
    """A day that is not like its weekday: a holiday, a make-up Saturday, a half day.

    Without a department the row is for everybody; with one it overrules the common row for that department.
    """

    class Kind(models.TextChoices):
        """How the day is worked."""

        OFF = DayKind.OFF.value, _("Nghỉ")
        WORK = DayKind.WORK.value, _("Làm việc")
        HALF = DayKind.HALF.value, _("Làm buổi sáng")

    class Status(models.TextChoices):
        """Whether the day has been announced."""

        PROVISIONAL = "provisional", _("Dự kiến")
        CONFIRMED = "confirmed", _("Đã công bố")

    date = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    note = models.CharField(
        _("lý do"), max_length=150, help_text=_("Người dân đọc lý do này, ví dụ: Giỗ Tổ Hùng Vương")
    )
    legal_basis = models.CharField(_("căn cứ"), max_length=255, blank=True)
    status = models.CharField(
        _("tình trạng"), max_length=20, choices=Status.choices, default=Status.PROVISIONAL
    )
    department = models.ForeignKey(
        "core.Department",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("chỉ cho đơn vị"),
        help_text=_("Để trống nếu áp dụng cho mọi đơn vị."),
    )

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
        FieldPanel("note"),
        FieldPanel("legal_basis"),
        FieldRowPanel([FieldPanel("status"), FieldPanel("department")]),
    ]

    class Meta:
        ordering = ["date"]
        verbose_name = _("ngày trong lịch làm việc")
        verbose_name_plural = _("lịch làm việc")
        constraints = [
            models.UniqueConstraint(
                fields=["date"],
                condition=Q(department__isnull=True),
                name="core_calendar_common_day_once",
                violation_error_message=_("Ngày này đã có trong lịch chung."),
            ),
            models.UniqueConstraint(
                fields=["date", "department"],
                name="core_calendar_department_day_once",
                violation_error_message=_("Ngày này đã có trong lịch của đơn vị."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y}: {self.get_kind_display()} ({self.note})"


@register_setting(icon="history")
class WorkingHours(BaseGenericSetting):
    """The office's hours, local time."""

    morning_start = models.TimeField(_("sáng, từ"), default="07:30")
    morning_end = models.TimeField(_("sáng, đến"), default="11:30")
    afternoon_start = models.TimeField(_("chiều, từ"), default="13:30")
    afternoon_end = models.TimeField(_("chiều, đến"), default="17:30")
    receipt_closes_at = models.TimeField(
        _("hết giờ tiếp nhận"),
        default="17:00",
        help_text=_("Gửi sau giờ này tính là nhận vào ngày làm việc kế tiếp."),
    )
    same_day_cutoff = models.TimeField(
        _("giờ chốt trả trong ngày"),
        default="15:00",
        help_text=_(
            "Việc trả trong ngày nhận sau giờ này thì trả vào ngày làm việc kế tiếp (Nghị định 118/2025)."
        ),
    )

    panels = [
        FieldRowPanel([FieldPanel("morning_start"), FieldPanel("morning_end")]),
        FieldRowPanel([FieldPanel("afternoon_start"), FieldPanel("afternoon_end")]),
        FieldRowPanel([FieldPanel("receipt_closes_at"), FieldPanel("same_day_cutoff")]),
    ]

    class Meta:
        verbose_name = _("giờ làm việc")
        constraints = [
            models.CheckConstraint(
                condition=Q(morning_start__lt=F("morning_end"))
                & Q(morning_end__lte=F("afternoon_start"))
                & Q(afternoon_start__lt=F("afternoon_end")),
                name="core_hours_in_order",
                violation_error_message=_("Các giờ phải theo thứ tự từ sáng đến chiều."),
            )
        ]
