"""The lists that classify procedures, in the admin's menu. Registered in ``wagtail_hooks``."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from procedures.models import Agency, Field, LegalBasis, LifeEvent, PublicationDecision, SubjectType


class FieldViewSet(SnippetViewSet):
    model = Field
    icon = "folder-open-inverse"
    menu_label = _("Lĩnh vực")
    list_display = ("name", "code")
    search_fields = ("name", "code")
    search_backend_name = None
    panels = (FieldPanel("name"), FieldPanel("code"), FieldPanel("slug"))


class LifeEventViewSet(SnippetViewSet):
    model = LifeEvent
    icon = "group"
    menu_label = _("Sự kiện đời sống")
    list_display = ("name", "order")
    search_fields = ("name",)
    search_backend_name = None
    panels = (FieldPanel("name"), FieldPanel("summary"), FieldPanel("order"), FieldPanel("slug"))


class SubjectTypeViewSet(SnippetViewSet):
    model = SubjectType
    icon = "user"
    menu_label = _("Đối tượng")
    list_display = ("name", "code")
    search_fields = ("name", "code")
    search_backend_name = None
    panels = (FieldPanel("name"), FieldPanel("code"))


class AgencyViewSet(SnippetViewSet):
    model = Agency
    icon = "site"
    menu_label = _("Cơ quan")
    list_display = ("name", "department")
    search_fields = ("name", "folded_name")
    search_backend_name = None
    panels = (FieldPanel("name"), FieldPanel("department"))


class LegalBasisViewSet(SnippetViewSet):
    model = LegalBasis
    icon = "doc-full"
    menu_label = _("Căn cứ pháp lý")
    list_display = ("number", "title", "issued_on")
    search_fields = ("number", "title")
    search_backend_name = None
    panels = (
        FieldPanel("number"),
        FieldPanel("title"),
        FieldPanel("issuer"),
        FieldRowPanel([FieldPanel("issued_on"), FieldPanel("valid_to")]),
    )


class PublicationDecisionViewSet(SnippetViewSet):
    model = PublicationDecision
    icon = "clipboard-list"
    menu_label = _("Quyết định công bố")
    list_display = ("number", "issuer", "decided_on", "effective_on")
    search_fields = ("number", "issuer")
    search_backend_name = None
    panels = (
        FieldPanel("number"),
        FieldPanel("issuer"),
        FieldRowPanel([FieldPanel("decided_on"), FieldPanel("effective_on")]),
    )


class CatalogueGroup(SnippetViewSetGroup):
    """One menu entry for everything that classifies procedures."""

    menu_label = _("Danh mục TTHC")
    menu_icon = "list-ul"
    menu_order = 210
    items = (
        FieldViewSet,
        LifeEventViewSet,
        SubjectTypeViewSet,
        AgencyViewSet,
        PublicationDecisionViewSet,
        LegalBasisViewSet,
    )
