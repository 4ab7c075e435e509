"""Work between people: what waits for one's approval, what was sent back, what one has not finished."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, TaskState, WorkflowState

from procedures.models import ProcedurePage, ProcedureQuerySet, SecondPersonTask
from procedures.services.worklist.pages import asked_pages, edit_place
from procedures.worklist import Asked, Place, WorkLine, WorkSource


def _states(**conditions: Any) -> QuerySet[WorkflowState]:
    """Workflow states of pages, with the page's key as a number."""
    states = WorkflowState.objects.filter(
        base_content_type__app_label=Page._meta.app_label,
        base_content_type__model=Page._meta.model_name,
        **conditions,
    )
    return states.annotate(page_pk=Cast("object_id", BigIntegerField()))


class ToApprove(WorkSource):
    """Pages that wait for this person as the second one."""

    name = "cho-duyet"
    label = gettext_lazy("Chờ bạn duyệt")
    hint = gettext_lazy("Người khác đã sửa và gửi duyệt; bạn là người thứ hai.")
    order = 5
    pages = True

    def rows(self, asked: Asked) -> ProcedureQuerySet:
        """The longest waiting first. What one wrote or sent oneself is somebody else's to approve."""
        waiting = TaskState.objects.none()
        for task in SecondPersonTask.objects.filter(active=True):
            waiting |= task.get_task_states_user_can_moderate(asked.user)
        states = _states(
            status=WorkflowState.STATUS_IN_PROGRESS,
            current_task_state__in=waiting.values("pk"),
        ).exclude(requested_by=asked.user)
        pages = asked_pages(asked).filter(pk__in=states.values("page_pk"))
        if not asked.user.is_superuser:
            pages = pages.exclude(latest_revision__user=asked.user)
        return pages.select_related("latest_revision__user").order_by("latest_revision_created_at", "code")

    def lines(self, rows: Sequence[ProcedurePage], asked: Asked) -> list[WorkLine]:
        """Who sent it and when; what changes is one step away."""
        return [self._line(page) for page in rows]

    def _line(self, page: ProcedurePage) -> WorkLine:
        places = [edit_place(page.pk, _("Xem và duyệt"))]
        if page.live:
            compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"])
            places.insert(0, Place(_("Xem thay đổi"), compare))
        return WorkLine(
            title=page.draft_title or page.title,
            code=page.code,
            problem=_("%(person)s đã gửi, chờ người thứ hai duyệt.") % {"person": _author(page)},
            note=_("Sửa trang đang công khai") if page.live else _("Thủ tục mới"),
            places=tuple(places),
            since=_changed_on(page),
            page_id=page.pk,
        )


class SentBack(WorkSource):
    """What one sent up and a reviewer sent back."""

    name = "bi-tra-lai"
    label = gettext_lazy("Người duyệt yêu cầu sửa")
    hint = gettext_lazy("Bản bạn gửi đã được xem và trả lại kèm nhận xét.")
    order = 8
    pages = True

    def rows(self, asked: Asked) -> ProcedureQuerySet:
        """The longest waiting first."""
        states = _states(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=asked.user)
        return (
            asked_pages(asked).filter(pk__in=states.values("page_pk")).order_by("latest_revision_created_at")
        )

    def lines(self, rows: Sequence[ProcedurePage], asked: Asked) -> list[WorkLine]:
        """With the reviewer's words, one query for the screen."""
        keys = [page.pk for page in rows]
        states = _states(status=WorkflowState.STATUS_NEEDS_CHANGES).filter(page_pk__in=keys)
        comments = {
            state.page_pk: state.current_task_state.comment
            for state in states.select_related("current_task_state")
            if state.current_task_state
        }
        return [
            WorkLine(
                title=page.draft_title or page.title,
                code=page.code,
                problem=comments.get(page.pk) or _("Người duyệt yêu cầu sửa, không ghi nhận xét."),
                places=(edit_place(page.pk, _("Sửa và gửi lại")),),
                since=_changed_on(page),
                page_id=page.pk,
            )
            for page in rows
        ]


class MyDrafts(WorkSource):
    """Drafts of one's own that nobody sees yet and that wait for nobody."""

    name = "ban-nhap-cua-toi"
    label = gettext_lazy("Bản nháp của bạn")
    hint = gettext_lazy("Bạn đã sửa nhưng chưa gửi duyệt, người dân chưa thấy.")
    order = 10
    pages = True

    def rows(self, asked: Asked) -> ProcedureQuerySet:
        """The newest first."""
        active = _states(
            status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
        ).filter(page_pk=OuterRef("pk"))
        mine = asked_pages(asked).filter(latest_revision__user=asked.user, has_unpublished_changes=True)
        return mine.filter(~Exists(active)).order_by("-latest_revision_created_at")

    def lines(self, rows: Sequence[ProcedurePage], asked: Asked) -> list[WorkLine]:
        """What the public sees meanwhile."""
        return [
            WorkLine(
                title=page.draft_title or page.title,
                code=page.code,
                problem=_("Người dân còn thấy bản cũ.") if page.live else _("Chưa công khai lần nào."),
                places=(edit_place(page.pk, _("Sửa tiếp hoặc gửi duyệt")),),
                since=_changed_on(page),
                page_id=page.pk,
            )
            for page in rows
        ]


def _author(page: ProcedurePage) -> str:
    user = page.latest_revision.user if page.latest_revision else None
    return str(user) if user else _("Hệ thống")


def _changed_on(page: ProcedurePage) -> Any:
    moment = page.latest_revision_created_at
    return timezone.localdate(moment) if moment else None


SOURCES: Final[tuple[WorkSource, ...]] = (ToApprove(), SentBack(), MyDrafts())
