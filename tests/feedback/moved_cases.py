"""What moving a case takes: a moment, an answer; and which messages it left for somebody."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.models import Department, OutboundMessage
from feedback.services.answers import AnswerDraft
from tests.feedback.factories import NOW


def later(days: int = 0, **more: int) -> datetime:
    return NOW + timedelta(days=days, **more)


def draft(unit: Department, **changes: str) -> AnswerDraft:
    values = {
        "decision": "founded",
        "body": "Hồ sơ của bạn bị chậm ở khâu ký, nay đã có kết quả.",
        "reason": "Cán bộ nghỉ ốm, chưa bố trí người thay.",
        "next_step": "Bạn nhận kết quả tại quầy số 2 từ ngày 25/11/2026.",
        "legal_basis": "",
        "contact": "0290 3 100 200",
    }
    return AnswerDraft(responsible_unit=unit, **{**values, **changes})


def templates_to(recipient: str) -> list[str]:
    rows = OutboundMessage.objects.filter(recipient=recipient).order_by("pk")
    return list(rows.values_list("template", flat=True))
