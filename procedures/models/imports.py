"""Imports: a batch, what it read row by row, what is to be said of it, and where a page's facts came from.

Nothing here shows on the public site. What an import may do to a page is decided in ``services.imports``.
"""

from pathlib import PurePath
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.storage import private_storage


class BatchState(models.TextChoices):
    """Life of a batch. The ``-ing`` states hold while somebody works at it or is to go on with it."""

    WAITING = "waiting", _("Chờ đọc")
    READING = "reading", _("Đang đọc")
    PLANNED = "planned", _("Đã đọc, chờ duyệt")
    APPLYING = "applying", _("Đang ghi vào danh mục")
    APPLIED = "applied", _("Đã ghi vào danh mục")
    REVERTING = "reverting", _("Đang hoàn lại")
    REVERTED = "reverted", _("Đã hoàn lại")
    FAILED = "failed", _("Không đọc được")


WORKING_STATES = (BatchState.READING, BatchState.APPLYING, BatchState.REVERTING)


class Conflicts(models.TextChoices):
    """What becomes of a field that both the source and people here changed."""

    ASK = "ask", _("Hỏi từng mục")
    SOURCE = "source", _("Lấy theo nguồn")
    KEEP = "keep", _("Giữ nội dung tại đây")


class RowPlan(models.TextChoices):
    """What a row would do if it were applied now."""

    CREATE = "create", _("Tạo mới")
    UPDATE = "update", _("Cập nhật")
    CONFLICT = "conflict", _("Có mâu thuẫn")
    UNCHANGED = "unchanged", _("Không đổi")
    REJECTED = "rejected", _("Không dùng được")


class RowOutcome(models.TextChoices):
    """What became of a row. Empty while it has not been applied."""

    CREATED = "created", _("Đã tạo")
    UPDATED = "updated", _("Đã cập nhật")
    UNCHANGED = "unchanged", _("Không đổi")
    LEFT = "left", _("Để nguyên, chờ quyết định")
    REJECTED = "rejected", _("Bị từ chối")
    DELETED = "deleted", _("Đã xóa khi hoàn lại")
    UNPUBLISHED = "unpublished", _("Đã gỡ khi hoàn lại")
    RESTORED = "restored", _("Đã trả về bản trước")
    KEPT = "kept", _("Giữ lại khi hoàn lại")


class FindingSeverity(models.TextChoices):
    """The importing layer's ``Severity``, for people."""

    ERROR = "error", _("Lỗi")
    DOUBT = "doubt", _("Nghi ngờ")
    NOTE = "note", _("Ghi chú")


