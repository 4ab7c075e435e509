"""Messages that leave the site, written in the transaction that causes them and delivered afterwards."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutboundMessageQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Filters over the outbox."""

    def due(self, at: datetime) -> Self:
        """Messages whose next attempt has come at the moment ``at``."""
        return self.filter(state=OutboundMessage.State.QUEUED, next_attempt_at__lte=at)


class OutboundMessage(models.Model):
    """One message to one recipient. The row is the single truth about what was, will be or could not be sent."""

    class State(models.TextChoices):
        """Where the message stands."""

        QUEUED = "queued", _("Chờ gửi")
        SENT = "sent", _("Đã gửi")
        FAILED = "failed", _("Không gửi được")
        SUPPRESSED = "suppressed", _("Không gửi (kênh đang tắt)")

    channel = models.CharField(_("kênh"), max_length=20)
    template = models.CharField(_("mẫu"), max_length=100)
    recipient = models.CharField(_("người nhận"), max_length=255)
    payload = models.JSONField(_("dữ liệu"), default=dict)
    related = models.CharField(_("về"), max_length=60, blank=True, db_index=True)
    state = models.CharField(_("tình trạng"), max_length=20, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    next_attempt_at = models.DateTimeField(_("thử lại lúc"))
    provider_id = models.CharField(_("mã của nhà cung cấp"), max_length=200, blank=True)
    error = models.TextField(_("lỗi"), blank=True)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)

    objects = OutboundMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("tin nhắn đi")
        verbose_name_plural = _("tin nhắn đi")
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="core_outbox_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="core_outbox_sent_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.get_state_display()})"
