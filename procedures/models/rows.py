"""Rows of a procedure page that hold for as long as it does: steps, ways of filing, results, agencies, process."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from procedures.choices import FILING_CHANNEL_CHOICES, AgencyRole, Channel


class ProcedureStep(Orderable):
    """One step of the procedure, in order."""

    page = ParentalKey("procedures.ProcedurePage", on_delete=models.CASCADE, related_name="steps")
    channel = models.CharField(_("cách nộp"), max_length=10, choices=Channel.choices, default=Channel.ANY)
    title = models.CharField(_("tên bước"), max_length=255, blank=True)
    text = models.TextField(_("nội dung"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("bước thực hiện")
        verbose_name_plural = _("trình tự thực hiện")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="", text=""),
                name="procedure_step_says_something",
                violation_error_message=_("Hãy ghi tên bước hoặc nội dung bước."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:80]


class SubmissionMethod(Orderable):
    """A way of filing that the procedure offers, with what to know about it (address, hours, web page)."""

    page = ParentalKey(
        "procedures.ProcedurePage", on_delete=models.CASCADE, related_name="submission_methods"
    )
    channel = models.CharField(_("cách nộp"), max_length=10, choices=FILING_CHANNEL_CHOICES)
    note = models.TextField(_("nơi nộp, lưu ý"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("cách nộp hồ sơ")
        verbose_name_plural = _("cách nộp hồ sơ")

    def __str__(self) -> str:
        return self.get_channel_display()


class ProcedureResult(Orderable):
    """What the citizen holds at the end."""

    page = ParentalKey("procedures.ProcedurePage", on_delete=models.CASCADE, related_name="results")
    name = models.TextField(_("kết quả"))

    class Meta(Orderable.Meta):
        verbose_name = _("kết quả")
        verbose_name_plural = _("kết quả")

    def __str__(self) -> str:
        return self.name[:120]


class ProcedureAgency(Orderable):
    """An agency and its part in the procedure."""

    page = ParentalKey("procedures.ProcedurePage", on_delete=models.CASCADE, related_name="agencies")
    agency = models.ForeignKey(
        "procedures.Agency",
        verbose_name=_("cơ quan"),
        on_delete=models.PROTECT,
        related_name="procedure_rows",
    )
    role = models.CharField(
        _("vai trò"), max_length=12, choices=AgencyRole.choices, default=AgencyRole.IMPLEMENTING
    )

    class Meta(Orderable.Meta):
        verbose_name = _("cơ quan tham gia")
        verbose_name_plural = _("cơ quan tham gia")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "agency", "role"],
                name="procedure_agency_role_unique",
                violation_error_message=_("Cơ quan này đã có vai trò này trong thủ tục."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} ({self.get_role_display()})"


class ProcessStep(Orderable):
    """One step of the internal process (quy trình nội bộ): which unit does what in how many working hours."""

    page = ParentalKey("procedures.ProcedurePage", on_delete=models.CASCADE, related_name="process_steps")
    unit_name = models.CharField(_("đơn vị"), max_length=255)
    role = models.CharField(
        _("người thực hiện"), max_length=255, blank=True, help_text=_("Chức danh, không ghi tên người.")
    )
    task = models.TextField(_("công việc"))
    hours = models.DecimalField(
        _("số giờ làm việc"), max_digits=7, decimal_places=2, help_text=_("1 ngày làm việc là 8 giờ.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("bước nội bộ")
        verbose_name_plural = _("quy trình nội bộ")
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gt=0),
                name="process_step_takes_time",
                violation_error_message=_("Số giờ phải lớn hơn 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name}: {self.task[:80]}"
