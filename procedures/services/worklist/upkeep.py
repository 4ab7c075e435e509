"""Work around the pages: links that broke, forms without a file, decisions that could not be carried out."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procedures.choices import DecisionKind
from procedures.models import (
    BrokenLink,
    DecisionItem,
    DossierItem,
    FormVersion,
    ProcedurePage,
    ProcedureQuerySet,
)
from procedures.permissions import managed_department_ids
from procedures.services.worklist.pages import SHOWN, asked_pages, edit_place, in_use
from procedures.worklist import Asked, Place, WorkLine, WorkSource


class BrokenLinks(WorkSource):
    """What the check of links found, see ``services.links``."""

    name = "lien-ket-hong"
    label = gettext_lazy("Liên kết hỏng, mất tệp")
    hint = gettext_lazy("Máy kiểm tra lần lượt các trang đang công khai.")
    order = 60

    def rows(self, asked: Asked) -> QuerySet[BrokenLink]:
        """The longest broken first."""
        rows = BrokenLink.objects.filter(page__in=asked_pages(asked)).select_related("page")
        return rows.order_by("first_seen_at", "pk")

    def lines(self, rows: Sequence[BrokenLink], asked: Asked) -> list[WorkLine]:
        """The address and what is wrong with it."""
        return [
            WorkLine(
                title=row.page.title,
                code=row.page.code,
                problem=f"{row.url}: {row.problem}.",
                places=(edit_place(row.page_id, _("Sửa liên kết"), row.place),),
                since=timezone.localdate(row.first_seen_at),
            )
            for row in rows
        ]


class MissingForms(WorkSource):
    """Papers that name a form of which nobody has put up a file."""

    name = "thieu-mau-don"
    label = gettext_lazy("Thiếu tệp mẫu đơn")
    hint = gettext_lazy("Giấy tờ có nêu mẫu nhưng người dân chưa tải được mẫu.")
    order = 65
    pages = True

    def rows(self, asked: Asked) -> ProcedureQuerySet:
        """Pages with such a paper."""
        papers = _papers_without_file().filter(case__page=OuterRef("pk"))
        return in_use(asked_pages(asked)).filter(Exists(papers)).only(*SHOWN).order_by("-live", "code")

    def lines(self, rows: Sequence[ProcedurePage], asked: Asked) -> list[WorkLine]:
        """The forms' codes, one query for the screen."""
        codes: dict[int, list[str]] = {}
        papers = _papers_without_file().filter(case__page__in=rows).select_related("form", "case")
        for paper in papers.order_by("case__sort_order", "case_id", "sort_order", "pk"):
            code = paper.form.code if paper.form else paper.form_code
            codes.setdefault(paper.case.page_id, []).append(code)
        return [
            WorkLine(
                title=page.title,
                code=page.code,
                problem=_("Chưa có tệp cho mẫu: %(codes)s.")
                % {"codes": "; ".join(dict.fromkeys(codes.get(page.pk, [])))},
                places=(
                    edit_place(page.pk, _("Chọn mẫu cho giấy tờ"), "dossier_cases"),
                    Place(_("Thêm mẫu đơn"), reverse("wagtailsnippets_procedures_form:add")),
                ),
                page_id=page.pk,
            )
            for page in rows
        ]


def _papers_without_file() -> QuerySet[DossierItem]:
    versions = FormVersion.objects.filter(form=OuterRef("form"))
    named_only = Q(form__isnull=True) & ~Q(form_code="")
    return DossierItem.objects.filter(named_only | (Q(form__isnull=False) & ~Exists(versions)))


class DecisionProblems(WorkSource):
    """Items of decisions in force that could not be carried out."""

    name = "quyet-dinh-vuong"
    label = gettext_lazy("Quyết định chưa thực hiện được")
    hint = gettext_lazy("Quyết định đã có hiệu lực nhưng một thủ tục trong đó chưa đổi theo được.")
    order = 15

    def rows(self, asked: Asked) -> QuerySet[DecisionItem]:
        """The oldest decision first. Items without a page are the catalogue's editors'."""
        late = Q(
            applied_at__isnull=True,
            decision__kind=DecisionKind.PUBLISH,
            decision__effective_on__lt=asked.today,
        )
        items = DecisionItem.objects.waiting().filter(~Q(problem="") | late, undone_at__isnull=True)
        if managed_department_ids(asked.user) is not None or asked.field_id is not None:
            items = items.filter(procedure__in=asked_pages(asked))
        return items.select_related("decision", "procedure").order_by("decision__effective_on", "pk")

    def lines(self, rows: Sequence[DecisionItem], asked: Asked) -> list[WorkLine]:
        """What the decision wants and why it didn't happen."""
        return [self._line(item) for item in rows]

    def _line(self, item: DecisionItem) -> WorkLine:
        edit = reverse("wagtailsnippets_procedures_publicationdecision:plan", args=[item.decision_id])
        name = item.procedure.title if item.procedure else item.name
        problem = item.problem or _("đã có hiệu lực nhưng chưa được thực hiện.")
        return WorkLine(
            title=name or item.code,
            code=item.procedure.code if item.procedure else item.code,
            problem=f"{item.get_action_display()}: {problem}",
            note=str(item.decision),
            places=(Place(_("Mở quyết định"), edit),),
            since=item.decision.effective_on,
        )


SOURCES: Final[tuple[WorkSource, ...]] = (BrokenLinks(), MissingForms(), DecisionProblems())
