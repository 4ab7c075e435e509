"""What is counted of searches, never who searched."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ZeroHitQuery(models.Model):
    """A question that found nothing, counted. It says nothing about who asked: no person, address or time of day."""

    text = models.CharField(_("câu tìm, không dấu"), max_length=120, unique=True)
    count = models.PositiveIntegerField(_("số lần"), default=1)
    last_seen = models.DateField(_("lần cuối, ngày"))

    class Meta:
        verbose_name = _("câu tìm không có kết quả")
        verbose_name_plural = _("câu tìm không có kết quả")
        ordering = ("-count", "-last_seen", "text")

    def __str__(self) -> str:
        return self.text
