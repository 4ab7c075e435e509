"""Legal texts and publication decisions in the admin's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from procedures.models import LegalBasis, PublicationDecision


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
