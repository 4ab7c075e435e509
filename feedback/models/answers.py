"""Answers, ratings, consent and files of a case."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.storage import private_storage
from feedback.models.cases import Case
from feedback.models.choices import (
    AnswerDecision,
    ConsentPurpose,
    IntakeChannel,
    UploadedBy,
)
from feedback.models.history import CaseEvent


class CaseAnswer(models.Model):
    """A concrete answer: what is decided, why, on which ground or next step, by whom, whom to ask."""

    # Wagtail's "used in" lists are open to every editor; cases don't belong there.
    wagtail_reference_index_ignore = True

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="answers", verbose_name=_("Phản ánh")
    )
    decision = models.CharField(_("Kết luận"), max_length=20, choices=AnswerDecision.choices)
    reason = models.TextField(_("Lý do"), blank=True)
    legal_basis = models.TextField(_("Căn cứ"), blank=True)
    next_step = models.TextField(_("Việc tiếp theo"), blank=True)
    responsible_unit = models.ForeignKey(
        "core.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Đơn vị chịu trách nhiệm"),
    )
    contact = models.CharField(_("Liên hệ hỏi thêm"), max_length=200, blank=True)
    body = models.TextField(_("Nội dung trả lời"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người soạn"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người duyệt"),
    )
    created_at = models.DateTimeField(_("Soạn lúc"), auto_now_add=True)
    sent_at = models.DateTimeField(_("Gửi lúc"), null=True, blank=True)
    is_public = models.BooleanField(_("Công khai"), default=False)

    class Meta:
        verbose_name = _("Trả lời")
        verbose_name_plural = _("Các lần trả lời")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True)
                | (
                    ~Q(body="")
                    & ~Q(reason="")
                    & ~Q(contact="")
                    & Q(responsible_unit__isnull=False)
                    & (~Q(legal_basis="") | ~Q(next_step=""))
                ),
                name="feedback_answer_sent_is_concrete",
                violation_error_message=_(
                    "Trả lời phải có nội dung, lý do, căn cứ hoặc việc tiếp theo,"
                    " đơn vị chịu trách nhiệm và liên hệ."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(sent_at__isnull=False),
                name="feedback_answer_public_is_sent",
                violation_error_message=_("Chỉ công khai trả lời đã gửi."),
            ),
        ]

    def __str__(self) -> str:
        """Name the decision."""
        return str(self.get_decision_display())


class Rating(models.Model):
    """What the citizen thinks of one answer."""

    answer = models.OneToOneField(
        CaseAnswer, on_delete=models.CASCADE, related_name="rating", verbose_name=_("Trả lời")
    )
    score = models.PositiveSmallIntegerField(
        _("Điểm"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    on_topic = models.BooleanField(_("Trả lời đúng câu hỏi"), default=True)
    comment = models.TextField(_("Nhận xét"), blank=True)
    created_at = models.DateTimeField(_("Đánh giá lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("Đánh giá")
        verbose_name_plural = _("Đánh giá")
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5),
                name="feedback_rating_one_to_five",
                violation_error_message=_("Điểm từ 1 đến 5."),
            ),
        ]

    def __str__(self) -> str:
        """Return the score."""
        return f"{self.score}/5"


class ConsentRecord(models.Model):
    """That somebody agreed, to what, to which wording, when and how."""

    # Wagtail's "used in" lists are open to every editor; cases don't belong there.
    wagtail_reference_index_ignore = True

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="consents", verbose_name=_("Phản ánh")
    )
    purpose = models.CharField(_("Mục đích"), max_length=20, choices=ConsentPurpose.choices)
    text_version = models.CharField(_("Phiên bản lời đồng ý"), max_length=20)
    given_at = models.DateTimeField(_("Đồng ý lúc"))
    channel = models.CharField(
        _("Qua kênh"), max_length=10, choices=IntakeChannel.choices, default=IntakeChannel.WEB
    )

    class Meta:
        verbose_name = _("Sự đồng ý")
        verbose_name_plural = _("Sự đồng ý")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "purpose"],
                name="feedback_consent_once_per_purpose",
                violation_error_message=_("Đã ghi nhận sự đồng ý cho mục đích này."),
            ),
        ]

    def __str__(self) -> str:
        """Name the purpose."""
        return str(self.get_purpose_display())


class CaseAttachment(models.Model):
    """A cleaned file. What is stored is what was re-encoded, never the bytes that came in."""

    # Wagtail's "used in" lists are open to every editor; cases don't belong there.
    wagtail_reference_index_ignore = True

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("Phản ánh")
    )
    event = models.ForeignKey(
        CaseEvent,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("Gửi kèm bước"),
    )
    file = models.FileField(_("Tệp"), storage=private_storage, upload_to="attachments", max_length=200)
    original_name = models.CharField(_("Tên tệp"), max_length=150)
    content_type = models.CharField(_("Loại tệp"), max_length=100)
    size = models.PositiveIntegerField(_("Kích thước (byte)"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = models.CharField(
        _("Người tải lên"), max_length=10, choices=UploadedBy.choices, default=UploadedBy.CITIZEN
    )
    created_at = models.DateTimeField(_("Tải lên lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("Tệp đính kèm")
        verbose_name_plural = _("Tệp đính kèm")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="feedback_attachment_not_empty",
                violation_error_message=_("Tệp rỗng."),
            ),
        ]

    def __str__(self) -> str:
        """Return the cleaned name."""
        return self.original_name
