"""Short titles, codes and slugs of procedures. Pure text rules."""

import re
from typing import Final

from core.text import clean_display, slugify_vietnamese

MAX_TITLE: Final = 255
MAX_SLUG: Final = 120
PLACEHOLDER_PREFIX: Final = "chua-co-ma-"

_STANDARD_CODE: Final = re.compile(r"\d\.\d{6}", re.ASCII)
_ELLIPSIS: Final = "…"


def is_standard_code(code: str) -> bool:
    """Whether the code has the national form "1.004222"."""
    return _STANDARD_CODE.fullmatch(code) is not None


def is_placeholder(code: str) -> bool:
    """Whether the code only stands in until an editor types the real one."""
    return code.startswith(PLACEHOLDER_PREFIX)


def short_title(official_name: str, limit: int = MAX_TITLE) -> str:
    """The official name on one line, cut at the last word that fits, with an ellipsis if cut."""
    name = clean_display(official_name)
    if len(name) <= limit:
        return name
    head = name[: limit - 1]
    if name[limit - 1] != " ":
        head = head.rpartition(" ")[0] or head
    return head.rstrip(" ,;:.-–(") + _ELLIPSIS


def procedure_slug(title: str, code: str) -> str:
    """Folded title and code, for example "dang-ky-thuong-tru-1-004222"."""
    tail = slugify_vietnamese(code, 40)
    head = slugify_vietnamese(title, MAX_SLUG - len(tail) - 1)
    return "-".join(part for part in (head, tail) if part)
