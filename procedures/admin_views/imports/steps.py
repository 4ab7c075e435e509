"""What is done with a batch that was read: decide, apply, take back, go on, throw away."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.services.background import enqueue
from procedures.admin_views.imports.access import PartOfOneBatch, Step
from procedures.models import BatchState, Conflicts
from procedures.services.imports.batches import RUN_TASK, start_applying, start_reading, start_reverting
from procedures.services.imports.deciding import decide
from procedures.services.imports.discarding import discard
from procedures.services.imports.report import summary_of
from procedures.services.imports.skipping import skip
from procedures.services.imports.turns import NotNow

REVERT: str = "procedures.revert_importbatch"
_MAX_DIGITS: Final = 18
_DECIDED = {
    Conflicts.SOURCE: gettext_lazy("lấy theo nguồn"),
    Conflicts.KEEP: gettext_lazy("giữ nội dung tại đây"),
    Conflicts.ASK: gettext_lazy("để quyết định sau"),
}


class ApplyForm(forms.Form):
    """Whether clean records go live. Who may not publish alone writes drafts."""

    publish = forms.BooleanField(
        label=gettext_lazy("Công khai ngay các bản ghi không có gì đáng ngờ"),
        required=False,
        help_text=gettext_lazy("Bản ghi đáng ngờ luôn thành bản nháp. Bỏ chọn thì tất cả thành bản nháp."),
    )

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]


def _row_ids(numbers: Iterable[str]) -> list[int]:
    """Primary keys among what was sent; a number that no database holds is none."""
    return [int(number) for number in numbers if number.isdecimal() and len(number) <= _MAX_DIGITS]


class DecideView(Step):
    """Conflicts: for the whole batch, for chosen rows, or for one field of a row."""

    def take(self) -> HttpResponse | None:
        """Note the decision; pages are written when the batch is applied."""
        data = self.request.POST
        choice = data.get("choice", "")
        if choice not in Conflicts.values:
            raise Http404
        row_ids = _row_ids(data.getlist("row"))
        everything = "all" in data
        if not everything and not row_ids:
            messages.error(self.request, _("Chưa chọn dòng nào."))
            return self._back()
        count = decide(
            self.batch.pk,
            Conflicts(choice),
            row_ids=None if everything else row_ids,
            field=data.get("field", ""),
        )
        words = {"count": count, "choice": _DECIDED[Conflicts(choice)]}
        messages.success(self.request, _("Đã quyết định %(count)s dòng: %(choice)s.") % words)
        return self._back()

    def _back(self) -> HttpResponse | None:
        return back_to_list(self.request)


def back_to_list(request: HttpRequest) -> HttpResponse | None:
    """To the list or row that the decision was made on."""
    wanted = request.POST.get("next", "")
    return redirect(wanted) if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else None


class SkipView(Step):
    """Rows without conflicts that are not to be applied."""

    def take(self) -> HttpResponse | None:
        """Leave the chosen rows out, or take them in again."""
        data = self.request.POST
        row_ids = _row_ids(data.getlist("row"))
        skipped = data.get("skip") == "1"
        count = skip(self.batch.pk, row_ids, skipped=skipped)
        if not count:
            messages.error(self.request, _("Chưa chọn dòng nào."))
        elif skipped:
            messages.success(
                self.request, _("Bỏ qua %(count)s dòng khi ghi vào danh mục.") % {"count": count}
            )
        else:
            messages.success(self.request, _("Lấy lại %(count)s dòng.") % {"count": count})
        return back_to_list(self.request)


class ApplyView(Step):
    """Have everything written that is decided."""

    def take(self) -> HttpResponse | None:
        """Hand the batch to a worker."""
        form = ApplyForm(self.request.POST, may_publish=self.may_publish)
        form.is_valid()
        start_applying(self.batch, publish=bool(form.cleaned_data.get("publish")))
        messages.success(self.request, _("Đang ghi vào danh mục."))
        return None


class RevertView(PartOfOneBatch):
    """What taking back will do, then taking back."""

    template_name = "procedures/admin/imports/revert.html"
    header_icon = "undo"
    page_title = gettext_lazy("Hoàn lại đợt nhập")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only those who may take batches back."""
        if not request.user.has_perm(REVERT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the batch did, in numbers."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.update(batch=self.batch, batch_url=self.batch_url, summary=summary_of(self.batch))
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the batch to a worker."""
        try:
            start_reverting(self.batch)
        except NotNow:
            messages.error(request, _("Đợt nhập này không hoàn lại được lúc này. Xem tình trạng bên dưới."))
        else:
            messages.success(request, _("Đang hoàn lại đợt nhập."))
        return redirect(self.batch_url)


class ContinueView(Step):
    """Call a worker again for a batch whose worker gave no sign of life."""

    def take(self) -> HttpResponse | None:
        """Queue the batch once more; two workers never work at one batch."""
        if self.batch.state == BatchState.WAITING:
            start_reading(self.batch)
        elif self.batch.is_working:
            enqueue(RUN_TASK, self.batch.pk)
        messages.success(self.request, _("Đã gọi lại tiến trình nền."))
        return None


class DiscardView(Step):
    """Throw away a batch that changed nothing, with its file."""

    def take(self) -> HttpResponse | None:
        """Remove it."""
        discard(self.batch.pk)
        messages.success(self.request, _("Đã bỏ đợt nhập và xóa tệp đã tải lên."))
        return redirect("procedures_imports:index")
