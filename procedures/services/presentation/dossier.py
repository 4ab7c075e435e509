"""What to bring."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import fold
from procedures.choices import ItemKind
from procedures.models import DossierCase, DossierItem, ProcedurePage
from procedures.services.presentation.model import Paper, PaperCase, Summary

# Folded beginnings of names that divide one dossier in parts ("Giấy tờ phải nộp", "Giấy tờ phải xuất trình",
# "Lưu ý") instead of naming a situation. Offered as a choice, each of them would hide the papers of the others.
_PARTS_OF_ONE: Final = ("ho so chung", "giay to phai", "thanh phan ho so", "luu y", "ghi chu")


def paper_cases(page: ProcedurePage, today: date) -> tuple[PaperCase, ...]:
    """The cases that say something, in order: as many queries however many there are."""
    rows = page.dossier_cases.all()
    if isinstance(rows, QuerySet):
        # A preview holds its rows in memory; there the query set is modelcluster's stand-in.
        items = DossierItem.objects.select_related("form").prefetch_related("form__versions__document")
        rows = rows.prefetch_related(Prefetch("items", items))
    cases = [_case(number, row, today) for number, row in enumerate(rows, start=1)]
    return tuple(case for case in cases if case.papers or case.notes)


def _case(number: int, row: DossierCase, today: date) -> PaperCase:
    items = list(row.items.all())
    name = row.name.strip(" *:")
    return PaperCase(
        key=f"truong-hop-{number}",
        name=name or _("Hồ sơ chung"),
        papers=tuple(_paper(item, today) for item in items if item.kind != ItemKind.NOTE),
        notes=tuple(item.name for item in items if item.kind == ItemKind.NOTE),
        common=not name or fold(name).startswith(_PARTS_OF_ONE),
    )


def _paper(item: DossierItem, today: date) -> Paper:
    version = item.form.current(today) if item.form else None
    document = version.document if version else None
    return Paper(
        name=item.name,
        quantity=quantity_words(item),
        shown_only=item.kind == ItemKind.PRESENT,
        note=item.note,
        reuse_note=item.reuse_note,
        form_code=item.form.code if item.form else item.form_code,
        form_url=document.url if document else "",
        form_size=(document.file_size or 0) if document else 0,
    )


def quantity_words(item: DossierItem) -> str:
    """ "1 bản chính, 2 bản sao chứng thực", "xuất trình bản chính" or "" where no number is given."""
    parts = []
    if item.kind == ItemKind.PRESENT:
        parts.append(_("chỉ xuất trình để đối chiếu"))
    if item.originals:
        parts.append(_("%(count)s bản chính") % {"count": item.originals})
    if item.copies:
        text = _("%(count)s bản sao chứng thực") if item.certified else _("%(count)s bản sao")
        parts.append(text % {"count": item.copies})
    return str(capfirst(", ".join(parts)))


def paper_summary(cases: Sequence[PaperCase], sets: int) -> Summary:
    """ "2 loại", or "1–3 loại" where cases differ: the common papers count for each case."""
    label = _("Giấy tờ phải nộp")
    if not any(case.papers for case in cases):
        return Summary(label, _("Chưa công bố"), known=False)
    common = sum(case.to_hand_in for case in cases if case.common)
    chosen = [case for case in cases if not case.common and case.papers]
    counts = sorted(
        {common + case.to_hand_in for case in chosen} | ({common} if common or not chosen else set())
    )
    span = str(counts[0]) if len(counts) == 1 else f"{counts[0]}–{counts[-1]}"
    if counts == [0]:
        return Summary(label, _("Không phải nộp"), _("chỉ xuất trình để đối chiếu"))
    if chosen and len(cases) > 1:
        return Summary(label, _("%(count)s loại") % {"count": span}, _("tùy trường hợp, xem bên dưới"))
    sets_note = ngettext("%(count)s bộ hồ sơ", "%(count)s bộ hồ sơ", sets) % {"count": sets}
    return Summary(label, _("%(count)s loại") % {"count": span}, sets_note)
