"""One screen for each case, and what can be done from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from feedback.admin_views.access import CaseOfficeMixin
from feedback.admin_views.forms import ApologyForm, KindForm, MoveForm, NoteForm
from feedback.models import Case
from feedback.services import alerts
from feedback.services.case_view import case_screen
from feedback.services.roles import parts_of
from feedback.services.transitions import StaleCaseError, add_note, facts_of, move_case
from feedback.services.triage import TriageRefusedError, may_reclassify, reclassify
from feedback.workflow import MOVES_BY_NAME, Actor, MoveName, MoveRefusedError, legal_moves
from feedback.workflow_labels import MOVE_LABELS, REFUSAL_LABELS

UNPROCESSABLE = 422
# The move that most often comes next is shown as the main button, in this order.
MAIN_MOVES: tuple[MoveName, ...] = (
    MoveName.APPROVE_ANSWER,
    MoveName.ANSWER,
    MoveName.SUBMIT_ANSWER,
    MoveName.PUBLISH,
    MoveName.RESUME,
    MoveName.START,
    MoveName.ASSIGN,
    MoveName.TAKE_BACK,
)


# What only the citizen or the clock does has no form here.
OFFICE_MOVES: frozenset[MoveName] = frozenset(
    move.name for move in MOVES_BY_NAME.values() if set(move.actors) - {Actor.CITIZEN, Actor.SYSTEM}
)
NOTE_PREFIX = "note"
APOLOGY_PREFIX = "apology"


CaseForm = MoveForm | NoteForm | ApologyForm | KindForm


class CaseScreenView(CaseOfficeMixin, WagtailAdminTemplateMixin, View):
    """Draws the screen; the views below reuse it to show a form again with its errors."""

    template_name = "feedback/admin/case.html"
    header_icon = "comment"

    def draw(self, case: Case, *, bound: CaseForm | None = None) -> HttpResponse:
        """The screen, with a refused form in the place of its empty one."""
        status = UNPROCESSABLE if bound is not None else 200
        return self.render_to_response(self.screen_context(case, bound), status=status)

    def screen_context(self, case: Case, bound: Any) -> dict[str, Any]:
        """Everything that the template shows."""
        now = timezone.now()
        context: dict[str, Any] = self.get_context_data()
        context["breadcrumbs_items"] = [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": reverse("feedback_cases:index"), "label": _("Phản ánh")},
            {"url": "", "label": case.public_code},
        ]
        context.update(
            case=case,
            header_title=case.public_code,
            screen=case_screen(case, self.officer, now),
            moves=self.move_forms(case, bound),
            note_form=bound if isinstance(bound, NoteForm) else NoteForm(prefix=NOTE_PREFIX),
            apology_form=self.apology_form(case, bound),
            kind_form=self.kind_form(case, bound),
        )
        return context

    def move_forms(self, case: Case, bound: Any) -> list[dict[str, Any]]:
        """The legal moves with their forms, the likeliest first."""
        moves = legal_moves(facts_of(case), parts_of(self.officer, case), timezone.now())
        names = [move.name for move in moves]
        main = next((name for name in MAIN_MOVES if name in names), None)
        ordered = sorted(moves, key=lambda move: move.name is not main)
        return [
            {
                "name": move.name,
                "label": MOVE_LABELS[move.name],
                "form": bound if _is_for(bound, move.name) else MoveForm(move, case),
                "is_main": move.name is main,
                "is_open": _is_for(bound, move.name),
            }
            for move in ordered
        ]

    def kind_form(self, case: Case, bound: Any) -> KindForm | None:
        """Another kind, for those who sort what comes in."""
        if isinstance(bound, KindForm):
            return bound
        return KindForm(case) if may_reclassify(case, self.officer) else None

    def apology_form(self, case: Case, bound: Any) -> ApologyForm | None:
        """The apology of a late case that nobody has apologised for, for those who handle it."""
        if isinstance(bound, ApologyForm):
            return bound
        parts = parts_of(self.officer, case)
        if not parts & {Actor.OFFICER, Actor.UNIT_HEAD} or not alerts.may_apologise(case, timezone.now()):
            return None
        return ApologyForm(prefix=APOLOGY_PREFIX, initial={"text": alerts.apology_draft(case)})


def _is_for(bound: Any, name: MoveName) -> bool:
    return isinstance(bound, MoveForm) and bound.move.name is name


class CaseView(CaseScreenView):
    """Reading one case."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the case."""
        return self.draw(self.visible_case(pk))


