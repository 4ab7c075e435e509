"""What the link check found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BrokenLink(models.Model):
    """An address or file that a page names and that doesn't answer."""

    page = models.ForeignKey(
        "procedures.ProcedurePage",
        verbose_name=_("trang"),
        on_delete=models.CASCADE,
        related_name="broken_links",
    )
    url = models.CharField(_("địa chỉ"), max_length=2000)
    place = models.CharField(_("chỗ trong trang"), max_length=120)
    problem = models.CharField(_("lỗi"), max_length=255)
    first_seen_at = models.DateTimeField(_("thấy lần đầu"))
    checked_at = models.DateTimeField(_("kiểm tra gần nhất"))

    class Meta:
        verbose_name = _("liên kết hỏng")
        verbose_name_plural = _("liên kết hỏng")
        ordering = ("page", "place")
        constraints = [
            models.UniqueConstraint(fields=["page", "place", "url"], name="broken_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.url[:120]} ({self.problem})"
