"""Complaints that say a page is wrong, as work for editors. Nothing of the citizen or his words stands in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Case
from feedback.services.roles import works_on_cases
from procedures.services.worklist.pages import asked_pages, edit_place
from procedures.worklist import Asked, Place, WorkLine, WorkSource

PAGE_WRONG: Final = "page_wrong"


class PageSaidToBeWrong(WorkSource):
    """Open cases whose sender chose "this page is wrong" about a procedure that this editor works on."""

    name = "phan-anh-trang-sai"
    label = gettext_lazy("Người dân báo trang ghi sai")
    hint = gettext_lazy("Phản ánh chưa trả lời, người gửi cho rằng nội dung công khai không đúng.")
    order = 12

    def rows(self, asked: Asked) -> QuerySet[Case]:
        """The oldest first, without what the citizen wrote."""
        cases = Case.objects.open().filter(reason__code=PAGE_WRONG, procedure__in=asked_pages(asked))
        return (
            cases.select_related("procedure")
            .only("public_code", "received_at", "due_at", "procedure__title", "procedure__code")
            .order_by("received_at", "pk")
        )

    def lines(self, rows: Sequence[Case], asked: Asked) -> list[WorkLine]:
        """The page first; the case only for those who may see it, one query for the screen."""
        seen: set[int] = set()
        if works_on_cases(asked.user):
            keys = [case.pk for case in rows]
            seen = set(Case.objects.visible_to(asked.user).filter(pk__in=keys).values_list("pk", flat=True))
        return [self._line(case, may_open=case.pk in seen) for case in rows]

    def _line(self, case: Case, *, may_open: bool) -> WorkLine:
        places = [edit_place(case.procedure_id, _("Đối chiếu và sửa trang"))] if case.procedure_id else []
        if may_open:
            places.append(Place(_("Mở phản ánh"), reverse("feedback_cases:case", args=[case.pk])))
        due = timezone.localdate(case.due_at) if case.due_at else None
        return WorkLine(
            title=case.procedure.title if case.procedure else "",
            code=case.procedure.code if case.procedure else "",
            problem=_("Phản ánh %(code)s cho rằng trang này ghi sai.") % {"code": case.public_code},
            note=_("Phải trả lời trước hết ngày %(day)s") % {"day": f"{due:%d/%m/%Y}"} if due else "",
            places=tuple(places),
            since=timezone.localdate(case.received_at),
        )
