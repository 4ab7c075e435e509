"""How citizens speak: rows that editors own. `search.services.language` prepares them for matching."""

from __future__ import annotations

from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.text import clean_display, fold

_NO_WORD = _("Cần ít nhất một chữ hoặc một số.")


Row = TypeVar("Row", bound=models.Model, covariant=True)


class LanguageQuerySet(models.QuerySet[Row]):
    def active(self) -> Self:
        return self.filter(active=True)


class LanguageRow(models.Model):
    """What every kind of row has. Whoever may change synonyms may change all of them."""

    active = models.BooleanField(_("đang dùng"), default=True)
    updated_at = models.DateTimeField(_("sửa lần cuối"), auto_now=True)

    class Meta:
        abstract = True


class SynonymKind(models.TextChoices):
    ABBREVIATION = "abbreviation", _("viết tắt")
    COLLOQUIAL = "colloquial", _("cách nói thường ngày")
    OLD_NAME = "old_name", _("tên gọi cũ")
    REGIONAL = "regional", _("tiếng địa phương")
    SITUATION = "situation", _("tình huống")
    MISNOMER = "misnomer", _("gọi nhầm")
    FOREIGN = "foreign", _("tiếng nước ngoài")
    DOCUMENT = "document", _("tên giấy tờ, biểu mẫu")


class SearchSynonym(LanguageRow):
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

    objects = LanguageQuerySet.as_manager()

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
        errors = {name: _NO_WORD for name in ("phrase", "expansion") if not fold(getattr(self, name))}
        if errors:
            raise ValidationError(errors)
        if fold(self.phrase) == fold(self.expansion):
            raise ValidationError({"expansion": _("Không khác gì cụm từ người dân gõ.")})


class StopPhrase(LanguageRow):
    """Words that carry no meaning for the search: "cho em hỏi", "làm thế nào"."""

    phrase = models.CharField(
        _("cụm từ bỏ qua"),
        max_length=80,
        unique=True,
        help_text=_("Ví dụ: cho em hỏi. Nên gõ đủ dấu: “xin” bị bỏ qua, “xịn” thì không."),
        error_messages={"unique": _("Cụm từ này đã có.")},
    )

    objects = LanguageQuerySet.as_manager()

    class Meta:
        verbose_name = _("cụm từ bỏ qua")
        verbose_name_plural = _("cụm từ bỏ qua")
        ordering = ("phrase",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.phrase

    def clean(self) -> None:
        self.phrase = clean_display(self.phrase).lower()
        if not fold(self.phrase):
            raise ValidationError({"phrase": _NO_WORD})


class VerbRule(LanguageRow):
    """What happened or is wanted, and the official verbs for it: "mất, bị mất" → "cấp lại"."""

    said = models.CharField(
        _("người dân nói"),
        max_length=400,
        unique=True,
        help_text=_("Các cách nói, cách nhau bằng dấu phẩy. Ví dụ: mất, bị mất, thất lạc."),
        error_messages={"unique": _("Quy tắc này đã có.")},
    )
    verbs = models.CharField(
        _("thủ tục gọi là"),
        max_length=255,
        help_text=_("Động từ trong tên thủ tục, cách nhau bằng dấu phẩy. Ví dụ: cấp lại, đăng ký lại."),
    )

    objects = LanguageQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy tắc động từ")
        verbose_name_plural = _("quy tắc động từ")
        ordering = ("said",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.said} → {self.verbs}"

    @property
    def phrases(self) -> tuple[str, ...]:
        return listed(self.said, ",")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every phrase with every verb."""
        return tuple((phrase, verb) for phrase in self.phrases for verb in listed(self.verbs, ","))

    def clean(self) -> None:
        self.said, self.verbs = ", ".join(listed(self.said, ",")), ", ".join(listed(self.verbs, ","))
        errors = {name: _NO_WORD for name in ("said", "verbs") if not getattr(self, name)}
        if errors:
            raise ValidationError(errors)
        others = VerbRule.objects.exclude(pk=self.pk)
        taken = {phrase for rule in others for phrase in rule.phrases}.intersection(self.phrases)
        if taken:
            words = ", ".join(f"“{phrase}”" for phrase in sorted(taken))
            message = _("Đã có quy tắc khác cho %(phrases)s.")
            raise ValidationError({"said": ValidationError(message, params={"phrases": words})})


class OutOfScopeTopic(LanguageRow):
    """A matter that no procedure answers, and whose it is. Shown above the results."""

    phrases = models.TextField(
        _("người dân hỏi về"), help_text=_("Mỗi dòng một cụm từ. Ví dụ: ly hôn. Nên gõ đủ dấu.")
    )
    body_name = models.CharField(
        _("nơi giải quyết"), max_length=255, blank=True, help_text=_("Ví dụ: Tòa án nhân dân khu vực.")
    )
    text = models.CharField(
        _("câu trả lời"), max_length=400, blank=True, help_text=_("Một câu, nói rõ người dân cần đến đâu.")
    )
    url = models.URLField(
        _("trang của nơi giải quyết"),
        max_length=500,
        blank=True,
        help_text=_("Nếu có, bắt đầu bằng https://."),
    )

    objects = LanguageQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc của nơi khác")
        verbose_name_plural = _("việc của nơi khác")
        ordering = ("body_name", "pk")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(body_name="", text=""),
                name="search_topic_says_something",
                violation_error_message=_("Hãy ghi nơi giải quyết hoặc câu trả lời."),
            ),
        ]

    def __str__(self) -> str:
        return f"{', '.join(self.lines)} → {self.body_name or self.text}"

    @property
    def lines(self) -> tuple[str, ...]:
        return listed(self.phrases, "\n")

    def clean(self) -> None:
        self.phrases = "\n".join(listed(self.phrases, "\n"))
        self.body_name, self.text = clean_display(self.body_name), clean_display(self.text)
        if not self.phrases:
            raise ValidationError({"phrases": _NO_WORD})


class LanguageVersion(models.Model):
    """One row that gets another number with every change of the rows above, so that each process notices it."""

    number = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("phiên bản ngôn ngữ tìm kiếm")
        verbose_name_plural = _("phiên bản ngôn ngữ tìm kiếm")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


def listed(text: str, separator: str) -> tuple[str, ...]:
    """The distinct phrases of a list, in lower case, without those that have no letter and no digit."""
    phrases = (clean_display(part).lower() for part in text.split(separator))
    return tuple(dict.fromkeys(phrase for phrase in phrases if fold(phrase)))
