"""Who works and where: departments, administrative units and the levels of government."""

from collections.abc import Iterable
from datetime import date
from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

M = TypeVar("M", bound=models.Model, covariant=True)


class InForceQuerySet(models.QuerySet[M]):
    """Rows with ``valid_from`` and ``valid_to``: both ends optional, both days included."""

    def in_force(self, on: date) -> Self:
        """Rows valid on the day ``on``."""
        started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        return self.filter(started & not_ended)


VALIDITY_ORDER = Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
VALIDITY_MESSAGE = _("Ngày hết hiệu lực phải bằng hoặc sau ngày bắt đầu.")


class Level(models.Model):
    """A level of government as a row, because the law changes it: districts were abolished on 1/7/2025."""

    code = models.SlugField(_("mã"), max_length=20, unique=True)
    name = models.CharField(_("tên"), max_length=100)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    is_vertical = models.BooleanField(_("ngành dọc"), default=False)
    is_legacy = models.BooleanField(_("đã bãi bỏ"), default=False)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("cấp thực hiện")
        verbose_name_plural = _("cấp thực hiện")

    def __str__(self) -> str:
        """The name, in the reader's language if it is one of those that the site came with."""
        return gettext(self.name)


class AdministrativeUnit(index.Indexed, models.Model):
    """A province, commune, ward or special zone; or a legacy unit kept so that its old name is understood."""

    class Kind(models.TextChoices):
        """What the unit is."""

        PROVINCE = "province", _("Tỉnh, thành phố")
        WARD = "ward", _("Phường")
        COMMUNE = "commune", _("Xã")
        SPECIAL_ZONE = "special_zone", _("Đặc khu")
        DISTRICT = "district", _("Huyện (đã bãi bỏ)")

    code = models.CharField(_("mã"), max_length=20, unique=True)
    name = models.CharField(_("tên"), max_length=150)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("trực thuộc")
    )
    valid_from = models.DateField(_("có từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("sáp nhập vào"),
    )
    is_legacy = models.BooleanField(_("đơn vị cũ"), default=False)

    objects = InForceQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
        FieldPanel("name"),
        FieldPanel("parent"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldRowPanel([FieldPanel("merged_into"), FieldPanel("is_legacy")]),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("đơn vị hành chính")
        verbose_name_plural = _("đơn vị hành chính")
        constraints = [
            models.CheckConstraint(
                condition=VALIDITY_ORDER, name="core_unit_validity", violation_error_message=VALIDITY_MESSAGE
            )
        ]

    def __str__(self) -> str:
        return self.name


class Department(index.Indexed, models.Model):
    """A body that handles procedures and answers citizens: an office, a department, a commune's committee."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        COMMITTEE = "committee", _("Ủy ban nhân dân")
        OFFICE = "office", _("Văn phòng")
        PROVINCIAL = "provincial", _("Sở, ban, ngành")
        CENTRE = "centre", _("Trung tâm phục vụ hành chính công")
        DIVISION = "division", _("Phòng, bộ phận")
        VERTICAL = "vertical", _("Cơ quan ngành dọc")
        PUBLIC_COMPANY = "public_company", _("Đơn vị cung cấp dịch vụ")

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    short_name = models.CharField(_("tên ngắn"), max_length=100, blank=True)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("cấp trên")
    )
    functions = models.TextField(_("chức năng"), blank=True)
    phone = models.CharField(_("điện thoại"), max_length=40, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    address = models.CharField(_("địa chỉ"), max_length=255, blank=True)
    opening_hours = models.CharField(_("giờ làm việc"), max_length=255, blank=True)
    administrative_unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, null=True, blank=True, verbose_name=_("địa bàn")
    )
    is_fallback = models.BooleanField(
        _("nhận phản ánh chưa rõ nơi"),
        default=False,
        help_text=_("Phản ánh không khớp quy tắc chuyển nào sẽ về đơn vị này. Chỉ một đơn vị."),
    )
    valid_from = models.DateField(_("hoạt động từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("đơn vị kế thừa"),
    )

    objects = InForceQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("short_name"), FieldPanel("code"), FieldPanel("kind")]),
                FieldPanel("parent"),
                FieldPanel("functions"),
            ],
            heading=_("Đơn vị"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldPanel("address"),
                FieldPanel("opening_hours"),
                FieldPanel("administrative_unit"),
            ],
            heading=_("Liên hệ"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_fallback"),
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                FieldPanel("successor"),
            ],
            heading=_("Hiệu lực"),
        ),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        constraints = [
            models.CheckConstraint(
                condition=VALIDITY_ORDER,
                name="core_department_validity",
                violation_error_message=VALIDITY_MESSAGE,
            ),
            models.UniqueConstraint(
                fields=["is_fallback"],
                condition=Q(is_fallback=True),
                name="core_department_one_fallback",
                violation_error_message=_("Đã có đơn vị khác nhận phản ánh chưa rõ nơi."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    def clean(self) -> None:
        """Refuse a parent that lies below this department."""
        super().clean()
        if self.pk and self.parent_id in descendant_ids([self.pk]):
            raise ValidationError(
                {"parent": _("Cấp trên không thể là chính đơn vị này hoặc đơn vị trực thuộc.")}
            )

    def descendant_ids(self) -> set[int]:
        """Primary keys of this department and of everything below it."""
        return descendant_ids([self.pk])

    def ancestors(self) -> list["Department"]:
        """From the direct parent upwards; a loop in old data ends the walk."""
        found: list[Department] = []
        seen = {self.pk}
        current = self.parent
        while current is not None and current.pk not in seen:
            found.append(current)
            seen.add(current.pk)
            current = current.parent
        return found


def descendant_ids(roots: Iterable[int]) -> set[int]:
    """Primary keys of the departments ``roots`` and of all below them, in one query."""
    children: dict[int, list[int]] = {}
    for pk, parent_id in Department.objects.filter(parent__isnull=False).values_list("pk", "parent_id"):
        children.setdefault(parent_id, []).append(pk)
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting.extend(children.get(pk, []))
    return found
