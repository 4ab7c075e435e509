"""The rows of search in the admin: how citizens speak, which editors own, and what was counted."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet, SnippetViewSetGroup

from search.admin_views.access import HiddenMenuItem
from search.admin_views.trying import TryViewSet
from search.admin_views.unanswered import QueryViewSet
from search.models import LearnedPhrase, OutOfScopeTopic, SearchSynonym, StopPhrase, VerbRule, ZeroHitQuery
from search.services.unanswered import close_answered_by

_IN_USE = BooleanColumn("active", label=_("Đang dùng"), sort_key="active")
_MAX_PHRASE = SearchSynonym._meta.get_field("phrase").max_length


class SynonymCreateView(CreateView):
    """The screens of unanswered queries send the words along that somebody searched for."""

    def get_initial(self) -> dict[str, Any]:
        """The phrase of the address; it is only typed in, and saved when the editor saves."""
        initial: dict[str, Any] = super().get_initial()
        phrase = self.request.GET.get("phrase", "")[:_MAX_PHRASE]
        return {**initial, "phrase": phrase} if phrase else initial

    def save_instance(self) -> SearchSynonym:
        return _saved(super().save_instance())


class SynonymEditView(EditView):
    def save_instance(self) -> SearchSynonym:
        return _saved(super().save_instance())


def _saved(synonym: SearchSynonym) -> SearchSynonym:
    """What was asked in vain with these words is answered now."""
    close_answered_by(synonym, timezone.localdate())
    return synonym


class LanguageViewSet(SnippetViewSet):
    """What the lists of rows have in common. A change counts for the next search."""

    list_per_page = 50
    search_backend_name = None
    list_filter = ["active"]


class SearchSynonymViewSet(LanguageViewSet):
    """What citizens say and what procedures call it."""

    model = SearchSynonym
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    icon = "list-ul"
    menu_label = _("Từ đồng nghĩa")
    list_display = ["phrase", "expansion", "kind", _IN_USE]
    list_filter = ["kind", "active"]
    list_export = ["phrase", "expansion", "kind", "active"]
    search_fields = ["phrase", "expansion"]
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


class VerbRuleViewSet(LanguageViewSet):
    """What happened or is wanted, and the official verbs for it."""

    model = VerbRule
    icon = "redirect"
    menu_label = _("Quy tắc động từ")
    list_display = ["said", "verbs", _IN_USE]
    list_export = ["said", "verbs", "active"]
    search_fields = ["said", "verbs"]
    ordering = ["said"]
    panels = [
        HelpPanel(
            content=_(
                "<p>Người dân kể chuyện đã xảy ra, thủ tục gọi tên việc phải làm: “mất” là “cấp lại”, “hết hạn” "
                "là “gia hạn”. Thủ tục có động từ ấy trong tên được xếp lên trên. Có tác dụng ngay.</p>"
            )
        ),
        FieldPanel("said"),
        FieldPanel("verbs"),
        FieldPanel("active"),
    ]


class StopPhraseViewSet(LanguageViewSet):
    """Words that carry no meaning for the search."""

    model = StopPhrase
    icon = "cross"
    menu_label = _("Cụm từ bỏ qua")
    list_display = ["phrase", _IN_USE]
    list_export = ["phrase", "active"]
    search_fields = ["phrase"]
    ordering = ["phrase"]
    panels = [
        HelpPanel(
            content=_(
                "<p>Lời chào, lời nhờ, từ đệm: trang tìm kiếm không tìm theo những từ này. Đừng thêm từ có trong tên "
                "thủ tục. Có tác dụng ngay.</p>"
            )
        ),
        FieldPanel("phrase"),
        FieldPanel("active"),
    ]


class OutOfScopeTopicViewSet(LanguageViewSet):
    """What no procedure answers, and who does."""

    model = OutOfScopeTopic
    icon = "site"
    menu_label = _("Việc của nơi khác")
    list_display = ["__str__", _IN_USE]
    list_export = ["phrases", "body_name", "text", "url", "active"]
    search_fields = ["phrases", "body_name", "text"]
    ordering = ["body_name"]
    panels = [
        HelpPanel(
            content=_(
                "<p>Ly hôn do tòa án giải quyết, khám sức khỏe do bệnh viện. Khi có người tìm những việc như vậy, "
                "trang tìm kiếm nói rõ nơi giải quyết ở trên các kết quả. Có tác dụng ngay.</p>"
            )
        ),
        FieldPanel("phrases"),
        FieldPanel("body_name"),
        FieldPanel("text"),
        FieldPanel("url"),
        FieldPanel("active"),
    ]


class LearnedPhraseViewSet(LanguageViewSet):
    """What the search learned by itself; editors put out of use what is wrong."""

    model = LearnedPhrase
    icon = "history"
    menu_label = _("Cụm từ tự học")
    list_display = ["phrase", "expansion", "source", "support", _IN_USE]
    list_filter = ["source", "active"]
    list_export = ["phrase", "expansion", "source", "support", "active"]
    search_fields = ["phrase", "expansion"]
    ordering = ["-support", "phrase"]
    copy_view_enabled = False
    panels = [
        HelpPanel(
            content=_(
                "<p>Mỗi đêm trang tìm kiếm tự học: tên giấy tờ, kết quả nào hay đi với thủ tục nào, và sau câu tìm nào "
                "nhiều người chọn cùng một thủ tục. Bỏ dấu “đang dùng” nếu sai: cụm từ ấy sẽ không được học lại. "
                "Có tác dụng ngay.</p>"
            )
        ),
        FieldRowPanel([FieldPanel("phrase", read_only=True), FieldPanel("expansion", read_only=True)]),
        FieldRowPanel([FieldPanel("source", read_only=True), FieldPanel("support", read_only=True)]),
        FieldPanel("active"),
    ]


class LearnedPolicy(ModelPermissionPolicy):
    """Whoever may change synonyms may put a learned row out of use; nobody types one in."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Allow everything but adding."""
        return action != "add" and super().user_has_permission(user, action)


