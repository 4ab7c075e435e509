"""What the sender does on the tracking page: answer a question, rate, ask for another look, disagree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from core.services.throttle import hit, visitor_of
from feedback.forms.tracking import RatingForm, ReasonForm, SupplyForm
from feedback.models import Case
from feedback.services import tracking as service
from feedback.services.attachments import StorageFullError, drop_from_draft
from feedback.services.form_token import FormToken, new_token, read_token
from feedback.views.intake import POSTS, STORAGE_FULL
from feedback.views.protection import is_cross_site
from feedback.views.tracking import opened_case, show_case, to_lookup
from feedback.views.uploads import QuotaHandler, limit_uploads, take_files
from feedback.workflow import MoveRefusedError
from feedback.workflow_labels import REFUSAL_LABELS


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_POST
def supply(request: HttpRequest, code: str) -> HttpResponse:
    """Answer what the administration asked, with files. The page checks for cross-site requests itself."""
    now = timezone.now()
    quota = limit_uploads(request)
    cross_site = is_cross_site(request)
    case = opened_case(request, code, now)
    if case is None:
        return to_lookup(code)
    token = read_token(request.POST.get("token", "")) or new_token(now)
    form = SupplyForm(request.POST)
    if cross_site:
        form.add_error(None, _("Trang này đã để quá lâu nên chưa gửi. Bấm gửi lần nữa."))
    elif hit(POSTS, visitor_of(request.META, now).address) > POSTS.hard:
        form.add_error(
            None, _("Có quá nhiều lượt gửi từ mạng của bạn trong một giờ. Bạn gửi lại sau ít phút.")
        )
    else:
        done = _supplied(request, case, form, token, quota, now)
        if done is not None:
            return done
    return show_case(request, case, now, forms={"supply_form": form}, draft=token)


def _supplied(
    request: HttpRequest, case: Case, form: SupplyForm, token: FormToken, quota: QuotaHandler, now: datetime
) -> HttpResponse | None:
    """Keep the files, then send; None when the page has to be shown again."""
    if "drop" in request.POST:
        drop_from_draft(token.key, request.POST["drop"])
        return _again(request, case, token, now)
    try:
        refusals = take_files(request, token.key, quota, now)
        for refusal in refusals:
            form.add_error("attachments", refusal)
        if "upload" in request.POST and not refusals:
            return _again(request, case, token, now)
        if form.is_valid():
            service.supply_info(case.pk, text=form.cleaned_data["text"], key=token.key, now=now)
            return _done(request, case, _("Đã gửi bổ sung. Đồng hồ chạy tiếp."))
    except StorageFullError:
        form.add_error(None, str(STORAGE_FULL))
    except MoveRefusedError as refused:
        form.add_error(None, str(REFUSAL_LABELS[refused.refusal]))
    return None


def _again(request: HttpRequest, case: Case, token: FormToken, now: datetime) -> HttpResponse:
    typed = SupplyForm(initial={"text": request.POST.get("text", "")})
    return show_case(request, case, now, forms={"supply_form": typed}, draft=token)


@never_cache
@require_POST
def rate(request: HttpRequest, code: str) -> HttpResponse:
    """One to five, once."""
    now = timezone.now()
    case = opened_case(request, code, now)
    if case is None:
        return to_lookup(code)
    form = RatingForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        opinion = service.Opinion(int(given["score"]), not given["off_topic"], given["comment"])
        try:
            service.rate_answer(case.pk, opinion, now=now)
            return _done(request, case, _("Cảm ơn bạn. Đánh giá đã được ghi nhận."))
        except service.CannotRateError:
            form.add_error(None, _("Chưa có trả lời để đánh giá, hoặc đã quá hạn đánh giá."))
    return show_case(request, case, now, forms={"rating_form": form})


@never_cache
@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once for another look."""
    return _with_reason(request, code, "reopen_form", "mo-lai", service.reopen_case)


@never_cache
@require_POST
def object_to_rejection(request: HttpRequest, code: str) -> HttpResponse:
    """Disagree once with a rejection."""
    return _with_reason(request, code, "object_form", "khong-dong-y", service.object_to_rejection)


def _with_reason(
    request: HttpRequest, code: str, name: str, prefix: str, action: Callable[..., object]
) -> HttpResponse:
    now = timezone.now()
    case = opened_case(request, code, now)
    if case is None:
        return to_lookup(code)
    form = ReasonForm(request.POST, prefix=prefix)
    if form.is_valid():
        try:
            action(case.pk, reason=form.cleaned_data["reason"], now=now)
            return _done(request, case, _("Đã gửi yêu cầu của bạn."))
        except MoveRefusedError as refused:
            form.add_error(None, ValidationError(str(REFUSAL_LABELS[refused.refusal])))
    return show_case(request, case, now, forms={name: form})


def _done(request: HttpRequest, case: Case, text: str) -> HttpResponse:
    messages.success(request, text)
    return HttpResponseRedirect(reverse("tracking:case", args=[case.public_code]))
