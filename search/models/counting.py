"""What is counted of searches: never who asked."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnswerKind(models.TextChoices):
    """Why a query is counted."""

    NONE = "none", _("không có kết quả")
    UNSURE = "unsure", _("kết quả không chắc đúng")


class QueryStatus(models.TextChoices):
    OPEN = "open", _("chưa xử lý")
    ANSWERED = "answered", _("đã xử lý")
    IGNORED = "ignored", _("bỏ qua")


class ZeroHitQuerySet(models.QuerySet["ZeroHitQuery"]):
    def open(self) -> Self:
        return self.filter(status=QueryStatus.OPEN)


class ZeroHitQuery(models.Model):
    """A question that found nothing, or nothing sure. It says nothing about who asked, not even the time of day.

    `cluster` is the text of the most frequent query among those that ask the same in other words; a query that was
    not compared with the others yet stands alone.
    """

    text = models.CharField(_("câu tìm, không dấu"), max_length=120, unique=True)
    kind = models.CharField(_("kết quả"), max_length=6, choices=AnswerKind.choices, default=AnswerKind.NONE)
    count = models.PositiveIntegerField(_("số lần"), default=1)
    last_seen = models.DateField(_("lần cuối, ngày"))
    cluster = models.CharField(_("nhóm"), max_length=120, blank=True)
    status = models.CharField(
        _("tình trạng"), max_length=8, choices=QueryStatus.choices, default=QueryStatus.OPEN
    )
    handled_on = models.DateField(_("xử lý ngày"), null=True, blank=True)
    answer = models.CharField(_("đã làm gì"), max_length=255, blank=True)

    objects = ZeroHitQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu tìm chưa đáp ứng")
        verbose_name_plural = _("câu tìm chưa đáp ứng")
        ordering = ("-count", "-last_seen", "text")
        indexes = [models.Index(fields=["status", "cluster"], name="search_query_cluster")]

    def __str__(self) -> str:
        return self.text


class SearchClick(models.Model):
    """How often a procedure was chosen after a query on a day, without who chose it."""

    text = models.CharField(_("câu tìm, không dấu"), max_length=120)
    code = models.CharField(_("mã thủ tục"), max_length=40)
    day = models.DateField(_("ngày"))
    count = models.PositiveIntegerField(_("số lần"), default=1)

    class Meta:
        verbose_name = _("lượt chọn kết quả")
        verbose_name_plural = _("lượt chọn kết quả")
        ordering = ("-day", "text", "code")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["text", "code", "day"], name="search_click_unique")]
        indexes = [models.Index(fields=["day"], name="search_click_day")]

    def __str__(self) -> str:
        return f"{self.text} → {self.code}"
