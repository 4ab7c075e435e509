"""Images and documents of this site: own models from the first migration, so that they can grow."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class SiteImage(AbstractImage):
    """An image with the text that stands for it."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("hình ảnh")
        verbose_name_plural = _("hình ảnh")


class SiteRendition(AbstractRendition):
    """A resized copy of an image."""

    image = models.ForeignKey(SiteImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="core_rendition_once"
            )
        ]


class SiteDocument(AbstractDocument):
    """A file to download: a form, a decision's annex."""

    form_code = models.CharField(_("mã mẫu"), max_length=60, blank=True, help_text=_("Ví dụ: CT01"))
    version = models.CharField(_("phiên bản"), max_length=60, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "form_code", "version")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("tài liệu")
        verbose_name_plural = _("tài liệu")
