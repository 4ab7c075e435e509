"""The page on which a citizen follows a case, and the answer that can stand there."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse

from core.models import User
from feedback.models import Case
from feedback.services.answers import AnswerDraft
from feedback.services.transitions import Given, move_case

LookUp = Callable[..., HttpResponse]


def url(case: Case, name: str = "case") -> str:
    return reverse(f"tracking:{name}", args=[case.public_code])


def words(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def answered(case: Case, officer: User) -> Case:
    move_case(case.pk, "start", actor=officer)
    draft = AnswerDraft(
        "founded",
        "Kết quả đã có.",
        "Chậm ở khâu ký.",
        case.owner_department,
        "0290 3 100 200",
        next_step="Nhận tại quầy 2.",
    )
    move_case(case.pk, "answer", actor=officer, given=Given(answer=draft))
    return Case.objects.get(pk=case.pk)
