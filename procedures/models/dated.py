"""Rows that hold from a day to a day: time limits and fees.

They are rows of channel × case × value × unit or status, dated, with the words of their source. What a row may hold is
a database constraint with a message for the editor, so that no import, shell or form can store an amount under
"not stated" or a number of days under "see the text".
"""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from core.models import InForceQuerySet
from procedures.choices import COUNTED_UNITS, HOURS_A_DAY, Channel, Currency, FeeKind, FeeStatus, TimeUnit
from procedures.validity import effective_term, is_valid_on


def _dates_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
        name=name,
        violation_error_message=_("Ngày bắt đầu áp dụng phải trước hoặc trùng ngày kết thúc."),
    )


class DatedRow(Orderable):
    """Common fields of time limits and fees: for whom it holds, since when, by which text."""

    channel = models.CharField(_("cách nộp"), max_length=10, choices=Channel.choices, default=Channel.ANY)
    case_label = models.CharField(
        _("trường hợp"),
        max_length=500,
        blank=True,
        help_text=_("Chỉ ghi khi dòng này dành riêng cho một trường hợp."),
    )
    verbatim = models.TextField(
        _("nguyên văn"), blank=True, help_text=_("Lời của văn bản hoặc nguồn dữ liệu, giữ đúng nguyên văn.")
    )
    legal_basis = models.CharField(
        _("căn cứ"), max_length=500, blank=True, help_text=_("Ví dụ: Thông tư 75/2022/TT-BTC.")
    )
    valid_from = models.DateField(_("áp dụng từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta(Orderable.Meta):
        abstract = True

    def is_valid_on(self, day: date) -> bool:
        """The same rule as ``in_force()`` on the query set, for rows that are in memory."""
        return is_valid_on(self, day)


_FIXED_HOURS = {TimeUnit.WORKING_DAY.value: HOURS_A_DAY, TimeUnit.WORKING_HOUR.value: 1}


class TimeLimit(DatedRow):
    """How long the result takes. ``value`` counts ``unit`` only where the unit can be counted.

    ``value`` and ``unit`` are the term of the law; ``committed_value`` and ``committed_unit`` the shorter one that
    the administration promises, where it does.
    """

    page = ParentalKey("procedures.ProcedurePage", on_delete=models.CASCADE, related_name="time_limits")
    value = models.DecimalField(
        _("số"), max_digits=6, decimal_places=2, null=True, blank=True, help_text=_("Có thể lẻ, ví dụ 7,5.")
    )
    unit = models.CharField(_("đơn vị"), max_length=12, choices=TimeUnit.choices)
    is_default = models.BooleanField(
        _("trường hợp thông thường"),
        default=False,
        help_text=_("Dùng dòng này để tính ngày hẹn trên đầu trang khi có nhiều thời hạn."),
    )
    committed_value = models.DecimalField(
        _("cam kết"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Số ngày, giờ mà cơ quan cam kết, khi ngắn hơn thời hạn theo luật."),
    )
    committed_unit = models.CharField(
        _("đơn vị cam kết"), max_length=12, choices=TimeUnit.choices, blank=True
    )
    committed_basis = models.CharField(_("văn bản cam kết"), max_length=500, blank=True)

    class Meta(DatedRow.Meta):
        verbose_name = _("thời hạn giải quyết")
        verbose_name_plural = _("thời hạn giải quyết")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__in=COUNTED_UNITS, value__isnull=False, value__gt=0)
                | (~Q(unit__in=COUNTED_UNITS) & Q(value__isnull=True)),
                name="time_limit_value_fits_unit",
                violation_error_message=_(
                    "Đơn vị ngày, giờ, tháng cần một số lớn hơn 0. "
                    "Các đơn vị “trong ngày”, “trả ngay”, “xem nội dung”, “chưa công bố” thì để trống ô số."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    committed_unit__in=COUNTED_UNITS, committed_value__isnull=False, committed_value__gt=0
                )
                | (~Q(committed_unit__in=COUNTED_UNITS) & Q(committed_value__isnull=True)),
                name="time_limit_commitment_fits_unit",
                violation_error_message=_(
                    "Thời hạn cam kết cần cả số lớn hơn 0 và đơn vị, hoặc để trống cả hai."
                ),
            ),
            _dates_in_order("time_limit_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.value or ''} {self.get_unit_display()}".strip()

    @property
    def effective_term(self) -> tuple[Decimal | None, str]:
        """Value and unit that the citizen can count on: the commitment where there is one, else the law's term."""
        return effective_term(self)

    @property
    def cut_percent(self) -> int | None:
        """By how much the commitment shortens the law's term, in whole per cent rounded down.

        None without a commitment and where the two can't be compared: calendar days against working days.
        """
        ratio = self._committed_share()
        return None if ratio is None else int((1 - ratio) * 100)

    def _committed_share(self) -> Decimal | None:
        """The commitment as a share of the law's term, where both can be counted in the same unit."""
        if not self.committed_value or not self.value:
            return None
        if self.unit == self.committed_unit:
            return self.committed_value / self.value
        if self.unit in _FIXED_HOURS and self.committed_unit in _FIXED_HOURS:
            committed = self.committed_value * _FIXED_HOURS[self.committed_unit]
            return committed / (self.value * _FIXED_HOURS[self.unit])
        return None

    def clean(self) -> None:
        """A commitment longer than the law's term is none. N working days never take fewer than N calendar days."""
        super().clean()
        share = self._committed_share()
        if (self.unit, self.committed_unit) == (TimeUnit.DAY, TimeUnit.WORKING_DAY) and self.committed_value:
            share = self.committed_value / self.value if self.value else None
        if share is not None and share > 1:
            raise ValidationError(
                {"committed_value": _("Thời hạn cam kết không thể dài hơn thời hạn theo luật.")}
            )


class Fee(DatedRow):
    """What it costs. Amounts are whole đồng (or US dollars at missions abroad); "free" is a status, not 0."""

    page = ParentalKey("procedures.ProcedurePage", on_delete=models.CASCADE, related_name="fees")
    kind = models.CharField(_("loại"), max_length=6, choices=FeeKind.choices, default=FeeKind.LE_PHI)
    status = models.CharField(
        _("tình trạng"),
        max_length=16,
        choices=FeeStatus.choices,
        default=FeeStatus.NOT_STATED,
        help_text=_("Chỉ chọn “Không thu” khi văn bản ghi rõ là miễn hoặc không thu."),
    )
    amount_min = models.PositiveBigIntegerField(
        _("mức thu"), null=True, blank=True, help_text=_("Số tiền, hoặc mức thấp nhất nếu có nhiều mức.")
    )
    amount_max = models.PositiveBigIntegerField(_("mức cao nhất"), null=True, blank=True)
    currency = models.CharField(_("tiền"), max_length=3, choices=Currency.choices, default=Currency.VND)
    per_unit = models.CharField(
        _("tính theo"), max_length=80, blank=True, help_text=_("Ví dụ: /bản, /lần, /người.")
    )
    exemption = models.TextField(_("miễn, giảm"), blank=True)

    class Meta(DatedRow.Meta):
        verbose_name = _("phí, lệ phí")
        verbose_name_plural = _("phí, lệ phí")
        constraints = [
            models.CheckConstraint(
                condition=Q(status=FeeStatus.AMOUNT, amount_min__isnull=False)
                | (~Q(status=FeeStatus.AMOUNT) & Q(amount_min__isnull=True, amount_max__isnull=True)),
                name="fee_amount_only_with_amount_status",
                violation_error_message=_(
                    "Chỉ ghi số tiền khi tình trạng là “Có mức thu”, và khi đó phải ghi số tiền."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount_min__isnull=True)
                | Q(amount_min__gt=0)
                | Q(amount_max__isnull=False, amount_max__gt=0),
                name="fee_amount_is_not_zero",
                violation_error_message=_(
                    "Số 0 không có nghĩa là miễn phí: hãy chọn tình trạng “Không thu”."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount_max__isnull=True) | Q(amount_max__gte=F("amount_min")),
                name="fee_amounts_in_order",
                violation_error_message=_("Mức cao nhất không thể nhỏ hơn mức thấp nhất."),
            ),
            _dates_in_order("fee_dates_in_order"),
        ]

    def __str__(self) -> str:
        amount = f"{self.amount_min} {self.currency}" if self.status == FeeStatus.AMOUNT else ""
        return f"{self.get_kind_display()} {amount or self.get_status_display()}"
