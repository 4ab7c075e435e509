"""Who runs this site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class SiteIdentity(BaseSiteSetting):
    """The names and contacts in the header and footer of every page."""

    site_name = models.CharField(_("tên trang"), max_length=80, default="Một Cửa Mở")
    administration_name = models.CharField(_("tên địa phương, cơ quan"), max_length=120, blank=True)
    responsible_body = models.CharField(_("cơ quan chịu trách nhiệm nội dung"), max_length=200, blank=True)
    hotline = models.CharField(_("đường dây nóng"), max_length=40, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=255, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("site_name"), FieldPanel("administration_name")], heading=_("Đầu trang")),
        MultiFieldPanel(
            [
                FieldPanel("responsible_body"),
                FieldRowPanel([FieldPanel("hotline"), FieldPanel("email")]),
                FieldPanel("address"),
            ],
            heading=_("Chân trang"),
        ),
    ]

    class Meta:
        verbose_name = _("thông tin trang")
