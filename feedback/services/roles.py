"""Which parts an officer plays towards a case: permissions say what, the department says where."""

from __future__ import annotations

from django.db.models import QuerySet

from core.models import Department, User
from feedback.models import Case
from feedback.workflow import Actor

ANY_CASE_PERMISSION: tuple[str, ...] = (
    "feedback.view_all_cases",
    "feedback.handle_case",
    "feedback.approve_answer",
    "feedback.intake_case",
    "feedback.publish_case",
)


def works_on_cases(user: User) -> bool:
    """Whether this person has anything to do with cases at all."""
    return any(user.has_perm(permission) for permission in ANY_CASE_PERMISSION)


def parts_of(user: User, case: Case) -> frozenset[Actor]:
    """The parts of the workflow table; none for a case that the person doesn't see.

    Handling and approving belong to the department that owns the case: seeing every case isn't enough.
    """
    if not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        return frozenset()
    parts = set()
    own = user.is_superuser or (
        user.department is not None and case.owner_department_id in user.department.descendant_ids()
    )
    if own and user.has_perm("feedback.handle_case"):
        parts.add(Actor.OFFICER)
    if own and user.has_perm("feedback.approve_answer"):
        parts.add(Actor.UNIT_HEAD)
    if user.has_perm("feedback.intake_case"):
        parts.add(Actor.INTAKE)
    if user.has_perm("feedback.publish_case"):
        parts.add(Actor.EDITOR)
    return frozenset(parts)


def eligible_assignees(department: Department) -> QuerySet[User]:
    """Active people of this department, or of a part of it, who may handle cases."""
    handlers = User.objects.with_perm(
        "feedback.handle_case",
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return handlers.filter(department_id__in=department.descendant_ids()).order_by("last_name", "username")
