"""The title that people read, made of the official name. The official name itself is never changed."""

import re
from typing import Final

from core.text import clean_display, fold
from procedures.titles import short_title

# What a procedure does. Before one of these "Thủ tục" says nothing; before a noun ("Thủ tục hải quan đối với …")
# it is part of the name.
_VERBS: Final = (
    "ap dung|ban|ban hanh|bao cao|bo nhiem|bo sung|boi hoan|cai chinh|cap|cap nhat|cham dut|chap thuan"
    "|chi dinh|chi tra|chia|cho phep|chung nhan|chung thuc|chuyen|chuyen doi|chuyen nhuong|cong bo|cong chung"
    "|cong nhan|cung cap|dang cai|dang ky|danh gia|dat ten|de nghi|de xuat|di chuyen|dieu chinh|dinh chi|doi"
    "|dong|du tuyen|ghi|gia han|giai quyet|giai the|giam dinh|giam thue|giao|ho tro|hoan thue|hoan tra"
    "|hoi tu giai the|hop nhat|huong|huong dan|huy|huy bo|ke khai|ket noi|khai bao|khen thuong|khoanh"
    "|kiem tra|lap|lay y kien|lien thong|lua chon|mien nhiem|mien thue|mo|nhan|nop|phan loai|phat hanh"
    "|phe chuan|phe duyet|phuc hoi|quy tu giai the|quyet dinh|ra soat|rut|sap nhap|sua doi|tach|tai cap"
    "|tam dinh chi|tam dung|tam ung|tang|tham dinh|tham gia|thanh lap|thanh toan|thay doi|thi tuyen|thong bao"
    "|thu hoi|thua nhan|thuc hien|tiep nhan|to chuc|tra|tro cap|tru lui|trung bay|tu nguyen|tuyen chon"
    "|tuyen dung|tuyen sinh|xac dinh|xac minh|xac nhan|xay dung|xet|xin|xoa|xu ly|yeu cau"
)
_EMPTY_WORDS: Final = re.compile(r"^\s*thủ tục(?: hành chính)?\s*[:\-–]?\s+(?=\S)", re.IGNORECASE)
_VERB: Final = re.compile(rf"(?:{_VERBS})\b")

_SYLLABLE: Final = re.compile(
    r"(?:ngh|ng|nh|kh|gh|gi|ch|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?", re.ASCII
)
_PROPER: Final = re.compile(
    r"\b(?:luật|nghị định|thông tư|nghị quyết|quyết định số|thành phố|thủ đô|quân khu|đề án|chương trình|đảng"
    r"|hà nội|huế|đà nẵng|cần thơ|hải phòng|hồ chí minh|lào|campuchia|nga|hoa kỳ|trung quốc|nhật bản)\b"
)
_PLACE: Final = re.compile(
    r"\b(?:tỉnh|xã|huyện|quận|phường|đặc khu|cảng|sân bay)\s+(?!(?:hội|khác|hoặc|thuộc|theo|và|trở)\b)\w"
)
_COUNTRY: Final = re.compile(r"\bviệt nam\b")


def read_title(official_name: str) -> str:
    """At most 255 characters on one line: without an empty "Thủ tục" in front, not in capitals where that is safe."""
    name = readable_case(clean_display(official_name))
    shorter = _EMPTY_WORDS.sub("", name)
    if shorter != name and _VERB.match(fold(shorter)):
        name = shorter[:1].upper() + shorter[1:]
    return short_title(name)


def is_shouted(name: str) -> bool:
    """Whether the name is written in capitals throughout."""
    return name.isupper() and len(name.split()) > 1


def readable_case(name: str) -> str:
    """A name in capitals as a sentence, if nothing in it can be a proper name or an abbreviation; else as it is."""
    if not is_shouted(name):
        return name
    lowered = name.lower()
    words = [word for word in fold(name).split() if not word.isdigit()]
    if _PROPER.search(lowered) or _PLACE.search(lowered) or not all(map(_SYLLABLE.fullmatch, words)):
        return name
    lowered = _COUNTRY.sub("Việt Nam", lowered)
    return lowered[:1].upper() + lowered[1:]
