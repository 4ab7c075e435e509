"""What an administration promises beyond the law, and procedures that belong together."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from core.models import InForceQuerySet
from procedures.models.taxonomy import free_slug
from procedures.validity import is_valid_on

WEEKDAYS = range(7)


class ServicePromise(models.Model):
    """A promise for some procedures at some place, for example "Ngày thứ sáu xanh": Fridays within 60 minutes."""

    name = models.CharField(_("tên cam kết"), max_length=255, help_text=_("Ví dụ: Ngày thứ sáu xanh."))
    slug = models.SlugField(
        _("đường dẫn"), max_length=80, unique=True, blank=True, help_text=_("Để trống thì tự tạo từ tên.")
    )
    summary = models.TextField(_("bạn được gì"), help_text=_("Một hai câu, bằng lời của người dân."))
    place = models.CharField(_("nơi áp dụng"), max_length=255)
    department = models.ForeignKey(
        "core.Department",
        verbose_name=_("đơn vị cam kết"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="service_promises",
    )
    weekdays = models.JSONField(
        _("các thứ trong tuần"),
        default=list,
        blank=True,
        help_text=_("Để trống: mọi ngày làm việc."),
    )
    max_minutes = models.PositiveSmallIntegerField(
        _("trả trong bao nhiêu phút"),
        null=True,
        blank=True,
        help_text=_("Để trống: trả ngay, không phải chờ."),
    )
    valid_from = models.DateField(_("áp dụng từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    legal_basis = models.CharField(_("văn bản cam kết"), max_length=500, blank=True)
    procedures = models.ManyToManyField(
        "procedures.ProcedurePage", verbose_name=_("thủ tục"), related_name="service_promises", blank=True
    )

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("cam kết phục vụ")
        verbose_name_plural = _("cam kết phục vụ")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="service_promise_dates_in_order",
                violation_error_message=_("Ngày bắt đầu áp dụng phải trước hoặc trùng ngày kết thúc."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.slug:
            self.slug = free_slug(type(self), self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        super().clean()
        if not isinstance(self.weekdays, list) or any(day not in WEEKDAYS for day in self.weekdays):
            raise ValidationError({"weekdays": _("Hãy chọn các thứ trong tuần.")})

    def is_valid_on(self, day: date) -> bool:
        """Inside the dates and on one of the weekdays; whether the day is worked is the calendar's to say."""
        return is_valid_on(self, day) and (not self.weekdays or day.weekday() in self.weekdays)


class ProcedureBundle(ClusterableModel):
    """Procedures that are done together or in one go (liên thông), in the order a citizen does them."""

    name = models.CharField(
        _("tên nhóm"), max_length=255, help_text=_("Ví dụ: Khai sinh, cư trú, thẻ BHYT cho trẻ.")
    )
    slug = models.SlugField(
        _("đường dẫn"), max_length=80, unique=True, blank=True, help_text=_("Để trống thì tự tạo từ tên.")
    )
    summary = models.CharField(_("mô tả ngắn"), max_length=255, blank=True)
    text = models.TextField(_("hướng dẫn"), blank=True)
    one_go = models.ForeignKey(
        "procedures.ProcedurePage",
        verbose_name=_("thủ tục liên thông"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="one_go_bundles",
        help_text=_("Chọn khi có một mã thủ tục để nộp một bộ hồ sơ cho cả nhóm."),
    )
    life_event = models.ForeignKey(
        "procedures.LifeEvent",
        verbose_name=_("sự kiện đời sống"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="bundles",
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=100)

    class Meta:
        verbose_name = _("nhóm thủ tục liên thông")
        verbose_name_plural = _("nhóm thủ tục liên thông")
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.slug:
            self.slug = free_slug(type(self), self.name)
        super().save(*args, **kwargs)


class BundleStep(Orderable):
    """One procedure of a bundle."""

    bundle = ParentalKey(ProcedureBundle, on_delete=models.CASCADE, related_name="steps")
    procedure = models.ForeignKey(
        "procedures.ProcedurePage",
        verbose_name=_("thủ tục"),
        on_delete=models.CASCADE,
        related_name="bundle_steps",
    )
    note = models.CharField(_("khi nào, vì sao"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("thủ tục trong nhóm")
        verbose_name_plural = _("thủ tục trong nhóm")
        constraints = [
            models.UniqueConstraint(
                fields=["bundle", "procedure"],
                name="bundle_step_once",
                violation_error_message=_("Thủ tục này đã có trong nhóm."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.procedure)
