"""What the citizen must bring: cases, and the papers of each case."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from procedures.choices import ItemKind


class DossierCase(Orderable, ClusterableModel):
    """A situation with its own list of papers. A page with one case usually leaves its name empty."""

    page = ParentalKey("procedures.ProcedurePage", on_delete=models.CASCADE, related_name="dossier_cases")
    name = models.TextField(
        _("trường hợp"), blank=True, help_text=_("Để trống nếu mọi người nộp cùng một bộ hồ sơ.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("trường hợp hồ sơ")
        verbose_name_plural = _("thành phần hồ sơ theo trường hợp")

    def __str__(self) -> str:
        return self.name[:120] or str(_("Hồ sơ chung"))


class DossierItem(Orderable):
    """One paper: how many originals and copies, and the form to fill in if there is one."""

    case = ParentalKey("procedures.DossierCase", on_delete=models.CASCADE, related_name="items")
    name = models.TextField(_("giấy tờ"))
    kind = models.CharField(_("cách dùng"), max_length=7, choices=ItemKind.choices, default=ItemKind.SUBMIT)
    originals = models.PositiveSmallIntegerField(_("bản chính"), default=1)
    copies = models.PositiveSmallIntegerField(_("bản sao"), default=0)
    certified = models.BooleanField(_("bản sao phải chứng thực"), default=False)
    note = models.TextField(_("lưu ý"), blank=True)
    reuse_note = models.CharField(
        _("khi nào không phải nộp"),
        max_length=500,
        blank=True,
        help_text=_("Ví dụ: không phải nộp nếu đã có trong Cơ sở dữ liệu quốc gia về dân cư."),
    )
    form = models.ForeignKey(
        "procedures.Form",
        verbose_name=_("mẫu đơn"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="items",
    )
    form_code = models.CharField(
        _("ký hiệu mẫu"), max_length=255, blank=True, help_text=_("Ví dụ: CT01, hoặc tên tệp mẫu của nguồn.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("giấy tờ")
        verbose_name_plural = _("giấy tờ")

    def __str__(self) -> str:
        return self.name[:120]