class MoveView(CaseScreenView):
    """Making one move."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Check the form, make the move, or show what is wrong with nothing lost."""
        case = self.visible_case(pk)
        if move not in OFFICE_MOVES:
            raise Http404
        form = MoveForm(MOVES_BY_NAME[MoveName(move)], case, request.POST)
        if not form.is_valid():
            return self.draw(case, bound=form)
        try:
            move_case(
                case.pk,
                move,
                actor=self.officer,
                comment=form.comment,
                given=form.given,
                expected_version=form.cleaned_data["version"],
            )
        except StaleCaseError:
            form.add_error(None, _("Người khác vừa xử lý phản ánh này. Xem lại lịch sử rồi gửi lại."))
            return self._refused(form)
        except MoveRefusedError as refusal:
            form.add_error(None, REFUSAL_LABELS[refusal.refusal])
            return self._refused(form)
        messages.success(request, _("Đã xong: %(move)s") % {"move": MOVE_LABELS[MoveName(move)]})
        return self._next(pk)

    def _refused(self, form: MoveForm) -> HttpResponse:
        """The screen as it is now, with the typed text and the version that it must be sent with."""
        case = self.visible_case(form.case.pk)
        form.renew(case.version)
        if form.move.name not in {entry["name"] for entry in self.move_forms(case, form)}:
            messages.error(self.request, " ".join(map(str, form.non_field_errors())))
        return self.draw(case, bound=form)

    def _next(self, pk: int) -> HttpResponseRedirect:
        """Back to the case, or to the queue when it went to another department."""
        if Case.objects.visible_to(self.officer).filter(pk=pk).exists():
            return redirect("feedback_cases:case", pk)
        return redirect("feedback_cases:index")


class NoteView(CaseScreenView):
    """Writing an internal note."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Append the note to the history."""
        case = self.visible_case(pk)
        form = NoteForm(request.POST, prefix=NOTE_PREFIX)
        if not form.is_valid():
            return self.draw(case, bound=form)
        add_note(case.pk, actor=self.officer, text=form.cleaned_data["text"])
        messages.success(request, _("Đã ghi chú."))
        return redirect("feedback_cases:case", pk)


class ApologyView(CaseScreenView):
    """Sending an apology for a late answer."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send it, once for each due date."""
        case = self.visible_case(pk)
        form = ApologyForm(request.POST, prefix=APOLOGY_PREFIX)
        if not form.is_valid():
            return self.draw(case, bound=form)
        try:
            alerts.send_apology(case.pk, actor=self.officer, text=form.cleaned_data["text"])
        except alerts.ApologyRefusedError:
            messages.error(request, _("Không gửi được: phản ánh không trễ, hoặc đã xin lỗi rồi."))
        else:
            messages.success(request, _("Đã ghi lời xin lỗi, người gửi đọc được ở trang tra cứu."))
        return redirect("feedback_cases:case", pk)


class KindView(CaseScreenView):
    """Putting a message into the right box."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change the kind, with the reason that the sender reads."""
        case = self.visible_case(pk)
        form = KindForm(case, request.POST)
        if not form.is_valid():
            return self.draw(case, bound=form)
        data = form.cleaned_data
        try:
            reclassify(
                case.pk,
                data["kind"],
                actor=self.officer,
                reason=data["reason"],
                expected_version=data["version"],
            )
        except (StaleCaseError, TriageRefusedError):
            form.add_error(None, _("Phản ánh này không còn xếp lại được. Tải lại trang để xem tình trạng."))
            return self.draw(case, bound=form)
        messages.success(request, _("Đã xếp lại loại, hạn trả lời được tính lại."))
        return redirect("feedback_cases:case", pk)


class AttachmentView(CaseOfficeMixin):
    """Handing out one file of a case that the officer may see."""

    def get(self, request: HttpRequest, pk: int, attachment_pk: int) -> FileResponse:
        """The file as a download that no browser interprets."""
        attachment = get_object_or_404(self.visible_case(pk).attachments, pk=attachment_pk)
        try:
            handle = attachment.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(
            handle,
            as_attachment=True,
            filename=attachment.original_name,
            content_type=attachment.content_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
