"""Publication decisions in the admin's menu: write, see what will happen, approve, undo; the report of late ones."""

from typing import Any

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from procedures.admin import decision_log  # noqa: F401 - names the acts in the history
from procedures.admin.decision_form import DecisionForm
from procedures.admin_views.decisions import PlanView, plan_url
from procedures.admin_views.late_decisions import LateDecisionsView
from procedures.models import PublicationDecision
from procedures.services.decisions.overview import state_words, with_states

_HELP = _(
    "<p>Mỗi thủ tục một dòng. Chọn thủ tục nếu đã có trên trang này, chưa có thì ghi mã. "
    "Lưu xong, bạn xem trước điều sẽ xảy ra rồi duyệt; <strong>chưa duyệt thì không thủ tục nào đổi.</strong></p>"
)


class DecisionIndexView(IndexView):
    """One line a decision, with what became of its items."""

    def get_base_queryset(self) -> Any:
        """Every decision with the numbers that a line shows."""
        return with_states(super().get_base_queryset())

    @cached_property
    def columns(self) -> list[Column]:
        """The lines' cells."""
        return [*super().columns, Column("state", label=_("Thực hiện"), accessor=state_words)]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """The report beside the list it is about."""
        url = reverse(f"{PublicationDecision.snippet_viewset.url_namespace}:late")
        return [*super().header_more_buttons, Button(_("Báo cáo công bố muộn"), url=url, icon_name="history")]

    def get_list_more_buttons(self, instance: PublicationDecision) -> list[MenuItem]:
        """What will happen, first."""
        plan = MenuItem(_("Xem trước, duyệt"), url=plan_url(instance), icon_name="view", priority=5)
        return [plan, *super().get_list_more_buttons(instance)]


class DecisionCreateView(CreateView):
    """After saving, what will happen."""

    def get_success_url(self) -> str:
        """The preview."""
        return plan_url(self.object)


class DecisionEditView(EditView):
    """After saving, what will happen."""

    def get_success_url(self) -> str:
        """The preview."""
        return plan_url(self.object)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The preview without saving."""
        return [HeaderButton(label=_("Xem trước, duyệt"), url=plan_url(self.object), icon_name="view")]


class PublicationDecisionViewSet(SnippetViewSet):
    """Decisions with their procedures."""

    model = PublicationDecision
    icon = "clipboard-list"
    menu_label = _("Quyết định công bố")
    list_display = ("number", "issuer", "decided_on", "effective_on")
    list_filter = {"kind": ["exact"], "issuer_type": ["exact"], "effective_on": ["gte", "lte"]}
    search_fields = ("number", "issuer", "title", "items__code")
    search_backend_name = None
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = DecisionIndexView
    add_view_class = DecisionCreateView
    edit_view_class = DecisionEditView
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("number"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("issuer"), FieldPanel("issuer_type")]),
            FieldPanel("title"),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("decided_on"), FieldPanel("effective_on"), FieldPanel("published_on")]
                    ),
                    FieldPanel("is_shortened"),
                ],
                heading=_("Ngày"),
            ),
            FieldPanel("document"),
            HelpPanel(content=_HELP),
            InlinePanel(
                "items",
                [
                    FieldPanel("action"),
                    FieldRowPanel([FieldPanel("procedure"), FieldPanel("code")]),
                    FieldPanel("successor"),
                    FieldPanel("name"),
                ],
                label=_("Thủ tục"),
                heading=_("Thủ tục trong quyết định"),
            ),
        ],
        base_form_class=DecisionForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        """Besides the usual ones: the preview with its acts, and the report."""
        return [
            *super().get_urlpatterns(),
            path("xem-truoc/<int:pk>/", PlanView.as_view(), name="plan"),
            path("cong-bo-muon/", LateDecisionsView.as_view(), name="late"),
        ]
