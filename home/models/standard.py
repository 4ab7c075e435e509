"""Pages of running text: privacy, accessibility, about."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from core.models.pages import AbstractContentPage

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link", "blockquote"]


class NoticeBlock(blocks.StructBlock):
    """Something set apart from the text."""

    kind = blocks.ChoiceBlock(
        choices=[("tint", _("Thông tin")), ("wait", _("Cần chú ý")), ("ok", _("Tin tốt"))],
        default="tint",
        label=_("loại"),
    )
    title = blocks.CharBlock(required=False, max_length=120, label=_("tiêu đề"))
    text = blocks.TextBlock(label=_("nội dung"))

    class Meta:
        icon = "info-circle"
        label = _("khung chú ý")
        template = "home/blocks/notice.html"


class StandardPage(AbstractContentPage):
    """Running text with set-apart notices. "Hiện trong menu" puts its link into every page's footer."""

    introduction = models.TextField(_("lời giới thiệu"), blank=True)
    body = StreamField(
        [
            ("text", blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("văn bản"))),
            ("notice", NoticeBlock()),
        ],
        blank=True,
        verbose_name=_("nội dung"),
    )

    template = "home/standard_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage"]

    content_panels = [*AbstractContentPage.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    class Meta:
        verbose_name = _("trang văn bản")
        verbose_name_plural = _("trang văn bản")
