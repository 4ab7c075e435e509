"""The form of a message: shown, corrected with nothing lost, sent once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.services.throttle import Limit, hit, visitor_of
from feedback.captcha import Challenge, load_driver
from feedback.forms.case import CaseForm
from feedback.forms.kinds import KIND_FORMS, KindForm
from feedback.routing import NoDepartmentError
from feedback.services.attachments import (
    StorageFullError,
    draft_files,
    drop_from_draft,
)
from feedback.services.first_line import Verdict, judge
from feedback.services.form_token import FormToken, new_token, read_token
from feedback.services.intake import Outlook, outlook, receipt_for, submit_case
from feedback.views import sessions
from feedback.views.protection import is_cross_site
from feedback.views.uploads import QuotaHandler, limit_uploads, take_files
from procedures.services.lookup import find_by_code
from procedures.services.promise import published_promise

logger = logging.getLogger(__name__)

# Corrections, uploads and attempts together: nobody needs that many in an hour.
POSTS = Limit("posts-address", soft=1500, hard=1500)
HONEYPOT = "website"
# The second of a pair, and the first that it stands beside where both are asked for.
_PAIRS = {
    "happened_on": "filed_on",
    "dossier_code": "reported_fee",
    "place_unit": "unit_concerned",
    "email": "phone",
}

STORAGE_FULL = gettext_lazy(
    "Máy chủ đang hết chỗ chứa tệp. Chữ bạn gõ vẫn còn; bạn gửi lại sau ít phút, hoặc gửi không kèm tệp."
)


@dataclass
class Page:
    """One showing of the form."""

    request: HttpRequest
    kind: KindForm
    token: FormToken
    now: datetime
    form: CaseForm
    challenge: Challenge | None = None
    file_errors: list[str] = field(default_factory=list)
    status: int = 200


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one kind. It checks for cross-site requests itself, to give back what was typed."""
    definition = KIND_FORMS.get(kind)
    if definition is None:
        raise Http404
    now = timezone.now()
    if request.method != "POST":
        return _empty_form(request, definition, now)
    quota = limit_uploads(request)
    cross_site = is_cross_site(request)
    token = read_token(request.POST.get("token", "")) or new_token(now)
    page = Page(request, definition, token, now, _bound(request, definition, now))
    if cross_site:
        return _refused(
            page, _("Trang này đã để quá lâu nên chưa gửi. Mọi thứ bạn gõ vẫn còn: bấm gửi lần nữa.")
        )
    if hit(POSTS, visitor_of(request.META, now).address) > POSTS.hard:
        return _refused(page, _too_many(), status=429)
    return _posted(page, quota)


def _empty_form(request: HttpRequest, kind: KindForm, now: datetime) -> HttpResponse:
    today = timezone.localdate(now)
    code = request.GET.get("thu-tuc", "")
    blank = CaseForm(kind, today=today)
    if code and "procedure_code" in blank.fields:
        blank.procedure = find_by_code(code)
        blank.initial["procedure_code"] = blank.procedure.code if blank.procedure else ""
        if blank.procedure is None:
            blank.initial["procedure_query"] = code[:60]
    return _show(Page(request, kind, new_token(now), now, blank))


def _bound(request: HttpRequest, kind: KindForm, now: datetime) -> CaseForm:
    return CaseForm(kind, request.POST, today=timezone.localdate(now))


def _posted(page: Page, quota: QuotaHandler) -> HttpResponse:
    """Keep the files first, so that an error elsewhere doesn't lose them; then do what the button says."""
    post = page.request.POST
    if "drop" in post:
        drop_from_draft(page.token.key, post["drop"])
        return _as_typed(page)
    try:
        page.file_errors = take_files(page.request, page.token.key, quota, page.now)
    except StorageFullError:
        return _refused(page, str(STORAGE_FULL), status=507)
    if "upload" in post or "forget_procedure" in post:
        return _as_typed(page)
    if not page.form.is_valid() or page.file_errors:
        return _show(page)
    return _guarded(page)


