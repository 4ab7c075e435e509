"""What feedback registers in the admin: the office, and the rows that its rules are made of."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from feedback.admin_views.case import ApologyView, AttachmentView, CaseView, KindView, MoveView, NoteView
from feedback.admin_views.queue import ExportView, QueueView
from feedback.models import DeadlineRule, FeedbackReason, RejectReason, RoutingRule
from feedback.services.queue import todo_count
from feedback.services.roles import works_on_cases


class CasesMenuItem(MenuItem):
    """The menu entry with the number of cases to do."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Only to people who work on cases."""
        return works_on_cases(request.user)  # type: ignore[arg-type]

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """The entry for this person."""
        count = todo_count(request.user)  # type: ignore[arg-type]
        label = f"{self.label} ({count})" if count else str(self.label)
        return LinkMenuItem(
            self.name,
            label,
            self.url,
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


class CaseViewSet(ViewSet):
    """The office: queue, cases, files, export."""

    name = "feedback_cases"
    url_prefix = "phan-anh"
    icon = "comment"
    menu_label = _("Phản ánh")
    menu_name = "feedback-cases"
    menu_icon = "comment"
    menu_order = 150
    add_to_admin_menu = True
    menu_item_class = CasesMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Every address of the office."""
        return [
            path("", QueueView.as_view(), name="index"),
            path("muc/<slug:tab>/", QueueView.as_view(), name="tab"),
            path("muc/<slug:tab>/ket-qua/", QueueView.as_view(results_only=True), name="tab_results"),
            path("muc/<slug:tab>/xuat.csv", ExportView.as_view(), name="export"),
            path("<int:pk>/", CaseView.as_view(), name="case"),
            path("<int:pk>/buoc/<slug:move>/", MoveView.as_view(), name="move"),
            path("<int:pk>/ghi-chu/", NoteView.as_view(), name="note"),
            path("<int:pk>/xep-loai/", KindView.as_view(), name="kind"),
            path("<int:pk>/xin-loi/", ApologyView.as_view(), name="apology"),
            path("<int:pk>/tep/<int:attachment_pk>/", AttachmentView.as_view(), name="attachment"),
        ]


class DeadlineRuleViewSet(SnippetViewSet):
    """Rows of law. A case keeps the row it came in under: changing one concerns later cases only."""

    model = DeadlineRule
    menu_label = _("Luật thời hạn")
    icon = "history"
    list_display = ["step", "kind", "amount", "unit", "is_verified", "valid_from", "valid_to"]
    list_filter = ["kind", "step", "is_verified"]
    ordering = ["step", "kind", "-valid_from"]
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("step")]),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("unit")]),
        MultiFieldPanel([FieldPanel("legal_source"), FieldPanel("is_verified")], heading=_("Căn cứ")),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]


class RoutingRuleViewSet(SnippetViewSet):
    """Which department answers what."""

    model = RoutingRule
    menu_label = _("Quy tắc chuyển")
    icon = "redirect"
    list_display = ["priority", "kind", "procedure_field", "place_unit", "department", "active"]
    list_filter = ["kind", "department", "active"]
    ordering = ["priority", "pk"]
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("procedure_field")]),
                FieldPanel("topic_words"),
                FieldRowPanel([FieldPanel("place_unit"), FieldPanel("unit_concerned")]),
            ],
            heading=_("Khi phản ánh"),
        ),
        MultiFieldPanel(
            [FieldPanel("department"), FieldPanel("reason"), FieldPanel("priority")],
            heading=_("thì chuyển đến"),
        ),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to"), FieldPanel("active")]),
    ]


class RejectReasonViewSet(SnippetViewSet):
    """Why a case isn't taken."""

    model = RejectReason
    menu_label = _("Lý do không tiếp nhận")
    icon = "cross"
    list_display = ["label", "code", "order", "active"]
    panels = [
        FieldPanel("label"),
        FieldPanel("guidance"),
        FieldPanel("legal_source"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("order"), FieldPanel("active")]),
    ]


class FeedbackReasonViewSet(SnippetViewSet):
    """What was wrong, as the form asks it."""

    model = FeedbackReason
    menu_label = _("Điều không đúng")
    icon = "list-ul"
    list_display = ["label", "code", "order", "active"]
    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("order"), FieldPanel("active")]),
    ]


class FeedbackRulesGroup(SnippetViewSetGroup):
    """The menu entry for the rows that an administrator keeps right."""

    menu_label = _("Quy tắc phản ánh")
    menu_name = "feedback-rules"
    menu_icon = "cogs"
    menu_order = 410
    items = (DeadlineRuleViewSet, RoutingRuleViewSet, RejectReasonViewSet, FeedbackReasonViewSet)
