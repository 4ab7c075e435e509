"""What a page said of itself before decisions changed it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from procedures.choices import Status


class StandingBefore(models.Model):
    """Status and dates of a page before the first decision that this site carried out on it.

    From here every later state is worked out anew, so that a decision entered late, or undone, leaves the same
    state as if it had come, or never come, in its time.
    """

    page = models.OneToOneField(
        "procedures.ProcedurePage", on_delete=models.CASCADE, related_name="standing_before"
    )
    status = models.CharField(_("hiệu lực"), max_length=10, choices=Status.choices)
    effective_from = models.DateField(_("áp dụng từ ngày"), null=True, blank=True)
    effective_to = models.DateField(_("áp dụng đến hết ngày"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "procedures.ProcedurePage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision = models.ForeignKey(
        "procedures.PublicationDecision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("tình trạng trước các quyết định")
        verbose_name_plural = _("tình trạng trước các quyết định")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.get_status_display()}"
