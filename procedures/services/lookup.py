"""Find a procedure by the code that somebody typed, scanned or linked."""

from core.text import clean_display, parse_code
from procedures.models import ProcedurePage


def find_by_code(code: str) -> ProcedurePage | None:
    """The live, public procedure with this code, in any form people write it; None where there is none.

    "1.004222", "1004222", " 1.004222 ", "1.004222.000.00.00.H01" are one code. Codes outside the national form are
    matched as typed, without regard to case. Replaced and abolished procedures are found too: their page says so.
    """
    typed = clean_display(code)[:60]
    if not typed:
        return None
    pages = ProcedurePage.objects.live().public()
    parsed = parse_code(typed)
    if parsed is not None:
        page: ProcedurePage | None = pages.with_code(parsed).first()
        if page is not None:
            return page
    return pages.filter(code__iexact=typed).first()
