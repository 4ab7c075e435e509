"""Whose procedures an importer may touch: a department's editor imports only his own, as he edits only his own."""

from typing import Any

from core.models import Department
from procedures.importing.records import ProcedureRecord
from procedures.models import ProcedurePage
from procedures.permissions import managed_department_ids

OTHER_DEPARTMENT = "other_department"


class Reach:
    """The departments that a batch's user works for; without a user (on the command line) every procedure."""

    def __init__(self, user: Any) -> None:
        self._managed = managed_department_ids(user) if user is not None else None
        self._own = getattr(user, "department", None)
        self._codes: frozenset[str] | None = None

    @property
    def is_everywhere(self) -> bool:
        """Whether every procedure is within reach."""
        return self._managed is None

    def refusal(self, page: ProcedurePage | None, record: ProcedureRecord) -> str:
        """Why a record may not be imported into ``page``, or into a new one; "" if it may."""
        if self._managed is None:
            return ""
        if page is not None and page.responsible_department_id not in self._managed:
            return "thủ tục này thuộc đơn vị khác: người nhập chỉ nhập được thủ tục của đơn vị mình"
        return self._given_away(record)

    def _given_away(self, record: ProcedureRecord) -> str:
        code = record.responsible_department if "responsible_department" in record.stated else ""
        if not code or code in self._managed_codes():
            return ""
        return (
            f"bản ghi giao thủ tục cho đơn vị khác ({code}): người nhập chỉ nhập được thủ tục của đơn vị mình"
        )

    def claim(self, page: ProcedurePage) -> bool:
        """Give a new page without a department to the importer's own; False where it belongs to another one."""
        if self._managed is None:
            return True
        if page.responsible_department_id is None:
            page.responsible_department = self._own
        return page.responsible_department_id in self._managed

    def _managed_codes(self) -> frozenset[str]:
        if self._codes is None:
            rows = Department.objects.filter(pk__in=self._managed or ())
            self._codes = frozenset(rows.values_list("code", flat=True))
        return self._codes
