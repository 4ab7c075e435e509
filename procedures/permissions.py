"""Who may work on which procedure in the admin.

Wagtail's page permissions say what a group may do in the catalogue. On top of that a user who belongs to a
department works only on procedures for which that department, or one below it, is responsible. The permission
``procedures.edit_all_procedures`` lifts the second rule for the editors of the whole catalogue.

And while the rules of the site demand two people, nobody but a superuser publishes what nobody else has approved:
not with the button, not in bulk, not by making a page anew. Approving is ``procedures.services.review``'s.
"""

from typing import Any, Final

from django.apps import apps
from wagtail.models import Page, PagePermissionTester
from wagtail.permissions import policy_registry

EDIT_ALL: Final = "procedures.edit_all_procedures"
_MANAGED: Final = "_managed_department_ids"
_ALONE: Final = "_may_publish_alone"
_WORKS: Final = "_works_on_procedures"


def managed_department_ids(user: Any) -> frozenset[int] | None:
    """Departments whose procedures the user may work on; None means every procedure.

    Remembered on the user object, which lives for one request: a list asks once for each page in it.
    """
    if not hasattr(user, _MANAGED):
        setattr(user, _MANAGED, _managed_department_ids(user))
    managed: frozenset[int] | None = getattr(user, _MANAGED)
    return managed


def _managed_department_ids(user: Any) -> frozenset[int] | None:
    if user.is_superuser or user.has_perm(EDIT_ALL):
        return None
    department = getattr(user, "department", None)
    if department is None:
        return frozenset()
    return frozenset(department.descendant_ids()) | {department.pk}


def works_on_procedures(user: Any) -> bool:
    """Whether the user's groups let him do anything to pages of the catalogue. Remembered like the departments."""
    if not hasattr(user, _WORKS):
        setattr(user, _WORKS, _works_on_procedures(user))
    works: bool = getattr(user, _WORKS)
    return works


def _works_on_procedures(user: Any) -> bool:
    if not user.is_active or user.is_anonymous:
        return False
    if user.is_superuser:
        return True
    policy = policy_registry.get_by_type(Page)
    granted = [row.page.path for row in policy.get_cached_permissions_for_user(user)]
    index = apps.get_model("procedures.ProcedureIndexPage").the_catalogue()
    return index is not None and any(index.path.startswith(path) for path in granted)


def is_in_reach(user: Any, page: Any) -> bool:
    """Whether the page belongs to a department that the user works for; other pages than procedures always do."""
    if not user.is_active or user.is_anonymous:
        return False
    managed = managed_department_ids(user)
    return managed is None or getattr(page, "responsible_department_id", None) in managed


def may_publish_alone(user: Any) -> bool:
    """Whether the site's rules let this user publish without a second person. Remembered like the departments."""
    if not hasattr(user, _ALONE):
        rules = apps.get_model("procedures.ReviewSettings")
        setattr(user, _ALONE, user.is_superuser or not rules.current().require_two_people)
    alone: bool = getattr(user, _ALONE)
    return alone


class ProcedurePermissionTester(PagePermissionTester):
    """Wagtail's tester, with nothing allowed on procedures of other departments and no publishing alone."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        self.in_reach = is_in_reach(user, page)
        if not self.in_reach:
            self.permissions: set[str] = set()

    def can_edit(self) -> bool:
        """A workflow task opens the editor to its group, but not to other departments' editors."""
        return self.in_reach and super().can_edit()

    def can_publish(self) -> bool:
        """Publish at once, without approval."""
        return self.holds_publication() and may_publish_alone(self.user)

    def holds_publication(self) -> bool:
        """Whether the user's groups entrust him with what is public: to withdraw it, or to undo a schedule."""
        return self.in_reach and super().can_publish()

    def can_unschedule(self) -> bool:
        """Not publishing after all needs no second person."""
        return self.holds_publication()

    def can_submit_for_moderation(self) -> bool:
        """Send up for approval what one may edit."""
        return self.can_edit() and super().can_submit_for_moderation()

    def can_lock(self) -> bool:
        return self.in_reach and super().can_lock()

    def can_unlock(self) -> bool:
        return self.in_reach and super().can_unlock()


class CataloguePermissionTester(PagePermissionTester):
    """The catalogue's index: a new procedure is published alone by those who may publish alone."""

    def can_publish_subpage(self) -> bool:
        """Make a procedure and publish it in one go, or publish copies."""
        return super().can_publish_subpage() and may_publish_alone(self.user)
