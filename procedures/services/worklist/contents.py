"""Work on what pages say: legal parts that are missing, facts that contradict each other, pages that grew old."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procedures.choices import COUNTED_UNITS, FeeStatus, TimeUnit
from procedures.models import Fee, LegalBasis, ProcedurePage, ProcedureQuerySet, ReviewSettings, TimeLimit
from procedures.services.completeness import PARTS, gaps_of, lacking, part_named, with_gaps
from procedures.services.worklist.pages import SHOWN, asked_pages, edit_place, in_use
from procedures.worklist import Asked, WorkLine, WorkSource

_EXACT: Final = (*COUNTED_UNITS, TimeUnit.SAME_DAY, TimeUnit.IMMEDIATE)
_BASES: Final = ProcedurePage.legal_bases.through


class Incomplete(WorkSource):
    """Pages that lack one of the eight legal parts; what is public stands first."""

    name = "thieu-noi-dung"
    label = gettext_lazy("Thiếu nội dung theo luật")
    hint = gettext_lazy("Tám bộ phận của một thủ tục (Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2).")
    order = 20
    kinds = tuple((part.name, part.label) for part in PARTS)
    pages = True

    def rows(self, asked: Asked) -> ProcedureQuerySet:
        """Drafts count too: whoever approves one wants it whole."""
        part = part_named(asked.kind)
        pages = lacking(in_use(asked_pages(asked)), [part] if part else PARTS)
        return with_gaps(pages).only(*SHOWN).order_by("-live", "code")

    def lines(self, rows: Sequence[ProcedurePage], asked: Asked) -> list[WorkLine]:
        """Each missing part is a link to its place in the form."""
        return [self._line(page) for page in rows]

    def _line(self, page: ProcedurePage) -> WorkLine:
        gaps = gaps_of(page)
        names = "; ".join(f"{part.letter}) {part.label}" for part in gaps)
        return WorkLine(
            title=page.title,
            code=page.code,
            problem=_("Chưa có: %(parts)s.") % {"parts": names},
            note="" if page.live else _("Bản nháp"),
            places=tuple(edit_place(page.pk, str(part.label), part.place) for part in gaps),
            page_id=page.pk,
        )


class ContradictingTimes(WorkSource):
    """Two exact terms for the same way of filing and the same case on the same day."""

    name = "thoi-han-mau-thuan"
    label = gettext_lazy("Thời hạn mâu thuẫn")
    hint = gettext_lazy("Cùng cách nộp, cùng trường hợp mà ghi hai thời hạn khác nhau.")
    order = 30
    pages = True

    def rows(self, asked: Asked) -> ProcedureQuerySet:
        """One index look-up a row of the table of terms."""
        valid = TimeLimit.objects.in_force(asked.today).filter(unit__in=_EXACT)
        other = valid.filter(
            ~Q(unit=OuterRef("unit")) | ~Q(value=OuterRef("value")),
            page=OuterRef("page"),
            case_label=OuterRef("case_label"),
            channel=OuterRef("channel"),
            pk__gt=OuterRef("pk"),
        )
        doubled = valid.filter(Exists(other), page=OuterRef("pk"))
        return in_use(asked_pages(asked)).filter(Exists(doubled)).only(*SHOWN).order_by("-live", "code")

    def lines(self, rows: Sequence[ProcedurePage], asked: Asked) -> list[WorkLine]:
        """With the terms in words, one query for the screen."""
        terms: dict[int, list[str]] = {}
        valid = TimeLimit.objects.in_force(asked.today).filter(unit__in=_EXACT, page__in=rows)
        for term in valid.order_by("page", "sort_order"):
            terms.setdefault(term.page_id, []).append(f"{term.get_channel_display()}: {term}")
        return [self._line(page, terms.get(page.pk, [])) for page in rows]

    def _line(self, page: ProcedurePage, terms: list[str]) -> WorkLine:
        return WorkLine(
            title=page.title,
            code=page.code,
            problem=_("Có nhiều thời hạn cho cùng một trường hợp: %(terms)s.")
            % {"terms": "; ".join(terms[:6]) + ("…" if len(terms) > 6 else "")},
            places=(edit_place(page.pk, _("Chọn thời hạn đúng"), "time_limits"),),
            page_id=page.pk,
        )


class DoubtfulFees(WorkSource):
    """A fee whose words nobody has read yet: neither an amount nor "not collected"."""

    name = "le-phi-chua-ro"
    label = gettext_lazy("Lệ phí chưa rõ")
    hint = gettext_lazy("Nguồn ghi lời văn, chưa ai đọc thành mức thu, “không thu” hay “do tỉnh quy định”.")
    order = 40
    pages = True

    def rows(self, asked: Asked) -> ProcedureQuerySet:
        """Pages with such a row that holds today."""
        unread = _unread_fees(asked).filter(page=OuterRef("pk"))
        return in_use(asked_pages(asked)).filter(Exists(unread)).only(*SHOWN).order_by("-live", "code")

    def lines(self, rows: Sequence[ProcedurePage], asked: Asked) -> list[WorkLine]:
        """With the words of the source."""
        words: dict[int, str] = {}
        for fee in _unread_fees(asked).filter(page__in=rows).order_by("page", "sort_order"):
            words.setdefault(fee.page_id, fee.verbatim)
        return [
            WorkLine(
                title=page.title,
                code=page.code,
                problem=_("Chưa rõ mức thu; nguồn ghi: “%(words)s”.")
                % {"words": _shortened(words.get(page.pk, ""))},
                places=(edit_place(page.pk, _("Ghi mức thu"), "fees"),),
                page_id=page.pk,
            )
            for page in rows
        ]


def _unread_fees(asked: Asked) -> QuerySet[Fee]:
    rows: QuerySet[Fee] = Fee.objects.in_force(asked.today).filter(status=FeeStatus.NOT_STATED)
    return rows.exclude(verbatim="")


def _shortened(text: str, limit: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rpartition(" ")[0] + "…"


class Stale(WorkSource):
    """Pages that are due to be looked at: a date passed, their law changed, or nobody looked for long."""

    name = "can-ra-soat"
    label = gettext_lazy("Cần rà soát")
    hint = gettext_lazy("Đến ngày rà soát, căn cứ pháp lý hết hiệu lực hoặc bị thay thế, lâu không xem lại.")
    order = 50
    kinds = (
        ("den-ngay", gettext_lazy("Đến ngày rà soát")),
        ("can-cu", gettext_lazy("Căn cứ hết hiệu lực hoặc bị thay thế")),
        ("da-lau", gettext_lazy("Lâu không xem lại")),
    )
    pages = True

    def rows(self, asked: Asked) -> ProcedureQuerySet:
        """The longest overdue first."""
        due = Q(review_on__lte=asked.today)
        basis = Exists(_BASES.objects.filter(procedurepage=OuterRef("pk"), legalbasis__in=_dead_bases(asked)))
        moment = timezone.now() - timedelta(days=ReviewSettings.current().review_every_days)
        old = Q(review_on__isnull=True, last_published_at__lt=moment)
        condition = {"den-ngay": due, "can-cu": Q(basis), "da-lau": old}.get(asked.kind, due | Q(basis) | old)
        pages = in_use(asked_pages(asked)).live().filter(condition)
        return pages.only(*SHOWN).order_by("last_published_at", "code")

    def lines(self, rows: Sequence[ProcedurePage], asked: Asked) -> list[WorkLine]:
        """With the texts that are dead, one query for the screen."""
        dead: dict[int, list[str]] = {}
        links = _BASES.objects.filter(procedurepage__in=rows, legalbasis__in=_dead_bases(asked))
        for link in links.select_related("legalbasis__replaced_by"):
            dead.setdefault(link.procedurepage_id, []).append(_fate(link.legalbasis))
        return [self._line(page, dead.get(page.pk, []), asked) for page in rows]

    def _line(self, page: ProcedurePage, dead: list[str], asked: Asked) -> WorkLine:
        if page.review_on and page.review_on <= asked.today:
            problem = _("Đã đến ngày phải rà soát (%(day)s).") % {"day": f"{page.review_on:%d/%m/%Y}"}
        elif not dead:
            day = timezone.localdate(page.last_published_at) if page.last_published_at else None
            problem = _("Chưa ai xem lại từ ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}" if day else "?"}
        else:
            problem = ""
        if dead:
            problem = " ".join(filter(None, [problem, " ".join(dead)]))
        return WorkLine(
            title=page.title,
            code=page.code,
            problem=problem,
            places=(
                edit_place(page.pk, _("Sửa căn cứ"), "legal_bases") if dead else edit_place(page.pk),
                edit_place(page.pk, _("Đặt ngày rà soát"), "review_on"),
            ),
            since=page.review_on,
            page_id=page.pk,
        )


def _dead_bases(asked: Asked) -> QuerySet[LegalBasis]:
    return LegalBasis.objects.filter(Q(valid_to__lt=asked.today) | Q(replaced_by__isnull=False)).order_by()


def _fate(basis: LegalBasis) -> str:
    if basis.replaced_by is not None:
        return _("%(number)s đã được thay bằng %(other)s.") % {
            "number": basis.number,
            "other": basis.replaced_by.number,
        }
    return _("%(number)s hết hiệu lực từ sau ngày %(day)s.") % {
        "number": basis.number,
        "day": f"{basis.valid_to:%d/%m/%Y}",
    }


SOURCES: Final[tuple[WorkSource, ...]] = (Incomplete(), ContradictingTimes(), DoubtfulFees(), Stale())
