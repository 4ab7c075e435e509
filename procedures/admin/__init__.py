"""The lists that classify procedures, in the admin's menu, a module for each kind. Registered in ``wagtail_hooks``."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from procedures.admin import row_warnings  # noqa: F401 - speaks after a page was saved
from procedures.admin.agencies import AgencyViewSet
from procedures.admin.decisions import PublicationDecisionViewSet
from procedures.admin.forms import FormViewSet
from procedures.admin.legal import CodeAliasViewSet, LegalBasisViewSet, PublicationRuleViewSet
from procedures.admin.promises import BundleViewSet, LifeEventViewSet, ServicePromiseViewSet
from procedures.admin.taxonomy import FieldViewSet, SubjectTypeViewSet


class CatalogueGroup(SnippetViewSetGroup):
    """One menu entry for everything that classifies procedures."""

    menu_label = _("Danh mục TTHC")
    menu_icon = "list-ul"
    menu_order = 210
    items = (
        FieldViewSet,
        LifeEventViewSet,
        BundleViewSet,
        ServicePromiseViewSet,
        SubjectTypeViewSet,
        AgencyViewSet,
        FormViewSet,
        PublicationDecisionViewSet,
        PublicationRuleViewSet,
        CodeAliasViewSet,
        LegalBasisViewSet,
    )
