"""The words of citizens: rows that editors own."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.text import clean_display, fold


class SynonymKind(models.TextChoices):
    ABBREVIATION = "abbreviation", _("viết tắt")
    COLLOQUIAL = "colloquial", _("cách nói thường ngày")
    OLD_NAME = "old_name", _("tên gọi cũ")
    REGIONAL = "regional", _("tiếng địa phương")
    SITUATION = "situation", _("tình huống")
    MISNOMER = "misnomer", _("gọi nhầm")
    FOREIGN = "foreign", _("tiếng nước ngoài")
    DOCUMENT = "document", _("tên giấy tờ, biểu mẫu")


class SearchSynonymQuerySet(models.QuerySet["SearchSynonym"]):
    def active(self) -> SearchSynonymQuerySet:
        return self.filter(active=True)


class SearchSynonym(models.Model):
    """What citizens say and what the procedures call it. A search for the phrase also finds the expansion."""

    phrase = models.CharField(_("người dân gõ"), max_length=120, help_text=_("Ví dụ: sổ đỏ. Nên gõ đủ dấu."))
    expansion = models.CharField(
        _("tên thủ tục dùng"),
        max_length=255,
        help_text=_("Những từ tìm thêm, ví dụ: giấy chứng nhận quyền sử dụng đất."),
    )
    kind = models.CharField(
        _("loại"), max_length=12, choices=SynonymKind.choices, default=SynonymKind.COLLOQUIAL
    )
    active = models.BooleanField(_("đang dùng"), default=True)
    updated_at = models.DateTimeField(_("sửa lần cuối"), auto_now=True)

    objects = SearchSynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("từ đồng nghĩa")
        verbose_name_plural = _("từ đồng nghĩa")
        ordering = ("phrase", "expansion")
        constraints = [
            models.UniqueConstraint(
                fields=["phrase", "expansion"],
                name="search_synonym_pair_unique",
                violation_error_message=_("Cặp từ này đã có."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phrase} → {self.expansion}"

    def clean(self) -> None:
        self.phrase, self.expansion = clean_display(self.phrase), clean_display(self.expansion)
        errors = {
            name: _("Cần ít nhất một chữ hoặc một số.")
            for name in ("phrase", "expansion")
            if not fold(getattr(self, name))
        }
        if errors:
            raise ValidationError(errors)
        if fold(self.phrase) == fold(self.expansion):
            raise ValidationError({"expansion": _("Không khác gì cụm từ người dân gõ.")})
