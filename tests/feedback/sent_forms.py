"""The form as a citizen fills it in on Monday 23/11/2026 at 9:00, and what the page that comes back says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from feedback.models import FeedbackReason
from feedback.services.attachments import draft_files
from feedback.services.form_token import new_token, read_token
from tests.feedback import samples
from tests.feedback.factories import NOW

CONTENT = "Giấy hẹn ngày 18/11 nhưng đến hôm nay chưa có kết quả."
Post = Callable[..., HttpResponse]


def token() -> str:
    """The token of a form that was shown a minute ago."""
    return new_token(NOW - timedelta(minutes=1)).signed


def fields(**changes: Any) -> dict[str, Any]:
    values = {
        "token": token(),
        "website": "",
        "reason": FeedbackReason.objects.get(code="late").pk,
        "content": CONTENT,
        "name": "Nguyễn Thị Thử",
        "phone": "0912 345 678",
        "address": "1 đường Thử, phường An Lộc",
        "preferred_channel": "none",
        "send": "1",
    }
    return {key: value for key, value in {**values, **changes}.items() if value is not None}


def text_of(response: HttpResponse) -> str:
    """The visible words of a page."""
    body = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def photo(name: str = "giay-hen.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.photo() if data is None else data)


def draft_of(response: HttpResponse) -> list[str]:
    found = re.search(r'name="token" value="([^"]+)"', response.content.decode())
    assert found
    read = read_token(found[1])
    assert read
    return [file.name for file in draft_files(read.key)]
