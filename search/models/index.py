"""The outbox of changes that the indexes have to know about, and who may write them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexTask(models.Model):
    """A page whose index entry has to be brought up to date.

    Written in the transaction that changes the page, so that no change is lost when a worker or the broker is down.
    `page_id` is no foreign key: the page may be gone, and then its entry has to go too.
    """

    page_id = models.BigIntegerField(_("trang"))
    queued_at = models.DateTimeField(_("xếp hàng lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("việc cập nhật chỉ mục")
        verbose_name_plural = _("việc cập nhật chỉ mục")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.page_id)


class IndexLock(models.Model):
    """One row that a worker holds while it updates the index, so that a slow worker can't undo a newer one.

    A lease and no database lock: on SQLite a lock would make citizens' complaints wait for the indexing.
    """

    held_until = models.DateTimeField(null=True)
    drained_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("khóa cập nhật chỉ mục")
        verbose_name_plural = _("khóa cập nhật chỉ mục")

    def __str__(self) -> str:
        return f"IndexLock {self.pk}"
