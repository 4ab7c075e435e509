"""The page that lists the catalogue."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.models.pages import AbstractContentPage
from procedures.permissions import CataloguePermissionTester


class ProcedureIndexPage(AbstractContentPage):
    """Parent of all procedure pages; shows them by field, life event and level."""

    introduction = models.TextField(_("lời giới thiệu"), blank=True)

    template = "procedures/procedure_index_page.html"
    subpage_types = ["procedures.ProcedurePage"]
    max_count = 1

    content_panels = [*AbstractContentPage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("danh mục thủ tục")
        verbose_name_plural = _("danh mục thủ tục")

    @classmethod
    def the_catalogue(cls) -> "ProcedureIndexPage | None":
        """The page that every procedure lives below. By its own key: in the tree's order the whole tree is walked."""
        return cls.objects.order_by("pk").first()

    def permissions_for_user(self, user: AbstractBaseUser | AnonymousUser) -> CataloguePermissionTester:
        return CataloguePermissionTester(user, self)
