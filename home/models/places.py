"""The directory of one-stop offices: where to file, when it is open, what is there."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from core.models.pages import AbstractContentPage
from home.opening import Session


class OneStopIndexPage(AbstractContentPage):
    """All places where a dossier can be handed in."""

    introduction = models.TextField(_("lời giới thiệu"), blank=True)

    template = "home/one_stop_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.OneStopPage"]
    max_count = 1

    content_panels = [*AbstractContentPage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("danh bạ nơi nộp hồ sơ")
        verbose_name_plural = _("danh bạ nơi nộp hồ sơ")


class OneStopPage(AbstractContentPage):
    """One counter or centre (Decree 118/2025 art. 7–9: what it must publish about itself)."""

    class Kind(models.TextChoices):
        """What sort of place it is."""

        PROVINCIAL_CENTRE = "provincial_centre", _("Trung tâm Phục vụ hành chính công cấp tỉnh")
        COMMUNE_CENTRE = "commune_centre", _("Trung tâm Phục vụ hành chính công cấp xã")
        UNIT = "unit", _("Bộ phận Một cửa của cơ quan ngành dọc")
        POINT = "point", _("Điểm tiếp nhận")

    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices, default=Kind.COMMUNE_CENTRE)
    department = models.ForeignKey(
        "core.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đơn vị")
    )
    units_served = ParentalManyToManyField(
        "core.AdministrativeUnit",
        blank=True,
        related_name="+",
        verbose_name=_("địa bàn phục vụ"),
        help_text=_("Người dân nơi khác trong tỉnh vẫn nộp được ở đây."),
    )
    address = models.CharField(_("địa chỉ"), max_length=255)
    directions = models.TextField(_("chỉ đường"), blank=True)
    latitude = models.DecimalField(
        _("vĩ độ"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("kinh độ"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    phone = models.CharField(_("điện thoại"), max_length=40, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    home_visit = models.BooleanField(
        _("cán bộ đến nhà"), default=False, help_text=_("Có nhận làm tại nhà cho người khó đi lại.")
    )

    template = "home/one_stop_page.html"
    parent_page_types = ["home.OneStopIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *AbstractContentPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("department")]),
        FieldPanel("units_served"),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldPanel("directions"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
            ],
            heading=_("Liên hệ"),
        ),
        InlinePanel("opening_hours", heading=_("Giờ làm việc"), label=_("buổi")),
        FieldPanel("home_visit"),
        InlinePanel("services", heading=_("Tiện ích tại chỗ"), label=_("tiện ích")),
    ]
    search_fields = [*AbstractContentPage.search_fields, index.SearchField("address")]

    class Meta:
        verbose_name = _("nơi nộp hồ sơ")
        verbose_name_plural = _("nơi nộp hồ sơ")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    # Without the null tests a missing half would make the check unknown, and unknown passes.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="home_place_coordinates_together",
                violation_error_message=_("Hãy nhập cả vĩ độ và kinh độ, hoặc để trống cả hai."),
            )
        ]

    def sessions(self) -> list[Session]:
        """The weekly opening hours; no query where ``opening_hours`` is prefetched."""
        return [Session(row.weekday, row.opens, row.closes) for row in self.opening_hours.all()]


class OpeningHours(Orderable):
    """One stretch of one weekday; a lunch break makes two rows."""

    class Weekday(models.IntegerChoices):
        """As ``date.weekday()`` counts."""

        MONDAY = 0, _("thứ Hai")
        TUESDAY = 1, _("thứ Ba")
        WEDNESDAY = 2, _("thứ Tư")
        THURSDAY = 3, _("thứ Năm")
        FRIDAY = 4, _("thứ Sáu")
        SATURDAY = 5, _("thứ Bảy")
        SUNDAY = 6, _("Chủ nhật")

    page = ParentalKey(OneStopPage, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("ngày"), choices=Weekday.choices)
    opens = models.TimeField(_("mở cửa"))
    closes = models.TimeField(_("đóng cửa"))

    panels = [FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")])]

    class Meta(Orderable.Meta):
        verbose_name = _("giờ làm việc")
        verbose_name_plural = _("giờ làm việc")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="home_hours_in_order",
                violation_error_message=_("Giờ đóng cửa phải sau giờ mở cửa."),
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6),
                name="home_hours_weekday",
                violation_error_message=_("Ngày trong tuần không hợp lệ."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class PlaceService(Orderable):
    """Something the place offers: a seat for old people, a scanner, a person who helps with online filing."""

    page = ParentalKey(OneStopPage, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(_("tiện ích"), max_length=120)

    class Meta(Orderable.Meta):
        verbose_name = _("tiện ích")
        verbose_name_plural = _("tiện ích")

    def __str__(self) -> str:
        return self.name
