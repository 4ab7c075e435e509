"""What an editor is told after saving: allowed, but rarely meant."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from procedures.models import Fee, ProcedurePage, TimeLimit
from procedures.services.presentation.fees import fee_text
from procedures.services.presentation.times import time_text
from procedures.validity import overlaps


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_contradictions(request: HttpRequest, page: Page) -> None:
    """Rows for one way of filing and one case that say different things: citizens see both."""
    if not isinstance(page, ProcedurePage):
        return
    for pair in (*_different_fees(page), *_different_times(page)):
        text = _(
            "“%(first)s” và “%(second)s” cùng cách nộp, cùng trường hợp, cùng ngày áp dụng: "
            "người dân thấy cả hai. Hãy ghi trường hợp của từng dòng."
        )
        messages.warning(request, text % {"first": pair[0], "second": pair[1]})


def _different_fees(page: ProcedurePage) -> list[tuple[str, str]]:
    def alike(row: Fee) -> tuple[str, ...]:
        return row.kind, row.case_label, row.currency, row.per_unit

    pairs = overlaps(list(page.fees.all()), alike)
    return [words for first, second in pairs if len(set(words := (fee_text(first), fee_text(second)))) > 1]


def _different_times(page: ProcedurePage) -> list[tuple[str, str]]:
    def alike(row: TimeLimit) -> str:
        return row.case_label

    pairs = overlaps(list(page.time_limits.all()), alike)
    return [words for first, second in pairs if len(set(words := (time_text(first), time_text(second)))) > 1]
