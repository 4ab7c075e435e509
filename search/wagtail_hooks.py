"""Search in the admin: the synonyms that editors own, and what people looked for in vain."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from search.models import SearchSynonym, ZeroHitQuery

_MAX_PHRASE = SearchSynonym._meta.get_field("phrase").max_length


class SynonymCreateView(CreateView):
    """The work list sends the words along that somebody searched for."""

    def get_initial(self) -> dict[str, Any]:
        """The phrase of the address; it is only typed in, and saved when the editor saves."""
        initial: dict[str, Any] = super().get_initial()
        phrase = self.request.GET.get("phrase", "")[:_MAX_PHRASE]
        return {**initial, "phrase": phrase} if phrase else initial


class SearchSynonymViewSet(SnippetViewSet):
    """What citizens say and what procedures call it. A change counts for the next search."""

    model = SearchSynonym
    add_view_class = SynonymCreateView
    icon = "list-ul"
    menu_label = _("Từ đồng nghĩa")
    list_display = ["phrase", "expansion", "kind", "active"]
    list_filter = ["kind", "active"]
    list_export = ["phrase", "expansion", "kind", "active"]
    list_per_page = 50
    search_fields = ["phrase", "expansion"]
    search_backend_name = None
    ordering = ["phrase"]
    panels = [
        HelpPanel(
            content=_(
                "<p>Người dân gõ một cách, thủ tục gọi một cách khác. Khi có người tìm cụm từ bên dưới, "
                "trang tìm kiếm tìm thêm tên mà thủ tục dùng. Có tác dụng ngay.</p>"
            )
        ),
        FieldRowPanel([FieldPanel("phrase"), FieldPanel("expansion")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("active")]),
    ]


class ReportPolicy(ModelPermissionPolicy):
    """Rows that only search writes; a person may look at them and throw them away."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Allow looking and deleting, nothing else."""
        return action in {"view", "delete"} and super().user_has_permission(user, action)


class ZeroHitQueryViewSet(SnippetViewSet):
    """Queries without results, the most frequent first: each is a synonym or a procedure that is missing."""

    model = ZeroHitQuery
    icon = "warning"
    menu_label = _("Tìm không thấy")
    list_display = ["text", "count", "last_seen"]
    list_filter = {"last_seen": ["gte"]}
    list_export = ["text", "count", "last_seen"]
    list_per_page = 50
    search_fields = ["text"]
    search_backend_name = None
    ordering = ["-count"]
    copy_view_enabled = False
    inspect_view_enabled = True


class SearchGroup(SnippetViewSetGroup):
    """The menu entry."""

    menu_label = _("Tìm kiếm")
    menu_icon = "search"
    menu_order = 450
    items = (SearchSynonymViewSet, ZeroHitQueryViewSet)


register_permission_policy(ZeroHitQuery, ReportPolicy(ZeroHitQuery))
register_snippet(SearchGroup)
