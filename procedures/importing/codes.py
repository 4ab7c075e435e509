"""A procedure's code as sources write it."""

from typing import Final

from core.text import clean_display, parse_code
from procedures.importing.fields import Issues
from procedures.titles import is_standard_code

MAX_CODE: Final = 40


def read_code(raw: str, issues: Issues) -> str:
    """The code in its national form where it has one; as it stands, with a doubt, where not; "" with an error."""
    code = clean_display(raw)
    issues.code = code[:MAX_CODE]
    if not code:
        issues.error("code", "missing", "thiếu mã thủ tục")
        return ""
    if len(code) > MAX_CODE:
        issues.error("code", "too_long", f"mã dài hơn {MAX_CODE} ký tự")
        return ""
    if code != raw:
        issues.note("code", "blanks", "mã có khoảng trắng thừa, đã bỏ")
    if not is_standard_code(code):
        known = parse_code(code)
        if known is None:
            issues.doubt("code", "non_standard_code", f"mã “{code}” không theo dạng 1.004222")
        else:
            issues.note("code", "code_form", f"mã “{code}” được đọc là {known}")
            code = known
    issues.code = code
    return code
