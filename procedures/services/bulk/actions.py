"""What can be done to many pages: each action plans one page in words, and does one page."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procedures.importing.differences import Difference
from procedures.models import ProcedurePage, ReviewSettings
from procedures.services import review
from procedures.services.comparison import Unreadable, unpublished_changes

CHANGED_IN_BULK: Final = "procedures.bulk_change"
REVIEWED: Final = "procedures.reviewed"
_SHOWN_CHANGES: Final = 5


@dataclass(frozen=True)
class Planned:
    """What would become of one page: ``before`` → ``after``, or why nothing would. ``seen``: its newest revision."""

    page: ProcedurePage
    before: str = ""
    after: str = ""
    refusal: str = ""
    changes: tuple[Difference, ...] = ()
    more: int = 0

    @property
    def seen(self) -> str:
        """What the editor saw: a page that moved on since is not changed."""
        return f"{self.page.pk}:{self.page.latest_revision_id or 0}"


class Action(ABC):
    """``value``: the name of the form's field that the action needs, "" for none."""

    name: str
    label: Promise
    value: str = ""
    #: Whether it leaves a draft that can be sent up or published in the same go.
    makes_draft: bool = False

    def plan(self, page: ProcedurePage, user: Any, value: Any) -> Planned:
        """The page with what would change, or with the reason for a refusal."""
        refusal = self.refuse(page, user)
        if refusal:
            return Planned(page, refusal=refusal)
        before, after = self.words(page, value)
        same = _("Không có gì thay đổi.") if before == after else ""
        changes = self.changes(page)
        shown = changes[:_SHOWN_CHANGES]
        return Planned(page, before, after, same, shown, len(changes) - len(shown))

    def changes(self, page: ProcedurePage) -> tuple[Difference, ...]:
        """What the public page would say otherwise, for the actions that bring a draft there."""
        return ()

    def refuse(self, page: ProcedurePage, user: Any) -> str:
        """Why this user may not do it to this page now; "" if he may."""
        if not page.permissions_for_user(user).can_edit():
            return _("Bạn không được sửa trang này.")
        if page.workflow_in_progress:
            return _("Trang đang chờ duyệt.")
        lock = page.get_lock()
        return _("Trang đang bị khóa.") if lock and lock.for_user(user) else ""

    @abstractmethod
    def words(self, page: ProcedurePage, value: Any) -> tuple[str, str]:
        """What the page has and what it would have."""

    @abstractmethod
    def do(self, page: ProcedurePage, user: Any, value: Any) -> None:
        """Do it, with a revision and a log entry."""


class ChangeDraft(Action):
    """Sets one thing on the newest draft."""

    makes_draft = True

    def words(self, page: ProcedurePage, value: Any) -> tuple[str, str]:
        return self.now(page.get_latest_revision_as_object()), str(value)

    def do(self, page: ProcedurePage, user: Any, value: Any) -> None:
        newest = page.get_latest_revision_as_object()
        self.set(newest, value)
        newest.save_revision(user=user, clean=False, log_action=CHANGED_IN_BULK)

    @abstractmethod
    def now(self, page: ProcedurePage) -> str:
        """The present value in words."""

    @abstractmethod
    def set(self, page: ProcedurePage, value: Any) -> None:
        """Put the value on the draft."""


class SetDepartment(ChangeDraft):
    name, label, value = "don-vi", gettext_lazy("Đổi đơn vị phụ trách"), "department"

    def now(self, page: ProcedurePage) -> str:
        return str(page.responsible_department or "")

    def set(self, page: ProcedurePage, value: Any) -> None:
        page.responsible_department = value


class SetField(ChangeDraft):
    name, label, value = "linh-vuc", gettext_lazy("Đổi lĩnh vực"), "field"

    def now(self, page: ProcedurePage) -> str:
        return "; ".join(sorted(str(row) for row in page.fields.all()))

    def set(self, page: ProcedurePage, value: Any) -> None:
        page.fields.set([value])


class SetLevel(ChangeDraft):
    name, label, value = "cap", gettext_lazy("Đổi cấp thực hiện"), "level"

    def now(self, page: ProcedurePage) -> str:
        return "; ".join(str(row) for row in page.levels.all())

    def set(self, page: ProcedurePage, value: Any) -> None:
        page.levels.set([value])


