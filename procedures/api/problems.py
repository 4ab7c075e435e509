"""Errors as problem documents (RFC 9457), in Vietnamese and English, each saying what to do."""

from dataclasses import dataclass, field
from typing import Any

from django.http import JsonResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONTENT_TYPE = "application/problem+json"


@dataclass
class Problem(Exception):
    """One error: the HTTP status, what is wrong and what to do, and which parameters are meant.

    The words are lazy, so that one problem can be told in both languages. ``errors``: (parameter, words).
    """

    status: int
    title: Promise | str
    advice: Promise | str
    errors: tuple[tuple[str, Promise | str], ...] = field(default=())

    def response(self) -> JsonResponse:
        """The answer; never kept by a cache."""
        body = {"type": "about:blank", "status": self.status, **self._words("vi"), "en": self._words("en")}
        response = JsonResponse(
            body,
            status=self.status,
            content_type=CONTENT_TYPE,
            json_dumps_params={"ensure_ascii": False},
        )
        response["Cache-Control"] = "no-store"
        return response

    def _words(self, language: str) -> dict[str, Any]:
        with translation.override(language):
            words: dict[str, Any] = {"title": str(self.title), "detail": str(self.advice)}
            if self.errors:
                words["errors"] = [{"parameter": name, "detail": str(text)} for name, text in self.errors]
        return words


def bad_parameters(*errors: tuple[str, Promise | str]) -> Problem:
    """Parameters that can't be understood."""
    return Problem(
        400,
        _("Tham số không đúng"),
        _("Hãy sửa các tham số nêu dưới đây; mọi tham số và giá trị được phép có tại /api/v1/docs."),
        errors,
    )


def not_found() -> Problem:
    """Nothing public at this address."""
    return Problem(
        404,
        _("Không có dữ liệu này"),
        _("Hãy kiểm tra lại mã, hoặc lấy danh sách tại /api/v1/procedures."),
    )


def not_allowed() -> Problem:
    """The data is for reading only."""
    return Problem(405, _("Chỉ đọc"), _("Dữ liệu mở chỉ nhận GET, HEAD và OPTIONS."))


def too_many() -> Problem:
    """One visitor asks too often."""
    return Problem(
        429,
        _("Bạn hỏi quá nhanh"),
        _(
            "Hãy đợi số giây ghi trong Retry-After rồi tiếp tục; muốn lấy cả danh mục thì tải tệp tại /du-lieu/."
        ),
    )


def in_preparation() -> Problem:
    """A large file is being written."""
    return Problem(
        503,
        _("Tệp đang được chuẩn bị"),
        _("Danh mục lớn nên tệp này cần vài phút. Hãy thử lại sau số giây ghi trong Retry-After."),
    )
