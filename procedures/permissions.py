"""Who may work on which procedure in the admin.

Wagtail's page permissions say what a group may do in the catalogue. On top of that a user who belongs to a
department works only on procedures for which that department, or one below it, is responsible. The permission
``procedures.edit_all_procedures`` lifts the second rule for the editors of the whole catalogue.
"""

from typing import Any, Final

from wagtail.models import Page, PagePermissionTester

EDIT_ALL: Final = "procedures.edit_all_procedures"
_REMEMBERED: Final = "_managed_department_ids"


def managed_department_ids(user: Any) -> frozenset[int] | None:
    """Departments whose procedures the user may work on; None means every procedure.

    Remembered on the user object, which lives for one request: a list asks once for each page in it.
    """
    if not hasattr(user, _REMEMBERED):
        setattr(user, _REMEMBERED, _managed_department_ids(user))
    managed: frozenset[int] | None = getattr(user, _REMEMBERED)
    return managed


def _managed_department_ids(user: Any) -> frozenset[int] | None:
    if user.is_superuser or user.has_perm(EDIT_ALL):
        return None
    department = getattr(user, "department", None)
    if department is None:
        return frozenset()
    return frozenset(department.descendant_ids()) | {department.pk}


class ProcedurePermissionTester(PagePermissionTester):
    """Wagtail's tester, with nothing allowed on procedures of other departments."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        self.in_reach = self._in_reach()
        if not self.in_reach:
            self.permissions: set[str] = set()

    def _in_reach(self) -> bool:
        if not self.user.is_active or self.user.is_anonymous:
            return False
        managed = managed_department_ids(self.user)
        return managed is None or self.page.responsible_department_id in managed

    def can_edit(self) -> bool:
        """A workflow task opens the editor to its group, but not to other departments' editors."""
        return self.in_reach and super().can_edit()

    def can_lock(self) -> bool:
        return self.in_reach and super().can_lock()

    def can_unlock(self) -> bool:
        return self.in_reach and super().can_unlock()