def _guarded(page: Page) -> HttpResponse:
    """Send it, unless the first line asks for a captcha or the form was sent before with another text."""
    known = receipt_for(page.token.key)
    if known is not None and known.case.content != page.form.cleaned_data["content"]:
        page.token = new_token(page.now)
        text = _("Bạn vừa gửi một phản ánh, mã %(code)s. Nếu đây là việc khác, bấm gửi lần nữa.")
        return _refused(page, text % {"code": known.public_code})
    if known is None:
        visitor = visitor_of(page.request.META, page.now)
        raw = page.request.POST
        verdict = judge(read_token(raw.get("token", "")), raw.get(HONEYPOT, ""), visitor, page.now)
        if verdict.blocked:
            return _refused(page, _too_many(), status=429)
        if not _captcha_passed(page, verdict):
            page.challenge = load_driver().challenge()
            page.form.fields["captcha_answer"].required = True
            return _show(page)
    return _send(page)


def _captcha_passed(page: Page, verdict: Verdict) -> bool:
    if not verdict.suspicious:
        return True
    answer = page.form.cleaned_data.get("captcha_answer", "")
    if load_driver().passes(page.request.POST.get("captcha_token", ""), answer):
        return True
    text = (
        _("Câu trả lời chưa đúng. Bạn thử với câu mới.")
        if answer
        else _("Bạn trả lời thêm một câu ngắn rồi gửi lại.")
    )
    page.form.add_error("captcha_answer", text)
    return False


def _send(page: Page) -> HttpResponse:
    try:
        receipt = submit_case(page.form.submission(page.token.key), now=page.now)
    except StorageFullError:
        return _refused(page, str(STORAGE_FULL), status=507)
    except NoDepartmentError:
        text = _("Trang này chưa được cài đặt để nhận phản ánh. Chữ bạn gõ vẫn còn.")
        return _refused(page, text, status=503)
    except OperationalError:
        logger.exception("a message could not be written")
        text = _("Máy chủ đang bận nên chưa nhận được. Chữ bạn gõ vẫn còn; bạn bấm gửi lần nữa sau ít phút.")
        return _refused(page, text, status=503)
    sessions.open_case(page.request, receipt.public_code, page.now)
    sessions.remember_receipt(page.request, receipt.public_code, page.token.key, page.now)
    return HttpResponseRedirect(reverse("feedback:receipt", args=[receipt.public_code]))


def _too_many() -> str:
    return _(
        "Có quá nhiều lượt gửi từ mạng của bạn trong một giờ. Chữ bạn gõ vẫn còn; bạn gửi lại sau ít phút."
    )


def _refused(page: Page, text: str, status: int = 200) -> HttpResponse:
    page.form.add_error(None, ValidationError(text))
    page.status = status
    return _show(page)


def _as_typed(page: Page) -> HttpResponse:
    """Show the form with everything that was typed and no complaints about what isn't finished."""
    initial = page.request.POST.dict()
    typed = CaseForm(page.kind, initial=initial, today=page.form.today)
    if "forget_procedure" in initial:
        typed.initial["procedure_code"] = ""
    elif "procedure_code" in typed.fields:
        typed.procedure = find_by_code(str(initial.get("procedure_code", "")))
    page.form = typed
    return _show(page)


def _show(page: Page) -> HttpResponse:
    form_ = page.form
    for error in page.file_errors if form_.is_bound else ():
        form_.add_error("attachments", error)
    procedure = form_.procedure
    context: dict[str, Any] = {
        "kind": page.kind,
        "form": form_,
        "token": page.token.signed,
        "files": draft_files(page.token.key),
        "file_errors": page.file_errors,
        "challenge": page.challenge,
        "honeypot": HONEYPOT,
        "procedure": procedure,
        "promise": published_promise(procedure, form_.today) if procedure else {},
        "outlook": _outlook(page),
        "about_rows": _rows(form_, [name for name in page.kind.about if name != "procedure_query"]),
        "contact_rows": _rows(form_, page.kind.contact),
    }
    return render(page.request, "feedback/form.html", context, status=page.status)


def _rows(form_: CaseForm, names: Sequence[str]) -> list[list[BoundField]]:
    """Bound fields in reading order; short ones that belong together share a row."""
    rows: list[list[BoundField]] = []
    for name in names:
        partner = _PAIRS.get(name)
        if rows and partner == rows[-1][-1].name:
            rows[-1].append(form_[name])
        else:
            rows.append([form_[name]])
    return rows


def _outlook(page: Page) -> Outlook | None:
    """Who will answer and by when, as far as can be said now."""
    submission = page.form.submission(page.token.key)
    try:
        return outlook(submission, now=page.now)
    except NoDepartmentError:
        return None
