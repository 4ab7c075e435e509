"""The first page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from core.models.pages import AbstractContentPage


class HomePage(AbstractContentPage):
    """Search first, then the three things people come for, then life events and how well we answer."""

    hero_title = models.CharField(_("câu hỏi lớn"), max_length=80, default="Bạn cần làm giấy tờ gì?")
    life_events_title = models.CharField(
        _("tiêu đề sự kiện đời sống"), max_length=80, default="Theo việc trong đời sống"
    )
    featured_place = models.ForeignKey(
        "home.OneStopPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nơi nộp hồ sơ giới thiệu"),
        help_text=_("Để trống thì giới thiệu nơi đầu tiên trong danh sách."),
    )

    template = "home/home_page.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    content_panels = [
        *AbstractContentPage.content_panels,
        FieldPanel("hero_title"),
        MultiFieldPanel(
            [InlinePanel("popular_searches", label=_("cụm từ"), max_num=8)], heading=_("Hay tìm")
        ),
        FieldPanel("life_events_title"),
        FieldPanel("featured_place"),
    ]

    class Meta:
        verbose_name = _("trang đầu")
        verbose_name_plural = _("trang đầu")


class PopularSearch(Orderable):
    """A search offered under the box, in the words people use."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="popular_searches")
    query = models.CharField(_("cụm từ"), max_length=60, help_text=_("Như người dân hay gọi, ví dụ: sổ đỏ"))

    class Meta(Orderable.Meta):
        verbose_name = _("cụm từ hay tìm")
        verbose_name_plural = _("cụm từ hay tìm")

    def __str__(self) -> str:
        return self.query