class SetReviewDay(Action):
    """When to look again: the editors' own note, which nobody has to approve."""

    name, label, value = "ngay-ra-soat", gettext_lazy("Đặt ngày rà soát"), "day"

    def words(self, page: ProcedurePage, value: Any) -> tuple[str, str]:
        return f"{page.review_on:%d/%m/%Y}" if page.review_on else "", f"{value:%d/%m/%Y}"

    def do(self, page: ProcedurePage, user: Any, value: Any) -> None:
        """On the public row and in a revision, so that neither a later draft nor a return to this one loses it."""
        was_newest = page.live and page.live_revision_id == page.latest_revision_id
        newest = page.get_latest_revision_as_object()
        newest.review_on = value
        revision = newest.save_revision(user=user, changed=False, clean=False, log_action=REVIEWED)
        kept = {"live_revision": revision} if was_newest else {}
        ProcedurePage.objects.filter(pk=page.pk).update(review_on=value, **kept)


class MarkReviewed(SetReviewDay):
    """Looked at and found right: the next look is due when the site's rules say."""

    name, label, value = "da-ra-soat", gettext_lazy("Đánh dấu đã rà soát"), ""

    def words(self, page: ProcedurePage, value: Any) -> tuple[str, str]:
        return super().words(page, _next_review())

    def do(self, page: ProcedurePage, user: Any, value: Any) -> None:
        super().do(page, user, _next_review())


def _next_review() -> Any:
    return timezone.localdate() + timedelta(days=ReviewSettings.current().review_every_days)


class Submit(Action):
    name, label = "gui-duyet", gettext_lazy("Gửi duyệt")

    def refuse(self, page: ProcedurePage, user: Any) -> str:
        if page.live and not page.has_unpublished_changes:
            return _("Không có bản nháp nào để duyệt.")
        refusal = super().refuse(page, user)
        if not refusal and not page.permissions_for_user(user).can_submit_for_moderation():
            return _("Trang này không có quy trình duyệt.")
        return refusal

    def words(self, page: ProcedurePage, value: Any) -> tuple[str, str]:
        return _("Bản nháp"), _("Chờ người thứ hai duyệt")

    def changes(self, page: ProcedurePage) -> tuple[Difference, ...]:
        return draft_changes(page)

    def do(self, page: ProcedurePage, user: Any, value: Any) -> None:
        if page.get_latest_revision() is None:
            page.save_revision(user=user, clean=False, changed=False)
        review.submit(page, user)


class Publish(Action):
    """Approve what waits; publish at once where the site's rules let this person."""

    name, label = "xuat-ban", gettext_lazy("Duyệt và công khai")

    def refuse(self, page: ProcedurePage, user: Any) -> str:
        tester = page.permissions_for_user(user)
        if page.workflow_in_progress:
            if review.may_approve(page, user):
                return ""
            if not tester.in_reach:
                return _("Bạn không được duyệt trang này.")
            return _("Bạn đã sửa hoặc gửi trang này, hoặc không thuộc nhóm duyệt: người khác phải duyệt.")
        if page.live and not page.has_unpublished_changes:
            return _("Không có bản nháp nào.")
        return "" if tester.can_publish() else _("Chưa gửi duyệt: cần người thứ hai.")

    def words(self, page: ProcedurePage, value: Any) -> tuple[str, str]:
        return _("Bản nháp"), _("Công khai")

    def changes(self, page: ProcedurePage) -> tuple[Difference, ...]:
        return draft_changes(page)

    def do(self, page: ProcedurePage, user: Any, value: Any) -> None:
        if page.workflow_in_progress:
            review.approve(page, user)
        else:
            revision = page.get_latest_revision() or page.save_revision(user=user, clean=False)
            revision.publish(user=user)


class Unpublish(Action):
    """Take off the public site. Withdrawing what is wrong must not wait for a second person."""

    name, label = "go-xuong", gettext_lazy("Gỡ khỏi trang công khai")

    def refuse(self, page: ProcedurePage, user: Any) -> str:
        if not page.live:
            return _("Trang không công khai.")
        allowed = page.permissions_for_user(user).can_unpublish()
        return "" if allowed else _("Bạn không được gỡ trang này.")

    def words(self, page: ProcedurePage, value: Any) -> tuple[str, str]:
        return _("Đang công khai"), _("Người dân không còn thấy trang này")

    def do(self, page: ProcedurePage, user: Any, value: Any) -> None:
        page.unpublish(user=user)


def draft_changes(page: ProcedurePage) -> tuple[Difference, ...]:
    """The differences between the public page and its newest draft; none for a page that is new."""
    try:
        groups = unpublished_changes(page) or ()
    except Unreadable:
        return ()
    return tuple(line for group in groups for line in group.lines)


ACTIONS: Final[tuple[Action, ...]] = (
    MarkReviewed(),
    SetReviewDay(),
    SetDepartment(),
    SetField(),
    SetLevel(),
    Submit(),
    Publish(),
    Unpublish(),
)


def action_named(name: str) -> Action | None:
    """The action with this name."""
    return next((action for action in ACTIONS if action.name == name), None)
