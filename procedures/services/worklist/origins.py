"""Work that imports leave: conflicts nobody decided, doubtful drafts, sources that changed, names of agencies."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from procedures.models import (
    Agency,
    FindingSeverity,
    ImportFinding,
    ImportRow,
    ProcedureAgency,
    ProcedurePage,
    ProcedureQuerySet,
    SourceRecord,
)
from procedures.permissions import managed_department_ids
from procedures.services.agencies import standing
from procedures.services.imports.viewing import IMPORT
from procedures.services.worklist.pages import SHOWN, asked_pages, edit_place
from procedures.worklist import Asked, Place, WorkLine, WorkSource

_SHOWN_DOUBTS: Final = 3


class ImportConflicts(WorkSource):
    """Rows of imports in which both the source and people here changed the same field."""

    name = "nhap-mau-thuan"
    label = gettext_lazy("Mâu thuẫn khi nhập, chờ quyết định")
    hint = gettext_lazy("Nguồn và người sửa ở đây cùng đổi một mục. Bạn chọn giữ bên nào.")
    order = 25

    def is_for(self, user: Any) -> bool:
        """Who imports decides before the batch is applied; what is left after that is ``ChangedAtSource``."""
        return super().is_for(user) and bool(user.has_perm(IMPORT))

    def rows(self, asked: Asked) -> QuerySet[ImportRow]:
        """The newest batch first. Rows without a page have no department and are the catalogue's editors'."""
        waiting = ImportRow.objects.filter(needs_decision=True, outcome="").select_related("batch")
        if managed_department_ids(asked.user) is not None or asked.field_id is not None:
            waiting = waiting.filter(page__in=asked_pages(asked))
        return waiting.defer("record", "source_before").order_by("-batch_id", "number")

    def lines(self, rows: Sequence[ImportRow], asked: Asked) -> list[WorkLine]:
        """Which fields are in conflict, in the words of the differences."""
        return [self._line(row) for row in rows]

    def _line(self, row: ImportRow) -> WorkLine:
        labels = [one["label"] for one in row.differences if one["field"] in row.undecided]
        problem = ngettext(
            "%(count)s mục có mâu thuẫn: %(labels)s.", "%(count)s mục có mâu thuẫn: %(labels)s.", len(labels)
        )
        return WorkLine(
            title=row.title or row.source,
            code=row.code,
            problem=problem % {"count": len(labels), "labels": "; ".join(dict.fromkeys(labels))},
            note=row.batch.name,
            places=(
                Place(_("Quyết định"), reverse("procedures_imports:row", args=[row.batch_id, row.number])),
            ),
            since=timezone.localdate(row.batch.created_at),
        )


class DoubtfulDrafts(WorkSource):
    """Imported drafts that the importer had a doubt about; publishing one settles it."""

    name = "nhap-nghi-ngo"
    label = gettext_lazy("Bản nhập còn nghi ngờ")
    hint = gettext_lazy("Bản nháp do nhập dữ liệu, có chỗ máy không tự quyết được.")
    order = 28
    pages = True

    def rows(self, asked: Asked) -> ProcedureQuerySet:
        """Pages not public yet whose import left a doubt."""
        doubts = ImportRow.objects.filter(page=OuterRef("pk"), doubtful=True).exclude(outcome="")
        return (
            asked_pages(asked)
            .filter(Exists(doubts), has_unpublished_changes=True)
            .only(*SHOWN)
            .order_by("code")
        )

    def lines(self, rows: Sequence[ProcedurePage], asked: Asked) -> list[WorkLine]:
        """With the doubts of the newest import, one query for the screen."""
        doubts: dict[int, list[ImportFinding]] = {}
        findings = ImportFinding.objects.filter(
            row__page__in=rows, severity=FindingSeverity.DOUBT
        ).select_related("row")
        for finding in findings.order_by("-row__batch", "pk"):
            if finding.row is not None and finding.row.page_id is not None:
                doubts.setdefault(finding.row.page_id, []).append(finding)
        return [self._line(page, doubts.get(page.pk, [])) for page in rows]

    def _line(self, page: ProcedurePage, doubts: list[ImportFinding]) -> WorkLine:
        newest = [one.reason for one in doubts if one.batch_id == doubts[0].batch_id]
        reasons = list(dict.fromkeys(newest))
        more = len(reasons) - _SHOWN_DOUBTS
        words = "; ".join(reasons[:_SHOWN_DOUBTS]) or _("có chỗ máy không tự quyết được")
        return WorkLine(
            title=page.title,
            code=page.code,
            problem=words + (_(" và %(count)s điểm khác") % {"count": more} if more > 0 else "") + ".",
            note=_("Đang công khai bản trước") if page.live else _("Bản nháp"),
            places=(edit_place(page.pk, _("Xem và sửa")),),
            page_id=page.pk,
        )


class ChangedAtSource(WorkSource):
    """Pages whose source says something new that nobody has applied."""

    name = "nguon-da-doi"
    label = gettext_lazy("Nguồn đã đổi sau khi bạn sửa")
    hint = gettext_lazy("Cổng quốc gia hoặc tệp nguồn có bản mới hơn, chưa đưa vào trang.")
    order = 35

    def rows(self, asked: Asked) -> QuerySet[SourceRecord]:
        """The longest known first."""
        news = SourceRecord.objects.exclude(pending_digest="").filter(page__in=asked_pages(asked))
        return (
            news.select_related("page")
            .defer("record", "pending_record", "written", "seen")
            .order_by("pending_seen_at", "pk")
        )

    def lines(self, rows: Sequence[SourceRecord], asked: Asked) -> list[WorkLine]:
        """When it was seen, and where."""
        return [
            WorkLine(
                title=row.page.title,
                code=row.page.code,
                problem=_("Nguồn %(file)s có bản mới, thấy ngày %(day)s.")
                % {"file": row.file, "day": f"{timezone.localdate(row.pending_seen_at):%d/%m/%Y}"},
                places=(
                    Place(_("Xem và quyết định"), reverse("procedures_imports:news", args=[row.page_id])),
                ),
                since=timezone.localdate(row.pending_seen_at),
            )
            for row in rows
        ]


class UnknownAgencies(WorkSource):
    """Names of agencies that came with an import and that nobody has matched to one of ours."""

    name = "co-quan-moi"
    label = gettext_lazy("Tên cơ quan chưa đối chiếu")
    hint = gettext_lazy("Tên lạ từ dữ liệu nhập: gộp với cơ quan đã có, hoặc xác nhận là cơ quan mới.")
    order = 90
    by_field = False

    def is_for(self, user: Any) -> bool:
        """The list of agencies is the whole catalogue's."""
        return super().is_for(user) and bool(user.has_perm("procedures.change_agency"))

    def rows(self, asked: Asked) -> QuerySet[Agency]:
        """By name; only those that a procedure names."""
        used = ProcedureAgency.objects.filter(agency=OuterRef("pk"))
        return standing().filter(Exists(used), reviewed=False).order_by("name")

    def lines(self, rows: Sequence[Agency], asked: Asked) -> list[WorkLine]:
        """The name is the problem."""
        return [
            WorkLine(
                title=agency.name,
                problem=_("Chưa rõ đây là cơ quan nào trong hệ thống."),
                places=(
                    Place(
                        _("Đối chiếu"),
                        reverse("wagtailsnippets_procedures_agency:review", args=[agency.pk]),
                    ),
                ),
            )
            for agency in rows
        ]


SOURCES: Final[tuple[WorkSource, ...]] = (
    ImportConflicts(),
    DoubtfulDrafts(),
    ChangedAtSource(),
    UnknownAgencies(),
)