def upload_path(_batch: "ImportBatch", name: str) -> str:
    """Uploads lie together; the storage keeps names apart."""
    return f"imports/{PurePath(name).name[-100:]}"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Filters over batches."""

    def free(self) -> Self:
        """Batches that nobody works at, or whose worker gave no sign of life for the length of its lease."""
        return self.filter(Q(held_until__isnull=True) | Q(held_until__lt=timezone.now()))


class ImportBatch(models.Model):
    """One import: some files read, planned, decided on, applied, and perhaps taken back as a whole."""

    name = models.CharField(_("tên đợt nhập"), max_length=255)
    upload = models.FileField(
        _("tệp"), storage=private_storage, upload_to=upload_path, max_length=255, blank=True
    )
    paths = models.JSONField(_("nguồn"), default=list, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=BatchState.choices, default=BatchState.WAITING
    )
    publish = models.BooleanField(
        _("xuất bản ngay"),
        default=False,
        help_text=_("Chỉ các bản ghi không có gì đáng ngờ; còn lại thành bản nháp."),
    )
    on_conflict = models.CharField(
        _("khi có mâu thuẫn"), max_length=6, choices=Conflicts.choices, default=Conflicts.ASK
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người nhập"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="import_batches",
    )
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True, editable=False)
    # Rows done of all rows, in the present state; total is 0 while it is not known.
    done = models.PositiveIntegerField(_("đã làm"), default=0, editable=False)
    total = models.PositiveIntegerField(_("tổng số"), default=0, editable=False)
    # A lease and no database lock, as of the search index: on SQLite a lock would make complaints wait.
    holder = models.UUIDField(null=True, editable=False)
    held_until = models.DateTimeField(null=True, editable=False)
    # Handed to a worker: when it gives no more sign of life, another goes on.
    queued = models.BooleanField(default=False, editable=False)
    # Rows of lists that the batch had to make, as {"procedures.agency": [1, 2]}, so that a revert can remove them.
    made_terms = models.JSONField(default=dict, blank=True, editable=False)
    error = models.TextField(_("lỗi"), blank=True, editable=False)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt nhập")
        verbose_name_plural = _("đợt nhập")
        ordering = ("-pk",)
        permissions = [
            ("import_procedures", _("Nhập thủ tục từ tệp")),
            ("revert_importbatch", _("Hoàn lại một đợt nhập")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="import_batch_state_known"),
            models.CheckConstraint(
                condition=Q(on_conflict__in=Conflicts.values), name="import_batch_on_conflict_known"
            ),
            models.CheckConstraint(
                condition=Q(total=0) | Q(done__lte=F("total")), name="import_batch_done_within_total"
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.FAILED) | ~Q(error=""),
                name="import_batch_failure_has_a_reason",
                violation_error_message=_("Đợt nhập không đọc được phải ghi lý do."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.name}"

    @property
    def is_working(self) -> bool:
        """Whether it is being read, applied or reverted, or was when its worker stopped."""
        return self.state in WORKING_STATES

    @property
    def can_be_decided(self) -> bool:
        return self.state in (BatchState.PLANNED, BatchState.APPLIED)

    @property
    def can_be_applied(self) -> bool:
        """An applied batch can be applied again: for conflicts that were decided since."""
        return self.state in (BatchState.PLANNED, BatchState.APPLIED, BatchState.APPLYING)


class ImportRow(models.Model):
    """One record of a batch: what it would change, what was decided, what it did."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("thứ tự"))
    source = models.CharField(_("chỗ trong nguồn"), max_length=255)
    reader = models.CharField(max_length=40, editable=False)
    code = models.CharField(_("mã thủ tục"), max_length=40, blank=True)
    title = models.CharField(_("tên"), max_length=255, blank=True)
    # The incoming record; empty again when it is applied, because the page's SourceRecord has it from then on.
    record = models.JSONField(null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    doubtful = models.BooleanField(_("đáng ngờ"), default=False)
    plan = models.CharField(_("dự kiến"), max_length=10, choices=RowPlan.choices)
    outcome = models.CharField(_("kết quả"), max_length=12, choices=RowOutcome.choices, blank=True)
    # Each {"field", "label", "before", "after", "path", "kind"}; kind is "update", "conflict" or "kept".
    differences = models.JSONField(_("khác biệt"), default=list, blank=True)
    conflicts = models.JSONField(_("mục mâu thuẫn"), default=list, blank=True)
    # Decisions by field: {"fees": "source"}; see ``choice_of``.
    choices = models.JSONField(default=dict, blank=True)
    choice = models.CharField(_("quyết định"), max_length=6, choices=Conflicts.choices, blank=True)
    needs_decision = models.BooleanField(_("chờ quyết định"), default=False)
    page = models.ForeignKey(
        "procedures.ProcedurePage",
        verbose_name=_("trang"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="import_rows",
    )
    # No foreign keys: revisions go with their page, and the row stays to say what happened.
    made_revision = models.PositiveBigIntegerField(null=True, editable=False)
    previous_revision = models.PositiveBigIntegerField(null=True, editable=False)
    went_live = models.BooleanField(_("đã xuất bản"), default=False, editable=False)
    was_live = models.BooleanField(default=False, editable=False)
    had_draft = models.BooleanField(default=False, editable=False)
    # The page's SourceRecord as it stood, to put back by a revert; null where there was none.
    source_before = models.JSONField(null=True, editable=False)

    class Meta:
        verbose_name = _("dòng nhập")
        verbose_name_plural = _("dòng nhập")
        ordering = ("batch", "number")
        indexes = [
            models.Index(fields=["batch", "code"], name="import_row_code"),
            models.Index(fields=["batch", "outcome", "number"], name="import_row_outcome"),
            models.Index(
                fields=["batch"], condition=Q(needs_decision=True), name="import_row_needs_decision"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_number_unique"),
            models.CheckConstraint(condition=Q(plan__in=RowPlan.values), name="import_row_plan_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *RowOutcome.values]), name="import_row_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(choice__in=["", *Conflicts.values]), name="import_row_choice_known"
            ),
            models.CheckConstraint(
                condition=Q(needs_decision=False) | Q(plan=RowPlan.CONFLICT),
                name="import_row_only_conflicts_wait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code or self.source}: {self.get_plan_display()}"

    def choice_of(self, field: str) -> str:
        """``source``, ``keep`` or "" for a conflicting field: its own decision, else the row's."""
        chosen = self.choices.get(field) or self.choice
        return "" if chosen == Conflicts.ASK else chosen

    @property
    def undecided(self) -> list[str]:
        """Conflicting fields without a decision."""
        return [field for field in self.conflicts if not self.choice_of(field)]


class ImportFinding(models.Model):
    """Something wrong, doubtful or worth saying: where, of which field, and why in words an editor reads."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="findings")
    row = models.ForeignKey(
        ImportRow, null=True, blank=True, on_delete=models.CASCADE, related_name="findings"
    )
    source = models.CharField(_("chỗ trong nguồn"), max_length=255)
    code = models.CharField(_("mã thủ tục"), max_length=40, blank=True)
    field = models.CharField(_("mục"), max_length=255, blank=True)
    severity = models.CharField(_("mức"), max_length=5, choices=FindingSeverity.choices)
    kind = models.CharField(_("loại"), max_length=40)
    reason = models.TextField(_("lý do"))

    class Meta:
        verbose_name = _("phát hiện khi nhập")
        verbose_name_plural = _("phát hiện khi nhập")
        ordering = ("batch", "pk")
        indexes = [models.Index(fields=["batch", "severity", "kind"], name="import_finding_severity")]
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=FindingSeverity.values), name="import_finding_severity_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.field}: {self.reason}"


class SourceRecord(models.Model):
    """Where a page's facts came from, as last applied, and what is newer there and was not applied.

    ``record`` is empty for a page whose source was never applied: written here, or imported before records were
    kept. Hashes of fields tell later whether people changed what an import wrote.
    """

    page = models.OneToOneField(
        "procedures.ProcedurePage",
        verbose_name=_("trang"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="source",
    )
    batch = models.ForeignKey(
        ImportBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="source_records"
    )
    file = models.CharField(_("tệp nguồn"), max_length=255, blank=True)
    place = models.CharField(_("chỗ trong tệp"), max_length=255, blank=True)
    reader = models.CharField(_("dạng nguồn"), max_length=40, blank=True)
    fetched_at = models.DateTimeField(_("nhận lúc"), null=True, blank=True)
    source_updated_at = models.DateTimeField(_("nguồn ghi cập nhật lúc"), null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    record = models.JSONField(null=True, editable=False)
    # {"fees": "…"}: hash of each field as the import left it on the page.
    written = models.JSONField(default=dict, editable=False)
    # {"portal": "…"}: digest of the last record seen from each kind of source; the same again means nothing new.
    seen = models.JSONField(default=dict, editable=False)
    pending_record = models.JSONField(null=True, editable=False)
    pending_digest = models.CharField(max_length=64, blank=True, editable=False)
    pending_seen_at = models.DateTimeField(_("nguồn đổi, thấy lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("nguồn của trang")
        verbose_name_plural = _("nguồn của trang")
        constraints = [
            models.CheckConstraint(
                condition=Q(pending_digest="", pending_record__isnull=True, pending_seen_at__isnull=True)
                | (~Q(pending_digest="") & Q(pending_record__isnull=False, pending_seen_at__isnull=False)),
                name="source_record_pending_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.place}".strip()

    @property
    def has_news(self) -> bool:
        """The source changed since people edited the page, and nobody has decided yet."""
        return bool(self.pending_digest)
