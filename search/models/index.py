"""The outbox of changes that the indexes have to know about, and what is known of each index."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

_ENGINE_LENGTH = 120  # a short name, or the path of a class
_COLLECTION_LENGTH = 40


class IndexTaskQuerySet(models.QuerySet["IndexTask"]):
    def of_index(self, engine: str, collection: str) -> IndexTaskQuerySet:
        return self.filter(engine=engine, collection=collection)


class IndexTask(models.Model):
    """An object whose entry in one index has to be brought up to date.

    Written in the transaction that changes the object, so that no change is lost when a worker or the broker is down;
    one row for each engine, so that one that is down doesn't hold up the other. `object_id` is no foreign key: the
    object may be gone, and then its entry has to go too.
    """

    engine = models.CharField(_("công cụ tìm kiếm"), max_length=_ENGINE_LENGTH)
    collection = models.CharField(_("bộ dữ liệu"), max_length=_COLLECTION_LENGTH)
    object_id = models.BigIntegerField(_("đối tượng"))
    queued_at = models.DateTimeField(_("xếp hàng lúc"), auto_now_add=True)

    objects = IndexTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc cập nhật chỉ mục")
        verbose_name_plural = _("việc cập nhật chỉ mục")
        ordering = ("pk",)
        indexes = [models.Index(fields=["engine", "collection", "id"], name="search_task_in_order")]

    def __str__(self) -> str:
        return f"{self.engine} {self.collection} {self.object_id}"


class IndexStateQuerySet(models.QuerySet["IndexState"]):
    def of_index(self, engine: str, collection: str) -> IndexStateQuerySet:
        return self.filter(engine=engine, collection=collection)

    def free(self, at: datetime) -> IndexStateQuerySet:
        """Those that no worker holds at this moment."""
        return self.filter(Q(held_until__isnull=True) | Q(held_until__lt=at))


class IndexState(models.Model):
    """What is known of one index: who may write it now, whether it ever was complete, and how the last audit ended.

    The turn is a lease and no database lock: on SQLite a lock would make citizens' complaints wait for the indexing.
    """

    engine = models.CharField(_("công cụ tìm kiếm"), max_length=_ENGINE_LENGTH)
    collection = models.CharField(_("bộ dữ liệu"), max_length=_COLLECTION_LENGTH)
    holder = models.CharField(_("tiến trình đang ghi"), max_length=32, blank=True)
    held_until = models.DateTimeField(_("giữ lượt đến"), null=True)
    is_complete = models.BooleanField(_("đã dựng đủ"), default=False)
    audited_at = models.DateTimeField(_("đối chiếu lúc"), null=True)
    audited_to = models.BigIntegerField(_("đã đối chiếu đến"), default=0)
    differences = models.PositiveIntegerField(_("số mục lệch lần gần nhất"), default=0)
    differed_at = models.DateTimeField(_("thấy lệch lúc"), null=True)

    objects = IndexStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("tình trạng chỉ mục")
        verbose_name_plural = _("tình trạng chỉ mục")
        constraints = [
            models.UniqueConstraint(fields=["engine", "collection"], name="search_index_state_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.collection}"
