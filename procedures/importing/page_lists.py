"""Lists that a page writes as one text: who may file, which agencies, which legal texts."""

import re
from collections.abc import Sequence
from typing import Final

from procedures.importing.texts import clean_line

# The portal's own list (domain of ``subjectTypesDetails``); some of the names have commas in them.
SUBJECTS: Final = (
    "Công dân Việt Nam mà không xác định được nơi thường trú hoặc nơi tạm trú",
    "Công dân Việt Nam",
    "Người Việt Nam định cư ở nước ngoài",
    "Người nước ngoài đã cư trú tại Việt Nam",
    "Người nước ngoài cư trú tại Việt Nam",
    "Người nước ngoài",
    "Cán bộ, công chức, viên chức",
    "Doanh nghiệp có vốn đầu tư nước ngoài",
    "Doanh nghiệp Việt Nam",
    "Doanh nghiệp",
    "Tổ chức (không bao gồm doanh nghiệp, HTX)",
    "Tổ chức nước ngoài",
    "Tổ chức Đảng",
    "Hợp tác xã",
    "Đảng viên",
)
_AGENCY_STARTS: Final = (
    "Bộ|Sở|Cục|Chi cục|Tổng cục|Vụ|Ban|Ủy ban|Uỷ ban|UBND|Công an|Phòng|Văn phòng|Trung tâm|Bảo hiểm|Cơ quan|Viện|"
    "Thuế|Kho bạc|Ngân hàng|Đại sứ quán|Tòa|Tòa án|Chi nhánh|Trường|Hội đồng|Quỹ|Cảng|Thanh tra|Hải quan|Đồn|Đội|"
    "Tổng công ty|Đơn vị|Doanh nghiệp|Cơ sở|Bộ phận|Tổ chức|Chủ tịch|Đại học|Học viện|Liên đoàn|Thủ tướng|Chính phủ|"
    "Nhà|Bệnh viện|Sư đoàn|Quân khu|Bộ đội|Ngành|Hội|Trạm|Kiểm lâm|Hạt"
)
_BETWEEN_AGENCIES: Final = re.compile(rf"\s*[,;]\s+(?=(?:{_AGENCY_STARTS})\b)|\s*;\s*")
_YEAR_GLUED: Final = re.compile(r"(?:19|20)\d\d(\d{1,3})")
_LONG_NUMBER: Final = re.compile(r"(\d{4,})(/\d{4}/.+)")


def subject_names(text: str) -> tuple[list[str], str]:
    """The known names in the text, and what is left of it."""
    rest = clean_line(text)
    found = []
    for name in SUBJECTS:
        pattern = re.compile(rf"(?:^|,\s*){re.escape(name)}(?=\s*(?:,|$))")
        if pattern.search(rest):
            found.append(name)
            rest = pattern.sub(",", rest)
    return found, rest.strip(" ,")


def agency_names(text: str) -> list[str]:
    """The agencies of a text, cut only where the word after a comma begins the name of an agency."""
    return list(
        dict.fromkeys(
            name for part in _BETWEEN_AGENCIES.split(clean_line(text)) if (name := part.strip(" ,;"))
        )
    )


def legal_numbers(numbers: Sequence[str], text: str) -> tuple[list[str], list[str]]:
    """(numbers, those that are doubtful). ``text``: the page's words, in which a title may end in a year.

    Cutting "Luật … năm 2011" and "02/2011/QH13" apart went wrong at times: "1102/2011/QH13" is put right where the
    words show the whole of it.
    """
    good: dict[str, None] = {}
    doubtful = []
    for number in numbers:
        match = _LONG_NUMBER.fullmatch(number)
        if match is None:
            good[number] = None
            continue
        whole = re.search(rf"(\d*{re.escape(match[1])}){re.escape(match[2])}", text)
        glued = _YEAR_GLUED.fullmatch(whole[1]) if whole else None
        if glued is None:
            doubtful.append(number)
        good[glued[1] + match[2] if glued else number] = None
    return list(good), doubtful
