"""Errors."""

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from procedures.api.schemas.about import about


class ProblemWords(Schema):
    """A problem in one language."""

    title: str = about(_("Chuyện gì."))
    detail: str = about(_("Nên làm gì."))
    errors: list[dict[str, str]] = Field([], description=_("Từng tham số sai và cách sửa."))


class ProblemDocument(ProblemWords):
    """An error, as RFC 9457 says."""

    type: str = about(_("Luôn là about:blank."))
    status: int = about(_("Mã HTTP."))
    en: ProblemWords = about(_("Bản tiếng Anh."))
