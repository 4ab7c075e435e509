"""What is worth saying of a name, whatever its source."""

import re
from collections.abc import Iterable
from typing import Final

from core.text import clean_display, fold
from procedures.importing.fields import Issues
from procedures.importing.texts import is_nfc
from procedures.importing.titles import is_shouted
from procedures.titles import MAX_TITLE

_JUNK: Final = re.compile(r"nhom \d+|test\w*(?: \d+)?|demo(?: \d+)?|thu nghiem(?: \d+)?|abc|asd\w*|a")
_ABOLISHED_LEVEL: Final = ("huyện", "quận")


def remark_on_name(name: str, issues: Issues, field: str = "name") -> None:
    """Long, not composed, with stray blanks, in capitals, or naming a level of government that is gone."""
    shown = clean_display(name)
    if len(shown) > MAX_TITLE:
        issues.note(field, "long_name", f"tên dài hơn {MAX_TITLE} ký tự, tên ngắn được cắt ở cuối từ")
    if not is_nfc(name):
        issues.note(field, "not_nfc", "dấu trong tên không ở dạng dựng sẵn (NFC), đã chuyển khi hiển thị")
    if shown != name and is_nfc(name):
        issues.note(field, "blanks", "tên có khoảng trắng, xuống dòng hoặc ký tự thừa, đã dọn khi hiển thị")
    if is_shouted(shown):
        issues.note(field, "all_caps", "tên viết hoa toàn bộ; tên ngắn được viết thường nếu chắc chắn đúng")
    if any(word in shown.lower() for word in _ABOLISHED_LEVEL):
        issues.doubt(field, "abolished_level", "tên nhắc cấp huyện, cấp đã bãi bỏ từ 1/7/2025")


def remark_on_agencies(names: Iterable[str], issues: Issues, field: str) -> None:
    """Agencies of the district, a level that is gone: who takes the file in now, an editor must find out."""
    gone = [name for name in names if any(word in name.lower() for word in _ABOLISHED_LEVEL)]
    if gone:
        reason = f"cơ quan thuộc cấp huyện, cấp đã bãi bỏ từ 1/7/2025: “{gone[0][:80]}”"
        issues.doubt(field, "abolished_agency", reason)


def is_junk(name: str) -> bool:
    """Whether a list's entry is left over from somebody's trial ("nhóm 1", "test")."""
    return _JUNK.fullmatch(fold(name)) is not None


def remark_on_publisher(
    publisher: str, field: str, issues: Issues, *, is_local: bool, kept: str = ""
) -> None:
    """Which body published the procedure: another province's own is for a person to look at.

    ``kept``: the body that comes with a decision. Any other is told here, because the catalogue has no place for it.
    """
    if is_local:
        owner = publisher or "một địa phương"
        reason = f"thủ tục đặc thù do {owner} công bố: chỉ xuất bản nếu là của địa phương bạn"
        issues.doubt(field, "other_province", reason)
    elif publisher and fold(publisher) != fold(kept):
        issues.note(
            field, "publisher", f"do {publisher} công bố: danh mục chỉ giữ cơ quan ghi cùng quyết định"
        )
