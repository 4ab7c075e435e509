"""Procedure pages in Wagtail's admin where they differ from other pages: comparison, approval, editing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView, WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Revision

from procedures.models import ProcedurePage, SecondPersonTask
from procedures.models.review import APPROVE
from procedures.services.comparison import Group, Unreadable, compare, object_of, unpublished_changes
from procedures.services.review_mail import tell_subscribers


class CompareView(RevisionsCompareView):
    """Two versions in the editor's words. Wagtail's own view has checked who may see the page's history."""

    template_name = "procedures/admin/compare/compare.html"
    page_title = gettext_lazy("So sánh hai bản")

    def _get_revision_and_heading(self, revision_id: str) -> tuple[ProcedurePage | None, str]:
        """The page as the version has it, None if it can't be read any more, and what to call it."""
        if revision_id == "live":
            return self.object, _("Bản đang công khai") if self.object.live else _("Bản đang lưu")
        revision = self._revision(revision_id)
        when = f"{timezone.localtime(revision.created_at):%d/%m/%Y %H:%M}"
        words = _("Bản ngày %(when)s") % {"when": when}
        if revision.user is not None:
            words = _("Bản ngày %(when)s của %(person)s") % {"when": when, "person": revision.user}
        try:
            return object_of(revision), words
        except Unreadable:
            return None, words

    def _revision(self, which: str) -> Revision:
        rows = self.object.revisions.select_related("user").order_by("created_at", "id")
        if which not in {"earliest", "latest"}:
            return get_object_or_404(rows, pk=which)
        found = rows.first() if which == "earliest" else rows.last()
        if found is None:
            raise Http404
        return found

    def _get_comparison(
        self, before: ProcedurePage | None, after: ProcedurePage | None
    ) -> tuple[Group, ...] | None:
        return compare(before, after) if before is not None and after is not None else None


class ChangesForReviewer:
    """Puts into the reviewer's dialog what the public page would say otherwise."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``groups`` is None for a page that is not public yet."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        page = context["object"].specific
        try:
            groups, readable = unpublished_changes(page), True
        except Unreadable:
            groups, readable = None, False
        return {**context, "groups": groups, "readable": readable, "is_live": page.live}


class ReviewView(ChangesForReviewer, WorkflowActionView):
    """Approve or send back."""


class CollectReviewView(ChangesForReviewer, CollectWorkflowActionDataView):
    """The same from inside the edit form."""


class ProcedureEditView(EditView):
    """An approver who changes the page has become its author: it is saved, and somebody else must approve it."""

    def perform_workflow_action(self) -> HttpResponse:
        """Wagtail would save his changes and approve them in one go."""
        task = self.page.current_workflow_task
        alone = not self.request.user.is_superuser and isinstance(task, SecondPersonTask)
        if alone and self.workflow_action == APPROVE and self.has_content_changes:
            messages.warning(
                self.request,
                _("Bạn vừa sửa trang này nên đã lưu thành bản nháp; một người khác phải duyệt."),
            )
            return self.save_action()
        return super().perform_workflow_action()

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """Through the outbox: a mail server that is away loses neither the comment nor the page."""
        replies = [reply for _comment, rows in changes["new_replies"] for reply in rows]
        texts = [row.text for row in (*changes["new_comments"], *replies)]
        tell_subscribers(self.page, self.request.user, texts)


class ProcedurePageViewSet(PageViewSet):
    """Wagtail's views for procedure pages, with ours in the place of some."""

    model = ProcedurePage
    name = "procedure_pages"
    icon = "doc-full"
    revisions_compare_view_class = CompareView
    edit_view_class = ProcedureEditView
    workflow_action_view_class = ReviewView
    collect_workflow_action_data_view_class = CollectReviewView