class ReportPolicy(ModelPermissionPolicy):
    """Rows that only search writes; a person may look at them and throw them away."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Allow looking and deleting, nothing else."""
        return action in {"view", "delete"} and super().user_has_permission(user, action)


class ZeroHitQueryViewSet(SnippetViewSet):
    """Every counted query, handled or not; the clusters have a screen of their own, which leads here."""

    model = ZeroHitQuery
    icon = "warning"
    menu_label = _("Từng câu đã đếm")
    menu_item_class = HiddenMenuItem
    list_display = ["text", "count", "last_seen", "kind", "status", "answer"]
    list_filter = {"last_seen": ["gte"], "kind": ["exact"], "status": ["exact"]}
    list_export = ["text", "cluster", "count", "last_seen", "kind", "status", "handled_on", "answer"]
    list_per_page = 50
    search_fields = ["text"]
    search_backend_name = None
    ordering = ["-count"]
    copy_view_enabled = False
    inspect_view_enabled = True


class SearchGroup(SnippetViewSetGroup):
    """The menu entry."""

    menu_label = _("Người dân tìm")
    menu_icon = "search"
    menu_order = 450
    items = (
        TryViewSet,
        QueryViewSet,
        SearchSynonymViewSet,
        VerbRuleViewSet,
        StopPhraseViewSet,
        OutOfScopeTopicViewSet,
        LearnedPhraseViewSet,
        ZeroHitQueryViewSet,
    )


register_permission_policy(ZeroHitQuery, ReportPolicy(ZeroHitQuery))
register_permission_policy(LearnedPhrase, LearnedPolicy(LearnedPhrase, auth_model=SearchSynonym))
for _model in (VerbRule, StopPhrase, OutOfScopeTopic):
    # Whoever may change synonyms may change the rest of the language: there is nothing to grant beside it.
    register_permission_policy(_model, ModelPermissionPolicy(_model, auth_model=SearchSynonym))
