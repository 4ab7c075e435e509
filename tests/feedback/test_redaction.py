"""What names a person is covered before a text is published."""

from __future__ import annotations

import pytest

from feedback.redaction import COVER, cover_personal


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("gọi 0901234567 nhé", f"gọi {COVER} nhé"),
        ("gọi 0901 234 567.", f"gọi {COVER}."),
        ("gọi +84 901 234 567", f"gọi {COVER}"),
        ("CCCD 079123456789", f"CCCD {COVER}"),
        ("thư a.b@example.vn", f"thư {COVER}"),
        ("xe 51F-123.45", f"xe {COVER}"),
        ("ở số nhà 12/3A đường Lê Lợi", f"ở {COVER} đường Lê Lợi"),
        ("trả 50.000 đồng ngày 18/11/2026", "trả 50.000 đồng ngày 18/11/2026"),
        ("mã thủ tục 1.004222", "mã thủ tục 1.004222"),
    ],
)
def test_what_names_a_person_is_covered_before_publication(text: str, covered: str) -> None:
    assert cover_personal(text) == covered
