"""What to bring."""

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procedures.choices import ItemKind
from procedures.models import DossierCase, DossierItem, ProcedurePage
from procedures.services.presentation.model import Paper, PaperCase, Summary


def paper_cases(page: ProcedurePage) -> tuple[PaperCase, ...]:
    """The cases that say something, in order: two queries however many there are."""
    rows = page.dossier_cases.all()
    if isinstance(rows, QuerySet):
        # A preview holds its rows in memory; there the query set is modelcluster's stand-in.
        rows = rows.prefetch_related(Prefetch("items", DossierItem.objects.select_related("form")))
    cases = [_case(number, row) for number, row in enumerate(rows, start=1)]
    return tuple(case for case in cases if case.papers or case.notes)


def _case(number: int, row: DossierCase) -> PaperCase:
    items = list(row.items.all())
    return PaperCase(
        key=f"truong-hop-{number}",
        name=row.name.strip(" *:") or _("Hồ sơ chung"),
        papers=tuple(_paper(item) for item in items if item.kind != ItemKind.NOTE),
        notes=tuple(item.name for item in items if item.kind == ItemKind.NOTE),
    )


def _paper(item: DossierItem) -> Paper:
    form = item.form
    return Paper(
        name=item.name,
        quantity=quantity_words(item),
        note=item.note,
        reuse_note=item.reuse_note,
        form_code=item.form_code,
        form_url=form.url if form else "",
        form_size=(form.file_size or 0) if form else 0,
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
    """ "2 loại", or "1–3 loại" where cases differ."""
    label = _("Giấy tờ phải nộp")
    counts = sorted({len(case.papers) for case in cases if case.papers})
    if not counts:
        return Summary(label, _("Chưa công bố"), known=False)
    sets_note = ngettext("%(count)s bộ hồ sơ", "%(count)s bộ hồ sơ", sets) % {"count": sets}
    if len(cases) == 1:
        return Summary(label, _("%(count)s loại") % {"count": counts[0]}, sets_note)
    span = str(counts[0]) if len(counts) == 1 else f"{counts[0]}–{counts[-1]}"
    return Summary(label, _("%(count)s loại") % {"count": span}, _("tùy trường hợp, xem bên dưới"))
