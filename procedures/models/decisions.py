"""Decisions that publish, amend or abolish procedures, the law's days for publishing them, and old codes."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from core.text import clean_display, parse_code
from procedures.choices import IN_FORCE, DayUnit, DecisionAction, DecisionKind, IssuerType


class DecisionQuerySet(models.QuerySet["PublicationDecision"]):
    """Named filters over decisions."""

    def approved(self) -> "DecisionQuerySet":
        """Those whose items may be carried out on their day."""
        return self.filter(approved_at__isnull=False)


class PublicationDecision(ClusterableModel):
    """A decision on procedures (quyết định công bố) with its items.

    Nothing happens to a procedure before somebody has seen what will happen and approved it.
    """

    number = models.CharField(_("số quyết định"), max_length=120, help_text=_("Ví dụ: 1203/QĐ-UBND."))
    issuer = models.CharField(_("cơ quan công bố"), max_length=255)
    kind = models.CharField(
        _("loại"), max_length=20, choices=DecisionKind.choices, default=DecisionKind.PUBLISH
    )
    title = models.TextField(_("trích yếu"), blank=True)
    issuer_type = models.CharField(
        _("cấp công bố"), max_length=10, choices=IssuerType.choices, default=IssuerType.PROVINCE
    )
    is_shortened = models.BooleanField(_("theo trình tự rút gọn"), default=False)
    decided_on = models.DateField(_("ngày ký"), null=True, blank=True)
    effective_on = models.DateField(_("ngày có hiệu lực"), null=True, blank=True)
    published_on = models.DateField(
        _("ngày đăng công khai"), null=True, blank=True, help_text=_("Ngày nội dung được đưa lên trang này.")
    )
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("tệp quyết định"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("duyệt thực hiện lúc"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người duyệt"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("quyết định công bố")
        verbose_name_plural = _("quyết định công bố")
        ordering = ("-decided_on", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["number", "issuer"],
                name="publication_decision_unique",
                violation_error_message=_("Quyết định số này của cơ quan này đã có."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.issuer}"


class DecisionItemQuerySet(models.QuerySet["DecisionItem"]):
    """Named filters over what decisions do."""

    def standing(self) -> "DecisionItemQuerySet":
        """Items that count: of decisions that publish procedures, with a day, approved or carried out, not undone."""
        return self.filter(
            Q(decision__approved_at__isnull=False) | Q(applied_at__isnull=False),
            undone_at__isnull=True,
            decision__kind=DecisionKind.PUBLISH,
            decision__effective_on__isnull=False,
        )

    def due(self, on: date) -> "DecisionItemQuerySet":
        """Items that count and whose day has come."""
        return self.standing().filter(decision__effective_on__lte=on)

    def waiting(self) -> "DecisionItemQuerySet":
        """Items that nothing has been done for yet."""
        return self.filter(applied_at__isnull=True)


class DecisionItem(Orderable):
    """What a decision does to one procedure. ``applied_at`` is empty until the effective day has done it."""

    decision = ParentalKey(PublicationDecision, on_delete=models.CASCADE, related_name="items")
    action = models.CharField(_("việc"), max_length=10, choices=DecisionAction.choices)
    procedure = models.ForeignKey(
        "procedures.ProcedurePage",
        verbose_name=_("thủ tục"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="decision_items",
    )
    code = models.CharField(
        _("mã thủ tục"), max_length=40, blank=True, help_text=_("Ghi mã khi thủ tục chưa có trên trang này.")
    )
    name = models.TextField(_("tên trong quyết định"), blank=True)
    successor = models.ForeignKey(
        "procedures.ProcedurePage",
        verbose_name=_("thủ tục thay thế"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    applied_at = models.DateTimeField(_("đã thực hiện lúc"), null=True, blank=True, editable=False)
    problem = models.TextField(_("chưa thực hiện được vì"), blank=True, editable=False)
    undone_at = models.DateTimeField(_("hoàn tác lúc"), null=True, blank=True, editable=False)
    undone_reason = models.TextField(_("lý do hoàn tác"), blank=True, editable=False)

    objects = DecisionItemQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("thủ tục trong quyết định")
        verbose_name_plural = _("thủ tục trong quyết định")
        constraints = [
            models.CheckConstraint(
                condition=Q(procedure__isnull=False) | ~Q(code=""),
                name="decision_item_names_a_procedure",
                violation_error_message=_("Hãy chọn thủ tục, hoặc ghi mã của thủ tục."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.code or self.name or self.procedure_id}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the code and the name, so that the item still says what it was about when the page is gone."""
        if self.procedure is not None and not self.code:
            self.code = self.procedure.code
            if self.procedure.live and not self.name:
                self.name = self.procedure.official_name
        super().save(*args, **kwargs)

    @property
    def is_carried_out(self) -> bool:
        """Whether the procedure's page says what this item says."""
        return self.applied_at is not None and self.undone_at is None


