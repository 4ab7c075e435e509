"""Two people for every publication: the task of the second one, and the rules an administrator may change."""

from typing import Any, Final

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from procedures.permissions import is_in_reach, managed_department_ids

APPROVE: Final = "approve"
SEND_BACK: Final = "reject"


@register_setting(icon="clipboard-list", order=300)
class ReviewSettings(BaseGenericSetting):
    """How strictly the catalogue is reviewed, and when a page is due to be looked at again."""

    require_two_people = models.BooleanField(
        _("bắt buộc hai người"),
        default=True,
        help_text=_(
            "Người sửa không tự xuất bản được: một người khác phải duyệt. Quản trị hệ thống vẫn xuất bản được "
            "khi khẩn cấp, và việc đó được ghi vào lịch sử của trang."
        ),
    )
    review_every_days = models.PositiveSmallIntegerField(
        _("rà soát lại sau"),
        default=180,
        help_text=_("Số ngày. Trang không sửa, không rà soát lâu hơn thế vào danh sách “Cần rà soát”."),
    )
    check_outside_links = models.BooleanField(
        _("kiểm tra cả liên kết ra ngoài"),
        default=False,
        help_text=_("Máy chủ sẽ gọi tới các trang ngoài, mỗi địa chỉ nhiều nhất một lần một ngày."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("require_two_people")], heading=_("Xuất bản")),
        MultiFieldPanel(
            [FieldPanel("review_every_days"), FieldPanel("check_outside_links")], heading=_("Rà soát")
        ),
    ]

    class Meta:
        verbose_name = _("quy tắc biên tập")

    @classmethod
    def current(cls) -> "ReviewSettings":
        """The rules in force, read only: the defaults where nobody has changed them yet."""
        return cls.objects.order_by("pk").first() or cls()


class SecondPersonTask(AbstractGroupApprovalTask):
    """Approval by somebody who neither changed nor submitted the page, and whose department manages it."""

    class Meta:
        verbose_name = _("duyệt bởi người thứ hai")
        verbose_name_plural = _("duyệt bởi người thứ hai")

    @classmethod
    def get_description(cls) -> str:
        """What an administrator reads when he makes such a task."""
        return str(
            _("Thành viên nhóm duyệt, không phải người sửa hay người gửi, và phụ trách đơn vị của trang.")
        )

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        """Always with a dialog: it shows what would change on the public page, and takes a comment."""
        if not self.may_review(obj, user):
            return []
        actions = [(SEND_BACK, _("Yêu cầu sửa"), True)]
        if self.may_approve(obj, user):
            actions.append((APPROVE, _("Duyệt"), True))
        return actions

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve what is newest, and only if somebody else wrote it: the button may be older than the page."""
        if action_name == APPROVE:
            page = task_state.workflow_state.content_object.specific
            newest = page.get_latest_revision()
            if not self.may_approve(newest.as_object(), user):
                raise PermissionDenied
            task_state.revision = newest
        super().on_action(task_state, user, action_name, **kwargs)

    def get_template_for_action(self, action: str) -> str:
        """The dialog with the differences."""
        return "procedures/admin/compare/workflow_action_modal.html"

    def may_review(self, obj: Page, user: Any) -> bool:
        """Whether the user is one of the reviewers of this page's department."""
        in_group: bool = user.is_superuser or self._user_in_groups(user)
        return in_group and user.is_active and is_in_reach(user, getattr(obj, "specific", obj))

    def may_approve(self, obj: Page, user: Any) -> bool:
        """Whether the user is a second person for this page; a superuser always is, and it is written down."""
        return self.may_review(obj, user) and (user.is_superuser or not self.is_author(obj, user))

    def is_author(self, obj: Page, user: Any) -> bool:
        """Whether the user made the newest revision or sent it up for approval."""
        revision = obj.get_latest_revision()
        state = obj.current_workflow_state
        authors = {revision.user_id if revision else None, state.requested_by_id if state else None}
        return user.pk in authors

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        """Reviewers open the page to look and to correct it; then somebody else must approve."""
        return self.may_review(obj, user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        """While a page waits, only its reviewers may change it."""
        return not self.may_review(obj, user)

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        """As reviewing."""
        return self.may_review(obj, user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        """What waits for this person: of the departments that he reviews for."""
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        managed = managed_department_ids(user)
        if managed is None:
            return states
        pages = apps.get_model("procedures.ProcedurePage").objects.filter(
            responsible_department_id__in=managed
        )
        keys = pages.annotate(key=Cast("pk", models.CharField(max_length=255))).values("key")
        return states.filter(workflow_state__object_id__in=keys)
