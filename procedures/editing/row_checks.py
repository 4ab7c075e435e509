"""What an editor is told about rows that contradict each other, beside the row that must change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from django.forms import BaseInlineFormSet, ModelForm
from django.utils.translation import gettext as _

from core.templatetags.vietnamese import number_vi
from procedures.validity import hours_allowed, is_dated, overlaps
from procedures.wording import term_words, validity_words

Formset: TypeAlias = "BaseInlineFormSet[Any, Any, ModelForm[Any]]"


def check_rows(formsets: Mapping[str, Formset], today: date) -> None:
    """Add errors for two rows that hold on one day where a date was meant to part them, and for too long a process."""
    if "fees" in formsets:
        _check_overlaps(formsets["fees"], lambda row: (row.kind, row.case_label, row.currency, row.per_unit))
    if "time_limits" in formsets:
        _check_overlaps(formsets["time_limits"], lambda row: row.case_label)
        if "process_steps" in formsets:
            _check_hours(formsets["process_steps"], formsets["time_limits"], today)


def _filled(formset: Formset) -> list[ModelForm[Any]]:
    """The rows that will be saved, where the formset has no errors of its own."""
    if not formset.is_valid():
        return []
    return [
        form
        for form in formset.forms
        if form not in formset.deleted_forms and (form.has_changed() or form.instance.pk)
    ]


def _check_overlaps(formset: Formset, alike: Callable[[Any], Hashable]) -> None:
    """Rows without any date stay as they are: sources name several amounts for one way of filing."""
    forms = _filled(formset)
    numbers = {id(form.instance): number for number, form in enumerate(forms, start=1)}
    for first, second in overlaps([form.instance for form in forms], alike):
        if is_dated(first) or is_dated(second):
            later = forms[numbers[id(second)] - 1]
            dates = validity_words(first.valid_from, first.valid_to) or _("không ghi ngày")
            values = {"number": numbers[id(first)], "dates": dates}
            text = _(
                "Trùng ngày với dòng %(number)d (%(dates)s), cùng cách nộp và cùng trường hợp. "
                "Hãy ghi ngày kết thúc cho dòng cũ."
            )
            later.add_error("valid_from", text % values)


def _check_hours(process: Formset, times: Formset, today: date) -> None:
    forms = _filled(process)
    rows = [form.instance for form in _filled(times) if form.instance.is_valid_on(today)]
    allowed = hours_allowed(rows)
    total = sum((form.instance.hours for form in forms), Decimal(0))
    if not forms or allowed is None or total <= allowed[0]:
        return
    hours, row = allowed
    text = _(
        "Tổng số giờ các bước là %(total)s giờ, vượt thời hạn %(term)s (%(allowed)s giờ). Hãy bớt %(over)s giờ."
    )
    values = {
        "total": number_vi(total),
        "term": term_words(*row.effective_term),
        "allowed": number_vi(hours),
        "over": number_vi(total - hours),
    }
    forms[-1].add_error("hours", text % values)
