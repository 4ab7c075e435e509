"""Forms that citizens fill in (tờ khai): one row a form, one row a version with its file."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from procedures.models.taxonomy import free_slug


class PreviewState(models.TextChoices):
    """How far the preview of a version is. ``none``: its file is broken, missing or of a kind without preview."""

    WAITING = "waiting", _("đang chuẩn bị")
    READY = "ready", _("có bản xem trước")
    NONE = "none", _("không có bản xem trước")


class Form(ClusterableModel):
    """A form under its code. Papers point here and not at a file, so that a new version is new everywhere."""

    code = models.CharField(_("ký hiệu mẫu"), max_length=120, unique=True, help_text=_("Ví dụ: CT01."))
    slug = models.SlugField(_("đường dẫn"), max_length=120, unique=True, blank=True)
    name = models.TextField(_("tên mẫu đơn"))
    note = models.TextField(_("lưu ý khi điền"), blank=True)

    class Meta:
        verbose_name = _("mẫu đơn, tờ khai")
        verbose_name_plural = _("mẫu đơn, tờ khai")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"[:200]

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.slug:
            self.slug = free_slug(type(self), self.code.replace("/", " "))
        super().save(*args, **kwargs)

    def current(self, on: date) -> "FormVersion | None":
        """The version that holds on the day ``on``: the newest that has begun. Reads prefetched ``versions``."""
        begun = [row for row in self.versions.all() if row.valid_from is None or row.valid_from <= on]
        return max(begun, key=lambda row: (row.valid_from or date.min, row.pk or 0), default=None)


class FormVersion(models.Model):
    """One version of a form: the file to download and the day from which it holds."""

    form = ParentalKey(Form, on_delete=models.CASCADE, related_name="versions")
    version = models.CharField(
        _("phiên bản"), max_length=120, blank=True, help_text=_("Ví dụ: theo Thông tư 53/2025/TT-BCA.")
    )
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("tệp"),
        on_delete=models.PROTECT,
        related_name="form_versions",
    )
    valid_from = models.DateField(
        _("dùng từ ngày"), null=True, blank=True, help_text=_("Để trống: dùng ngay từ đầu.")
    )
    note = models.TextField(_("khác bản trước ở đâu"), blank=True)
    # Made after the upload, see ``procedures.services.previews``: what stands in the file, and its first page.
    preview_state = models.CharField(
        max_length=10, choices=PreviewState.choices, default=PreviewState.WAITING, editable=False
    )
    preview_digest = models.CharField(max_length=40, blank=True, editable=False)
    preview_blocks = models.JSONField(default=list, blank=True, editable=False)
    preview_image = models.ImageField(upload_to="images/forms", blank=True, editable=False)
    preview_pages = models.PositiveSmallIntegerField(default=0, editable=False)
    preview_is_cut = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("phiên bản mẫu đơn")
        verbose_name_plural = _("phiên bản mẫu đơn")
        ordering = ("-valid_from", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "valid_from"],
                name="form_version_day_unique",
                violation_error_message=_("Mẫu này đã có một phiên bản dùng từ ngày đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form.code} {self.version}".strip()
