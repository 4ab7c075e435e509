"""Planning and applying an action to the pages that were picked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from procedures.models import ProcedurePage
from procedures.permissions import may_publish_alone
from procedures.services.bulk.actions import Action, Planned, Publish, Submit
from procedures.services.worklist.pages import managed_pages

#: As many as a person can look through on one screen before he says yes.
MAX_PAGES: Final = 100


class Then(StrEnum):
    """What becomes of the drafts that an action leaves."""

    DRAFT = "draft"
    SUBMIT = "submit"
    PUBLISH = "publish"


@dataclass(frozen=True)
class Done:
    """What was done, and what was not and why."""

    changed: int
    refused: tuple[Planned, ...]


def thens_for(action: Action, user: Any) -> list[Then]:
    """What this user may choose to do with the drafts."""
    if not action.makes_draft:
        return []
    last = Then.PUBLISH if may_publish_alone(user) else Then.SUBMIT
    return [Then.DRAFT, last]


def plan(action: Action, page_ids: Collection[int], user: Any, value: Any) -> list[Planned]:
    """One line a page. Pages of other departments are not even named."""
    return [action.plan(page, user, value) for page in _pages(page_ids, user)]


def _pages(page_ids: Collection[int], user: Any) -> Iterable[ProcedurePage]:
    found = managed_pages(user).filter(pk__in=list(page_ids)[:MAX_PAGES]).order_by("code")
    return found.select_related("responsible_department", "latest_revision")


def apply(action: Action, seen: Collection[str], user: Any, value: Any, then: Then = Then.DRAFT) -> Done:
    """Do what the plan said to each page that still is as it was ``seen``; each page is a transaction of its own."""
    wanted = dict(pair.split(":", 1) for pair in seen if pair.count(":") == 1)
    changed, refused = 0, []
    for planned in plan(action, [int(key) for key in wanted if key.isdecimal()], user, value):
        outcome = planned
        if not planned.refusal and planned.seen != f"{planned.page.pk}:{wanted[str(planned.page.pk)]}":
            outcome = Planned(planned.page, refusal=_("Trang vừa được người khác sửa. Hãy xem lại rồi làm."))
        if not outcome.refusal:
            outcome = _apply_one(action, planned, user, value, then)
        if outcome.refusal:
            refused.append(outcome)
        else:
            changed += 1
    return Done(changed, tuple(refused))


def _apply_one(action: Action, planned: Planned, user: Any, value: Any, then: Then) -> Planned:
    try:
        with transaction.atomic():
            action.do(planned.page, user, value)
            _follow(action, planned.page, user, then)
    except (PermissionDenied, ValidationError) as problem:
        words = "; ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
        return Planned(planned.page, refusal=words or _("Bạn không có quyền làm việc này."))
    return planned


def _follow(action: Action, page: ProcedurePage, user: Any, then: Then) -> None:
    """Send the new draft up or publish it. A page that is only set aside for later stays a draft."""
    if not action.makes_draft or then is Then.DRAFT:
        return
    fresh = ProcedurePage.objects.get(pk=page.pk)
    following: Action = Submit() if then is Then.SUBMIT else Publish()
    refusal = following.refuse(fresh, user)
    if refusal:
        raise PermissionDenied(refusal)
    following.do(fresh, user, None)
