"""Find a procedure by the code that somebody typed, scanned or linked."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest

from core.text import clean_display, parse_code
from procedures.models import CodeAlias, ProcedurePage, ProcedureQuerySet
from procedures.titles import is_standard_code

MAX_TYPED: Final = 60
#: The parameter with which an old code's address leads to the page.
OLD_CODE: Final = "ma-cu"
MOST_NEAR: Final = 6
_MOST_SUCCESSORS: Final = 20
#: What stands before the code on papers: "Mã thủ tục: 1.004222", "TTHC số 1.004222".
_LABEL: Final = re.compile(r"^(?:(?:mã|số|thủ\s+tục|hành\s+chính|tthc|code|no\.?)[\s:.]*)+", re.IGNORECASE)
#: Signs that phones and scanners put in the dot's place.
_DOT: Final = re.compile(r"^(\d)\s*[,\-_·:;/]\s*(\d{6})(?!\d)", re.ASCII)
_DIGITS: Final = "0123456789"
_STANDARD_LENGTH: Final = 7


@dataclass(frozen=True)
class Found:
    """A live, public procedure. ``old_code``: the code asked for, where the procedure answers to another one now."""

    page: ProcedurePage
    old_code: str = ""

    def address(self, request: HttpRequest | None = None) -> str | None:
        """Where its page is; with the old code in it, so that the page can say what that code is now."""
        url: str | None = self.page.get_url(request)
        return f"{url}?{urlencode({OLD_CODE: self.old_code})}" if url and self.old_code else url


def look_up(code: str) -> Found | None:
    """The live, public procedure that answers to this code, in any form people write it; None where there is none.

    "1.004222", "1004222", "Mã: 1.004222", "1.004222.000.00.00.H01", "1.013978.H36" and a case's "1.004222.01" are
    one code each. Codes outside the national form are matched as typed, without regard to case. A procedure that was
    replaced or abolished is found itself, because its page says so; an old code leads to the procedure of today.
    """
    written = written_codes(code)
    pages = _pages()
    for each in written:
        page = pages.with_code(each).first()
        if page is not None:
            return Found(page)
    for each in written:
        successor = _behind_old_code(each)
        if successor is not None:
            return Found(successor, old_code=each)
    # Last, because it reads every code: one in another case than it was typed.
    odd = next((each for each in written if not is_standard_code(each)), "")
    page = pages.filter(code__iexact=odd).order_by("pk").first() if odd else None
    return Found(page) if page else None


def find_by_code(code: str) -> ProcedurePage | None:
    """The page of ``look_up``."""
    found = look_up(code)
    return found.page if found else None


def written_codes(typed: str) -> tuple[str, ...]:
    """The codes that a text may mean, the likeliest first: the national form in it, then the text itself."""
    text = _LABEL.sub(
        "", clean_display(unicodedata.normalize("NFKC", typed[: 4 * MAX_TYPED]))[:MAX_TYPED]
    ).strip(" .:")
    text = _DOT.sub(r"\1.\2", text)
    return tuple(dict.fromkeys(code for code in (parse_code(text), text) if code))


def looks_standard(typed: str) -> bool:
    """Whether the text is a code in the national form, however it is written."""
    return any(is_standard_code(code) for code in written_codes(typed))


def near_codes(typed: str, limit: int = MOST_NEAR) -> list[ProcedurePage]:
    """Live, public procedures whose code is close to the one typed: one digit wrong, missing, too many, or swapped.

    One query whatever the catalogue's size: the codes one slip away are listed, and looked for.
    """
    codes = written_codes(typed)
    digits = "".join(character for character in (codes[0] if codes else "") if character in _DIGITS)
    if not _STANDARD_LENGTH - 1 <= len(digits) <= _STANDARD_LENGTH + 1:
        return []
    wanted = {f"{slip[0]}.{slip[1:]}" for slip in _slips(digits) if len(slip) == _STANDARD_LENGTH}
    standard = f"{digits[0]}.{digits[1:]}"
    pages = _pages().filter(Q(code__in=wanted) | Q(code__startswith=f"{standard}."))
    return list(pages.order_by("code")[:limit])


def _slips(digits: str) -> set[str]:
    """Every number that one slip of the finger makes of this one."""
    places = range(len(digits))
    other = {digits[:i] + digit + digits[i + 1 :] for i in places for digit in _DIGITS}
    dropped = {digits[:i] + digits[i + 1 :] for i in places}
    added = {digits[:i] + digit + digits[i:] for i in range(len(digits) + 1) for digit in _DIGITS}
    swapped = {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in places[:-1]}
    return other | dropped | added | swapped


def _pages() -> ProcedureQuerySet:
    pages: ProcedureQuerySet = ProcedurePage.objects.live().public()
    return pages


def _behind_old_code(code: str) -> ProcedurePage | None:
    """The procedure that an old code stands for; for a page that is no longer online, what replaced it."""
    alias = CodeAlias.objects.filter(old_code=code).select_related("procedure").first()
    gone = ProcedurePage.objects.with_code(code).first()
    for start in (alias.procedure if alias else None, gone.replaced_by if gone else None):
        line = [] if start is None else [start, *successors(start)]
        visible = {page.pk for page in _pages().filter(pk__in=[page.pk for page in line])}
        for page in line:
            if page.pk in visible:
                return page
    return None


def successors(page: ProcedurePage) -> list[ProcedurePage]:
    """The procedures that came after this one, in turn, each once: a circle of successors ends where it closes."""
    seen = {page.pk}
    line: list[ProcedurePage] = []
    current = page.replaced_by
    while current is not None and current.pk not in seen and len(line) < _MOST_SUCCESSORS:
        seen.add(current.pk)
        line.append(current)
        current = current.replaced_by
    return line


def present_successor(page: ProcedurePage, on: date) -> ProcedurePage | None:
    """What a citizen does on the day ``on`` instead of a procedure that ended.

    The first successor in the line that is online and in force; where none is, the last that is online.
    """
    line = successors(page)
    visible = {row.pk for row in _pages().filter(pk__in=[row.pk for row in line])}
    online = [row for row in line if row.pk in visible]
    in_force = [row for row in online if row.is_in_force(on)]
    return next(iter(in_force), online[-1] if online else None)


def is_old_code_of(code: str, page: ProcedurePage) -> bool:
    """Whether this code leads to the page, and is not the page's own."""
    found = look_up(code)
    return found is not None and found.page.pk == page.pk and bool(found.old_code)
