"""What leads citizens to procedures, in the admin's menu: life events."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from procedures.models import LifeEvent


class LifeEventViewSet(SnippetViewSet):
    model = LifeEvent
    icon = "group"
    menu_label = _("Sự kiện đời sống")
    list_display = ("name", "order")
    search_fields = ("name",)
    search_backend_name = None
    panels = (FieldPanel("name"), FieldPanel("summary"), FieldPanel("order"), FieldPanel("slug"))
