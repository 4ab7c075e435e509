"""Sectors and kinds of applicants in the admin's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from procedures.models import Field, SubjectType


class FieldViewSet(SnippetViewSet):
    model = Field
    icon = "folder-open-inverse"
    menu_label = _("Lĩnh vực")
    list_display = ("name", "code")
    search_fields = ("name", "code")
    search_backend_name = None
    panels = (FieldPanel("name"), FieldPanel("code"), FieldPanel("slug"))


class SubjectTypeViewSet(SnippetViewSet):
    model = SubjectType
    icon = "user"
    menu_label = _("Đối tượng")
    list_display = ("name", "code")
    search_fields = ("name", "code")
    search_backend_name = None
    panels = (FieldPanel("name"), FieldPanel("code"))
