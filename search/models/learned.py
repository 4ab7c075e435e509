"""What the search learned by itself. Editors may put a row out of use; it is not learned again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.models.language import LanguageQuerySet, LanguageRow


class LearnedFrom(models.TextChoices):
    CATALOGUE = "catalogue", _("danh mục thủ tục")
    CHOICES = "choices", _("lựa chọn của người dân")


class LearnedPhrase(LanguageRow):
    """A phrase and the title that it leads to. `support`: documents that say so, or how often it was chosen."""

    phrase = models.CharField(_("cụm từ"), max_length=120)
    expansion = models.CharField(_("tên thủ tục dùng"), max_length=255)
    source = models.CharField(_("học từ"), max_length=10, choices=LearnedFrom.choices)
    support = models.PositiveIntegerField(_("số lần gặp"))

    objects = LanguageQuerySet.as_manager()

    class Meta:
        verbose_name = _("cụm từ tự học")
        verbose_name_plural = _("cụm từ tự học")
        ordering = ("-support", "phrase")
        constraints = [
            models.UniqueConstraint(fields=["source", "phrase"], name="search_learned_phrase_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.phrase} → {self.expansion}"
