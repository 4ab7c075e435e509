"""The receipt, for the browser that sent the case and for an hour."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from feedback.models import DeadlineStep
from feedback.services.deadlines import frozen_term, reopen_window
from feedback.services.intake import receipt_for
from feedback.services.qr import tracking_qr, tracking_url
from feedback.views import sessions


@never_cache
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Code, secret, QR and the day by which somebody must answer. Everybody else is led to the look-up."""
    key = sessions.receipt_key(request, code, timezone.now())
    receipt = receipt_for(key) if key else None
    if receipt is None:
        return HttpResponseRedirect(reverse("tracking:case", args=[code]))
    context = {
        "receipt": receipt,
        "case": receipt.case,
        "qr": tracking_qr(receipt.public_code),
        "tracking_url": tracking_url(receipt.public_code),
        "term": frozen_term(receipt.case, DeadlineStep.ANSWER),
        "reopen_days": reopen_window(receipt.case).days,
    }
    return render(request, "feedback/receipt.html", context)
