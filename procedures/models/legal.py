"""Legal texts that procedures stand on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalBasis(models.Model):
    """A legal text (căn cứ pháp lý), one row per number."""

    number = models.CharField(
        _("số, ký hiệu"), max_length=255, unique=True, help_text=_("Ví dụ: 123/2015/NĐ-CP.")
    )
    title = models.TextField(_("trích yếu"), blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=255, blank=True)
    valid_to = models.DateField(_("hết hiệu lực từ sau ngày"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("văn bản thay thế"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaces",
    )

    class Meta:
        verbose_name = _("căn cứ pháp lý")
        verbose_name_plural = _("căn cứ pháp lý")
        ordering = ("number",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(issued_on__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(issued_on__lte=models.F("valid_to")),
                name="legal_basis_dates_in_order",
                violation_error_message=_("Ngày hết hiệu lực không thể trước ngày ban hành."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()
