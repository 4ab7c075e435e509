"""The public calculator: file on a day, receive on which day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from procedures.forms import CalculatorForm
from procedures.services.answers import Answer, answer_procedure, answer_term
from procedures.wording import term_words

_PARAMETERS = ("thu-tuc", "so", "don-vi", "ngay", "gio")


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """File on a day, receive on which day. A plain GET form: an address with its answer can be kept and shared."""
    now = timezone.now()
    asked = any(request.GET.get(name) for name in _PARAMETERS)
    form = CalculatorForm(request.GET if asked else None, now=now)
    valid = asked and form.is_valid()
    answers = _answers(form) if valid else []
    context = {"form": form, "answers": answers, "procedure": form.procedure if valid else None}
    return render(request, "procedures/calculator.html", context)


def _answers(form: CalculatorForm) -> list[Answer]:
    if form.procedure is not None:
        return answer_procedure(form.procedure, form.sent_at)
    term = form.term
    if term is None:
        return []
    title = term_words(form.cleaned_data["so"], form.cleaned_data["don_vi"] or "working_day")
    return answer_term(title, term, form.sent_at)
