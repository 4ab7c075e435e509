"""Why the database refused a page, in words an editor understands."""

from django.core.exceptions import ValidationError
from django.db import DatabaseError

from procedures.models import ProcedurePage
from procedures.services.imports.creating import rows_of


def reason_of(page: ProcedurePage, problem: DatabaseError) -> tuple[str, str]:
    """The place and the reason: the violated rule's own message where one of the page's or its rows' rules tells."""
    for place, row in rows_of(page):
        row._state.adding = True
        try:
            row.validate_constraints()
            row.validate_unique(exclude={"id", "page_ptr", "path"})
        except ValidationError as refused:
            return place.rstrip("."), "; ".join(refused.messages)
    return "", f"cơ sở dữ liệu từ chối: {problem!s:.200}"
