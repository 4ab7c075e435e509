"""The history of a case: written once, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.models.cases import Case
from feedback.workflow_labels import STATE_CHOICES


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row of history."""


class CaseEventQuerySet(models.QuerySet["CaseEvent"]):
    """History can be read and appended to, nothing else."""

    def public(self) -> CaseEventQuerySet:
        """Oldest first, with what the tracking page needs."""
        return self.select_related("from_department", "to_department").order_by("at", "pk")

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("CaseEvent rows are never updated")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("CaseEvent rows are never deleted")


class CaseEvent(models.Model):
    """One move of one case: who, when, why, and what it did to the due date."""

    # Wagtail's "used in" lists are open to every editor; cases don't belong there.
    wagtail_reference_index_ignore = True

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="events", verbose_name=_("Phản ánh")
    )
    at = models.DateTimeField(_("Lúc"))
    move = models.CharField(_("Bước"), max_length=32)
    from_state = models.CharField(_("Từ trạng thái"), max_length=20, choices=STATE_CHOICES, blank=True)
    to_state = models.CharField(_("Sang trạng thái"), max_length=20, choices=STATE_CHOICES)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Cán bộ"),
    )
    actor_label = models.CharField(
        _("Người thực hiện"), max_length=120, help_text=_("Vai trò hiển thị, ví dụ: Người gửi, Hệ thống.")
    )
    public_comment = models.TextField(_("Ghi chú công khai với người gửi"), blank=True)
    internal_comment = models.TextField(_("Ghi chú nội bộ"), blank=True)
    due_before = models.DateTimeField(_("Hạn trước đó"), null=True, blank=True)
    due_after = models.DateTimeField(_("Hạn sau đó"), null=True, blank=True)
    from_department = models.ForeignKey(
        "core.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Từ đơn vị"),
    )
    to_department = models.ForeignKey(
        "core.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Đến đơn vị"),
    )

    objects = CaseEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("Dòng lịch sử")
        verbose_name_plural = _("Lịch sử")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case", "at"], name="feedback_event_case_at")]

    def __str__(self) -> str:
        """Name the move."""
        return f"{self.move} → {self.to_state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change a row that exists."""
        if not self._state.adding:
            raise AppendOnlyError("A CaseEvent is never changed")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("A CaseEvent is never deleted")
