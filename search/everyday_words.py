"""Words that ask for a part of a page, speak of the asker or are said along: what every query has some of. Pure.

What depends on the catalogue or on the province stands in rows that editors own (`search.language`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from core.text import folded_words
from search.language import Words, longest_first


class Intent(StrEnum):
    """The section of a page that is asked for."""

    FEES = "fees"
    TIME = "time"
    DOSSIER = "dossier"
    PLACE = "place"
    FORMS = "forms"


def _phrases(lines: str) -> tuple[Words, ...]:
    return longest_first(map(folded_words, lines.split(",")))


INTENTS: Final = tuple(
    sorted(
        (
            (intent, phrase)
            for intent, lines in {
                Intent.FEES: "hết bao nhiêu tiền, mất bao nhiêu tiền, tốn bao nhiêu tiền, bao nhiêu tiền, lệ phí,"
                "giá bao nhiêu, có mất phí không, có mất tiền không, mất phí, phí",
                Intent.TIME: "mất bao lâu, bao lâu thì có, bao lâu, mấy ngày, bao nhiêu ngày, thời hạn giải quyết,"
                "thời gian giải quyết, khi nào có, bao giờ có, khi nào xong, bao giờ xong",
                Intent.DOSSIER: "cần giấy tờ gì, cần những giấy tờ gì, giấy tờ gì, hồ sơ gồm những gì, hồ sơ gồm gì,"
                "gồm những gì, gồm gì,"
                "cần mang theo gì, mang theo gì, cần mang gì, mang gì, cần những gì, cần gì, hồ sơ cần gì,"
                "cần giấy tờ, giấy tờ cần, giấy tờ cần có, giấy tờ cần thiết, hồ sơ cần có, cần chuẩn bị gì",
                Intent.PLACE: "nộp ở đâu, làm ở đâu, ở đâu, nộp đâu, làm đâu, chỗ nào, nơi nào, ở chỗ nào, nộp cho ai,"
                "đến đâu, ra đâu, nơi nộp, nơi làm, cơ quan nào có thẩm quyền, cơ quan nào, ai giải quyết",
                Intent.FORMS: "mẫu đơn, mẫu tờ khai, tờ khai, biểu mẫu, đơn mẫu",
            }.items()
            for phrase in _phrases(lines)
        ),
        key=lambda entry: -len(entry[1]),
    )
)

# Folded words of somebody who does not ask for a citizen, or not for the nearest office.
OF_BUSINESS: Final = (
    *("doanh nghiep", "cong ty", "dn", "hop tac xa", "htx", "nha may", "xi nghiep", "nha thau", "nhap khau"),
    *("xuat khau", "san xuat", "chi nhanh", "van phong dai dien", "du an dau tu"),
)
OF_PROVINCE: Final = (
    "cap tinh",
    "so tu phap",
    "so xay dung",
    "so y te",
    "so noi vu",
    "len tinh",
    "trung tam hanh chinh cong",
)

# For whom, not what: "khai sinh cho con" is "khai sinh", though other titles have the word "con".
_FAMILY: Final = (
    "ông, bà, bố, mẹ, ba, má, cha, tía, vợ, chồng, con, cháu, bé, con trai, con gái, em trai, em gái, anh trai,"
    "chị gái, cô, chú, bác, dì, cậu, nhà, ông bà, bố mẹ, ba má, cha mẹ, ông nội, bà nội, ông ngoại, bà ngoại, vợ chồng"
)
BESIDE: Final = _phrases(
    ",".join(
        f"{who} {whose}" for who in _FAMILY.split(",") for whose in ("tôi", "em", "mình", "tui", "anh", "chị")
    )
    + ",ông nội, bà nội, ông ngoại, bà ngoại, hai vợ chồng, chồng là, vợ là, bố là, mẹ là,"
    "con nít, cho con nít, cho con, cho bé, cho cháu,"
    "cho vợ, cho chồng, cho bố mẹ, cho mẹ, cho bố, cho ba, cho má, cho người nhà, con tôi,"
    "con em, con mình, của con, của tôi, của em, của mình, em bé, bé, bị, nhà tôi, nhà em, nhà mình, quê"
)

# Polite words that without accents may be another word, "can" in "can cuoc", "sao" in "ban sao": they stay, as a hint.
AMBIGUOUS: Final = frozenset(
    "anh ban ca cac can chi chua co cung da de di em gio ha het hoi hong luon ma minh nay nen nha nho nop nao sao the"
    " thi va ve voi".split()
)

# Words that the search itself understands, so that none of them is taken for a slip of another.
ASIDE: Final = frozenset(
    word.folded for phrase in (*BESIDE, *(phrase for _intent, phrase in INTENTS)) for word in phrase
)
