"""Looking a case up with code and secret, and the page behind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.services.throttle import Limit, Visitor, count, hit, visitor_of
from feedback import codes
from feedback.captcha import Challenge, load_driver
from feedback.forms.tracking import LookupForm, RatingForm, ReasonForm, SupplyForm
from feedback.models import Case, CaseAttachment, UploadedBy
from feedback.services.attachments import draft_files
from feedback.services.form_token import FormToken, new_token
from feedback.services.tracking import find_case
from feedback.services.tracking_view import tracked_case
from feedback.views import sessions

# Wrong tries: after a few a captcha, after many a pause. The code's own count stops guessing from many places.
PER_ADDRESS = Limit("lookup-address", soft=5, hard=100, window=timedelta(minutes=15))
PER_CODE = Limit("lookup-code", soft=10, hard=10_000)
_MAX_CODE = 60


@never_cache
@sensitive_post_parameters("code", "secret")
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Ask for code and secret. What was wrong is never said: code, secret and both look alike."""
    if request.method != "POST":
        typed = request.GET.get("ma", "")[:_MAX_CODE]
        return _show_lookup(request, LookupForm(initial={"code": typed}))
    now = timezone.now()
    form = LookupForm(request.POST)
    if not form.is_valid():
        return _show_lookup(request, form)
    visitor = visitor_of(request.META, now)
    if count(PER_ADDRESS, visitor.address) >= PER_ADDRESS.hard:
        text = _("Đã thử sai quá nhiều lần. Bạn thử lại sau 15 phút, hoặc gọi đường dây nóng.")
        form.add_error(None, ValidationError(text))
        return _show_lookup(request, form, status=429)
    if not _captcha_passed(request, form, visitor):
        return _show_lookup(request, form, load_driver().challenge())
    return _try(request, form, visitor, now)


def _try(request: HttpRequest, form: LookupForm, visitor: Visitor, now: datetime) -> HttpResponse:
    typed, secret = form.cleaned_data["code"], form.cleaned_data["secret"]
    case = find_case(typed, secret, settings.SITE_CODE_PREFIX)
    if case is None:
        hit(PER_ADDRESS, visitor.address)
        hit(PER_CODE, _code_key(typed))
        text = _("Mã tra cứu hoặc mã bí mật chưa đúng. Bạn xem lại cả hai mã trên giấy đã nhận.")
        form.add_error(None, ValidationError(text))
        challenge = load_driver().challenge() if _is_suspicious(form, visitor) else None
        return _show_lookup(request, form, challenge)
    sessions.open_case(request, case.public_code, now)
    return HttpResponseRedirect(reverse("tracking:case", args=[case.public_code]))


def _captcha_passed(request: HttpRequest, form: LookupForm, visitor: Visitor) -> bool:
    if not _is_suspicious(form, visitor):
        return True
    answer = form.cleaned_data["captcha_answer"]
    if load_driver().passes(request.POST.get("captcha_token", ""), answer):
        return True
    text = _("Câu trả lời chưa đúng. Bạn thử với câu mới.") if answer else _("Bạn trả lời thêm một câu ngắn.")
    form.add_error("captcha_answer", text)
    return False


def _is_suspicious(form: LookupForm, visitor: Visitor) -> bool:
    by_code = count(PER_CODE, _code_key(form.cleaned_data["code"]))
    return count(PER_ADDRESS, visitor.address) >= PER_ADDRESS.soft or by_code >= PER_CODE.soft


def _code_key(typed: str) -> str:
    """One counter per real code; everything that is no code shares another."""
    return codes.parse_public_code(typed, settings.SITE_CODE_PREFIX) or "none"


def _show_lookup(
    request: HttpRequest, form: LookupForm, challenge: Challenge | None = None, status: int = 200
) -> HttpResponse:
    form.fields["captcha_answer"].required = challenge is not None
    return render(request, "feedback/lookup.html", {"form": form, "challenge": challenge}, status=status)


@never_cache
@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    """The whole clock of one case; whoever hasn't given code and secret is asked for them."""
    now = timezone.now()
    found = opened_case(request, code, now)
    if found is None:
        return to_lookup(code)
    return show_case(request, found, now)


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the opened cases, for a shared phone."""
    sessions.close_cases(request)
    return HttpResponseRedirect(reverse("tracking:lookup"))


@never_cache
@require_safe
def attachment(request: HttpRequest, code: str, attachment_id: int) -> HttpResponse | FileResponse:
    """Give back a file that the sender put on the case."""
    found = opened_case(request, code, timezone.now())
    if found is None:
        return to_lookup(code)
    mine = CaseAttachment.objects.filter(case=found, uploaded_by=UploadedBy.CITIZEN, pk=attachment_id).first()
    if mine is None or not mine.file.storage.exists(mine.file.name or ""):
        raise Http404
    return FileResponse(
        mine.file.open("rb"),
        as_attachment=True,
        filename=mine.original_name,
        content_type=mine.content_type,
    )


def opened_case(request: HttpRequest, code: str, now: datetime) -> Case | None:
    """The case, when this browser has shown its secret lately."""
    canonical = codes.parse_public_code(code, settings.SITE_CODE_PREFIX)
    if canonical is None or not sessions.keep_open(request, canonical, now):
        return None
    cases = Case.objects.select_related("owner_department", "reason", "reject_reason", "procedure")
    return cases.filter(public_code=canonical).first()


def to_lookup(code: str) -> HttpResponseRedirect:
    """To the look-up with the code filled in; said of every code, real or not."""
    return HttpResponseRedirect(f"{reverse('tracking:lookup')}?{urlencode({'ma': code[:_MAX_CODE]})}")


def show_case(
    request: HttpRequest,
    found: Case,
    now: datetime,
    *,
    forms: Mapping[str, Form] | None = None,
    draft: FormToken | None = None,
) -> HttpResponse:
    """The page, with the bound form of an action that needs correcting and the files of its draft."""
    given: Mapping[str, Form] = forms or {}
    context = {
        "tracked": tracked_case(found, now),
        "case": found,
        "supply_form": given.get("supply_form") or SupplyForm(),
        "rating_form": given.get("rating_form") or RatingForm(),
        "reopen_form": given.get("reopen_form") or ReasonForm(prefix="mo-lai"),
        "object_form": given.get("object_form") or ReasonForm(prefix="khong-dong-y"),
        "failed_form": next((form for form in given.values() if form.errors), None),
        "supply_token": (draft or new_token(now)).signed,
        "supply_files": draft_files(draft.key) if draft else [],
    }
    return render(request, "feedback/tracking.html", context)
