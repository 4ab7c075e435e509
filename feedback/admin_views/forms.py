"""The small forms under a case: one for each move, with exactly the fields that the move needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from core.models import Department
from feedback.models import AnswerDecision, Case, CaseAnswer, CaseKind, RejectReason
from feedback.redaction import cover_personal
from feedback.services.answers import AnswerDraft, current_draft
from feedback.services.roles import eligible_assignees
from feedback.services.transitions import Given
from feedback.workflow import Move, MoveName, Need

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    DepartmentField = forms.ModelChoiceField[Department]
else:
    DepartmentField = forms.ModelChoiceField

SHORTEST_REASON = 10
SHORTEST_ANSWER = 30
READ_BY_SENDER = _("Người gửi đọc được nội dung này.")
READ_INSIDE = _("Chỉ cán bộ đọc được.")

# What is asked for with a move, and who reads it.
COMMENTS: dict[MoveName, tuple[StrPromise | str, StrPromise | str]] = {
    MoveName.REJECT: (_("Giải thích cho người gửi"), READ_BY_SENDER),
    MoveName.REDIRECT: (_("Hướng dẫn người gửi đến đâu, mang gì"), READ_BY_SENDER),
    MoveName.ASK_INFO: (
        _("Câu hỏi cho người dân"),
        _("Chỉ hỏi được một lần. Thời hạn tạm dừng cho đến khi người dân trả lời."),
    ),
    MoveName.SUPPLY_INFO: (_("Người dân đã bổ sung điều gì"), READ_BY_SENDER),
    MoveName.FORWARD: (_("Vì sao đơn vị đó phải trả lời"), READ_BY_SENDER),
    MoveName.SEND_BACK: (_("Vì sao không thuộc đơn vị này"), READ_INSIDE),
    MoveName.EXTEND: (
        _("Vì sao cần thêm thời gian"),
        _("Gửi cho người dân cùng lời xin lỗi. Chỉ gia hạn được một lần."),
    ),
    MoveName.SUSPEND: (_("Đang chờ cơ quan nào, việc gì"), READ_BY_SENDER),
    MoveName.COLLECT: (_("Còn thiếu cơ sở nào, bao giờ có"), READ_BY_SENDER),
    MoveName.RETURN_ANSWER: (_("Cần sửa điều gì"), READ_INSIDE),
    MoveName.DECLINE_PUBLICATION: (_("Vì sao không công khai"), READ_INSIDE),
}


def _long_text(
    label: StrPromise | str, help_text: StrPromise | str = "", *, shortest: int = 1
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=shortest,
        max_length=10_000,
        widget=AdminAutoHeightTextInput(),
        error_messages={
            "required": _("Hãy ghi nội dung này."),
            "min_length": _("Quá ngắn để người đọc hiểu. Viết ít nhất %(limit_value)d ký tự."),
        },
    )


class DepartmentChoice(DepartmentField):
    """Departments that exist today."""

    def label_from_instance(self, obj: Department) -> str:
        """The full name: short ones repeat from ward to ward."""
        return obj.name


class MoveForm(forms.Form):
    """The fields that ``move`` needs. ``version`` catches two officers who act on the same case at once."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, move: Move, case: Case, data: Any = None) -> None:
        super().__init__(data, prefix=move.name, initial={"version": case.version})
        self.move = move
        self.case = case
        if Need.REJECT_REASON in move.needs:
            self.fields["reject_reason"] = forms.ModelChoiceField(
                RejectReason.objects.filter(active=True), label=_("Lý do không tiếp nhận")
            )
        if Need.DEPARTMENT in move.needs:
            others = Department.objects.in_force(timezone.localdate()).exclude(pk=case.owner_department_id)
            self.fields["department"] = DepartmentChoice(others, label=_("Chuyển đến"))
        if Need.ASSIGNEE in move.needs:
            self.fields["assignee"] = forms.ModelChoiceField(
                eligible_assignees(case.owner_department), label=_("Người xử lý"), initial=case.assignee_id
            )
        if Need.COMMENT in move.needs:
            label, help_text = COMMENTS[move.name]
            self.fields["comment"] = _long_text(label, help_text, shortest=SHORTEST_REASON)
        if Need.PUBLIC_TEXT in move.needs:
            self.fields["public_text"] = _long_text(
                _("Nội dung công khai"),
                _("Đã che số điện thoại, số định danh, số nhà. Đọc lại, xóa mọi điều còn nhận ra người gửi."),
                shortest=SHORTEST_REASON,
            )
            self.initial["public_text"] = case.public_content or cover_personal(case.content)
        if Need.ANSWER in move.needs:
            _add_answer_fields(self, case)

    def renew(self, version: int) -> None:
        """Keep what was typed, to be sent again with this version of the case."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("version")] = str(version)
        self.data = data

    @property
    def has_fields(self) -> bool:
        """Whether there is anything to fill in besides the button."""
        return any(not field.is_hidden for field in self)

    def clean(self) -> dict[str, Any]:
        """A concrete answer names a ground or a next step."""
        cleaned: dict[str, Any] = super().clean() or {}
        if Need.ANSWER in self.move.needs and not (cleaned.get("legal_basis") or cleaned.get("next_step")):
            self.add_error(
                "next_step",
                _("Ghi căn cứ hoặc việc tiếp theo, ít nhất một trong hai, để trả lời không chung chung."),
            )
        return cleaned

    @property
    def comment(self) -> str:
        """The comment of a valid form, "" where the move takes none."""
        return str(self.cleaned_data.get("comment", ""))

    @property
    def given(self) -> Given:
        """What a valid form gives to the move."""
        data = self.cleaned_data
        return Given(
            reject_reason=data.get("reject_reason"),
            department=data.get("department"),
            assignee=data.get("assignee"),
            answer=_draft_of(data) if Need.ANSWER in self.move.needs else None,
            public_text=data.get("public_text", ""),
        )


def _add_answer_fields(form: MoveForm, case: Case) -> None:
    """The minimum content of a concrete answer, filled from a draft that was returned."""
    draft = current_draft(case)
    units = Department.objects.in_force(timezone.localdate())
    form.fields["decision"] = forms.ChoiceField(
        label=_("Kết luận"), choices=AnswerDecision.choices, widget=forms.RadioSelect
    )
    form.fields["body"] = _long_text(
        _("Trả lời"), _("Nói với người gửi: sự việc đúng hay không, bạn đã làm gì."), shortest=SHORTEST_ANSWER
    )
    form.fields["reason"] = _long_text(_("Lý do"), _("Vì sao kết luận như vậy."), shortest=SHORTEST_REASON)
    form.fields["legal_basis"] = _long_text(_("Căn cứ"), _("Văn bản, điều, khoản."))
    form.fields["next_step"] = _long_text(_("Việc tiếp theo"), _("Ai làm gì, trước ngày nào."))
    for name in ("legal_basis", "next_step"):
        form.fields[name].required = False
    form.fields["responsible_unit"] = DepartmentChoice(units, label=_("Đơn vị chịu trách nhiệm"))
    form.fields["contact"] = forms.CharField(
        label=_("Liên hệ hỏi thêm"),
        max_length=200,
        help_text=_("Số điện thoại hoặc nơi gặp, người dân gọi được."),
    )
    form.initial.update(_answer_initial(case, draft))


def _answer_initial(case: Case, draft: CaseAnswer | None) -> dict[str, Any]:
    unit = case.owner_department
    if draft is None:
        return {"responsible_unit": unit.pk, "contact": unit.phone}
    return {
        "decision": draft.decision,
        "body": draft.body,
        "reason": draft.reason,
        "legal_basis": draft.legal_basis,
        "next_step": draft.next_step,
        "responsible_unit": draft.responsible_unit_id or unit.pk,
        "contact": draft.contact or unit.phone,
    }


def _draft_of(data: dict[str, Any]) -> AnswerDraft:
    return AnswerDraft(
        decision=data["decision"],
        body=data["body"],
        reason=data["reason"],
        legal_basis=data["legal_basis"],
        next_step=data["next_step"],
        responsible_unit=data["responsible_unit"],
        contact=data["contact"],
    )


class NoteForm(forms.Form):
    """An internal note."""

    text = _long_text(_("Ghi chú nội bộ"), READ_INSIDE)


class KindForm(forms.Form):
    """Another kind for a message that came into the wrong box."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kind = forms.ChoiceField(label=_("Loại đúng"))
    reason = _long_text(_("Vì sao"), READ_BY_SENDER, shortest=SHORTEST_REASON)

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data, prefix="kind", initial={"version": case.version})
        choices = [(value, label) for value, label in CaseKind.choices if value != case.kind]
        self.fields["kind"] = forms.ChoiceField(label=_("Loại đúng"), choices=choices)


class ApologyForm(forms.Form):
    """The words of an apology."""

    text = _long_text(_("Lời xin lỗi"), READ_BY_SENDER, shortest=SHORTEST_ANSWER)
