"""The terms that the guides to complaints and denunciations state, once more: a changed number is seen here."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.feedback.factories import DepartmentFactory

pytestmark = pytest.mark.django_db

# Law on Complaints, consolidated text 28/VBHN-VPQH of 2026.
COMPLAINT = {
    "Bạn nộp khiếu nại": "90 ngày từ khi nhận hoặc biết quyết định, việc làm đó",
    "Cơ quan báo thụ lý, hoặc không thụ lý và nói lý do": "7 ngày làm việc từ khi nhận đơn",
    "Giải quyết lần đầu": (
        "30 ngày từ khi thụ lý; việc phức tạp 45 ngày; vùng sâu, vùng xa 45 ngày, phức tạp 60 ngày"
    ),
    "Gửi quyết định giải quyết lần đầu cho bạn": "3 ngày làm việc",
    "Bạn khiếu nại lần hai": "30 ngày; vùng sâu, vùng xa 45 ngày",
    "Giải quyết lần hai": (
        "45 ngày từ khi thụ lý; phức tạp 60 ngày; vùng sâu, vùng xa 60 ngày, phức tạp 70 ngày"
    ),
}
# Law on Denunciations, consolidated text 29/VBHN-VPQH, articles 24 and 30.
DENUNCIATION = {
    "Xử lý ban đầu, quyết định thụ lý hay không": (
        "7 ngày làm việc; phải xác minh ở nhiều nơi: 10 ngày làm việc"
    ),
    "Chuyển đến nơi có thẩm quyền và báo cho bạn": "5 ngày làm việc",
    "Báo cho bạn việc thụ lý": "5 ngày làm việc",
    "Giải quyết": "30 ngày từ khi thụ lý; phức tạp thêm 30 ngày; đặc biệt phức tạp thêm 60 ngày",
}
GUIDES = {
    "complaint_guide": (COMPLAINT, "28/VBHN-VPQH"),
    "denunciation_guide": (DENUNCIATION, "29/VBHN-VPQH"),
}


def shown(client: Client, name: str) -> str:
    DepartmentFactory(is_fallback=True)
    return html.unescape(client.get(reverse(f"feedback:{name}")).content.decode())


@pytest.mark.parametrize("name", GUIDES)
def test_the_terms_are_those_of_the_twin_and_name_their_law(client: Client, name: str) -> None:
    terms, law = GUIDES[name]
    page = shown(client, name)
    assert dict(re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td></tr>", page)) == terms
    assert law in page


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_has_no_form_that_could_take_a_complaint(client: Client, name: str) -> None:
    main = shown(client, name).split("<main", 1)[1].split("</main>", 1)[0]
    assert "<textarea" not in main
    assert 'method="post"' not in main