class PublicationRule(models.Model):
    """The law's number of days for publishing: before or after the effective day, and after signing for the upload."""

    issuer_type = models.CharField(_("cấp công bố"), max_length=10, choices=IssuerType.choices)
    is_shortened = models.BooleanField(_("theo trình tự rút gọn"), default=False)
    before_effect_days = models.PositiveSmallIntegerField(
        _("công bố trước ngày hiệu lực"),
        null=True,
        blank=True,
        help_text=_("Số ngày ít nhất từ ngày ký đến ngày có hiệu lực; để trống nếu luật không định."),
    )
    before_effect_unit = models.CharField(
        _("đơn vị"), max_length=12, choices=DayUnit.choices, default=DayUnit.DAY
    )
    after_effect_days = models.PositiveSmallIntegerField(
        _("công bố sau ngày hiệu lực"),
        null=True,
        blank=True,
        help_text=_(
            "Số ngày nhiều nhất từ ngày có hiệu lực đến ngày ký, khi văn bản ban hành theo trình tự rút gọn; "
            "để trống nếu luật không định."
        ),
    )
    after_effect_unit = models.CharField(
        _("đơn vị"), max_length=12, choices=DayUnit.choices, default=DayUnit.DAY
    )
    upload_days = models.PositiveSmallIntegerField(
        _("đăng tải sau khi ký"), null=True, blank=True, help_text=_("Số ngày nhiều nhất từ ngày ký.")
    )
    upload_unit = models.CharField(
        _("đơn vị"), max_length=12, choices=DayUnit.choices, default=DayUnit.WORKING_DAY
    )
    legal_basis = models.CharField(_("căn cứ"), max_length=500)
    is_verified = models.BooleanField(_("đã kiểm chứng với văn bản"), default=False)

    class Meta:
        verbose_name = _("thời hạn công bố")
        verbose_name_plural = _("thời hạn công bố")
        ordering = ("issuer_type", "is_shortened")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer_type", "is_shortened"],
                name="publication_rule_unique",
                violation_error_message=_("Đã có thời hạn cho cấp này."),
            ),
        ]

    def __str__(self) -> str:
        shortened = f" ({_('theo trình tự rút gọn')})" if self.is_shortened else ""
        return f"{self.get_issuer_type_display()}{shortened}"


class CodeAlias(models.Model):
    """A code that papers and links still carry, and the procedure that answers to it now."""

    old_code = models.CharField(
        _("mã cũ"), max_length=40, unique=True, error_messages={"unique": _("Mã cũ này đã có.")}
    )
    procedure = models.ForeignKey(
        "procedures.ProcedurePage",
        verbose_name=_("thủ tục hiện nay"),
        on_delete=models.CASCADE,
        related_name="code_aliases",
    )
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    since = models.DateField(_("từ ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("mã cũ")
        verbose_name_plural = _("mã cũ")
        ordering = ("old_code",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_code=""),
                name="code_alias_not_empty",
                violation_error_message=_("Hãy nhập mã cũ."),
            ),
        ]

    def __str__(self) -> str:
        return self.old_code

    def clean(self) -> None:
        """Of a code in any form the national one is kept; it may be no code in use and lead in no circle."""
        super().clean()
        written = clean_display(self.old_code)
        self.old_code = parse_code(written) or written
        if not self.procedure_id:
            return
        owner = type(self.procedure).objects.filter(code=self.old_code).first()
        if owner is None:
            return
        if owner.pk == self.procedure_id or owner.status in IN_FORCE:
            raise ValidationError(
                {"old_code": _("Mã này đang thuộc thủ tục “%(title)s”.") % {"title": owner.title}}
            )
        seen = {owner.pk}
        current: Any = self.procedure
        while current is not None:
            if current.pk in seen:
                raise ValidationError(
                    {"procedure": _("Thủ tục này lại dẫn về chính mã cũ: hai bên chỉ vòng quanh nhau.")}
                )
            seen.add(current.pk)
            current = current.replaced_by
